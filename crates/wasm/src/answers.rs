//! What the command line answers, over files in memory.

use std::collections::BTreeMap;

use acrlint_analysis::config::RunContext;
use acrlint_analysis::{Workspace, is_linted, may_be_linted};
use acrlint_report::{Checked, Planned, credentials_json, json, plan_json};
use acrlint_task::texts;
use acrlint_template::World;
use serde_json::Value;

use crate::memory::Memory;
use crate::options::{CheckOptions, Identity};

/// Texts by their paths from the root of the project.
pub(crate) type Files = BTreeMap<String, String>;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("there is no file `{0}`")]
    NoFile(String),
    #[error("`{0}` is no time; one looks like 2026-01-02T03:04:05Z")]
    Date(String),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// The findings as one JSON document.
pub(crate) fn check(files: Files, options: CheckOptions) -> Result<String, Error> {
    let project = Project::new(files, |files| options.context.context(files))?;
    let paths = options.files.unwrap_or_else(|| project.tasks());
    let mut checked = Vec::new();
    for path in paths {
        let source = project.text(&path)?;
        let setup = project.workspace.setup(&path);
        if let Some(report) = setup.check(&path, source) {
            checked.push(Checked::new(&setup, path, source.to_owned(), report));
        }
    }
    Ok(json(&checked)?)
}

/// The plan of a task file as one JSON document.
pub(crate) fn plan(files: Files, path: &str) -> Result<String, Error> {
    Ok(plan_json(&Project::plain(files)?.plan(path)?)?)
}

/// The registries of a task file as one JSON document, with the script that closes the gaps.
pub(crate) fn credentials(files: Files, path: &str, identity: Identity) -> Result<String, Error> {
    let planned = Project::plain(files)?.plan(path)?;
    let mut answer: Value = serde_json::from_str(&credentials_json(&planned)?)?;
    answer["script"] = planned.plan.script(identity.into()).into();
    Ok(serde_json::to_string(&answer)?)
}

/// The text that the runner would decode, if it comes so far.
pub(crate) fn render(files: Files, path: &str) -> Result<Option<String>, Error> {
    let project = Project::plain(files)?;
    let source = project.text(path)?;
    let setup = project.workspace.setup(path);
    let world = World::default();
    let texts = texts(source, path, &setup.context, &setup.files, world);
    let rendered = texts.rendered.as_ref();
    Ok(rendered.map(|text| texts.symbols().spell(text.text())))
}

/// The files, and the way to what a task file is looked at with.
struct Project {
    files: Memory,
    workspace: Workspace,
}

impl Project {
    fn new(
        files: Files,
        context: impl FnOnce(&Memory) -> Result<RunContext, Error>,
    ) -> Result<Self, Error> {
        let files = Memory::new(files);
        let workspace = Workspace::new(files.clone(), "/").with_context(context(&files)?);
        Ok(Self { files, workspace })
    }

    /// With nothing known of the run but what the configuration says.
    fn plain(files: Files) -> Result<Self, Error> {
        Self::new(files, |_| Ok(RunContext::default()))
    }

    fn text(&self, path: &str) -> Result<&str, Error> {
        let text = self.files.text(path);
        text.ok_or_else(|| Error::NoFile(path.to_owned()))
    }

    /// The files that look like task files, or embed one.
    fn tasks(&self) -> Vec<String> {
        let candidates = self.files.paths().filter(|path| {
            let inside = !path.split('/').any(|name| name == ".git");
            inside && may_be_linted(path) && !self.workspace.excludes(path)
        });
        let tasks = candidates.filter(|path| {
            let text = self.files.text(path);
            text.is_some_and(|text| is_linted(path, text))
        });
        let mut tasks: Vec<&str> = tasks.collect();
        // as paths are ordered on a disk: folder by folder
        tasks.sort_by(|one, other| one.split('/').cmp(other.split('/')));
        tasks.into_iter().map(str::to_owned).collect()
    }

    fn plan(&self, path: &str) -> Result<Planned, Error> {
        let source = self.text(path)?;
        let setup = self.workspace.setup(path);
        Ok(Planned::new(&setup, path.to_owned(), source.to_owned()))
    }
}
