//! From tokens to events.

mod event;
mod flow;
mod node;

use std::borrow::Cow;

pub use event::{Anchor, Event, EventKind, Layout, Properties, Tag};

use crate::error::{Fault, Finder, Problem, Step, YamlError};
use crate::mark::Mark;
use crate::scan::{ScalarText, Scanner, Style, TagDirective, Token, TokenKind};

/// The prefix that `!!` stands for.
pub(crate) const CORE_PREFIX: &str = "tag:yaml.org,2002:";

/// Reads the events of a text, all its documents, up to the first error.
///
/// ```
/// use acrlint_yaml::{EventKind, events};
///
/// let scalars = events("a: [b, c]").filter_map(Result::ok).filter_map(|event| match event.kind {
///     EventKind::Scalar(scalar) => Some(scalar.value.into_owned()),
///     _ => None,
/// });
/// assert_eq!(scalars.collect::<Vec<_>>(), ["a", "b", "c"]);
/// ```
pub fn events(text: &str) -> Events<'_> {
    Events {
        text,
        parser: Parser::new(text),
        done: false,
    }
}

/// The events of a text. See [`events`].
#[derive(Debug)]
pub struct Events<'a> {
    text: &'a str,
    parser: Parser<'a>,
    done: bool,
}

impl<'a> Iterator for Events<'a> {
    type Item = Result<Event<'a>, YamlError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        match self.parser.next() {
            Ok(event) => {
                self.done = event.kind == EventKind::StreamEnd;
                Some(Ok(event))
            }
            Err(fault) => {
                self.done = true;
                Some(Err(fault.into_error(self.text)))
            }
        }
    }
}

/// What the parser expects next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    StreamStart,
    FirstDocument,
    NextDocument,
    DocumentContent,
    DocumentEnd,
    BlockNode,
    /// In a block sequence or, without its own indentation, below a key.
    SequenceEntry,
    IndentlessEntry,
    MappingKey,
    MappingValue,
    FlowSequenceFirst,
    FlowSequenceEntry,
    /// `[a: b]`: a mapping of one pair.
    PairKey,
    PairValue,
    PairEnd,
    FlowMappingFirst,
    FlowMappingKey,
    FlowMappingValue,
    /// A key without `:`.
    FlowMappingNoValue,
    End,
}

/// Which nodes may stand at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Block,
    /// Below a key, where a list needs no indentation of its own.
    BlockValue,
    Flow,
}

