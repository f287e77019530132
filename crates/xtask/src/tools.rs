use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use crate::shell::{root, run, works};

/// A program of a Python package, installed into a folder of its own below `target`.
///
/// # Errors
/// When Python is missing and cannot be installed, or the package cannot.
pub(crate) fn python_tool(package: &str, program: &str) -> anyhow::Result<PathBuf> {
    let folder = root().join("target/tools/python");
    let path = folder.join("bin").join(program);
    if works(Command::new(&path).arg("--version")) {
        return Ok(path);
    }
    python_with_venv()?;
    let pip = folder.join("bin/pip");
    if !works(Command::new(&pip).arg("--version")) {
        run(Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder))?;
    }
    run(Command::new(&pip).args(["install", "--quiet", "--disable-pip-version-check", package]))?;
    Ok(path)
}

/// Python with its module venv, which Debian keeps in a package of its own.
fn python_with_venv() -> anyhow::Result<()> {
    if works(Command::new("python3").args(["-c", "import venv, ensurepip"])) {
        return Ok(());
    }
    apt(&["python3", "python3-venv"])
}

/// A program of an npm package, installed below `target`.
///
/// # Errors
/// When npm is missing and cannot be installed, or the package cannot.
pub(crate) fn npm_tool(package: &str, program: &str) -> anyhow::Result<PathBuf> {
    let folder = root().join("target/tools/node");
    let path = folder.join("node_modules/.bin").join(program);
    if path.exists() {
        return Ok(path);
    }
    std::fs::create_dir_all(&folder)?;
    run(npm(&folder)?.args([
        "install",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        package,
    ]))?;
    Ok(path)
}

/// npm for the package in a folder.
///
/// # Errors
/// When it is missing and cannot be installed.
pub(crate) fn npm(folder: &Path) -> anyhow::Result<Command> {
    if !works(Command::new("npm").arg("--version")) {
        apt(&["nodejs", "npm"])?;
    }
    let mut command = Command::new("npm");
    command.arg("--prefix").arg(folder);
    Ok(command)
}

/// A program of a Debian package of that name, or of another one.
///
/// # Errors
/// When it is missing and cannot be installed.
pub(crate) fn debian_tool(package: &str, program: &str) -> anyhow::Result<()> {
    if works(Command::new(program).arg("--version")) {
        return Ok(());
    }
    apt(&[package])
}

/// Installs Debian packages.
fn apt(packages: &[&str]) -> anyhow::Result<()> {
    let wanted = packages.join(" ");
    if !works(Command::new("apt-get").arg("--version")) {
        bail!("the tests need {wanted}: please install them");
    }
    let installed = run(Command::new("apt-get").args(["update", "-qq"])).and_then(|()| {
        run(Command::new("apt-get")
            .args(["install", "-y", "-qq"])
            .args(packages))
    });
    if installed.is_err() {
        bail!(
            "the tests need {wanted}, and `apt-get install {wanted}` failed (is it run as root?)"
        );
    }
    Ok(())
}
