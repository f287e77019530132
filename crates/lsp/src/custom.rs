//! The requests that are ours: `acrlint/plan`, `acrlint/credentials`, `acrlint/render`, `acrlint/text`, and the
//! notification `acrlint/files`. `docs/editors/protocol.md` describes them.

use acrlint_analysis::{IdentityKind, Setup};
use acrlint_report::{
    Planned, Style, credentials_json, plan_dot, plan_human, plan_json, plan_mermaid,
};
use acrlint_task::{FileAnswer, Files as _, texts};
use acrlint_template::World;
use ls_types::{TextDocumentIdentifier, Uri};
use serde::Deserialize;
use serde_json::{Value, json};

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

/// A file that the client sends.
#[derive(Debug, Deserialize)]
pub(crate) struct SentFile {
    pub(crate) uri: Uri,
    pub(crate) text: String,
}

/// `acrlint/files`: files that are not on a disk which the server sees.
#[derive(Debug, Deserialize)]
pub(crate) struct FilesParams {
    #[serde(default)]
    pub(crate) put: Vec<SentFile>,
    #[serde(default)]
    pub(crate) remove: Vec<Uri>,
}

/// `acrlint/plan`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanParams {
    text_document: TextDocumentIdentifier,
    #[serde(default)]
    format: PlanFormat,
}

#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PlanFormat {
    #[default]
    Json,
    Human,
    Mermaid,
    Dot,
}

/// `acrlint/credentials`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CredentialsParams {
    text_document: TextDocumentIdentifier,
    #[serde(default)]
    identity: Identity,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Identity {
    #[default]
    System,
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

/// `acrlint/render`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RenderParams {
    text_document: TextDocumentIdentifier,
}

/// The text of a file as the server holds it, to see whether both sides hold the same.
pub(crate) fn text(state: &State, params: &RenderParams) -> Result<Value> {
    let path = path_of(&params.text_document.uri);
    let text = state.text(&path);
    let version = state.documents.get(&path).map(|document| document.version);
    Ok(json!({ "text": text.as_deref().map(Text::as_str), "version": version }))
}

/// What the commands of lenses are about.
#[derive(Debug, Deserialize)]
pub(crate) struct OfFile {
    uri: Uri,
    #[serde(default)]
    identity: Identity,
}

/// The answer in the format that is asked for: JSON as it is, else `{"text": …}`.
pub(crate) fn plan(state: &State, params: &PlanParams) -> Result<Value> {
    let planned = planned(state, &params.text_document.uri)?;
    match params.format {
        PlanFormat::Json => parsed(plan_json(&planned)),
        PlanFormat::Human => Ok(json!({ "text": plan_human(&planned, PLAIN) })),
        PlanFormat::Mermaid => Ok(json!({ "text": plan_mermaid(&planned.plan) })),
        PlanFormat::Dot => Ok(json!({ "text": plan_dot(&planned.plan) })),
    }
}

/// The registries with their coverage, and the script that closes the gaps.
pub(crate) fn credentials(state: &State, params: &CredentialsParams) -> Result<Value> {
    let planned = planned(state, &params.text_document.uri)?;
    let mut answer = parsed(credentials_json(&planned))?;
    answer["script"] = planned.plan.script(params.identity.into()).into();
    Ok(answer)
}

/// The text that the runner would decode, and for each of its lines the 0-based line of the file that it comes from.
pub(crate) fn render(state: &State, params: &RenderParams) -> Result<Value> {
    let path = path_of(&params.text_document.uri);
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
pub(crate) fn script(state: &State, of: &OfFile) -> Result<String> {
    let planned = planned(state, &of.uri)?;
    Ok(planned.plan.script(of.identity.into()))
}

/// The plan of a lens.
pub(crate) fn plan_text(state: &State, of: &OfFile) -> Result<String> {
    Ok(plan_human(&planned(state, &of.uri)?, PLAIN))
}

fn planned(state: &State, uri: &Uri) -> Result<Planned> {
    let path = path_of(uri);
    let (setup, text) = task(state, &path)?;
    let name = state.workspace(&path).shown(&path);
    let plan = acrlint_analysis::plan(setup.input(&name, text.as_str()));
    let mut texts = vec![(name, text.as_str().to_owned())];
    for place in plan.places() {
        if texts.iter().any(|(known, _)| *known == place.path) {
            continue;
        }
        if let FileAnswer::Text(text) = setup.files.read(&place.path) {
            texts.push((place.path.clone(), text));
        }
    }
    Ok(Planned { plan, texts })
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
