use std::collections::HashMap;

use acrlint_ide::{Name, NameKind, Occurrence, Role, check_new_name, occurrence_at, occurrences};
use ls_types::*;

use super::{Spot, destination};
use crate::rpc::{Error, Result};
use crate::state::State;

/// The names of all files that belong together.
struct Names {
    spot: Spot,
    all: Vec<Occurrence>,
    at: Occurrence,
}

impl Names {
    /// The name at a place of a task file or a Dockerfile, with all that is called so.
    fn at(state: &State, params: &TextDocumentPositionParams) -> Option<Self> {
        let spot = state.spot(params)?;
        let shown = state.workspace(&spot.path).shown(&spot.path);
        let mut tasks = state.tasks_about(&spot.path);
        let mut all = state.names_of(&tasks);
        let at = occurrence_at(&all, &shown, spot.at)?.clone();
        if matches!(at.name.kind, NameKind::Stage | NameKind::BuildArgument) {
            // other tasks may build the same Dockerfile
            tasks = state.tasks_about(&state.absolute(&spot.path, &at.name.home));
            all = state.names_of(&tasks);
        }
        Some(Self { spot, all, at })
    }

    fn same(&self) -> impl Iterator<Item = &Occurrence> {
        self.all.iter().filter(|other| other.name == self.at.name)
    }

    fn definitions(&self) -> impl Iterator<Item = &Occurrence> {
        self.same().filter(|other| other.role == Role::Definition)
    }

    /// Those in the file itself.
    fn here(&self, state: &State) -> Vec<&Occurrence> {
        let own = |other: &&Occurrence| {
            state.absolute(&self.spot.path, &other.place.path) == self.spot.path
        };
        self.same().filter(own).collect()
    }

    fn location(&self, state: &State, of: &Occurrence) -> Option<Location> {
        let path = state.absolute(&self.spot.path, &of.place.path);
        state.location(&path, of.place.range)
    }
}

impl State {
    fn names_of(&self, tasks: &[String]) -> Vec<Occurrence> {
        let mut all: Vec<Occurrence> = Vec::new();
        for task in tasks {
            for one in self.ask(task, occurrences).into_iter().flatten() {
                if !all.contains(&one) {
                    all.push(one);
                }
            }
        }
        all
    }
}

pub(crate) fn definition(
    state: &State,
    params: &TextDocumentPositionParams,
    links: bool,
) -> Option<GotoDefinitionResponse> {
    let Some(names) = Names::at(state, params) else {
        return super::structure::link_at(state, params, links);
    };
    let places: Vec<Location> = names
        .definitions()
        .filter_map(|of| names.location(state, of))
        .collect();
    if places.is_empty() {
        return super::structure::link_at(state, params, links);
    }
    let origin = names.spot.text.range(names.at.place.range, state.encoding);
    Some(destination(places, origin, links))
}

pub(crate) fn references(
    state: &State,
    params: &TextDocumentPositionParams,
    with_definitions: bool,
) -> Option<Vec<Location>> {
    let names = Names::at(state, params)?;
    let wanted = names
        .same()
        .filter(|of| with_definitions || of.role == Role::Use);
    Some(wanted.filter_map(|of| names.location(state, of)).collect())
}

pub(crate) fn highlights(
    state: &State,
    params: &TextDocumentPositionParams,
) -> Option<Vec<DocumentHighlight>> {
    let names = Names::at(state, params)?;
    let highlight = |of: &Occurrence| DocumentHighlight {
        range: names.spot.text.range(of.place.range, state.encoding),
        kind: Some(match of.role {
            Role::Definition => DocumentHighlightKind::WRITE,
            Role::Use => DocumentHighlightKind::READ,
        }),
    };
    Some(names.here(state).into_iter().map(highlight).collect())
}

pub(crate) fn prepare_rename(
    state: &State,
    params: &TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let Some(names) = Names::at(state, params) else {
        return Ok(None);
    };
    renamable(&names)?;
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder {
        range: names.spot.text.range(names.at.place.range, state.encoding),
        placeholder: names.at.name.text.clone(),
    }))
}

pub(crate) fn rename(
    state: &State,
    params: &TextDocumentPositionParams,
    new: &str,
) -> Result<Option<WorkspaceEdit>> {
    let Some(names) = Names::at(state, params) else {
        return Ok(None);
    };
    renamable(&names)?;
    check_new_name(&names.all, &names.at.name, new)
        .map_err(|error| Error::invalid(error.to_string()))?;
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for place in names.same().filter_map(|of| names.location(state, of)) {
        let edits = changes.entry(place.uri).or_default();
        edits.push(TextEdit::new(place.range, new.to_owned()));
    }
    Ok(Some(WorkspaceEdit {
        changes: Some(changes),
        ..WorkspaceEdit::default()
    }))
}

/// A name can be renamed when it is defined in these files and stands everywhere word for word.
fn renamable(names: &Names) -> Result<()> {
    let Name { kind, text, .. } = &names.at.name;
    if *kind == NameKind::Image {
        return Err(Error::invalid(format!(
            "`{text}` is an image; images are not renamed"
        )));
    }
    if names.definitions().next().is_none() {
        return Err(Error::invalid(format!("nothing here defines `{text}`")));
    }
    match names.same().find(|of| !of.editable) {
        Some(_) => Err(Error::invalid(format!(
            "`{text}` also comes from a template or an alias; rename it by hand"
        ))),
        None => Ok(()),
    }
}

pub(crate) fn linked_ranges(
    state: &State,
    params: &TextDocumentPositionParams,
) -> Option<LinkedEditingRanges> {
    let names = Names::at(state, params)?;
    let linked = matches!(
        names.at.name.kind,
        NameKind::Step | NameKind::Volume | NameKind::Network
    );
    if !linked || renamable(&names).is_err() {
        return None;
    }
    let ranges = names.here(state);
    let ranges = ranges
        .iter()
        .map(|of| names.spot.text.range(of.place.range, state.encoding));
    Some(LinkedEditingRanges {
        ranges: ranges.collect(),
        word_pattern: None,
    })
}
