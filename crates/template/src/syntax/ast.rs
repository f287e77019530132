//! The tree. Every node knows its range in the text and, for Go's messages, the offset that Go calls its position.

use acrlint_text::TextRange;

use super::few::Few;
use super::names::Names;
use crate::functions::Function;
use crate::go::number::Number;
use crate::value::Text;

/// A parsed template.
#[derive(Debug, Clone)]
pub struct Template<'t> {
    /// The name that messages show.
    pub name: String,
    /// The text it was parsed from.
    pub text: &'t str,
    /// What is rendered.
    pub root: Block<'t>,
    /// What `define` and `block` define, in the order of the text.
    pub definitions: Vec<Definition<'t>>,
    /// Where comments stand, `{{` and `}}` included.
    pub comments: Vec<TextRange>,
    /// Whether a function is called that changes a map in place.
    pub(crate) mutates: bool,
}

/// A sequence of nodes.
#[derive(Debug, Clone, Default)]
pub struct Block<'t> {
    /// The nodes in the order of the text.
    pub nodes: Vec<Node<'t>>,
}

/// A template with a name of its own.
#[derive(Debug, Clone)]
pub struct Definition<'t> {
    /// Its name.
    pub name: String,
    /// The name's constant.
    pub name_range: TextRange,
    /// From `{{define` to the end of its `{{end}}`.
    pub range: TextRange,
    /// What it renders.
    pub body: Block<'t>,
}

/// A piece of a template.
#[derive(Debug, Clone)]
pub enum Node<'t> {
    /// Text outside actions, already trimmed.
    Text {
        /// The text.
        text: &'t str,
        /// Where it stands.
        range: TextRange,
    },
    /// `{{ pipeline }}`.
    Action(Action<'t>),
    /// `if`, `with`, `range`.
    Branch(Box<Branch<'t>>),
    /// `{{template "name" pipeline}}` or the place of a `block`.
    Template(TemplateCall<'t>),
    /// `{{break}}`.
    Break(Jump),
    /// `{{continue}}`.
    Continue(Jump),
    /// An action that could not be read.
    Bad(TextRange),
}

/// An action that prints or sets a value.
#[derive(Debug, Clone)]
pub struct Action<'t> {
    /// The whole action with its delimiters and trim markers.
    pub range: TextRange,
    /// The pipeline.
    pub pipe: Pipe<'t>,
}

/// What a branch does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BranchKind {
    /// `if`.
    If,
    /// `with`.
    With,
    /// `range`.
    Range,
}

/// `if`, `with` or `range`.
#[derive(Debug, Clone)]
pub struct Branch<'t> {
    /// Which of them.
    pub kind: BranchKind,
    /// The opening action; for an `else if` the else action.
    pub opening: TextRange,
    /// The keyword.
    pub keyword: TextRange,
    /// The condition; `None` when it could not be read.
    pub pipe: Option<Pipe<'t>>,
    /// What is rendered when it holds, or once for each element.
    pub body: Block<'t>,
    /// The other case.
    pub otherwise: Option<Else<'t>>,
    /// The `{{end}}`; `None` when it is missing, and for an `else if`, which shares the outer one's.
    pub end: Option<TextRange>,
}

/// The other case of a branch.
#[derive(Debug, Clone)]
pub struct Else<'t> {
    /// The `{{else}}`; for an `else if` the same range as its branch's opening.
    pub range: TextRange,
    /// What is rendered: for an `else if` just that branch.
    pub body: Block<'t>,
}

/// A call of a template.
#[derive(Debug, Clone)]
pub struct TemplateCall<'t> {
    /// The whole action.
    pub range: TextRange,
    /// The name.
    pub name: String,
    /// The name's constant.
    pub name_range: TextRange,
    /// The value for its dot.
    pub pipe: Option<Pipe<'t>>,
}

/// `break` or `continue`.
#[derive(Debug, Clone, Copy)]
pub struct Jump {
    /// The whole action.
    pub range: TextRange,
}

