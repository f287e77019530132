//! Files and folders of the project.

use std::collections::BTreeMap;
use std::ops::Range;

use super::place::ValuePlace;
use super::values::whole;
use super::{Asked, CompletionKind, MOST, Offers};

/// The folders that builds may have as their context: those with a Dockerfile first.
pub(crate) fn contexts(asked: &Asked<'_>) -> Vec<(String, &'static str)> {
    let mut found = vec![(".".to_owned(), "the root of the source")];
    let folders = folders(asked);
    for holds in [true, false] {
        let detail = if holds { "holds a Dockerfile" } else { "" };
        let of_kind = folders.iter().filter(|(_, has)| **has == holds);
        found.extend(of_kind.map(|(folder, _)| (folder.clone(), detail)));
    }
    found.truncate(MOST);
    found
}

/// The folders of the project, each with whether a Dockerfile stands in it.
fn folders(asked: &Asked<'_>) -> BTreeMap<String, bool> {
    let mut folders: BTreeMap<String, bool> = BTreeMap::new();
    for path in asked.input.files.list() {
        if is_hidden(&path) {
            continue;
        }
        let holds = is_dockerfile(&path);
        for (depth, (end, _)) in path.rmatch_indices('/').enumerate() {
            let known = folders.entry(path[..end].to_owned()).or_default();
            *known |= holds && depth == 0;
        }
    }
    folders.remove("");
    folders
}

/// Offers the folders that a step may work in.
pub(crate) fn offer_folders(asked: &Asked<'_>, place: &ValuePlace<'_>, offers: &mut Offers) {
    whole(asked, place, "/workspace", CompletionKind::Folder, offers).detail("where the source is");
    for folder in folders(asked).into_keys().take(MOST) {
        whole(asked, place, &folder, CompletionKind::Folder, offers);
    }
}

/// Offers the Dockerfiles of the project.
pub(crate) fn offer_dockerfiles(asked: &Asked<'_>, word: Range<usize>, offers: &mut Offers) {
    let mut paths: Vec<String> = asked.input.files.list();
    paths.retain(|path| is_dockerfile(path) && !is_hidden(path));
    if paths.is_empty() {
        paths.push("Dockerfile".to_owned());
        paths.retain(|path| asked.input.files.exists(path) == Some(true));
    }
    paths.sort_by_key(|path| (path.matches('/').count(), path.clone()));
    for path in paths.into_iter().take(MOST) {
        offers.add(&path, CompletionKind::File, word.clone(), path.clone());
    }
}

/// Offers files that may hold aliases.
pub(crate) fn offer_sources(asked: &Asked<'_>, place: &ValuePlace<'_>, offers: &mut Offers) {
    let fits = |path: &String| {
        let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
        is_yaml
            && !is_hidden(path)
            && *path != asked.input.place
            && !place.others.contains(&path.as_str())
    };
    for path in asked.input.files.list().into_iter().filter(fits).take(MOST) {
        whole(asked, place, &path, CompletionKind::File, offers);
    }
}

/// Whether a file is called like a Dockerfile.
fn is_dockerfile(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let is_other = [".dockerignore", ".md", ".sh", ".yaml", ".yml"]
        .iter()
        .any(|end| name.ends_with(end));
    (name.starts_with("dockerfile")
        || name.ends_with(".dockerfile")
        || name.starts_with("containerfile"))
        && !is_other
}

/// Whether a path leads through a folder that nobody builds from.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|piece| {
        piece == "node_modules" || (piece.starts_with('.') && piece.len() > 1 && piece != "..")
    })
}
