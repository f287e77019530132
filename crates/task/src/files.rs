/// The files beside a task file.
pub trait Files {
    /// A file's text by its path from the run's working directory.
    fn read(&self, path: &str) -> FileAnswer;

    /// The path from the project's root of a file that [`Files::read`] finds; it may stand beside the task file.
    fn locate(&self, path: &str) -> String {
        path.to_owned()
    }

    /// Whether there is a file; `None` when that is not known.
    fn exists(&self, path: &str) -> Option<bool> {
        match self.read(path) {
            FileAnswer::Text(_) => Some(true),
            FileAnswer::Unreadable(_) => Some(false),
            FileAnswer::Unknown => None,
        }
    }

    /// The paths of the files of the project, as [`Files::read`] takes them.
    fn list(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether [`Files::list`] names all files of the project.
    fn lists_all(&self) -> bool {
        false
    }
}

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileAnswer {
    /// Its text.
    Text(String),
    /// It cannot be read, for this reason in the operating system's words.
    Unreadable(String),
    /// Whether it exists is not known.
    Unknown,
}

/// No files at all: every one is missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _path: &str) -> FileAnswer {
        FileAnswer::Unreadable("no such file or directory".to_owned())
    }
}
