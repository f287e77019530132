//! From a path to everything that a task file is looked at with: the nearest configuration, the project around it, the
//! files that it can read. The command line, the language server and the browser all ask here.

mod config;
mod files;
mod tree;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use acrlint_task::{Context, FileAnswer, Files, ValuesFile};

use crate::check::{FileReport, check};
use crate::config::{FILE_NAME, RunContext, is_config};
use crate::embedded::{check_embedded, embeds};
use crate::input::Input;
use crate::project::{Project, folder, join, may_hold_facts};
use crate::settings::Settings;
use files::{Listed, absolute, folder_holds, folders_above, shown};

pub use config::{ConfigChoice, LoadedConfig};
pub use files::TaskFiles;
pub use tree::Tree;

/// A project that is read at most once.
type ReadOnce = Arc<OnceLock<Arc<Project>>>;

/// The files of a working directory and around it, with what was read of them: each configuration and each project
/// once, until something changes.
pub struct Workspace {
    tree: Box<dyn Tree>,
    here: String,
    choice: ConfigChoice,
    own: RunContext,
    /// By folder: the nearest configuration file there or above.
    configs: Mutex<HashMap<String, Option<Arc<LoadedConfig>>>>,
    /// By folder: the root of the project that it belongs to, if there is one.
    roots: Mutex<HashMap<String, Option<String>>>,
    /// By root, or by the folder that belongs to none.
    projects: Mutex<HashMap<String, ReadOnce>>,
}

/// What a task file is looked at with.
pub struct Setup<'w> {
    /// What is known of its runs.
    pub context: Context,
    /// The rules that run.
    pub settings: Settings,
    /// The files that it can read.
    pub files: TaskFiles<'w>,
    /// What the files around it say.
    pub project: Arc<Project>,
    /// The values file of its configuration, from the root.
    pub values: Option<String>,
    place: String,
}

impl Workspace {
    /// The files of a tree; `here` is the working directory from the root, which the runner's own stands for.
    pub fn new(tree: impl Tree + 'static, here: impl Into<String>) -> Self {
        Self {
            tree: Box::new(tree),
            here: here.into(),
            choice: ConfigChoice::default(),
            own: RunContext::default(),
            configs: Mutex::default(),
            roots: Mutex::default(),
            projects: Mutex::default(),
        }
    }

    /// With another choice of the configuration.
    #[must_use]
    pub fn with_config(self, choice: ConfigChoice) -> Self {
        Self { choice, ..self }
    }

    /// With something known of every run, over what the configuration says.
    #[must_use]
    pub fn with_context(self, own: RunContext) -> Self {
        Self { own, ..self }
    }

    /// A path from the root.
    pub fn absolute(&self, path: &str) -> String {
        absolute(&self.here, path)
    }

    /// A path from the working directory if it is below that, with `/` between folders.
    pub fn shown(&self, path: &str) -> String {
        shown(&self.here, &self.absolute(path)).to_owned()
    }

