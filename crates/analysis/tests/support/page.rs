//! Pages of cases: a `yaml` block is a task, and below it stand
//!
//! - `values`: a values file, and `context`: words of the run context (`runner-defaults`, `registry:HOST`, `KEY=VALUE` for
//!   `--set`, `rule:NAME` for a rule that is off),
//! - `dockerfile`: the Dockerfile beside it, and `file PATH`: any other file of the project, `acrlint.toml` among them,
//! - any other block: what is made of it, which `UPDATE_FIXTURES=1` writes anew.
//!
//! `⏎` ends a line with a carriage return, `␣BOM` stands for a byte order mark.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::print_stdout)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use acrlint_analysis::config::{Config, FILE_NAME};
use acrlint_analysis::{Input, Project, Selector, Settings, rules};
use acrlint_task::{Context, ValuesFile};

use super::beside::Beside;

/// A piece of a page: a fenced block, or the prose between two.
#[derive(Debug, Clone)]
enum Piece {
    Prose(String),
    Block { kind: String, text: String },
}

/// The pieces of a page.
fn pieces(page: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece::Prose(String::new())];
    let mut inside = false;
    for line in page.split_inclusive('\n') {
        let fence = line.strip_prefix("```").map(str::trim_end);
        match (inside, fence, pieces.last_mut()) {
            (false, Some(kind), _) => {
                inside = true;
                pieces.push(Piece::Block {
                    kind: kind.to_owned(),
                    text: String::new(),
                });
            }
            (true, Some(""), _) => {
                inside = false;
                pieces.push(Piece::Prose(String::new()));
            }
            (_, _, Some(Piece::Prose(text) | Piece::Block { text, .. })) => text.push_str(line),
            (_, _, None) => {}
        }
    }
    pieces
}

/// A task of a page with the blocks below it.
#[derive(Debug, Default, Clone)]
pub struct Case {
    /// The task, with marks that only a test knows.
    pub task: String,
    values: Option<String>,
    context: String,
    pub files: Beside,
    /// What should come of it: the kind of the block with its words, and its text.
    pub expected: Vec<(String, String)>,
}

impl Case {
    /// Lets `look` see a text with what stands around it.
    pub fn look<T>(&self, text: &str, look: impl FnOnce(Input<'_>, &Settings) -> T) -> T {
        let words: Vec<&str> = self.context.split_whitespace().collect();
        let after = |start: &str| words.iter().find_map(|word| word.strip_prefix(start));
        let context = Context {
            complete: words.contains(&"runner-defaults"),
            registry: after("registry:").map(str::to_owned),
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
        let mut settings = Settings::default();
        if let Some(rule) = after("rule:").and_then(rules::by_name) {
            settings.turn_on(Selector::Rule(rule));
        }
        let config = self.files.text(FILE_NAME).map(|text| Config::parse(text).0);
        let project = Project::read(
            &self.files,
            config.as_ref().map(|config| (config, FILE_NAME)),
        );
        let input = Input::new(text, "acr-task.yaml", &context, &self.files);
        look(input.of_project(&project, "acr-task.yaml"), &settings)
    }

    /// With another word of the run context.
    pub fn with(mut self, word: &str) -> Self {
        self.context = format!("{} {word}", self.context);
        self
    }
}

/// The text with what its signs stand for.
pub fn plain(text: &str) -> String {
    text.replace("⏎\n", "\r\n").replace("␣BOM", "\u{feff}")
}

/// A text for a page.
pub fn signed(text: &str) -> String {
    text.replace('\r', "⏎").replace('\u{feff}', "␣BOM")
}

pub fn cases(page: &str) -> Vec<Case> {
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
        match kind.split_once(' ').unwrap_or((&kind, "")) {
            ("values", _) => case.values = Some(text),
            ("context", _) => case.context = text,
            ("dockerfile", _) => case.files.0.push(("Dockerfile".to_owned(), text)),
            ("file", path) => case.files.0.push((path.to_owned(), text)),
            _ => case.expected.push((kind, text)),
        }
    }
    cases
}

/// The page with fresh expectations.
fn updated(page: &str, run: &dyn Fn(&Case, &str) -> String) -> String {
    let mut left = cases(page).into_iter();
    let mut case = Case::default();
    let mut out = String::new();
    for piece in pieces(page) {
        match piece {
            Piece::Prose(text) => out.push_str(&text),
            Piece::Block { kind, text } => {
                if kind == "yaml" {
                    case = left.next().unwrap();
                }
                let is_made = case.expected.iter().any(|(known, _)| *known == kind);
                let text = if is_made { run(&case, &kind) } else { text };
                let _ = write!(out, "```{kind}\n{text}```\n");
            }
        }
    }
    out
}

/// The pages of a folder beside this one.
pub fn pages(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut pages: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    pages.sort();
    pages
}

/// The tasks of all pages of some folders, without the signs of tests.
pub fn tasks(folders: &[&str]) -> Vec<Case> {
    let pages = folders.iter().flat_map(|folder| pages(folder));
    let cases = pages.flat_map(|path| cases(&fs::read_to_string(path).unwrap()));
    cases
        .map(|case| Case {
            task: plain(&case.task.replacen('‸', "", 1)),
            ..case
        })
        .collect()
}

/// Compares what `run` makes of each case for each block with the pages of a folder; how many blocks there are.
pub fn compare(folder: &str, run: impl Fn(&Case, &str) -> String) -> usize {
    pages(folder)
        .iter()
        .map(|path| compare_page(path, &run))
        .sum()
}

/// The same for one page.
pub fn compare_page(path: &Path, run: &dyn Fn(&Case, &str) -> String) -> usize {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    let mut page = fs::read_to_string(path).unwrap();
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        page = updated(&page, run);
        fs::write(path, &page).unwrap();
    }
    for case in cases(&page) {
        for (kind, text) in &case.expected {
            seen += 1;
            let made = run(&case, kind);
            if made != *text {
                let (path, task) = (path.display(), &case.task);
                wrong.push(format!(
                    "{path}:\n{task}--- the page says\n{text}--- but it is\n{made}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    seen
}

/// Real YAML files of at most so many bytes beside the project; none, with a word about it, where they are absent.
pub fn corpus(largest: u64) -> Vec<(PathBuf, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if !folder.exists() {
        println!("skipped: {} is absent", folder.display());
        return Vec::new();
    }
    let mut files = Vec::new();
    collect(&folder, largest, &mut files);
    files
}

fn collect(folder: &Path, largest: u64, files: &mut Vec<(PathBuf, String)>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        let is_yaml = path
            .extension()
            .is_some_and(|end| end == "yaml" || end == "yml");
        if path.is_dir() {
            collect(&path, largest, files);
        } else if is_yaml && fs::metadata(&path).unwrap().len() < largest {
            files.push((path.clone(), fs::read_to_string(&path).unwrap()));
        }
    }
}
