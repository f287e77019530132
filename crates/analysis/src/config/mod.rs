//! `acrlint.toml`: which rules run, which files are left out, and what is known of the runs of a task.

pub(crate) mod glob;
mod task;

use acrlint_facts::Facts;
use acrlint_task::{Context, run_date};
use acrlint_text::{TextRange, TextSize};
use toml_edit::{Document, Item, Key, TableLike, Value};

use crate::config::glob::Glob;
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::join;
use crate::rules;
use crate::settings::{Selector, Settings};
use crate::suggest::nearest;

/// The name of the file.
pub const FILE_NAME: &str = "acrlint.toml";

/// Whether a path is that of a configuration file.
pub fn is_config(path: &str) -> bool {
    path.rsplit('/').next() == Some(FILE_NAME)
}

/// What a configuration file says. Paths and globs count from the folder of the file.
#[derive(Debug, Clone)]
pub struct Config {
    /// Files that are left out when folders are searched.
    exclude: Vec<Glob>,
    /// Levels of rules, later ones over earlier ones.
    rules: Vec<(Selector, Option<Severity>)>,
    /// Levels for some files.
    overrides: Vec<Override>,
    /// What is known of the runs of every task file.
    context: RunContext,
    /// What is known of the runs of one.
    tasks: Vec<TaskFile>,
    /// The folders that remote contexts stand for, by their URLs.
    contexts: Vec<(String, String)>,
    /// What is said about the tasks in Azure.
    facts: Facts,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            exclude: Vec::new(),
            rules: Vec::new(),
            overrides: Vec::new(),
            context: RunContext::default(),
            tasks: Vec::new(),
            contexts: Vec::new(),
            facts: task::no_facts(),
        }
    }
}

#[derive(Debug, Clone)]
struct Override {
    files: Vec<Glob>,
    rules: Vec<(Selector, Option<Severity>)>,
}

#[derive(Debug, Clone)]
struct TaskFile {
    file: Glob,
    context: RunContext,
}

/// What is known of a run, and the path of its values file.
#[derive(Debug, Clone, Default)]
pub struct RunContext {
    /// What is known; its values file is not read yet.
    pub context: Context,
    /// The values file, from the folder of the configuration.
    pub values: Option<String>,
}

impl Config {
    /// The settings for a file, by its path from the folder of the configuration, with `/` between folders.
    pub fn settings(&self, path: &str) -> Settings {
        let mut settings = Settings::default();
        let overrides = self
            .overrides
            .iter()
            .filter(|one| one.files.iter().any(|glob| glob.matches(path)));
        let levels = self
            .rules
            .iter()
            .chain(overrides.flat_map(|one| &one.rules));
        for (selector, level) in levels {
            settings.set(*selector, *level);
        }
        settings
    }

    /// Whether a file is left out when folders are searched.
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.iter().any(|glob| glob.matches(path))
    }

    /// What is known of the runs of a task file.
    pub fn context(&self, path: &str) -> RunContext {
        let own = self.tasks.iter().filter(|task| task.file.matches(path));
        own.fold(self.context.clone(), |outer, task| {
            task.context.clone().over(outer)
        })
    }

    /// What it says about the tasks in Azure.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The folders that remote contexts stand for, by their URLs; `folder` is that of the file.
    pub(crate) fn contexts(&self, folder: &str) -> Vec<(String, String)> {
        let joined = |(url, own): &(String, String)| (url.clone(), join(folder, own));
        self.contexts.iter().map(joined).collect()
    }

    /// Reads a configuration. What cannot be understood is left out and told.
    pub fn parse(text: &str) -> (Self, Vec<Diagnostic>) {
        let mut reader = Reader { found: Vec::new() };
        let mut config = Self::default();
        match Document::parse(text) {
            Ok(document) => reader.config(document.as_table(), &mut config),
            Err(error) => {
                let range = error.span().map_or(TextRange::default(), range);
                let message = error.message().lines().collect::<Vec<_>>().join("; ");
                reader.say(range, format!("this is not TOML: {message}"), None);
            }
        }
        (config, reader.found)
    }
}

