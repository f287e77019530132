use acrlint_task::{Refusal, RefusalKind};

use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::Diagnostic;
use crate::file::File;
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
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::NullItem { list } = &refusal.kind else {
        return None;
    };
    Some(
        Diagnostic::new(
            &RULE,
            visible(file, refusal.range),
            format!("`{list}` has an empty entry, at which the runner crashes"),
        )
        .label("nothing")
        .help("remove the entry, or indent the lines that belong to it"),
    )
}

/// An empty entry is shown by its `-`.
fn visible(file: &File<'_>, range: TextRange) -> TextRange {
    let before = &file.source[..usize::from(range.start())];
    let dash = before.trim_end_matches([' ', '\t']).len().checked_sub(1);
    match dash.filter(|at| range.is_empty() && before[*at..].starts_with('-')) {
        Some(at) => TextRange::at(TextSize::try_from(at).unwrap_or_default(), TextSize::new(1)),
        None => range,
    }
}
