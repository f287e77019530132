use acrlint_text::TextRange;

use crate::size::{offset_in, range_at};

/// A line of this many bytes ends the scan, silently (Go `bufio.MaxScanTokenSize`).
const TOO_LONG: usize = 64 * 1024;

/// A line that is neither empty nor a comment.
pub(crate) struct Line<'t> {
    /// The line without white space around it.
    pub(crate) text: &'t str,
    pub(crate) range: TextRange,
    /// Its words, cut at white space.
    pub(crate) words: Vec<Word<'t>>,
}

#[derive(Clone, Copy)]
pub(crate) struct Word<'t> {
    pub(crate) text: &'t str,
    pub(crate) range: TextRange,
}

/// The lines that the scan looks at.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let read = body.split('\n').enumerate().take_while(|(index, line)| {
        // the BOM is cut off only after the line was read
        let bom = if *index == 0 {
            text.len() - body.len()
        } else {
            0
        };
        line.len() + bom < TOO_LONG
    });
    let trimmed = read.map(|(_, line)| line.trim());
    let seen = trimmed.filter(|line| !line.is_empty() && !line.starts_with('#'));
    seen.map(move |line| Line {
        text: line,
        range: range_at(offset_in(text, line), line.len()),
        words: words(text, line),
    })
}

/// Only the first words of `FROM` and `ARG` matter, but a `FROM` is refused for its number of words.
fn words<'t>(text: &str, line: &'t str) -> Vec<Word<'t>> {
    let words = line.split_whitespace().take(5).map(|word| Word {
        text: word,
        range: range_at(offset_in(text, word), word.len()),
    });
    words.collect()
}

/// The text without quotes of both kinds around it.
pub(crate) fn trim_quotes(text: &str) -> &str {
    text.trim_matches(['"', '\''])
}