impl RunContext {
    /// What is known here, and what is known there in addition.
    #[must_use]
    pub fn over(self, outer: Self) -> Self {
        let mut set = outer.context.set.clone();
        set.extend(self.context.set.clone());
        let mut context = self.context;
        let mut base = outer.context;
        for (_, field) in TEXTS {
            let known = field(&mut context)
                .take()
                .or_else(|| field(&mut base).take());
            *field(&mut context) = known;
        }
        context.set = set;
        context.complete |= base.complete;
        context.values = context.values.or(base.values);
        Self {
            context,
            values: self.values.or(outer.values),
        }
    }
}

type TextField = (&'static str, fn(&mut Context) -> &mut Option<String>);

/// The keys of a run context that are texts, named like the options of the command line.
const TEXTS: [TextField; 13] = [
    ("registry", |context| &mut context.registry),
    ("id", |context| &mut context.id),
    ("commit", |context| &mut context.commit),
    ("branch", |context| &mut context.branch),
    ("repository", |context| &mut context.repository),
    ("git-tag", |context| &mut context.git_tag),
    ("triggered-by", |context| &mut context.triggered_by),
    ("task-name", |context| &mut context.task_name),
    ("shared-volume", |context| &mut context.shared_volume),
    ("date", |context| &mut context.date),
    ("os", |context| &mut context.os),
    ("arch", |context| &mut context.architecture),
    ("os-version", |context| &mut context.os_version),
];

/// Reads the tables and collects what is wrong.
struct Reader {
    found: Vec<Diagnostic>,
}

impl Reader {
    fn config(&mut self, table: &dyn TableLike, config: &mut Config) {
        const KEYS: [&str; 6] = [
            "exclude", "rules", "override", "context", "contexts", "task",
        ];
        for (key, item) in entries(table) {
            match key.get() {
                "exclude" => config.exclude = self.globs(key, item),
                "rules" => config.rules = self.levels(key, item),
                "override" => {
                    for table in self.tables(key, item) {
                        config.overrides.extend(self.one_override(table));
                    }
                }
                "context" => {
                    if let Some(table) = self.table(key, item) {
                        config.context = self.run_context(table, &[]);
                    }
                }
                "contexts" => {
                    if let Some(table) = self.table(key, item) {
                        for (url, item) in entries(table) {
                            let folder = self.text(url, item);
                            config
                                .contexts
                                .extend(folder.map(|folder| (url.get().to_owned(), folder)));
                        }
                    }
                }
                "anonymous" => self.anonymous(key, item, &mut config.facts),
                "task" => {
                    for table in self.tables(key, item) {
                        config.tasks.extend(self.task(key, table));
                        self.task_facts(table, &mut config.facts);
                    }
                }
                _ => self.unknown(key, &KEYS),
            }
        }
    }

    fn one_override(&mut self, table: &dyn TableLike) -> Option<Override> {
        let mut one = Override {
            files: Vec::new(),
            rules: Vec::new(),
        };
        for (key, item) in entries(table) {
            match key.get() {
                "files" => one.files = self.globs(key, item),
                "rules" => one.rules = self.levels(key, item),
                _ => self.unknown(key, &["files", "rules"]),
            }
        }
        Some(one)
    }

    fn task(&mut self, key: &Key, table: &dyn TableLike) -> Option<TaskFile> {
        let others: Vec<&str> = task::KEYS.iter().copied().chain(["file"]).collect();
        let context = self.run_context(table, &others);
        let Some((file_key, item)) = entries(table).find(|(key, _)| key.get() == "file") else {
            self.say(
                key_range(key),
                "a `[[task]]` does not say which file it is about".to_owned(),
                Some("add `file = \"acr-task.yaml\"`"),
            );
            return None;
        };
        let text = self.text(file_key, item)?;
        let file = self.glob(item, &text)?;
        Some(TaskFile { file, context })
    }

    fn run_context(&mut self, table: &dyn TableLike, others: &[&str]) -> RunContext {
        let mut run = RunContext::default();
        for (key, item) in entries(table) {
            let name = key.get();
            if let Some((_, field)) = TEXTS.iter().find(|(known, _)| *known == name) {
                let text = self.text(key, item);
                *field(&mut run.context) = if name == "date" {
                    self.date(item, text)
                } else {
                    text
                };
            } else if name == "values" {
                run.values = self.text(key, item);
            } else if name == "set" {
                run.context.set = self.set(key, item);
            } else if name == "runner-defaults" {
                match item.as_bool() {
                    Some(value) => run.context.complete = value,
                    None => self.wrong(key, item, "`true` or `false`"),
                }
            } else if !others.contains(&name) {
                let known: Vec<&str> = TEXTS
                    .iter()
                    .map(|(name, _)| *name)
                    .chain(["values", "set", "runner-defaults"])
                    .chain(others.iter().copied())
                    .collect();
                self.unknown(key, &known);
            }
        }
        run
    }

    fn date(&mut self, item: &Item, text: Option<String>) -> Option<String> {
        let text = text?;
        let date = run_date(&text);
        if date.is_none() {
            self.say(
                item_range(item),
                format!("`{text}` is no time"),
                Some("a time looks like 2026-01-02T03:04:05Z"),
            );
        }
        date
    }

    fn set(&mut self, key: &Key, item: &Item) -> Vec<String> {
        let Some(table) = self.table(key, item) else {
            return Vec::new();
        };
        let mut set = Vec::new();
        for (key, item) in entries(table) {
            let value = match item.as_value() {
                Some(Value::String(text)) => text.value().clone(),
                Some(Value::Integer(number)) => number.value().to_string(),
                Some(Value::Boolean(value)) => value.value().to_string(),
                _ => {
                    self.wrong(key, item, "a text");
                    continue;
                }
            };
            set.push(format!("{}={value}", key.get()));
        }
        set
    }

    fn levels(&mut self, key: &Key, item: &Item) -> Vec<(Selector, Option<Severity>)> {
        let Some(table) = self.table(key, item) else {
            return Vec::new();
        };
        let mut levels = Vec::new();
        for (key, item) in entries(table) {
            let selector = Selector::parse(key.get());
            if let Err(near) = selector {
                let message = format!("there is no rule and no family `{}`", key.get());
                let help = near.map(|near| format!("did you mean `{near}`?"));
                self.say(
                    key_range(key),
                    message,
                    help.as_deref().or(Some("`acrlint rules` lists them")),
                );
            }
            let level = match item.as_str() {
                Some("error") => Some(Severity::Error),
                Some("warning") => Some(Severity::Warning),
                Some("hint") => Some(Severity::Hint),
                Some("off") => None,
                _ => {
                    self.wrong(key, item, "\"error\", \"warning\", \"hint\" or \"off\"");
                    continue;
                }
            };
            levels.extend(selector.ok().map(|selector| (selector, level)));
        }
        levels
    }

    fn globs(&mut self, key: &Key, item: &Item) -> Vec<Glob> {
        let Some(array) = item.as_array() else {
            self.wrong(key, item, "a list of texts");
            return Vec::new();
        };
        let mut globs = Vec::new();
        for value in array {
            match value.as_str() {
                Some(text) => globs.extend(self.glob(item, text)),
                None => self.wrong(key, item, "a list of texts"),
            }
        }
        globs
    }

    fn glob(&mut self, item: &Item, text: &str) -> Option<Glob> {
        match Glob::new(text) {
            Ok(glob) => Some(glob),
            Err(error) => {
                self.say(
                    item_range(item),
                    format!("`{text}` is no pattern of paths: {error}"),
                    None,
                );
                None
            }
        }
    }

    fn text(&mut self, key: &Key, item: &Item) -> Option<String> {
        let text = item.as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong(key, item, "a text");
        }
        text
    }

    fn table<'i>(&mut self, key: &Key, item: &'i Item) -> Option<&'i dyn TableLike> {
        let table = item.as_table_like();
        if table.is_none() {
            self.wrong(key, item, "a table");
        }
        table
    }

    fn tables<'i>(&mut self, key: &Key, item: &'i Item) -> Vec<&'i dyn TableLike> {
        match item.as_array_of_tables() {
            Some(tables) => tables.iter().map(|table| table as &dyn TableLike).collect(),
            None => {
                self.wrong(
                    key,
                    item,
                    &format!("a list of tables, each begun with `[[{}]]`", key.get()),
                );
                Vec::new()
            }
        }
    }

    fn wrong(&mut self, key: &Key, item: &Item, wanted: &str) {
        let message = format!("`{}` wants {wanted}", key.get());
        self.say(item_range(item), message, None);
    }

    fn unknown(&mut self, key: &Key, known: &[&str]) {
        let message = format!("there is no key `{}` here", key.get());
        let help = match nearest(key.get(), known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys are {}", crate::suggest::listed(known)),
        };
        self.say(key_range(key), message, Some(&help));
    }

    fn say(&mut self, range: TextRange, message: String, help: Option<&str>) {
        let mut diagnostic = Diagnostic::new(&rules::configuration::RULE, range, message);
        diagnostic.help = help.map(str::to_owned);
        self.found.push(diagnostic);
    }
}

