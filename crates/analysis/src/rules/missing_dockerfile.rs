use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::project::join;
use crate::rule::declare_rule;
use crate::touch::DockerfileAt;

declare_rule! {
    /// ## What it finds
    /// A build step with a local context whose Dockerfile does not exist, in a task without an earlier step that could make
    /// it: there is none of that path in any folder of the project, or it stands in the context, where the runner does not
    /// look for it.
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
        if made || !file.project.has_all_files() {
            continue;
        }
        // the context may be a folder that only the person who queues the run knows
        let alike = file.project.files_ending_with(path);
        let in_context = file.build_context(step).map(|context| join(&context, path));
        let in_context = in_context.filter(|inner| alike.contains(&inner.as_str()));
        if in_context.is_none() && !alike.is_empty() {
            continue;
        }
        let message = format!(
            "{} builds from `{path}`, which does not exist",
            file.step_name(step)
        );
        let diagnostic =
            Diagnostic::new(&RULE, file.build_place(step), message).label("no such file");
        found.push(match in_context {
            Some(inner) => diagnostic.help(format!(
                "write `-f {inner}`: the path counts from the root of the source, also with another context"
            )),
            None => diagnostic
                .help("the path counts from the root of the source, not from the context"),
        });
    }
}
