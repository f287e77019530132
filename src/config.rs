use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use acrlint_analysis::config::{Config, FILE_NAME, RunContext};
use acrlint_analysis::{FileReport, Settings};
use acrlint_report::{Checked, Style, human};
use acrlint_task::{Context, ValuesFile, Verdict};
use anyhow::Context as _;

use crate::args::{CheckArgs, ConfigArgs};
use crate::input::read_file;
use crate::project::absolute;

/// A configuration file that was read.
struct Loaded {
    folder: PathBuf,
    config: Arc<Config>,
    checked: Checked,
}

/// The configuration files of a run, each read once.
pub(crate) struct Configs {
    /// The one that the command line names.
    named: Option<Arc<Loaded>>,
    isolated: bool,
    /// By folder: the nearest configuration file there or above.
    nearest: Mutex<HashMap<PathBuf, Option<Arc<Loaded>>>>,
}

impl Configs {
    /// Reads the file that the command line names, if it names one.
    ///
    /// # Errors
    /// When that file cannot be read.
    pub(crate) fn new(args: &ConfigArgs) -> anyhow::Result<Self> {
        let named = match &args.config {
            Some(path) => Some(Arc::new(
                load(path).with_context(|| path.display().to_string())?,
            )),
            None => None,
        };
        Ok(Self {
            named,
            isolated: args.isolated,
            nearest: Mutex::default(),
        })
    }

    /// The rules that run on a file.
    pub(crate) fn settings(&self, path: &str, args: &CheckArgs) -> Settings {
        let mut settings = match self.of(path) {
            Some((loaded, path)) => loaded.config.settings(&path),
            None => Settings::default(),
        };
        if !args.select.is_empty() {
            settings = Settings::none();
            for selector in &args.select {
                settings.turn_on(*selector);
            }
        }
        for selector in &args.ignore {
            settings.set(*selector, None);
        }
        settings
    }

    /// What is known of the runs of a file: what the command line says, then what the configuration does.
    pub(crate) fn context(&self, path: &str, own: &RunContext) -> Context {
        let Some((loaded, path)) = self.of(path) else {
            return own.context.clone();
        };
        let RunContext {
            mut context,
            values,
        } = own.clone().over(loaded.config.context(&path));
        if let (None, Some(values)) = (&context.values, values) {
            let path = loaded.folder.join(&values);
            let text = read_file(&path).map_err(|error| error.to_string());
            context.values = Some(ValuesFile { path: values, text });
        }
        context
    }

    /// Whether a file is left out when folders are searched.
    pub(crate) fn excludes(&self, path: &str) -> bool {
        self.of(path)
            .is_some_and(|(loaded, path)| loaded.config.excludes(&path))
    }

    /// Prints the mistakes of the configuration files that were used; whether there are any.
    pub(crate) fn print_mistakes(&self, style: Style) -> bool {
        let nearest = self.nearest.lock().unwrap_or_else(PoisonError::into_inner);
        let mut used: Vec<&Arc<Loaded>> = nearest.values().flatten().chain(&self.named).collect();
        used.sort_by(|a, b| a.folder.cmp(&b.folder));
        used.dedup_by(|a, b| Arc::ptr_eq(a, b));
        let mut mistakes = false;
        for loaded in used {
            mistakes |= !loaded.checked.report.diagnostics.is_empty();
            eprint!("{}", human(&loaded.checked, style));
        }
        mistakes
    }

    /// The whole configuration of a file, and the configuration's own path.
    pub(crate) fn whole(&self, path: &str) -> Option<(Arc<Config>, String)> {
        let (loaded, _) = self.of(path)?;
        Some((loaded.config.clone(), loaded.checked.path.clone()))
    }

    /// The configuration of a file, and the file's path from its folder.
    fn of(&self, path: &str) -> Option<(Arc<Loaded>, String)> {
        if self.isolated {
            return None;
        }
        let full = absolute(Path::new(path));
        let loaded = match &self.named {
            Some(named) => named.clone(),
            None => self.nearest(full.parent()?)?,
        };
        let relative = full.strip_prefix(&loaded.folder).unwrap_or(&full);
        let pieces: Vec<_> = relative
            .iter()
            .map(|piece| piece.to_string_lossy())
            .collect();
        let relative = pieces.join("/");
        Some((loaded, relative))
    }

    fn nearest(&self, folder: &Path) -> Option<Arc<Loaded>> {
        let mut known = self.nearest.lock().unwrap_or_else(PoisonError::into_inner);
        let mut searched = Vec::new();
        let mut found = None;
        for folder in folder.ancestors() {
            if let Some(loaded) = known.get(folder) {
                found.clone_from(loaded);
                break;
            }
            searched.push(folder.to_path_buf());
            let path = folder.join(FILE_NAME);
            if path.is_file() {
                found = load(&path).ok().map(Arc::new);
                break;
            }
        }
        known.extend(searched.into_iter().map(|folder| (folder, found.clone())));
        found
    }
}

fn load(path: &Path) -> anyhow::Result<Loaded> {
    let source = read_file(path)?;
    let (config, diagnostics) = Config::parse(&source);
    let full = absolute(path);
    let shown = std::env::current_dir()
        .ok()
        .and_then(|here| Some(full.strip_prefix(here).ok()?.to_path_buf()));
    Ok(Loaded {
        folder: full.parent().map(Path::to_path_buf).unwrap_or_default(),
        config: Arc::new(config),
        checked: Checked {
            path: shown.unwrap_or_else(|| full.clone()).display().to_string(),
            source,
            report: FileReport {
                diagnostics,
                verdict: Verdict::Accepts,
            },
            others: Vec::new(),
        },
    })
}
