//! The ARM templates, Bicep and Terraform files that people published, against what a person finds in them by reading.
//! They lie beside the project, in `../shared/corpus/credentials`; where they are absent, this test says so and checks
//! nothing.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod dump;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use acrlint_facts::{Facts, RunKind, SourceFile, SourceKind, TaskFacts, Work};

/// For each file its tasks, in order: kind, name as it is spelled, what it runs, the hosts of its credentials, and `…`
/// where the file leaves open whether there are more. Tasks are indented below their file.
const READ: &str = include_str!("corpus_infra.txt");

fn expected() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut files: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut file = "";
    for line in READ.lines() {
        match line.strip_prefix("  ") {
            Some(task) => files.entry(file).or_default().push(task),
            None => {
                file = line;
                files.entry(file).or_default();
            }
        }
    }
    files
}

fn corpus() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/credentials");
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is absent", path.display());
    None
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|e| ["bicep", "json", "tf"].iter().any(|kind| e == *kind))
        {
            found.push(path);
        }
    }
}

fn read(path: &str, text: &str) -> (&'static str, Facts) {
    let files = [SourceFile { path, text }];
    let (name, kind) = match path.rsplit('.').next() {
        Some("bicep") => ("Bicep", SourceKind::Bicep),
        Some("tf") => ("Terraform", SourceKind::Terraform),
        _ => ("ARM", SourceKind::Arm),
    };
    let facts = acrlint_facts::read(kind, &files);
    dump::check_places(&files, &facts);
    (name, facts)
}

fn show(task: &TaskFacts, facts: &Facts) -> String {
    let spell = |text: &str| facts.symbols.spell(text);
    let kind = match task.run {
        None => "task",
        Some(RunKind::Resource) => "run",
        Some(RunKind::Quick) => "quick run",
    };
    let name = task
        .name
        .as_ref()
        .map_or("-".to_owned(), |name| spell(&name.value));
    let work = match task.work {
        Work::Unknown => "unknown",
        Work::File { .. } => "file",
        Work::Loaded { .. } => "loaded",
        Work::Embedded { .. } => "embedded",
        Work::Docker { .. } => "docker",
        Work::Command(_) => "command",
    };
    let mut words = vec![kind.to_owned(), name, work.to_owned()];
    words.extend(task.credentials.iter().map(|c| spell(&c.host.value)));
    if !task.credentials_complete {
        words.push("…".to_owned());
    }
    words.join(" ")
}

#[derive(Default)]
struct Figures {
    files: usize,
    tasks: usize,
    expected: usize,
    credentials: usize,
    open: usize,
    work_unknown: usize,
    problems: usize,
}

#[test]
fn published_files() {
    let Some(corpus) = corpus() else { return };
    let mut paths = Vec::new();
    files(&corpus, &mut paths);
    paths.sort();
    let expected = expected();
    let mut written = String::new();
    let mut figures: BTreeMap<&str, Figures> = BTreeMap::new();
    let mut wrong = Vec::new();
    for path in &paths {
        let name = path
            .strip_prefix(&corpus)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        let text = fs::read_to_string(path).unwrap();
        let (kind, facts) = read(&name, &text);
        let found: Vec<_> = facts.tasks.iter().map(|task| show(task, &facts)).collect();
        let wanted = expected.get(name.as_str());
        written.push_str(&format!("{name}\n"));
        for task in &found {
            written.push_str(&format!("  {task}\n"));
        }
        if wanted.is_none_or(|wanted| found != *wanted) {
            wrong.push(format!("{name}: {found:#?}, not {wanted:#?}"));
        }
        let row = figures.entry(kind).or_default();
        row.files += 1;
        row.tasks += found.len();
        row.expected += wanted.map_or(0, |wanted| wanted.len());
        row.credentials += facts
            .tasks
            .iter()
            .map(|t| t.credentials.len())
            .sum::<usize>();
        row.open += facts
            .tasks
            .iter()
            .filter(|t| !t.credentials_complete)
            .count();
        row.work_unknown += facts
            .tasks
            .iter()
            .filter(|t| matches!(t.work, Work::Unknown))
            .count();
        row.problems += facts.problems.len();
    }
    if std::env::var_os("ACRLINT_BLESS").is_some() {
        fs::write(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus_infra.txt"),
            written,
        )
        .unwrap();
    }
    for (kind, row) in &figures {
        println!(
            "{kind}: {} files, tasks {} of {}, credentials {}, credentials left open by {}, work not seen of {}, problems {}",
            row.files,
            row.tasks,
            row.expected,
            row.credentials,
            row.open,
            row.work_unknown,
            row.problems
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(paths.len(), expected.len(), "every file is in the table");
}
