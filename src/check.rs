use std::io::Write as _;
use std::path::{Path, PathBuf};

use acrlint_report::{Checked, Style, Summary, concise, human, json};
use acrlint_task::{Context, FileAnswer, Files as _};
use rayon::prelude::*;

use crate::Outcome;
use crate::args::{CheckArgs, Format};
use crate::discover::{self, Found};
use crate::input::{Disk, read_stdin};
use crate::terminal;

/// Lints files and prints what was found.
///
/// # Errors
/// When the run context cannot be read or the output cannot be written.
pub(crate) fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let context = args.context.context()?;
    let found = found(args)?;
    let mut trouble = false;
    let mut files = Vec::with_capacity(found.len());
    for file in found {
        match file.text {
            Ok(text) => files.push((file.path, text)),
            Err(error) => {
                eprintln!("acrlint: {}: {error:#}", file.path);
                trouble = true;
            }
        }
    }
    if files.is_empty() && !trouble && !args.detect {
        eprintln!("acrlint: no task files found in {}", shown(&args.paths));
    }
    let checked = check_all(files, &context);
    let summary = Summary::of(&checked);
    print(args, &checked, summary)?;
    Ok(match (trouble, summary.errors) {
        (true, _) => Outcome::Trouble,
        (false, 0) => Outcome::Clean,
        (false, _) => Outcome::Findings,
    })
}

fn found(args: &CheckArgs) -> anyhow::Result<Vec<Found>> {
    let (stdin, paths): (Vec<PathBuf>, Vec<PathBuf>) = args
        .paths
        .iter()
        .cloned()
        .partition(|path| path == Path::new("-"));
    let mut found = Vec::new();
    if !stdin.is_empty() {
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
    found.extend(discover::find(&paths, args.detect));
    Ok(found)
}

/// So many files take long enough to show how far it is.
const MANY: usize = 500;

fn check_all(files: Vec<(String, String)>, context: &Context) -> Vec<Checked> {
    let progress = match files.len() {
        0..MANY => indicatif::ProgressBar::hidden(),
        many => indicatif::ProgressBar::new(u64::try_from(many).unwrap_or(u64::MAX)),
    };
    let checked = files
        .into_par_iter()
        .map(|(path, source)| {
            let checked = check_one(path, source, context);
            progress.inc(1);
            checked
        })
        .collect();
    progress.finish_and_clear();
    checked
}

/// Lints one file.
pub(crate) fn check_one(path: String, source: String, context: &Context) -> Checked {
    let disk = Disk::of(Path::new(&path));
    let report = acrlint_analysis::check(&source, &path, context, &disk);
    let mut others: Vec<(String, String)> = Vec::new();
    for related in report.diagnostics.iter().flat_map(|found| &found.related) {
        let Some(other) = related
            .path
            .as_ref()
            .filter(|path| !others.iter().any(|(known, _)| known == *path))
        else {
            continue;
        };
        match &context.values {
            Some(values) if values.path == *other => {
                others.extend(values.text.clone().ok().map(|text| (other.clone(), text)));
            }
            _ => {
                if let FileAnswer::Text(text) = disk.read(other) {
                    others.push((other.clone(), text));
                }
            }
        }
    }
    Checked {
        path,
        source,
        report,
        others,
    }
}

fn print(args: &CheckArgs, checked: &[Checked], summary: Summary) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match args.format {
        Format::Json => out.write_all(json(checked)?.as_bytes())?,
        Format::Concise => {
            for file in checked {
                out.write_all(concise(file).as_bytes())?;
            }
        }
        Format::Human => {
            let style = terminal::style(args.color);
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

fn shown(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    paths.join(", ")
}
