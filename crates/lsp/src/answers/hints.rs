use acrlint_ide::{Hint, HintKind, LensCommand, dockerfile_hints};
use ls_types::*;
use serde_json::json;

use super::markdown;
use crate::capabilities::{PLAN, SCRIPT};
use crate::state::State;
use crate::uri::path_of;

pub(crate) fn hints(state: &State, uri: &Uri, range: Range) -> Option<Vec<InlayHint>> {
    let path = path_of(uri);
    let text = state.text(&path)?;
    let range = text.bytes(range, state.encoding);
    let hints = if state.is_task(&path) {
        state.ask(&path, |input| acrlint_ide::hints(input, range))?
    } else {
        let shown = state.workspace(&path).shown(&path);
        let tasks = state.tasks_about(&path);
        let mut hints = state.ask_all(&tasks, |inputs| dockerfile_hints(inputs, &shown));
        hints.retain(|hint| range.contains_inclusive(hint.at));
        hints
    };
    let hint = |hint: Hint| InlayHint {
        position: text.position(hint.at, state.encoding),
        label: InlayHintLabel::String(hint.text),
        kind: (hint.kind != HintKind::Id).then_some(InlayHintKind::TYPE),
        text_edits: None,
        tooltip: hint
            .tooltip
            .map(|text| InlayHintTooltip::MarkupContent(markdown(text))),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    Some(hints.into_iter().map(hint).collect())
}

pub(crate) fn lenses(state: &State, uri: &Uri) -> Option<Vec<CodeLens>> {
    let path = path_of(uri);
    let text = state.text(&path)?;
    if !state.is_task(&path) {
        return None;
    }
    let lenses = state.ask(&path, acrlint_ide::lenses)?;
    let lens = |lens: acrlint_ide::Lens| CodeLens {
        range: text.range(lens.range, state.encoding),
        command: Some(Command {
            title: lens.title,
            command: match lens.command {
                LensCommand::Script => SCRIPT.to_owned(),
                LensCommand::Plan => PLAN.to_owned(),
            },
            arguments: Some(vec![json!({ "uri": uri })]),
        }),
        data: None,
    };
    Some(lenses.into_iter().map(lens).collect())
}
