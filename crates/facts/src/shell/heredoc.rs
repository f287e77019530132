//! Here-documents.

use super::Parser;
use super::word::Until;
use crate::script::{Cursor, Piece, Pieces, Word};

impl Parser<'_> {
    /// Reads what stands behind `<<`, and the text that begins with the next line.
    pub(super) fn here(&mut self) -> Word {
        let tabs = self.eat("-");
        self.blanks();
        let delimiter = self.word(Until::Blank);
        let mut name = String::new();
        for piece in &delimiter.pieces {
            if let Piece::Text(text) = piece {
                name.push_str(text.text());
            }
        }
        let (line, start) = match self.heredoc {
            // several on one line
            Some((line, end)) if line >= self.at => (line, end),
            _ => match self.rest().find('\n') {
                Some(length) => (self.at + length, self.at + length + 1),
                None => return Word::default(),
            },
        };
        let (text_end, end) = self.here_end(start, &name, tabs);
        self.heredoc = Some((line, end));
        self.here_text(start, text_end, tabs, delimiter.quoted)
    }

    /// Where the text ends, and where the line with the delimiter does.
    fn here_end(&mut self, start: usize, name: &str, tabs: bool) -> (usize, usize) {
        let mut at = start;
        while at < self.end && self.scan > 0 {
            let rest = &self.text[at..self.end];
            let length = rest.find('\n').map_or(rest.len(), |length| length + 1);
            let line = rest[..length].trim_end_matches(['\n', '\r']);
            let line = if tabs {
                line.trim_start_matches('\t')
            } else {
                line
            };
            // a script in a CI file may be indented, and a bracket can follow at once
            if line == name {
                return (at, at + length);
            }
            self.scan = self.scan.saturating_sub(length);
            at += length;
        }
        match self.scan {
            0 => (start, start),
            _ => (self.end, self.end),
        }
    }

    fn here_text(&self, start: usize, end: usize, tabs: bool, literal: bool) -> Word {
        let mut out = Pieces::new(start);
        out.quoted = true;
        let mut at = start;
        // a variable may reach over several lines
        let mut part = self.part(start, end);
        while at < end {
            let rest = &self.text[at..end];
            let skipped = match tabs {
                true => rest.len() - rest.trim_start_matches('\t').len(),
                false => 0,
            };
            let length = rest.find('\n').map_or(rest.len(), |length| length + 1);
            part.at = at + skipped.min(length);
            at += length;
            if literal {
                out.verbatim(&self.text[part.at..at], part.at);
                continue;
            }
            while part.at < at {
                match part.peek() {
                    Some(c) => part.in_double(&mut out, c, "$`\\"),
                    None => break,
                }
            }
            at = at.max(part.at);
        }
        out.finish(end)
    }
}
