//! Adds a property that a task or a step lacks.

use acrlint_analysis::{Edit, File, Input, in_worlds};
use acrlint_task::build::read_build_command;
use acrlint_task::{Step, StepKind, value};
use acrlint_text::TextRange;

use super::reading::Reading;
use super::{Action, ActionKind, touch};
use crate::spans::{bom, line_break, line_end, line_start, range, size};

/// The version that a task without one gets, which turns aliases on.
const NEWEST: &str = "v1.1.0";

pub(super) fn actions(input: Input<'_>, at: TextRange) -> Vec<Action> {
    let ids = in_worlds(input, |file| id_of_step(file, at));
    let id = ids.into_iter().find_map(|(_, found)| found);
    let id = id.and_then(|(place, name)| add_id(input, place, &name));
    id.into_iter().chain(add_version(input, at)).collect()
}

/// The step without an id around a range: where its mapping begins, and a name that fits.
fn id_of_step(file: &File<'_>, at: TextRange) -> Option<(usize, String)> {
    let trace = file.trace()?;
    file.steps().find_map(|step| {
        let place = trace.node(step.node);
        let start = line_start(file.source, usize::from(place.start()));
        let around = place.cover(TextRange::empty(size(start)));
        let wanted = step.step.id.is_none() && touch(around, at);
        wanted.then(|| (usize::from(place.start()), name(step.step)))
    })
}

/// A name for a step, of what it works with.
fn name(step: &Step<'_>) -> String {
    let last = |image: &str| {
        let name = image.split('@').next().unwrap_or_default();
        let last = name.rsplit('/').next().unwrap_or_default();
        let last = last.split(':').next().unwrap_or_default();
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let kept: String = last.chars().filter(|c| fits(*c)).collect();
        kept.trim_matches(['-', '_']).to_ascii_lowercase()
    };
    let (verb, image) = match step.kind() {
        Some(StepKind::Cmd) => {
            let word = value(&step.cmd)
                .split_whitespace()
                .next()
                .unwrap_or_default();
            ("", last(word.trim_start_matches('$')))
        }
        Some(StepKind::Build) => {
            let command = read_build_command(value(&step.build));
            let tag = command.tags.first().map_or("", |word| word.text);
            ("build", last(tag.trim_matches(['"', '\''])))
        }
        Some(StepKind::Push) => {
            let image = step.push.first().map_or("", |image| &image.value);
            ("push", last(image))
        }
        None => ("", String::new()),
    };
    let parts = [verb, image.as_str()].into_iter();
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    match parts.is_empty() {
        true => "step".to_owned(),
        false => parts.join("-"),
    }
}

/// Adds the id as the first key of the step.
fn add_id(input: Input<'_>, place: usize, name: &str) -> Option<Action> {
    let before = Reading::of(input, input.source);
    let id = unique(name, |id| before.ids().any(|known| known == id));
    let source = input.source;
    let lead = source.get(line_start(source, place)..place)?;
    let edit = if source[place..].starts_with('{') {
        let is_empty = source[place + 1..].trim_start().starts_with('}');
        let comma = if is_empty { "" } else { ", " };
        Edit::insert(size(place + 1), format!("id: {id}{comma}"))
    } else {
        let blanks = lead.chars().all(|c| c == ' ' || c == '-');
        let indent = " ".repeat(lead.len());
        let insert = format!("id: {id}{}{indent}", line_break(source));
        blanks.then(|| Edit::insert(size(place), insert))?
    };
    let after = Reading::after(input, std::slice::from_ref(&edit))?;
    let adds_it = after.ids().any(|known| known == id) && after.kinds() == before.kinds();
    (adds_it && after.is_no_worse(&before)).then(|| {
        let title = format!("add `id: {id}`");
        Action::new(title, ActionKind::Rewrite, vec![edit])
    })
}

/// The name, or the first one with a number behind it that is free.
pub(super) fn unique(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    let mut numbered = (2_u32..).map(|n| format!("{name}{n}"));
    numbered
        .find(|name| !taken(name))
        .unwrap_or_else(|| name.to_owned())
}

/// Adds the version above a task that has none, for a range that touches the task's first line.
fn add_version(input: Input<'_>, at: TextRange) -> Option<Action> {
    let source = input.source;
    let mut first = bom(source);
    for line in source[first..].split_inclusive('\n') {
        let body = line.trim();
        if !(body.is_empty() || body.starts_with('#')) {
            break;
        }
        first += line.len();
    }
    let line = range(line_start(source, first), line_end(source, first));
    if !touch(line, at) && !touch(range(0, first), at) {
        return None;
    }
    let absent = in_worlds(input, |file| {
        file.texts.version.is_none() && file.steps().next().is_some()
    });
    if !absent.iter().all(|(_, absent)| *absent) {
        return None;
    }
    let line_break = line_break(source);
    let edit = Edit::insert(size(bom(source)), format!("version: {NEWEST}{line_break}"));
    let before = Reading::of(input, source);
    let after = Reading::after(input, std::slice::from_ref(&edit))?;
    // the runner takes a version behind a byte order mark for none
    let adds_it = after.has_version(NEWEST) && after.kinds() == before.kinds();
    (adds_it && after.is_no_worse(&before)).then(|| {
        let title = format!("add `version: {NEWEST}`");
        Action::new(title, ActionKind::Rewrite, vec![edit])
    })
}
