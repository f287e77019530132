use acrlint_facts::RoleAssignment;
use acrlint_text::has_symbol;

use crate::project::{Said, TaskView};

/// What an identity does in a registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// It pulls.
    Pull,
    /// It pushes, and pulls what is there already.
    Push,
    /// It deletes images.
    Delete,
}

impl Right {
    /// The word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pull => "pull",
            Self::Push => "push",
            Self::Delete => "delete",
        }
    }

    /// The role that gives it.
    pub(crate) fn role(self, abac: bool) -> &'static str {
        match (self, abac) {
            (Self::Pull, false) => "AcrPull",
            (Self::Push, false) => "AcrPush",
            (Self::Delete, false) => "AcrDelete",
            (Self::Pull, true) => "Container Registry Repository Reader",
            (Self::Push, true) => "Container Registry Repository Writer",
            (Self::Delete, true) => "Container Registry Repository Contributor",
        }
    }
}

use Right::{Delete, Pull, Push};

/// A built-in role with what it allows in a registry. Source: Azure's directory of ACR roles.
struct Role {
    name: &'static str,
    id: &'static str,
    rights: &'static [Right],
    /// Whether it counts on a registry with ABAC repository permissions; all count on others.
    abac: bool,
}

const fn role(name: &'static str, id: &'static str, rights: &'static [Right]) -> Role {
    Role {
        name,
        id,
        rights,
        abac: false,
    }
}

const fn repository_role(name: &'static str, id: &'static str, rights: &'static [Right]) -> Role {
    Role {
        name,
        id,
        rights,
        abac: true,
    }
}

#[rustfmt::skip]
const ROLES: [Role; 13] = [
    role("AcrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d", &[Pull]),
    role("AcrPush", "8311e382-0749-4cb8-b61a-304f252e45ec", &[Pull, Push]),
    role("AcrDelete", "c2f4ef07-c644-48eb-af81-4b1b4947fb11", &[Delete]),
    role("AcrImageSigner", "6cef56e8-d556-48e5-a04f-b8e64114680f", &[]),
    role("Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", &[Pull, Push, Delete]),
    role("Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c", &[Pull, Push, Delete]),
    role("Reader", "acdd72a7-3385-48ef-bd42-f606fba81ae7", &[Pull]),
    role("Container Registry Tasks Contributor", "fb382eab-e894-4461-af04-94435c366c3f", &[]),
    role("Container Registry Data Importer and Data Reader", "577a9874-89fd-4f24-9dbd-b5034d0ad23a", &[Pull]),
    repository_role("Container Registry Repository Reader", "b93aa761-3e63-49ed-ac28-beffa264f7ac", &[Pull]),
    repository_role("Container Registry Repository Writer", "2a1e307c-b015-4ebd-883e-5b7698a07328", &[Pull, Push]),
    repository_role("Container Registry Repository Contributor", "2efddaa5-3f1f-4df3-97df-af3f13818f4c", &[Pull, Push, Delete]),
    repository_role("Container Registry Repository Catalog Lister", "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7", &[]),
];

/// Why the roles that the sources give do not open a registry.
#[derive(Debug, Clone)]
pub(crate) enum RoleFault<'p> {
    /// The identity has a role there that does not allow it; what the role is called.
    TooWeak(Said<'p, RoleAssignment>, String),
    /// The identity has a role that does not count since the registry uses ABAC repository permissions.
    Abac(Said<'p, RoleAssignment>, String),
    /// A role on this registry goes to another identity.
    OtherPrincipal(Said<'p, RoleAssignment>),
    /// The identity has a role on another registry.
    OtherScope(Said<'p, RoleAssignment>),
}

/// Whether the roles in the sources of a task keep `principal` from the registry with this login server. Sources that
/// say nothing about either give no fault: the role may be given elsewhere.
pub(crate) fn role_fault<'p>(
    view: &TaskView<'p>,
    principal: &str,
    host: &str,
    right: Right,
) -> Option<RoleFault<'p>> {
    let registry = view
        .registries()
        .find(|said| said.what.login_server.eq_ignore_ascii_case(host));
    let abac = registry
        .as_ref()
        .and_then(|said| said.what.abac.as_ref())
        .map(|abac| abac.value);
    let mut near = None;
    for said in view.roles() {
        let (Some(role), Some(to), Some(scope)) =
            (&said.what.role, &said.what.principal, &said.what.scope)
        else {
            return None;
        };
        let own = to.value == principal;
        let reach = reaches(view, &scope.value, host);
        let opens_known = known_role(&role.value);
        match (own, reach) {
            (true, Reach::Maybe) => return None,
            (true, Reach::Yes) => {
                let known = opens_known?;
                let counts = known.abac || abac != Some(true);
                if !counts {
                    near = Some(RoleFault::Abac(said, known.name.to_owned()));
                } else if known.rights.contains(&right) {
                    return None;
                } else {
                    near = Some(RoleFault::TooWeak(said, known.name.to_owned()));
                }
            }
            (true, Reach::No) => near = near.or(Some(RoleFault::OtherScope(said))),
            (false, Reach::Yes) => {
                if has_symbol(&to.value) && !is_named(view, &to.value) {
                    // it may be this identity
                    return None;
                }
                near = near.or(Some(RoleFault::OtherPrincipal(said)));
            }
            (false, Reach::Maybe | Reach::No) => {}
        }
    }
    near
}

enum Reach {
    Yes,
    No,
    Maybe,
}

/// Whether a scope holds the registry: the registry itself, or a resource group or subscription.
fn reaches(view: &TaskView<'_>, scope: &str, host: &str) -> Reach {
    if let Some(said) = view
        .registries()
        .find(|said| said.what.id.eq_ignore_ascii_case(scope))
    {
        let login_server = &said.what.login_server;
        return match has_symbol(login_server) {
            true => Reach::Maybe,
            false if login_server.eq_ignore_ascii_case(host) => Reach::Yes,
            false => Reach::No,
        };
    }
    let lower = scope.to_lowercase();
    let name = host.split(['.', '-']).next().unwrap_or_default();
    match lower.split_once("microsoft.containerregistry/registries/") {
        Some((_, found)) if !has_symbol(found) => {
            let found = found.split('/').next().unwrap_or_default();
            if found == name { Reach::Yes } else { Reach::No }
        }
        // a whole group or subscription, or what cannot be told from one
        Some(_) | None => Reach::Maybe,
    }
}

/// Whether a symbol is the principal of an identity that the sources know.
fn is_named(view: &TaskView<'_>, principal: &str) -> bool {
    view.identities()
        .any(|said| said.what.principal_id == principal)
        || view
            .parts()
            .iter()
            .any(|part| part.what.identity.system_principal.as_deref() == Some(principal))
        || view.parts().iter().any(|part| {
            part.group
                .facts
                .tasks
                .iter()
                .any(|task| task.identity.system_principal.as_deref() == Some(principal))
        })
}

fn known_role(text: &str) -> Option<&'static Role> {
    let last = text.rsplit('/').next().unwrap_or_default();
    ROLES
        .iter()
        .find(|role| role.name.eq_ignore_ascii_case(text) || role.id.eq_ignore_ascii_case(last))
}
