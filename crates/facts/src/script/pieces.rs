//! How words are put together.

use acrlint_text::Mapped;

use super::{Piece, Word};
use crate::range::{range, size};

/// A word in the making.
pub(crate) struct Pieces {
    pieces: Vec<Piece>,
    text: Mapped,
    start: usize,
    pub(crate) quoted: bool,
}

impl Pieces {
    pub(crate) fn new(start: usize) -> Self {
        Self {
            pieces: Vec::new(),
            text: Mapped::new(),
            start,
            quoted: false,
        }
    }

    pub(crate) fn verbatim(&mut self, text: &str, at: usize) {
        self.text.push_verbatim(text, size(at));
    }

    pub(crate) fn made(&mut self, text: &str, start: usize, end: usize) {
        self.text.push_expansion(text, range(start, end));
    }

    pub(crate) fn piece(&mut self, piece: Piece) {
        if !self.text.is_empty() {
            self.pieces
                .push(Piece::Text(std::mem::take(&mut self.text)));
        }
        self.pieces.push(piece);
    }

    /// Whether nothing was put in.
    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.text.is_empty()
    }

    pub(crate) fn finish(mut self, end: usize) -> Word {
        if !self.text.is_empty() {
            self.pieces.push(Piece::Text(self.text));
        }
        Word {
            pieces: self.pieces,
            range: range(self.start, end),
            quoted: self.quoted,
        }
    }
}
