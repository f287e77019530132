use std::sync::LazyLock;

use acrlint_facts::TaskFacts;
use acrlint_task::{Context, Files};

use crate::project::{Project, Said};

/// A task file with what is known of it.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The file as written.
    pub source: &'a str,
    /// Its path as given, which the runner's messages name.
    pub name: &'a str,
    /// What is known of the run.
    pub context: &'a Context,
    /// The files beside it.
    pub files: &'a dyn Files,
    /// What the project says of its tasks; the paths in it are like `place`.
    pub project: &'a Project,
    /// Its path as [`Files::list`] would have it.
    pub place: &'a str,
    /// The task in Azure that embeds it; without one the project says which run it.
    pub(crate) task: Option<Said<'a, TaskFacts>>,
}

static NO_PROJECT: LazyLock<Project> = LazyLock::new(Project::default);

impl<'a> Input<'a> {
    /// A task file of no project.
    pub fn new(source: &'a str, name: &'a str, context: &'a Context, files: &'a dyn Files) -> Self {
        Self {
            source,
            name,
            context,
            files,
            project: &NO_PROJECT,
            place: name,
            task: None,
        }
    }

    /// The same file as a part of a project; `place` is its path as [`Files::list`] would have it.
    #[must_use]
    pub fn of_project(self, project: &'a Project, place: &'a str) -> Self {
        Self {
            project,
            place,
            ..self
        }
    }

    /// The same file with other files beside it.
    #[must_use]
    pub fn with_files(self, files: &'a dyn Files) -> Self {
        Self { files, ..self }
    }
}
