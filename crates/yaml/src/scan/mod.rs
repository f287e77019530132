//! From text to tokens.

mod cursor;
mod keys;
mod property;
mod scalar;
mod sink;
mod token;

use std::collections::VecDeque;

pub(crate) use cursor::Cursor;
pub(crate) use scalar::{Ends, Indentation, block, plain, quoted};
pub(crate) use sink::Trace;
pub use token::{ScalarText, Style, TagDirective, TagText, Token, TokenKind};

use crate::error::{Fault, Finder, Problem, Step, YamlError};
use crate::mark::{Mark, offset};
use keys::{SimpleKey, SimpleKeys};
use sink::Collect;

/// How deep brackets, and how deep indentation, may nest.
const MAX_DEPTH: usize = 10_000;

/// Reads the tokens of a text, up to the first error. The parser reads no further ahead than it must, so an error here
/// need not be one for [`crate::load`].
///
/// ```
/// use acrlint_yaml::{TokenKind, tokens};
///
/// let kinds = tokens("- a").filter_map(Result::ok).map(|token| token.kind);
/// assert!(kinds.into_iter().any(|kind| kind == TokenKind::BlockEntry));
/// ```
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens {
        scanner: Scanner::new(text),
        done: false,
    }
}

/// The tokens of a text. See [`tokens`].
#[derive(Debug)]
pub struct Tokens<'a> {
    scanner: Scanner<'a>,
    done: bool,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Result<Token<'a>, YamlError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let token = self.scanner.next();
        self.done = match &token {
            Ok(token) => token.kind == TokenKind::StreamEnd,
            Err(_) => true,
        };
        let text = self.scanner.text();
        Some(token.map_err(|fault| fault.into_error(text)))
    }
}

