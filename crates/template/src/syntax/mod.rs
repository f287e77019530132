//! From the text to the tree.

mod ast;
mod cursor;
mod display;
mod expression;
mod few;
mod lex;
mod names;
mod parse;
mod quick;

pub use ast::{
    Action, Block, Branch, BranchKind, Command, Definition, Else, Expr, Jump, Node, Pipe, Template,
    TemplateCall, Variable,
};
pub(crate) use display::Spelled;
pub use few::Few;
pub use names::{Name, Names};
pub use parse::{Parsed, parse};
pub(crate) use quick::plain_action;
