use acrlint_text::{TextRange, TextSize};
use ls_types::{Position, Range};

/// How the columns of a position are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Encoding {
    /// In bytes.
    Utf8,
    /// In UTF-16 code units, which is what counts when nothing is said.
    #[default]
    Utf16,
    /// In Unicode code points.
    Utf32,
}

impl Encoding {
    /// The best one of those that the client names: bytes need no counting.
    pub(crate) fn choose<'n>(known: impl Iterator<Item = &'n str> + Clone) -> Self {
        let all = [Self::Utf8, Self::Utf32, Self::Utf16];
        let chosen = all
            .into_iter()
            .find(|own| known.clone().any(|name| name == own.name()));
        chosen.unwrap_or_default()
    }

    /// Its name in the protocol.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A text with its lines as the protocol counts them: LF, CR LF and CR end one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    text: String,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl Text {
    pub(crate) fn new(text: String) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            // of CR LF the LF ends the line
            .filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        Self { text, starts }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The offset of a position. One past the end of its line is that end, one past the last line the end of the text,
    /// one inside a character the beginning of that.
    pub(crate) fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(start) = self.starts.get(line) else {
            return self.text.len();
        };
        let body = self.line(line);
        let wanted = usize::try_from(position.character).unwrap_or(usize::MAX);
        if encoding == Encoding::Utf8 || body.is_ascii() {
            return start + floor(body, wanted);
        }
        let mut column = 0;
        for (at, c) in body.char_indices() {
            column += encoding.width(c);
            if column > wanted {
                return start + at;
            }
        }
        start + body.len()
    }

    /// The position of an offset; one inside a character is its beginning.
    pub(crate) fn position(&self, offset: TextSize, encoding: Encoding) -> Position {
        let at = floor(&self.text, usize::from(offset));
        let line = self.starts.partition_point(|start| *start <= at) - 1;
        let before = &self.text[self.starts[line]..at];
        let column = match encoding {
            Encoding::Utf8 => before.len(),
            _ if before.is_ascii() => before.len(),
            _ => before.chars().map(|c| encoding.width(c)).sum(),
        };
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Position::new(number(line), number(column))
    }

    pub(crate) fn range(&self, range: TextRange, encoding: Encoding) -> Range {
        Range::new(
            self.position(range.start(), encoding),
            self.position(range.end(), encoding),
        )
    }

    /// The byte range of a range; a range whose end stands before its start is turned round.
    pub(crate) fn bytes(&self, range: Range, encoding: Encoding) -> TextRange {
        let (one, other) = (
            self.offset(range.start, encoding),
            self.offset(range.end, encoding),
        );
        TextRange::new(size(one.min(other)), size(one.max(other)))
    }

    /// The text with a range of it replaced.
    pub(crate) fn replaced(mut self, range: Range, by: &str, encoding: Encoding) -> Self {
        let range = std::ops::Range::<usize>::from(self.bytes(range, encoding));
        self.text.replace_range(range, by);
        Self::new(self.text)
    }

    /// A line without what ends it.
    fn line(&self, line: usize) -> &str {
        let end = self.starts.get(line + 1).copied();
        let body = &self.text[self.starts[line]..end.unwrap_or(self.text.len())];
        match end {
            Some(_) => body
                .strip_suffix("\r\n")
                .or_else(|| body.strip_suffix(['\n', '\r']))
                .unwrap_or(body),
            None => body,
        }
    }
}

/// The offset of a character's beginning that is at most this.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

pub(crate) fn size(n: usize) -> TextSize {
    TextSize::try_from(n).unwrap_or(TextSize::new(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn columns_by_encoding() {
        let text = Text::new("a\r\nß😀x\rb\n".into());
        let x = TextSize::new(9);
        let columns = ALL.map(|encoding| text.position(x, encoding).character);
        assert_eq!(columns, [6, 3, 2]);
        for encoding in ALL {
            assert_eq!(text.offset(text.position(x, encoding), encoding), 9);
        }
        // inside the emoji, past the line, past the text
        assert_eq!(text.offset(Position::new(1, 2), Encoding::Utf16), 5);
        assert_eq!(text.offset(Position::new(0, 99), Encoding::Utf16), 1);
        assert_eq!(text.offset(Position::new(9, 0), Encoding::Utf16), 13);
        assert_eq!(
            text.position(TextSize::new(11), Encoding::Utf16),
            Position::new(2, 0)
        );
    }

    #[test]
    fn the_best_encoding_that_both_know() {
        let choose = |known: &[&'static str]| Encoding::choose(known.iter().copied());
        assert_eq!(choose(&["utf-16", "utf-8"]), Encoding::Utf8);
        assert_eq!(choose(&["utf-16", "utf-32"]), Encoding::Utf32);
        assert_eq!(choose(&[]), Encoding::Utf16);
    }

    proptest! {
        #[test]
        fn there_and_back(text in "[aß😀\r\n]{0,30}", at in 0usize..60) {
            let text = Text::new(text);
            let at = floor(text.as_str(), at);
            for encoding in ALL {
                let position = text.position(size(at), encoding);
                let back = text.offset(position, encoding);
                // between CR and LF there is no position
                let split = text.as_str()[..at].ends_with('\r') && text.as_str()[at..].starts_with('\n');
                prop_assert_eq!(back, if split { at - 1 } else { at });
            }
        }
    }
}
