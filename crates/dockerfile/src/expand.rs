//! Expands `$NAME`, `${NAME:-default}`, quotes and escapes in a word, and keeps where each byte of the result came
//! from. Rule: BuildKit frontend/dockerfile/shell/lex.go.

use std::ops::Range;

use acrlint_text::{Symbols, TextRange};

use crate::scope::{Scope, Value};
use crate::word::Word;

/// A result of more bytes counts as unknown: no image reference is that long, and arguments can double each other.
const LONGEST: usize = 4096;
/// So many uses are kept.
const MOST_USES: usize = 64;
/// `${A:-${B:-…}}` as deep as this is read; what is deeper is unknown.
const DEEPEST: usize = 32;

/// A stretch of an expanded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The bytes of the expanded text.
    pub bytes: Range<usize>,
    /// Where they came from.
    pub origin: PartOrigin,
}

/// Where a stretch of an expanded text came from in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartOrigin {
    /// It stands in the Dockerfile: in the word itself or in the default of an `ARG`.
    File(TextRange),
    /// It stands in the value of a build argument.
    BuildArgument {
        /// The index among [`crate::Arguments::given`].
        index: usize,
        /// The bytes of the value.
        bytes: Range<usize>,
    },
    /// BuildKit fills it in.
    Predefined,
    /// It is not known: one symbol. The range is that of the variable.
    Unknown(TextRange),
}

/// A variable that was expanded on the way to a text, in its word or in the default of an `ARG`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArgUse {
    /// The variable's name.
    pub name: String,
    /// `$NAME` or `${…}` in the file.
    pub range: TextRange,
    /// Where its value came from.
    pub origin: ValueOrigin,
}

/// Where the value of a variable came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueOrigin {
    /// `--build-arg`, by its index among [`crate::Arguments::given`].
    BuildArgument(usize),
    /// The default of the `ARG` that stands here.
    Default(TextRange),
    /// BuildKit fills it in.
    Predefined,
    /// Nowhere: it expands to nothing.
    Missing,
    /// The arguments are not all known.
    Unknown,
}

/// An expanded word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Expanded {
    pub(crate) text: String,
    pub(crate) parts: Vec<Part>,
    pub(crate) uses: Vec<ArgUse>,
}

impl Expanded {
    fn push(&mut self, text: &str, origin: PartOrigin) {
        if text.is_empty() {
            return;
        }
        let bytes = self.text.len()..self.text.len() + text.len();
        self.parts.push(Part { bytes, origin });
        self.text.push_str(text);
    }

    /// Appends another result with its origins.
    fn append(&mut self, other: &Expanded) {
        let at = self.text.len();
        for part in &other.parts {
            self.parts.push(Part {
                bytes: part.bytes.start + at..part.bytes.end + at,
                origin: part.origin.clone(),
            });
        }
        self.text.push_str(&other.text);
        for used in &other.uses {
            self.note(used.clone());
        }
    }

    fn note(&mut self, used: ArgUse) {
        if self.uses.len() < MOST_USES {
            self.uses.push(used);
        }
    }
}

/// Expands a word.
pub(crate) fn expand(word: &Word, scope: &Scope, escape: char, symbols: &mut Symbols) -> Expanded {
    let mut expander = Expander {
        word,
        text: word.text(),
        scope,
        escape,
        symbols,
        at: 0,
        depth: 0,
        too_long: false,
    };
    let expanded = expander.until(None);
    if expanded.text.len() <= LONGEST && !expander.too_long {
        return expanded;
    }
    let mut unknown = Expanded {
        uses: expanded.uses,
        ..Expanded::default()
    };
    expander.unknown(word.text(), word.range(), &mut unknown);
    unknown
}

struct Expander<'e> {
    word: &'e Word,
    text: &'e str,
    scope: &'e Scope,
    escape: char,
    symbols: &'e mut Symbols,
    at: usize,
    depth: usize,
    /// Whether some part, even one that is not used, was too long.
    too_long: bool,
}

