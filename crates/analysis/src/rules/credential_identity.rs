use crate::coverage::{IdentityFault, identity_fault};
use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;
use crate::rules::uncovered_registry::doing;

declare_rule! {
    /// ## What it finds
    /// A credential whose identity cannot log in: `[system]` where the task has no system-assigned identity, a client ID
    /// that is not assigned to the task, a resource ID or principal ID in place of the client ID, or an identity alone
    /// for a host that is no ACR.
    ///
    /// ## Why it matters
    /// The run fails before its first step, with a text that does not name the identity.
    ///
    /// ## How to mend it
    /// Assign the identity to the task, and name it by its client ID, or by `[system]`:
    ///
    /// ```sh
    /// az acr task identity assign --name TASK --registry REGISTRY --identities '[system]'
    /// az acr task credential update --name TASK --registry REGISTRY --login-server mybaseregistry.azurecr.io --use-identity '[system]'
    /// ```
    ///
    /// Source: graph/registry_credential.go; tokenutil/token_util.go; Azure's page on managed identities in ACR Tasks.
    "credential-identity", Error, Registries,
    "a credential with an identity that cannot log in",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (view, need, said, touch) in file.each_credential() {
        let identity = said.what.identity.as_ref();
        let shown = identity.map_or_else(String::new, |identity| said.group.spell(identity));
        let (what, help) = match identity_fault(view, &said) {
            Some(IdentityFault::NoSystem) => (
                "names `[system]`, but the task has no system-assigned identity".to_owned(),
                "assign it: `az acr task identity assign --identities [system]`, `identity: { type: 'SystemAssigned' }` or the like".to_owned(),
            ),
            Some(IdentityFault::NotAssigned(name)) => {
                let name = name.map_or_else(|| format!("`{shown}`"), |name| format!("the identity `{name}`"));
                (
                    format!("names {name}, which is not assigned to the task"),
                    "assign the identity to the task by its resource ID".to_owned(),
                )
            }
            Some(IdentityFault::ResourceId) => (
                format!("names the resource ID `{shown}`, where the client ID belongs"),
                "write the identity's client ID: `az identity show --query clientId`".to_owned(),
            ),
            Some(IdentityFault::PrincipalId) => (
                format!("names the principal ID `{shown}`, where the client ID belongs"),
                "write the identity's client ID, or `[system]` for the task's own".to_owned(),
            ),
            Some(IdentityFault::NotAcr) => (
                "has an identity alone, with which only an ACR lets anybody in".to_owned(),
                "give it a user name and a password; the identity may read them from a Key Vault".to_owned(),
            ),
            _ => continue,
        };
        let host = need.host();
        let place = identity.map_or(said.what.place, |identity| identity.place);
        let message = format!(
            "{}, and the credential for it {what}",
            doing(file, touch, host)
        );
        found.push(
            Diagnostic::new(&RULE, touch.range, message)
                .label("needs this registry")
                .elsewhere(said.at(place), "the credential")
                .help(help),
        );
    }
}
