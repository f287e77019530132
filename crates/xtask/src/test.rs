use crate::shell::{self, cargo};
use crate::tools::{debian_tool, python_tool};

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
    shell::run(cargo(&tests).env("ACRLINT_PRE_COMMIT", pre_commit))
}
