//! Byte offsets of 32 bits from `usize`.

use acrlint_text::{TextRange, TextSize};

pub(crate) fn size(n: usize) -> TextSize {
    TextSize::try_from(n).unwrap_or(TextSize::new(u32::MAX))
}

pub(crate) fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(size(start), size(end.max(start)))
}

pub(crate) fn range_at(start: usize, len: usize) -> TextRange {
    range(start, start + len)
}

/// Where `part` begins in `text`, of which it is a slice.
pub(crate) fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}
