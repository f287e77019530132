use std::path::{Path, PathBuf};

use acrlint_analysis::{Workspace, embeds, is_linted, is_task, may_be_linted};
use rayon::prelude::*;

use crate::disk::walk;
use crate::input::read_file;

/// A file to lint.
pub(crate) struct Found {
    /// The path as it is shown.
    pub(crate) path: String,
    /// Its text, or why there is none.
    pub(crate) text: anyhow::Result<String>,
}

/// The task files that the paths name: files as they are (with `detect`, only task files), folders searched.
pub(crate) fn find(paths: &[PathBuf], detect: bool, workspace: &Workspace) -> Vec<Found> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(search(path, workspace));
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
            .is_ok_and(|text| embeds(&shown) || !is_task(&shown, text));
    (!skip).then_some(Found { path: shown, text })
}

/// The task files below a folder, by path. What git ignores is not searched.
fn search(folder: &Path, workspace: &Workspace) -> Vec<Found> {
    let mut paths: Vec<PathBuf> = walk(folder)
        .filter(|path| path.to_str().is_some_and(may_be_linted))
        .collect();
    paths.sort();
    paths
        .par_iter()
        .filter_map(|path| searched(folder, path, workspace))
        .collect()
}

fn searched(folder: &Path, path: &Path, workspace: &Workspace) -> Option<Found> {
    let shown = match path.strip_prefix("./") {
        Ok(inner) if folder == Path::new(".") => inner.display().to_string(),
        _ => path.display().to_string(),
    };
    if workspace.excludes(&shown) {
        return None;
    }
    // a file that cannot be read is none of ours: nobody named it
    let text = read_file(path).ok()?;
    is_linted(&shown, &text).then_some(Found {
        path: shown,
        text: Ok(text),
    })
}
