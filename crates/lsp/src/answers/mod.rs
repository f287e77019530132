//! Answers to requests: from the state by a question to `ide`, into the types of the protocol.

mod actions;
mod completion;
mod hints;
mod navigation;
mod structure;
mod tokens;

use acrlint_analysis::Input;
use acrlint_ide::{dockerfile_hover, hover as ask_hover};
use acrlint_text::{TextRange, TextSize};
use ls_types::{
    GotoDefinitionResponse, Hover, HoverContents, Location, LocationLink, MarkupContent,
    MarkupKind, Range, TextDocumentPositionParams,
};

use crate::recorder::Recorder;
use crate::state::State;
use crate::text::{Text, size};
use crate::uri::path_of;

pub(crate) use actions::{actions, resolved};
pub(crate) use completion::completion;
pub(crate) use hints::{hints, lenses};
pub(crate) use navigation::{
    definition, highlights, linked_ranges, prepare_rename, references, rename,
};
pub(crate) use structure::{folding, links, selection, symbols, workspace_symbols};
pub(crate) use tokens::{legend, tokens};

/// A place that a request is about.
struct Spot {
    path: String,
    text: std::sync::Arc<Text>,
    at: TextSize,
}

impl State {
    fn spot(&self, params: &TextDocumentPositionParams) -> Option<Spot> {
        let path = path_of(&params.text_document.uri);
        let text = self.text(&path)?;
        let at = size(text.offset(params.position, self.encoding));
        Some(Spot { path, text, at })
    }

    /// Whether a file is a task file.
    fn is_task(&self, path: &str) -> bool {
        self.tasks_about(path)
            .first()
            .is_some_and(|task| task == path)
    }

    /// Asks about a task file.
    fn ask<T>(&self, path: &str, question: impl FnOnce(Input<'_>) -> T) -> Option<T> {
        let text = self.text(path)?;
        let setup = self.setup(path);
        let name = self.workspace(path).shown(path);
        let files = Recorder::new(&setup.files);
        Some(question(
            setup.input(&name, text.as_str()).with_files(&files),
        ))
    }

    /// Asks about task files at once.
    fn ask_all<T>(&self, paths: &[String], question: impl FnOnce(&[Input<'_>]) -> T) -> T {
        let files: Vec<_> = paths
            .iter()
            .filter_map(|path| {
                let name = self.workspace(path).shown(path);
                Some((name, self.text(path)?, self.setup(path)))
            })
            .collect();
        let inputs: Vec<Input<'_>> = files
            .iter()
            .map(|(name, text, setup)| setup.input(name, text.as_str()))
            .collect();
        question(&inputs)
    }

    /// A place of a file as the protocol has it.
    fn location(&self, path: &str, range: TextRange) -> Option<Location> {
        Some(Location::new(self.uri(path)?, self.range_in(path, range)?))
    }

    fn range_in(&self, path: &str, range: TextRange) -> Option<Range> {
        Some(self.text(path)?.range(range, self.encoding))
    }
}

pub(crate) fn hover(state: &State, params: &TextDocumentPositionParams) -> Option<Hover> {
    let spot = state.spot(params)?;
    let found = if state.is_task(&spot.path) {
        state.ask(&spot.path, |input| ask_hover(input, spot.at))?
    } else {
        let tasks = state.tasks_about(&spot.path);
        let shown = state.workspace(&spot.path).shown(&spot.path);
        state.ask_all(&tasks, |inputs| dockerfile_hover(inputs, &shown, spot.at))
    }?;
    Some(Hover {
        contents: HoverContents::Markup(markdown(found.text)),
        range: Some(spot.text.range(found.range, state.encoding)),
    })
}

/// Places to go to, with the range that was asked about where the client takes that.
fn destination(places: Vec<Location>, origin: Range, links: bool) -> GotoDefinitionResponse {
    if !links {
        return GotoDefinitionResponse::Array(places);
    }
    let link = |place: Location| LocationLink {
        origin_selection_range: Some(origin),
        target_uri: place.uri,
        target_range: place.range,
        target_selection_range: place.range,
    };
    GotoDefinitionResponse::Link(places.into_iter().map(link).collect())
}

fn markdown(value: String) -> MarkupContent {
    MarkupContent {
        kind: MarkupKind::Markdown,
        value,
    }
}
