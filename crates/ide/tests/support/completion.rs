//! Offers, and what a file is with one of them.

use acrlint_analysis::Input;
use acrlint_analysis::schema::{ALIAS, Level, MOUNT, NETWORK, SECRET, STEP, TASK, VOLUME};
use acrlint_ide::Completion;
use acrlint_task::{Context, Files};

/// A task file among others.
pub fn input<'a>(source: &'a str, context: &'a Context, files: &'a dyn Files) -> Input<'a> {
    Input::new(source, "acr-task.yaml", context, files)
}

/// The file with an offer in it, snippets with what their places suggest, and where the cursor is then.
pub fn inserted(source: &str, offer: &Completion) -> (String, usize) {
    let (text, cursor) = match offer.snippet {
        true => without_places(&offer.insert),
        false => (offer.insert.clone(), offer.insert.len()),
    };
    let (start, end) = (
        usize::from(offer.replace.start()),
        usize::from(offer.replace.end()),
    );
    (
        format!("{}{text}{}", &source[..start], &source[end..]),
        start + cursor,
    )
}

/// The text of a snippet, and its first place.
pub fn without_places(snippet: &str) -> (String, usize) {
    let mut out = String::new();
    let mut first = None;
    let mut depth = 0;
    let mut chars = snippet.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '$' => {
                first.get_or_insert(out.len());
                let in_braces = chars.next_if_eq(&'{').is_some();
                while chars.next_if(char::is_ascii_digit).is_some() {}
                if in_braces {
                    chars.next_if_eq(&':');
                    depth += 1;
                }
            }
            '}' if depth > 0 => depth -= 1,
            c => out.push(c),
        }
    }
    let end = out.len();
    (out, first.unwrap_or(end))
}

/// The names of all keys that are meant to be used, and of those that are not.
pub fn schema_keys() -> (Vec<&'static str>, Vec<&'static str>) {
    let levels: [&'static Level; 7] = [&TASK, &STEP, &NETWORK, &VOLUME, &MOUNT, &SECRET, &ALIAS];
    let keys = levels
        .iter()
        .flat_map(|level| level.keys.iter().map(|key| key.name));
    let accidents = levels
        .iter()
        .flat_map(|level| level.accidents.iter().map(|key| key.name));
    (keys.collect(), accidents.collect())
}
