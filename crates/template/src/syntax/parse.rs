//! Go's parser for templates, with its messages. Where Go gives up, this one notes the error, leaves the action and
//! reads on, so that an editor still sees the rest.

use acrlint_text::TextRange;

use super::ast::{
    Action, Block, Branch, BranchKind, Definition, Else, Jump, Node, Pipe, Template, TemplateCall,
};
use super::cursor::{Abort, MAX_DEPTH, Parser, State, Step};
use super::lex::{Kind, Token, range};
use crate::error::{ErrorKind, TemplateError};
use crate::go::quote::{quote_str, unquote};

/// What could be understood of a template.
#[derive(Debug, Clone)]
pub struct Parsed<'t> {
    /// The tree; complete when there is no error.
    pub template: Template<'t>,
    /// The error that Go stops with.
    pub error: Option<TemplateError>,
}

/// Parses a template. The name is what messages show.
pub fn parse<'t>(name: &str, text: &'t str) -> Parsed<'t> {
    let mut parser = Parser::new(name, text);
    let root = parser.root();
    let root = parser.name_root(root);
    Parsed {
        template: Template {
            name: name.to_owned(),
            text,
            root,
            definitions: parser.definitions,
            comments: parser.lexer.comments,
            mutates: parser.mutates,
        },
        error: parser.error,
    }
}

/// For how many nodes there is room from the beginning at most.
const MAX_RESERVED: usize = 64;

/// What ends a list of nodes.
pub(super) enum Stop {
    End(TextRange),
    Else(TextRange),
    Eof,
}

/// A node, or what ends the list that it would stand in.
pub(super) enum Item<'t> {
    Node(Node<'t>),
    Stop(Stop),
}

