use std::path::{Path, PathBuf};

use acrlint_analysis::is_task;
use ignore::WalkBuilder;
use rayon::prelude::*;

use crate::config::Configs;
use crate::input::read_file;

/// A file to lint.
pub(crate) struct Found {
    /// The path as it is shown.
    pub(crate) path: String,
    /// Its text, or why there is none.
    pub(crate) text: anyhow::Result<String>,
}

/// The kinds of files that say something about tasks in Azure, and may embed one.
const FACTS: [&str; 5] = ["bicep", "json", "ps1", "sh", "tf"];

/// Whether a file is no task file but may embed one.
pub(crate) fn holds_facts(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, kind)| FACTS.contains(&kind))
}

/// Whether the text of such a file has a place for an embedded task.
fn may_embed(text: &str) -> bool {
    ["encodedTaskContent", "task_content", "az acr "]
        .iter()
        .any(|place| text.contains(place))
}

/// The task files that the paths name: files as they are (with `detect`, only task files), folders searched.
pub(crate) fn find(paths: &[PathBuf], detect: bool, configs: &Configs) -> Vec<Found> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(search(path, configs));
        } else {
            found.extend(named(path, detect));
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|file| seen.insert(file.path.clone()));
    found
}

fn named(path: &Path, detect: bool) -> Option<Found> {
    let shown = path.display().to_string();
    let text = read_file(path);
    let skip = detect
        && text
            .as_ref()
            .is_ok_and(|text| holds_facts(&shown) || !is_task(&shown, text));
    (!skip).then_some(Found { path: shown, text })
}

/// The files below a folder, without what git ignores.
pub(crate) fn walk(folder: &Path) -> impl Iterator<Item = PathBuf> {
    WalkBuilder::new(folder)
        .hidden(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
}

/// The task files below a folder, by path. What git ignores is not searched.
fn search(folder: &Path, configs: &Configs) -> Vec<Found> {
    let mut paths: Vec<PathBuf> = walk(folder)
        .filter(|path| {
            let kind = path.extension().and_then(|kind| kind.to_str());
            kind.is_some_and(|kind| kind == "yaml" || kind == "yml" || FACTS.contains(&kind))
        })
        .collect();
    paths.sort();
    paths
        .par_iter()
        .filter_map(|path| searched(folder, path, configs))
        .collect()
}

fn searched(folder: &Path, path: &Path, configs: &Configs) -> Option<Found> {
    let shown = match path.strip_prefix("./") {
        Ok(inner) if folder == Path::new(".") => inner.display().to_string(),
        _ => path.display().to_string(),
    };
    if configs.excludes(&shown) {
        return None;
    }
    // a file that cannot be read is none of ours: nobody named it
    let text = read_file(path).ok()?;
    let found = if holds_facts(&shown) {
        may_embed(&text)
    } else {
        is_task(&shown, &text)
    };
    found.then_some(Found {
        path: shown,
        text: Ok(text),
    })
}
