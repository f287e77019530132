//! The pages in `tests/completion` show what is offered where. A case is a task with `‸` as the cursor; below it may stand
//!
//! - `values`: a values file, and `context`: words of the run context (`registry:HOST`, `KEY=VALUE` for `--set`),
//! - `dockerfile`: the Dockerfile beside it, and `file PATH`: any other file of the project,
//! - `offers N`: the first N offers, each with its kind and detail, `↻` where the editor asks again, and the lines of
//!   the file after it is inserted, with `‸` where the cursor is then and `⏎` where the line ends; then the labels of the
//!   others. With `documented` behind N, the documentation follows the label.
//!
//! `UPDATE_FIXTURES=1 cargo test -p acrlint-ide` writes the offers; read the difference.
#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use acrlint_analysis::Project;
use acrlint_analysis::config::{Config, FILE_NAME};
use acrlint_ide::{Completion, completions};
use acrlint_task::{Context, ValuesFile};
use acrlint_text::TextSize;
use support::completion::{input, inserted, schema_keys};
use support::{Beside, Piece, pieces};

/// The cursor.
const MARK: char = '‸';
/// So many offers are shown if the page does not say.
const SHOWN: usize = 6;

/// A task of a page with the blocks below it.
#[derive(Debug, Default)]
struct Case {
    task: String,
    values: Option<String>,
    context: String,
    files: Beside,
    shown: usize,
    documented: bool,
    offers: String,
}

impl Case {
    fn offers(&self) -> (String, usize, Vec<Completion>) {
        let marked = match self.task.strip_suffix('\n') {
            // a cursor at the end of the file
            Some(text) if text.ends_with(MARK) => text,
            _ => &self.task,
        };
        let at = marked.find(MARK).expect("a task has a cursor");
        let source = marked.replacen(MARK, "", 1).replace("⏎\n", "\r\n");
        let at = at - 2 * marked[..at].matches("⏎\n").count();
        let words: Vec<&str> = self.context.split_whitespace().collect();
        let context = Context {
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
        };
        let config = self.files.text(FILE_NAME).map(|text| Config::parse(text).0);
        let project = Project::read(
            &self.files,
            config.as_ref().map(|config| (config, FILE_NAME)),
        );
        let input = input(&source, &context, &self.files).of_project(&project, "acr-task.yaml");
        let offers = completions(input, TextSize::try_from(at).unwrap());
        (source, at, offers)
    }

    fn run(&self) -> String {
        let (source, at, offers) = self.offers();
        let mut out = String::new();
        for offer in offers.iter().take(self.shown) {
            let kind = format!("{:?}", offer.kind).to_lowercase();
            let detail = offer.detail.as_deref().unwrap_or_default();
            let again = if offer.retrigger { " ↻" } else { "" };
            let gap = if detail.is_empty() { "" } else { ": " };
            let _ = writeln!(out, "{} ({kind}{gap}{detail}){again}", offer.label);
            let (text, cursor) = inserted(&source, offer);
            let start = source[..at].rfind('\n').map_or(0, |found| found + 1);
            let end = cursor + text[cursor..].find('\n').unwrap_or(text.len() - cursor);
            let lines = format!("{}{MARK}{}", &text[start..cursor], &text[cursor..end]);
            for line in offer
                .documentation
                .iter()
                .filter(|_| self.documented)
                .flat_map(|text| text.lines())
            {
                let _ = writeln!(out, "  {}", format!("» {line}").trim_end());
            }
            for line in lines.split('\n') {
                let _ = writeln!(out, "  │{}", line.replace('\r', "⏎"));
            }
        }
        let rest: Vec<&str> = offers
            .iter()
            .skip(self.shown)
            .map(|offer| offer.label.as_str())
            .collect();
        if !rest.is_empty() {
            let _ = writeln!(out, "… and {} more: {}", rest.len(), rest.join(", "));
        }
        if offers.is_empty() {
            out.push_str("nothing\n");
        }
        out
    }
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
                shown: SHOWN,
                ..Case::default()
            });
            continue;
        }
        let case = cases.last_mut().expect("a block stands below a task");
        match kind.split_once(' ').unwrap_or((&kind, "")) {
            ("values", _) => case.values = Some(text),
            ("context", _) => case.context = text,
            ("dockerfile", _) => case.files.0.push(("Dockerfile".to_owned(), text)),
            ("file", path) => case.files.0.push((path.to_owned(), text)),
            ("offers", shown) => {
                case.documented = shown.ends_with("documented");
                let shown = shown.split(' ').next().unwrap_or_default();
                case.shown = shown.parse().unwrap_or(SHOWN);
                case.offers = text;
            }
            (other, _) => panic!("there is no block `{other}`"),
        }
    }
    cases
}

/// The page with fresh offers.
fn updated(page: &str) -> String {
    let cases = cases(page);
    let mut out = String::new();
    let mut at = 0;
    for piece in pieces(page) {
        match piece {
            Piece::Block { kind, .. } if kind.starts_with("offers") => {
                let _ = write!(out, "```{kind}\n{}```\n", cases[at].run());
                at += 1;
            }
            Piece::Block { kind, text } => _ = write!(out, "```{kind}\n{text}```\n"),
            Piece::Prose(text) => out.push_str(&text),
        }
    }
    out
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/completion");
    let mut pages: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    pages.sort();
    pages
}

#[test]
fn what_is_offered_is_what_the_pages_say() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            fs::write(&path, updated(&page)).unwrap();
        }
        let page = fs::read_to_string(&path).unwrap();
        for case in cases(&page) {
            seen += 1;
            let offers = case.run();
            if offers != case.offers {
                wrong.push(format!(
                    "{}:\n{}--- the page says\n{}--- but it is\n{offers}",
                    path.display(),
                    case.task,
                    case.offers
                ));
            }
        }
    }
    assert!(seen > 50, "{seen} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_key_is_offered_somewhere_and_no_accident() {
    let cases: Vec<Case> = pages()
        .iter()
        .flat_map(|path| cases(&fs::read_to_string(path).unwrap()))
        .collect();
    let offers: Vec<Completion> = cases.iter().flat_map(|case| case.offers().2).collect();
    let (keys, accidents) = schema_keys();
    for key in keys {
        assert!(offers.iter().any(|offer| offer.label == key), "{key}");
    }
    for accident in accidents {
        assert!(
            offers
                .iter()
                .all(|offer| offer.label != accident
                    || offer.kind != acrlint_ide::CompletionKind::Key),
            "{accident}"
        );
    }
}
