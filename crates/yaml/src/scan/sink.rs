use std::borrow::Cow;

use acrlint_text::Mapped;

use super::cursor::Break;
use crate::mark::{offset, span};

/// Takes the value of a scalar piece by piece.
pub(crate) trait Sink {
    /// The bytes of the text from `start` to `end`, as they are.
    fn copy(&mut self, start: usize, end: usize);
    /// `value`, for which `start` to `end` stands in the text.
    fn put(&mut self, value: &str, start: usize, end: usize);

    /// A line break that is kept.
    fn line(&mut self, line: Break) {
        if line.separator {
            self.copy(line.start, line.end);
        } else {
            self.put("\n", line.start, line.end);
        }
    }
}

/// Collects a value, borrowing it as long as it equals a stretch of the text.
#[derive(Debug)]
pub(crate) struct Collect<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    owned: Option<String>,
}

impl<'a> Collect<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            start: 0,
            end: 0,
            owned: None,
        }
    }

    fn part(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    pub(crate) fn finish(self) -> Cow<'a, str> {
        match self.owned {
            Some(owned) => Cow::Owned(owned),
            None => Cow::Borrowed(self.part(self.start, self.end)),
        }
    }
}

impl Sink for Collect<'_> {
    #[inline]
    fn copy(&mut self, start: usize, end: usize) {
        let part = self.part(start, end);
        match &mut self.owned {
            Some(owned) => owned.push_str(part),
            None if self.start == self.end => (self.start, self.end) = (start, end),
            None if self.end == start => self.end = end,
            None => self.put(part, start, end),
        }
    }

    fn put(&mut self, value: &str, start: usize, end: usize) {
        if self.owned.is_none() && self.part(start, end) == value {
            // an unchanged piece may still extend what is borrowed
            if self.start == self.end || self.end == start {
                return self.copy(start, end);
            }
        }
        let borrowed = self.part(self.start, self.end);
        self.owned
            .get_or_insert_with(|| borrowed.to_owned())
            .push_str(value);
    }
}

/// Records where each piece of a value stands.
#[derive(Debug)]
pub(crate) struct Trace<'a> {
    pub(crate) text: &'a str,
    pub(crate) mapped: Mapped,
}

impl Sink for Trace<'_> {
    fn copy(&mut self, start: usize, end: usize) {
        let part = self.text.get(start..end).unwrap_or_default();
        self.mapped.push_verbatim(part, offset(start).into());
    }

    fn put(&mut self, value: &str, start: usize, end: usize) {
        if self.text.get(start..end) == Some(value) {
            self.copy(start, end);
        } else {
            self.mapped.push_expansion(value, span(start, end));
        }
    }
}
