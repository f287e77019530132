//! The readers against the fixtures in `tests/readers`: sources, and the facts that
//! they state. `ACRLINT_BLESS=1` writes what is found into the fixtures.
#![allow(clippy::unwrap_used)]

mod dump;

use std::fs;
use std::path::Path;

use acrlint_facts::{Facts, SourceFile, SourceKind};

/// A fenced block of a fixture.
struct Block {
    language: String,
    /// The file's name, if the block has one.
    name: String,
    text: String,
}

/// A heading and its blocks; the last one has the facts.
struct Case {
    heading: String,
    blocks: Vec<Block>,
}

fn cases(fixture: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut open: Option<(usize, Block)> = None;
    for line in fixture.lines() {
        let info = line.trim_start_matches('`');
        let fence = line.len() - info.len();
        match &mut open {
            Some((width, _)) if fence == *width && info.is_empty() => {
                let case: &mut Case = cases.last_mut().unwrap();
                case.blocks.extend(open.take().map(|(_, block)| block));
            }
            Some((_, block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            None if fence >= 3 => {
                let (language, name) = info.split_once(' ').unwrap_or((info, info));
                let block = Block {
                    language: language.to_owned(),
                    name: name.to_owned(),
                    text: String::new(),
                };
                open = Some((fence, block));
            }
            None => {
                if let Some(heading) = line.strip_prefix("## ") {
                    cases.push(Case {
                        heading: heading.to_owned(),
                        blocks: Vec::new(),
                    });
                }
            }
        }
    }
    cases
}

fn read(language: &str, files: &[SourceFile<'_>]) -> Facts {
    let kind = match language {
        "arm" => SourceKind::Arm,
        "json" => SourceKind::AzJson,
        "bicep" => SourceKind::Bicep,
        "yaml" => SourceKind::Ci,
        "powershell" => SourceKind::PowerShell,
        "bash" | "sh" => SourceKind::Shell,
        "terraform" => SourceKind::Terraform,
        "tfjson" => SourceKind::TerraformJson,
        other => panic!("no reader for {other}"),
    };
    acrlint_facts::read(kind, files)
}

fn check(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/readers")
        .join(name);
    let fixture = fs::read_to_string(&path).unwrap();
    let mut blessed = fixture.clone();
    let cases = cases(&fixture);
    assert!(!cases.is_empty());
    for case in &cases {
        let (expected, sources) = case.blocks.split_last().unwrap();
        assert_eq!(expected.language, "facts", "{}", case.heading);
        let files = sources.iter().map(|block| SourceFile {
            path: &block.name,
            text: &block.text,
        });
        let files: Vec<_> = files.collect();
        let facts = read(&sources[0].language, &files);
        dump::check_places(&files, &facts);
        let found = dump::dump(&files, &facts);
        if std::env::var_os("ACRLINT_BLESS").is_some() {
            let at = blessed.find(&format!("## {}\n", case.heading)).unwrap();
            let start = at + blessed[at..].find("`facts\n").unwrap() + "`facts\n".len();
            let end = start + blessed[start..].find("```").unwrap();
            blessed.replace_range(start..end, &found);
        } else {
            assert_eq!(
                found.trim_end(),
                expected.text.trim_end(),
                "{name}: {}",
                case.heading
            );
        }
    }
    if blessed != fixture {
        fs::write(&path, blessed).unwrap();
    }
}

#[test]
fn arm_templates() {
    check("arm.md");
}

#[test]
fn bicep_files() {
    check("bicep.md");
}

#[test]
fn terraform_folders() {
    check("terraform.md");
}

#[test]
fn terraform_show() {
    check("show.md");
}

#[test]
fn shell_scripts() {
    check("shell.md");
}

#[test]
fn saved_answers() {
    check("answers.md");
}

#[test]
fn powershell_scripts() {
    check("powershell.md");
}

#[test]
fn ci_files() {
    check("ci.md");
}
