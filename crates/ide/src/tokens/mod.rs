//! What stands inside the strings of a task file, for colours.

mod image;
mod template;

use std::collections::BTreeMap;

use acrlint_analysis::{File, Input, ShellWord, commands, in_worlds};
use acrlint_task::Text;
use acrlint_task::alias::BUILT_IN;
use acrlint_text::{Mapped, TextRange};

use crate::spans::{mapped, range, verbatim};

/// A piece of the file with what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands, on one line.
    pub range: TextRange,
    /// What it is.
    pub kind: TokenKind,
}

/// What a piece of a string is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// The braces of a template's action.
    Directive,
    /// A word of the template language, such as `if`.
    Keyword,
    /// A function of the template language.
    Function,
    /// A field of the template's data.
    Field,
    /// A variable of the template.
    Variable,
    /// An alias, with its sign.
    Alias,
    /// An option of `docker build`.
    Flag,
    /// The repository of an image.
    Image,
    /// The registry of an image.
    Registry,
    /// The tag or digest of an image.
    Tag,
    /// The name of a build argument.
    Argument,
    /// A constant of the template, or the value of an option.
    String,
}

/// What stands inside the strings of the file, in its order; none overlaps another.
pub fn tokens(input: Input<'_>) -> Vec<Token> {
    let worlds = in_worlds(input, of_file);
    let mut paint = Paint {
        source: input.source,
        painted: BTreeMap::new(),
    };
    // what is found first wins over what it stands in
    for layer in 0..3 {
        for (_, found) in &worlds {
            for token in &found[layer] {
                paint.add(*token);
            }
        }
    }
    let tokens = paint.painted.into_iter();
    tokens
        .map(|(start, (end, kind))| Token {
            range: range(start, end),
            kind,
        })
        .collect()
}

struct Paint<'s> {
    source: &'s str,
    /// The ends and kinds of what is painted, by the starts.
    painted: BTreeMap<usize, (usize, TokenKind)>,
}

impl Paint<'_> {
    /// Paints a range line by line, unless something is there.
    fn add(&mut self, token: Token) {
        let mut at = usize::from(token.range.start());
        let Some(text) = self.source.get(at..usize::from(token.range.end())) else {
            return;
        };
        for line in text.split_inclusive(['\n', '\r']) {
            let end = at + line.trim_end_matches(['\r', '\n']).len();
            let before = self.painted.range(..end).next_back();
            if end > at && before.is_none_or(|(_, (known, _))| *known <= at) {
                self.painted.insert(at, (end, token.kind));
            }
            at += line.len();
        }
    }
}

/// The aliases, what the templates hold, and the rest.
fn of_file(file: &File<'_>) -> [Vec<Token>; 3] {
    let mut aliases = Vec::new();
    let mut templates = template::tokens(&file.texts.replaced);
    if let Some(block) = &file.texts.aliases {
        let directive = block.aliases.directive();
        let uses = block.uses.iter().filter(|one| one.known);
        aliases.extend(uses.map(|one| Token {
            range: file.alias_use(one.name, directive),
            kind: TokenKind::Alias,
        }));
        templates.extend(template::tokens(&block.text));
    }
    let mut words = Words { found: Vec::new() };
    for (_, build) in file.builds() {
        if let Some(mapped) = mapped(file, build) {
            words.build(&mapped);
        }
    }
    for (_, cmd) in file.cmds() {
        words.cmd(file, cmd);
    }
    let steps = file.steps().flat_map(|at| &at.step.push);
    for image in steps {
        if let Some(mapped) = mapped(file, image) {
            let part = |from, to| range(from, to);
            words.image(&mapped, &image.value, 0, &part);
        }
    }
    [aliases, templates, words.found]
}

struct Words {
    found: Vec<Token>,
}

/// The place of a part of a word in its text.
type Part<'p> = &'p dyn Fn(usize, usize) -> TextRange;

impl Words {
    fn add(&mut self, mapped: &Mapped, part: TextRange, kind: TokenKind) {
        let stretches = verbatim(mapped, part);
        self.found
            .extend(stretches.into_iter().map(|range| Token { range, kind }));
    }

    /// An image from the byte `from` of a word on.
    fn image(&mut self, mapped: &Mapped, word: &str, from: usize, part: Part<'_>) {
        let Some(image) = word.get(from..) else {
            return;
        };
        for (piece, kind) in image::pieces(image) {
            self.add(mapped, part(from + piece.start, from + piece.end), kind);
        }
    }

    fn build(&mut self, mapped: &Mapped) {
        for command in commands(mapped.text()) {
            let mut flag = "";
            for word in &command {
                flag = self.build_word(mapped, word, flag);
            }
        }
    }

    /// A word behind a flag, or behind none; the flag that it is itself, if its value follows.
    fn build_word<'w>(&mut self, mapped: &Mapped, word: &'w ShellWord, flag: &str) -> &'w str {
        let text = word.text.as_str();
        if !flag.is_empty() {
            self.value(mapped, word, flag, 0);
            return "";
        }
        if !text.starts_with('-') || text.len() < 2 {
            return "";
        }
        let (name, value_at) = match text.find('=') {
            Some(at) => (&text[..at], Some(at + 1)),
            // `-tNAME`
            None if text.starts_with("-t") && text.len() > 2 => (&text[..2], Some(2)),
            None => (text, None),
        };
        self.add(mapped, word.part(0, name.len()), TokenKind::Flag);
        match value_at {
            Some(at) => self.value(mapped, word, name, at),
            None if takes_value(name) => return name,
            None => {}
        }
        ""
    }

    /// The value of a flag, from the byte `from` of its word on.
    fn value(&mut self, mapped: &Mapped, word: &ShellWord, flag: &str, from: usize) {
        let part = |start, end| word.part(start, end);
        match flag {
            "-t" | "--tag" => self.image(mapped, &word.text, from, &part),
            "--build-arg" => {
                let name = word.text[from..].split('=').next().unwrap_or_default();
                if !name.is_empty() {
                    self.add(mapped, part(from, from + name.len()), TokenKind::Argument);
                }
            }
            "-f" | "--file" | "--target" if from < word.text.len() => {
                self.add(mapped, part(from, word.text.len()), TokenKind::String);
            }
            _ => {}
        }
    }

    /// The image that a command runs, or the alias of one.
    fn cmd(&mut self, file: &File<'_>, cmd: &Text<'_>) {
        let Some(mapped) = mapped(file, cmd) else {
            return;
        };
        let commands = commands(mapped.text());
        let Some(word) = commands.first().and_then(|words| words.first()) else {
            return;
        };
        let is_alias = file.texts.aliases().is_some_and(|aliases| {
            let mut defined = aliases.defined().map(|alias| alias.name.as_str());
            defined.any(|name| name == word.text)
                || BUILT_IN.iter().any(|(name, _)| *name == word.text)
        });
        if is_alias {
            self.add(&mapped, word.part(0, word.text.len()), TokenKind::Alias);
        } else {
            let part = |start, end| word.part(start, end);
            self.image(&mapped, &word.text, 0, &part);
        }
    }
}

/// Whether the word behind a flag of `docker build` is its value, among those that get a colour.
fn takes_value(flag: &str) -> bool {
    matches!(
        flag,
        "-t" | "--tag" | "--build-arg" | "-f" | "--file" | "--target"
    )
}
