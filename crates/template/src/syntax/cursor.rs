//! The parser's hold on the tokens, its errors, and the way back after one.

use acrlint_text::TextRange;

use super::ast::Definition;
use super::lex::{Kind, Lexer, Token, range};
use crate::error::{ErrorKind, TemplateError};

/// Parsing of the present action cannot go on; the error is noted.
pub(super) struct Abort;

pub(super) type Step<T> = Result<T, Abort>;

/// How deep parentheses and control structures may nest in all. Go allows 10,000 parentheses; each level takes stack.
pub(super) const MAX_DEPTH: u32 = 200;

pub(super) struct Parser<'n, 't> {
    pub(super) name: &'n str,
    pub(super) text: &'t str,
    pub(super) lexer: Lexer<'t>,
    pub(super) state: State<'t>,
    pub(super) depth: u32,
    pub(super) error: Option<TemplateError>,
    pub(super) definitions: Vec<Definition<'t>>,
    pub(super) mutates: bool,
}

impl<'n, 't> Parser<'n, 't> {
    /// At the beginning of a text.
    pub(super) fn new(name: &'n str, text: &'t str) -> Self {
        Self {
            name,
            text,
            lexer: Lexer::new(text),
            state: State::new(),
            depth: 0,
            error: None,
            definitions: Vec::new(),
            mutates: false,
        }
    }
}

/// What Go keeps for each template that it is in the middle of.
pub(super) struct State<'t> {
    /// Tokens handed back; the first is also the last one read, whose line messages name.
    tokens: [Token<'t>; 3],
    peeked: usize,
    /// The variables that are declared; `$` always is.
    pub(super) variables: Vec<&'t str>,
    /// Where the present action begins.
    pub(super) action: Option<usize>,
    pub(super) ranges: u32,
}

impl State<'_> {
    pub(super) fn new() -> Self {
        let none = Token {
            kind: Kind::Eof,
            text: "",
            start: 0,
        };
        Self {
            tokens: [none; 3],
            peeked: 0,
            variables: Vec::new(),
            action: None,
            ranges: 0,
        }
    }
}

impl<'t> Parser<'_, 't> {
    pub(super) fn next(&mut self) -> Token<'t> {
        let state = &mut self.state;
        if state.peeked > 0 {
            state.peeked -= 1;
        } else {
            state.tokens[0] = self.lexer.next();
        }
        state.tokens[state.peeked]
    }

    /// Puts another token in the place of the last one read.
    pub(super) fn replace_last(&mut self, token: Token<'t>) {
        self.state.tokens[0] = token;
    }

    pub(super) fn backup(&mut self) {
        self.state.peeked += 1;
    }

    pub(super) fn backup2(&mut self, first: Token<'t>) {
        self.state.tokens[1] = first;
        self.state.peeked = 2;
    }

    pub(super) fn backup3(&mut self, first: Token<'t>, second: Token<'t>) {
        self.state.tokens[1] = second;
        self.state.tokens[2] = first;
        self.state.peeked = 3;
    }

    pub(super) fn peek(&mut self) -> Token<'t> {
        let token = self.next();
        self.backup();
        token
    }

    pub(super) fn next_non_space(&mut self) -> Token<'t> {
        loop {
            let token = self.next();
            if token.kind != Kind::Space {
                return token;
            }
        }
    }

    pub(super) fn peek_non_space(&mut self) -> Token<'t> {
        let token = self.next_non_space();
        self.backup();
        token
    }

    pub(super) fn expect(&mut self, kind: Kind, context: &str) -> Step<Token<'t>> {
        let token = self.next_non_space();
        if token.kind == kind {
            Ok(token)
        } else {
            Err(self.unexpected(token, context))
        }
    }

    // --- errors ---

    fn line(&self, at: usize) -> usize {
        1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count()
    }

    /// Notes an error unless there is one already: Go stops at the first.
    pub(super) fn fail(&mut self, at: TextRange, text: &str, kind: ErrorKind) -> Abort {
        if self.error.is_none() {
            let line = self.line(self.state.tokens[0].start);
            self.error = Some(TemplateError {
                message: format!("template: {}:{line}: {text}", self.name),
                range: at,
                kind,
            });
        }
        Abort
    }

    pub(super) fn unexpected(&mut self, token: Token<'t>, context: &str) -> Abort {
        if token.kind == Kind::Error {
            return self.lexical_error(token);
        }
        let found = token.shown();
        let text = format!("unexpected {found} in {context}");
        let context = context.to_owned();
        self.fail(
            token.range(),
            &text,
            ErrorKind::Unexpected { found, context },
        )
    }

    fn lexical_error(&mut self, token: Token<'t>) -> Abort {
        let Some(error) = self.lexer.error.clone() else {
            return Abort;
        };
        let mut text = error.message;
        let started = self.state.action.map(|at| self.line(at));
        if let Some(line) = started.filter(|line| *line != self.line(token.start)) {
            // "action in action" would be one too many
            let within = if text.ends_with(" action") {
                ""
            } else {
                " in action"
            };
            text.push_str(&format!("{within} started at {}:{line}", self.name));
        }
        let at = match (&error.kind, self.state.action) {
            (ErrorKind::UnclosedAction, Some(start)) => range(start, start + 2),
            _ => error.range,
        };
        self.fail(at, &text, error.kind)
    }

    /// Leaves an action that could not be read; its range.
    pub(super) fn recover(&mut self, start: usize) -> TextRange {
        let last = self.state.tokens[0];
        // a comment's error begins before its token, at the delimiter
        let error = self.lexer.error.as_ref().map(|e| e.range.start().into());
        let start = error.map_or(start, |at: usize| at.min(start));
        self.lexer.leave_action(last.start);
        self.state.peeked = 0;
        let next = self.peek();
        let end = if next.kind == Kind::Eof {
            self.text.len()
        } else {
            next.start
        };
        range(start, end.max(start))
    }
}
