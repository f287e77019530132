//! Words with their quotes, variables and commands expanded.

use acrlint_text::{Mapped, TextRange, TextSize, has_symbol};

use super::lex::{Lexer, assignment, is_name, no_word};
use super::variables::Value;
use super::{DEEPEST, Shell};
use crate::az::Word;

/// A word that grows; an unquoted value with blanks makes several of it.
struct Growing {
    done: Vec<Word>,
    word: Word,
    /// Whether the word is there although it may be empty.
    quoted: bool,
}

/// What a `$…` stands for.
enum Expansion {
    Text(String),
    Words(Vec<Word>),
    /// Any number of words.
    Open,
}

impl Shell<'_> {
    /// A word, which may become several, or none.
    pub(super) fn word(&mut self, lexer: &mut Lexer, depth: usize) -> Vec<Word> {
        let text = self.text;
        let start = lexer.at;
        let mut growing = Growing {
            done: Vec::new(),
            word: no_word(self.place(start, start)),
            quoted: false,
        };
        while let Some(c) = lexer.peek(text) {
            match c {
                _ if c.is_whitespace() || ";|&)<>".contains(c) => break,
                '(' => {
                    if !self.list(lexer, &mut growing, depth) {
                        break;
                    }
                }
                '\\' => {
                    lexer.next(text);
                    match lexer.next(text) {
                        Some('\n') | None => {}
                        Some(c) => growing.word.text.push(c),
                    }
                }
                '\'' => {
                    lexer.next(text);
                    growing.quoted = true;
                    self.until_quote(lexer, &mut growing.word.text);
                }
                '"' => {
                    lexer.next(text);
                    growing.quoted = true;
                    self.in_quotes(lexer, &mut growing, depth);
                }
                '$' if lexer.rest(text).starts_with("$'") => {
                    lexer.at += 2;
                    growing.quoted = true;
                    self.until_quote(lexer, &mut growing.word.text);
                }
                '$' | '`' => {
                    let expansion = self.dollar(lexer, depth);
                    let is_assignment = assignment(&growing.word.text).is_some();
                    growing.add(expansion, is_assignment);
                }
                _ => {
                    lexer.next(text);
                    growing.word.text.push(c);
                }
            }
        }
        // whatever stands here is passed over
        if lexer.at == start {
            lexer.next(text);
        }
        growing.finish(self.place(start, lexer.at))
    }

    fn until_quote(&self, lexer: &mut Lexer, into: &mut String) {
        while let Some(c) = lexer.next(self.text).filter(|c| *c != '\'') {
            into.push(c);
        }
    }

    fn in_quotes(&mut self, lexer: &mut Lexer, growing: &mut Growing, depth: usize) {
        let text = self.text;
        while let Some(c) = lexer.peek(text) {
            match c {
                '"' => {
                    lexer.next(text);
                    return;
                }
                '\\' => {
                    lexer.next(text);
                    match lexer.next(text) {
                        Some('\n') | None => {}
                        Some(c) if "\"\\$`".contains(c) => growing.word.text.push(c),
                        Some(c) => growing.word.text.extend(['\\', c]),
                    }
                }
                '$' | '`' => {
                    let expansion = self.dollar(lexer, depth);
                    growing.add(expansion, true);
                }
                _ => {
                    lexer.next(text);
                    growing.word.text.push(c);
                }
            }
        }
    }

    /// `NAME=(…)`: a list. False if no list stands here.
    fn list(&mut self, lexer: &mut Lexer, growing: &mut Growing, depth: usize) -> bool {
        let Some((name, "")) = assignment(&growing.word.text) else {
            return false;
        };
        let (name, appends) = match name.strip_suffix('+') {
            Some(name) => (name.to_owned(), true),
            None => (name.to_owned(), false),
        };
        let text = self.text;
        lexer.next(text);
        let mut words = Vec::new();
        while let Some(c) = lexer.peek(text) {
            match c {
                ')' => {
                    lexer.next(text);
                    break;
                }
                '#' => {
                    while lexer.peek(text).is_some_and(|c| c != '\n') {
                        lexer.next(text);
                    }
                }
                _ if c.is_whitespace() || ";|&<>(".contains(c) => {
                    lexer.next(text);
                }
                _ => words.extend(self.word(lexer, depth)),
            }
        }
        match appends {
            true => self.variables.append(&name, words, self.branches),
            false => self.variables.set_list(&name, words, self.branches),
        }
        growing.word.text.clear();
        growing.quoted = false;
        true
    }

    /// `$NAME`, `${…}`, `$(…)`, a command in backticks; another `$` is itself.
    fn dollar(&mut self, lexer: &mut Lexer, depth: usize) -> Expansion {
        let text = self.text;
        let start = lexer.at;
        if lexer.take(text, "`") {
            let from = lexer.at;
            while lexer.peek(text).is_some_and(|c| c != '`') {
                lexer.next(text);
            }
            let to = lexer.at;
            lexer.next(text);
            return self.answer(start, from, to, lexer.at, depth);
        }
        lexer.at += 1;
        if lexer.rest(text).starts_with("((") {
            lexer.at = self.closing(lexer.at + 1, lexer.to);
            return Expansion::Text(self.unknown(start, lexer.at));
        }
        if lexer.take(text, "(") {
            let from = lexer.at;
            let end = self.closing(from, lexer.to);
            lexer.at = end;
            let to = if text[from..end].ends_with(')') {
                end - 1
            } else {
                end
            };
            return self.answer(start, from, to, end, depth);
        }
        if lexer.take(text, "{") {
            let from = lexer.at;
            let rest = lexer.rest(text);
            let length = braces(rest);
            lexer.at += length;
            let inner = &text[from..from + length];
            lexer.take(text, "}");
            return self.braced(inner, start, lexer.at);
        }
        let rest = lexer.rest(text);
        let name_length = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(rest.len());
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            lexer.at += 1;
            return Expansion::Text(self.positional(start, lexer.at));
        }
        if name_length == 0 {
            return match rest.chars().next() {
                Some('@' | '*') => {
                    lexer.at += 1;
                    Expansion::Open
                }
                Some(c) if "?$!#-".contains(c) => {
                    lexer.at += 1;
                    Expansion::Text(self.unknown(start, lexer.at))
                }
                _ => Expansion::Text("$".to_owned()),
            };
        }
        let name = &rest[..name_length];
        lexer.at += name_length;
        self.variable(name, start, lexer.at)
    }

    /// Where the parenthesis that is open at `from` ends, behind it.
    fn closing(&self, from: usize, to: usize) -> usize {
        let text = self.text.get(from..to).unwrap_or_default();
        let mut open = 1usize;
        let mut quote = None;
        let mut chars = text.char_indices();
        while let Some((at, c)) = chars.next() {
            match (quote, c) {
                (None | Some('"'), '\\') => {
                    chars.next();
                }
                (Some(known), _) if c == known => quote = None,
                (Some('\''), _) => {}
                // a command in quotes has quotes of its own; they pair up
                (None, '\'' | '"') => quote = Some(c),
                (_, '(') if quote.is_none() => open += 1,
                (_, ')') if quote.is_none() => {
                    open -= 1;
                    if open == 0 {
                        return from + at + 1;
                    }
                }
                _ => {}
            }
        }
        to
    }

    /// What a command prints: named, or unknown.
    fn answer(
        &mut self,
        start: usize,
        from: usize,
        to: usize,
        end: usize,
        depth: usize,
    ) -> Expansion {
        let answer = match depth < DEEPEST {
            true => self.commands(from, to, depth + 1),
            false => None,
        };
        Expansion::Text(answer.unwrap_or_else(|| self.unknown(start, end)))
    }

    /// A symbol that is called as it is written.
    fn unknown(&mut self, from: usize, to: usize) -> String {
        let written = self.text.get(from..to).unwrap_or_default();
        self.az.symbol(written, written)
    }

    /// `$1`, which is another value in each function.
    fn positional(&mut self, from: usize, to: usize) -> String {
        let written = self.text.get(from..to).unwrap_or_default();
        let number = written.trim_matches(['$', '{', '}']);
        self.az
            .symbol(&format!("{} ${number}", self.function), written)
    }

    fn variable(&mut self, name: &str, start: usize, end: usize) -> Expansion {
        match self.variables.get(name) {
            Some(Value::Text(text)) => Expansion::Text(text.clone()),
            Some(Value::List(words)) => match words.first() {
                Some(word) => Expansion::Text(word.text.clone()),
                None => Expansion::Text(String::new()),
            },
            Some(Value::Unknown) | None => {
                let written = self.text.get(start..end).unwrap_or_default();
                Expansion::Text(self.az.symbol(&format!("${name}"), written))
            }
        }
    }

    /// `${…}`.
    fn braced(&mut self, inner: &str, start: usize, end: usize) -> Expansion {
        let name_length = inner
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(inner.len());
        let (name, operation) = inner.split_at(name_length);
        if !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit()) {
            return Expansion::Text(self.positional(start, end));
        }
        if !is_name(name) {
            return match inner.starts_with(['@', '*']) {
                true => Expansion::Open,
                false => Expansion::Text(self.unknown(start, end)),
            };
        }
        let value = self.variables.get(name).cloned();
        match (operation, value) {
            ("", _) => self.variable(name, start, end),
            ("[@]" | "[*]", Some(Value::List(words))) => Expansion::Words(words),
            ("[@]" | "[*]", Some(Value::Text(text))) => Expansion::Text(text),
            ("[@]" | "[*]", _) => Expansion::Open,
            (",,", Some(Value::Text(text))) if !has_symbol(&text) => {
                Expansion::Text(text.to_lowercase())
            }
            (operation, value) => {
                let default = [":-", "-", ":="]
                    .iter()
                    .find_map(|with| operation.strip_prefix(with));
                match (default, value) {
                    (Some(default), None) if !default.contains(['$', '`']) => {
                        Expansion::Text(default.trim_matches(['"', '\'']).to_owned())
                    }
                    (Some(_), Some(Value::Text(text))) if !text.is_empty() => Expansion::Text(text),
                    (None, Some(Value::Text(text)))
                        if operation.starts_with(":?") || operation.starts_with('?') =>
                    {
                        Expansion::Text(text)
                    }
                    (None, _) if operation.starts_with(":?") || operation.starts_with('?') => {
                        self.variable(name, start, end)
                    }
                    _ => Expansion::Text(self.unknown(start, end)),
                }
            }
        }
    }

    /// Appends a line of a text that stands in the script, expanded unless its end is quoted.
    pub(super) fn expand_line(
        &mut self,
        body: &mut Mapped,
        from: usize,
        to: usize,
        plain: bool,
        depth: usize,
    ) {
        let text = self.text;
        let size = |n: usize| TextSize::try_from(n).unwrap_or_default();
        if plain {
            body.push_verbatim(text.get(from..to).unwrap_or_default(), size(from));
            return;
        }
        let mut lexer = Lexer::new(from, to);
        while let Some(c) = lexer.peek(text) {
            let start = lexer.at;
            match c {
                '$' | '`' => {
                    let value = match self.dollar(&mut lexer, depth) {
                        Expansion::Text(text) => text,
                        Expansion::Words(words) => words
                            .into_iter()
                            .map(|word| word.text)
                            .collect::<Vec<_>>()
                            .join(" "),
                        Expansion::Open => self.unknown(start, lexer.at),
                    };
                    body.push_expansion(&value, TextRange::new(size(start), size(lexer.at)));
                }
                '\\' if lexer.rest(text).starts_with("\\$")
                    || lexer.rest(text).starts_with("\\\\") =>
                {
                    lexer.at += 2;
                    body.push_verbatim(&text[start + 1..lexer.at], size(start + 1));
                }
                _ => {
                    lexer.next(text);
                    body.push_verbatim(&text[start..lexer.at], size(start));
                }
            }
        }
    }
}

