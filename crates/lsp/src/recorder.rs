use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use acrlint_task::{FileAnswer, Files};

/// Files that are each read once while a task file is looked at, and that remember which of them were asked for, those
/// that are not there among them.
pub(crate) struct Recorder<'f> {
    files: &'f dyn Files,
    read: RefCell<HashMap<String, FileAnswer>>,
    located: RefCell<HashMap<String, String>>,
    asked: RefCell<BTreeSet<String>>,
}

impl<'f> Recorder<'f> {
    pub(crate) fn new(files: &'f dyn Files) -> Self {
        Self {
            files,
            read: RefCell::default(),
            located: RefCell::default(),
            asked: RefCell::default(),
        }
    }

    /// The paths that were asked for.
    pub(crate) fn asked(self) -> BTreeSet<String> {
        let mut asked = self.asked.into_inner();
        asked.extend(self.read.into_inner().into_keys());
        asked
    }
}

impl Files for Recorder<'_> {
    fn read(&self, path: &str) -> FileAnswer {
        if let Some(known) = self.read.borrow().get(path) {
            return known.clone();
        }
        let answer = self.files.read(path);
        let mut read = self.read.borrow_mut();
        read.insert(path.to_owned(), answer.clone());
        answer
    }

    fn locate(&self, path: &str) -> String {
        if let Some(known) = self.located.borrow().get(path) {
            return known.clone();
        }
        let place = self.files.locate(path);
        let mut located = self.located.borrow_mut();
        located.insert(path.to_owned(), place.clone());
        place
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
