//! From the text to the tree.

mod ast;
mod cursor;
mod display;
mod expression;
mod lex;
mod parse;

pub use ast::{
    Action, Block, Branch, BranchKind, Command, Definition, Else, Expr, Jump, Name, Node, Pipe,
    Template, TemplateCall, Variable,
};
pub(crate) use display::Spelled;
pub use parse::{Parsed, parse};
