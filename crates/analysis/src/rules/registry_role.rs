use crate::coverage::{RoleFault, principal, role_fault};
use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;
use crate::rules::uncovered_registry::doing;

declare_rule! {
    /// ## What it finds
    /// A registry for which the task has a credential, while the roles in the same files do not let its identity in: a
    /// role that allows no pull or no push, one that does not count on a registry with ABAC repository permissions, a
    /// role for another identity, or on another registry.
    ///
    /// ## Why it matters
    /// The login fails, or the pull is answered with `unauthorized` or `denied`.
    ///
    /// ## How to mend it
    /// `AcrPull` lets an identity pull, `AcrPush` push. On a registry with ABAC repository permissions these are
    /// `Container Registry Repository Reader` and `Container Registry Repository Writer`.
    ///
    /// Source: Azure's directory of ACR roles, and its page on ABAC repository permissions.
    "registry-role", Error, Registries,
    "an identity whose role does not open the registry",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (view, need, said, touch) in file.each_credential() {
        let has_secret = said.what.username.is_some() || said.what.password.is_some();
        let Some(identity) = said.what.identity.as_ref().filter(|_| !has_secret) else {
            continue;
        };
        let Some(principal) = principal(view, &identity.value) else {
            continue;
        };
        let host = need.host();
        let Some(fault) = role_fault(view, &principal, host, need.right()) else {
            continue;
        };
        let verb = need.right().name();
        let (place, what, abac) = match &fault {
            RoleFault::TooWeak(said, role) => (
                said,
                format!("its identity has only the role {role}, which allows no {verb}"),
                false,
            ),
            RoleFault::Abac(said, role) => (
                said,
                format!(
                    "the role {role} of its identity does not count on a registry with ABAC repository permissions"
                ),
                true,
            ),
            RoleFault::OtherPrincipal(said) => (
                said,
                "the role on that registry is given to another identity".to_owned(),
                false,
            ),
            RoleFault::OtherScope(said) => (
                said,
                "its identity has a role on another registry only".to_owned(),
                false,
            ),
        };
        let role = need.right().role(abac);
        let at = match &fault {
            RoleFault::OtherPrincipal(_) => place.what.principal.as_ref(),
            RoleFault::OtherScope(_) => place.what.scope.as_ref(),
            RoleFault::TooWeak(..) | RoleFault::Abac(..) => place.what.role.as_ref(),
        };
        let at = at.map_or(place.what.place, |fact| fact.place);
        found.push(
            Diagnostic::new(
                &RULE,
                touch.range,
                format!("{}, and {what}", doing(file, touch, host)),
            )
            .label("needs this registry")
            .elsewhere(place.at(at), "the role")
            .help(format!(
                "give the credential's identity the role `{role}` on {host}"
            )),
        );
    }
}
