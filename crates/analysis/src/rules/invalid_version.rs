use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::{Diagnostic, Fix};
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A `version` other than `1.0-preview-1`, `v1.0.0` and `v1.1.0`. Upper and lower case are the same.
    ///
    /// ## Why it matters
    /// The runner refuses the whole task. A `v` that is missing (`1.1.0`) is enough.
    ///
    /// ## How to mend it
    /// Write `version: v1.1.0`, the newest, which also switches aliases such as `$Registry` on. A task without a version is
    /// read as `v1.0.0`.
    ///
    /// ```yaml
    /// version: v1.1.0
    /// ```
    ///
    /// Source: graph/task.go `validateTaskVersion`.
    "invalid-version", Error, Refused,
    "a version that the runner does not know",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::Version { version } = &refusal.kind else {
        return None;
    };
    let message = format!("there is no version `{version}` of the task format");
    let wanted = match version.trim_start_matches(['v', 'V']) {
        old if old.starts_with("1.0") => "v1.0.0",
        _ => "v1.1.0",
    };
    // a `v` that is missing leaves no doubt
    let certain = format!("v{version}") == wanted;
    let title = format!("write `{wanted}`");
    let fix = file
        .replace_scalar(refusal.range, version, wanted)
        .map(|edit| match certain {
            true => Fix::safe(title, vec![edit]),
            false => Fix::unsafe_(title, vec![edit]),
        });
    Some(
        Diagnostic::new(&RULE, refusal.range, message)
            .label(format!("write `{wanted}`"))
            .help(
                "the versions are `v1.1.0` (with aliases such as `$Registry`), `v1.0.0` and `1.0-preview-1`; \
                 without one, the task is read as `v1.0.0`",
            )
            .fix(fix),
    )
}