impl<'e> Expander<'e> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn eat(&mut self, c: char) -> bool {
        let there = self.peek() == Some(c);
        if there {
            self.at += c.len_utf8();
        }
        there
    }

    /// Appends a piece of the word as it is.
    fn literal(&self, piece: Range<usize>, out: &mut Expanded) {
        if !piece.is_empty() {
            let place = self.word.place(piece.clone());
            out.push(&self.text[piece], PartOrigin::File(place));
        }
    }

    /// Appends the symbol for something that is not known.
    fn unknown(&mut self, key: &str, place: TextRange, out: &mut Expanded) {
        let spelling = match key.starts_with(char::is_alphabetic) {
            true => format!("${{{key}}}"),
            false => key.to_owned(),
        };
        // when all symbols are given out, the replacement character stands for the rest
        let c = self.symbols.intern(&format!("ARG {key}"), &spelling);
        let text = c.unwrap_or(char::REPLACEMENT_CHARACTER).to_string();
        out.push(&text, PartOrigin::Unknown(place));
    }

    /// Expands up to a character, which is eaten, or to the end.
    fn until(&mut self, stop: Option<char>) -> Expanded {
        let mut out = Expanded::default();
        let mut quoted = false;
        let mut start = self.at;
        while let Some(c) = self.peek() {
            if out.text.len() > LONGEST {
                self.too_long = true;
                break;
            }
            let here = self.at;
            if !quoted && Some(c) == stop {
                break;
            }
            if !matches!(c, '"' | '$' | '\'') && c != self.escape || c == '\'' && quoted {
                self.next();
                continue;
            }
            self.literal(start..here, &mut out);
            self.next();
            match c {
                '"' => quoted = !quoted,
                '\'' => {
                    let rest = &self.text[self.at..];
                    let end = rest.find('\'').map_or(self.text.len(), |end| self.at + end);
                    self.literal(self.at..end, &mut out);
                    self.at = end;
                    self.eat('\'');
                }
                '$' => self.dollar(here, &mut out),
                // the escape character
                _ => self.escaped(here, quoted, &mut out),
            }
            start = self.at;
        }
        self.literal(start..self.at, &mut out);
        if let Some(stop) = stop {
            self.eat(stop);
        }
        out
    }

    /// Between double quotes an escape character stays before what needs none.
    fn escaped(&mut self, start: usize, quoted: bool, out: &mut Expanded) {
        let at = self.at;
        let next = self.next();
        let needed = next.is_some_and(|c| matches!(c, '"' | '$') || c == self.escape);
        let from = if quoted && !needed { start } else { at };
        self.literal(from..self.at, out);
    }

    /// Behind a dollar sign, which stands at `start`.
    fn dollar(&mut self, start: usize, out: &mut Expanded) {
        if !self.eat('{') {
            match self.name() {
                "" => self.literal(start..start + 1, out),
                name => {
                    let place = self.word.place(start..self.at);
                    self.value(name, place, out);
                }
            }
            return;
        }
        let name = self.name();
        if self.eat('}') {
            let place = self.word.place(start..self.at);
            self.value(name, place, out);
            return;
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            self.at = self.text.len();
            let place = self.word.place(start..self.at);
            self.unknown(&self.text[start..], place, out);
        } else {
            self.modified(name, start, out);
        }
        self.depth -= 1;
    }

    /// `${NAME:-…}` and the like, behind the name.
    fn modified(&mut self, name: &str, start: usize, out: &mut Expanded) {
        let colon = self.eat(':');
        let operator = self.next();
        let other = self.until(Some('}'));
        let place = self.word.place(start..self.at);
        let spelled = &self.text[start..self.at];
        let scope = self.scope;
        let found = scope.get(name);
        let set = match &found {
            Value::Known(value, _) => !(colon && value.text.is_empty()),
            Value::Unknown => {
                self.unknown(spelled, place, out);
                return note(name, place, ValueOrigin::Unknown, out);
            }
            Value::Missing => false,
        };
        match (operator, set) {
            (Some('-' | '?'), true) => self.value(name, place, out),
            (Some('-'), false) => {
                note(name, place, ValueOrigin::Missing, out);
                out.append(&other);
            }
            (Some('+'), true) => {
                if let Value::Known(_, origin) = found {
                    note(name, place, origin, out);
                }
                out.append(&other);
            }
            (Some('+' | '?'), false) => note(name, place, ValueOrigin::Missing, out),
            // removal and replacement of patterns: what comes of it is not worked out
            (Some('#' | '%' | '/'), true) => {
                self.unknown(spelled, place, out);
                note(name, place, ValueOrigin::Unknown, out);
            }
            _ => note(name, place, ValueOrigin::Missing, out),
        }
    }

    /// A name, digits, or one special character.
    fn name(&mut self) -> &'e str {
        let text = self.text;
        let rest = &text[self.at..];
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = match rest.chars().next() {
            Some(c) if c.is_ascii_digit() => rest.find(|c: char| !c.is_ascii_digit()),
            Some(c) if word(c) => rest.find(|c| !word(c)),
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => Some(1),
            _ => Some(0),
        };
        let end = end.unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn value(&mut self, name: &str, place: TextRange, out: &mut Expanded) {
        match self.scope.get(name) {
            Value::Known(value, origin) => {
                note(name, place, origin, out);
                out.append(value);
            }
            Value::Unknown => {
                note(name, place, ValueOrigin::Unknown, out);
                self.unknown(name, place, out);
            }
            Value::Missing => note(name, place, ValueOrigin::Missing, out),
        }
    }
}

fn note(name: &str, range: TextRange, origin: ValueOrigin, out: &mut Expanded) {
    out.note(ArgUse {
        name: name.to_owned(),
        range,
        origin,
    });
}