    /// What the task file at a path is looked at with.
    pub fn setup(&self, path: &str) -> Setup<'_> {
        let path = self.absolute(path);
        let config = self.config_of(&path);
        let project = self.project_of(&path, config.as_deref());
        let settings = config.as_ref().map(|loaded| {
            let path = loaded.relative(&path);
            loaded.config.settings(path)
        });
        let own_folder = folder(&path);
        let (context, values) = self.context_of(&path, config.as_deref());
        Setup {
            context,
            values,
            settings: settings.unwrap_or_default(),
            files: TaskFiles {
                tree: &*self.tree,
                here: &self.here,
                beside: (own_folder != self.here).then(|| own_folder.to_owned()),
                project: Some(project.clone()),
            },
            project,
            place: shown(&self.here, &path).to_owned(),
        }
    }

    /// What is known of the runs of a file, and the values file that the configuration names.
    fn context_of(&self, path: &str, config: Option<&LoadedConfig>) -> (Context, Option<String>) {
        let Some(loaded) = config else {
            return (self.own.context.clone(), None);
        };
        let RunContext {
            mut context,
            values,
        } = self
            .own
            .clone()
            .over(loaded.config.context(loaded.relative(path)));
        let mut place = None;
        if let (None, Some(values)) = (&context.values, values) {
            let path = loaded.join(&values);
            let text = match self.tree.read(&path) {
                FileAnswer::Text(text) => Ok(text),
                FileAnswer::Unreadable(why) => Err(why),
                FileAnswer::Unknown => Err("the file cannot be seen".to_owned()),
            };
            context.values = Some(ValuesFile { path: values, text });
            place = Some(path);
        }
        (context, place)
    }

    /// What the files around a task file say: all below the nearest folder that has an `acrlint.toml` or is a git
    /// repository; without such a folder those beside the task file.
    fn project_of(&self, path: &str, config: Option<&LoadedConfig>) -> Arc<Project> {
        let folder = folder(path);
        let root = self.root_of(folder);
        let key = root.as_deref().unwrap_or(folder);
        let once = locked(&self.projects)
            .entry(key.to_owned())
            .or_default()
            .clone();
        once.get_or_init(|| {
            let mut paths = match &root {
                Some(root) => self.tree.below(root),
                None => self.tree.beside(folder),
            };
            let git = root.as_ref().map(|root| join(root, ".git/config"));
            paths.extend(git.filter(|path| self.tree.is_file(path)));
            let files = Listed {
                tree: &*self.tree,
                here: &self.here,
                paths: paths
                    .iter()
                    .map(|path| shown(&self.here, path).to_owned())
                    .collect(),
                all: root.is_some(),
            };
            let config = config.map(|loaded| (&*loaded.config, loaded.path.as_str()));
            Arc::new(Project::read(&files, config))
        })
        .clone()
    }

    fn root_of(&self, folder: &str) -> Option<String> {
        let mut roots = locked(&self.roots);
        if let Some(known) = roots.get(folder) {
            return known.clone();
        }
        let mut above = std::iter::once(folder).chain(folders_above(folder));
        let root = above.find(|folder| {
            self.tree.is_root(folder) || self.tree.is_file(&join(folder, FILE_NAME))
        });
        let root = root.map(str::to_owned);
        roots.insert(folder.to_owned(), root.clone());
        root
    }
}

/// What changes.
impl Workspace {
    /// Forgets what was read of a file whose text has changed. Whether that may change what is found in other files
    /// than those that read it.
    pub fn changed(&self, path: &str) -> bool {
        let path = self.absolute(path);
        if is_config(&path) {
            locked(&self.configs).clear();
            locked(&self.roots).clear();
            locked(&self.projects).clear();
            true
        } else if may_hold_facts(&path) || path.ends_with("/.git/config") {
            self.listed(&path);
            true
        } else {
            false
        }
    }

    /// Forgets the projects that a file belongs to which has come or gone.
    pub fn listed(&self, path: &str) {
        let path = self.absolute(path);
        if is_config(&path) {
            self.changed(&path);
        }
        locked(&self.projects).retain(|root, _| !folder_holds(root, &path));
    }
}

impl Setup<'_> {
    /// The task file with what is known of it; `name` is its path as the runner's messages name it.
    pub fn input<'a>(&'a self, name: &'a str, source: &'a str) -> Input<'a> {
        Input::new(source, name, &self.context, &self.files).of_project(&self.project, &self.place)
    }

    /// Looks at the file; `None` for one that is no task and embeds none.
    pub fn check(&self, name: &str, source: &str) -> Option<FileReport> {
        self.check_with(name, source, &self.files)
    }

    /// The same with the files read through another view of them.
    pub fn check_with(&self, name: &str, source: &str, files: &dyn Files) -> Option<FileReport> {
        if embeds(name) {
            return check_embedded(
                &self.place,
                &self.context,
                files,
                &self.project,
                &self.settings,
            );
        }
        let input = self.input(name, source).with_files(files);
        Some(check(input, &self.settings))
    }
}

/// What a lock holds; a thread that panicked has left it whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
