//! Options and their values.

use super::Word;
use crate::model::Fact;

/// Options of a command, each with the words behind it up to the next option; a repeated option is there several times.
pub(super) struct Arguments<'w> {
    /// Words that belong to no option.
    pub(super) positional: Vec<&'w Word>,
    options: Vec<(&'w str, Vec<Value<'w>>)>,
    /// Whether some words cannot be seen, so that any option may be there.
    pub(super) open: bool,
}

/// A value: a word, or what stands behind `=` in the word of its option.
#[derive(Clone, Copy)]
struct Value<'w> {
    word: &'w Word,
    from: usize,
}

impl Value<'_> {
    fn fact(self) -> Fact<String> {
        Fact {
            value: self.word.text[self.from..].to_owned(),
            place: self.word.place,
        }
    }
}

/// Short options and other names of the commands that matter; each has the one meaning in all of them.
const NAMES: [(&str, &str); 13] = [
    ("-n", "--name"),
    ("-r", "--registry"),
    ("-f", "--file"),
    ("-c", "--context"),
    ("-t", "--image"),
    ("-u", "--username"),
    ("-p", "--password"),
    ("-g", "--resource-group"),
    ("-o", "--output"),
    ("--arg", "--build-arg"),
    ("-l", "--location"),
    ("--set-secret", "--secret-set"),
    ("--identity", "--identities"),
];

/// Options that take any number of values.
const LISTS: [&str; 2] = ["--assign-identity", "--identities"];

/// Options without a value.
const SWITCHES: [&str; 8] = [
    "--debug",
    "--help",
    "--no-format",
    "--no-logs",
    "--no-push",
    "--no-wait",
    "--only-show-errors",
    "--verbose",
];

impl<'w> Arguments<'w> {
    /// Reads the words behind a command's name.
    pub(super) fn read(words: &'w [Word]) -> Self {
        let mut arguments = Self {
            positional: Vec::new(),
            options: Vec::new(),
            open: false,
        };
        for word in words {
            arguments.open |= word.open;
            if word.open {
                continue;
            }
            let text = word.text.as_str();
            let is_option = text.starts_with("--") && text.len() > 2
                || text.starts_with('-')
                    && text[1..].starts_with(|c: char| c.is_ascii_alphabetic());
            if is_option {
                arguments.option(word);
            } else {
                let value = Value { word, from: 0 };
                match arguments.options.last_mut() {
                    Some((name, values)) if takes(name, values.len()) => values.push(value),
                    _ => arguments.positional.push(word),
                }
            }
        }
        arguments
    }

    fn option(&mut self, word: &'w Word) {
        let text = word.text.as_str();
        let (name, value) = match text.find('=') {
            Some(at) if text.starts_with("--") => (&text[..at], Some(at + 1)),
            _ if !text.starts_with("--") && text.len() > 2 => (&text[..2], Some(2)),
            _ => (text, None),
        };
        let name = NAMES
            .iter()
            .find(|(short, _)| *short == name)
            .map_or(name, |(_, long)| long);
        let values = value.map(|from| Value { word, from });
        self.options.push((name, values.into_iter().collect()));
    }

    /// Whether an option is there. A prefix counts, as for `az`, when it is long enough to be meant.
    pub(super) fn has(&self, name: &str) -> bool {
        self.of(name).next().is_some()
    }

    /// The last value of an option.
    pub(super) fn one(&self, name: &str) -> Option<Fact<String>> {
        let (_, values) = self.of(name).last()?;
        values.last().map(|value| value.fact())
    }

    /// All values of an option.
    pub(super) fn all(&self, name: &str) -> Vec<Fact<String>> {
        self.of(name)
            .flat_map(|(_, values)| values.iter().map(|value| value.fact()))
            .collect()
    }

    /// Each value of an option apart, with those of options that are there several times.
    fn of(&self, name: &str) -> impl Iterator<Item = &(&'w str, Vec<Value<'w>>)> {
        const SHORTEST: usize = 6;
        self.options.iter().filter(move |(known, _)| {
            *known == name || (known.len() >= SHORTEST && name.starts_with(known))
        })
    }
}

/// Whether an option that has so many values takes another one. PowerShell's options begin with one dash and take one.
fn takes(name: &str, values: usize) -> bool {
    !SWITCHES.contains(&name) && (values == 0 || LISTS.contains(&name))
}
