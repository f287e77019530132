//! Aliases: `$Name` in a task file of version v1.1.0 and later.

mod block;
mod builtin;
mod cut;
mod replace;

use std::borrow::Cow;

use acrlint_text::{Symbols, TextRange};

pub use block::AliasBlock;
pub(crate) use block::{Lookup, lost, read_block};
pub use builtin::BUILT_IN;
pub(crate) use cut::cut;
pub use replace::NameUse;
pub(crate) use replace::{Replaced, replace};

/// The aliases of a task file.
#[derive(Debug, Clone)]
pub struct Aliases {
    /// In the order in which names are looked up: the block's values, then its sources from the last to the first.
    layers: Vec<Layer>,
    /// What stands before a name.
    directive: char,
    /// Whether the run is on Windows, where fewer aliases are built in.
    windows: bool,
}

/// One place of definitions.
#[derive(Debug, Clone)]
pub(crate) enum Layer {
    /// Definitions that are known.
    Known(Vec<Alias>),
    /// Definitions that are not: an address on the web, or a block that cannot be read.
    Unknown,
}

/// A definition of an alias in the task file or in a file of aliases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The name without the directive.
    pub name: String,
    /// What is put in its place.
    pub value: String,
    /// Where the name is defined.
    pub place: AliasPlace,
}

/// Where an alias is defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AliasPlace {
    /// In the alias block, at this range of the task file.
    Block(TextRange),
    /// In a file of aliases.
    Source {
        /// The file as the task names it.
        path: String,
        /// The range in it.
        range: TextRange,
    },
}

impl Aliases {
    /// The character before names.
    pub fn directive(&self) -> char {
        self.directive
    }

    /// All definitions that are known, built-in ones not among them; earlier ones hide later ones of the same name.
    pub fn defined(&self) -> impl Iterator<Item = &Alias> {
        self.layers.iter().flat_map(|layer| match layer {
            Layer::Known(aliases) => aliases.as_slice(),
            Layer::Unknown => &[],
        })
    }

    /// What a name stands for.
    pub(crate) fn look_up(&self, name: &str) -> Lookup<'_> {
        for layer in &self.layers {
            match layer {
                Layer::Unknown => return Lookup::Unknown,
                Layer::Known(aliases) => {
                    if let Some(alias) = aliases.iter().rfind(|alias| alias.name == name) {
                        return Lookup::Known(&alias.value);
                    }
                }
            }
        }
        builtin::look_up(name, self.windows).map_or(Lookup::Undefined, Lookup::Known)
    }

    /// Replaces the names of a text.
    pub(crate) fn replace(&self, text: &str, symbols: &mut Symbols) -> Replaced {
        let mut unknown: Vec<(String, char)> = Vec::new();
        replace(text, self.directive, |name| match self.look_up(name) {
            Lookup::Known(value) => Some(Cow::Borrowed(value)),
            Lookup::Undefined => None,
            Lookup::Unknown => {
                let seen = unknown
                    .iter()
                    .find(|(known, _)| known == name)
                    .map(|(_, symbol)| *symbol);
                let symbol = match seen {
                    Some(symbol) => symbol,
                    None => {
                        let spelling = format!("{}{name}", self.directive);
                        let symbol = symbols.intern(&format!("alias.{name}"), &spelling)?;
                        unknown.push((name.to_owned(), symbol));
                        symbol
                    }
                };
                Some(Cow::Owned(symbol.to_string()))
            }
        })
    }

    /// A command whose first word is the bare name of an alias, with the alias replaced. Words are cut at single
    /// blanks. Rule: graph/preprocessor.go `ExpandCommandAliases`.
    pub(crate) fn expand_command(&self, cmd: &str) -> Option<String> {
        let trimmed = cmd.trim();
        let (first, rest) = match trimmed.split_once(' ') {
            Some((first, rest)) => (first, Some(rest)),
            None => (trimmed, None),
        };
        let Lookup::Known(value) = self.look_up(first) else {
            return None;
        };
        Some(match rest {
            Some(rest) => format!("{value} {rest}"),
            None => value.to_owned(),
        })
    }
}
