//! The requests that are ours: `acrlint/plan`, `acrlint/credentials`, `acrlint/render`, `acrlint/text`, and the
//! notification `acrlint/files`. `docs/editors/protocol.md` describes them.

use acrlint_analysis::{IdentityKind, Setup};
use acrlint_report::{
    Planned, Style, credentials_json, plan_dot, plan_human, plan_json, plan_mermaid,
};
use acrlint_task::texts;
use acrlint_template::World;
use ls_types::Uri;
use serde_json::{Value, json};

use crate::params::Params;
use crate::rpc::{Error, Result};
use crate::state::State;
use crate::text::{Text, size};
use crate::uri::path_of;

/// Text as a window of an editor shows it.
const PLAIN: Style = Style {
    color: false,
    unicode: true,
    width: 80,
};

/// Who logs in, in parameters: the task's own identity where nothing is said.
fn identity(of: Params<'_>) -> Result<IdentityKind> {
    match &of.0["identity"] {
        Value::Null => Ok(IdentityKind::System),
        kind if kind == "system" => Ok(IdentityKind::System),
        kind if kind == "user" => Ok(IdentityKind::User),
        _ => Err(Error::invalid("`identity` is `system` or `user`")),
    }
}

/// The text of a file as the server holds it, to see whether both sides hold the same.
pub(crate) fn text(state: &State, params: Params<'_>) -> Result<Value> {
    let path = path_of(&params.document()?);
    let text = state.text(&path);
    let version = state.documents.get(&path).map(|document| document.version);
    Ok(json!({ "text": text.as_deref().map(Text::as_str), "version": version }))
}

/// The answer in the format that is asked for: JSON as it is, else `{"text": …}`.
pub(crate) fn plan(state: &State, params: Params<'_>) -> Result<Value> {
    let planned = planned(state, &params.document()?)?;
    let text = match params.0["format"].as_str() {
        None | Some("json") => return parsed(plan_json(&planned)),
        Some("human") => plan_human(&planned, PLAIN),
        Some("mermaid") => plan_mermaid(&planned.plan),
        Some("dot") => plan_dot(&planned.plan),
        Some(other) => return Err(Error::invalid(format!("there is no format `{other}`"))),
    };
    Ok(json!({ "text": text }))
}

/// The registries with their coverage, and the script that closes the gaps.
pub(crate) fn credentials(state: &State, params: Params<'_>) -> Result<Value> {
    let planned = planned(state, &params.document()?)?;
    let mut answer = parsed(credentials_json(&planned))?;
    answer["script"] = planned.plan.script(identity(params)?).into();
    Ok(answer)
}

/// The text that the runner would decode, and for each of its lines the 0-based line of the file that it comes from.
pub(crate) fn render(state: &State, params: Params<'_>) -> Result<Value> {
    let path = path_of(&params.document()?);
    let (setup, text) = task(state, &path)?;
    let name = state.workspace(&path).shown(&path);
    let texts = texts(
        text.as_str(),
        &name,
        &setup.context,
        &setup.files,
        World::default(),
    );
    let Some(rendered) = &texts.rendered else {
        return Ok(json!({ "text": null, "lines": [] }));
    };
    let mut at = 0;
    let lines: Vec<u32> = rendered
        .text()
        .split_inclusive('\n')
        .map(|line| {
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            let start = size((at + indent).min(at + line.len().saturating_sub(1)));
            at += line.len();
            let width = acrlint_text::TextSize::new(u32::from(!line.is_empty()));
            let origin = rendered.source_range(acrlint_text::TextRange::at(start, width));
            text.position(origin.start(), state.encoding).line
        })
        .collect();
    Ok(json!({ "text": texts.symbols().spell(rendered.text()), "lines": lines }))
}

/// The script of `az` commands of a lens.
pub(crate) fn script(state: &State, of: Params<'_>) -> Result<String> {
    let planned = planned(state, &of.uri()?)?;
    Ok(planned.plan.script(identity(of)?))
}

/// The plan of a lens.
pub(crate) fn plan_text(state: &State, of: Params<'_>) -> Result<String> {
    Ok(plan_human(&planned(state, &of.uri()?)?, PLAIN))
}

fn planned(state: &State, uri: &Uri) -> Result<Planned> {
    let path = path_of(uri);
    let (setup, text) = task(state, &path)?;
    let name = state.workspace(&path).shown(&path);
    Ok(Planned::new(&setup, name, text.as_str().to_owned()))
}

fn task<'s>(state: &'s State, path: &str) -> Result<(Setup<'s>, std::sync::Arc<Text>)> {
    let text = state.text(path).ok_or_else(|| {
        Error::invalid(format!(
            "there is no file {}",
            state.workspace(path).shown(path)
        ))
    })?;
    Ok((state.setup(path), text))
}

fn parsed(text: serde_json::Result<String>) -> Result<Value> {
    let value = text.and_then(|text| serde_json::from_str(&text));
    value.map_err(|_| Error::internal("an answer that is no JSON"))
}
