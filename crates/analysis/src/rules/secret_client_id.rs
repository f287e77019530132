use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A `clientID` of a secret that is not a UUID.
    ///
    /// ## Why it matters
    /// It names the user-assigned identity that reads the vault. The runner takes its client ID only, not its name, its
    /// resource ID or the word `system`, and refuses the task.
    ///
    /// ## How to mend it
    /// Write the identity's client ID (`az identity show --query clientId`), or leave `clientID` out for the task's
    /// system-assigned identity.
    ///
    /// Source: secretmgmt/secret.go `Validate`; util/uuid.go `IsValidUUID`.
    "secret-client-id", Error, Refused,
    "a client ID that is no UUID",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::SecretClientId { client_id } = &refusal.kind else {
        return None;
    };
    Some(
        Diagnostic::new(&RULE, refusal.range, format!("`{client_id}` is not the client ID of an identity"))
            .label("must be a UUID")
            .help(
                "`az identity show --query clientId` prints it; leave `clientID` out for the task's system-assigned identity",
            ),
    )
}
