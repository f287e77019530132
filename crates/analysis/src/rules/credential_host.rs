use crate::coverage::{Coverage, Gap};
use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;
use crate::rules::uncovered_registry::{doing, label};

declare_rule! {
    /// ## What it finds
    /// A credential of the task whose host is nearly the login server that a step needs: with a scheme, a path or a
    /// port, in capital letters, of another cloud, a regional endpoint, without the hash of a domain name label,
    /// without the domain, or misspelt.
    ///
    /// ## Why it matters
    /// Docker looks a credential up by the host of the image, letter for letter. This one is never found, and a login to
    /// a host that does not exist fails the whole run before its first step.
    ///
    /// ## How to mend it
    /// Write the login server as the image has it: `mybaseregistry.azurecr.io`.
    ///
    /// Source: builder/digest_remote.go `PopulateDigest`; builder/login.go.
    "credential-host", Error, Registries,
    "a credential for a host that is nearly the one needed",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (_, need) in file.each_known_need() {
        let Coverage::Missing(Gap::Near(said, difference)) = &need.coverage else {
            continue;
        };
        let Some(touch) = need.first_touch() else {
            continue;
        };
        let host = need.host();
        let other = &said.what.host.value;
        let message = format!(
            "{}, but the task's credential is for {other}",
            doing(file, touch, host)
        );
        let mut diagnostic = Diagnostic::new(&RULE, touch.range, message)
            .absence()
            .label(label(touch));
        if let Some(base) = &touch.base {
            diagnostic = diagnostic.elsewhere(base.clone(), touch.image.clone());
        }
        found.push(
            diagnostic
                .elsewhere(said.at(said.what.host.place), format!("not {host}"))
                .help(format!("write `{host}`: {}", difference.reason())),
        );
    }
}