#[derive(Debug)]
pub(crate) struct Parser<'a> {
    scanner: Scanner<'a>,
    state: State,
    /// What to go on with after the nodes that are open.
    states: Vec<State>,
    /// Where the collections that are open begin.
    marks: Vec<Mark>,
    tags: Vec<TagDirective<'a>>,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            scanner: Scanner::new(text),
            state: State::StreamStart,
            states: Vec::new(),
            marks: Vec::new(),
            tags: Vec::new(),
        }
    }

    /// A parser that lets control characters pass; the text ends before a NUL.
    pub(crate) fn unchecked(text: &'a str) -> Self {
        let text = text.split('\0').next().unwrap_or_default();
        Self {
            scanner: Scanner::unchecked(text),
            ..Self::new(text)
        }
    }

    /// The text that is parsed.
    pub(crate) fn text(&self) -> &'a str {
        self.scanner.text()
    }

    /// Reads the next event.
    pub(crate) fn next(&mut self) -> Step<Event<'a>> {
        match self.state {
            State::StreamStart => {
                let token = self.scanner.next()?;
                self.state = State::FirstDocument;
                Ok(event(EventKind::StreamStart, &token))
            }
            State::FirstDocument | State::NextDocument => self.document_start(),
            State::DocumentContent => self.document_content(),
            State::DocumentEnd => self.document_end(),
            State::BlockNode => self.node(Place::Block),
            State::SequenceEntry => self.sequence_entry(),
            State::IndentlessEntry => self.indentless_entry(),
            State::MappingKey => self.mapping_key(),
            State::MappingValue => self.mapping_value(),
            State::FlowSequenceFirst => self.flow_sequence_entry(true),
            State::FlowSequenceEntry => self.flow_sequence_entry(false),
            State::PairKey => self.pair_key(),
            State::PairValue => self.pair_value(),
            State::PairEnd => self.pair_end(),
            State::FlowMappingFirst => self.flow_mapping_key(true),
            State::FlowMappingKey => self.flow_mapping_key(false),
            State::FlowMappingValue => self.flow_mapping_value(),
            State::FlowMappingNoValue => self.flow_mapping_no_value(),
            State::End => {
                let start = self.peek_start()?;
                Ok(bare(EventKind::StreamEnd, start, start))
            }
        }
    }

    /// Goes on at the beginning of a line inside the given block collections, outermost first; outside of any, a
    /// document begins there.
    pub(crate) fn resume(&mut self, at: Mark, open: &[OpenBlock]) {
        self.scanner
            .resume(at, open.iter().map(|block| block.column));
        self.states.clear();
        self.marks.clear();
        self.states.push(State::DocumentEnd);
        for block in open {
            self.states.push(match block.kind {
                OpenKind::Sequence => State::SequenceEntry,
                OpenKind::Indentless => State::IndentlessEntry,
                OpenKind::Mapping => State::MappingKey,
            });
            if block.kind != OpenKind::Indentless {
                self.marks.push(block.start);
            }
        }
        self.state = match open {
            [] => State::BlockNode,
            _ => self.pop_state(),
        };
    }

    fn pop_state(&mut self) -> State {
        self.states.pop().unwrap_or(State::End)
    }

    fn peek_kind(&mut self) -> Step<&TokenKind<'a>> {
        Ok(&self.scanner.peek()?.kind)
    }

    fn peek_start(&mut self) -> Step<Mark> {
        Ok(self.scanner.peek()?.start)
    }

    /// Takes the token that opens a collection.
    fn open(&mut self) -> Step<()> {
        let token = self.scanner.next()?;
        self.marks.push(token.start);
        Ok(())
    }

    /// Takes the token that closes a collection.
    fn close(&mut self, kind: EventKind<'a>) -> Step<Event<'a>> {
        let token = self.scanner.next()?;
        self.state = self.pop_state();
        self.marks.pop();
        Ok(event(kind, &token))
    }

    /// The next token is not what it must be.
    fn unexpected(
        &mut self,
        problem: Problem,
        context: Option<(&'static str, Mark)>,
    ) -> Box<Fault> {
        match self.scanner.peek() {
            Ok(token) => Box::new(Fault {
                finder: Finder::Parser,
                problem,
                at: token.start,
                end: Some(token.end),
                context,
            }),
            Err(fault) => fault,
        }
    }

    /// The next token does not continue the innermost collection.
    fn broken(&mut self, problem: Problem, context: &'static str) -> Box<Fault> {
        let start = self.marks.pop().unwrap_or_default();
        self.unexpected(problem, Some((context, start)))
    }

    fn document_start(&mut self) -> Step<Event<'a>> {
        let first = self.state == State::FirstDocument;
        if !first {
            while *self.peek_kind()? == TokenKind::DocumentEnd {
                self.scanner.next()?;
            }
        }
        let start = self.peek_start()?;
        let explicit = match self.peek_kind()? {
            TokenKind::StreamEnd => {
                self.state = State::End;
                let token = self.scanner.next()?;
                return Ok(event(EventKind::StreamEnd, &token));
            }
            TokenKind::Version(..) | TokenKind::TagDirective(_) | TokenKind::DocumentStart => true,
            _ => !first,
        };
        self.directives()?;
        self.states.push(State::DocumentEnd);
        if !explicit {
            self.state = State::BlockNode;
            return Ok(bare(EventKind::DocumentStart { explicit }, start, start));
        }
        if *self.peek_kind()? != TokenKind::DocumentStart {
            return Err(self.unexpected(Problem::ExpectedDocumentStart, None));
        }
        let token = self.scanner.next()?;
        self.state = State::DocumentContent;
        Ok(bare(
            EventKind::DocumentStart { explicit },
            start,
            token.end,
        ))
    }

    fn directives(&mut self) -> Step<()> {
        let mut versioned = false;
        loop {
            match self.peek_kind()? {
                TokenKind::Version(major, minor) => {
                    let fits = (*major, *minor) == (1, 1);
                    if versioned {
                        return Err(self.unexpected(Problem::DuplicateVersion, None));
                    }
                    if !fits {
                        return Err(self.unexpected(Problem::IncompatibleVersion, None));
                    }
                    versioned = true;
                }
                TokenKind::TagDirective(directive) => {
                    let directive = directive.as_ref().clone();
                    if self.tags.iter().any(|tag| tag.handle == directive.handle) {
                        return Err(self.unexpected(Problem::DuplicateTag, None));
                    }
                    self.tags.push(directive);
                }
                _ => break,
            }
            self.scanner.next()?;
        }
        for (handle, prefix) in [("!", "!"), ("!!", CORE_PREFIX)] {
            if !self.tags.iter().any(|tag| tag.handle == handle) {
                self.tags.push(TagDirective {
                    handle,
                    prefix: Cow::Borrowed(prefix),
                });
            }
        }
        Ok(())
    }

    fn document_content(&mut self) -> Step<Event<'a>> {
        match self.peek_kind()? {
            TokenKind::Version(..)
            | TokenKind::TagDirective(_)
            | TokenKind::DocumentStart
            | TokenKind::DocumentEnd
            | TokenKind::StreamEnd => {
                self.state = self.pop_state();
                self.empty_here()
            }
            _ => self.node(Place::Block),
        }
    }

    fn document_end(&mut self) -> Step<Event<'a>> {
        let start = self.peek_start()?;
        let explicit = *self.peek_kind()? == TokenKind::DocumentEnd;
        let end = if explicit {
            self.scanner.next()?.end
        } else {
            start
        };
        self.tags.clear();
        self.state = State::NextDocument;
        Ok(bare(EventKind::DocumentEnd { explicit }, start, end))
    }

    fn sequence_entry(&mut self) -> Step<Event<'a>> {
        match self.peek_kind()? {
            TokenKind::BlockEntry => {
                let end = self.scanner.next()?.end;
                match self.peek_kind()? {
                    TokenKind::BlockEntry | TokenKind::BlockEnd => {
                        self.state = State::SequenceEntry;
                        Ok(empty(end))
                    }
                    _ => {
                        self.states.push(State::SequenceEntry);
                        self.node(Place::Block)
                    }
                }
            }
            TokenKind::BlockEnd => self.close(EventKind::SequenceEnd),
            _ => Err(self.broken(Problem::ExpectedEntry, "while parsing a block collection")),
        }
    }

    fn indentless_entry(&mut self) -> Step<Event<'a>> {
        if *self.peek_kind()? != TokenKind::BlockEntry {
            self.state = self.pop_state();
            let start = self.peek_start()?;
            return Ok(bare(EventKind::SequenceEnd, start, start));
        }
        let end = self.scanner.next()?.end;
        match self.peek_kind()? {
            TokenKind::BlockEntry | TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                self.state = State::IndentlessEntry;
                Ok(empty(end))
            }
            _ => {
                self.states.push(State::IndentlessEntry);
                self.node(Place::Block)
            }
        }
    }

    fn mapping_key(&mut self) -> Step<Event<'a>> {
        match self.peek_kind()? {
            TokenKind::Key => {
                let end = self.scanner.next()?.end;
                self.block_part(end, State::MappingValue)
            }
            TokenKind::BlockEnd => self.close(EventKind::MappingEnd),
            _ => Err(self.broken(Problem::ExpectedKey, "while parsing a block mapping")),
        }
    }

    fn mapping_value(&mut self) -> Step<Event<'a>> {
        if *self.peek_kind()? == TokenKind::Value {
            let end = self.scanner.next()?.end;
            return self.block_part(end, State::MappingKey);
        }
        self.state = State::MappingKey;
        self.empty_here()
    }

    /// A key or a value of a block mapping, possibly left out.
    fn block_part(&mut self, after: Mark, then: State) -> Step<Event<'a>> {
        match self.peek_kind()? {
            TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                self.state = then;
                Ok(empty(after))
            }
            _ => {
                self.states.push(then);
                self.node(Place::BlockValue)
            }
        }
    }

    /// A scalar left out before the next token.
    fn empty_here(&mut self) -> Step<Event<'a>> {
        Ok(empty(self.peek_start()?))
    }
}

/// A block collection that is open, as far as it matters for going on after an error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OpenBlock {
    pub(crate) kind: OpenKind,
    pub(crate) column: isize,
    pub(crate) start: Mark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpenKind {
    Sequence,
    /// A list below a key, without indentation of its own.
    Indentless,
    Mapping,
}

fn bare<'a>(kind: EventKind<'a>, start: Mark, end: Mark) -> Event<'a> {
    Event {
        kind,
        range: start.to(end),
        line: start.line,
        properties: None,
    }
}

fn event<'a>(kind: EventKind<'a>, token: &Token<'_>) -> Event<'a> {
    bare(kind, token.start, token.end)
}

/// The scalar that is left out here.
fn empty<'a>(at: Mark) -> Event<'a> {
    bare(EventKind::Scalar(empty_scalar()), at, at)
}

fn empty_scalar<'a>() -> ScalarText<'a> {
    ScalarText {
        value: Cow::Borrowed(""),
        style: Style::Plain,
        indentation: 0,
    }
}
