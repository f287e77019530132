//! Stages and build arguments in a Dockerfile.

use std::collections::HashSet;
use std::ops::Range;

use acrlint_dockerfile::{Dockerfile, Word};

use super::build::StageNames;
use super::{Finder, Name, NameKind, Role, text_range};

impl Finder<'_, '_> {
    pub(super) fn dockerfile(&mut self, path: &str, text: &str, file: &Dockerfile) {
        let name = |kind, text: &str| Name {
            kind,
            text: text.to_owned(),
            home: path.to_owned(),
        };
        let mut found: Vec<(Name, acrlint_text::TextRange, Role)> = Vec::new();
        let stages = StageNames::of(file);
        let whole = |word: &Word| word.place(0..word.text().len());
        for (index, stage) in file.stages.iter().enumerate() {
            if let Some(word) = &stage.name {
                let name = name(NameKind::Stage, word.text());
                found.push((name, whole(word), Role::Definition));
            }
            if let Some((_, above)) = stages.above(stage.base.text(), index) {
                let name = name(NameKind::Stage, above);
                found.push((name, whole(&stage.base), Role::Use));
            }
            for reference in &stage.references {
                // BuildKit also knows the stages below
                let above = stages.above(reference.word.text(), index);
                let known = above.map(|(_, name)| name);
                let known = known.or_else(|| stages.last(reference.word.text()));
                if let Some(stage) = known {
                    let name = name(NameKind::Stage, stage);
                    found.push((name, whole(&reference.word), Role::Use));
                }
            }
        }
        for argument in file.declared_args() {
            let name = name(NameKind::BuildArgument, argument.name.text());
            found.push((name, whole(&argument.name), Role::Definition));
        }
        for used in argument_uses(text, file, &stages) {
            let name = name(NameKind::BuildArgument, &text[used.clone()]);
            found.push((name, text_range(used), Role::Use));
        }
        for (name, range, role) in found {
            self.add(name, path.to_owned(), text, range, role, true);
        }
    }
}

/// What a stage knows of variables.
#[derive(Debug, Clone, Default)]
struct Variables<'t> {
    /// The build arguments that are declared.
    arguments: HashSet<&'t str>,
    /// What `ENV` sets, which hides build arguments of that name.
    environment: HashSet<&'t str>,
}

/// The names of build arguments in `$NAME` and `${NAME…}`, where the build has them: not in comments, and not in what
/// runs when the container does.
fn argument_uses(text: &str, file: &Dockerfile, names: &StageNames<'_>) -> Vec<Range<usize>> {
    let mut uses = Vec::new();
    let mut global = Variables::default();
    let mut stages: Vec<Variables<'_>> = Vec::new();
    for (keyword, range) in &file.instructions {
        let range = Range::<usize>::from(*range);
        let Some(body) = text.get(range.clone()) else {
            continue;
        };
        let variables = match keyword.as_str() {
            "FROM" => &global,
            _ => stages.last().unwrap_or(&global),
        };
        if !matches!(
            keyword.as_str(),
            "CMD" | "ENTRYPOINT" | "HEALTHCHECK" | "SHELL" | "MAINTAINER"
        ) {
            let names = dollars(body, file.escape).into_iter();
            uses.extend(
                names
                    .filter(|name| {
                        let name = &body[name.clone()];
                        variables.arguments.contains(name) && !variables.environment.contains(name)
                    })
                    .map(|name| range.start + name.start..range.start + name.end),
            );
        }
        match keyword.as_str() {
            "FROM" => stages.push(begun(file, names, &stages)),
            "ARG" | "ENV" => {
                let variables = stages.last_mut().unwrap_or(&mut global);
                let names = set(body);
                match keyword.as_str() {
                    "ARG" => variables.arguments.extend(names),
                    _ => variables.environment.extend(names),
                }
            }
            _ => {}
        }
    }
    uses
}

/// A stage has what the one that it begins from has.
fn begun<'t>(file: &Dockerfile, names: &StageNames<'_>, stages: &[Variables<'t>]) -> Variables<'t> {
    let stage = file.stages.get(stages.len());
    let above = stage.and_then(|stage| names.above(stage.base.text(), stages.len()));
    let base = above.and_then(|(index, _)| stages.get(index));
    base.cloned().unwrap_or_default()
}

/// The names that `ARG` and `ENV` set: of `NAME=value`s, of `NAME`s, or of `NAME value`.
fn set(body: &str) -> impl Iterator<Item = &str> {
    let words = body.split_whitespace().skip(1);
    let name = |word: &'_ str| word.len() - word.trim_start_matches(is_name).len();
    words
        .map(move |word| &word[..name(word)])
        .filter(|name| !name.is_empty())
}

/// The names behind dollar signs that nothing protects, without those of comment lines.
fn dollars(body: &str, escape: char) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.trim_start().starts_with('#') {
            continue;
        }
        for (sign, _) in line.match_indices('$') {
            if line[..sign].ends_with(escape) {
                continue;
            }
            let name = sign + 1 + usize::from(line[sign + 1..].starts_with('{'));
            let rest = &line[name..];
            let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            if end > 0 {
                found.push(start + name..start + name + end);
            }
        }
    }
    found
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
