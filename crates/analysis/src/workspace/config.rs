use std::sync::Arc;

use acrlint_task::FileAnswer;

use super::files::{folder_holds, folders_above, shown};
use super::{Workspace, locked};
use crate::config::{Config, FILE_NAME};
use crate::diagnostic::Diagnostic;
use crate::project::{folder, join};

/// Which configuration file counts.
#[derive(Debug, Clone, Default)]
pub enum ConfigChoice {
    /// The nearest one in the folders above a file.
    #[default]
    Nearest,
    /// One for all files.
    Named(Arc<LoadedConfig>),
    /// None.
    Isolated,
}

/// A configuration file that was read.
#[derive(Debug)]
pub struct LoadedConfig {
    /// Its path, as it is shown.
    pub path: String,
    /// Its text.
    pub source: String,
    /// What it says.
    pub config: Arc<Config>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// The folder that its paths count from, from the root.
    folder: String,
}

impl LoadedConfig {
    /// Reads a text as the configuration file at a path from the root; `here` is the working directory.
    pub fn new(here: &str, path: &str, source: String) -> Self {
        let (config, diagnostics) = Config::parse(&source);
        Self {
            path: shown(here, path).to_owned(),
            source,
            config: Arc::new(config),
            diagnostics,
            folder: folder(path).to_owned(),
        }
    }

    /// The path of a file of its, from its folder.
    pub(super) fn join(&self, path: &str) -> String {
        join(&self.folder, path)
    }

    /// The path from its folder of a file below that; of another the path from the root.
    pub(super) fn relative<'p>(&self, path: &'p str) -> &'p str {
        match path.strip_prefix(&*self.folder) {
            Some(rest) if folder_holds(&self.folder, path) => rest.trim_start_matches('/'),
            _ => path,
        }
    }
}

impl Workspace {
    /// The configuration of a file.
    pub fn config_of(&self, path: &str) -> Option<Arc<LoadedConfig>> {
        match &self.choice {
            ConfigChoice::Nearest => self.nearest_config(&self.absolute(path)),
            ConfigChoice::Named(config) => Some(config.clone()),
            ConfigChoice::Isolated => None,
        }
    }

    /// The configuration files that were used so far, by their paths.
    pub fn used_configs(&self) -> Vec<Arc<LoadedConfig>> {
        let known = locked(&self.configs);
        let mut used: Vec<_> = known.values().flatten().cloned().collect();
        if let ConfigChoice::Named(config) = &self.choice {
            used.push(config.clone());
        }
        used.sort_by(|a, b| a.path.cmp(&b.path));
        used.dedup_by(|a, b| Arc::ptr_eq(a, b));
        used
    }

    /// Whether a file is left out when folders are searched.
    pub fn excludes(&self, path: &str) -> bool {
        let path = self.absolute(path);
        self.config_of(&path)
            .is_some_and(|loaded| loaded.config.excludes(loaded.relative(&path)))
    }

    fn nearest_config(&self, path: &str) -> Option<Arc<LoadedConfig>> {
        let mut known = locked(&self.configs);
        let mut searched = Vec::new();
        let mut found = None;
        for folder in folders_above(path) {
            if let Some(loaded) = known.get(folder) {
                found.clone_from(loaded);
                break;
            }
            searched.push(folder.to_owned());
            let path = join(folder, FILE_NAME);
            if self.tree.is_file(&path) {
                if let FileAnswer::Text(source) = self.tree.read(&path) {
                    found = Some(Arc::new(LoadedConfig::new(&self.here, &path, source)));
                }
                break;
            }
        }
        known.extend(searched.into_iter().map(|folder| (folder, found.clone())));
        found
    }
}
