use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A file name under a volume's `secret` that is empty or has other characters than ASCII letters, digits, `-`, `_` and
    /// `.`; so a path is none.
    ///
    /// ## Why it matters
    /// The runner refuses the task.
    ///
    /// ## How to mend it
    /// Write a plain file name; folders come from the mount's `mountPath`.
    ///
    /// Source: pkg/volume/source.go `Source.Validate`.
    "volume-file-name", Error, Refused,
    "a file name that a volume cannot have",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::VolumeFileName { name } = &refusal.kind else {
        return None;
    };
    let message = match name.as_str() {
        "" => "a file of a volume has no name".to_owned(),
        _ => format!("a volume cannot have a file called `{name}`"),
    };
    Some(
        Diagnostic::new(&RULE, refusal.range, message)
            .label("only ASCII letters, digits, `-`, `_` and `.`")
            .help("folders come from the `mountPath` of the mount"),
    )
}
