//! Execution: walking the tree and writing the text.

use acrlint_text::{Mapped, TextRange};

use crate::context::{Context, Fault, MAX_NESTING};
use crate::error::{ErrorKind, TemplateError};
use crate::go::quote::quote_str;
use crate::print;
use crate::syntax::{
    Action, Block, Branch, BranchKind, Command, Expr, Node, Pipe, Spelled, Template, TemplateCall,
};
use crate::value::Value;
use crate::world::Unknowns;

/// What a template renders to.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// The text. Literal text leads to its own place, an action's output to the whole action.
    pub text: Mapped,
    /// What Go refuses. It stops at the first; the rest is what would come up after that is mended.
    pub errors: Vec<TemplateError>,
    /// Parts of the text that are not UTF-8 for the runner; here they are U+FFFD.
    pub invalid: Vec<TextRange>,
    /// False when the template does so much that execution was given up; a symbol stands for the rest.
    pub complete: bool,
}

/// Executes a template. What is known about the values is in `data`; what is not, is in `unknowns`. Changes that the
/// template makes to maps do not reach `data`.
pub fn execute(template: &Template<'_>, data: &Value, unknowns: &mut Unknowns) -> Rendered {
    let data = if template.mutates {
        data.deep_clone(MAX_NESTING)
    } else {
        data.clone()
    };
    let root = Operand::plain(data);
    let mut machine = Machine {
        template,
        cx: Context::new(unknowns),
        out: Rendered {
            text: Mapped::with_capacity(2 * template.text.len()),
            complete: true,
            ..Rendered::default()
        },
        name: &template.name,
        variables: vec![("$", root.clone())],
        at: None,
        present: TextRange::default(),
        depth: 0,
        calls: Vec::new(),
    };
    if template.mutates {
        machine.cx.own_all(&root.value, MAX_NESTING);
    }
    if machine.block(&root, &template.root).is_err() {
        machine.give_up();
    }
    machine.out
}

/// A value and how Go sees it: in an `interface {}` or as what it is. Nothing that is not boxed is Go's zero Value.
#[derive(Debug, Clone)]
pub(crate) struct Operand {
    pub(crate) value: Value,
    pub(crate) boxed: bool,
}

impl Operand {
    pub(crate) fn plain(value: Value) -> Self {
        Self {
            value,
            boxed: false,
        }
    }

    pub(crate) fn boxed(value: Value) -> Self {
        Self { value, boxed: true }
    }

    /// Go's name for its static type.
    pub(crate) fn type_name(&self) -> &'static str {
        if self.boxed {
            "interface {}"
        } else {
            self.value.type_name()
        }
    }
}

/// The node that Go would name in a message.
#[derive(Clone, Copy)]
pub(crate) enum At<'a, 't> {
    Pipe(&'a Pipe<'t>),
    Command(&'a Command<'t>),
    Expr(&'a Expr<'t>),
    Action(&'a Action<'t>),
    Call(&'a TemplateCall<'t>),
}

impl At<'_, '_> {
    fn pos(&self) -> u32 {
        match self {
            Self::Pipe(pipe) => pipe.pos,
            Self::Command(command) => command.pos,
            Self::Expr(expr) => expr.pos(),
            Self::Action(action) => action.pipe.pos,
            Self::Call(call) => call.name_range.start().into(),
        }
    }

    pub(crate) fn range(&self) -> TextRange {
        match self {
            Self::Pipe(pipe) => pipe.range,
            Self::Command(command) => command.range,
            Self::Expr(expr) => expr.range(),
            Self::Action(action) => action.range,
            Self::Call(call) => call.name_range,
        }
    }

    fn spelled(&self) -> String {
        match self {
            Self::Pipe(pipe) => pipe.spelled(),
            Self::Command(command) => command.spelled(),
            Self::Expr(expr) => expr.spelled(),
            Self::Action(action) => format!("{{{{{}}}}}", action.pipe.spelled()),
            Self::Call(call) => call.spelled(),
        }
    }
}

