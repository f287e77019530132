//! The command line of acrlint.
#![forbid(unsafe_code)]
// the one place that writes to the terminal
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod args;
mod check;
mod discover;
mod disk;
mod fix;
mod input;
mod lsp;
mod plan;
mod render;
mod rules;
mod terminal;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

/// Files are read by many small allocations, which this one makes faster than the system's.
#[cfg(not(target_family = "wasm"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing to complain about.
    Clean,
    /// Findings at or above the failing level.
    Findings,
    /// The command was called wrongly, or a file could not be read.
    Trouble,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::from(0),
            Outcome::Findings => Self::from(1),
            Outcome::Trouble => Self::from(2),
        }
    }
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Plan(args) => plan::plan(&args),
        Command::Credentials(args) => plan::credentials(&args),
        Command::Render(args) => render::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Lsp(_) => lsp::run(),
    };
    match outcome {
        Ok(outcome) => outcome.into(),
        // whoever reads our output has had enough
        Err(error) if is_broken_pipe(&error) => Outcome::Clean.into(),
        Err(error) => {
            eprintln!("acrlint: {error:#}");
            Outcome::Trouble.into()
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
