//! Go's lexer for templates. It works on demand, one token at a time.

use acrlint_text::{TextRange, TextSize};

use crate::error::ErrorKind;
use crate::go::quote::quote_str;
use crate::go::unicode::{code_point, is_digit, is_letter};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Error,
    Bool,
    Char,
    CharConstant,
    Complex,
    Assign,
    Declare,
    Eof,
    Field,
    Identifier,
    LeftDelim,
    LeftParen,
    Number,
    Pipe,
    RawString,
    RightDelim,
    RightParen,
    Space,
    String,
    Text,
    Variable,
    // the keywords, which messages show in angle brackets
    Block,
    Break,
    Continue,
    Dot,
    Define,
    Else,
    End,
    If,
    Nil,
    Range,
    Template,
    With,
}

impl Kind {
    fn is_keyword(self) -> bool {
        use Kind::{
            Block, Break, Continue, Define, Dot, Else, End, If, Nil, Range, Template, With,
        };
        matches!(
            self,
            Block
                | Break
                | Continue
                | Dot
                | Define
                | Else
                | End
                | If
                | Nil
                | Range
                | Template
                | With
        )
    }
}

/// A piece of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) start: usize,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn range(&self) -> TextRange {
        range(self.start, self.end())
    }

    /// The token as Go's messages show it; an error token shows its own message, which the lexer has.
    pub(super) fn shown(&self) -> String {
        match self.kind {
            Kind::Eof => "EOF".to_owned(),
            kind if kind.is_keyword() => format!("<{}>", self.text),
            _ if self.text.len() > 10 => {
                let head = self.text.char_indices().nth(10);
                let head = head.map_or(self.text, |(at, _)| &self.text[..at]);
                format!("{}...", quote_str(head))
            }
            _ => quote_str(self.text),
        }
    }
}

pub(super) fn range(start: usize, end: usize) -> TextRange {
    let size = |n: usize| TextSize::try_from(n).unwrap_or(TextSize::new(u32::MAX));
    TextRange::new(size(start), size(end.max(start)))
}

/// The lexer's own error, which its error token stands for.
#[derive(Debug, Clone)]
pub(super) struct LexError {
    pub(super) message: String,
    pub(super) range: TextRange,
    pub(super) kind: ErrorKind,
}

pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    pub(super) pos: usize,
    inside: bool,
    parens: u32,
    pub(super) error: Option<LexError>,
    /// The ranges of the comments, delimiters included.
    pub(super) comments: Vec<TextRange>,
}

