use acrlint_task::build::{ContextKind, context_kind, read_build_command};
use acrlint_task::{FileAnswer, StepKind};
use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::{Diagnostic, Related};
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
    for (at, build) in file.builds() {
        let command = read_build_command(&build.value);
        let context = command.context.map_or(".", |word| word.text);
        let named = command.dockerfile;
        let path = named.map_or_else(
            || format!("{}/Dockerfile", context.trim_end_matches('/')),
            |word| word.text.to_owned(),
        );
        if context_kind(context) != ContextKind::Local || !file.is_known(&path) {
            continue;
        }
        let FileAnswer::Text(text) = file.files.read(path.trim_start_matches("./")) else {
            continue;
        };
        let word = named.or(command.context);
        let whole = TextRange::up_to(TextSize::of(build.value.as_ref()));
        let place = file.piece(build, word.map_or(whole, |word| word.range));
        for (image, range) in base_images(&text) {
            let message = format!(
                "{} builds upon `{image}`, which names no version",
                file.step_name(at.index)
            );
            let mut diagnostic = Diagnostic::new(&RULE, place, message)
                .label(format!("builds upon `{image}`"))
                .help("name a tag other than `latest`, or a digest");
            diagnostic.related.push(Related {
                path: Some(path.trim_start_matches("./").to_owned()),
                range,
                message: "no version".to_owned(),
            });
            found.push(diagnostic);
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

/// The images behind `FROM` that name no version, with their places; stages and what arguments decide are left out.
fn base_images(dockerfile: &str) -> Vec<(&str, TextRange)> {
    let mut stages: Vec<&str> = Vec::new();
    let mut images = Vec::new();
    for line in dockerfile.lines() {
        let mut words = line.split_whitespace();
        if !words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case("from"))
        {
            continue;
        }
        let mut words = words.skip_while(|word| word.starts_with("--"));
        let Some(image) = words.next() else { continue };
        if words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case("as"))
        {
            stages.extend(words.next());
        }
        if image != "scratch"
            && !image.contains('$')
            && !stages.contains(&image)
            && is_unpinned(image)
        {
            let at = image.as_ptr() as usize - dockerfile.as_ptr() as usize;
            images.push((
                image,
                TextRange::at(
                    TextSize::try_from(at).unwrap_or_default(),
                    TextSize::of(image),
                ),
            ));
        }
    }
    images
}

fn is_unpinned(image: &str) -> bool {
    let version = &image[repository(image).len()..];
    version.is_empty() || version == ":latest"
}

#[cfg(test)]
mod tests {
    use super::base_images;

    #[test]
    fn stages_arguments_and_versions_are_told_apart() {
        let text = "FROM --platform=linux/amd64 golang AS build\nFROM build\nFROM $BASE\nFROM alpine:3\nfrom r.io:5000/a:latest\nFROM scratch\n";
        let names: Vec<&str> = base_images(text)
            .into_iter()
            .map(|(image, _)| image)
            .collect();
        assert_eq!(names, ["golang", "r.io:5000/a:latest"]);
    }
}
