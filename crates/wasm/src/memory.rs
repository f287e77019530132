use std::collections::BTreeMap;

use acrlint_analysis::Tree;
use acrlint_task::FileAnswer;

/// What reading a file that is not there says, in the words of the runner's operating system.
pub(crate) const NOT_FOUND: &str = "no such file or directory";

/// All files of a project, by their paths from its root, which is `/`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memory(BTreeMap<String, String>);

impl Memory {
    /// Files by their paths from the root of the project.
    pub(crate) fn new(files: BTreeMap<String, String>) -> Self {
        let rooted = |path: String| format!("/{}", plain(&path));
        let files = files.into_iter().map(|(path, text)| (rooted(path), text));
        Self(files.collect())
    }

    /// The text of a file, by its path from the root of the project.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        let path = format!("/{}", plain(path));
        self.0.get(&path).map(String::as_str)
    }

    /// The paths from the root of the project, in their order.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|path| path.trim_start_matches('/'))
    }

    /// The files below a folder, each with its path from there.
    fn inside(&self, folder: &str) -> impl Iterator<Item = (&String, &str)> {
        let folder = format!("{}/", folder.trim_end_matches('/'));
        let from = self.0.range(folder.clone()..);
        from.map_while(move |(path, _)| Some((path, path.strip_prefix(&folder)?)))
    }
}

/// A path as it is shown: `a/b` of `./a/b` and `/a/b`.
fn plain(path: &str) -> &str {
    path.trim_start_matches("./").trim_start_matches('/')
}

impl Tree for Memory {
    fn read(&self, path: &str) -> FileAnswer {
        match self.0.get(path) {
            Some(text) => FileAnswer::Text(text.clone()),
            None => FileAnswer::Unreadable(NOT_FOUND.to_owned()),
        }
    }

    fn is_file(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    fn is_root(&self, folder: &str) -> bool {
        folder == "/"
            || self
                .inside(folder)
                .any(|(_, path)| path.starts_with(".git/"))
    }

    fn below(&self, folder: &str) -> Vec<String> {
        let inside = self.inside(folder);
        let ours = inside.filter(|(_, path)| !path.split('/').any(|name| name == ".git"));
        ours.map(|(path, _)| path.clone()).collect()
    }

    fn beside(&self, folder: &str) -> Vec<String> {
        let inside = self.inside(folder);
        let beside = inside.filter(|(_, path)| !path.contains('/'));
        beside.map(|(path, _)| path.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_paths() {
        let paths = ["./a", "b/.git/config", "b/c", "/b/d/e", "bc"];
        let files = paths.map(|path| (path.to_owned(), path.to_owned()));
        let memory = Memory::new(files.into());
        assert_eq!(memory.text("a"), Some("./a"));
        assert_eq!(memory.below("/b"), ["/b/c", "/b/d/e"]);
        assert_eq!(memory.beside("/b"), ["/b/c"]);
        assert_eq!(memory.beside("/"), ["/a", "/bc"]);
        assert!(memory.is_root("/"));
        assert!(memory.is_root("/b"));
        assert!(!memory.is_root("/b/d"));
    }
}
