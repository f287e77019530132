use crate::coverage::{IdentityFault, identity_fault};
use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A credential of the task with half of what it needs: a user name without a password, a password without a user
    /// name, secrets of a Key Vault without an identity that reads them, or nothing at all.
    ///
    /// ## Why it matters
    /// Every credential is used before the first step, whether some step needs it or not. One that cannot log in fails
    /// the run.
    ///
    /// ## How to mend it
    ///
    /// ```sh
    /// az acr task credential update --name TASK --registry REGISTRY --login-server docker.io \
    ///   --username https://VAULT.vault.azure.net/secrets/user --password https://VAULT.vault.azure.net/secrets/password \
    ///   --use-identity '[system]'
    /// ```
    ///
    /// Source: graph/registry_credential.go `CreateRegistryCredentialFromString`.
    "credential-secret", Error, Registries,
    "a credential without its password, user name or identity",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for view in file.each_view().flatten() {
        for said in view.credentials() {
            let (what, help) = match identity_fault(view, &said) {
                Some(IdentityFault::VaultAlone) => (
                    "has secrets of a Key Vault, and no identity that may read them",
                    "name the identity: `--use-identity [system]`, or a client ID",
                ),
                Some(IdentityFault::NoPassword) => {
                    ("has a user name and no password", "give it a password")
                }
                Some(IdentityFault::NoUserName) => {
                    ("has a password and no user name", "give it a user name")
                }
                Some(IdentityFault::Nothing) => (
                    "has neither an identity nor a user name and a password",
                    "name an identity: `[system]`, or a client ID",
                ),
                _ => continue,
            };
            let host = said.group.spell(&said.what.host);
            let needs = file.needs(Some(view));
            let touch = needs
                .iter()
                .find(|need| need.host() == host)
                .and_then(|need| need.first_touch());
            let place = touch.map_or_else(|| file.head(), |touch| touch.range);
            found.push(
                Diagnostic::new(
                    &RULE,
                    place,
                    format!("the task's credential for {host} {what}"),
                )
                .elsewhere(said.at(said.what.place), "the credential")
                .help(help),
            );
        }
    }
}
