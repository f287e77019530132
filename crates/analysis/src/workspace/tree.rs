use acrlint_task::FileAnswer;

/// The files that there are, on a disk or in memory. Paths begin at the root and have `/` between folders.
pub trait Tree: Send + Sync {
    /// A file's text.
    fn read(&self, path: &str) -> FileAnswer;

    /// Whether there is a file.
    fn is_file(&self, path: &str) -> bool;

    /// Whether a folder is the root of a project: a git repository.
    fn is_root(&self, folder: &str) -> bool;

    /// The files below a folder, in their order, without what git ignores.
    fn below(&self, folder: &str) -> Vec<String>;

    /// The files in a folder itself, in their order.
    fn beside(&self, folder: &str) -> Vec<String>;
}