impl<'t> Parser<'_, 't> {
    fn root(&mut self) -> Block<'t> {
        let braces = memchr::memchr_iter(b'{', self.text.as_bytes()).count();
        let mut root = Block {
            nodes: Vec::with_capacity((1 + braces).min(MAX_RESERVED)),
        };
        loop {
            let peeked = self.peek();
            if peeked.kind == Kind::Eof {
                return root;
            }
            if let Some(node) = self.quick(peeked) {
                root.nodes.push(node);
                continue;
            }
            if peeked.kind == Kind::LeftDelim {
                let delimiter = self.next();
                if self.next_non_space().kind == Kind::Define {
                    self.definition(delimiter);
                    continue;
                }
                self.backup2(delimiter);
            }
            let start = peeked.start;
            match self.text_or_action() {
                Ok(Item::Node(node)) => root.nodes.push(node),
                Ok(Item::Stop(stop)) => self.stray(stop),
                Err(Abort) => {
                    let bad = self.recover(start);
                    root.nodes.push(Node::Bad(bad));
                }
            }
        }
    }

    /// The text as a whole has a name as well, and a definition may have taken it.
    fn name_root(&mut self, root: Block<'t>) -> Block<'t> {
        let taken = self.definitions.iter().position(|d| d.name == self.name);
        let Some(taken) = taken else { return root };
        if is_empty(&root) {
            return self.definitions[taken].body.clone();
        }
        if !is_empty(&self.definitions[taken].body) {
            let at = self.definitions[taken].name_range;
            let name = self.name.to_owned();
            let text = format!(
                "template: multiple definition of template {}",
                quote_str(&name)
            );
            self.fail(at, &text, ErrorKind::DuplicateTemplate { name });
        }
        root
    }

    fn stray(&mut self, stop: Stop) {
        let (found, at) = match stop {
            Stop::End(at) => ("{{end}}", at),
            Stop::Else(at) => ("{{else}}", at),
            Stop::Eof => return,
        };
        let kind = ErrorKind::Unexpected {
            found: found.to_owned(),
            context: "input".to_owned(),
        };
        self.fail(at, &format!("unexpected {found}"), kind);
        // an `else if` leaves its rest unread
        if matches!(self.peek_non_space().kind, Kind::If | Kind::With) {
            self.recover(at.start().into());
        }
    }

    /// `{{define "name"}} … {{end}}`, from its keyword on.
    fn definition(&mut self, delimiter: Token<'t>) {
        let outer = std::mem::replace(&mut self.state, State::new());
        let context = "define clause";
        let header = self.definition_name(context);
        let (name, name_range) = header.unwrap_or_else(|Abort| {
            let bad = self.recover(delimiter.start);
            (String::new(), TextRange::empty(bad.end()))
        });
        self.body_of(delimiter.start, name, name_range, context);
        self.state = outer;
    }

    fn definition_name(&mut self, context: &str) -> Step<(String, TextRange)> {
        let token = self.next_non_space();
        let name = self.template_name(token, context)?;
        self.expect(Kind::RightDelim, context)?;
        Ok((name, token.range()))
    }

    /// The nodes of a `define` or `block` up to its end, in a state of their own.
    fn body_of(&mut self, start: usize, name: String, name_range: TextRange, context: &str) {
        let (body, stop) = self.list();
        let end = match stop {
            Stop::End(end) => end,
            Stop::Else(at) => {
                let kind = ErrorKind::Unexpected {
                    found: "{{else}}".to_owned(),
                    context: context.to_owned(),
                };
                self.fail(at, &format!("unexpected {{{{else}}}} in {context}"), kind);
                at
            }
            Stop::Eof => TextRange::empty(range(self.text.len(), self.text.len()).end()),
        };
        let definition = Definition {
            name,
            name_range,
            range: range(start, end.end().into()),
            body,
        };
        self.define(definition);
    }

    /// Adds a definition. Of two with the same name the one that says something wins; two such are an error.
    fn define(&mut self, definition: Definition<'t>) {
        let empty = is_empty(&definition.body);
        let known = self
            .definitions
            .iter_mut()
            .find(|d| d.name == definition.name);
        match known {
            Some(known) if is_empty(&known.body) => *known = definition,
            Some(_) if empty => {}
            Some(_) => {
                let name = definition.name;
                let text = format!(
                    "template: multiple definition of template {}",
                    quote_str(&name)
                );
                self.fail(
                    definition.name_range,
                    &text,
                    ErrorKind::DuplicateTemplate { name },
                );
            }
            None => self.definitions.push(definition),
        }
    }

    fn list(&mut self) -> (Block<'t>, Stop) {
        let mut block = Block::default();
        loop {
            let peeked = self.peek_non_space();
            if peeked.kind == Kind::Eof {
                let at = range(peeked.start, peeked.start);
                self.fail(at, "unexpected EOF", ErrorKind::UnexpectedEnd);
                return (block, Stop::Eof);
            }
            if let Some(node) = self.quick(peeked) {
                block.nodes.push(node);
                continue;
            }
            let start = peeked.start;
            match self.text_or_action() {
                Ok(Item::Node(node)) => block.nodes.push(node),
                Ok(Item::Stop(stop)) => return (block, stop),
                Err(Abort) => {
                    let bad = self.recover(start);
                    block.nodes.push(Node::Bad(bad));
                }
            }
        }
    }

    pub(super) fn text_or_action(&mut self) -> Step<Item<'t>> {
        let token = self.next_non_space();
        match token.kind {
            Kind::Text => Ok(Item::Node(Node::Text {
                text: token.text,
                range: token.range(),
            })),
            Kind::LeftDelim => {
                self.state.action = Some(token.start);
                let item = self.action(token.start);
                self.state.action = None;
                item
            }
            _ => Err(self.unexpected(token, "input")),
        }
    }

    // --- actions ---

    fn action(&mut self, start: usize) -> Step<Item<'t>> {
        let token = self.next_non_space();
        let node = match token.kind {
            Kind::Block => self.block(start)?,
            Kind::Break | Kind::Continue => self.jump(start, token)?,
            Kind::Else => {
                let end = match self.peek_non_space() {
                    next if matches!(next.kind, Kind::If | Kind::With) => token,
                    _ => self.expect(Kind::RightDelim, "else")?,
                };
                return Ok(Item::Stop(Stop::Else(range(start, end.end()))));
            }
            Kind::End => {
                let end = self.expect(Kind::RightDelim, "end")?;
                return Ok(Item::Stop(Stop::End(range(start, end.end()))));
            }
            Kind::If => self.control(BranchKind::If, start, token)?,
            Kind::With => self.control(BranchKind::With, start, token)?,
            Kind::Range => self.control(BranchKind::Range, start, token)?,
            Kind::Template => self.template_call(start)?,
            _ => {
                self.backup();
                let (pipe, end) = self.pipeline("command", Kind::RightDelim)?;
                Node::Action(Action {
                    range: range(start, end),
                    pipe,
                })
            }
        };
        Ok(Item::Node(node))
    }

    fn jump(&mut self, start: usize, keyword: Token<'t>) -> Step<Node<'t>> {
        let end = self.next_non_space();
        let shown = format!("{{{{{}}}}}", keyword.text);
        if end.kind != Kind::RightDelim {
            return Err(self.unexpected(end, &shown));
        }
        let jump = Jump {
            range: range(start, end.end()),
        };
        if self.state.ranges == 0 {
            let kind = ErrorKind::OutsideRange {
                keyword: keyword.text.to_owned(),
            };
            self.fail(jump.range, &format!("{shown} outside {{{{range}}}}"), kind);
        }
        Ok(match keyword.kind {
            Kind::Break => Node::Break(jump),
            _ => Node::Continue(jump),
        })
    }

    fn control(&mut self, kind: BranchKind, start: usize, keyword: Token<'t>) -> Step<Node<'t>> {
        if self.depth >= MAX_DEPTH {
            return Err(self.too_deep(keyword.range()));
        }
        self.depth += 1;
        let scope = self.state.variables.len();
        let branch = self.branch(kind, start, keyword);
        self.state.variables.truncate(scope);
        self.depth -= 1;
        Ok(Node::Branch(Box::new(branch)))
    }

    pub(super) fn too_deep(&mut self, at: TextRange) -> Abort {
        self.fail(at, "max expression depth exceeded", ErrorKind::TooDeep)
    }

    fn branch(&mut self, kind: BranchKind, start: usize, keyword: Token<'t>) -> Branch<'t> {
        let context = keyword.text;
        let (pipe, opening) = match self.pipeline(context, Kind::RightDelim) {
            Ok((pipe, end)) => (Some(pipe), range(start, end)),
            Err(Abort) => (None, self.recover(start)),
        };
        let in_range = u32::from(kind == BranchKind::Range);
        self.state.ranges += in_range;
        let (body, stop) = self.list();
        self.state.ranges -= in_range;
        let (otherwise, end) = match stop {
            Stop::End(end) => (None, Some(end)),
            Stop::Else(at) => self.otherwise(kind, at),
            Stop::Eof => (None, None),
        };
        Branch {
            kind,
            opening,
            keyword: keyword.range(),
            pipe,
            body,
            otherwise,
            end,
        }
    }

    fn otherwise(
        &mut self,
        kind: BranchKind,
        at: TextRange,
    ) -> (Option<Else<'t>>, Option<TextRange>) {
        let chained = (kind, self.peek().kind);
        if let (BranchKind::If, Kind::If) | (BranchKind::With, Kind::With) = chained {
            let keyword = self.next();
            let mut body = Block::default();
            match self.control(kind, at.start().into(), keyword) {
                Ok(node) => body.nodes.push(node),
                Err(Abort) => body.nodes.push(Node::Bad(self.recover(at.start().into()))),
            }
            let range = match body.nodes.first() {
                Some(Node::Branch(branch)) => branch.opening,
                _ => at,
            };
            return (Some(Else { range, body }), None);
        }
        let (body, stop) = self.list();
        let end = match stop {
            Stop::End(end) => Some(end),
            Stop::Else(second) => {
                let kind = ErrorKind::Unexpected {
                    found: "{{else}}".to_owned(),
                    context: "else".to_owned(),
                };
                self.fail(second, "expected end; found {{else}}", kind);
                None
            }
            Stop::Eof => None,
        };
        (Some(Else { range: at, body }), end)
    }

    fn block(&mut self, start: usize) -> Step<Node<'t>> {
        let context = "block clause";
        let token = self.next_non_space();
        let name = self.template_name(token, context)?;
        let (pipe, end) = self.pipeline(context, Kind::RightDelim)?;
        if self.depth >= MAX_DEPTH {
            return Err(self.too_deep(token.range()));
        }
        self.depth += 1;
        let outer = std::mem::replace(&mut self.state, State::new());
        self.body_of(start, name.clone(), token.range(), context);
        self.state = outer;
        self.depth -= 1;
        Ok(Node::Template(TemplateCall {
            range: range(start, end),
            name,
            name_range: token.range(),
            pipe: Some(pipe),
        }))
    }

    fn template_call(&mut self, start: usize) -> Step<Node<'t>> {
        let context = "template clause";
        let token = self.next_non_space();
        let name = self.template_name(token, context)?;
        let after = self.next_non_space();
        let (pipe, end): (Option<Pipe<'t>>, usize) = if after.kind == Kind::RightDelim {
            (None, after.end())
        } else {
            self.backup();
            let (pipe, end) = self.pipeline(context, Kind::RightDelim)?;
            (Some(pipe), end)
        };
        Ok(Node::Template(TemplateCall {
            range: range(start, end),
            name,
            name_range: token.range(),
            pipe,
        }))
    }

    fn template_name(&mut self, token: Token<'t>, context: &str) -> Step<String> {
        if !matches!(token.kind, Kind::String | Kind::RawString) {
            return Err(self.unexpected(token, context));
        }
        match unquote(token.text) {
            Some(name) => Ok(String::from_utf8_lossy(&name).into_owned()),
            None => Err(self.bad_string(token)),
        }
    }

    pub(super) fn bad_string(&mut self, token: Token<'t>) -> Abort {
        let kind = ErrorKind::BadConstant {
            text: token.text.to_owned(),
        };
        self.fail(token.range(), "invalid syntax", kind)
    }
}

/// Whether Go counts a template as empty: nothing but white space.
fn is_empty(block: &Block<'_>) -> bool {
    block.nodes.iter().all(|node| match node {
        Node::Text { text, .. } => text.trim().is_empty(),
        _ => false,
    })
}
