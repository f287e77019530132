//! What is wrong with an ACR task file: the rules, run in every world that unknown values make possible.
#![forbid(unsafe_code)]

mod check;
pub mod config;
mod diagnostic;
mod file;
pub mod fix;
mod images;
mod recognise;
mod rule;
pub mod rules;
pub mod schema;
mod settings;
mod shell;
mod steps;
mod suggest;
mod suppress;

pub use suggest::nearest;

pub use check::{FileReport, check, check_with};
pub use diagnostic::{Applicability, Diagnostic, Edit, Fix, Related, Severity};
pub use file::File;
pub use recognise::is_task;
pub use rule::{Family, Rule};
pub use settings::{Selector, Settings};