impl Growing {
    fn add(&mut self, expansion: Expansion, whole: bool) {
        match expansion {
            Expansion::Text(text) if whole => self.word.text.push_str(&text),
            Expansion::Text(text) => {
                let mut pieces = text
                    .split([' ', '\t', '\n'])
                    .filter(|piece| !piece.is_empty());
                if let Some(first) = pieces.next() {
                    self.word.text.push_str(first);
                }
                for piece in pieces {
                    self.cut();
                    self.word.text.push_str(piece);
                }
            }
            Expansion::Words(words) => {
                for (index, word) in words.into_iter().enumerate() {
                    if index > 0 {
                        self.cut();
                    }
                    self.word.text.push_str(&word.text);
                    self.word.open |= word.open;
                }
            }
            Expansion::Open => self.word.open = true,
        }
    }

    fn cut(&mut self) {
        let next = no_word(self.word.place);
        self.done.push(std::mem::replace(&mut self.word, next));
    }

    fn finish(mut self, place: crate::model::Place) -> Vec<Word> {
        if !self.word.text.is_empty() || self.quoted || self.word.open {
            self.cut();
        }
        for word in &mut self.done {
            word.place = place;
        }
        self.done
    }
}

/// How many bytes the inside of `${…}` has.
fn braces(text: &str) -> usize {
    let mut open = 1usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => open += 1,
            '}' => {
                open -= 1;
                if open == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len()
}
