use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// An entry of the task's `env` with a comma behind which another `NAME=value` follows.
    ///
    /// ## Why it matters
    /// The runner splits entries of the task at every comma, so this sets two variables. Entries of a step are not split.
    ///
    /// ## How to mend it
    /// Write an entry each, or move an entry whose value holds a comma to the steps that need it.
    ///
    /// ```yaml
    /// env:
    ///   - A=1
    ///   - B=2
    /// ```
    ///
    /// Source: graph/task.go `mergeEnvs`.
    "env-comma", Warning, Silent,
    "a comma in the task's `env` that begins another variable",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for entry in &file.reading.task.env {
        // where a piece is no variable, the runner refuses the entry
        if !entry.value.contains(',') || !entry.value.split(',').all(|piece| piece.contains('=')) {
            continue;
        }
        let mut start = TextSize::new(0);
        for (index, piece) in entry.value.split(',').enumerate() {
            let range = TextRange::at(start, TextSize::of(piece));
            start = range.end() + TextSize::of(',');
            if index == 0 {
                continue;
            }
            let name = piece.split('=').next().unwrap_or_default();
            found.push(
                Diagnostic::new(
                    &RULE,
                    file.piece(entry, range),
                    format!("the comma begins another variable, `{name}`"),
                )
                .label("a variable of its own")
                .help("write an entry each; in the `env` of a step a comma is part of the value"),
            );
        }
    }
}
