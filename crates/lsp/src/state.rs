//! What the server knows: the files, what was found in them, and which finding depends on which file. Everything here is
//! synchronous, and changes in the order of the messages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use acrlint_analysis::config::is_config;
use acrlint_analysis::{FileReport, Setup, Tree, Workspace, is_linted, may_be_linted};
use ls_types::{Diagnostic, TextDocumentContentChangeEvent, Uri};

use crate::overlay::{Overlay, Shared, is_below};
use crate::recorder::Recorder;
use crate::text::{Encoding, Text};
use crate::uri::{folder_path, origin_of, path_of, uri_of};

/// The language of documents that are tasks whatever they are called.
pub(crate) const LANGUAGE: &str = "acr-task";

/// A document that the client has open.
pub(crate) struct Document {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    language: String,
    /// Its text when that was YAML last.
    pub(crate) readable: Option<Arc<Text>>,
}

/// What was found in a file.
pub(crate) struct Checked {
    pub(crate) report: FileReport,
    /// The files that it read or looked for.
    depends: BTreeSet<String>,
    /// Whether it is a task file, and so says nothing about other files.
    is_task: bool,
}

impl Checked {
    /// The files that its findings point into, as they are shown.
    fn points_to(&self) -> impl Iterator<Item = &str> {
        let related = self
            .report
            .diagnostics
            .iter()
            .flat_map(|found| &found.related);
        related.filter_map(|related| related.path.as_deref())
    }
}

pub(crate) struct State {
    pub(crate) encoding: Encoding,
    pub(crate) overlay: Arc<Overlay>,
    /// A workspace for each folder that the client has open, by its path; the last one stands for files of no folder.
    workspaces: Vec<(String, Workspace)>,
    /// What stands before the paths of URIs.
    origin: String,
    pub(crate) documents: BTreeMap<String, Document>,
    pub(crate) checked: BTreeMap<String, Checked>,
    /// By file: the checked files with findings that point into it.
    mirrors: BTreeMap<String, BTreeSet<String>>,
    /// By file: the findings that the client was told of.
    published: BTreeMap<String, Vec<Diagnostic>>,
}

impl State {
    pub(crate) fn new(base: Box<dyn Tree>) -> Self {
        let overlay = Arc::new(Overlay::new(base));
        Self {
            encoding: Encoding::default(),
            workspaces: vec![(String::new(), Workspace::new(Shared(overlay.clone()), "/"))],
            overlay,
            origin: "file://".to_owned(),
            documents: BTreeMap::new(),
            checked: BTreeMap::new(),
            mirrors: BTreeMap::new(),
            published: BTreeMap::new(),
        }
    }

    /// Takes the folders that the client has open.
    pub(crate) fn set_folders(&mut self, folders: &[Uri]) {
        let workspace = |here: &str| Workspace::new(Shared(self.overlay.clone()), here);
        let paths: Vec<String> = folders.iter().map(folder_path).collect();
        let first = paths.first().map_or("/", String::as_str);
        let rest = (String::new(), workspace(first));
        let mut all: Vec<_> = paths
            .iter()
            .map(|path| (path.clone(), workspace(path)))
            .collect();
        // the innermost folder of a file counts
        all.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
        all.push(rest);
        self.workspaces = all;
        if let Some(first) = folders.first() {
            self.origin = origin_of(first);
        }
    }

    /// The folders that the client has open.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &str> {
        let paths = self.workspaces.iter().map(|(path, _)| path.as_str());
        paths.filter(|path| !path.is_empty())
    }

    pub(crate) fn workspace(&self, path: &str) -> &Workspace {
        let own = self
            .workspaces
            .iter()
            .find(|(folder, _)| is_below(folder, path));
        let (_, workspace) = own.unwrap_or(&self.workspaces[self.workspaces.len() - 1]);
        workspace
    }

    pub(crate) fn setup(&self, path: &str) -> Setup<'_> {
        self.workspace(path).setup(path)
    }

    /// The text of a file with its lines.
    pub(crate) fn text(&self, path: &str) -> Option<Arc<Text>> {
        self.overlay.text(path)
    }

    /// The URI of a file: as the client calls it, if it has it open.
    pub(crate) fn uri(&self, path: &str) -> Option<Uri> {
        match self.documents.get(path) {
            Some(document) => Some(document.uri.clone()),
            None => uri_of(&self.origin, path),
        }
    }

    /// The path from the root of a file that something found in `from` points to.
    pub(crate) fn absolute(&self, from: &str, shown: &str) -> String {
        self.workspace(from).absolute(shown)
    }

    /// The task files that read a file or look for it, or the file itself if it is a task.
    pub(crate) fn tasks_about(&self, path: &str) -> Vec<String> {
        match self.checked.get(path) {
            Some(checked) if checked.is_task => vec![path.to_owned()],
            _ => self.dependents(path),
        }
    }

    /// Whether a file is none yet, and may be one when more is written: it is empty, or called like one.
    pub(crate) fn may_become_task(&self, path: &str) -> bool {
        let yaml = path.ends_with(".yaml") || path.ends_with(".yml");
        yaml && self.text(path).is_some_and(|text| {
            text.as_str().trim().is_empty() || acrlint_analysis::is_task(path, text.as_str())
        })
    }

    fn dependents(&self, path: &str) -> Vec<String> {
        let depend = |(_, checked): &(&String, &Checked)| checked.depends.contains(path);
        let all = self.checked.iter().filter(depend);
        all.map(|(task, _)| task.clone()).collect()
    }
}

