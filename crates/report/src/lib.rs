//! Findings as bytes, in each format. Nothing here knows a terminal or a file system.
#![forbid(unsafe_code)]

mod concise;
mod human;
mod json;
mod others;
mod plan;
mod summary;

use acrlint_analysis::{FileReport, Setup};

pub use concise::concise;
pub use human::{Style, human};
pub use json::json;
pub use plan::{
    Planned, credentials_human, credentials_json, plan_dot, plan_human, plan_json, plan_mermaid,
};
pub use summary::Summary;

/// A file and what was found in it.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The path as it is shown.
    pub path: String,
    /// The file as written.
    pub source: String,
    /// What was found.
    pub report: FileReport,
    /// Other files that findings point into, with their texts.
    pub others: Vec<(String, String)>,
}

impl Checked {
    /// What was found, with the texts of the other files that findings point into.
    pub fn new(setup: &Setup<'_>, path: String, source: String, report: FileReport) -> Self {
        let related = report.diagnostics.iter().flat_map(|found| &found.related);
        let paths = related.filter_map(|related| related.path.as_deref());
        let others = others::others(setup, paths);
        Self {
            path,
            source,
            report,
            others,
        }
    }
}
