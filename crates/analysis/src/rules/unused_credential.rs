use acrlint_text::has_symbol;

use crate::coverage::{Coverage, Gap};
use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;
use crate::touch::{DockerfileAt, Registry};

declare_rule! {
    /// ## What it finds
    /// A credential of the task for a registry that no step touches, where everything that the steps touch can be seen.
    ///
    /// ## Why it matters
    /// The runner logs in with every credential before the first step. When one fails, since a password has expired or a
    /// role is gone, the run fails, even if no step needs that registry.
    ///
    /// ## How to mend it
    ///
    /// ```sh
    /// az acr task credential remove --name TASK --registry REGISTRY --login-server old.azurecr.io
    /// ```
    ///
    /// Source: builder/builder.go `setupConfig`; builder/login.go.
    "unused-credential", Hint, Registries,
    "a credential that no step needs",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    if hides_images(file) {
        return;
    }
    for view in file.each_view().flatten() {
        let needs = file.needs(Some(view));
        for said in view.credentials() {
            let host = &said.what.host.value;
            let used = needs.iter().any(|need| match &need.coverage {
                Coverage::Credential(other) => std::ptr::eq(other.what, said.what),
                // it is told that this one is meant
                Coverage::Missing(Gap::Near(other, _)) => std::ptr::eq(other.what, said.what),
                _ => false,
            });
            let is_home = file.home().is_none_or(|home| home == host);
            if used || is_home || has_symbol(host) {
                continue;
            }
            let message = format!("the task has a credential for {host}, which no step needs");
            found.push(
                Diagnostic::new(&RULE, file.head(), message)
                    .absence()
                    .elsewhere(said.at(said.what.place), "not needed")
                    .help("remove it: a login that fails stops the run before its first step"),
            );
        }
    }
}

/// Whether some step may touch registries in a way that cannot be seen.
fn hides_images(file: &File<'_>) -> bool {
    let unknown = |registry: &Registry| matches!(registry, Registry::Unknown(_));
    file.document().is_none()
        || file.reading.task.steps_lost
        || file.cmds().next().is_some()
        || file.touches().iter().any(|step| {
            step.touches.iter().any(|touch| unknown(&touch.registry))
                || step.build.as_ref().is_some_and(|built| {
                    !built.complete || !matches!(built.dockerfile, DockerfileAt::Known { .. })
                })
        })
}
