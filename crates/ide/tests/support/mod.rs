//! What several tests need: the files of a project, and the pieces of a page of cases.
#![allow(dead_code, unreachable_pub)]

pub mod completion;
pub mod navigation;
pub mod page;

use acrlint_task::{FileAnswer, Files, NoFiles};

/// The files of a project, by path and text.
#[derive(Debug, Default, Clone)]
pub struct Beside(pub Vec<(String, String)>);

impl Beside {
    /// The text of a file.
    pub fn text(&self, path: &str) -> Option<&str> {
        let file = self.0.iter().find(|(known, _)| known == path);
        file.map(|(_, text)| text.as_str())
    }
}

impl Files for Beside {
    fn read(&self, path: &str) -> FileAnswer {
        match self.text(path) {
            Some(text) => FileAnswer::Text(text.to_owned()),
            None => NoFiles.read(path),
        }
    }

    fn list(&self) -> Vec<String> {
        self.0.iter().map(|(path, _)| path.clone()).collect()
    }

    fn lists_all(&self) -> bool {
        !self.0.is_empty()
    }
}

/// A piece of a page: a fenced block, or the prose between two.
#[derive(Debug, Clone)]
pub enum Piece {
    Prose(String),
    Block { kind: String, text: String },
}

/// The pieces of a page.
pub fn pieces(page: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece::Prose(String::new())];
    let mut inside = false;
    for line in page.split_inclusive('\n') {
        let fence = line.strip_prefix("```").map(str::trim_end);
        match (inside, fence, pieces.last_mut()) {
            (false, Some(kind), _) => {
                inside = true;
                pieces.push(Piece::Block {
                    kind: kind.to_owned(),
                    text: String::new(),
                });
            }
            (true, Some(""), _) => {
                inside = false;
                pieces.push(Piece::Prose(String::new()));
            }
            (_, _, Some(Piece::Prose(text) | Piece::Block { text, .. })) => text.push_str(line),
            (_, _, None) => {}
        }
    }
    pieces
}
