use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// `-`, which means that a step starts at once, in a `when` that has other entries.
    ///
    /// ## Why it matters
    /// The two contradict each other, and the runner refuses the task.
    ///
    /// ## How to mend it
    /// Keep either `when: ["-"]` or the ids.
    ///
    /// Source: graph/step.go `Step.Validate`.
    "when-token", Error, Refused,
    "`-` in a `when` beside other entries",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::WhenToken = &refusal.kind else {
        return None;
    };
    let message = format!(
        "{} both starts at once and waits for other steps",
        file.subject(refusal.step)
    );
    Some(
        Diagnostic::new(&RULE, refusal.range, message)
            .label("starts the step at once")
            .help("keep either `when: [\"-\"]` or the ids"),
    )
}
