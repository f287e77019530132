use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::shell::{cargo, root, run};
use crate::tools::{npm_tool, python_tool};

/// So many files are checked.
const FILES: usize = 2230;
/// Each program runs so often; the medians count.
const ROUNDS: usize = 7;

/// Times `acrlint check` and `yamllint -d relaxed` in turn on the same files and prints the ratio.
///
/// # Errors
/// When there are no files or a program cannot be started.
pub(crate) fn run_race() -> anyhow::Result<()> {
    let yamllint = python_tool("yamllint", "yamllint")?;
    run(&mut cargo(&["build", "--release", "--quiet"]))?;
    let acrlint = root().join("target/release/acrlint");
    let folder = lay_out()?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(time(
            Command::new(&acrlint)
                .args(["check", "--format", "concise"])
                .arg(&folder),
        )?);
        theirs.push(time(
            Command::new(&yamllint)
                .args(["-d", "relaxed", "-f", "parsable"])
                .arg(&folder),
        )?);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!("{FILES} files, median of {ROUNDS} runs in turn");
    println!("acrlint check        {:8.3} s", ours.as_secs_f64());
    println!("yamllint -d relaxed  {:8.3} s", theirs.as_secs_f64());
    println!(
        "ratio                1 : {:.0}",
        theirs.as_secs_f64() / ours.as_secs_f64()
    );
    Ok(())
}

/// Times the language server against yaml-language-server on the same documents and prints the ratios.
///
/// # Errors
/// When the other server cannot be installed, or one of them cannot be started.
pub(crate) fn run_race_of_servers() -> anyhow::Result<()> {
    let other = npm_tool("yaml-language-server", "yaml-language-server")?;
    run(cargo(&["bench", "--bench", "lsp"]).env("ACRLINT_YAML_SERVER", other))
}

/// Copies task files into one folder until there are enough: the recorded corpus where it is there, else the examples.
fn lay_out() -> anyhow::Result<PathBuf> {
    let corpus = root().join("../shared/corpus");
    let from = if corpus.exists() {
        corpus
    } else {
        root().join("examples")
    };
    let mut sources = Vec::new();
    collect(&from, &mut sources)?;
    if sources.is_empty() {
        bail!("no task files in {}", from.display());
    }
    let folder = root().join("target/race");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for (number, source) in sources.iter().cycle().take(FILES).enumerate() {
        fs::copy(source, folder.join(format!("{number:04}.acr-task.yaml")))?;
    }
    // what git ignores is not searched; this folder stands on its own
    fs::create_dir_all(folder.join(".git"))?;
    Ok(folder)
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, into)?;
        } else if path
            .extension()
            .is_some_and(|kind| kind == "yaml" || kind == "yml")
        {
            let text = fs::read_to_string(&path).unwrap_or_default();
            if acrlint_analysis::is_task(&path.display().to_string(), &text) {
                into.push(path);
            }
        }
    }
    Ok(())
}

/// How long a command takes; that it finds something is no failure.
fn time(command: &mut Command) -> anyhow::Result<Duration> {
    let begin = Instant::now();
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .with_context(|| format!("cannot start {:?}", command.get_program()))?;
    Ok(begin.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