/// Reads tokens, no further ahead than it must.
///
/// A key is only seen to be one by the `:` after it, so tokens wait in a queue while the first of them may still turn
/// out to begin a key.
#[derive(Debug)]
pub(crate) struct Scanner<'a> {
    cursor: Cursor<'a>,
    queue: VecDeque<Token<'a>>,
    /// Whether the first token of the queue is sure to stay the first.
    ready: bool,
    /// The tokens handed out.
    taken: usize,
    started: bool,
    /// The column of the innermost block collection; -1 outside of any.
    indent: isize,
    /// The columns around it.
    indents: Vec<isize>,
    /// How many brackets are open.
    flow: usize,
    key_allowed: bool,
    keys: SimpleKeys,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            cursor: Cursor::new(text),
            queue: VecDeque::new(),
            ready: false,
            taken: 0,
            started: false,
            indent: -1,
            indents: Vec::new(),
            flow: 0,
            key_allowed: true,
            keys: SimpleKeys::new(),
        }
    }

    /// A scanner that lets control characters pass. There must be no NUL.
    pub(crate) fn unchecked(text: &'a str) -> Self {
        let mut scanner = Self::new(text);
        scanner.cursor.read_all();
        scanner
    }

    pub(crate) fn text(&self) -> &'a str {
        self.cursor.text()
    }

    /// The next token, left in place.
    #[inline]
    pub(crate) fn peek(&mut self) -> Step<&Token<'a>> {
        if !self.ready {
            self.fetch()?;
        }
        self.queue.front().ok_or_else(|| self.past_the_end())
    }

    /// Takes the next token.
    #[inline]
    pub(crate) fn next(&mut self) -> Step<Token<'a>> {
        if !self.ready {
            self.fetch()?;
        }
        self.ready = false;
        match self.queue.pop_front() {
            Some(token) => {
                self.taken += 1;
                Ok(token)
            }
            None => Err(self.past_the_end()),
        }
    }

    /// Goes on at the beginning of a line, inside block collections of these columns.
    pub(crate) fn resume(&mut self, at: Mark, columns: impl IntoIterator<Item = isize>) {
        self.queue.clear();
        self.ready = false;
        self.cursor.jump(at.offset as usize, at.line);
        self.indent = -1;
        self.indents.clear();
        for column in columns {
            if column > self.indent {
                self.indents.push(self.indent);
                self.indent = column;
            }
        }
        self.flow = 0;
        self.key_allowed = true;
        self.keys = SimpleKeys::new();
        self.started = true;
    }

    fn past_the_end(&self) -> Box<Fault> {
        self.fault("", self.cursor.mark(), Problem::NoToken)
    }

    fn fault(&self, context: &'static str, start: Mark, problem: Problem) -> Box<Fault> {
        Box::new(Fault {
            finder: Finder::Scanner,
            problem,
            at: self.cursor.mark(),
            end: None,
            context: (!context.is_empty()).then_some((context, start)),
        })
    }

    /// The text from `start` to here.
    fn slice(&self, start: usize) -> &'a str {
        let text = self.cursor.text();
        text.get(start..self.cursor.at()).unwrap_or_default()
    }

    /// Reads tokens until the first one cannot turn out to begin a key any more.
    fn fetch(&mut self) -> Step<()> {
        loop {
            if !self.queue.is_empty() {
                let level = self.keys.level_of(self.taken);
                let waits = match level {
                    Some(level) => self.check_key(level)?,
                    None => false,
                };
                if !waits {
                    self.ready = true;
                    return Ok(());
                }
            }
            self.fetch_one()?;
        }
    }

    /// Whether the key of a level may still be one: its colon must stand on the same line within 1024 characters.
    fn check_key(&mut self, level: usize) -> Step<bool> {
        let Some(key) = self.keys.possible(level) else {
            return Ok(false);
        };
        let here = self.cursor.mark();
        if key.mark.line < here.line || key.index + 1024 < self.cursor.index() {
            if key.required {
                let context = "while scanning a simple key";
                return Err(self.fault(context, key.mark, Problem::MissingColon));
            }
            self.keys.give_up(level);
            return Ok(false);
        }
        Ok(true)
    }

    /// The token that comes next may begin a key.
    fn save_key(&mut self) -> Step<()> {
        if !self.key_allowed {
            return Ok(());
        }
        let key = SimpleKey {
            required: self.flow == 0 && self.indent == self.cursor.column(),
            token: self.taken + self.queue.len(),
            mark: self.cursor.mark(),
            index: self.cursor.index(),
            column: self.cursor.column(),
        };
        self.drop_key()?;
        self.keys.save(key);
        Ok(())
    }

    /// What may have begun a key on this level does not.
    fn drop_key(&mut self) -> Step<()> {
        if let Some(key) = self.keys.possible(self.keys.top()) {
            if key.required {
                let context = "while scanning a simple key";
                return Err(self.fault(context, key.mark, Problem::MissingColon));
            }
            self.keys.remove();
        }
        Ok(())
    }

    fn push(&mut self, kind: TokenKind<'a>, start: Mark, end: Mark) {
        self.queue.push_back(Token { kind, start, end });
    }

    /// Inserts an empty token before the token of this number, or at the end when that one is gone already.
    fn insert(&mut self, kind: TokenKind<'a>, at: Mark, number: usize) {
        let place = number.checked_sub(self.taken);
        let place = place.map_or(self.queue.len(), |place| place.min(self.queue.len()));
        let token = Token {
            kind,
            start: at,
            end: at,
        };
        self.queue.insert(place, token);
    }

    /// Begins a block collection if the indentation is deeper; its token goes before the token of this number.
    fn indent(&mut self, column: isize, number: usize, kind: TokenKind<'a>, at: Mark) -> Step<()> {
        if self.flow > 0 || self.indent >= column {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = column;
        if self.indents.len() > MAX_DEPTH {
            let start = self.keys.top_mark();
            return Err(self.fault("while increasing indent level", start, Problem::TooDeep));
        }
        self.insert(kind, at, number);
        Ok(())
    }

    /// Ends the block collections that are deeper than this column.
    fn dedent(&mut self, column: isize) {
        if self.flow > 0 {
            return;
        }
        while self.indent > column {
            let here = self.cursor.mark();
            self.push(TokenKind::BlockEnd, here, here);
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    fn fetch_one(&mut self) -> Step<()> {
        self.cursor.need(1)?;
        if !self.started {
            self.started = true;
            let here = self.cursor.mark();
            self.push(TokenKind::StreamStart, here, here);
            return Ok(());
        }
        self.pass_to_token()?;
        self.dedent(self.cursor.column());
        self.cursor.need(4)?;
        if self.cursor.is_end() {
            return self.stream_end();
        }
        let first = self.cursor.peek(0);
        if self.cursor.column() == 0 {
            if first == b'%' {
                return self.fetch_directive();
            }
            if self.cursor.at_document_indicator() {
                return self.document_indicator(first);
            }
        }
        let spaced = self.cursor.is_space(1);
        match first {
            b'[' => self.flow_start(TokenKind::FlowSequenceStart),
            b'{' => self.flow_start(TokenKind::FlowMappingStart),
            b']' => self.flow_end(TokenKind::FlowSequenceEnd),
            b'}' => self.flow_end(TokenKind::FlowMappingEnd),
            b',' => self.flow_entry(),
            b'-' if spaced => self.block_entry(),
            b'?' if spaced || self.flow > 0 => self.fetch_key(),
            b':' if spaced || self.flow > 0 => self.fetch_value(),
            b'*' | b'&' => self.keyed(Self::anchor),
            b'!' => self.keyed(Self::tag),
            b'|' if self.flow == 0 => self.block_scalar(Style::Literal),
            b'>' if self.flow == 0 => self.block_scalar(Style::Folded),
            b'\'' => self.quoted_scalar(Style::Single),
            b'"' => self.quoted_scalar(Style::Double),
            b'-' | b'?' | b':' => self.plain_scalar(),
            b'\t' | b'|' | b'>' | b'%' | b'@' | b'`' => {
                let context = "while scanning for the next token";
                Err(self.fault(context, self.cursor.mark(), Problem::NoToken))
            }
            _ => self.plain_scalar(),
        }
    }

    /// Passes blanks, comments and line breaks. A tab is no blank where a block key may begin.
    fn pass_to_token(&mut self) -> Step<()> {
        loop {
            self.cursor.need(1)?;
            self.cursor.pass_bom();
            self.cursor.need(1)?;
            let tabs = self.flow > 0 || !self.key_allowed;
            while self.cursor.peek(0) == b' ' || tabs && self.cursor.peek(0) == b'\t' {
                self.cursor.pass();
                self.cursor.need(1)?;
            }
            self.cursor.pass_comment()?;
            if !self.cursor.is_break(0) {
                return Ok(());
            }
            self.cursor.need(2)?;
            self.cursor.pass_break();
            if self.flow == 0 {
                self.key_allowed = true;
            }
        }
    }

    fn stream_end(&mut self) -> Step<()> {
        if self.cursor.column() != 0 {
            // the text ends as if in a new line
            self.cursor.begin_line();
        }
        let here = self.cursor.mark();
        self.dedent(-1);
        self.drop_key()?;
        self.key_allowed = false;
        self.push(TokenKind::StreamEnd, here, here);
        Ok(())
    }

    fn fetch_directive(&mut self) -> Step<()> {
        self.dedent(-1);
        self.drop_key()?;
        self.key_allowed = false;
        let start = self.cursor.mark();
        let (kind, end) = self.directive()?;
        self.push(kind, start, end);
        Ok(())
    }

    fn document_indicator(&mut self, first: u8) -> Step<()> {
        self.dedent(-1);
        self.drop_key()?;
        self.key_allowed = false;
        let start = self.cursor.mark();
        for _ in 0..3 {
            self.cursor.pass();
        }
        let kind = if first == b'-' {
            TokenKind::DocumentStart
        } else {
            TokenKind::DocumentEnd
        };
        self.push(kind, start, self.cursor.mark());
        Ok(())
    }

    /// A token of one character.
    fn sign(&mut self, kind: TokenKind<'a>) {
        let start = self.cursor.mark();
        self.cursor.pass();
        self.push(kind, start, self.cursor.mark());
    }

    fn flow_start(&mut self, kind: TokenKind<'a>) -> Step<()> {
        self.save_key()?;
        let number = self.taken + self.queue.len();
        self.keys.enter(number, self.cursor.mark());
        self.flow += 1;
        if self.flow > MAX_DEPTH {
            let start = self.keys.top_mark();
            return Err(self.fault("while increasing flow level", start, Problem::TooDeep));
        }
        self.key_allowed = true;
        self.sign(kind);
        Ok(())
    }

    fn flow_end(&mut self, kind: TokenKind<'a>) -> Step<()> {
        self.drop_key()?;
        if self.flow > 0 {
            self.flow -= 1;
            self.keys.leave();
        }
        self.key_allowed = false;
        self.sign(kind);
        Ok(())
    }

    fn flow_entry(&mut self) -> Step<()> {
        self.drop_key()?;
        self.key_allowed = true;
        self.sign(TokenKind::FlowEntry);
        Ok(())
    }

    fn block_entry(&mut self) -> Step<()> {
        // inside brackets the parser refuses it
        if self.flow == 0 {
            self.allow_or(Problem::UnexpectedEntry)?;
            self.indent_here(TokenKind::BlockSequenceStart)?;
        }
        self.drop_key()?;
        self.key_allowed = true;
        self.sign(TokenKind::BlockEntry);
        Ok(())
    }

    fn fetch_key(&mut self) -> Step<()> {
        if self.flow == 0 {
            self.allow_or(Problem::UnexpectedKey)?;
            self.indent_here(TokenKind::BlockMappingStart)?;
        }
        self.drop_key()?;
        self.key_allowed = self.flow == 0;
        self.sign(TokenKind::Key);
        Ok(())
    }

    fn fetch_value(&mut self) -> Step<()> {
        let level = self.keys.top();
        let simple = if self.check_key(level)? {
            self.keys.possible(level)
        } else {
            None
        };
        if let Some(key) = simple {
            self.insert(TokenKind::Key, key.mark, key.token);
            self.indent(
                key.column,
                key.token,
                TokenKind::BlockMappingStart,
                key.mark,
            )?;
            self.keys.remove();
            self.key_allowed = false;
        } else {
            if self.flow == 0 {
                self.allow_or(Problem::UnexpectedValue)?;
                self.indent_here(TokenKind::BlockMappingStart)?;
            }
            self.key_allowed = self.flow == 0;
        }
        self.sign(TokenKind::Value);
        Ok(())
    }

    fn allow_or(&self, problem: Problem) -> Step<()> {
        if self.key_allowed {
            Ok(())
        } else {
            Err(self.fault("", self.cursor.mark(), problem))
        }
    }

    fn indent_here(&mut self, kind: TokenKind<'a>) -> Step<()> {
        let next = self.taken + self.queue.len();
        self.indent(self.cursor.column(), next, kind, self.cursor.mark())
    }

    /// A token that may begin a key, but that no other key follows at once.
    fn keyed(&mut self, read: fn(&mut Self) -> Step<TokenKind<'a>>) -> Step<()> {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.cursor.mark();
        let kind = read(self)?;
        self.push(kind, start, self.cursor.mark());
        Ok(())
    }

    fn scalar(&mut self, value: Collect<'a>, style: Style, indentation: u32, range: (Mark, Mark)) {
        let scalar = ScalarText {
            value: value.finish(),
            style,
            indentation,
        };
        self.push(TokenKind::Scalar(scalar), range.0, range.1);
    }

    fn block_scalar(&mut self, style: Style) -> Step<()> {
        self.drop_key()?;
        self.key_allowed = true;
        let start = self.cursor.mark();
        let mut value = Collect::new(self.cursor.text());
        let place = Indentation::Below(self.indent);
        let read = block(&mut self.cursor, style, place, &mut value)?;
        let indentation = offset(read.indentation.unsigned_abs());
        self.scalar(value, style, indentation, (start, read.end));
        Ok(())
    }

    fn quoted_scalar(&mut self, style: Style) -> Step<()> {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.cursor.mark();
        let mut value = Collect::new(self.cursor.text());
        quoted(&mut self.cursor, style, &mut value)?;
        self.scalar(value, style, 0, (start, self.cursor.mark()));
        Ok(())
    }

    fn plain_scalar(&mut self) -> Step<()> {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.cursor.mark();
        let mut value = Collect::new(self.cursor.text());
        let least = self.indent + 1;
        let ends = if self.flow > 0 {
            Ends::Flow
        } else {
            Ends::Block
        };
        let (end, breaks) = plain(&mut self.cursor, ends, least, &mut value)?;
        self.scalar(value, Style::Plain, 0, (start, end));
        if breaks {
            self.key_allowed = true;
        }
        Ok(())
    }
}
