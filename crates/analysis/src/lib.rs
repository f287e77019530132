//! What is wrong with an ACR task file: the rules, run in every world that unknown values make possible; and what
//! editors ask about it, through the [`File`] that rules see.
#![forbid(unsafe_code)]

mod check;
mod commands;
pub mod config;
mod coverage;
mod diagnostic;
mod embedded;
mod file;
pub mod fix;
mod images;
mod input;
mod plan;
mod project;
mod recognise;
mod rule;
pub mod rules;
pub mod schema;
mod settings;
mod shell;
mod steps;
mod suggest;
mod suppress;
mod touch;
mod workspace;

pub use suggest::nearest;

pub use check::{FileReport, check, in_worlds};
pub use commands::IdentityKind;
pub use coverage::Right;
pub use diagnostic::{Applicability, Diagnostic, Edit, Fix, Related, Severity};
pub use embedded::{check_embedded, embeds, is_linted, may_be_linted};
pub use file::File;
pub use images::{Image, Images};
pub use input::Input;
pub use plan::{
    Located, Mend, Plan, PlannedImage, PlannedRegistry, PlannedScan, PlannedStep, plan,
};
pub use project::Project;
pub use recognise::is_task;
pub use rule::{Family, Rule};
pub use settings::{Selector, Settings};
pub use steps::{Mapping, StepAt};
pub use touch::{
    Access, BuildArgument, BuiltFrom, DockerfileAt, Login, Reason, Registry, ShellWord,
    StepTouches, Touch, commands,
};
pub use workspace::{ConfigChoice, LoadedConfig, Setup, TaskFiles, Tree, Workspace};
