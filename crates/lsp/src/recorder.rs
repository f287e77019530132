use std::cell::RefCell;
use std::collections::BTreeSet;

use acrlint_task::{FileAnswer, Files};

/// Files that remember which of them were asked for, those that are not there among them.
pub(crate) struct Recorder<'f> {
    files: &'f dyn Files,
    asked: RefCell<BTreeSet<String>>,
}

impl<'f> Recorder<'f> {
    pub(crate) fn new(files: &'f dyn Files) -> Self {
        Self {
            files,
            asked: RefCell::default(),
        }
    }

    /// The paths that were asked for.
    pub(crate) fn asked(self) -> BTreeSet<String> {
        self.asked.into_inner()
    }
}

impl Files for Recorder<'_> {
    fn read(&self, path: &str) -> FileAnswer {
        self.asked.borrow_mut().insert(path.to_owned());
        self.files.read(path)
    }

    fn locate(&self, path: &str) -> String {
        self.files.locate(path)
    }

    fn exists(&self, path: &str) -> Option<bool> {
        self.asked.borrow_mut().insert(path.to_owned());
        self.files.exists(path)
    }

    fn list(&self) -> Vec<String> {
        self.files.list()
    }

    fn lists_all(&self) -> bool {
        self.files.lists_all()
    }
}