const LEFT: &str = "{{";
const RIGHT: &str = "}}";

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            pos: 0,
            inside: false,
            parens: 0,
            error: None,
            comments: Vec::new(),
        }
    }

    pub(super) fn next(&mut self) -> Token<'t> {
        if self.error.is_some() {
            return self.token(Kind::Error, self.pos);
        }
        if self.inside {
            self.action()
        } else {
            self.plain()
        }
    }

    /// After an error: leaves the action that `from` stands in, so that what follows can still be read.
    pub(super) fn leave_action(&mut self, from: usize) {
        let failed = self.error.take().is_some();
        if !self.inside && !failed {
            return;
        }
        self.inside = false;
        let rest = &self.text[from..];
        let close = rest.find(RIGHT).map(|at| (at, at + RIGHT.len()));
        let open = rest
            .get(1..)
            .and_then(|r| r.find(LEFT))
            .map(|at| (at + 1, at + 1));
        let stop = [close, open].into_iter().flatten().min();
        self.pos = stop.map_or(self.text.len(), |(_, after)| from + after);
    }

    fn rest(&self) -> &'t str {
        &self.text[self.pos..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.pos += c.len_utf8();
        Some(c)
    }

    /// The token from `start` to where the lexer is.
    fn token(&self, kind: Kind, start: usize) -> Token<'t> {
        Token {
            kind,
            text: &self.text[start..self.pos],
            start,
        }
    }

    fn fail(&mut self, start: usize, message: impl Into<String>, kind: ErrorKind) -> Token<'t> {
        self.error = Some(LexError {
            message: message.into(),
            range: range(start, self.pos),
            kind,
        });
        Token {
            kind: Kind::Error,
            text: "",
            start,
        }
    }

    /// Text up to the next action, or that action's opening.
    fn plain(&mut self) -> Token<'t> {
        loop {
            let start = self.pos;
            let Some(found) = find_left(self.rest()) else {
                self.pos = self.text.len();
                let kind = if self.pos > start {
                    Kind::Text
                } else {
                    Kind::Eof
                };
                return self.token(kind, start);
            };
            let mut text = &self.rest()[..found];
            self.pos += found;
            if trims_left(&self.rest()[LEFT.len()..]) {
                text = text.trim_end_matches(SPACES);
            }
            if !text.is_empty() {
                return Token {
                    kind: Kind::Text,
                    text,
                    start,
                };
            }
            if let Some(token) = self.opening() {
                return token;
            }
        }
    }

    /// `{{`, or nothing after a comment, which is skipped.
    fn opening(&mut self) -> Option<Token<'t>> {
        let start = self.pos;
        self.pos += LEFT.len();
        let marker = if trims_left(self.rest()) { 2 } else { 0 };
        if self.rest()[marker..].starts_with("/*") {
            self.pos += marker;
            return self.comment(start);
        }
        let token = self.token(Kind::LeftDelim, start);
        self.pos += marker;
        self.inside = true;
        self.parens = 0;
        Some(token)
    }

    fn comment(&mut self, opening: usize) -> Option<Token<'t>> {
        let start = self.pos;
        let Some(end) = self.rest()[2..].find("*/") else {
            self.pos = self.text.len();
            return Some(self.bad_comment(opening, start, "unclosed comment"));
        };
        self.pos += 2 + end + 2;
        let Some(trim) = self.at_right() else {
            let message = "comment ends before closing delimiter";
            return Some(self.bad_comment(opening, start, message));
        };
        self.closing(trim);
        let end = start + 2 + end + 2 + if trim { 4 } else { 2 };
        self.comments.push(range(opening, end));
        None
    }

    fn bad_comment(&mut self, opening: usize, start: usize, message: &str) -> Token<'t> {
        let token = self.fail(start, message, ErrorKind::UnclosedComment);
        if let Some(error) = &mut self.error {
            error.range = range(opening, self.pos);
        }
        token
    }

    /// Whether `}}` stands here, and if so whether a trim marker stands before it.
    fn at_right(&self) -> Option<bool> {
        let rest = self.rest();
        if trims_right(rest) && rest[2..].starts_with(RIGHT) {
            return Some(true);
        }
        rest.starts_with(RIGHT).then_some(false)
    }

    pub(super) fn closing(&mut self, trim: bool) -> Token<'t> {
        if trim {
            self.pos += 2;
        }
        let start = self.pos;
        self.pos += RIGHT.len();
        let token = self.token(Kind::RightDelim, start);
        if trim {
            let kept = self.rest().trim_start_matches(SPACES).len();
            self.pos = self.text.len() - kept;
        }
        self.inside = false;
        token
    }

    fn action(&mut self) -> Token<'t> {
        let start = self.pos;
        if let Some(trim) = self.at_right() {
            if self.parens == 0 {
                return self.closing(trim);
            }
            return self.fail(
                start,
                "unclosed left paren",
                ErrorKind::UnbalancedParenthesis,
            );
        }
        let Some(c) = self.bump() else {
            return self.fail(start, "unclosed action", ErrorKind::UnclosedAction);
        };
        match c {
            ' ' | '\t' | '\r' | '\n' => self.space(start),
            '=' => self.token(Kind::Assign, start),
            ':' => {
                let next = self.bump();
                if next == Some('=') {
                    self.token(Kind::Declare, start)
                } else {
                    self.fail(start, "expected :=", unexpected(":", "command"))
                }
            }
            '|' => self.token(Kind::Pipe, start),
            '"' => self.quoted(start, '"', Kind::String, "unterminated quoted string"),
            '\'' => self.quoted(
                start,
                '\'',
                Kind::CharConstant,
                "unterminated character constant",
            ),
            '`' => self.raw_string(start),
            '$' => self.field_or_variable(start, Kind::Variable),
            '.' if !self.rest().is_empty() && !self.at_ascii_digit() => {
                self.field_or_variable(start, Kind::Field)
            }
            '.' | '+' | '-' | '0'..='9' => {
                self.pos = start;
                self.number()
            }
            '(' => {
                self.parens += 1;
                self.token(Kind::LeftParen, start)
            }
            ')' if self.parens == 0 => self.fail(
                start,
                "unexpected right paren",
                ErrorKind::UnbalancedParenthesis,
            ),
            ')' => {
                self.parens -= 1;
                self.token(Kind::RightParen, start)
            }
            c if is_alphanumeric(c) => self.identifier(start),
            ' '..='~' => self.token(Kind::Char, start),
            c => {
                let message = format!("unrecognized character in action: {}", code_point(c));
                self.fail(start, message, ErrorKind::BadCharacter { character: c })
            }
        }
    }

    fn at_ascii_digit(&self) -> bool {
        self.rest().starts_with(|c: char| c.is_ascii_digit())
    }

    /// White space; the last blank of it belongs to the closing when a trim marker follows.
    fn space(&mut self, start: usize) -> Token<'t> {
        while self.peek().is_some_and(is_space) {
            self.pos += 1;
        }
        let last = self.pos - 1;
        if self.text[self.pos..].starts_with("-}}") {
            self.pos = last;
            if last == start {
                return self.closing(true);
            }
        }
        self.token(Kind::Space, start)
    }

    fn identifier(&mut self, start: usize) -> Token<'t> {
        if let Some(bad) = self.word() {
            return self.bad_character(start, bad);
        }
        let kind = match &self.text[start..self.pos] {
            "block" => Kind::Block,
            "break" => Kind::Break,
            "continue" => Kind::Continue,
            "define" => Kind::Define,
            "else" => Kind::Else,
            "end" => Kind::End,
            "if" => Kind::If,
            "nil" => Kind::Nil,
            "range" => Kind::Range,
            "template" => Kind::Template,
            "with" => Kind::With,
            "true" | "false" => Kind::Bool,
            _ => Kind::Identifier,
        };
        self.token(kind, start)
    }

    fn field_or_variable(&mut self, start: usize, kind: Kind) -> Token<'t> {
        if self.at_terminator() {
            let kind = if kind == Kind::Field { Kind::Dot } else { kind };
            return self.token(kind, start);
        }
        match self.word() {
            Some(bad) => self.bad_character(start, bad),
            None => self.token(kind, start),
        }
    }

    /// Reads letters and digits; what is wrong with the character after them, if it cannot end a word.
    fn word(&mut self) -> Option<char> {
        while let Some(c) = self.peek().filter(|c| is_alphanumeric(*c)) {
            self.pos += c.len_utf8();
        }
        if self.at_terminator() {
            None
        } else {
            self.peek()
        }
    }

    fn at_terminator(&self) -> bool {
        match self.peek() {
            None | Some('.' | ',' | '|' | ':' | ')' | '(') => true,
            Some(c) => is_space(c) || self.rest().starts_with(RIGHT),
        }
    }

    fn bad_character(&mut self, start: usize, character: char) -> Token<'t> {
        let message = format!("bad character {}", code_point(character));
        let token = self.fail(start, message, ErrorKind::BadCharacter { character });
        if let Some(error) = &mut self.error {
            error.range = range(self.pos, self.pos + character.len_utf8());
        }
        token
    }

    fn quoted(&mut self, start: usize, mark: char, kind: Kind, unclosed: &str) -> Token<'t> {
        loop {
            let c = match self.bump() {
                Some('\\') => self.bump().filter(|c| *c != '\n').map(|_| ' '),
                c => c,
            };
            match c {
                None | Some('\n') => {
                    return self.fail(start, unclosed, ErrorKind::UnterminatedString);
                }
                Some(c) if c == mark => return self.token(kind, start),
                Some(_) => {}
            }
        }
    }

    fn raw_string(&mut self, start: usize) -> Token<'t> {
        match self.rest().find('`') {
            Some(end) => {
                self.pos += end + 1;
                self.token(Kind::RawString, start)
            }
            None => {
                self.pos = self.text.len();
                let message = "unterminated raw quoted string";
                self.fail(start, message, ErrorKind::UnterminatedString)
            }
        }
    }

    fn number(&mut self) -> Token<'t> {
        let start = self.pos;
        if !self.scan_number() {
            return self.bad_number(start);
        }
        if !self.rest().starts_with(['+', '-']) {
            return self.token(Kind::Number, start);
        }
        if !self.scan_number() || !self.text[..self.pos].ends_with('i') {
            return self.bad_number(start);
        }
        self.token(Kind::Complex, start)
    }

    fn bad_number(&mut self, start: usize) -> Token<'t> {
        let text = self.text[start..self.pos].to_owned();
        let message = format!("bad number syntax: {}", quote_str(&text));
        self.fail(start, message, ErrorKind::BadConstant { text })
    }

    /// Reads what looks like a number; false, with one character more read, when a letter follows.
    fn scan_number(&mut self) -> bool {
        self.accept("+-");
        let mut digits = "0123456789_";
        if self.accept("0") {
            if self.accept("xX") {
                digits = "0123456789abcdefABCDEF_";
            } else if self.accept("oO") {
                digits = "01234567_";
            } else if self.accept("bB") {
                digits = "01_";
            }
        }
        self.accept_all(digits);
        if self.accept(".") {
            self.accept_all(digits);
        }
        let exponent = match digits.len() {
            11 => "eE",
            23 => "pP",
            _ => "",
        };
        if self.accept(exponent) {
            self.accept("+-");
            self.accept_all("0123456789_");
        }
        self.accept("i");
        match self.peek().filter(|c| is_alphanumeric(*c)) {
            Some(c) => {
                self.pos += c.len_utf8();
                false
            }
            None => true,
        }
    }

    fn accept(&mut self, valid: &str) -> bool {
        match self.peek().filter(|c| valid.contains(*c)) {
            Some(c) => {
                self.pos += c.len_utf8();
                true
            }
            None => false,
        }
    }

    fn accept_all(&mut self, valid: &str) {
        while self.accept(valid) {}
    }
}

/// Where the next action opens.
fn find_left(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'{', bytes).find(|at| bytes.get(at + 1) == Some(&b'{'))
}

fn unexpected(found: &str, context: &str) -> ErrorKind {
    ErrorKind::Unexpected {
        found: found.to_owned(),
        context: context.to_owned(),
    }
}

const SPACES: [char; 4] = [' ', '\t', '\r', '\n'];

pub(super) fn is_space(c: char) -> bool {
    SPACES.contains(&c)
}

fn is_alphanumeric(c: char) -> bool {
    c == '_' || is_letter(c) || is_digit(c)
}

/// Whether what follows `{{` is a trim marker.
fn trims_left(rest: &str) -> bool {
    rest.strip_prefix('-')
        .is_some_and(|r| r.starts_with(SPACES))
}

/// Whether a blank and a `-` stand here.
fn trims_right(rest: &str) -> bool {
    rest.strip_prefix(SPACES)
        .is_some_and(|r| r.starts_with('-'))
}
