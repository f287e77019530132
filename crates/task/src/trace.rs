use acrlint_text::{Mapped, TextRange};
use acrlint_yaml::{Document, NodeId};

/// The way from the nodes of a decoded text back to the author's file.
#[derive(Debug, Clone, Copy)]
pub struct Trace<'a, 'd> {
    document: &'a Document<'d>,
    map: &'a Mapped,
}

impl<'a, 'd> Trace<'a, 'd> {
    /// `map` holds the text that `document` was read from.
    pub fn new(document: &'a Document<'d>, map: &'a Mapped) -> Self {
        Self { document, map }
    }

    /// Where a node stands in the author's file.
    pub fn node(&self, node: NodeId) -> TextRange {
        self.map.source_range(self.document.node(node).range)
    }

    /// Where a byte range of a scalar's value stands in the author's file.
    pub fn part(&self, node: NodeId, part: TextRange) -> TextRange {
        self.map.source_range(self.document.locate(node, part))
    }

    /// Where a range of the decoded text stands in the author's file.
    pub fn range(&self, range: TextRange) -> TextRange {
        self.map.source_range(range)
    }

    /// The nodes.
    pub fn document(&self) -> &'a Document<'d> {
        self.document
    }
}
