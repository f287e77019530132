//! Go's text/template with the functions of sprig 2.22, as the task runner uses them: same output, same messages, but
//! with the place in the text that each piece of output came from, and with values that are not known.
//!
//! [`parse`] never fails: it returns what it understood with the error that Go stops at. [`execute`] renders a parsed
//! template; [`fill`] renders the simplest ones as they stand. What is not known is a *symbol*, one character that stands for it in texts (see
//! [`acrlint_text::Symbols`]); conditions on it are decided by a [`World`], and [`worlds`] tries them all.
#![forbid(unsafe_code)]

mod compare;
mod context;
mod convert;
mod error;
mod eval;
mod exec;
mod fields;
mod fill;
mod functions;
mod go;
mod print;
mod printf;
mod range;
mod references;
mod syntax;
mod time;
mod value;
mod version;
mod world;

pub use error::{ErrorKind, TemplateError};
pub use exec::{Rendered, execute};
pub use fill::fill;
pub use functions::{Function, Origin, find as function, functions};
pub use go::number::Number;
pub use go::quote::quote_str;
pub use references::{Reference, ReferenceKind};
pub use syntax::{
    Action, Block, Branch, BranchKind, Command, Definition, Else, Expr, Few, Jump, Name, Names,
    Node, Parsed, Pipe, Template, TemplateCall, Variable, parse,
};
pub use time::Time;
pub use value::{List, ListKind, Map, MapKind, OpenRest, Text, Value};
pub use version::Version;
pub use world::{Question, Unknowns, World, worlds};
