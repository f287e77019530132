//! Each rule has a page of cases in `tests/rules/<rule>.md`: what it finds, with the exact range, and near cases that it
//! does not. The blocks below a task are
//!
//! - `values`: a values file, and `context`: words of the run context (`runner-defaults`, `registry:HOST`, `KEY=VALUE` for
//!   `--set`),
//! - `dockerfile`: the Dockerfile beside it, and `file PATH`: any other file of the project, `acrlint.toml` among them,
//! - `findings`: one line a finding, `line:column-line:column rule: message`, `label`, `help` and `note` indented,
//! - `runner`: the runner's own error text.
//!
//! `UPDATE_FIXTURES=1 cargo test -p acrlint-analysis` writes the last two; read the difference.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use acrlint_analysis::config::{Config, FILE_NAME};
use acrlint_analysis::{
    Applicability, FileReport, Input, Project, Rule, Selector, Settings, check, rules,
};
use acrlint_task::{Context, ValuesFile, Verdict};
use acrlint_text::{Lines, TextRange};
use support::Beside;

/// A piece of a page: a fenced block, or the prose between two.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Prose(String),
    Block { kind: String, text: String },
}

fn pieces(page: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece::Prose(String::new())];
    let mut fence: Option<&str> = None;
    for line in page.split_inclusive('\n') {
        let bare = line.trim_end();
        match (fence, pieces.last_mut()) {
            (None, _) if bare.starts_with("```") => {
                fence = Some("```");
                pieces.push(Piece::Block {
                    kind: bare.trim_start_matches('`').to_owned(),
                    text: String::new(),
                });
            }
            (Some(mark), _) if bare == mark => {
                fence = None;
                pieces.push(Piece::Prose(String::new()));
            }
            (_, Some(Piece::Prose(text) | Piece::Block { text, .. })) => text.push_str(line),
            (_, None) => {}
        }
    }
    pieces
}

/// A task of a page with the blocks below it.
#[derive(Debug, Default)]
struct Case {
    task: String,
    values: Option<String>,
    context: String,
    files: Beside,
    findings: String,
    runner: String,
}

impl Case {
    fn context(&self) -> Context {
        let words: Vec<&str> = self.context.split_whitespace().collect();
        Context {
            complete: words.contains(&"runner-defaults"),
            registry: words
                .iter()
                .find_map(|word| word.strip_prefix("registry:"))
                .map(str::to_owned),
            set: words
                .iter()
                .filter(|word| word.contains('='))
                .map(|&word| word.to_owned())
                .collect(),
            values: self.values.clone().map(|text| ValuesFile {
                path: "values.yaml".to_owned(),
                text: Ok(text),
            }),
            ..Context::default()
        }
    }

    /// What is found in a text with the rule of the page, which may be off, and those that are on.
    fn check(&self, text: &str, rule: &'static Rule) -> FileReport {
        let mut settings = Settings::default();
        settings.turn_on(Selector::Rule(rule));
        let config = self.files.text(FILE_NAME);
        let config = config.map(|text| (Config::parse(text).0, FILE_NAME));
        let project = Project::read(
            &self.files,
            config.as_ref().map(|(config, path)| (config, *path)),
        );
        let context = self.context();
        let input = Input::new(text, "acr-task.yaml", &context, &self.files);
        check(input.of_project(&project, "acr-task.yaml"), &settings)
    }

    /// The findings and the runner's text as the page should have them.
    fn run(&self, rule: &'static Rule) -> (String, String) {
        let report = self.check(&self.task, rule);
        let lines = Lines::new(&self.task);
        let mut out = String::new();
        for found in &report.diagnostics {
            let _ = writeln!(
                out,
                "{} {}: {}",
                shown(&lines, found.range),
                found.rule.name,
                found.message
            );
            if let Some(label) = &found.label {
                let _ = writeln!(out, "  label: {label}");
            }
            for related in &found.related {
                let place = match &related.path {
                    Some(path) => match self.files.text(path) {
                        Some(text) => {
                            format!("{path} {}", shown(&Lines::new(text), related.range))
                        }
                        None => path.clone(),
                    },
                    None => shown(&lines, related.range),
                };
                let _ = writeln!(out, "  see {place}: {}", related.message);
            }
            if let Some(help) = &found.help {
                let _ = writeln!(out, "  help: {help}");
            }
            for fix in &found.fixes {
                let kind = if fix.applicability == Applicability::Safe {
                    "fix"
                } else {
                    "unsafe fix"
                };
                let _ = writeln!(out, "  {kind}: {}", fix.title);
            }
            // the runner's words have a block of their own
            for note in found
                .notes
                .iter()
                .filter(|note| !note.starts_with("the runner would"))
            {
                let _ = writeln!(out, "  note: {note}");
            }
        }
        let runner = match report.verdict {
            Verdict::Accepts => "accepts\n".to_owned(),
            Verdict::Refuses(text) => format!("{text}\n"),
            Verdict::Unknown => "unknown\n".to_owned(),
        };
        (out, runner)
    }
}

