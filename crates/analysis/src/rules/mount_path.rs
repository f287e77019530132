use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A `volumeMounts` entry without `mountPath`, and two entries of one step with the same path.
    ///
    /// ## Why it matters
    /// The runner refuses the task.
    ///
    /// ## How to mend it
    /// Give each mount of a step a path of its own, such as `/run/keys`.
    ///
    /// Source: pkg/volume/mount.go `ValidateMounts`.
    "mount-path", Error, Refused,
    "a mount without a path, or two at one path",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    match &refusal.kind {
        RefusalKind::MountIncomplete => Some(
            Diagnostic::new(
                &RULE,
                refusal.range,
                format!("{} mounts a volume nowhere", file.subject(refusal.step)),
            )
            .label("needs a `name` and a `mountPath`")
            .help("add `mountPath`, the folder inside the container"),
        ),
        RefusalKind::MountDuplicatePath { path } => Some(
            Diagnostic::new(
                &RULE,
                refusal.range,
                format!(
                    "{} mounts two volumes at `{path}`",
                    file.subject(refusal.step)
                ),
            )
            .label("the second one")
            .related(refusal.related, "the first one")
            .help("give each mount a path of its own"),
        ),
        _ => None,
    }
}
