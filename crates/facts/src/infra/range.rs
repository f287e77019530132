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
