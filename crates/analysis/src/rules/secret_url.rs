use acrlint_task::SecretUrlProblem;
use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A `keyvault` address that does not have the form `https://<vault>.<suffix>/secrets/<name>[/<version>]`.
    ///
    /// ## Why it matters
    /// The runner refuses the task when it is about to fetch the secret.
    ///
    /// ## How to mend it
    /// Copy the secret identifier from the vault. Keys and certificates cannot be read this way, and the vault's name alone is
    /// not enough.
    ///
    /// Source: vaults/azurekeyvault.go `NewAKVSecretConfig`.
    "secret-url", Error, Refused,
    "an address that is no secret of a Key Vault",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::SecretUrl { url, problem } = &refusal.kind else {
        return None;
    };
    let label = match problem {
        SecretUrlProblem::Unparsable => "not a URL".to_owned(),
        SecretUrlProblem::Scheme => "must begin with `https://`".to_owned(),
        SecretUrlProblem::Segments(_) => {
            "the path must be `/secrets/<name>` or `/secrets/<name>/<version>`".to_owned()
        }
        SecretUrlProblem::Collection(found) => format!("`{found}` is not `secrets`"),
        SecretUrlProblem::Host => "the host must be `<vault>.<suffix>`".to_owned(),
    };
    Some(
        Diagnostic::new(
            &RULE,
            refusal.range,
            format!("`{url}` is not the address of a secret"),
        )
        .label(label)
        .help("the form is `https://<vault>.vault.azure.net/secrets/<name>[/<version>]`"),
    )
}
