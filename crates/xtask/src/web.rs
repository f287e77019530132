use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::shell::{cargo, root, run};
use crate::tools::{debian_tool, npm};
use crate::wasm;

/// The oldest Node that the tools of the page run on.
const NODE: (u32, u32) = (20, 19);

/// Builds the WebAssembly package and the page around it into `web/dist`; with `serve`, opens it on 127.0.0.1.
///
/// # Errors
/// When a tool is missing, or a step of it fails.
pub(crate) fn build(serve: bool) -> anyhow::Result<()> {
    wasm::build()?;
    install()?;
    script("build")?;
    if serve { script("serve") } else { Ok(()) }
}

/// Checks the sources of the page, builds it around the package that is there, and drives it in Chromium.
///
/// # Errors
/// At the first that fails, or when a tool is missing.
pub(crate) fn test() -> anyhow::Result<()> {
    debian_tool("chromium", "chromium")?;
    install()?;
    script("check")?;
    script("unit")?;
    script("build")?;
    // the page's speed is measured against the server as people have it
    run(&mut cargo(&["build", "--release", "--quiet"]))?;
    let native = root().join("target/release/acrlint");
    run(npm(&folder())?
        .args(["run", "page"])
        .env("ACRLINT_NATIVE", native))
}

/// The folder of the programs that the page is built with, TypeScript and Vite among them.
///
/// # Errors
/// When they cannot be installed.
pub(crate) fn tools() -> anyhow::Result<PathBuf> {
    install()?;
    Ok(folder().join("node_modules/.bin"))
}

fn folder() -> PathBuf {
    root().join("web")
}

/// Installs what `package-lock.json` names, unless it is there.
fn install() -> anyhow::Result<()> {
    let mut npm = npm(&folder())?;
    check_node()?;
    if is_newer(
        &folder().join("node_modules/.package-lock.json"),
        &folder().join("package-lock.json"),
    ) {
        return Ok(());
    }
    run(npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
}

fn script(name: &str) -> anyhow::Result<()> {
    run(npm(&folder())?.args(["run", "--silent", name]))
}

fn is_newer(one: &Path, other: &Path) -> bool {
    let time = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    time(one) >= time(other) && one.exists()
}

fn check_node() -> anyhow::Result<()> {
    let output = Command::new("node").arg("--version").output();
    let output = output.context("the page is built with Node: please install it")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(str::parse);
    let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) else {
        bail!("`node --version` says `{}`", text.trim());
    };
    if (major, minor) < NODE {
        bail!(
            "the page is built with Node {}.{} or later; this is {}",
            NODE.0,
            NODE.1,
            text.trim()
        );
    }
    Ok(())
}
