use acrlint_task::build::read_build_command;

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A secret of the task in a build argument.
    ///
    /// ## Why it matters
    /// Build arguments stay in the history of the image: whoever can pull it can read the secret
    /// (`docker history --no-trunc`). They also stand in the log of the run.
    ///
    /// ## How to mend it
    /// Mount the secret as a file: in a build step with `DOCKER_BUILDKIT=1`, `--secret id=token,src=/run/token` and a
    /// volume mounted at `/run`; in the Dockerfile `RUN --mount=type=secret,id=token`.
    ///
    /// Source: builder/builder.go runStep; Docker's documentation of build secrets.
    "secret-build-arg", Warning, Sense,
    "a secret in a build argument",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    if file.reading.task.secrets.is_empty() {
        return;
    }
    let symbols = file.texts.symbols();
    for (at, build) in file.builds() {
        let step = at.index;
        for argument in read_build_command(&build.value).build_args {
            let secret = argument.text.chars().any(|c| {
                symbols
                    .get(c)
                    .is_some_and(|symbol| symbol.key.contains(".Secrets."))
            });
            if !secret {
                continue;
            }
            let name = argument.text.split('=').next().unwrap_or_default();
            let message = format!(
                "{} puts a secret into the build argument `{name}`",
                file.step_name(step)
            );
            found.push(
                Diagnostic::new(&RULE, file.piece(build, argument.range), message)
                    .label("stays in the history of the image")
                    .help("mount it: `--secret id=…,src=…` with `DOCKER_BUILDKIT=1`, and `RUN --mount=type=secret,id=…` in the Dockerfile"),
            );
        }
    }
}
