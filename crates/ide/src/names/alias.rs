//! Aliases: the keys of the alias block and of files of aliases, and each `$name`.

use std::collections::HashSet;

use acrlint_task::FileAnswer;
use acrlint_task::alias::AliasPlace;
use acrlint_task::build::words;

use super::{Finder, NameKind, Role};

impl Finder<'_, '_> {
    pub(super) fn aliases(&mut self) {
        let file = self.file;
        let Some(block) = &file.texts.aliases else {
            return;
        };
        let mut source: Option<(&str, String)> = None;
        for alias in block.aliases.defined() {
            let name = self.name(NameKind::Alias, &alias.name);
            match &alias.place {
                AliasPlace::Block(range) => self.add_here(name, *range, Role::Definition, true),
                AliasPlace::Source { path, range } => {
                    if source.as_ref().is_none_or(|(known, _)| known != path) {
                        source = match file.files.read(path) {
                            FileAnswer::Text(text) => Some((path, text)),
                            FileAnswer::Unreadable(_) | FileAnswer::Unknown => None,
                        };
                    }
                    if let Some((path, text)) = &source {
                        let path = file.files.locate(path);
                        self.add(name, path, text, *range, Role::Definition, true);
                    }
                }
            }
        }
        let defined = block.aliases.defined().map(|alias| alias.name.as_str());
        let defined: HashSet<&str> = defined.collect();
        for used in &block.uses {
            let text = file.written(used.name);
            if defined.contains(text) {
                self.add_here(self.name(NameKind::Alias, text), used.name, Role::Use, true);
            }
        }
        // the first word of a command may be the bare name
        for (_, cmd) in file.cmds() {
            let Some(first) = words(&cmd.value)
                .next()
                .filter(|w| defined.contains(w.text))
            else {
                continue;
            };
            let name = self.name(NameKind::Alias, first.text);
            let before = self.found.len();
            self.add_node(name, cmd.node, Some(first.range), Role::Use);
            // or it came of a `$name`, which is a use already
            if self.found[before..].iter().any(|one| !one.editable) {
                self.found.truncate(before);
            }
        }
    }
}
