//! What stands under the cursor, in Markdown.

mod dockerfile;
mod expansion;
mod image;
mod key;
mod rule;
mod step;

use acrlint_analysis::{File, Input, in_worlds};
use acrlint_text::{TextRange, TextSize};

pub use dockerfile::dockerfile_hover;

/// A text about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The place.
    pub range: TextRange,
    /// The text, in Markdown.
    pub text: String,
}

/// What stands at an offset of a task file: a key, an alias or a template with what it becomes, an image with its
/// reason and its coverage, a step, a rule in a comment.
pub fn hover(input: Input<'_>, at: TextSize) -> Option<Hover> {
    if let Some(found) = rule::at(input.source, at) {
        return Some(found);
    }
    let worlds = in_worlds(input, |file| (in_world(file, at), image::at(file, at)));
    let (sections, images): (Vec<_>, Vec<_>) = worlds.into_iter().map(|(_, found)| found).unzip();
    let images = images.into_iter().flatten().collect();
    let mut all: Vec<Hover> = Vec::new();
    for section in sections
        .into_iter()
        .flatten()
        .chain(image::hovers(input, images))
    {
        if !all.contains(&section) {
            all.push(section);
        }
    }
    joined(all)
}

fn in_world(file: &File<'_>, at: TextSize) -> Vec<Hover> {
    let own = [
        expansion::at(file, at),
        key::at(file, at),
        step::at(file, at),
    ];
    own.into_iter().flatten().collect()
}

/// One text out of several, about the smallest of their places.
fn joined(sections: Vec<Hover>) -> Option<Hover> {
    let range = sections
        .iter()
        .map(|section| section.range)
        .min_by_key(|range| range.len())?;
    let texts: Vec<&str> = sections
        .iter()
        .map(|section| section.text.as_str())
        .collect();
    Some(Hover {
        range,
        text: texts.join("\n\n---\n\n"),
    })
}

/// Whether a cursor at an offset is on a range; the end of a word counts.
fn is_on(range: TextRange, at: TextSize) -> bool {
    range.contains_inclusive(at) && !range.is_empty()
}

/// A text as code in Markdown, whatever backticks it holds.
fn code(text: &str) -> String {
    match text.contains('`') {
        true => format!("`` {text} ``"),
        false => format!("`{text}`"),
    }
}

/// Seconds as people say them.
fn duration(seconds: i64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(
            [duration(45), duration(600), duration(90)],
            ["45 s", "10 min", "1 min 30 s"]
        );
        assert_eq!(code("a`b"), "`` a`b ``");
    }
}
