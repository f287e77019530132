//! Microseconds a file, over the recorded corpus where it lies beside the project and over the examples elsewhere: for
//! reading the file, for a bare pass over the events of the YAML that the runner decodes, for the rules of what the
//! runner refuses, and for all rules. They take turns in one run, so their ratios hold on a noisy machine.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use acrlint_analysis::{Input, Selector, Settings, check, is_task};
use acrlint_task::{Context, FileAnswer, Files, NoFiles, texts};

const ROUNDS: usize = 200;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("../shared/corpus");
    let mut paths = Vec::new();
    collect(if corpus.exists() { &corpus } else { root }, &mut paths);
    let sources: Vec<String> = paths
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect();
    let context = Context {
        registry: Some("myregistry.azurecr.io".to_owned()),
        id: Some("cf10".to_owned()),
        complete: true,
        ..Context::default()
    };
    let files: Vec<Beside> = paths.iter().map(|path| Beside::of(path)).collect();
    let rendered: Vec<String> = sources
        .iter()
        .zip(&files)
        .filter_map(|(source, files)| {
            texts(source, "acb.yaml", &context, files, Default::default()).rendered
        })
        .map(|rendered| rendered.text().to_owned())
        .collect();

    let all = Settings::default();
    let mut refused = Settings::none();
    if let Ok(family) = Selector::parse("refused") {
        refused.turn_on(family);
    }
    let mut times = [const { Vec::new() }; 4];
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        for path in &paths {
            black_box(fs::read_to_string(path).ok());
        }
        times[0].push(begin.elapsed().as_secs_f64() / paths.len() as f64);

        let begin = Instant::now();
        for text in &rendered {
            black_box(acrlint_yaml::events(text).count());
        }
        times[1].push(begin.elapsed().as_secs_f64() / rendered.len() as f64);

        let begin = Instant::now();
        for (source, files) in sources.iter().zip(&files) {
            black_box(check(Input::new(source, "acb.yaml", &context, files), &all));
        }
        times[2].push(begin.elapsed().as_secs_f64() / sources.len() as f64);

        let begin = Instant::now();
        for (source, files) in sources.iter().zip(&files) {
            black_box(check(
                Input::new(source, "acb.yaml", &context, files),
                &refused,
            ));
        }
        times[3].push(begin.elapsed().as_secs_f64() / sources.len() as f64);
    }
    let [read, events, whole, refused] = times.map(median);
    let bytes: usize = sources.iter().map(String::len).sum();
    println!(
        "{} files of {} bytes on average, median of {ROUNDS} rounds",
        sources.len(),
        bytes / sources.len()
    );
    println!("reading        {:7.2} µs a file", read * 1e6);
    println!("YAML events    {:7.2} µs a file", events * 1e6);
    println!("refusals only  {:7.2} µs a file", refused * 1e6);
    println!("whole check    {:7.2} µs a file", whole * 1e6);
    println!("refusals only / YAML events: {:.2}", refused / events);
    println!("whole check / YAML events: {:.2}", whole / events);
}

/// The files beside a task file, in memory: what reading costs is measured by itself.
struct Beside(Vec<(String, String)>);

impl Beside {
    fn of(task: &Path) -> Self {
        let entries = task.parent().and_then(|folder| fs::read_dir(folder).ok());
        let files = entries.into_iter().flatten().flatten().filter_map(|entry| {
            let text = fs::read_to_string(entry.path()).ok()?;
            Some((entry.file_name().to_string_lossy().into_owned(), text))
        });
        Self(files.collect())
    }
}

impl Files for Beside {
    fn read(&self, path: &str) -> FileAnswer {
        match self.0.iter().find(|(name, _)| name == path) {
            Some((_, text)) => FileAnswer::Text(text.clone()),
            None => NoFiles.read(path),
        }
    }
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    entries.sort();
    for path in entries {
        let hidden_build = path
            .file_name()
            .is_some_and(|name| name == "target" || name == ".git");
        if path.is_dir() && !hidden_build {
            collect(&path, into);
        } else if path
            .extension()
            .is_some_and(|kind| kind == "yaml" || kind == "yml")
        {
            let text = fs::read_to_string(&path).unwrap_or_default();
            if is_task(&path.display().to_string(), &text) {
                into.push(path);
            }
        }
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
