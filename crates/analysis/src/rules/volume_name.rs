use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A volume without `name`, one whose name has other characters than ASCII letters, digits, `-` and `_`, and two
    /// volumes of one name.
    ///
    /// ## Why it matters
    /// The runner refuses the task.
    ///
    /// ## How to mend it
    /// Give each volume a name of its own, such as `keys`.
    ///
    /// Source: pkg/volume/volume.go `Volume.Validate`; graph/task.go `Task.Validate`.
    "volume-name", Error, Refused,
    "a volume without a fit name",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    match &refusal.kind {
        RefusalKind::VolumeWithoutName => Some(
            Diagnostic::new(&RULE, refusal.range, "a volume has no name")
                .label("needs a `name`")
                .help("steps mount it by this name"),
        ),
        RefusalKind::VolumeName { name } => Some(
            Diagnostic::new(
                &RULE,
                refusal.range,
                format!("the volume name `{name}` has characters that it cannot have"),
            )
            .label("only ASCII letters, digits, `-` and `_`")
            .help("rename the volume here and where it is mounted"),
        ),
        RefusalKind::VolumeDuplicate { name } => Some(
            Diagnostic::new(
                &RULE,
                refusal.range,
                format!("two volumes are called `{name}`"),
            )
            .label("the second one")
            .related(refusal.related, "the first one")
            .help("give each volume a name of its own"),
        ),
        _ => None,
    }
}
