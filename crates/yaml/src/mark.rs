use acrlint_text::{TextRange, TextSize};

/// A place in the text as the scanner counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Mark {
    /// Byte offset.
    pub(crate) offset: u32,
    /// 0-based line; CR, LF, CR LF, NEL, LS and PS all end a line.
    pub(crate) line: u32,
}

impl Mark {
    pub(crate) fn size(self) -> TextSize {
        TextSize::new(self.offset)
    }

    /// The range from here to `end`.
    pub(crate) fn to(self, end: Mark) -> TextRange {
        TextRange::new(self.size(), end.size().max(self.size()))
    }
}

/// A byte offset as the ranges count; texts are cut below 4 GiB before anything else looks at them.
pub(crate) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The range of two byte offsets.
pub(crate) fn span(start: usize, end: usize) -> TextRange {
    TextRange::new(offset(start).into(), offset(end.max(start)).into())
}
