//! What the tests of names, structure and links need: pages of cases, and places as people count them.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use acrlint_analysis::Input;
use acrlint_task::{Context, ValuesFile};
use acrlint_text::TextRange;

use super::beside::Beside;

/// The task file of the cases.
pub const TASK: &str = "acr-task.yaml";

/// A task of a page with what stands below it.
#[derive(Debug, Default)]
pub struct Case {
    pub task: String,
    pub files: Beside,
    pub context: Context,
}

impl Case {
    pub fn input<'c>(&'c self, source: &'c str) -> Input<'c> {
        Input::new(source, TASK, &self.context, &self.files)
    }
}

/// Line and column of both ends, from 1, with what stands there, on one line.
pub fn shown(text: &str, range: TextRange) -> String {
    let at = |offset: usize| {
        let before = &text[..offset];
        let line = before.rfind('\n').map_or(0, |found| found + 1);
        format!(
            "{}:{}",
            before.matches('\n').count() + 1,
            before[line..].chars().count() + 1
        )
    };
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let written = text[start..end].replace('\n', "⏎");
    let count = written.chars().count();
    let written = match count > 40 {
        true => {
            let begin: String = written.chars().take(18).collect();
            let rest: String = written.chars().skip(count - 18).collect();
            format!("{begin} … {rest}")
        }
        false => written,
    };
    format!("{}-{} `{written}`", at(start), at(end))
}

/// Runs the cases of a folder: each block whose first word is in `asked` holds what `answer` gives. How many there were,
/// and those that are wrong.
pub fn run_pages(
    folder: &str,
    asked: &[&str],
    answer: impl Fn(&Case, &str) -> String,
) -> (usize, Vec<String>) {
    let (mut seen, mut wrong) = (0, Vec::new());
    for path in pages(folder) {
        let page = fs::read_to_string(&path).unwrap();
        let mut out = String::new();
        let mut case = Case::default();
        let mut lines = page.split_inclusive('\n');
        while let Some(line) = lines.next() {
            out.push_str(line);
            let Some(kind) = line.strip_prefix("```").map(str::trim_end) else {
                continue;
            };
            let text: String = lines.by_ref().take_while(|line| *line != "```\n").collect();
            let mut written = text.clone();
            match kind.split_once(' ').unwrap_or((kind, "")) {
                ("yaml", _) => {
                    case = Case {
                        task: text,
                        ..Case::default()
                    };
                }
                ("dockerfile", "") => case.files.0.push(("Dockerfile".to_owned(), text)),
                ("file" | "dockerfile", path) => case.files.0.push((path.to_owned(), text)),
                ("values", path) => {
                    case.files.0.push((path.to_owned(), text.clone()));
                    case.context.values = Some(ValuesFile {
                        path: path.to_owned(),
                        text: Ok(text),
                    });
                }
                (word, _) if asked.contains(&word) => {
                    seen += 1;
                    written = answer(&case, kind);
                    if written != text {
                        let path = path.display();
                        wrong.push(format!(
                            "{path}:\n{}--- the page says\n{text}--- but it is\n{written}",
                            case.task
                        ));
                    }
                }
                (other, _) => panic!("there is no block `{other}`"),
            }
            let _ = writeln!(out, "{written}```");
        }
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            fs::write(&path, out).unwrap();
            wrong.clear();
        }
    }
    (seen, wrong)
}

pub fn pages(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let entries = fs::read_dir(folder).unwrap();
    let mut pages: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    pages
}

/// The tasks of all pages.
pub fn tasks() -> Vec<String> {
    let pages = ["names", "structure"].into_iter().flat_map(pages);
    let texts = pages.map(|path| fs::read_to_string(path).unwrap());
    let tasks = |page: String| -> Vec<String> {
        let blocks = page.split("```yaml\n").skip(1);
        let task = |block: &str| block.split("```\n").next().unwrap().replace('‸', "");
        blocks.map(task).collect()
    };
    texts.flat_map(tasks).collect()
}
