use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A volume without `secret`, or with an empty one.
    ///
    /// ## Why it matters
    /// `secret` is the only source of a volume's files that exists; the runner refuses a volume without it.
    ///
    /// ## How to mend it
    /// Name the files and their contents, in base64.
    ///
    /// ```yaml
    /// volumes:
    ///   - name: keys
    ///     secret:
    ///       id: {{ .Secrets.key | b64enc }}
    /// ```
    ///
    /// Source: pkg/volume/source.go `Source.Validate`.
    "volume-secret", Error, Refused,
    "a volume without files",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::VolumeWithoutSecret { empty } = &refusal.kind else {
        return None;
    };
    let message = match empty {
        true => "a volume has no files in its `secret`",
        false => "a volume has no `secret`",
    };
    Some(
        Diagnostic::new(&RULE, refusal.range, message)
            .label("no files")
            .help("`secret` maps file names to contents in base64, such as `key: {{ .Secrets.key | b64enc }}`"),
    )
}
