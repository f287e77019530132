use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A secret without `keyvault`.
    ///
    /// ## Why it matters
    /// The runner does not know where to fetch it and refuses the task. `clientID` alone only says which identity to use.
    ///
    /// ## How to mend it
    /// Write the address of the secret in Azure Key Vault.
    ///
    /// ```yaml
    /// secrets:
    ///   - id: token
    ///     keyvault: https://myvault.vault.azure.net/secrets/token
    /// ```
    ///
    /// Source: secretmgmt/secret.go `Validate`.
    "secret-source", Error, Refused,
    "a secret that comes from nowhere",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::SecretWithoutSource { id } = &refusal.kind else {
        return None;
    };
    Some(
        Diagnostic::new(
            &RULE,
            refusal.range,
            format!("the secret `{id}` comes from nowhere"),
        )
        .label("needs a `keyvault`")
        .help("write its address: `keyvault: https://<vault>.vault.azure.net/secrets/<name>`"),
    )
}
