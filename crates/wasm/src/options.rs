use std::collections::BTreeMap;

use acrlint_analysis::IdentityKind;
use acrlint_analysis::config::RunContext;
use acrlint_task::{Context, ValuesFile, run_date};
use serde::Deserialize;

use crate::answers::Error;
use crate::memory::{Memory, NOT_FOUND};

/// What to check, and what is known of the run.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CheckOptions {
    /// The files to check; without them those that look like task files.
    pub(crate) files: Option<Vec<String>>,
    pub(crate) context: ContextOptions,
}

/// What is known of the run, as the options of the command line say it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ContextOptions {
    registry: Option<String>,
    id: Option<String>,
    commit: Option<String>,
    branch: Option<String>,
    repository: Option<String>,
    git_tag: Option<String>,
    triggered_by: Option<String>,
    task_name: Option<String>,
    shared_volume: Option<String>,
    date: Option<String>,
    os: Option<String>,
    arch: Option<String>,
    os_version: Option<String>,
    set: BTreeMap<String, String>,
    values: Option<String>,
    runner_defaults: bool,
}

impl ContextOptions {
    /// The run context that the options describe.
    ///
    /// # Errors
    /// When the date is none.
    pub(crate) fn context(self, files: &Memory) -> Result<RunContext, Error> {
        let date = match self.date {
            Some(date) => Some(run_date(&date).ok_or(Error::Date(date))?),
            None => None,
        };
        let values = self.values.map(|path| ValuesFile {
            text: files
                .text(&path)
                .map(str::to_owned)
                .ok_or_else(|| NOT_FOUND.to_owned()),
            path,
        });
        let set = self.set.into_iter();
        let context = Context {
            id: self.id,
            commit: self.commit,
            repository: self.repository,
            branch: self.branch,
            git_tag: self.git_tag,
            triggered_by: self.triggered_by,
            registry: self.registry,
            shared_volume: self.shared_volume,
            date,
            os: self.os,
            architecture: self.arch,
            os_version: self.os_version,
            task_name: self.task_name,
            values,
            set: set.map(|(key, value)| format!("{key}={value}")).collect(),
            complete: self.runner_defaults,
            ..Context::default()
        };
        Ok(RunContext {
            context,
            values: None,
        })
    }
}

/// Who logs in.
#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Identity {
    /// The task's own system-assigned identity.
    #[default]
    System,
    /// A user-assigned identity.
    User,
}

impl From<Identity> for IdentityKind {
    fn from(identity: Identity) -> Self {
        match identity {
            Identity::System => Self::System,
            Identity::User => Self::User,
        }
    }
}
