//! Words of an instruction, with the place of each of their bytes.

use std::ops::Range;

use acrlint_text::{Mapped, TextRange};

use crate::size::range;

/// A word of an instruction as it is written, quotes included; a line continuation inside it is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    mapped: Mapped,
    range: TextRange,
}

impl Word {
    /// The text.
    pub fn text(&self) -> &str {
        self.mapped.text()
    }

    /// Where it stands in the file.
    pub fn range(&self) -> TextRange {
        self.range
    }

    /// Where the bytes `part` of its text stand in the file.
    pub fn place(&self, part: Range<usize>) -> TextRange {
        if self.mapped.is_empty() {
            return self.range;
        }
        self.mapped.source_range(range(part.start, part.end))
    }

    /// A part of the word.
    pub(crate) fn part(&self, part: Range<usize>) -> Word {
        if self.mapped.is_empty() {
            return self.clone();
        }
        Word::cut(&self.mapped, part)
    }

    /// A part of an instruction.
    pub(crate) fn cut(line: &Mapped, part: Range<usize>) -> Word {
        let part = range(part.start, part.end);
        let mut mapped = Mapped::new();
        mapped.push_part(line, part);
        Word {
            mapped,
            range: line.source_range(part),
        }
    }
}

/// Where the word that begins at `start` ends.
pub(crate) fn word_end(line: &str, start: usize, escape: char) -> usize {
    let mut quotes = Quotes::new(escape);
    for (offset, c) in line[start..].char_indices() {
        if c.is_whitespace() && !quotes.group() {
            return start + offset;
        }
        quotes.pass(c);
    }
    line.len()
}

/// Whether what comes next is quoted, or protected by the escape character.
struct Quotes {
    escape: char,
    quote: Option<char>,
    escaped: bool,
}

impl Quotes {
    fn new(escape: char) -> Self {
        Self {
            escape,
            quote: None,
            escaped: false,
        }
    }

    /// Whether a blank that comes next belongs to the word.
    fn group(&self) -> bool {
        self.quote.is_some() || self.escaped
    }

    fn pass(&mut self, c: char) {
        if self.escaped {
            self.escaped = false;
        } else if c == self.escape && self.quote != Some('\'') {
            self.escaped = true;
        } else if self.quote == Some(c) {
            self.quote = None;
        } else if self.quote.is_none() && matches!(c, '"' | '\'') {
            self.quote = Some(c);
        }
    }
}

/// The words of a line from `at` on, cut at white space; quotes group words and the escape character protects the
/// next one, unless `plain`. Rule: BuildKit parser/line_parsers.go `parseWords`.
pub(crate) fn words(line: &str, at: usize, escape: char, plain: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut quotes = Quotes::new(escape);
    for (offset, c) in line[at..].char_indices() {
        let offset = at + offset;
        if c.is_whitespace() && !quotes.group() {
            if let Some(start) = start.take() {
                found.push(start..offset);
            }
            continue;
        }
        start.get_or_insert(offset);
        if !plain {
            quotes.pass(c);
        }
    }
    if let Some(start) = start {
        found.push(start..line.len());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(line: &str) -> Vec<&str> {
        let found = words(line, 0, '\\', false);
        found.into_iter().map(|word| &line[word]).collect()
    }

    #[test]
    fn quotes_and_escapes_group() {
        assert_eq!(cut("a  \"b c\"d e"), ["a", "\"b c\"d", "e"]);
        assert_eq!(cut("a\\ b 'c \\' d"), ["a\\ b", "'c \\'", "d"]);
        assert_eq!(cut(" \"open end "), ["\"open end "]);
        assert!(cut(" \t").is_empty());
    }
}
