//! The chores of this repository: `cargo xtask test`, `cargo xtask docs`, `cargo xtask wasm`, `cargo xtask web`,
//! `cargo xtask race`, `cargo xtask race-lsp`.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod docs;
mod race;
mod shell;
mod test;
mod tools;
mod wasm;
mod web;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Run every check and every test; installs what they need
    Test,
    /// Write the pages that are generated from the code
    Docs,
    /// Build the WebAssembly package and print its sizes
    Wasm,
    /// Build the playground into web/dist
    Web {
        /// Open it in the browser, on 127.0.0.1
        #[arg(long)]
        serve: bool,
    },
    /// Time the binary against yamllint on the same files
    Race,
    /// Time the language server against yaml-language-server on the same documents
    RaceLsp,
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().chore {
        Chore::Test => test::run(),
        Chore::Docs => docs::write(),
        Chore::Wasm => wasm::build().map(drop),
        Chore::Web { serve } => web::build(serve),
        Chore::Race => race::run_race(),
        Chore::RaceLsp => race::run_race_of_servers(),
    }
}