/// `$x := command | command`.
#[derive(Debug, Clone)]
pub struct Pipe<'t> {
    /// Go's position.
    pub(crate) pos: u32,
    /// From the first token to the last, without parentheses.
    pub range: TextRange,
    /// The variables on the left.
    pub variables: Vec<Variable<'t>>,
    /// Whether they are assigned, not declared.
    pub assigns: bool,
    /// The commands.
    pub commands: Few<Command<'t>>,
}

/// A variable with its `$`.
#[derive(Debug, Clone, Copy)]
pub struct Variable<'t> {
    /// The name with its `$`.
    pub name: &'t str,
    /// Where it stands.
    pub range: TextRange,
}

/// A function or value with its arguments.
#[derive(Debug, Clone)]
pub struct Command<'t> {
    /// Go's position.
    pub(crate) pos: u32,
    /// From the first word to the last.
    pub range: TextRange,
    /// The words; never empty.
    pub words: Few<Expr<'t>>,
}

/// A word of a command.
#[derive(Debug, Clone)]
pub enum Expr<'t> {
    /// `.a.b`.
    Field {
        /// The identifiers.
        names: Names<'t>,
    },
    /// `$x.a.b`.
    Variable {
        /// The variable.
        variable: Variable<'t>,
        /// The identifiers after it.
        names: Names<'t>,
    },
    /// `(…).a.b`.
    Chain {
        /// What the fields are taken of.
        of: Box<Expr<'t>>,
        /// The identifiers.
        names: Names<'t>,
    },
    /// A function's name.
    Function {
        /// The name.
        name: &'t str,
        /// Where it stands.
        range: TextRange,
        /// What is known about it; `None` when it does not exist.
        function: Option<&'static Function>,
    },
    /// `( … )`.
    Paren {
        /// With the parentheses.
        range: TextRange,
        /// What they hold.
        pipe: Box<Pipe<'t>>,
    },
    /// `.`.
    Dot {
        /// Where it stands.
        range: TextRange,
    },
    /// `nil`.
    Nil {
        /// Where it stands.
        range: TextRange,
    },
    /// `true` or `false`.
    Bool {
        /// Where it stands.
        range: TextRange,
        /// Which.
        value: bool,
    },
    /// A number or character constant.
    Number {
        /// Where it stands.
        range: TextRange,
        /// As written.
        text: &'t str,
        /// Its readings.
        value: Box<Number>,
    },
    /// A string constant.
    String {
        /// Where it stands, quotes included.
        range: TextRange,
        /// As written, quotes included.
        quoted: &'t str,
        /// What it says.
        value: Text,
    },
}

impl Expr<'_> {
    /// Where the expression stands.
    pub fn range(&self) -> TextRange {
        match self {
            Self::Field { names } => names.range(),
            Self::Variable { variable, names } if names.is_empty() => variable.range,
            Self::Variable { variable, names } => variable.range.cover(names.range()),
            Self::Chain { of, names } => of.range().cover(names.range()),
            Self::Function { range, .. }
            | Self::Paren { range, .. }
            | Self::Dot { range }
            | Self::Nil { range }
            | Self::Bool { range, .. }
            | Self::Number { range, .. }
            | Self::String { range, .. } => *range,
        }
    }

    /// Go's position, which for a chain of fields is that of its second part.
    pub(crate) fn pos(&self) -> u32 {
        match self {
            Self::Field { names } => {
                let rest = names.split_first().map(|(_, rest)| rest);
                let second = rest.filter(|rest| !rest.is_empty());
                second.unwrap_or(*names).range().start().into()
            }
            Self::Variable { names, .. } | Self::Chain { names, .. } if !names.is_empty() => {
                names.range().start().into()
            }
            Self::Paren { pipe, .. } => pipe.pos,
            _ => self.range().start().into(),
        }
    }
}
