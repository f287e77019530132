use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// An empty or null entry in `when`.
    ///
    /// ## Why it matters
    /// The runner takes it for the id of a step, finds it empty and refuses the task.
    ///
    /// ## How to mend it
    /// Remove the entry, or write the id that was meant.
    ///
    /// Source: graph/dag.go `validateFromAndTo`.
    "when-empty", Error, Refused,
    "an empty entry in `when`",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::WhenEmpty = &refusal.kind else {
        return None;
    };
    let message = format!(
        "{} waits for a step without a name",
        file.subject(refusal.step)
    );
    Some(
        Diagnostic::new(&RULE, refusal.range, message)
            .label("empty")
            .help("remove the entry, or write the id of the step that is meant"),
    )
}
