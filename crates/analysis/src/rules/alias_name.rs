use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A name in `alias.values`, or in a file of `alias.src`, that holds something else than ASCII letters and digits.
    ///
    /// ## Why it matters
    /// The runner refuses the whole task for one such name, used or not.
    ///
    /// ## How to mend it
    /// Write the name without `-`, `_` and `.`, such as `baseImage`, there and where it is used.
    ///
    /// Source: graph/preprocessor.go `resolveMapAndValidate`.
    "alias-name", Error, Refused,
    "an alias name with other characters than letters and digits",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::AliasName { name } = &refusal.kind else {
        return None;
    };
    let label = match camel_case(name).as_str() {
        "" => "only ASCII letters and digits".to_owned(),
        better => format!("write `{better}`"),
    };
    Some(
        Diagnostic::new(
            &RULE,
            refusal.range,
            format!("an alias cannot be called `{name}`"),
        )
        .label(label)
        .help("alias names have ASCII letters and digits only, no `-`, `_` or `.`"),
    )
}

/// The name without its separators, each next word with a capital.
fn camel_case(name: &str) -> String {
    let mut words = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut better = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(1);
        better.push_str(&first.to_ascii_uppercase());
        better.push_str(rest);
    }
    better
}
