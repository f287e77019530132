//! What the files around a task file say about it: the tasks in Azure that run it, and the folders that its remote
//! contexts stand for.

mod paths;
mod view;

use std::collections::HashMap;

use acrlint_facts::{Fact, Facts, SourceFile, SourceKind, TaskFacts, Work};
use acrlint_task::{FileAnswer, Files};
use acrlint_text::has_symbol;

pub(crate) use paths::{clean, folder, is_absolute, join};
pub(crate) use view::{Said, TaskView};

use crate::config::glob::Glob;
use crate::recognise::is_task_name;

/// The files of a project, so far as they matter to its tasks.
#[derive(Debug, Clone, Default)]
pub struct Project {
    groups: Vec<Group>,
    contexts: Vec<(String, String)>,
    remote: Option<String>,
    /// The paths of all files by their names.
    files: HashMap<String, Vec<String>>,
    has_all_files: bool,
}

/// Files that were read together, with what they say.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// Their paths.
    pub(crate) paths: Vec<String>,
    /// What they say.
    pub(crate) facts: Facts,
}

impl Project {
    /// Reads the task facts of all files that [`Files::list`] names. `config` is what `acrlint.toml` says, with its path.
    pub fn read(files: &dyn Files, config: Option<(&crate::config::Config, &str)>) -> Self {
        let mut project = Self::default();
        if let Some((config, path)) = config {
            project.contexts = config.contexts(folder(path));
            project.groups.push(Group {
                paths: vec![path.to_owned()],
                facts: config.facts().clone(),
            });
        }
        let mut terraform: Vec<(String, Vec<(String, String)>)> = Vec::new();
        project.has_all_files = files.lists_all();
        for path in files.list() {
            if project.has_all_files {
                let named = project.files.entry(file_name(&path).to_owned());
                named.or_default().push(path.clone());
            }
            if path.ends_with(".git/config") {
                project.remote = text_of(files, &path).and_then(|text| origin(&text));
                continue;
            }
            if !may_hold_facts(&path) {
                continue;
            }
            let Some(text) = text_of(files, &path) else {
                continue;
            };
            match acrlint_facts::kind_of(&path, &text) {
                Some(SourceKind::Terraform) => {
                    let place = folder(&path).to_owned();
                    match terraform.iter_mut().find(|(known, _)| *known == place) {
                        Some((_, group)) => group.push((path, text)),
                        None => terraform.push((place, vec![(path, text)])),
                    }
                }
                Some(SourceKind::Ci) if crate::is_task(&path, &text) => {}
                Some(kind) => project.groups.push(group(kind, vec![(path, text)])),
                None => {}
            }
        }
        for (_, files) in terraform {
            project.groups.push(group(SourceKind::Terraform, files));
        }
        project
    }

    /// The folder that a remote context stands for, if something says it: the configuration, or the repository itself.
    pub(crate) fn context_folder(&self, url: &str) -> Option<String> {
        let (bare, fragment) = url.split_once('#').unwrap_or((url, ""));
        let subfolder = fragment.split_once(':').map_or("", |(_, folder)| folder);
        let given = |wanted: &str| {
            self.contexts
                .iter()
                .find(|(known, _)| same_repository(known, wanted))
        };
        if let Some((_, folder)) = self.contexts.iter().find(|(known, _)| known == url) {
            return Some(folder.clone());
        }
        if let Some((_, folder)) = given(bare) {
            return Some(join(folder, subfolder));
        }
        let remote = self.remote.as_deref()?;
        same_repository(remote, bare).then(|| join("", subfolder))
    }

    /// The tasks in Azure that run the task file at `path`.
    pub(crate) fn tasks_of(&self, path: &str) -> Vec<TaskView<'_>> {
        let path = clean(path);
        let mut views: Vec<TaskView<'_>> = Vec::new();
        for (group, task) in self.tasks() {
            if names(group, task, &path) {
                view::add(&mut views, group, task);
            }
        }
        for view in &mut views {
            view.complete_from(self.tasks());
        }
        // runs beside a stored task do not decide what the stored one may do
        if views.iter().any(|view| !view.is_run()) {
            views.retain(|view| !view.is_run());
        }
        views
    }

    /// The task that a source embeds, with what other sources say of it.
    pub(crate) fn view_of<'p>(&'p self, task: Said<'p, TaskFacts>) -> TaskView<'p> {
        let mut view = TaskView::of(task);
        view.complete_from(self.tasks());
        view
    }

    /// The tasks that a source embeds.
    pub(crate) fn embedded(&self, path: &str) -> impl Iterator<Item = Said<'_, TaskFacts>> {
        let path = clean(path);
        self.tasks()
            .map(|(group, what)| Said { group, what })
            .filter(move |said| match &said.what.work {
                Work::Embedded { file, .. } => said
                    .group
                    .paths
                    .get(*file)
                    .is_some_and(|known| *known == path),
                _ => false,
            })
    }

    /// Whether some source makes a task whose file it does not say, so that it may be any.
    pub(crate) fn hides_a_task(&self) -> bool {
        let hidden = |work: &Work| match work {
            Work::File { path, .. } | Work::Loaded { path, .. } => has_symbol(&path.value),
            _ => false,
        };
        self.tasks()
            .any(|(_, task)| task.made_here && task.run.is_none() && hidden(&task.work))
    }

    /// The paths of its files, so far as they are known, in their order.
    pub fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> = self.files.values().flatten().cloned().collect();
        paths.sort();
        paths
    }

    /// Whether all files of the project are known.
    pub(crate) fn has_all_files(&self) -> bool {
        self.has_all_files
    }

    /// The files of the project that are called like `path` in some folder.
    pub(crate) fn files_ending_with(&self, path: &str) -> Vec<&str> {
        let inside = |known: &str| {
            let folder = known.strip_suffix(path);
            folder.is_some_and(|folder| folder.ends_with('/'))
        };
        let named = self.files.get(file_name(path));
        let named = named.into_iter().flatten().map(String::as_str);
        named.filter(|known| inside(known)).collect()
    }

    /// The registries that the files of the project name, as login servers: those that they make, and those that tasks have
    /// credentials for. Only what is known, in the order of the files.
    pub fn login_servers(&self) -> Vec<&str> {
        let mut hosts: Vec<&str> = Vec::new();
        for group in &self.groups {
            let made = group
                .facts
                .registries
                .iter()
                .map(|one| one.login_server.as_str());
            let tasks = group.facts.tasks.iter().flat_map(|task| &task.credentials);
            let used = tasks.map(|one| one.host.value.as_str());
            for host in made.chain(used) {
                if host.contains('.') && !has_symbol(host) && !hosts.contains(&host) {
                    hosts.push(host);
                }
            }
        }
        hosts
    }

    pub(crate) fn groups(&self) -> &[Group] {
        &self.groups
    }

    fn tasks(&self) -> impl Iterator<Item = (&Group, &TaskFacts)> {
        self.groups
            .iter()
            .flat_map(|group| group.facts.tasks.iter().map(move |task| (group, task)))
    }
}

