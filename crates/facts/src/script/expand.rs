//! Words with what their variables hold.

use std::rc::Rc;

use acrlint_text::{Mapped, TextRange, has_symbol};

use super::{Change, Item, Piece, Spread, Value, Variable, Walk, Word};

/// A word that a command is given.
#[derive(Debug, Clone)]
pub(crate) struct Arg {
    pub(crate) text: Mapped,
    /// The word in the script.
    pub(crate) range: TextRange,
    pub(crate) open: Open,
}

/// Whether a word is one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Open {
    /// It is.
    #[default]
    No,
    /// It may be none or several, as an unknown variable without quotes, but is most likely one.
    Maybe,
    /// It stands for any number of words.
    List,
}

impl Arg {
    pub(crate) fn str(&self) -> &str {
        self.text.text()
    }

    /// What stands behind the first bytes.
    pub(crate) fn behind(&self, at: usize) -> Self {
        let mut text = Mapped::new();
        text.push_part(
            &self.text,
            TextRange::new(crate::range::size(at).min(self.text.len()), self.text.len()),
        );
        Self {
            text,
            range: self.range,
            open: self.open,
        }
    }

    /// Where it stands: without quotes, if that is one stretch.
    pub(crate) fn place(&self) -> TextRange {
        if self.text.is_empty() {
            return self.range;
        }
        self.text.source_range(TextRange::up_to(self.text.len()))
    }
}

/// What a variable gives.
enum Got {
    Text(String),
    Items(Rc<[Item]>),
    Open(String),
}

/// So long a value may be, in bytes; a longer one is unknown.
const LONGEST: usize = 1 << 16;

/// A word in the making.
#[derive(Default)]
struct Builder {
    done: Vec<Arg>,
    text: Mapped,
    open: Open,
    range: TextRange,
    quoted: bool,
}

impl Builder {
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.is_empty() || self.quoted {
            self.done.push(Arg {
                text,
                range: self.range,
                open: self.open,
            });
        }
        self.open = Open::No;
    }

    fn split(&mut self, text: &str, by: TextRange) {
        let mut rest = text;
        while let Some(at) = rest.find([' ', '\t', '\n']) {
            self.text.push_expansion(&rest[..at], by);
            self.flush();
            self.quoted = false;
            rest = &rest[at + 1..];
        }
        self.text.push_expansion(rest, by);
    }
}

