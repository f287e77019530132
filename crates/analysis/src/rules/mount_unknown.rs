use crate::suggest::{listed, nearest};
use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A `volumeMounts` entry whose `name` is not the name of a volume in `volumes`, or is missing.
    ///
    /// ## Why it matters
    /// The runner refuses the task before it starts.
    ///
    /// ## How to mend it
    /// Name a volume of the task, or add it.
    ///
    /// ```yaml
    /// volumes:
    ///   - name: keys
    ///     secret:
    ///       id: {{ .Secrets.key | b64enc }}
    /// steps:
    ///   - cmd: bash -c "ls /keys"
    ///     volumeMounts:
    ///       - name: keys
    ///         mountPath: /keys
    /// ```
    ///
    /// Source: graph/step.go `ValidateMountVolumeNames`.
    "mount-unknown", Error, Refused,
    "a mount of a volume that the task does not have",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::MountUnknown { name, volumes } = &refusal.kind else {
        return None;
    };
    let step = file.subject(refusal.step);
    let diagnostic = match name.as_str() {
        "" => Diagnostic::new(
            &RULE,
            refusal.range,
            format!("{step} mounts a volume without saying which"),
        )
        .label("has no `name`"),
        _ => Diagnostic::new(
            &RULE,
            refusal.range,
            format!("{step} mounts `{name}`, which is no volume of the task"),
        )
        .label(match nearest(name, volumes.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "no such volume".to_owned(),
        }),
    };
    Some(diagnostic.help(match volumes.is_empty() {
        true => "the task has no `volumes`: add one of that name".to_owned(),
        false => format!("the task's volumes are {}", listed(volumes)),
    }))
}
