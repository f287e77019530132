//! Stages and build arguments: in build strings, and in the Dockerfiles that these name.

use std::collections::HashSet;

use acrlint_analysis::{BuiltFrom, DockerfileAt};
use acrlint_dockerfile::Dockerfile;
use acrlint_task::Text;
use acrlint_text::{TextRange, TextSize, has_symbol};

use super::{Finder, Name, NameKind, Role};

impl Finder<'_, '_> {
    pub(super) fn builds(&mut self) {
        let file = self.file;
        let mut read = HashSet::new();
        for (step, built) in file.built() {
            let Some((_, text)) = file.builds().find(|(at, _)| at.index == step) else {
                continue;
            };
            self.build_string(text, built);
            if let (DockerfileAt::Known { path, text }, Some(parsed)) =
                (&built.dockerfile, &built.parsed)
                && read.insert(path)
            {
                self.dockerfile(path, text, parsed);
            }
        }
    }

    fn build_string(&mut self, text: &Text<'_>, built: &BuiltFrom) {
        let is_seen = built.parsed.is_some();
        let name = |kind, text: &str| Name {
            kind,
            text: text.to_owned(),
            home: match built.path() {
                "" => self.home.to_owned(),
                path => path.to_owned(),
            },
        };
        let mut found = Vec::new();
        for argument in &built.arguments {
            let whole = argument.whole;
            let written = text.value.get(std::ops::Range::<usize>::from(whole));
            // the name stands before the first `=`, behind a quote or a flag
            let at = written.and_then(|written| written.find(&argument.name));
            if let (Some(at), false) = (at, has_symbol(&argument.name)) {
                let start = whole.start() + TextSize::try_from(at).unwrap_or_default();
                let part = TextRange::at(start, TextSize::of(argument.name.as_str()));
                found.push((name(NameKind::BuildArgument, &argument.name), part));
            }
        }
        if let Some((target, part)) = &built.target
            && !has_symbol(target)
        {
            let stage = built
                .parsed
                .as_ref()
                .map_or(Some(target.as_str()), |parsed| {
                    stage_name(parsed, target, parsed.stages.len())
                });
            let is_number = || target.parse::<usize>().is_ok();
            if let Some(stage) = stage.or_else(|| (!is_number()).then_some(target)) {
                found.push((name(NameKind::Stage, stage), *part));
            }
        }
        for (name, part) in found {
            let before = self.found.len();
            self.add_node(name, text.node, Some(part), Role::Use);
            for one in &mut self.found[before..] {
                // where the definition cannot be seen, a new name would be a guess
                one.editable &= is_seen;
            }
        }
    }
}

/// A stage's name as it is defined, the last one above the stage `below`. Case does not count.
pub(super) fn stage_name<'d>(file: &'d Dockerfile, name: &str, below: usize) -> Option<&'d str> {
    let above = file.stages.get(..below)?.iter();
    let names = above.filter_map(|stage| Some(stage.name.as_ref()?.text()));
    names.rev().find(|known| known.eq_ignore_ascii_case(name))
}
