use line_index::{LineIndex, WideEncoding};

use crate::{TextRange, TextSize};

/// A place as people count: line and column from 1, the column in Unicode code points, the offset in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// 1-based line; only LF ends a line.
    pub line: u32,
    /// 1-based column in Unicode code points.
    pub column: u32,
    /// 0-based offset in bytes.
    pub offset: u32,
}

/// The lines of one text, to turn byte offsets into positions at the edge of the program.
#[derive(Debug, Clone)]
pub struct Lines {
    index: LineIndex,
}

impl Lines {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        Self {
            index: LineIndex::new(text),
        }
    }

    /// The position of a byte offset. An offset past the end or inside a character moves back to the nearest place
    /// that exists.
    pub fn position(&self, offset: TextSize) -> Position {
        let mut at = u32::from(offset).min(u32::from(self.index.len()));
        loop {
            let wide = self
                .index
                .try_line_col(at.into())
                .and_then(|place| self.index.to_wide(WideEncoding::Utf32, place));
            match wide {
                Some(place) => {
                    return Position {
                        line: place.line + 1,
                        column: place.col + 1,
                        offset: at,
                    };
                }
                None if at == 0 => {
                    return Position {
                        line: 1,
                        column: 1,
                        offset: 0,
                    };
                }
                None => at -= 1,
            }
        }
    }

    /// The byte range of a 0-based line without its line break, if the text has that line.
    pub fn line_range(&self, line: u32, text: &str) -> Option<TextRange> {
        let range = self.index.line(line)?;
        let body = text.get(usize::from(range.start())..usize::from(range.end()))?;
        let body = body.strip_suffix('\n').unwrap_or(body);
        let body = body.strip_suffix('\r').unwrap_or(body);
        Some(TextRange::at(range.start(), TextSize::of(body)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_code_points_and_offsets_bytes() {
        let lines = Lines::new("aß\n한글 x\n");
        let place = lines.position(11.into());
        assert_eq!((place.line, place.column, place.offset), (2, 4, 11));
        // inside a character: its beginning
        assert_eq!(lines.position(5.into()).column, 1);
        // past the end: the end
        assert_eq!(lines.position(99.into()).line, 3);
    }

    #[test]
    fn a_line_ends_before_its_break() {
        let text = "a\r\nbc\n";
        let lines = Lines::new(text);
        assert_eq!(
            lines.line_range(0, text),
            Some(TextRange::new(0.into(), 1.into()))
        );
        assert_eq!(
            lines.line_range(1, text),
            Some(TextRange::new(3.into(), 5.into()))
        );
        assert_eq!(lines.line_range(9, text), None);
    }
}
