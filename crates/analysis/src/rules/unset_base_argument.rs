use acrlint_dockerfile::{Reason, ValueOrigin};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A `FROM` of the Dockerfile that is built, with a variable that has no value: no `ARG` before the first `FROM`
    /// declares it, or its `ARG` has no default and the build step gives none.
    ///
    /// ## Why it matters
    /// The variable expands to nothing. The runner's scan refuses the image that is left, or Docker does.
    ///
    /// ## How to mend it
    ///
    /// ```yaml
    /// steps:
    ///   - build: -t $Registry/app:$ID --build-arg REGISTRY_NAME=mybaseregistry.azurecr.io .
    /// ```
    ///
    /// Source: Docker's reference on `ARG` and `FROM`; scan/dependencies.go `resolveDockerfileDependencies`.
    "unset-base-argument", Error, Registries,
    "a base image whose variable has no value",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (step, built) in file.built() {
        let Some(pulls) = &built.pulls else { continue };
        for pull in pulls
            .images
            .iter()
            .filter(|pull| pull.reason == Reason::Base)
        {
            let Some(missing) = pull
                .uses
                .iter()
                .find(|used| used.origin == ValueOrigin::Missing)
            else {
                continue;
            };
            let declared = built.parsed.as_ref().is_some_and(|parsed| {
                parsed
                    .global_args
                    .iter()
                    .any(|arg| arg.name.text() == missing.name)
            });
            let given = built
                .arguments
                .iter()
                .any(|argument| argument.name == missing.name);
            let name = &missing.name;
            let (what, help) = match (declared, given) {
                (true, _) => (
                    format!("`{name}` has no default, and the step does not give it"),
                    format!("add `--build-arg {name}=…`, or give `ARG {name}` a default"),
                ),
                (false, true) => (
                    format!("no `ARG {name}` stands before the first `FROM`"),
                    format!("write `ARG {name}` above the first `FROM`"),
                ),
                (false, false) => (
                    format!("nothing declares `{name}`"),
                    format!(
                        "write `ARG {name}` above the first `FROM`, and give it with `--build-arg {name}=…`"
                    ),
                ),
            };
            let message = format!(
                "{} cannot tell its base image: {what}",
                file.step_name(step)
            );
            found.push(
                Diagnostic::new(&RULE, file.build_place(step), message)
                    .label("this Dockerfile")
                    .elsewhere(
                        (built.path().to_owned(), missing.range),
                        "expands to nothing",
                    )
                    .help(help),
            );
        }
    }
}