/// What the client tells of its files. Each returns the files whose findings may have changed.
impl State {
    pub(crate) fn open(
        &mut self,
        uri: Uri,
        version: i32,
        language: String,
        text: String,
    ) -> BTreeSet<String> {
        let path = path_of(&uri);
        if self.documents.is_empty() && self.folders().next().is_none() {
            self.origin = origin_of(&uri);
        }
        let is_new = self
            .overlay
            .text(&path)
            .is_none_or(|known| known.as_str() != text);
        self.overlay.open(&path, Text::new(text));
        let document = Document {
            uri,
            version,
            language,
            readable: None,
        };
        self.documents.insert(path.clone(), document);
        if is_new {
            return self.changed(&path, false);
        }
        let mut affected = self.recheck(&path);
        affected.insert(path);
        affected
    }

    pub(crate) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) -> BTreeSet<String> {
        let path = path_of(uri);
        let (Some(document), Some(text)) =
            (self.documents.get_mut(&path), self.overlay.close(&path))
        else {
            return BTreeSet::new();
        };
        document.version = version;
        let encoding = self.encoding;
        let text = Arc::try_unwrap(text).unwrap_or_else(|shared| (*shared).clone());
        let text = changes
            .into_iter()
            .fold(text, |text, change| match change.range {
                Some(range) => text.replaced(range, &change.text, encoding),
                None => Text::new(change.text),
            });
        self.overlay.open(&path, text);
        self.changed(&path, false)
    }

    pub(crate) fn close(&mut self, uri: &Uri) -> BTreeSet<String> {
        let path = path_of(uri);
        self.documents.remove(&path);
        let was = self.overlay.close(&path);
        let is = self.overlay.text(&path);
        if was.as_deref().map(Text::as_str) == is.as_deref().map(Text::as_str) {
            return BTreeSet::from([path]);
        }
        self.changed(&path, is.is_none())
    }

    /// Files of a client without a disk, or of another disk than ours.
    pub(crate) fn files(&mut self, put: Vec<(Uri, String)>, remove: &[Uri]) -> BTreeSet<String> {
        let mut affected = BTreeSet::new();
        for (uri, text) in put {
            let path = path_of(&uri);
            let is_new = self.overlay.text(&path).is_none();
            self.overlay.put(&path, text);
            affected.extend(self.changed(&path, is_new));
        }
        for path in remove.iter().map(path_of) {
            self.overlay.remove(&path);
            affected.extend(self.changed(&path, true));
        }
        affected
    }

    /// Something happened to a file on the disk; `listed` when it came or went.
    pub(crate) fn watched(&mut self, uri: &Uri, listed: bool) -> BTreeSet<String> {
        let path = path_of(uri);
        if self.documents.contains_key(&path) && !listed {
            // what the client has open counts
            return BTreeSet::new();
        }
        self.changed(&path, listed)
    }

    /// Finds the files to lint in the open folders.
    pub(crate) fn discover(&mut self) -> BTreeSet<String> {
        let tree = Shared(self.overlay.clone());
        let folders: Vec<String> = self.folders().map(str::to_owned).collect();
        let found: BTreeSet<String> = folders
            .iter()
            .flat_map(|folder| tree.below(folder))
            .filter(|path| self.is_candidate(path))
            .collect();
        found.iter().flat_map(|path| self.recheck(path)).collect()
    }

    fn is_candidate(&self, path: &str) -> bool {
        is_config(path) || (may_be_linted(path) && !self.workspace(path).excludes(path))
    }
}

