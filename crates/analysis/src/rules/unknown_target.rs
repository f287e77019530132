use crate::diagnostic::{Diagnostic, Fix};
use crate::file::File;
use crate::rule::declare_rule;
use crate::suggest::{listed, nearest};

declare_rule! {
    /// ## What it finds
    /// A `--target` that names no stage of the Dockerfile.
    ///
    /// ## Why it matters
    /// Docker refuses the build with `target stage … could not be found`.
    ///
    /// ## How to mend it
    /// Name a stage: the word behind `AS` in a `FROM`.
    ///
    /// Source: Docker's reference on `docker build --target`.
    "unknown-target", Error, Registries,
    "a target that is no stage of the Dockerfile",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (step, built) in file.built() {
        let (Some(pulls), Some(parsed), Some((target, range))) =
            (&built.pulls, &built.parsed, &built.target)
        else {
            continue;
        };
        if !pulls.unknown_target {
            continue;
        }
        let stages: Vec<&str> = parsed
            .stages
            .iter()
            .filter_map(|stage| Some(stage.name.as_ref()?.text()))
            .collect();
        let message = format!(
            "{} builds the stage `{target}`, which {} does not have",
            file.step_name(step),
            built.path()
        );
        let diagnostic = Diagnostic::new(&RULE, file.build_piece(step, *range), message);
        found.push(match nearest(target, stages.iter().copied()) {
            Some(near) => diagnostic
                .label(format!("did you mean `{near}`?"))
                .help(format!("write `--target {near}`"))
                .fix(
                    file.build_edit(step, *range, near)
                        .map(|edit| Fix::unsafe_(format!("write `{near}`"), vec![edit])),
                ),
            None if stages.is_empty() => diagnostic
                .label("no such stage")
                .help("no stage has a name: write `FROM … AS name`"),
            None => diagnostic
                .label("no such stage")
                .help(format!("the stages are {}", listed(&stages))),
        });
    }
}
