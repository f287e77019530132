//! The language server in a real editor: Neovim, driven by `tests/neovim/drive.lua`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use std::process::Command;

use common::{root, write};

const TASK: &str = "# größe\nversion: v1.1.0\nsteps:\n  - id: bauen\n    build: -t $Registry/app:$ID .\n  - push: [\"$Registry/app:$ID\"]\n    when: [bauem]\n";

#[test]
fn neovim_is_served() {
    if !Command::new("nvim")
        .arg("--version")
        .output()
        .is_ok_and(|out| out.status.success())
    {
        println!("skipped: there is no `nvim`; `cargo xtask test` installs it");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let walkthrough = root().join("examples/cross-registry");
    for file in ["helloworldtask.yaml", "Dockerfile-app", "acrlint.toml"] {
        std::fs::copy(walkthrough.join(file), folder.join(file)).unwrap();
    }
    write(
        &folder,
        &[("acr-task.yaml", TASK), ("Dockerfile", "FROM scratch\n")],
    );
    let out = Command::new("nvim")
        .args(["--headless", "--clean", "-n", "-c"])
        .arg(format!(
            "luafile {}",
            root().join("tests/neovim/drive.lua").display()
        ))
        .env("ACRLINT_FOLDER", &folder)
        .env("ACRLINT_BINARY", env!("CARGO_BIN_EXE_acrlint"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    println!("{said}");
    assert!(
        out.status.success(),
        "{said}\n{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let expected = [
        "finding: step 1 (a build) pulls from mybaseregistry.azurecr.io, and nothing gives the task a credential there",
        "definition: Dockerfile-app",
        "quick fix: when: [bauen]",
        "completion: timeout:",
        "rename: - id: build, when: [build]",
        "hover: **`timeout`** — a whole number",
    ];
    let lines: Vec<&str> = said
        .lines()
        .filter_map(|line| line.strip_prefix("ok: "))
        .collect();
    assert_eq!(lines, expected);
}
