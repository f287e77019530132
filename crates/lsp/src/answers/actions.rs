use std::collections::BTreeMap;

use acrlint_ide::{Action, ActionKind, fix_all};
use ls_types::*;
use serde_json::{Value, json};

use crate::capabilities::{Abilities, fix_all as fix_all_kind};
use crate::diagnostics::SOURCE;
use crate::params::Params;
use crate::rpc::{Result, result};
use crate::state::State;
use crate::uri::path_of;

/// What can be done at a range.
pub(crate) fn actions(state: &State, params: Params<'_>, abilities: &Abilities) -> Result<Value> {
    let (uri, range) = (params.document()?, params.range()?);
    result(offered(
        state,
        &uri,
        range,
        params.part("context"),
        abilities,
    ))
}

fn offered(
    state: &State,
    uri: &Uri,
    range: Range,
    context: Params<'_>,
    abilities: &Abilities,
) -> Option<Vec<Value>> {
    let path = path_of(uri);
    let text = state.text(&path)?;
    if !state.is_task(&path) {
        return None;
    }
    let range = text.bytes(range, state.encoding);
    let report = &state.checked.get(&path)?.report;
    let wanted = |kind: &CodeActionKind| {
        let only = context.0["only"].as_array();
        only.is_none_or(|only| only.iter().any(|outer| is_within(kind, outer.as_str())))
    };
    let found = state.ask(&path, |input| acrlint_ide::actions(input, report, range))?;
    let mut offered = Vec::new();
    for action in found.iter().filter(|action| wanted(&kind(action.kind))) {
        let finding = action.finding.and_then(|at| report.diagnostics.get(at));
        let known = finding.and_then(|finding| {
            let range = json!(text.range(finding.range, state.encoding));
            let mut known = context.items("diagnostics").map(|it| it.0);
            known.find(|it| {
                it["source"] == SOURCE && it["range"] == range && it["code"] == finding.rule.name
            })
        });
        let mut action = json!(CodeAction {
            title: action.title.clone(),
            kind: Some(kind(action.kind)),
            edit: edit(state, &path, action),
            is_preferred: action.preferred.then_some(true),
            ..CodeAction::default()
        });
        if let Some(known) = known {
            action["diagnostics"] = json!([known]);
        }
        offered.push(action);
    }
    if wanted(&fix_all_kind())
        && report
            .diagnostics
            .iter()
            .any(|found| !found.fixes.is_empty())
    {
        offered.extend(everything(state, uri, abilities).map(|action| json!(action)));
    }
    Some(offered)
}

/// The action that makes every safe fix. Trying them costs a check for each round, so a client that can asks later.
fn everything(state: &State, uri: &Uri, abilities: &Abilities) -> Option<CodeAction> {
    let action = CodeAction {
        title: "make every safe fix".to_owned(),
        kind: Some(fix_all_kind()),
        data: Some(json!({ "uri": uri })),
        ..CodeAction::default()
    };
    if abilities.resolves_edits {
        return Some(action);
    }
    let edit = fix_all_edits(state, uri)?;
    Some(CodeAction {
        edit: Some(edit),
        data: None,
        ..action
    })
}

/// The action with its edit.
pub(crate) fn resolved(state: &State, params: Params<'_>) -> Result<Value> {
    let mut action = params.0.clone();
    let uri = params.part("data").uri().ok();
    let edit = uri.and_then(|uri| fix_all_edits(state, &uri));
    if action.is_object() {
        action["edit"] = result(edit.unwrap_or_default())?;
    }
    Ok(action)
}

/// The edits of every safe fix; none if there is nothing to fix.
fn fix_all_edits(state: &State, uri: &Uri) -> Option<WorkspaceEdit> {
    let path = path_of(uri);
    let text = state.text(&path)?;
    let setup = state.setup(&path);
    let name = state.workspace(&path).shown(&path);
    let edits = fix_all(setup.input(&name, text.as_str()), &setup.settings)?;
    let edits = edits
        .into_iter()
        .map(|edit| TextEdit::new(text.range(edit.range, state.encoding), edit.text));
    Some(WorkspaceEdit {
        changes: Some([(uri.clone(), edits.collect())].into()),
        ..WorkspaceEdit::default()
    })
}

/// The edits of an action by file; a file that it makes comes first.
fn edit(state: &State, path: &str, action: &Action) -> Option<WorkspaceEdit> {
    let mut by_file: BTreeMap<String, Vec<TextEdit>> = BTreeMap::new();
    for one in &action.edits {
        let file = one
            .path
            .as_ref()
            .map_or_else(|| path.to_owned(), |other| state.absolute(path, other));
        let range = match state.text(&file) {
            Some(text) => text.range(one.edit.range, state.encoding),
            None => Range::default(),
        };
        by_file
            .entry(file)
            .or_default()
            .push(TextEdit::new(range, one.edit.text.clone()));
    }
    let Some(create) = &action.create else {
        let changes = by_file
            .into_iter()
            .filter_map(|(file, edits)| Some((state.uri(&file)?, edits)));
        return Some(WorkspaceEdit {
            changes: Some(changes.collect()),
            ..WorkspaceEdit::default()
        });
    };
    let created = ResourceOp::Create(CreateFile {
        uri: state.uri(&state.absolute(path, create))?,
        options: Some(CreateFileOptions {
            overwrite: Some(false),
            ignore_if_exists: Some(true),
        }),
        annotation_id: None,
    });
    let edits = by_file.into_iter().filter_map(|(file, edits)| {
        Some(DocumentChangeOperation::Edit(TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier {
                uri: state.uri(&file)?,
                version: state.documents.get(&file).map(|document| document.version),
            },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        }))
    });
    let operations = std::iter::once(DocumentChangeOperation::Op(created)).chain(edits);
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations.collect())),
        ..WorkspaceEdit::default()
    })
}

fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::QuickFix => CodeActionKind::QUICKFIX,
        ActionKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
    }
}

/// Whether a kind is another one or a part of it: `refactor.extract` is within `refactor`.
fn is_within(kind: &CodeActionKind, outer: Option<&str>) -> bool {
    let rest = outer.and_then(|outer| kind.as_str().strip_prefix(outer));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || outer == Some(""))
}
