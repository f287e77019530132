use std::io::Write as _;
use std::path::{Path, PathBuf};

use acrlint_analysis::fix::mend;
use acrlint_analysis::{Applicability, FileReport, Settings, Setup, Workspace, embeds};
use acrlint_report::{Checked, Style, Summary, concise, human, json};
use anyhow::{Context as _, bail};
use rayon::prelude::*;

use crate::Outcome;
use crate::args::{CheckArgs, Format};
use crate::discover::{self, Found};
use crate::fix::{closing as closing_line, write_diff};
use crate::input::read_stdin;
use crate::terminal;
use crate::workspace::{print_mistakes, workspace};

/// Lints files and prints what was found.
///
/// # Errors
/// When the run context or the configuration cannot be read, or the output cannot be written.
pub(crate) fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let linter = Linter {
        args,
        workspace: workspace(&args.config, args.context.context()?)?,
    };
    let mut trouble = false;
    let mut files = Vec::new();
    for file in found(args, &linter.workspace)? {
        match file.text {
            Ok(text) => files.push((file.path, text)),
            Err(error) => {
                eprintln!("acrlint: {}: {error:#}", file.path);
                trouble = true;
            }
        }
    }
    if files.is_empty() && !trouble && !args.detect {
        eprintln!("acrlint: no task files found in {}", listed(&args.paths));
    }
    let style = terminal::style(args.color);
    let (checked, mended) = if args.fix || args.diff {
        mend_all(&linter, files, style)?
    } else {
        (linter.check_all(files), 0)
    };
    let summary = Summary::of(&checked);
    if !args.diff {
        print(args, &checked, summary, style)?;
    }
    trouble |= print_mistakes(&linter.workspace, style);
    // what a diff shows is still to be done
    let waiting = if args.diff { mended } else { 0 };
    let failing = waiting
        + summary.errors
        + if args.deny_warnings {
            summary.warnings
        } else {
            0
        };
    Ok(match (trouble, failing) {
        (true, _) => Outcome::Trouble,
        (false, 0) => Outcome::Clean,
        (false, _) => Outcome::Findings,
    })
}

/// Mends files, and writes them or shows the difference. What is left to find comes back.
fn mend_all(
    linter: &Linter<'_>,
    files: Vec<(String, String)>,
    style: Style,
) -> anyhow::Result<(Vec<Checked>, usize)> {
    let args = linter.args;
    let least = if args.unsafe_fixes {
        Applicability::Unsafe
    } else {
        Applicability::Safe
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut all = 0;
    let mut done = Vec::with_capacity(files.len());
    for (path, source) in files {
        let setup = linter.setup(&path);
        if embeds(&path) {
            // the task in it is a part of the file as it is on the disk
            let report = setup.check(&path, &source);
            done.extend(report.map(|report| Checked::new(&setup, path, source, report)));
            continue;
        }
        let mended = mend(&source, least, |text| {
            setup.check(&path, text).unwrap_or_else(FileReport::nothing)
        });
        all += mended.mended;
        if mended.text != source {
            if args.diff {
                write_diff(&mut out, &path, &source, &mended, style)?;
            } else {
                std::fs::write(&path, &mended.text)
                    .with_context(|| format!("cannot write {path}"))?;
            }
        }
        done.push(Checked::new(&setup, path, mended.text, mended.report));
    }
    out.flush()?;
    if all > 0 {
        eprintln!("acrlint: {}", closing_line(all, !args.diff));
    }
    Ok((done, all))
}

fn found(args: &CheckArgs, workspace: &Workspace) -> anyhow::Result<Vec<Found>> {
    let (stdin, paths): (Vec<PathBuf>, Vec<PathBuf>) = args
        .paths
        .iter()
        .cloned()
        .partition(|path| path == Path::new("-"));
    let mut found = Vec::new();
    if !stdin.is_empty() {
        if args.fix {
            bail!("standard input cannot be mended in place; `--diff` shows what would change");
        }
        found.push(Found {
            path: args
                .stdin_filename
                .clone()
                .unwrap_or_else(|| "<stdin>".to_owned()),
            text: Ok(read_stdin()?),
        });
        if args.detect {
            found.retain(|file| {
                file.text
                    .as_ref()
                    .is_ok_and(|text| acrlint_analysis::is_task(&file.path, text))
            });
        }
    }
    found.extend(discover::find(&paths, args.detect, workspace));
    Ok(found)
}

/// So many files take long enough to show how far it is.
const MANY: usize = 500;

/// What is the same for all files of a run.
struct Linter<'a> {
    args: &'a CheckArgs,
    workspace: Workspace,
}

impl Linter<'_> {
    /// What it takes to check one file.
    fn setup(&self, path: &str) -> Setup<'_> {
        let mut setup = self.workspace.setup(path);
        if !self.args.select.is_empty() {
            setup.settings = Settings::none();
            for selector in &self.args.select {
                setup.settings.turn_on(*selector);
            }
        }
        for selector in &self.args.ignore {
            setup.settings.set(*selector, None);
        }
        setup
    }

    fn check_all(&self, files: Vec<(String, String)>) -> Vec<Checked> {
        let progress = match files.len() {
            0..MANY => indicatif::ProgressBar::hidden(),
            many => indicatif::ProgressBar::new(u64::try_from(many).unwrap_or(u64::MAX)),
        };
        let checked = files
            .into_par_iter()
            .filter_map(|(path, source)| {
                let setup = self.setup(&path);
                let report = setup.check(&path, &source);
                progress.inc(1);
                report.map(|report| Checked::new(&setup, path, source, report))
            })
            .collect();
        progress.finish_and_clear();
        checked
    }
}

fn print(
    args: &CheckArgs,
    checked: &[Checked],
    summary: Summary,
    style: Style,
) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match args.format {
        Format::Json => out.write_all(json(checked)?.as_bytes())?,
        Format::Concise => {
            for file in checked {
                out.write_all(concise(file).as_bytes())?;
            }
        }
        Format::Human => {
            for file in checked {
                out.write_all(human(file, style).as_bytes())?;
            }
            if !(args.detect && summary.findings() == 0) {
                writeln!(out, "{}", closing(summary, style))?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

fn closing(summary: Summary, style: Style) -> String {
    let code = match summary {
        Summary { errors: 1.., .. } => "31",
        Summary { warnings: 1.., .. } => "33",
        _ => "32",
    };
    if style.color {
        format!("\u{1b}[{code}m{summary}\u{1b}[0m")
    } else {
        summary.to_string()
    }
}

fn listed(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    paths.join(", ")
}