/// Why an expression has no value.
pub(crate) enum Halt {
    /// Go stops; the error is noted.
    Error,
    /// The budget is spent.
    Exhausted,
}

/// How a list of nodes ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    On,
    Break,
    Continue,
}

/// Execution is given up.
pub(crate) struct Exhausted;

pub(crate) type Walk = Result<Flow, Exhausted>;

/// How deep templates, branches and parentheses may be in each other while executing.
pub(crate) const MAX_DEPTH: u32 = 300;
/// How many errors are noted.
const MAX_ERRORS: usize = 100;
/// How many levels a template needs to be called.
const MARGIN: u32 = 20;

pub(crate) struct Machine<'a, 't, 'u> {
    template: &'a Template<'t>,
    pub(crate) cx: Context<'u>,
    out: Rendered,
    /// The name of the template that is executing.
    name: &'a str,
    pub(crate) variables: Vec<(&'t str, Operand)>,
    pub(crate) at: Option<At<'a, 't>>,
    /// The action that is executing.
    present: TextRange,
    pub(crate) depth: u32,
    /// The templates that are executing with their dots.
    calls: Vec<(&'a str, Operand)>,
}

impl<'a, 't> Machine<'a, 't, '_> {
    /// Notes an error at the present node, worded as Go does.
    pub(crate) fn fail(&mut self, text: &str, kind: ErrorKind) -> Halt {
        let Some(at) = self.at else {
            return Halt::Error;
        };
        self.fail_at(at, at.range(), text, kind)
    }

    pub(crate) fn fail_at(
        &mut self,
        at: At<'a, 't>,
        range: TextRange,
        text: &str,
        kind: ErrorKind,
    ) -> Halt {
        let before = self
            .template
            .text
            .get(..at.pos() as usize)
            .unwrap_or_default();
        let line = 1 + memchr::memchr_iter(b'\n', before.as_bytes()).count();
        let column = before.len() - before.rfind('\n').map_or(0, |n| n + 1);
        let message = format!(
            "template: {}:{line}:{column}: executing {} at <{}>: {text}",
            self.template.name,
            quote_str(self.name),
            at.spelled(),
        );
        // a message may show a value that holds symbols
        let error = TemplateError {
            message: self.cx.unknowns.symbols.spell(&message),
            range,
            kind,
        };
        if self.out.errors.len() < MAX_ERRORS && !self.out.errors.contains(&error) {
            self.out.errors.push(error);
        }
        Halt::Error
    }

    /// Enters a level of nesting; execution is given up at the deepest.
    pub(crate) fn enter(&mut self) -> Result<(), Halt> {
        if self.depth >= MAX_DEPTH {
            return Err(Halt::Exhausted);
        }
        self.depth += 1;
        Ok(())
    }

    // --- writing ---

    fn write(&mut self, bytes: &[u8], by: TextRange) -> Result<(), Fault> {
        self.cx.reserve(bytes.len())?;
        if let Ok(text) = std::str::from_utf8(bytes) {
            self.out.text.push_expansion(text, by);
            return Ok(());
        }
        for chunk in bytes.utf8_chunks() {
            self.out.text.push_expansion(chunk.valid(), by);
            for _ in chunk.invalid() {
                let start = self.out.text.len();
                self.out.text.push_expansion("\u{FFFD}", by);
                let range = TextRange::new(start, self.out.text.len());
                self.out.invalid.push(range);
            }
        }
        Ok(())
    }

    /// Ends with a symbol for all that was not rendered.
    fn give_up(&mut self) {
        self.out.complete = false;
        let at = self.present;
        if let Ok(symbol) = self.cx.symbol("the rest", "{{…}}") {
            let symbol = symbol.encode_utf8(&mut [0; 4]).to_owned();
            self.out.text.push_expansion(&symbol, at);
        }
    }

    /// The symbol for what an action that failed would have printed.
    pub(crate) fn failed(&mut self, range: TextRange) -> Result<Value, Fault> {
        let text = self.template.text.get(std::ops::Range::from(range));
        let key = format!("failed@{}", u32::from(range.start()));
        let symbol = self.cx.symbol(&key, text.unwrap_or_default())?;
        Ok(Value::Unknown(symbol))
    }

    fn print(&mut self, operand: Operand, action: &'a Action<'t>) -> Result<(), Fault> {
        self.at = Some(At::Action(action));
        if let (Value::Nil, false) = (&operand.value, operand.boxed) {
            return self.write(b"<no value>", action.range);
        }
        if let Value::String(text) = &operand.value {
            return self.write(text.bytes(), action.range);
        }
        let text = match print::sprint(&mut self.cx, &operand.value) {
            Err(Fault::Unknown) => {
                let symbol = self.cx.call_symbol("print", &[&operand.value])?;
                symbol.encode_utf8(&mut [0; 4]).to_owned().into_bytes()
            }
            text => text?,
        };
        self.write(&text, action.range)
    }

    // --- walking ---

    pub(crate) fn block(&mut self, dot: &Operand, block: &'a Block<'t>) -> Walk {
        for node in &block.nodes {
            self.cx.step(1).map_err(|_| Exhausted)?;
            let flow = match node {
                Node::Text { text, range } => {
                    self.cx.reserve(text.len()).map_err(|_| Exhausted)?;
                    self.out.text.push_verbatim(text, range.start());
                    Flow::On
                }
                Node::Action(action) => {
                    self.present = action.range;
                    self.action(dot, action).map_err(|_| Exhausted)?;
                    Flow::On
                }
                Node::Branch(branch) => self.branch(dot, branch)?,
                Node::Template(call) => {
                    self.call_template(dot, call)?;
                    Flow::On
                }
                Node::Break(_) => Flow::Break,
                Node::Continue(_) => Flow::Continue,
                Node::Bad(range) => {
                    let value = self.failed(*range).map_err(|_| Exhausted)?;
                    self.put(&value, *range).map_err(|_| Exhausted)?;
                    Flow::On
                }
            };
            if flow != Flow::On {
                return Ok(flow);
            }
        }
        Ok(Flow::On)
    }

    fn action(&mut self, dot: &Operand, action: &'a Action<'t>) -> Result<(), Fault> {
        if let Some(text) = self.known_text(dot, &action.pipe) {
            // as the command that it is
            self.cx.step(1)?;
            self.at = Some(At::Action(action));
            return self.write(text.bytes(), action.range);
        }
        match self.pipeline(dot, &action.pipe) {
            Ok(_) if !action.pipe.variables.is_empty() => Ok(()),
            Ok(operand) => self.print(operand, action),
            Err(Halt::Exhausted) => Err(Fault::Exhausted),
            Err(Halt::Error) if !action.pipe.variables.is_empty() => Ok(()),
            Err(Halt::Error) => {
                let value = self.failed(action.range)?;
                self.put(&value, action.range)
            }
        }
    }

    pub(crate) fn put(&mut self, value: &Value, range: TextRange) -> Result<(), Fault> {
        let text = print::sprint(&mut self.cx, value)?;
        self.write(&text, range)
    }

    fn branch(&mut self, dot: &Operand, branch: &'a Branch<'t>) -> Walk {
        self.present = branch.opening;
        self.enter().map_err(|_| Exhausted)?;
        let scope = self.variables.len();
        let flow = match branch.kind {
            BranchKind::Range => self.range(dot, branch),
            BranchKind::If | BranchKind::With => self.conditional(dot, branch),
        };
        self.variables.truncate(scope);
        self.depth -= 1;
        flow
    }

    /// The value of a branch's pipeline; a symbol where Go fails.
    pub(crate) fn subject(
        &mut self,
        dot: &Operand,
        branch: &'a Branch<'t>,
    ) -> Result<Operand, Exhausted> {
        let range = branch.pipe.as_ref().map_or(branch.opening, |p| p.range);
        let value = match &branch.pipe {
            Some(pipe) => self.pipeline(dot, pipe),
            None => Err(Halt::Error),
        };
        self.cx.at = range;
        match value {
            Ok(operand) => Ok(operand),
            Err(Halt::Exhausted) => Err(Exhausted),
            Err(Halt::Error) => {
                let value = self.failed(range).map_err(|_| Exhausted)?;
                Ok(Operand::plain(value))
            }
        }
    }

    fn conditional(&mut self, dot: &Operand, branch: &'a Branch<'t>) -> Walk {
        let operand = self.subject(dot, branch)?;
        if self.cx.truth(&operand.value).map_err(|_| Exhausted)? {
            let dot = match branch.kind {
                BranchKind::With => &operand,
                _ => dot,
            };
            return self.block(dot, &branch.body);
        }
        self.otherwise(dot, branch)
    }

    pub(crate) fn otherwise(&mut self, dot: &Operand, branch: &'a Branch<'t>) -> Walk {
        match &branch.otherwise {
            Some(otherwise) => self.block(dot, &otherwise.body),
            None => Ok(Flow::On),
        }
    }

    // --- templates ---

    fn call_template(
        &mut self,
        dot: &Operand,
        call: &'a TemplateCall<'t>,
    ) -> Result<(), Exhausted> {
        self.present = call.range;
        self.at = Some(At::Call(call));
        let Some((name, body)) = self.lookup(&call.name) else {
            let kind = ErrorKind::UndefinedTemplate {
                name: call.name.clone(),
            };
            self.fail(
                &format!("template {} not defined", quote_str(&call.name)),
                kind,
            );
            return self.put_failed(call.range);
        };
        if self.depth + MARGIN >= MAX_DEPTH {
            if self.endless() {
                let text = "exceeded maximum template depth (100000)";
                self.fail(text, ErrorKind::TooDeep);
            }
            return Err(Exhausted);
        }
        let dot = match &call.pipe {
            None => Operand::plain(Value::Nil),
            Some(pipe) => match self.pipeline(dot, pipe) {
                Ok(dot) => dot,
                Err(Halt::Exhausted) => return Err(Exhausted),
                Err(Halt::Error) => {
                    let value = self.failed(pipe.range).map_err(|_| Exhausted)?;
                    Operand::plain(value)
                }
            },
        };
        self.at = Some(At::Call(call));
        self.enter().map_err(|_| Exhausted)?;
        let outer = (self.name, std::mem::take(&mut self.variables));
        self.name = name;
        self.variables.push(("$", dot.clone()));
        self.calls.push((name, dot.clone()));
        let flow = self.block(&dot, body);
        self.calls.pop();
        (self.name, self.variables) = outer;
        self.depth -= 1;
        flow.map(|_| ())
    }

    fn put_failed(&mut self, range: TextRange) -> Result<(), Exhausted> {
        let value = self.failed(range).map_err(|_| Exhausted)?;
        self.put(&value, range).map_err(|_| Exhausted)
    }

    fn lookup(&self, name: &str) -> Option<(&'a str, &'a Block<'t>)> {
        if name == self.template.name {
            return Some((&self.template.name, &self.template.root));
        }
        let found = self.template.definitions.iter().find(|d| d.name == name)?;
        Some((&found.name, &found.body))
    }

    /// Whether a template that calls itself does so for ever: it was at work already with the same dot.
    fn endless(&mut self) -> bool {
        let Some((name, dot)) = self.calls.last().filter(|_| !self.template.mutates) else {
            return false;
        };
        let (name, dot) = (*name, dot.value.clone());
        let earlier: Vec<Value> = self.calls[..self.calls.len() - 1]
            .iter()
            .filter(|(called, _)| *called == name)
            .map(|(_, dot)| dot.value.clone())
            .collect();
        earlier.iter().any(|value| {
            let same = crate::compare::deep_equal(&mut self.cx, value, &dot);
            matches!(same, Ok(Some(true)))
        })
    }
}