fn entries(table: &dyn TableLike) -> impl Iterator<Item = (&Key, &Item)> {
    table
        .iter()
        .filter_map(|(name, _)| table.get_key_value(name))
}

fn key_range(key: &Key) -> TextRange {
    key.span().map_or(TextRange::default(), range)
}

fn item_range(item: &Item) -> TextRange {
    item.span().map_or(TextRange::default(), range)
}

fn range(span: std::ops::Range<usize>) -> TextRange {
    let size = |n: usize| TextSize::try_from(n).unwrap_or_default();
    TextRange::new(size(span.start), size(span.end.max(span.start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(String, String)> {
        let (_, found) = Config::parse(text);
        found
            .into_iter()
            .map(|one| {
                (
                    text[one.range].to_owned(),
                    format!("{} {}", one.message, one.help.unwrap_or_default()),
                )
            })
            .collect()
    }

    #[test]
    fn later_levels_win_and_overrides_last() {
        let text = "[rules]\nrefused = \"warning\"\nwhen-unknown = \"off\"\n[[override]]\nfiles = [\"old/**\"]\nrules = { when-unknown = \"hint\" }\n";
        let (config, found) = Config::parse(text);
        assert!(found.is_empty(), "{found:?}");
        let level = |path, rule| config.settings(path).level(rules::by_name(rule).unwrap());
        assert_eq!(level("acb.yaml", "yaml-syntax"), Some(Severity::Warning));
        assert_eq!(level("acb.yaml", "when-unknown"), None);
        assert_eq!(
            level("old/x/acb.yaml", "when-unknown"),
            Some(Severity::Hint)
        );
    }

    #[test]
    fn a_task_knows_more_than_the_rest() {
        let text = "exclude = [\"vendor/**\"]\n[context]\nregistry = \"r.azurecr.io\"\nset = { a = \"1\" }\n[[task]]\nfile = \"ci/*.yaml\"\ntask-name = \"t\"\nvalues = \"ci/values.yaml\"\nset = { b = 2 }\n";
        let (config, found) = Config::parse(text);
        assert!(found.is_empty(), "{found:?}");
        let run = config.context("ci/a.yaml");
        assert_eq!(run.context.registry.as_deref(), Some("r.azurecr.io"));
        assert_eq!(run.context.task_name.as_deref(), Some("t"));
        assert_eq!(run.context.set, ["a=1", "b=2"]);
        assert_eq!(run.values.as_deref(), Some("ci/values.yaml"));
        assert_eq!(config.context("b.yaml").context.task_name, None);
        assert!(config.excludes("vendor/x/acb.yaml") && !config.excludes("acb.yaml"));
    }

    #[test]
    fn mistakes_are_told_where_they_stand() {
        assert_eq!(
            said("exlude = []\n"),
            [(
                "exlude".to_owned(),
                "there is no key `exlude` here did you mean `exclude`?".to_owned()
            )]
        );
        assert_eq!(
            said("[rules]\nwhen-unknwon = \"off\"\n")[0].1,
            "there is no rule and no family `when-unknwon` did you mean `when-unknown`?"
        );
        assert_eq!(said("[rules]\nwhen-unknown = \"of\"\n")[0].0, "\"of\"");
        assert_eq!(
            said("[context]\ndate = \"now\"\n")[0].1,
            "`now` is no time a time looks like 2026-01-02T03:04:05Z"
        );
        assert_eq!(said("[[task]]\nnam = \"x\"\n").len(), 2);
        assert!(said("a = \n")[0].1.starts_with("this is not TOML: "));
    }
}
