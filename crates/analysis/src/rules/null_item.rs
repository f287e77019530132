use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// An empty entry, `~` or `null` in `steps`, `secrets`, `networks`, `volumes` or `volumeMounts`.
    ///
    /// ## Why it matters
    /// The runner does not look whether the entry is there and crashes with a Go panic that names no line.
    ///
    /// ## How to mend it
    /// Remove the entry, or indent what was meant to stand in it.
    ///
    /// ```yaml
    /// steps:
    ///   - cmd: bash echo hello
    /// ```
    ///
    /// Source: graph/task.go `Task.Validate`, `initialize`.
    "null-item", Error, Refused,
    "an empty entry in a list, which crashes the runner",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::NullItem { list } = &refusal.kind else {
        return None;
    };
    Some(
        Diagnostic::new(
            &RULE,
            refusal.range,
            format!("`{list}` has an empty entry, at which the runner crashes"),
        )
        .label("nothing")
        .help("remove the entry, or indent the lines that belong to it"),
    )
}
