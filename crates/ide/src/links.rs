//! Where the words of a task file lead to.

use acrlint_analysis::Input;
use acrlint_text::TextRange;

/// A place of the task file that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The place.
    pub range: TextRange,
    /// Where it leads.
    pub target: Target,
    /// What is there, in a few words.
    pub tooltip: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A file, by its path as [`Files::locate`](acrlint_task::Files::locate) has it.
    File(String),
    /// A page on the web.
    Url(String),
}

/// The links of a task file, in their order.
pub fn links(input: Input<'_>) -> Vec<Link> {
    let _ = input;
    Vec::new()
}
