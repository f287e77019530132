use acrlint_text::TextRange;

use super::lex::range;

/// An identifier in a chain of fields.
#[derive(Debug, Clone, Copy)]
pub struct Name<'t> {
    /// The identifier without its dot.
    pub name: &'t str,
    /// Where it stands, without the dot.
    pub range: TextRange,
}

/// A chain of fields, `.a.b`. Nothing can stand between its parts, so it is a stretch of the text.
#[derive(Debug, Clone, Copy)]
pub struct Names<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> Names<'t> {
    /// The chain that is this text, which begins with a dot unless it is empty, at this offset.
    pub(super) fn new(text: &'t str, start: usize) -> Self {
        Self { text, start }
    }

    /// The chain as written.
    pub(crate) fn text(self) -> &'t str {
        self.text
    }

    /// Where it stands, dots included.
    pub fn range(self) -> TextRange {
        range(self.start, self.start + self.text.len())
    }

    /// Whether there is no field.
    pub fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    /// The first field and those after it.
    pub(crate) fn split_first(self) -> Option<(Name<'t>, Names<'t>)> {
        let (name, rest) = self.split()?;
        let range = range(self.start + 1, rest.start);
        Some((Name { name, range }, rest))
    }

    /// The first identifier and the fields after it.
    pub(crate) fn split(self) -> Option<(&'t str, Names<'t>)> {
        let names = self.text.get(1..)?;
        let dot = names.bytes().position(|b| b == b'.');
        let (name, rest) = names.split_at(dot.unwrap_or(names.len()));
        Some((name, Self::new(rest, self.start + 1 + name.len())))
    }

    /// The fields.
    pub fn iter(self) -> impl Iterator<Item = Name<'t>> {
        let mut rest = self;
        std::iter::from_fn(move || {
            let (name, after) = rest.split_first()?;
            rest = after;
            Some(name)
        })
    }
}
