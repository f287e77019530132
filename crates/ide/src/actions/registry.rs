//! Writes `$Registry` for the registry that runs the task.

use acrlint_analysis::{Edit, File, Input, in_worlds};
use acrlint_task::Text;
use acrlint_text::{TextRange, has_symbol};

use super::reading::Reading;
use super::{Action, ActionKind, touch};
use crate::spans::{mapped, range, size};

pub(super) fn actions(input: Input<'_>, at: TextRange) -> Vec<Action> {
    let worlds = in_worlds(input, |file| Uses::of(file, at));
    // a world may leave out steps; the first that has the place counts
    let Some(uses) = worlds.into_iter().find_map(|(_, found)| found) else {
        return Vec::new();
    };
    let before = Reading::of(input, input.source);
    let action = |title: String, places: &[&Use]| {
        let edits: Vec<Edit> = places.iter().flat_map(|one| one.edits.clone()).collect();
        let after = Reading::after(input, &edits)?;
        // where the registry is not known, the texts differ in just that
        let same = match uses.is_known {
            true => after.has_same_task(&before),
            false => after.is_no_worse(&before) && after.kinds() == before.kinds(),
        };
        same.then(|| Action::new(title, ActionKind::Rewrite, edits))
    };
    let here: Vec<&Use> = uses.list.iter().filter(|one| touch(one.text, at)).collect();
    let Some(first) = here
        .iter()
        .find(|one| touch(one.range, at))
        .or(here.first())
    else {
        return Vec::new();
    };
    let title = format!("write `{}` for `{}`", uses.by, uses.host);
    let mut found: Vec<Action> = action(title.clone(), &[first]).into_iter().collect();
    if uses.list.len() > 1 {
        let all: Vec<&Use> = uses.list.iter().collect();
        let title = format!("{title} in all {} places", all.len());
        found.extend(action(title, &all));
    }
    found
}

/// What is repeated more often is nothing that somebody wrote.
pub(super) const MOST: usize = 300;

/// The literal registries of a file that may be written as `$Registry`.
struct Uses {
    host: String,
    /// What is written in their place.
    by: String,
    /// Whether `host` is surely the registry that runs the task.
    is_known: bool,
    list: Vec<Use>,
}

/// One of them.
struct Use {
    /// Where it stands.
    range: TextRange,
    /// The text that it stands in.
    text: TextRange,
    edits: Vec<Edit>,
}

impl Uses {
    fn of(file: &File<'_>, at: TextRange) -> Option<Self> {
        let home = file.home().map(str::to_owned);
        let is_known = file.context.registry.is_some() && home.is_some();
        let host = home.or_else(|| host_at(file, at))?;
        let by = match file.texts.aliases() {
            Some(aliases) if !aliases.defined().any(|alias| alias.name == "Registry") => {
                format!("{}Registry", aliases.directive())
            }
            _ => "{{.Run.Registry}}".to_owned(),
        };
        let word = format!("{host}/");
        let of_text = |text: &Text<'_>| places(&text.value, &word).len();
        if texts(file).map(of_text).sum::<usize>() > MOST {
            return None;
        }
        let mut list: Vec<Use> = Vec::new();
        for text in texts(file) {
            for part in places(&text.value, &word) {
                let part = range(part, part + host.len());
                let Some(edits) = edits(file, text, part, &by) else {
                    continue;
                };
                let one = Use {
                    range: edits[0].range,
                    text: file.trace()?.node(text.node),
                    edits,
                };
                // a loop brings up the same place several times
                if !list.iter().any(|known| known.range == one.range) {
                    list.push(one);
                }
            }
        }
        let is_near = list.iter().any(|one| touch(one.text, at));
        is_near.then_some(Self {
            host,
            by,
            is_known,
            list,
        })
    }
}

/// The texts of steps that name images.
pub(super) fn texts<'f>(file: &'f File<'_>) -> impl Iterator<Item = &'f Text<'f>> {
    let steps = file.reading.task.steps.iter();
    let steps = steps.filter_map(|item| item.value.as_ref());
    steps.flat_map(|step| step.cmd.iter().chain(&step.build).chain(&step.push))
}

/// Where a word begins in a text, behind a blank, a quote or the sign of a value.
pub(super) fn places(text: &str, word: &str) -> Vec<usize> {
    let found = text.match_indices(word).map(|(at, _)| at);
    let begins = |at: &usize| {
        let before = text[..*at].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | ','))
    };
    found.filter(begins).collect()
}

/// The registry of the image under the cursor, in a tag or a push.
fn host_at(file: &File<'_>, at: TextRange) -> Option<String> {
    let images = file.images();
    let all = images.built.iter().chain(&images.pushed);
    let mut near = all.filter(|image| touch(image.range(file), at));
    let host = near.find_map(|image| acrlint_image::host_of(&image.name))?;
    let is_acr = [".azurecr.io", ".azurecr.cn", ".azurecr.us"]
        .iter()
        .any(|domain| host.ends_with(domain));
    (is_acr && !has_symbol(host)).then(|| host.to_owned())
}

/// The replacement of a part of a text. A plain scalar that would begin with braces gets quotes.
fn edits(file: &File<'_>, text: &Text<'_>, part: TextRange, by: &str) -> Option<Vec<Edit>> {
    let edit = file.edit(text, part, by)?;
    if part.start() > size(0) || !by.starts_with('{') {
        return Some(vec![edit]);
    }
    let place = file.trace()?.node(text.node);
    // the scalar begins right there, so it is a plain one
    if place.start() != edit.range.start() || mapped(file, text).is_none() {
        return Some(vec![edit]);
    }
    let written = file.written(place);
    let quote = match (
        written.contains(['"', '\\', '\n']),
        written.contains(['\'', '\n']),
    ) {
        (false, _) => '"',
        (true, false) => '\'',
        (true, true) => return None,
    };
    Some(vec![
        Edit::replace(edit.range, format!("{quote}{by}")),
        Edit::insert(place.end(), quote.to_string()),
    ])
}
