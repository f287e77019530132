//! Texts put together from others, with the places of their bytes.

use acrlint_text::{Mapped, TextRange};

use super::value::{Kind, Made, Node, Text};
use crate::model::Place;

/// Puts a text together.
pub(crate) struct TextBuilder {
    pub(crate) mapped: Mapped,
    home: Place,
}

impl TextBuilder {
    /// A text that the expression at `home` makes.
    pub(crate) fn new(home: Place) -> Self {
        Self {
            mapped: Mapped::new(),
            home,
        }
    }

    /// Appends a part of a literal of the same file.
    pub(crate) fn literal(&mut self, literal: &Mapped, part: TextRange) {
        self.mapped.push_part(literal, part);
    }

    /// Appends what the expression at `by` gives, byte by byte if it stands in the same file.
    pub(crate) fn value(&mut self, node: &Node, by: Place) -> Option<()> {
        match &*node.kind {
            Kind::Text(text) if text.home.file == self.home.file => {
                let all = TextRange::up_to(text.mapped.len());
                self.mapped.push_part(&text.mapped, all);
            }
            _ => self.mapped.push_expansion(node.text()?, by.range),
        }
        Some(())
    }

    pub(crate) fn finish(self) -> Text {
        Text {
            mapped: self.mapped,
            home: self.home,
            made: Made::Plain,
        }
    }
}

/// A text that is not written anywhere but made by the expression at `home`.
pub(crate) fn made(text: &str, home: Place, made: Made) -> Text {
    let mut mapped = Mapped::new();
    mapped.push_expansion(text, home.range);
    Text { mapped, home, made }
}
