//! Plans as bytes.

mod credentials;
mod graph;
mod human;
mod json;

use acrlint_analysis::{Located, Plan};
use acrlint_text::{Lines, Position, TextRange};

pub use credentials::{credentials_human, credentials_json};
pub use graph::{plan_dot, plan_mermaid};
pub use human::plan_human;
pub use json::plan_json;

/// A plan with the texts of the files that it points into.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// Paths and texts, the task file first.
    pub texts: Vec<(String, String)>,
}

impl Planned {
    /// Where a place begins and ends, as lines and columns.
    fn positions(&self, place: &Located) -> Option<(Position, Position)> {
        self.positions_in(&place.path, place.range)
    }

    fn positions_in(&self, path: &str, range: TextRange) -> Option<(Position, Position)> {
        let (_, text) = self.texts.iter().find(|(known, _)| known == path)?;
        let lines = Lines::new(text);
        Some((lines.position(range.start()), lines.position(range.end())))
    }

    /// `path:line`.
    fn shown(&self, place: &Located) -> String {
        match self.positions(place) {
            Some((start, _)) => format!("{}:{}", place.path, start.line),
            None => place.path.clone(),
        }
    }
}
