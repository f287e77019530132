use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A step whose `when` names its own id.
    ///
    /// ## Why it matters
    /// The runner refuses the task; such a step could never start.
    ///
    /// ## How to mend it
    /// Name the step that it really waits for, or leave `when` out to wait for the step just before it.
    ///
    /// Source: graph/step.go `Step.Validate`.
    "when-self", Error, Refused,
    "a step waits for itself",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::WhenSelf { id } = &refusal.kind else {
        return None;
    };
    let message = format!("{} waits for itself", file.subject(refusal.step));
    Some(
        Diagnostic::new(&RULE, refusal.range, message)
            .label(format!("`{id}` is this step"))
            .help("name another step, or leave `when` out to wait for the step before it"),
    )
}
