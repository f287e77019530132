use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A secret without `id`, one whose id has white space, and two secrets of one id.
    ///
    /// ## Why it matters
    /// Templates reach a secret's value by its id (`{{ .Secrets.id }}`); the runner refuses the task.
    ///
    /// ## How to mend it
    /// Give each secret an id of letters and digits. One with a hyphen must be read as `{{ index .Secrets "my-id" }}`.
    ///
    /// Source: secretmgmt/secret.go `Validate`; graph/task.go `Task.Validate`.
    "secret-id", Error, Refused,
    "a secret without a fit id",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    match &refusal.kind {
        RefusalKind::SecretWithoutId => Some(
            Diagnostic::new(&RULE, refusal.range, "a secret has no id")
                .label("needs an `id`")
                .help("templates read the value as `{{ .Secrets.<id> }}`"),
        ),
        RefusalKind::SecretIdSpaces { id } => Some(
            Diagnostic::new(
                &RULE,
                refusal.range,
                format!("the secret id `{id}` has white space in it"),
            )
            .label("white space")
            .help("use letters and digits: templates read the value as `{{ .Secrets.<id> }}`"),
        ),
        RefusalKind::SecretDuplicate { id } => Some(
            Diagnostic::new(
                &RULE,
                refusal.range,
                format!("two secrets are called `{id}`"),
            )
            .label("the second one")
            .related(refusal.related, "the first one")
            .help("give each secret an id of its own"),
        ),
        _ => None,
    }
}
