use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A task file without `version`. Off unless it is asked for.
    ///
    /// ## Why it matters
    /// It is read as `v1.0.0`, in which there are no aliases: `$Registry` stays as it is.
    ///
    /// ## How to mend it
    /// Write `version: v1.1.0` as the first line.
    ///
    /// Source: graph/task.go `initialize`.
    off "no-version", Hint, Sense,
    "a task file without a version",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    if file.reading.task.version.is_some() || file.reading.task.steps.is_empty() {
        return;
    }
    let first = file.source.lines().next().unwrap_or_default();
    let range = TextRange::up_to(TextSize::of(first));
    found.push(
        Diagnostic::new(
            &RULE,
            range,
            "the task has no version and is read as v1.0.0",
        )
        .help("write `version: v1.1.0` as the first line")
        .fix(Fix::unsafe_(
            "write `version: v1.1.0`",
            vec![Edit::insert(TextSize::new(0), "version: v1.1.0\n")],
        )),
    );
}
