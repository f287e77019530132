use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// `volumeMounts` on a push step.
    ///
    /// ## Why it matters
    /// A push runs no container that a volume could be mounted in; the runner refuses the task.
    ///
    /// ## How to mend it
    /// Move `volumeMounts` to the build or cmd step that reads the files.
    ///
    /// Source: graph/step.go `Step.Validate`.
    "mount-on-push", Error, Refused,
    "a mount on a push step",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::MountOnPush = &refusal.kind else {
        return None;
    };
    Some(
        Diagnostic::new(
            &RULE,
            refusal.range,
            format!(
                "{} mounts a volume, but a push has no container",
                file.subject(refusal.step)
            ),
        )
        .label("only for build and cmd steps")
        .help("move `volumeMounts` to the step that reads the files"),
    )
}
