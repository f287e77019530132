//! The readers of scripts, CI files and saved answers against the fixtures in `tests/scripts`: a source, and the facts
//! that it states. `ACRLINT_BLESS=1` writes what is found into the fixtures.
#![allow(clippy::unwrap_used)]

mod dump;

use std::fs;
use std::path::Path;

use acrlint_facts::{SourceFile, SourceKind, read};

/// A heading, its source and the facts.
struct Case<'f> {
    heading: &'f str,
    language: &'f str,
    source: &'f str,
    facts: &'f str,
}

/// The cases of a fixture: headings of the second level, each with a block of source and one of facts.
fn cases(fixture: &str) -> Vec<Case<'_>> {
    let mut cases = Vec::new();
    for part in fixture.split("\n## ").skip(1) {
        let heading = part.lines().next().unwrap();
        let mut blocks = part.split("\n````");
        blocks.next();
        let (language, source) = blocks.next().unwrap().split_once('\n').unwrap();
        blocks.next();
        let facts = blocks.next().unwrap().strip_prefix("facts").unwrap();
        cases.push(Case {
            heading,
            language,
            source,
            facts: facts.strip_prefix('\n').unwrap(),
        });
    }
    cases
}

fn check(name: &str) {
    let fixture = fs::read_to_string(path_of(name)).unwrap();
    let mut blessed = fixture.clone();
    let cases = cases(&fixture);
    assert!(!cases.is_empty());
    for case in &cases {
        let (kind, path) = match case.language {
            "bash" | "sh" => (SourceKind::Shell, "deploy.sh"),
            "powershell" => (SourceKind::PowerShell, "deploy.ps1"),
            "yaml" => (SourceKind::Ci, "ci.yml"),
            "json" => (SourceKind::AzJson, "show.json"),
            other => panic!("no reader for {other}"),
        };
        let files = [SourceFile {
            path,
            text: case.source,
        }];
        let facts = read(kind, &files);
        dump::check_places(&files, &facts);
        let found = dump::dump(&files, &facts);
        let found = found.trim_end();
        if std::env::var_os("ACRLINT_BLESS").is_some() {
            let at = blessed.find(&format!("\n## {}\n", case.heading)).unwrap();
            let start = at + blessed[at..].find("\n````facts\n").unwrap() + "\n````facts\n".len();
            let end = start - 1 + blessed[start - 1..].find("\n````").unwrap();
            blessed.replace_range(start..end.max(start), found);
        } else {
            assert_eq!(found, case.facts, "{name}: {}", case.heading);
        }
    }
    // written only when asked for
    if blessed != fixture {
        fs::write(path_of(name), blessed).unwrap();
    }
}

fn path_of(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/scripts")
        .join(name)
}

#[test]
fn shell_scripts() {
    check("shell.md");
}

#[test]
fn powershell_scripts() {
    check("powershell.md");
}

#[test]
fn ci_files() {
    check("ci.md");
}

#[test]
fn saved_answers() {
    check("answers.md");
}
