//! The functions and words of the template language.

use acrlint_template::{Origin, functions};

use super::template::Spot;
use super::{CompletionKind, Offers};

/// Functions that task files use most.
const FREQUENT: [&str; 14] = [
    "default", "quote", "lower", "upper", "trunc", "replace", "trim", "eq", "ne", "and", "or",
    "not", "printf", "b64enc",
];

/// A word of the language: what stands behind it, the block that it begins, and what it does.
const WORDS: [(&str, &str, bool, &str); 6] = [
    (
        "if",
        " ${1:condition}",
        true,
        "Writes what follows when the condition holds: it is not empty, 0 or false.",
    ),
    (
        "range",
        " ${1:.Values.list}",
        true,
        "Writes what follows for each element; `.` is the element there, `$` the data.",
    ),
    (
        "with",
        " ${1:.Values.name}",
        true,
        "Writes what follows when the value is not empty; `.` is the value there.",
    ),
    ("define", " \"${1:name}\"", true, "Names a template."),
    (
        "block",
        " \"${1:name}\" ${2:.}",
        true,
        "Names a template and writes it here.",
    ),
    (
        "template",
        " \"${1:name}\" ${2:.}",
        false,
        "Writes the template of that name.",
    ),
];

/// Offers the words that may begin an action.
pub(crate) fn offer_words(spot: &Spot<'_>, offers: &mut Offers) {
    let range = spot.start..spot.end;
    if let Some(block) = spot.blocks.last() {
        let detail = format!("ends {block}");
        let insert = format!("end{}", spot.close);
        offers
            .add("end", CompletionKind::Function, range.clone(), insert)
            .detail(detail);
        if matches!(*block, "if" | "with" | "range") {
            let insert = format!("else{}", spot.close);
            offers
                .add("else", CompletionKind::Function, range.clone(), insert)
                .detail(format!("of {block}"));
        }
        if *block == "if" {
            let insert = format!("else if ${{1:condition}}{}", spot.close);
            let offer = offers.add("else if", CompletionKind::Function, range.clone(), insert);
            offer.snippet().detail("of if");
        }
    }
    for (word, behind, is_block, doc) in WORDS {
        let rest = match (spot.close, is_block) {
            // the end of a block that is closed on this line is the author's
            ("", _) => String::new(),
            (close, true) => format!("{close}$0{{{{ end \\}}\\}}"),
            (close, false) => close.to_owned(),
        };
        let insert = format!("{word}{behind}{rest}");
        let offer = offers.add(word, CompletionKind::Function, range.clone(), insert);
        offer.snippet().documentation(doc);
    }
}

/// Offers all functions.
pub(crate) fn offer_functions(spot: &Spot<'_>, offers: &mut Offers) {
    let rank = |name: &str| {
        FREQUENT
            .iter()
            .position(|known| *known == name)
            .unwrap_or(FREQUENT.len())
    };
    let mut all = functions().to_vec();
    all.sort_by_key(|function| rank(function.name));
    for function in all {
        let given = usize::from(spot.is_piped);
        let is_done = function.max_args().is_some_and(|most| most <= given);
        let insert = match (is_done, spot.close) {
            (true, close) => format!("{}{close}", function.name),
            (false, "") => format!("{} ", function.name),
            (false, close) => format!("{} $0{close}", function.name),
        };
        let is_snippet = insert.contains('$');
        let offer = offers.add(
            function.name,
            CompletionKind::Function,
            spot.start..spot.end,
            insert,
        );
        offer.snippet = is_snippet;
        let origin = match function.origin {
            Origin::Go => "Go's templates",
            Origin::Sprig => "sprig",
        };
        offer.detail(function.usage);
        offer.documentation(format!(
            "{}\n\n```go\n{}\n```\n\nFrom {origin}.",
            function.summary,
            function.signature()
        ));
    }
}
