//! Each rule has a page of cases in `tests/rules/<rule>.md` (`support/page.rs` says how they are written): what it finds,
//! with the exact range, and near cases that it does not. Below each task stand
//!
//! - `findings`: one line a finding, `line:column-line:column rule: message`, `label`, `help` and `note` indented,
//! - `runner`: the runner's own error text.
//!
//! `UPDATE_FIXTURES=1 cargo test -p acrlint-analysis` fills them in; read the difference.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use acrlint_analysis::{Applicability, FileReport, Rule, Selector, check, rules};
use acrlint_task::Verdict;
use acrlint_text::{Lines, TextRange};
use support::page::{Case, cases, compare_page};

/// What is found in a text with the rule of the page, which may be off, and those that are on.
fn look(case: &Case, text: &str, rule: &'static Rule) -> FileReport {
    case.look(text, |input, settings| {
        let mut settings = settings.clone();
        settings.turn_on(Selector::Rule(rule));
        check(input, &settings)
    })
}

/// What a block `findings` or `runner` holds.
fn run(case: &Case, kind: &str, rule: &'static Rule) -> String {
    let report = look(case, &case.task, rule);
    match kind {
        "findings" => findings(case, &report),
        "runner" => match report.verdict {
            Verdict::Accepts => "accepts\n".to_owned(),
            Verdict::Refuses(text) => format!("{text}\n"),
            Verdict::Unknown => "unknown\n".to_owned(),
        },
        other => panic!("there is no block `{other}`"),
    }
}

fn findings(case: &Case, report: &FileReport) -> String {
    let lines = Lines::new(&case.task);
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
                Some(path) => match case.files.text(path) {
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
    out
}

fn shown(lines: &Lines, range: TextRange) -> String {
    let (start, end) = (lines.position(range.start()), lines.position(range.end()));
    format!(
        "{}:{}-{}:{}",
        start.line, start.column, end.line, end.column
    )
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

/// The rules that have a page, with it.
fn of_rules() -> impl Iterator<Item = (&'static Rule, PathBuf)> {
    let page = |rule: &&'static Rule| folder().join(format!("{}.md", rule.name));
    let all = rules::ALL.iter().map(move |rule| (*rule, page(rule)));
    all.filter(|(_, page)| page.exists())
}

#[test]
fn every_case_is_found_as_its_page_says() {
    let mut seen = 0;
    for (rule, page) in of_rules() {
        for case in cases(&fs::read_to_string(&page).unwrap()) {
            let kinds: Vec<&str> = case.expected.iter().map(|(kind, _)| &**kind).collect();
            assert_eq!(
                kinds,
                ["findings", "runner"],
                "{}:\n{}",
                rule.name,
                case.task
            );
        }
        seen += compare_page(&page, &|case, kind| run(case, kind, rule));
    }
    assert!(seen > 500, "{seen}");
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
            .partition(|case| case.expected.iter().any(|(_, text)| text.contains(&mark)));
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
            let look = |text: &str| look(&case, text, rule);
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