impl Group {
    /// A value as it is shown.
    pub(crate) fn spell(&self, fact: &Fact<String>) -> String {
        self.facts.symbols.spell(&fact.value)
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a file is read for facts: by its ending, and not when it is called like a task file.
pub(crate) fn may_hold_facts(path: &str) -> bool {
    const KINDS: [&str; 9] = [
        "bash", "bicep", "json", "ps1", "sh", "tf", "tfvars", "yaml", "yml",
    ];
    path.rsplit_once('.')
        .is_some_and(|(_, kind)| KINDS.contains(&kind))
        && !is_task_name(path)
}

fn group(kind: SourceKind, files: Vec<(String, String)>) -> Group {
    let sources: Vec<SourceFile<'_>> = files
        .iter()
        .map(|(path, text)| SourceFile { path, text })
        .collect();
    let facts = acrlint_facts::read(kind, &sources);
    Group {
        paths: files.into_iter().map(|(path, _)| path).collect(),
        facts,
    }
}

fn text_of(files: &dyn Files, path: &str) -> Option<String> {
    match files.read(path) {
        FileAnswer::Text(text) => Some(text),
        FileAnswer::Unreadable(_) | FileAnswer::Unknown => None,
    }
}

/// Whether a task of a source runs the task file at `path`. A path in a source counts from the source's folder or one
/// above it, since people run scripts from either.
fn names(group: &Group, task: &TaskFacts, path: &str) -> bool {
    let source = |place: usize| {
        group
            .paths
            .get(place)
            .map(String::as_str)
            .unwrap_or_default()
    };
    match &task.work {
        Work::File { path: named, .. } => {
            if has_symbol(&named.value) {
                return false;
            }
            if group.facts.kind == SourceKind::Config {
                return matches(&join(folder(source(named.place.file)), &named.value), path);
            }
            let mut above = Some(folder(source(named.place.file)));
            while let Some(at) = above {
                if join(at, &named.value) == path {
                    return true;
                }
                above = (!at.is_empty()).then(|| folder(at));
            }
            false
        }
        Work::Loaded { path: named, .. } => {
            !has_symbol(&named.value)
                && join(folder(source(named.place.file)), &named.value) == path
        }
        _ => false,
    }
}

/// Whether a pattern of paths fits.
fn matches(pattern: &str, path: &str) -> bool {
    Glob::new(pattern).is_ok_and(|glob| glob.matches(path))
}

/// The address of `origin` in a git configuration.
fn origin(text: &str) -> Option<String> {
    let mut in_origin = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            in_origin = line == "[remote \"origin\"]";
        } else if let Some((key, value)) = line.split_once('=')
            && in_origin
            && key.trim() == "url"
        {
            return Some(value.trim().to_owned());
        }
    }
    None
}

/// Whether two addresses are of one repository: the protocol, a user, `.git` and the fragment do not count.
fn same_repository(one: &str, other: &str) -> bool {
    let bare = |url: &str| {
        let url = url.split('#').next().unwrap_or_default().to_lowercase();
        let url = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let url = url.rsplit_once('@').map_or(url, |(_, rest)| rest);
        let url = url.trim_end_matches('/').trim_end_matches(".git");
        url.replacen(':', "/", 1)
    };
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repositories_by_their_addresses() {
        assert!(same_repository(
            "git@github.com:a/b.git",
            "https://github.com/A/b.git#main:x"
        ));
        assert!(same_repository(
            "https://me@dev.azure.com/o/p/_git/r",
            "https://dev.azure.com/o/p/_git/r"
        ));
        assert!(!same_repository(
            "https://github.com/a/b.git",
            "https://github.com/a/c.git"
        ));
        let text = "[core]\n bare = false\n[remote \"origin\"]\n\turl = git@h:a/b.git\n";
        assert_eq!(origin(text).as_deref(), Some("git@h:a/b.git"));
    }
}
