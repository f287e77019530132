use crate::coverage::Coverage;
use crate::diagnostic::{Diagnostic, Severity};
use crate::file::File;
use crate::rule::declare_rule;
use crate::touch::Reason;

declare_rule! {
    /// ## What it finds
    /// A registry that only a login in an earlier step covers. It is a warning where a build with BuildKit or with
    /// `cache: enabled` needs it, and a hint elsewhere.
    ///
    /// ## Why it matters
    /// The login works for the steps behind it. But with BuildKit or a cache the runner looks up the digests of base
    /// images itself, with the task's credentials alone: the step fails with `Failed to Resolve the reference`. And the
    /// password must get into the run somehow.
    ///
    /// ## How to mend it
    /// Give the task a credential for the registry, and drop the step. `acrlint credentials --format az` prints the
    /// commands.
    ///
    /// Source: builder/digest_remote.go `PopulateDigest`.
    "login-in-step", Hint, Registries,
    "a login in a step in place of a credential of the task",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    if file.touches().iter().all(|step| step.logins.is_empty()) {
        return;
    }
    for need in file.needs(file.task_facts()) {
        let Coverage::Login(login) = &need.coverage else {
            continue;
        };
        let resolved = need.touches.iter().find(|touch| {
            let step = file.touches().iter().find(|step| step.step == touch.step);
            touch.reason == Reason::Dockerfile
                && step
                    .and_then(|step| step.build.as_ref())
                    .is_some_and(|built| built.buildkit == Some(true))
        });
        let host = need.host();
        let diagnostic = match resolved {
            Some(touch) => Diagnostic::new(
                &RULE,
                touch.range,
                format!(
                    "{} looks up images of {host} with the task's credentials alone",
                    file.step_name(touch.step)
                ),
            )
            .severity(Severity::Warning)
            .label(format!("brings in `{}`", touch.image))
            .related(Some(login.range), "this login does not count there"),
            None => Diagnostic::new(
                &RULE,
                login.range,
                format!("a step logs in to {host}, where a credential of the task would do"),
            )
            .label("the password is in the run"),
        };
        found.push(diagnostic.help(
            "give the task a credential for the registry: `acrlint credentials --format az`",
        ));
    }
}
