use acrlint_dockerfile::Reason;
use acrlint_task::StepKind;
use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::images::repository;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A base image without a tag or a digest, or with the tag `latest`, in the Dockerfile of a build step with a local
    /// context; and such an image as the first word of a command. Off unless it is asked for.
    ///
    /// ## Why it matters
    /// The same task gives another result tomorrow.
    ///
    /// ## How to mend it
    /// Name a version: `FROM alpine:3.22`, or better a digest. A base image trigger of the task keeps it fresh.
    ///
    /// Source: good practice of base images; where the Dockerfile is looked for: scan/dependencies.go
    /// `createDockerfilePath`.
    off "unpinned-base", Hint, Sense,
    "a base image without a version",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (step, built) in file.built() {
        for pull in built.pulls.iter().flat_map(|pulls| &pulls.images) {
            // what an argument decides is not written in the Dockerfile
            let is_written = pull.reason == Reason::Base && pull.uses.is_empty();
            if !is_written || !is_unpinned(&pull.image) {
                continue;
            }
            let image = &pull.image;
            let message = format!(
                "{} builds upon `{image}`, which names no version",
                file.step_name(step)
            );
            found.push(
                Diagnostic::new(&RULE, file.build_place(step), message)
                    .label(format!("builds upon `{image}`"))
                    .help("name a tag other than `latest`, or a digest")
                    .elsewhere((built.path().to_owned(), pull.range), "no version"),
            );
        }
    }
    commands(file, found);
}

fn commands(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (at, cmd) in file.cmds() {
        let first = cmd.value.split_whitespace().next().unwrap_or_default();
        let is_image =
            first.contains('/') && !first.starts_with(['-', '/', '.', '$']) && file.is_known(first);
        if at.step.kind() == Some(StepKind::Cmd) && is_image && is_unpinned(first) {
            let start = cmd.value.find(first).unwrap_or_default();
            let part = TextRange::at(
                TextSize::try_from(start).unwrap_or_default(),
                TextSize::of(first),
            );
            let message = format!(
                "{} runs `{first}`, which names no version",
                file.step_name(at.index)
            );
            found.push(
                Diagnostic::new(&RULE, file.piece(cmd, part), message)
                    .help("name a tag other than `latest`, or a digest"),
            );
        }
    }
}

fn is_unpinned(image: &str) -> bool {
    let version = &image[repository(image).len()..];
    version.is_empty() || version == ":latest"
}
