use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use acrlint_analysis::Project;
use acrlint_task::{FileAnswer, Files};

use crate::config::Configs;
use crate::discover::walk;
use crate::input::Disk;

/// The projects of a run, each read once.
#[derive(Default)]
pub(crate) struct Projects {
    /// By folder of a task file: the root of its project, if there is one.
    roots: Mutex<HashMap<PathBuf, Option<PathBuf>>>,
    read: Mutex<HashMap<PathBuf, Arc<OnceLock<Arc<Project>>>>>,
}

impl Projects {
    /// What the files around a task file say: all below the nearest folder that has an `acrlint.toml` or is a git
    /// repository; without such a folder those beside the task file.
    pub(crate) fn of(&self, path: &str, configs: &Configs) -> Arc<Project> {
        let folder = absolute(Path::new(path)).parent().map(Path::to_path_buf);
        let Some(folder) = folder else {
            return Arc::default();
        };
        let root = self.root(&folder);
        let key = root.clone().unwrap_or_else(|| folder.clone());
        let cell = {
            let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            read.entry(key).or_default().clone()
        };
        let project = cell.get_or_init(|| {
            let files = match &root {
                Some(root) => Listed::below(root),
                None => Listed::beside(&folder),
            };
            let config = configs.whole(path);
            let config = config
                .as_ref()
                .map(|(config, path)| (config.as_ref(), path.as_str()));
            Arc::new(Project::read(&files, config))
        });
        project.clone()
    }

    fn root(&self, folder: &Path) -> Option<PathBuf> {
        let mut roots = self.roots.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = roots.get(folder) {
            return known.clone();
        }
        let is_root = |folder: &&Path| {
            folder.join(".git").exists()
                || folder.join(acrlint_analysis::config::FILE_NAME).is_file()
        };
        let root = folder.ancestors().find(is_root).map(Path::to_path_buf);
        roots.insert(folder.to_path_buf(), root.clone());
        root
    }
}

/// Files of a project, by paths from the working directory where they are below it.
struct Listed {
    paths: Vec<String>,
    all: bool,
    disk: Disk,
}

impl Listed {
    /// All files below a folder, without those that git ignores.
    fn below(root: &Path) -> Self {
        let mut paths: Vec<String> = walk(root).map(|path| shown(&path)).collect();
        let config = root.join(".git/config");
        paths.extend(config.is_file().then(|| shown(&config)));
        Self::of(paths, true)
    }

    /// The files in a folder, which may be a part of a project.
    fn beside(folder: &Path) -> Self {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
        Self::of(files.map(|entry| shown(&entry.path())).collect(), false)
    }

    fn of(mut paths: Vec<String>, all: bool) -> Self {
        paths.sort();
        Self {
            paths,
            all,
            disk: Disk::default(),
        }
    }
}

impl Files for Listed {
    fn read(&self, path: &str) -> FileAnswer {
        self.disk.read(path)
    }

    fn list(&self) -> Vec<String> {
        self.paths.clone()
    }

    fn lists_all(&self) -> bool {
        self.all
    }
}

/// The working directory, which stays the same in a run.
static HERE: LazyLock<Option<PathBuf>> = LazyLock::new(|| std::env::current_dir().ok());

/// A path from the root.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    match HERE.as_ref() {
        // without `.` in the middle, as `Components` has it
        Some(here) => here.join(path).components().collect(),
        None => path.to_path_buf(),
    }
}

/// A path from the working directory if it is below that, with `/` between folders.
pub(crate) fn shown(path: &Path) -> String {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let here = std::env::current_dir().ok();
    let inner = here
        .as_deref()
        .and_then(|here| full.strip_prefix(here).ok());
    let text = inner.unwrap_or(&full).display().to_string();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text
    }
}
