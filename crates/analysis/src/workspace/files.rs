use std::sync::Arc;

use acrlint_task::{FileAnswer, Files};

use super::tree::Tree;
use crate::project::{Project, folder, is_absolute, join};

/// The files of the working directory, which the runner's own stands for; where a file is not there, those beside the
/// task file.
pub struct TaskFiles<'w> {
    pub(super) tree: &'w dyn Tree,
    pub(super) here: &'w str,
    /// The task file's own folder, if it is not the working directory.
    pub(super) beside: Option<String>,
    /// What the project knows of its files.
    pub(super) project: Option<Arc<Project>>,
}

impl TaskFiles<'_> {
    /// The file beside the task file, where the working directory has none of that path.
    fn beside(&self, path: &str) -> Option<String> {
        let beside = join(self.beside.as_ref()?, path);
        (self.tree.is_file(&beside) && !self.tree.is_file(&absolute(self.here, path)))
            .then_some(beside)
    }
}

impl Files for TaskFiles<'_> {
    fn locate(&self, path: &str) -> String {
        match self.beside(path) {
            Some(beside) => shown(self.here, &beside).to_owned(),
            None => path.to_owned(),
        }
    }

    fn read(&self, path: &str) -> FileAnswer {
        match self.beside(path) {
            Some(beside) => self.tree.read(&beside),
            None => self.tree.read(&absolute(self.here, path)),
        }
    }

    fn list(&self) -> Vec<String> {
        let project = self.project.as_ref();
        project.map_or_else(Vec::new, |project| project.paths())
    }

    fn lists_all(&self) -> bool {
        self.project.as_ref().is_some_and(|it| it.has_all_files())
    }
}

/// Some files of a project, by their paths as they are shown.
pub(super) struct Listed<'w> {
    pub(super) tree: &'w dyn Tree,
    pub(super) here: &'w str,
    pub(super) paths: Vec<String>,
    pub(super) all: bool,
}

impl Files for Listed<'_> {
    fn read(&self, path: &str) -> FileAnswer {
        self.tree.read(&absolute(self.here, path))
    }

    fn list(&self) -> Vec<String> {
        self.paths.clone()
    }

    fn lists_all(&self) -> bool {
        self.all
    }
}

/// A path from the root.
pub(super) fn absolute(here: &str, path: &str) -> String {
    if is_absolute(path) {
        join("", path)
    } else {
        join(here, path)
    }
}

/// A path from the working directory if it is below that.
pub(super) fn shown<'p>(here: &str, path: &'p str) -> &'p str {
    let inner = path.strip_prefix(here);
    let inner = inner.map(|rest| rest.strip_prefix('/').unwrap_or(rest));
    match inner {
        Some(inner) if folder_holds(here, path) && !inner.is_empty() => inner,
        _ => path,
    }
}

/// Whether a path is below a folder.
pub(super) fn folder_holds(outer: &str, path: &str) -> bool {
    let rest = path.strip_prefix(outer);
    rest.is_some_and(|rest| outer.ends_with('/') || rest.starts_with('/'))
}

/// The folders above a path, the nearest first.
pub(super) fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder(path)), |inner| {
        let outer = folder(inner);
        (outer != *inner && !outer.is_empty()).then_some(outer)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_from_the_root_and_back() {
        assert_eq!(absolute("/w", "a/../b"), "/w/b");
        assert_eq!(absolute("/w", "/x/b"), "/x/b");
        assert_eq!(absolute("C:/w", "D:/b"), "D:/b");
        assert_eq!(shown("/w", "/w/a/b"), "a/b");
        assert_eq!(shown("/w", "/wide/b"), "/wide/b");
        assert_eq!(shown("/", "/a"), "a");
        assert_eq!(
            folders_above("/a/b/c").collect::<Vec<_>>(),
            ["/a/b", "/a", "/"]
        );
    }
}
