use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// An id that stands twice in the `when` of one step.
    ///
    /// ## Why it matters
    /// The runner accepts the task, counts the step's dependencies as two and takes away only one when the other step ends:
    /// the step never starts, and the run goes on until its time is over.
    ///
    /// ## How to mend it
    /// Remove one of the two.
    ///
    /// Source: graph/dag.go `AddEdge`, `RemoveEdge`; builder/builder.go `processVertex`.
    "when-twice", Error, Refused,
    "the same id twice in `when`, which hangs the run",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::WhenTwice { id } = &refusal.kind else {
        return None;
    };
    let message = format!(
        "{} waits for `{id}` twice and so never starts",
        file.subject(refusal.step)
    );
    Some(
        Diagnostic::new(&RULE, refusal.range, message)
            .label("the second time")
            .related(refusal.related, "the first time")
            .help("remove one of the two")
            .note("the runner accepts this, counts two dependencies, meets one, and waits until the run times out"),
    )
}
