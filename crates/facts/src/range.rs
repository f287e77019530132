//! Byte ranges of 32 bits from `usize`.

use acrlint_text::{TextRange, TextSize};

use crate::model::Place;

pub(crate) fn size(n: usize) -> TextSize {
    TextSize::try_from(n).unwrap_or(TextSize::new(u32::MAX))
}

pub(crate) fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(size(start), size(end.max(start)))
}

pub(crate) fn place(file: usize, start: usize, end: usize) -> Place {
    Place {
        file,
        range: range(start, end),
    }
}

/// A place in a JSON text by offsets of what was parsed, which begins `bom` bytes into the text. The parser may end a
/// broken string within a character; the place then begins or ends before that.
pub(crate) fn json_place(text: &str, bom: usize, file: usize, start: usize, end: usize) -> Place {
    let inside = |at: usize| {
        let at = (at + bom).min(text.len());
        let mut before = (0..=at).rev();
        before.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
    };
    place(file, inside(start), inside(end))
}