impl Walk<'_> {
    /// The words that a word becomes.
    pub(crate) fn expand(&mut self, word: &Word) -> Vec<Arg> {
        let mut out = Builder {
            range: word.range,
            quoted: word.quoted,
            ..Builder::default()
        };
        for piece in &word.pieces {
            let before = out.text.len();
            match piece {
                Piece::Text(text) => out.text.push_part(text, TextRange::up_to(text.len())),
                Piece::Named { spelling, range } => {
                    let value = match self.env.get(spelling) {
                        Some(Value::Text(known)) => known.to_string(),
                        _ => self.record.symbol(spelling, spelling),
                    };
                    out.text.push_expansion(&value, *range);
                }
                Piece::Unknown { spelling, range } => {
                    let value = self.record.unknown(spelling);
                    out.text.push_expansion(&value, *range);
                    out.open = Open::Maybe;
                }
                Piece::Output {
                    body,
                    path,
                    whole,
                    range,
                } => {
                    let value = self.output(body, path);
                    if *whole {
                        out.text.push_expansion(&value, *range);
                    } else {
                        self.give_split(&mut out, &value, *range);
                    }
                }
                Piece::Variable(variable) => self.give(&mut out, variable),
            }
            self.spend(usize::from(out.text.len() - before.min(out.text.len())));
            if usize::from(out.text.len()) > LONGEST {
                let unknown = self.record.unknown("…");
                out.text = Mapped::new();
                out.text.push_expansion(&unknown, word.range);
            }
        }
        // an unknown part beside a known one is a part of that word
        if word.pieces.len() > 1 && out.open == Open::Maybe {
            out.open = Open::No;
        }
        out.flush();
        out.done
    }

    /// The text of a word that stays one.
    pub(crate) fn text_of(&mut self, word: &Word) -> Mapped {
        let mut whole = Mapped::new();
        for (index, arg) in self.expand(word).into_iter().enumerate() {
            if index > 0 {
                whole.push_expansion(" ", word.range);
            }
            whole.push_part(&arg.text, TextRange::up_to(arg.text.len()));
        }
        whole
    }

    fn give_split(&mut self, out: &mut Builder, value: &str, by: TextRange) {
        if has_symbol(value) && out.text.is_empty() {
            out.open = Open::Maybe;
        }
        out.split(value, by);
    }

    fn give(&mut self, out: &mut Builder, variable: &Variable) {
        let by = variable.range;
        match self.value_of(variable) {
            Got::Text(text) if variable.spread == Spread::Split => {
                self.give_split(out, &text, by);
            }
            Got::Text(text) => out.text.push_expansion(&text, by),
            Got::Open(text) => {
                out.text.push_expansion(&text, by);
                out.open = Open::List;
            }
            Got::Items(items) => {
                // an empty list is no word
                out.quoted &= !(items.is_empty() && out.text.is_empty());
                let word = out.range;
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.flush();
                    }
                    self.spend(item.text.len());
                    out.text.push_expansion(&item.text, item.at.unwrap_or(by));
                    out.range = item.at.unwrap_or(word);
                    if self.record.is_unknown(out.text.text()) {
                        out.open = Open::Maybe;
                    }
                }
            }
        }
    }

    fn value_of(&mut self, variable: &Variable) -> Got {
        if let Change::Default {
            word,
            empty,
            assign,
        } = &variable.change
        {
            return Got::Text(self.or_default(variable, word, *empty, *assign));
        }
        let mut got = self.look_up(variable);
        let Got::Text(text) = &mut got else {
            return got;
        };
        match variable.change {
            Change::Lower if !has_symbol(text) => *text = text.to_lowercase(),
            Change::Upper if !has_symbol(text) => *text = text.to_uppercase(),
            Change::None | Change::Default { .. } => {}
            _ => *text = self.record.unknown(&variable.spelling),
        }
        for member in &variable.path {
            *text = self.record.member(text, member);
        }
        got
    }

    fn look_up(&mut self, variable: &Variable) -> Got {
        let many = matches!(variable.spread, Spread::Each | Spread::Either);
        let spelling = &variable.spelling;
        let name = variable.name.as_str();
        let position = name.parse::<usize>().ok().filter(|n| *n > 0);
        let (value, position) = match position {
            Some(position) => (self.env.get("@").cloned(), Some(position - 1)),
            None if name == "*" => (self.env.get("@").cloned(), None),
            None => (self.env.get(name).cloned(), None),
        };
        match (value, position) {
            (Some(Value::Text(text)), _) => {
                let text = text.to_string();
                let is_list = variable.spread == Spread::Each && self.record.is_unknown(&text);
                if is_list {
                    Got::Open(text)
                } else {
                    Got::Text(text)
                }
            }
            (Some(Value::List(items)), Some(at)) => Got::Text(
                items
                    .get(at)
                    .map(|item| item.text.to_string())
                    .unwrap_or_default(),
            ),
            (Some(Value::List(items)), None) if many => Got::Items(items),
            (Some(Value::List(items)), None) => Got::Text(
                items
                    .first()
                    .map(|item| item.text.to_string())
                    .unwrap_or_default(),
            ),
            (Some(Value::Open(number)), _) => {
                let key = format!("{spelling} of list {number}");
                let text = self.record.symbol(&key, spelling);
                if many {
                    Got::Open(text)
                } else {
                    Got::Text(text)
                }
            }
            (None, _) => {
                let text = self.record.symbol(spelling, spelling);
                match variable.spread {
                    Spread::Each => Got::Open(text),
                    _ => Got::Text(text),
                }
            }
        }
    }

    /// `${NAME:-word}`: a variable that the script never sets is taken to be not set.
    fn or_default(
        &mut self,
        variable: &Variable,
        word: &Word,
        empty: bool,
        assign: bool,
    ) -> String {
        let known = match self.env.get(&variable.name) {
            Some(Value::Text(text)) => Some(text.to_string()),
            Some(_) => return self.record.unknown(&variable.spelling),
            None if self.sourced => return self.record.unknown(&variable.spelling),
            None => None,
        };
        if let Some(text) = known {
            let sure = text.chars().any(|c| !acrlint_text::is_symbol(c));
            if sure || (text.is_empty() && !empty) || word.pieces.is_empty() {
                return text;
            }
            if !text.is_empty() {
                return self.record.unknown(&variable.spelling);
            }
        }
        let text = self.text_of(word).text().to_owned();
        if assign {
            self.env.set(&variable.name, Some(Value::text(&text)));
        }
        text
    }
}