/// Checking.
impl State {
    /// Looks again at a file and at those that depend on it.
    fn changed(&mut self, path: &str, listed: bool) -> BTreeSet<String> {
        let was_task = self
            .checked
            .get(path)
            .is_some_and(|checked| checked.is_task);
        if listed {
            self.workspace(path).listed(path);
        }
        let mut affected = self.recheck(path);
        affected.insert(path.to_owned());
        let is_task = self
            .checked
            .get(path)
            .is_some_and(|checked| checked.is_task);
        // what a task says about others is only that it is there
        let spreads = !(was_task && is_task) && self.workspace(path).changed(path);
        let others = if spreads || listed {
            self.checked.keys().cloned().collect()
        } else {
            self.dependents(path)
        };
        for other in others.iter().filter(|other| *other != path) {
            affected.extend(self.recheck(other));
        }
        if spreads {
            affected.extend(self.recheck(path));
        }
        affected
    }

    /// Looks at one file, and says in which files there may be other findings now.
    fn recheck(&mut self, path: &str) -> BTreeSet<String> {
        let old = self.checked.remove(path);
        let new = self.check(path);
        let mut affected = BTreeSet::new();
        if old.is_some() || new.is_some() {
            affected.insert(path.to_owned());
        }
        for other in old.iter().flat_map(Checked::points_to) {
            let other = self.absolute(path, other);
            if let Some(mirrored) = self.mirrors.get_mut(&other) {
                mirrored.remove(path);
            }
            affected.insert(other);
        }
        if let Some(new) = new {
            if let Some(document) = self.documents.get_mut(path).filter(|_| new.report.is_read) {
                document.readable = self.overlay.text(path);
            }
            for other in new.points_to() {
                let other = self.absolute(path, other);
                let mirrored = self.mirrors.entry(other.clone()).or_default();
                mirrored.insert(path.to_owned());
                affected.insert(other);
            }
            self.checked.insert(path.to_owned(), new);
        }
        affected
    }

    /// The checked files with findings that point into a file.
    pub(crate) fn mirrored_in(&self, path: &str) -> impl Iterator<Item = (&String, &Checked)> {
        let tasks = self.mirrors.get(path).into_iter().flatten();
        let others = tasks.filter(move |task| *task != path);
        others.filter_map(|task| self.checked.get_key_value(task))
    }

    /// Whether the client does not know these findings of a file; it does from now on.
    pub(crate) fn publishes(&mut self, path: &str, diagnostics: &[Diagnostic]) -> bool {
        // nothing is what the client knows of a file that it was told nothing about
        let known = self.published.get(path).map_or(&[][..], Vec::as_slice);
        let is_new = known != diagnostics;
        if is_new {
            self.published.insert(path.to_owned(), diagnostics.to_vec());
        }
        is_new
    }

    /// Forgets all that was found.
    pub(crate) fn forget_all(&mut self) -> BTreeSet<String> {
        let known = self.known().into_iter().map(str::to_owned).collect();
        self.checked.clear();
        self.mirrors.clear();
        known
    }

    /// All files that have findings or were looked at.
    pub(crate) fn known(&self) -> BTreeSet<&str> {
        self.checked
            .keys()
            .chain(self.mirrors.keys())
            .map(String::as_str)
            .collect()
    }

    /// Looks at a file; `None` for one that is not linted.
    fn check(&self, path: &str) -> Option<Checked> {
        let text = self.overlay.text(path)?;
        let source = text.as_str();
        if is_config(path) {
            return Some(config(source));
        }
        let named = self
            .documents
            .get(path)
            .is_some_and(|document| document.language == LANGUAGE);
        let open = self.documents.contains_key(path);
        let wanted = named || (may_be_linted(path) && is_linted(path, source));
        let excluded = !open && self.workspace(path).excludes(path);
        if !wanted || excluded {
            return None;
        }
        let workspace = self.workspace(path);
        let setup = workspace.setup(path);
        let recorder = Recorder::new(&setup.files);
        let name = workspace.shown(path);
        let report = setup.check_with(&name, source, &recorder)?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut depends = BTreeSet::new();
        for asked in recorder.asked() {
            depends.insert(workspace.absolute(&asked));
            depends.insert(workspace.absolute(&format!("{folder}/{asked}")));
        }
        depends.extend(setup.values);
        Some(Checked {
            report,
            depends,
            is_task: !acrlint_analysis::embeds(path),
        })
    }
}

/// What is wrong with a configuration file.
fn config(source: &str) -> Checked {
    let (_, diagnostics) = acrlint_analysis::config::Config::parse(source);
    Checked {
        report: FileReport {
            diagnostics,
            ..FileReport::nothing()
        },
        depends: BTreeSet::new(),
        is_task: false,
    }
}
