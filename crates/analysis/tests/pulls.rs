//! The base images of the recorded corpus, with each Dockerfile's build arguments as its step gives them. The
//! expectation, `pulls.tsv`, was checked against the Dockerfiles by hand: path of the task, step, Dockerfile, images.
//! Without the corpus the test says so and is skipped.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use acrlint_analysis::{Input, plan};
use acrlint_task::{Context, FileAnswer, Files, NoFiles};

struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> FileAnswer {
        match std::fs::read_to_string(self.0.join(path)) {
            Ok(text) => FileAnswer::Text(text),
            Err(_) => NoFiles.read(path),
        }
    }
}

/// The rows of a file's tasks that are in `paths`.
fn rows(corpus: &Path, path: &str) -> Vec<String> {
    let (repository, inner) = path.split_once('/').unwrap();
    let source = std::fs::read_to_string(corpus.join(path)).unwrap();
    let beside = Path::new(inner).parent().unwrap().to_path_buf();
    let root = Folder(corpus.join(repository));
    let files = Beside {
        root: &root,
        beside,
    };
    let context = Context::default();
    let plan = plan(Input::new(&source, inner, &context, &files));
    let built = plan
        .steps
        .iter()
        .filter_map(|step| Some((step, step.dockerfile.as_ref()?)));
    built
        .map(|(step, dockerfile)| {
            let images: Vec<&str> = step
                .pulls
                .iter()
                .filter(|image| image.because.path != inner)
                .map(|image| image.image.as_str())
                .collect();
            format!("{path}\t{}\t{dockerfile}\t{}", step.id, images.join(" "))
        })
        .collect()
}

/// The files of a repository; what is not at its root is looked for beside the task file, too.
struct Beside<'r> {
    root: &'r Folder,
    beside: PathBuf,
}

impl Files for Beside<'_> {
    fn read(&self, path: &str) -> FileAnswer {
        match self.root.read(path) {
            FileAnswer::Text(text) => FileAnswer::Text(text),
            _ => self
                .root
                .read(&self.beside.join(path).display().to_string()),
        }
    }
}

#[test]
fn every_build_of_the_corpus_pulls_what_its_dockerfile_says() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let Ok(verdicts) = std::fs::read_to_string(corpus.join("verdicts.ndjson")) else {
        println!("skipped: the recorded corpus is not beside the project");
        return;
    };
    let paths = verdicts.lines().map(|line| {
        let verdict: serde_json::Value = serde_json::from_str(line).unwrap();
        verdict["path"].as_str().unwrap().to_owned()
    });
    let found: Vec<String> = paths
        .filter(|path| !path.contains("/.history/"))
        .flat_map(|path| rows(&corpus, &path))
        .collect();
    let expected = include_str!("pulls.tsv");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pulls.tsv");
        std::fs::write(path, found.join("\n") + "\n").unwrap();
        return;
    }
    let expected: Vec<&str> = expected.lines().collect();
    assert_eq!(found, expected);
    let mut hosts: BTreeMap<&str, usize> = BTreeMap::new();
    for image in expected
        .iter()
        .filter_map(|row| row.rsplit('\t').next())
        .flat_map(|images| images.split_whitespace())
    {
        let host = image.split_once('/').map_or("", |(first, _)| first);
        *hosts
            .entry(if host.contains(['.', '$', '{']) {
                host
            } else {
                "Docker Hub"
            })
            .or_default() += 1;
    }
    println!(
        "{} builds with a Dockerfile; base images by host: {hosts:?}",
        expected.len()
    );
}
