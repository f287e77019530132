use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use acrlint_analysis::Tree;
use acrlint_task::FileAnswer;

use crate::text::Text;

/// The files of a tree, and over them what the client has open or has sent.
pub(crate) struct Overlay {
    base: Box<dyn Tree>,
    open: RwLock<BTreeMap<String, Arc<Text>>>,
    sent: RwLock<BTreeMap<String, Arc<Text>>>,
}

impl Overlay {
    pub(crate) fn new(base: Box<dyn Tree>) -> Self {
        Self {
            base,
            open: RwLock::default(),
            sent: RwLock::default(),
        }
    }

    /// A file's text with its lines.
    pub(crate) fn text(&self, path: &str) -> Option<Arc<Text>> {
        self.own(path).or_else(|| match self.base.read(path) {
            FileAnswer::Text(text) => Some(Arc::new(Text::new(text))),
            FileAnswer::Unreadable(_) | FileAnswer::Unknown => None,
        })
    }

    /// Shows a file as the client has it.
    pub(crate) fn open(&self, path: &str, text: Text) {
        write(&self.open).insert(path.to_owned(), Arc::new(text));
    }

    /// Takes a file that the client had open.
    pub(crate) fn close(&self, path: &str) -> Option<Arc<Text>> {
        write(&self.open).remove(path)
    }

    /// Keeps a file that the client sent.
    pub(crate) fn put(&self, path: &str, text: String) {
        write(&self.sent).insert(path.to_owned(), Arc::new(Text::new(text)));
    }

    /// Forgets a file that the client sent.
    pub(crate) fn remove(&self, path: &str) {
        write(&self.sent).remove(path);
    }

    fn own(&self, path: &str) -> Option<Arc<Text>> {
        let open = read(&self.open).get(path).cloned();
        open.or_else(|| read(&self.sent).get(path).cloned())
    }

    /// Adds the own files that fit to those of the tree.
    fn with_own(&self, mut paths: Vec<String>, fits: impl Fn(&str) -> bool) -> Vec<String> {
        for own in [&self.open, &self.sent] {
            let own = read(own);
            paths.extend(own.keys().filter(|path| fits(path)).cloned());
        }
        paths.sort();
        paths.dedup();
        paths
    }
}

/// An overlay that several workspaces look at.
pub(crate) struct Shared(pub(crate) Arc<Overlay>);

impl Tree for Shared {
    fn read(&self, path: &str) -> FileAnswer {
        match self.0.own(path) {
            Some(text) => FileAnswer::Text(text.as_str().to_owned()),
            None => self.0.base.read(path),
        }
    }

    fn is_file(&self, path: &str) -> bool {
        self.0.own(path).is_some() || self.0.base.is_file(path)
    }

    fn is_root(&self, folder: &str) -> bool {
        self.0.base.is_root(folder)
    }

    fn below(&self, folder: &str) -> Vec<String> {
        self.0
            .with_own(self.0.base.below(folder), |path| is_below(folder, path))
    }

    fn beside(&self, folder: &str) -> Vec<String> {
        self.0.with_own(self.0.base.beside(folder), |path| {
            path.rsplit_once('/')
                .is_some_and(|(own, _)| own == folder.trim_end_matches('/'))
        })
    }
}

/// Whether a path is below a folder.
pub(crate) fn is_below(folder: &str, path: &str) -> bool {
    let rest = path.strip_prefix(folder.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.starts_with('/'))
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
