use std::borrow::Cow;

use super::{Anchor, Event, EventKind, Layout, Parser, Place, Properties, State, Tag};
use super::{bare, empty_scalar, event};
use crate::error::{Fault, Finder, Problem, Step};
use crate::mark::Mark;
use crate::scan::{TagText, Token, TokenKind};

impl<'a> Parser<'a> {
    /// A node with its properties.
    pub(super) fn node(&mut self, place: Place) -> Step<Event<'a>> {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::Alias(name) => {
                let token = self.scanner.next()?;
                self.state = self.pop_state();
                Ok(event(EventKind::Alias(name), &token))
            }
            TokenKind::Anchor(_) | TokenKind::Tag(_) => self.node_with_properties(place),
            _ => {
                let start = token.start;
                self.content(place, start, start, None)
            }
        }
    }

    fn node_with_properties(&mut self, place: Place) -> Step<Event<'a>> {
        let start = self.peek_start()?;
        let mut end = start;
        let mut anchor = None;
        let mut tag = None;
        loop {
            match self.scanner.peek()?.kind {
                TokenKind::Anchor(name) if anchor.is_none() => {
                    let token = self.scanner.next()?;
                    end = token.end;
                    let range = token.range();
                    anchor = Some(Anchor { name, range });
                }
                TokenKind::Tag(_) if tag.is_none() => {
                    let token = self.scanner.next()?;
                    end = token.end;
                    tag = Some(token);
                }
                _ => break,
            }
        }
        let tag = match tag {
            Some(token) => self.resolve_tag(token, start)?,
            None => None,
        };
        let properties = Box::new(Properties { anchor, tag });
        self.content(place, start, end, Some(properties))
    }

    fn resolve_tag(&self, token: Token<'a>, start: Mark) -> Step<Option<Tag<'a>>> {
        let range = token.range();
        let TokenKind::Tag(text) = token.kind else {
            return Ok(None);
        };
        let TagText { handle, suffix } = *text;
        let name = match self.tags.iter().find(|tag| tag.handle == handle) {
            _ if handle.is_empty() => suffix,
            Some(known) => Cow::Owned(format!("{}{suffix}", known.prefix)),
            None => Cow::Borrowed(""),
        };
        if name.is_empty() && !handle.is_empty() {
            return Err(Box::new(Fault {
                finder: Finder::Parser,
                problem: Problem::UndefinedHandle,
                at: token.start,
                end: Some(token.end),
                context: Some(("while parsing a node", start)),
            }));
        }
        Ok((!name.is_empty()).then_some(Tag { name, range }))
    }

    /// What stands after a node's properties; these begin at `start` and end at `end`.
    fn content(
        &mut self,
        place: Place,
        start: Mark,
        end: Mark,
        properties: Option<Box<Properties<'a>>>,
    ) -> Step<Event<'a>> {
        let block = place != Place::Flow;
        let token = self.scanner.peek()?;
        let (at, until) = (token.start, token.end);
        let (kind, state) = match &token.kind {
            TokenKind::BlockEntry if place == Place::BlockValue => {
                let kind = EventKind::SequenceStart(Layout::Block);
                (kind, State::IndentlessEntry)
            }
            TokenKind::Scalar(_) => return self.scalar(start, properties),
            TokenKind::FlowSequenceStart => {
                let kind = EventKind::SequenceStart(Layout::Flow);
                (kind, State::FlowSequenceFirst)
            }
            TokenKind::FlowMappingStart => {
                let kind = EventKind::MappingStart(Layout::Flow);
                (kind, State::FlowMappingFirst)
            }
            TokenKind::BlockSequenceStart if block => {
                self.open()?;
                let kind = EventKind::SequenceStart(Layout::Block);
                (kind, State::SequenceEntry)
            }
            TokenKind::BlockMappingStart if block => {
                self.open()?;
                let kind = EventKind::MappingStart(Layout::Block);
                (kind, State::MappingKey)
            }
            _ => return self.no_content(place, start, end, properties),
        };
        self.state = state;
        Ok(Event {
            line: start.line,
            properties,
            ..bare(kind, at, until)
        })
    }

    fn scalar(&mut self, start: Mark, properties: Option<Box<Properties<'a>>>) -> Step<Event<'a>> {
        let token = self.scanner.next()?;
        let range = token.range();
        let TokenKind::Scalar(scalar) = token.kind else {
            return Ok(bare(
                EventKind::Scalar(empty_scalar()),
                token.start,
                token.end,
            ));
        };
        self.state = self.pop_state();
        Ok(Event {
            kind: EventKind::Scalar(scalar),
            range,
            line: start.line,
            properties,
        })
    }

    /// A node of properties alone is an empty scalar; without any there is none.
    fn no_content(
        &mut self,
        place: Place,
        start: Mark,
        end: Mark,
        properties: Option<Box<Properties<'a>>>,
    ) -> Step<Event<'a>> {
        let some = |p: &Properties<'_>| p.anchor.is_some() || p.tag.is_some();
        if properties.as_deref().is_some_and(some) {
            self.state = self.pop_state();
            return Ok(Event {
                line: start.line,
                properties,
                ..bare(EventKind::Scalar(empty_scalar()), end, end)
            });
        }
        let context = match place {
            Place::Flow => "while parsing a flow node",
            _ => "while parsing a block node",
        };
        Err(self.unexpected(Problem::ExpectedNode, Some((context, start))))
    }
}
