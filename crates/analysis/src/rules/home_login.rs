use crate::coverage::{Coverage, Gap};
use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;
use crate::rules::uncovered_registry::label;

declare_rule! {
    /// ## What it finds
    /// A step that needs the registry that runs the task, while the service does not log in there: the task's login mode
    /// is `None`, or the registry uses ABAC repository permissions and the task has no source identity; and no credential
    /// of the task is for that registry.
    ///
    /// ## Why it matters
    /// The push at the end of the run is refused with `unauthorized`.
    ///
    /// ## How to mend it
    ///
    /// ```sh
    /// az acr task update --name TASK --registry REGISTRY --auth-mode Default
    /// az acr task update --name TASK --registry REGISTRY --source-acr-auth-id '[system]'   # with ABAC
    /// ```
    ///
    /// Source: Azure's pages on ACR Tasks with ABAC registries and on the network bypass of tasks.
    "home-login", Error, Registries,
    "the registry that runs the task, without a login",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (_, need) in file.each_known_need() {
        let (Coverage::Missing(gap), Some(touch)) = (&need.coverage, need.first_touch()) else {
            continue;
        };
        let (why, place, said, help) = match gap {
            Gap::LoginModeNone(place) => (
                "the task's login mode is `None`, and no credential is for it",
                place,
                "no login",
                "set the login mode to `Default`, or give the task a credential for its own registry",
            ),
            Gap::Abac(place) => (
                "it uses ABAC repository permissions, and the task has no source identity",
                place,
                "ABAC repository permissions",
                "name a source identity (`az acr task update --source-acr-auth-id [system]`) and give it a Repository role",
            ),
            _ => continue,
        };
        let step = file.step_name(touch.step);
        let message = format!("{step} needs the registry that runs the task, but {why}");
        found.push(
            Diagnostic::new(&RULE, touch.range, message)
                .absence()
                .label(label(touch))
                .elsewhere(place.clone(), said)
                .help(help),
        );
    }
}
