//! What an editor can do to a task file at a place.

mod alias;
mod context;
mod fix_all;
mod ignore;
mod missing;
mod reading;
mod registry;

use std::cell::OnceCell;

use acrlint_analysis::{Applicability, Diagnostic, Edit, FileReport, Fix, Input};
use acrlint_text::TextRange;

use reading::Reading;

pub use fix_all::fix_all;

/// A change of files with a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does, in the imperative.
    pub title: String,
    /// What kind of change it is.
    pub kind: ActionKind,
    /// The changes; none overlaps another of its file.
    pub edits: Vec<FileEdit>,
    /// Whether it is the one that an editor does without asking which.
    pub preferred: bool,
    /// The index in the report of the finding that it mends.
    pub finding: Option<usize>,
    /// A file that is made first, if it is absent.
    pub create: Option<String>,
}

/// What kind of change an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// It mends a finding.
    QuickFix,
    /// It gives a name to what is repeated.
    Extract,
    /// It writes the same in another way, or adds to it.
    Rewrite,
}

/// A change of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEdit {
    /// The file, as the project has it; `None` for the task file.
    pub path: Option<String>,
    /// The change.
    pub edit: Edit,
}

impl Action {
    fn new(title: impl Into<String>, kind: ActionKind, edits: Vec<Edit>) -> Self {
        let edits = edits.into_iter().map(|edit| FileEdit { path: None, edit });
        Self {
            title: title.into(),
            kind,
            edits: edits.collect(),
            preferred: false,
            finding: None,
            create: None,
        }
    }
}

/// For so many findings comments are offered, since each is tried out.
const MOST_IGNORED: usize = 20;

/// What can be done at a range of the file, what mends findings first. The report is that of this text.
pub fn actions(input: Input<'_>, report: &FileReport, range: TextRange) -> Vec<Action> {
    let mut found = Vec::new();
    let near = || {
        let all = report.diagnostics.iter().enumerate();
        all.filter(|(_, finding)| touch(finding.range, range))
    };
    for (index, finding) in near() {
        found.extend(fixes(index, finding));
    }
    let read = OnceCell::new();
    let mut rules: Vec<&str> = Vec::new();
    for (index, finding) in near().take(MOST_IGNORED) {
        let before = read.get_or_init(|| Reading::of(input, input.source));
        found.extend(ignore::on_line(input, before, index, finding));
        // a rule is ignored in the file but once
        if !rules.contains(&finding.rule.name) {
            rules.push(finding.rule.name);
            found.extend(ignore::in_file(input, before, index, finding));
        }
    }
    found.extend(missing::actions(input, range));
    found.extend(registry::actions(input, range));
    found.extend(alias::action(input, range));
    found.extend(context::actions(input, range));
    found.retain(|action| action.edits.iter().all(|edit| is_inside(input, edit)));
    // a fix may do just what is offered anyway
    let mut once: Vec<Action> = Vec::with_capacity(found.len());
    for action in found {
        let is_fix = action.finding.is_some();
        if is_fix || once.iter().all(|known| known.edits != action.edits) {
            once.push(action);
        }
    }
    once
}

/// The fixes of a finding.
fn fixes(index: usize, finding: &Diagnostic) -> impl Iterator<Item = Action> {
    let of_fix = move |(at, fix): (usize, &Fix)| Action {
        preferred: at == 0 && fix.applicability == Applicability::Safe,
        finding: Some(index),
        ..Action::new(&fix.title, ActionKind::QuickFix, fix.edits.clone())
    };
    finding.fixes.iter().enumerate().map(of_fix)
}

/// Whether two ranges share a place, be it the end of one and the start of the other.
fn touch(one: TextRange, other: TextRange) -> bool {
    one.intersect(other).is_some()
}

/// Whether an edit of the task file is one of this text.
fn is_inside(input: Input<'_>, edit: &FileEdit) -> bool {
    let range = std::ops::Range::<usize>::from(edit.edit.range);
    edit.path.is_some() || input.source.get(range).is_some()
}