fn shown(lines: &Lines, range: TextRange) -> String {
    let (start, end) = (lines.position(range.start()), lines.position(range.end()));
    format!(
        "{}:{}-{}:{}",
        start.line, start.column, end.line, end.column
    )
}

fn cases(page: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for piece in pieces(page) {
        let Piece::Block { kind, text } = piece else {
            continue;
        };
        if kind == "yaml" {
            cases.push(Case {
                task: text,
                ..Case::default()
            });
            continue;
        }
        let case = cases.last_mut().expect("a block stands below a task");
        match kind.as_str() {
            "values" => case.values = Some(text),
            "context" => case.context = text,
            "dockerfile" => case.files.0.push(("Dockerfile".to_owned(), text)),
            "findings" => case.findings = text,
            "runner" => case.runner = text,
            other => match other.strip_prefix("file ") {
                Some(path) => case.files.0.push((path.to_owned(), text)),
                None => panic!("there is no block `{other}`"),
            },
        }
    }
    cases
}

/// The page with fresh findings.
fn updated(page: &str, rule: &'static Rule) -> String {
    let fresh: Vec<(String, String)> = cases(page).iter().map(|case| case.run(rule)).collect();
    let mut out = String::new();
    let mut at = 0;
    let mut open = false; // a task whose findings are still to be written
    let write = |out: &mut String, at: usize| {
        let (findings, runner) = &fresh[at];
        let _ = write!(
            out,
            "\n```findings\n{findings}```\n\n```runner\n{runner}```\n"
        );
    };
    for piece in pieces(page) {
        match piece {
            Piece::Block { kind, .. } if kind == "findings" || kind == "runner" => {}
            Piece::Block { kind, text } => {
                if kind == "yaml" && open {
                    write(&mut out, at);
                    at += 1;
                }
                open = true;
                let _ = write!(out, "\n```{kind}\n{text}```\n");
            }
            Piece::Prose(text) if text.trim().is_empty() => {}
            Piece::Prose(text) => {
                if open {
                    write(&mut out, at);
                    at += 1;
                    open = false;
                }
                let gap = if out.is_empty() { "" } else { "\n" };
                let _ = writeln!(out, "{gap}{}", text.trim());
            }
        }
    }
    if open {
        write(&mut out, at);
    }
    out
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

#[test]
fn every_case_is_found_as_its_page_says() {
    let mut wrong = Vec::new();
    for rule in rules::ALL {
        let path = folder().join(format!("{}.md", rule.name));
        let page = fs::read_to_string(&path).unwrap_or_default();
        if page.is_empty() {
            continue;
        }
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            fs::write(&path, updated(&page, rule)).unwrap();
            continue;
        }
        for (number, case) in cases(&page).iter().enumerate() {
            let (findings, runner) = case.run(rule);
            if (&findings, &runner) != (&case.findings, &case.runner) {
                wrong.push(format!(
                    "{}, task {}:\n{}--- the page says\n{}{}--- but it is\n{findings}{runner}",
                    rule.name,
                    number + 1,
                    case.task,
                    case.findings,
                    case.runner,
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_cases_that_it_finds_and_near_ones_that_it_does_not() {
    // mistakes of acrlint.toml are in no task file; tests/config.rs of the binary shows them
    for rule in rules::ALL
        .iter()
        .filter(|rule| rule.name != "configuration")
    {
        let page =
            fs::read_to_string(folder().join(format!("{}.md", rule.name))).unwrap_or_default();
        let mark = format!(" {}: ", rule.name);
        let (hits, misses): (Vec<Case>, Vec<Case>) = cases(&page)
            .into_iter()
            .partition(|case| case.findings.contains(&mark));
        assert!(!hits.is_empty(), "{} has no case that it finds", rule.name);
        assert!(
            !misses.is_empty(),
            "{} has no case that it does not find",
            rule.name
        );
    }
}

/// Mending leaves nothing that could be mended, brings no finding, and done twice it changes nothing more.
#[test]
fn every_fix_mends_what_it_says() {
    for rule in rules::ALL {
        let page =
            fs::read_to_string(folder().join(format!("{}.md", rule.name))).unwrap_or_default();
        for case in cases(&page) {
            let look = |text: &str| case.check(text, rule);
            for least in [Applicability::Safe, Applicability::Unsafe] {
                let before = look(&case.task);
                let mended = support::mended(rule.name, &case.task, least, look);
                let mendable = before
                    .diagnostics
                    .iter()
                    .any(|one| one.fixes.iter().any(|fix| fix.applicability >= least));
                assert!(
                    !mendable || mended.mended > 0,
                    "{}: no fix helps\n{}",
                    rule.name,
                    case.task
                );
            }
        }
    }
}

#[test]
fn every_page_belongs_to_a_rule() {
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(rules::by_name(&name).is_some(), "{name}.md is left over");
    }
}
