use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;
use crate::touch::DockerfileAt;

declare_rule! {
    /// ## What it finds
    /// A build step with a local context whose Dockerfile does not exist, in a project whose root can be told and a task
    /// without an earlier step that could make it.
    ///
    /// ## Why it matters
    /// The step fails with `error opening dockerfile`. The runner takes `-f` from the step's working directory, not from
    /// the context.
    ///
    /// ## How to mend it
    /// Write the path from the working directory, which is the root of the source: `-f web/Dockerfile web`.
    ///
    /// Source: scan/dependencies.go `createDockerfilePath`.
    "missing-dockerfile", Warning, Registries,
    "a Dockerfile that is not there",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (step, built) in file.built() {
        let DockerfileAt::Missing(path) = &built.dockerfile else {
            continue;
        };
        let made = file
            .steps()
            .any(|at| at.index < step && at.step.cmd.is_some());
        if made || !file.project.has_root() {
            continue;
        }
        let message = format!(
            "{} builds from `{path}`, which does not exist",
            file.step_name(step)
        );
        let inner = file.project.files_ending_with(path);
        let diagnostic =
            Diagnostic::new(&RULE, file.build_place(step), message).label("no such file");
        found.push(match inner {
            Some(near) => diagnostic.help(format!("there is `{near}`; the path counts from the root of the source, also with another context")),
            None => diagnostic.help("the path counts from the root of the source, not from the context"),
        });
    }
}
