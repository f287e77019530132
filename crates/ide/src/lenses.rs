//! What stands above a task: what it needs, and what it does.

use acrlint_analysis::{Input, PlannedRegistry, plan};
use acrlint_text::TextRange;

use crate::spans::{bom, range};

/// A line above a line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The line below it.
    pub range: TextRange,
    /// What it says.
    pub title: String,
    /// What happens when it is chosen.
    pub command: LensCommand,
}

/// What a lens leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LensCommand {
    /// The commands that give the task its credentials.
    Script,
    /// The plan of a run.
    Plan,
}

/// The lines above a task; none where nothing can be read.
pub fn lenses(input: Input<'_>) -> Vec<Lens> {
    let plan = plan(input);
    if plan.steps.is_empty() {
        return Vec::new();
    }
    let lens = |title, command| Lens {
        range: first_line(input.source),
        title,
        command,
    };
    let steps = count(plan.steps.len(), "step", "steps");
    vec![
        lens(needs(&plan.registries), LensCommand::Script),
        lens(format!("plan: {steps}"), LensCommand::Plan),
    ]
}

/// `2 registries, 1 without credential`.
fn needs(registries: &[PlannedRegistry]) -> String {
    let with = |coverage: &str| {
        let mut of_kind = registries.iter();
        of_kind
            .by_ref()
            .filter(|one| one.coverage == coverage)
            .count()
    };
    let (missing, unknown, anonymous) = (with("missing"), with("unknown"), with("anonymous"));
    let mut said = vec![count(registries.len(), "registry", "registries")];
    if missing > 0 {
        said.push(format!("{missing} without credential"));
    }
    if unknown > 0 {
        said.push(format!("{unknown} not known"));
    }
    if said.len() == 1 {
        said.push(match anonymous == registries.len() {
            true => "no credential needed".to_owned(),
            false => "all covered".to_owned(),
        });
    }
    said.join(", ")
}

fn count(n: usize, one: &str, more: &str) -> String {
    match n {
        0 => format!("no {more}"),
        1 => format!("1 {one}"),
        n => format!("{n} {more}"),
    }
}

/// The first line that is neither blank nor a comment.
fn first_line(source: &str) -> TextRange {
    let mut at = bom(source);
    for line in source[at..].split_inclusive('\n') {
        let body = line.trim();
        if !body.is_empty() && !body.starts_with('#') {
            let start = at + (line.len() - line.trim_start().len());
            return range(start, start + body.len());
        }
        at += line.len();
    }
    TextRange::default()
}
