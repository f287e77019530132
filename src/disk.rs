use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use acrlint_analysis::Tree;
use acrlint_task::FileAnswer;
use ignore::WalkBuilder;

use crate::input::read_file;

/// The files of the disk.
pub(crate) struct Disk;

impl Tree for Disk {
    fn read(&self, path: &str) -> FileAnswer {
        // most that is asked for is not there
        if !Path::new(path).exists() {
            return FileAnswer::Unreadable(NOT_FOUND.to_owned());
        }
        match read_file(Path::new(path)) {
            Ok(text) => FileAnswer::Text(text),
            Err(error) => FileAnswer::Unreadable(reason(&error)),
        }
    }

    fn is_file(&self, path: &str) -> bool {
        Path::new(path).is_file()
    }

    fn is_root(&self, folder: &str) -> bool {
        Path::new(folder).join(".git").exists()
    }

    fn below(&self, folder: &str) -> Vec<String> {
        let mut paths: Vec<String> = walk(Path::new(folder)).map(|path| text(&path)).collect();
        paths.sort();
        paths
    }

    fn beside(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
        let mut paths: Vec<String> = files.map(|entry| text(&entry.path())).collect();
        paths.sort();
        paths
    }
}

/// The files below a folder, without what git ignores.
pub(crate) fn walk(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    WalkBuilder::new(folder)
        .hidden(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
}

/// The working directory.
pub(crate) fn here() -> String {
    std::env::current_dir().map_or_else(|_| "/".to_owned(), |here| text(&here))
}

/// A path with `/` between folders.
fn text(path: &Path) -> String {
    let text = path.display().to_string();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text
    }
}

const NOT_FOUND: &str = "no such file or directory";

/// Why a file cannot be read, in the words of the runner's operating system.
fn reason(error: &anyhow::Error) -> String {
    let kind = error
        .downcast_ref::<std::io::Error>()
        .map(std::io::Error::kind);
    match kind {
        Some(ErrorKind::NotFound) => NOT_FOUND.to_owned(),
        Some(ErrorKind::PermissionDenied) => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
