use super::{Event, EventKind, Layout, Parser, Place, State, bare, empty, event};
use crate::error::{Problem, Step};
use crate::scan::TokenKind;

impl<'a> Parser<'a> {
    pub(super) fn flow_sequence_entry(&mut self, first: bool) -> Step<Event<'a>> {
        if first {
            self.open()?;
        }
        if *self.peek_kind()? != TokenKind::FlowSequenceEnd {
            if !first {
                if *self.peek_kind()? != TokenKind::FlowEntry {
                    let context = "while parsing a flow sequence";
                    return Err(self.broken(Problem::ExpectedCommaOrBracket, context));
                }
                self.scanner.next()?;
            }
            match self.peek_kind()? {
                TokenKind::Key => {
                    self.state = State::PairKey;
                    let token = self.scanner.next()?;
                    return Ok(event(EventKind::MappingStart(Layout::Flow), &token));
                }
                TokenKind::FlowSequenceEnd => {}
                _ => {
                    self.states.push(State::FlowSequenceEntry);
                    return self.node(Place::Flow);
                }
            }
        }
        self.close(EventKind::SequenceEnd)
    }

    pub(super) fn pair_key(&mut self) -> Step<Event<'a>> {
        match self.peek_kind()? {
            TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowSequenceEnd => {
                // the runner's parser loses this token, so that `[? : a]` and `[?]` are refused
                let end = self.scanner.next()?.end;
                self.state = State::PairValue;
                Ok(empty(end))
            }
            _ => {
                self.states.push(State::PairValue);
                self.node(Place::Flow)
            }
        }
    }

    pub(super) fn pair_value(&mut self) -> Step<Event<'a>> {
        // where no value stands, the runner counts lines from the `:`
        let start = self.peek_start()?;
        if *self.peek_kind()? == TokenKind::Value {
            self.scanner.next()?;
            match self.peek_kind()? {
                TokenKind::FlowEntry | TokenKind::FlowSequenceEnd => {}
                _ => {
                    self.states.push(State::PairEnd);
                    return self.node(Place::Flow);
                }
            }
        }
        self.state = State::PairEnd;
        Ok(empty(start))
    }

    pub(super) fn pair_end(&mut self) -> Step<Event<'a>> {
        let start = self.peek_start()?;
        self.state = State::FlowSequenceEntry;
        Ok(bare(EventKind::MappingEnd, start, start))
    }

    pub(super) fn flow_mapping_key(&mut self, first: bool) -> Step<Event<'a>> {
        if first {
            self.open()?;
        }
        if *self.peek_kind()? != TokenKind::FlowMappingEnd {
            if !first {
                if *self.peek_kind()? != TokenKind::FlowEntry {
                    let context = "while parsing a flow mapping";
                    return Err(self.broken(Problem::ExpectedCommaOrBrace, context));
                }
                self.scanner.next()?;
            }
            match self.peek_kind()? {
                TokenKind::Key => {
                    self.scanner.next()?;
                    return self.flow_part(State::FlowMappingValue);
                }
                TokenKind::FlowMappingEnd => {}
                _ => {
                    self.states.push(State::FlowMappingNoValue);
                    return self.node(Place::Flow);
                }
            }
        }
        self.close(EventKind::MappingEnd)
    }

    /// A key after `?`, possibly left out.
    fn flow_part(&mut self, then: State) -> Step<Event<'a>> {
        match self.peek_kind()? {
            TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowMappingEnd => {
                self.state = then;
                self.empty_here()
            }
            _ => {
                self.states.push(then);
                self.node(Place::Flow)
            }
        }
    }

    pub(super) fn flow_mapping_value(&mut self) -> Step<Event<'a>> {
        if *self.peek_kind()? == TokenKind::Value {
            self.scanner.next()?;
            match self.peek_kind()? {
                TokenKind::FlowEntry | TokenKind::FlowMappingEnd => {}
                _ => {
                    self.states.push(State::FlowMappingKey);
                    return self.node(Place::Flow);
                }
            }
        }
        self.state = State::FlowMappingKey;
        self.empty_here()
    }

    pub(super) fn flow_mapping_no_value(&mut self) -> Step<Event<'a>> {
        self.state = State::FlowMappingKey;
        self.empty_here()
    }
}
