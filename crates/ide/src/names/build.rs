//! Stages and build arguments: in build strings, and in the Dockerfiles that these name.

use std::collections::{HashMap, HashSet};

use acrlint_analysis::{BuiltFrom, DockerfileAt};
use acrlint_dockerfile::Dockerfile;
use acrlint_task::Text;
use acrlint_text::{TextRange, TextSize, has_symbol};

use super::{Finder, Name, NameKind, Role};

impl Finder<'_, '_> {
    pub(super) fn builds(&mut self) {
        let file = self.file;
        let texts = file.builds().map(|(at, text)| (at.index, text));
        let texts: HashMap<usize, &Text<'_>> = texts.collect();
        let mut read = HashSet::new();
        for (step, built) in file.built() {
            let Some(text) = texts.get(&step) else {
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
            let parsed = built.parsed.as_ref();
            let stage = parsed.and_then(|parsed| StageNames::of(parsed).last(target));
            // a number is no name, unless a stage has it
            let is_number = target.parse::<usize>().is_ok();
            if let Some(stage) = stage.or((!is_number).then_some(target)) {
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

/// The names of the stages of a Dockerfile. Case does not count.
pub(super) struct StageNames<'d> {
    /// The stages by their names in lower case, ascending, with the names as they are defined.
    names: HashMap<String, Vec<(usize, &'d str)>>,
}

impl<'d> StageNames<'d> {
    pub(super) fn of(file: &'d Dockerfile) -> Self {
        let mut names: HashMap<String, Vec<(usize, &str)>> = HashMap::new();
        for (index, stage) in file.stages.iter().enumerate() {
            if let Some(name) = stage.name.as_ref().map(|word| word.text()) {
                let same = names.entry(name.to_ascii_lowercase()).or_default();
                same.push((index, name));
            }
        }
        Self { names }
    }

    /// The last stage of a name above the stage `below`, with the name as it is defined.
    pub(super) fn above(&self, name: &str, below: usize) -> Option<(usize, &'d str)> {
        let same = self.names.get(&name.to_ascii_lowercase())?;
        let above = same.partition_point(|(index, _)| *index < below);
        same[..above].last().copied()
    }

    /// The name of the last stage that has it.
    pub(super) fn last(&self, name: &str) -> Option<&'d str> {
        Some(self.above(name, usize::MAX)?.1)
    }
}
