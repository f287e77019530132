use acrlint_facts::{CredentialFacts, SecretKind};
use acrlint_text::has_symbol;

use crate::project::{Said, TaskView};
use crate::touch::acr_host;

/// What is wrong with who a credential lets log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum IdentityFault {
    /// `[system]`, and the task has no system-assigned identity.
    NoSystem,
    /// The client ID of an identity that is not assigned to the task; its name, if that is known.
    NotAssigned(Option<String>),
    /// The resource ID of an identity instead of its client ID.
    ResourceId,
    /// The principal ID of an identity instead of its client ID.
    PrincipalId,
    /// An identity alone for a host that is no ACR.
    NotAcr,
    /// A user name or password in a vault, and no identity to read it.
    VaultAlone,
    /// A user name without a password.
    NoPassword,
    /// A password without a user name.
    NoUserName,
    /// Neither identity nor user name and password.
    Nothing,
}

/// What is wrong with a credential, so far as the sources show.
pub(crate) fn identity_fault(
    view: &TaskView<'_>,
    said: &Said<'_, CredentialFacts>,
) -> Option<IdentityFault> {
    let credential = said.what;
    if credential.hidden {
        return None;
    }
    let there = |secret: &Option<acrlint_facts::Fact<SecretKind>>| {
        secret
            .as_ref()
            .is_some_and(|secret| secret.value != SecretKind::Empty)
    };
    let vault = |secret: &Option<acrlint_facts::Fact<SecretKind>>| {
        secret
            .as_ref()
            .is_some_and(|secret| secret.value == SecretKind::Vault)
    };
    let user = there(&credential.username);
    let password = there(&credential.password);
    let identity = credential
        .identity
        .as_ref()
        .filter(|identity| !identity.value.is_empty());
    let fault = match (user, password) {
        (true, false) => Some(IdentityFault::NoPassword),
        (false, true) => Some(IdentityFault::NoUserName),
        (false, false) if identity.is_none() => Some(IdentityFault::Nothing),
        _ if identity.is_none() && (vault(&credential.username) || vault(&credential.password)) => {
            Some(IdentityFault::VaultAlone)
        }
        (false, false) => {
            let host = &credential.host.value;
            let foreign = !has_symbol(host)
                && acr_host(host.split(['/', ':']).next().unwrap_or(host)).is_none()
                && !host.contains("azurecr.");
            foreign.then_some(IdentityFault::NotAcr)
        }
        _ => None,
    };
    fault.or_else(|| assigned(view, &identity?.value))
}

/// Whether the identity that a credential names is one of the task's.
fn assigned(view: &TaskView<'_>, identity: &str) -> Option<IdentityFault> {
    if is_system(identity) {
        let mut known = view
            .parts()
            .iter()
            .map(|part| part.what.identity.system)
            .filter(Option::is_some)
            .peekable();
        known.peek()?;
        return known
            .all(|system| system == Some(false))
            .then_some(IdentityFault::NoSystem);
    }
    if identity.to_lowercase().contains("/userassignedidentities/") {
        return Some(IdentityFault::ResourceId);
    }
    for said in view.identities() {
        if said.what.client_id == identity {
            let is_assigned = view.parts().iter().any(|part| {
                let user = &part.what.identity.user;
                user.iter().any(|id| same_id(&id.value, &said.what.id))
            });
            let name = said.what.name.as_ref().map(|name| said.group.spell(name));
            return (!is_assigned && lists_identities(view))
                .then_some(IdentityFault::NotAssigned(name));
        }
        if said.what.id == identity {
            return Some(IdentityFault::ResourceId);
        }
        if said.what.principal_id == identity {
            return Some(IdentityFault::PrincipalId);
        }
    }
    let own_principal = |part: &Said<'_, acrlint_facts::TaskFacts>| {
        part.what.identity.system_principal.as_deref() == Some(identity)
    };
    if view.parts().iter().any(own_principal) {
        return Some(IdentityFault::PrincipalId);
    }
    let none = view
        .parts()
        .iter()
        .all(|part| part.what.identity.user.is_empty());
    (none && lists_identities(view)).then_some(IdentityFault::NotAssigned(None))
}

/// Whether the sources list all user-assigned identities of the task.
fn lists_identities(view: &TaskView<'_>) -> bool {
    let mut made = view
        .parts()
        .iter()
        .filter(|part| part.what.made_here)
        .peekable();
    made.peek().is_some()
        && made.all(|part| {
            let identity = &part.what.identity;
            identity.complete
                && identity.user.iter().all(|id| {
                    !has_symbol(&id.value)
                        || part
                            .group
                            .facts
                            .identities
                            .iter()
                            .any(|known| known.id == id.value)
                })
        })
}

/// Resource IDs are compared without case.
fn same_id(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// `[system]`, or what the API's own text calls it.
pub(crate) fn is_system(identity: &str) -> bool {
    identity.eq_ignore_ascii_case("[system]") || identity.eq_ignore_ascii_case("system")
}

/// The principal ID of the identity that a credential names, if the sources know it.
pub(crate) fn principal(view: &TaskView<'_>, identity: &str) -> Option<String> {
    if is_system(identity) {
        return view
            .parts()
            .iter()
            .find_map(|part| part.what.identity.system_principal.clone());
    }
    let mut known = view
        .identities()
        .filter(|said| said.what.client_id == identity);
    known.next().map(|said| said.what.principal_id.clone())
}
