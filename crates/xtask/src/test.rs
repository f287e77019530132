use std::path::Path;
use std::process::Command;

use crate::shell::{self, cargo, root};
use crate::tools::{debian_tool, npm_tool, python_tool};
use crate::{wasm, web};

/// Every check and every test of the repository.
///
/// # Errors
/// At the first that fails.
pub(crate) fn run() -> anyhow::Result<()> {
    let pre_commit = python_tool("pre-commit", "pre-commit")?;
    debian_tool("neovim", "nvim")?;
    shell::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    shell::run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    // the conformance tests print their figures
    let tests = [
        "test",
        "--workspace",
        "--no-fail-fast",
        "--",
        "--show-output",
    ];
    shell::run(cargo(&tests).env("ACRLINT_PRE_COMMIT", pre_commit))?;
    of_wasm(&wasm::build()?)?;
    web::test()
}

/// The package answers as the binary does: the conversations with the server, and the findings in the corpus.
fn of_wasm(package: &Path) -> anyhow::Result<()> {
    let scripts = root().join("tests/wasm");
    let stdio = scripts.join("stdio.cjs");
    let server = format!("node {} {}", stdio.display(), package.display());
    let conversations = [
        "test",
        "--test",
        "lsp",
        "conversations",
        "--",
        "--show-output",
    ];
    shell::run(
        cargo(&conversations)
            .env("ACRLINT_SERVER", server)
            .env("ACRLINT_SERVER_FILES", "sent"),
    )?;
    shell::run(
        Command::new("node")
            .arg(scripts.join("package.cjs"))
            .args([package, &web::tools()?])
            .arg(npm_tool("webpack", "webpack")?),
    )?;
    let corpus = root().join("../shared/corpus");
    if !corpus.exists() {
        println!(
            "skipped: whether the package finds what the binary finds; ../shared/corpus is absent"
        );
        return Ok(());
    }
    shell::run(&mut cargo(&["build", "--quiet"]))?;
    let binary = root().join("target/debug/acrlint");
    shell::run(
        Command::new("node")
            .arg(scripts.join("same_answer.cjs"))
            .args([package, &binary, &corpus]),
    )
}
