//! Dockerfiles with ranges, and two answers about them that are not the same: what a real build pulls
//! ([`Dockerfile::pulls`]), and what the dependency scan of the ACR task runner makes of the file ([`scan`]).
#![forbid(unsafe_code)]

mod directive;
mod expand;
mod heredoc;
mod instruction;
mod model;
mod parse;
mod pulls;
mod scan;
mod scope;
mod size;
mod word;

pub use directive::Directive;
pub use expand::{ArgUse, Part, PartOrigin, ValueOrigin};
pub use model::{Argument, Dockerfile, ImageWord, Problem, ProblemKind, ReferenceKind, Stage};
pub use parse::parse;
pub use pulls::{Pull, Pulls, Reason};
pub use scan::{ImageDependencies, Scan, ScanError, ScanImage, ScanPlace, scan};
pub use scope::{Arguments, Platform};
pub use word::Word;
