//! Plans as bytes.

mod credentials;
mod graph;
mod human;
mod json;

use acrlint_analysis::{Located, Plan, Setup, plan};
use acrlint_text::{Lines, Position, TextRange};

use crate::others::others;

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
    /// The plan of a task file; `path` is how it is shown.
    pub fn new(setup: &Setup<'_>, path: String, source: String) -> Self {
        let plan = plan(setup.input(&path, &source));
        let paths = plan.places().map(|place| place.path.as_str());
        let others = others(setup, paths.filter(|other| *other != path));
        let mut texts = vec![(path, source)];
        texts.extend(others);
        Self { plan, texts }
    }

    /// `path:line`.
    fn shown(&self, place: &Located) -> String {
        match Places::new(self).positions(&place.path, place.range) {
            Some((start, _)) => format!("{}:{}", place.path, start.line),
            None => place.path.clone(),
        }
    }
}

/// The lines of a plan's texts, found once for all its places.
struct Places<'p>(Vec<(&'p str, Lines)>);

impl<'p> Places<'p> {
    fn new(planned: &'p Planned) -> Self {
        let texts = planned.texts.iter();
        Self(
            texts
                .map(|(path, text)| (path.as_str(), Lines::new(text)))
                .collect(),
        )
    }

    /// Where a range of a file begins and ends, as lines and columns.
    fn positions(&self, path: &str, range: TextRange) -> Option<(Position, Position)> {
        let (_, lines) = self.0.iter().find(|(known, _)| *known == path)?;
        Some((lines.position(range.start()), lines.position(range.end())))
    }
}
