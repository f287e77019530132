//! Says in `acrlint.toml` which folder a git context stands for.

use acrlint_analysis::config::{Config, FILE_NAME};
use acrlint_analysis::{DockerfileAt, Edit, File, Input, in_worlds};
use acrlint_task::FileAnswer;
use acrlint_task::build::{ContextKind, context_kind};
use acrlint_text::{TextRange, has_symbol};

use super::{Action, ActionKind, FileEdit, touch};
use crate::spans::{line_break, line_end, size};

pub(super) fn actions(input: Input<'_>, at: TextRange) -> Option<Action> {
    let worlds = in_worlds(input, |file| context_at(file, at));
    let url = worlds.into_iter().find_map(|(_, found)| found)?;
    let (text, create) = match input.files.read(FILE_NAME) {
        FileAnswer::Text(text) => (text, None),
        FileAnswer::Unreadable(_) => (String::new(), Some(FILE_NAME.to_owned())),
        FileAnswer::Unknown => return None,
    };
    let edit = entry(&text, &url);
    let after = super::reading::applied(&text, std::slice::from_ref(&edit))?;
    // `contexts` may be written in a way that cannot be added to like this
    if Config::parse(&after).1.len() > Config::parse(&text).1.len() {
        return None;
    }
    let path = match create {
        Some(_) => FILE_NAME.to_owned(),
        None => input.files.locate(FILE_NAME),
    };
    let title = format!("map the context `{url}` to the project's folder");
    Some(Action {
        edits: vec![FileEdit {
            path: Some(path),
            edit,
        }],
        create,
        ..Action::new(title, ActionKind::Rewrite, Vec::new())
    })
}

/// The git context of the build at a range, without branch and folder, if nothing says what it stands for.
fn context_at(file: &File<'_>, at: TextRange) -> Option<String> {
    let schedule = file.schedule();
    let (step, _) = file.builds().find(|(step, build)| {
        let place = file.trace().map(|trace| trace.node(build.node));
        let open = file
            .built()
            .any(|(index, built)| index == step.index && built.dockerfile == DockerfileAt::Unknown);
        open && place.is_some_and(|place| touch(place, at))
    })?;
    let mut steps = schedule.steps.iter();
    let scheduled = steps.find(|scheduled| scheduled.index == step.index)?;
    let context = scheduled.build.as_ref()?.context.as_deref()?;
    let url = context.split('#').next().unwrap_or_default();
    let is_git = context_kind(context) == ContextKind::Git;
    (is_git && !url.is_empty() && !has_symbol(url)).then(|| url.to_owned())
}

/// Adds a context to the configuration.
fn entry(text: &str, url: &str) -> Edit {
    let line_break = line_break(text);
    let url: String = url
        .chars()
        .filter(|c| !c.is_control())
        .flat_map(|c| {
            matches!(c, '"' | '\\')
                .then_some('\\')
                .into_iter()
                .chain([c])
        })
        .collect();
    let line = format!("\"{url}\" = \".\"");
    let mut at = 0;
    for existing in text.split_inclusive('\n') {
        let head = existing.split('#').next().unwrap_or_default();
        if head.trim() == "[contexts]" {
            let end = line_end(text, at);
            return Edit::insert(size(end), format!("{line_break}{line}"));
        }
        at += existing.len();
    }
    let lead = match text {
        "" => String::new(),
        text if text.ends_with('\n') => line_break.to_owned(),
        _ => line_break.repeat(2),
    };
    let entry = format!("{lead}[contexts]{line_break}{line}{line_break}");
    Edit::insert(size(text.len()), entry)
}
