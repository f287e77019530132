//! Findings as the protocol has them: those of a file itself, and those of task files that point into it.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::str::FromStr as _;

use acrlint_analysis::{Diagnostic as Finding, Related, Severity};
use ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location, NumberOrString, Range, Uri,
};
use serde_json::{Value, json};

use crate::params::Params;
use crate::rpc::Result;
use crate::state::State;
use crate::text::Text;
use crate::uri::path_of;

/// The name of the source of all findings.
pub(crate) const SOURCE: &str = "acrlint";

/// The answer to `textDocument/diagnostic`.
pub(crate) fn of_document(state: &State, params: Params<'_>) -> Result<Value> {
    let items = state.diagnostics(&path_of(&params.document()?));
    let id = result_id(&items);
    Ok(if params.0["previousResultId"] == id.as_str() {
        json!({"kind": "unchanged", "resultId": id})
    } else {
        json!({"kind": "full", "resultId": id, "items": items})
    })
}

/// The answer to `workspace/diagnostic`: the findings of all files; of those that the client knows already just that.
pub(crate) fn of_workspace(state: &State, params: Params<'_>) -> Result<Value> {
    let mut reports = Vec::new();
    for path in state.known() {
        let Some(uri) = state.uri(path) else { continue };
        let version = state.documents.get(path).map(|it| it.version);
        let items = state.diagnostics(path);
        let id = result_id(&items);
        let mut known = params.items("previousResultIds");
        let is_known = known.any(|it| it.0["uri"] == uri.as_str() && it.0["value"] == id.as_str());
        reports.push(if is_known {
            json!({"kind": "unchanged", "uri": uri, "version": version, "resultId": id})
        } else {
            json!({"kind": "full", "uri": uri, "version": version, "resultId": id, "items": items})
        });
    }
    Ok(json!({ "items": reports }))
}

impl State {
    /// The findings to show in a file.
    pub(crate) fn diagnostics(&self, path: &str) -> Vec<Diagnostic> {
        let Some(text) = self.text(path) else {
            return Vec::new();
        };
        let own = self.checked.get(path).into_iter();
        let own = own.flat_map(|checked| &checked.report.diagnostics);
        let mut shown: Vec<Diagnostic> = own
            .map(|found| self.diagnostic(path, &text, found))
            .collect();
        for (task, checked) in self.mirrored_in(path) {
            for found in &checked.report.diagnostics {
                shown.extend(self.mirrored(task, found, path, &text));
            }
        }
        shown
    }

    fn diagnostic(&self, path: &str, text: &Text, found: &Finding) -> Diagnostic {
        let range = text.range(found.range, self.encoding);
        let mut related: Vec<_> = found
            .related
            .iter()
            .filter_map(|related| self.related(path, text, related))
            .collect();
        if let Some(uri) = self.uri(path) {
            let advice = found.help.iter().map(|help| format!("help: {help}"));
            let notes = found.notes.iter().map(|note| format!("note: {note}"));
            related.extend(advice.chain(notes).map(|message| {
                let location = Location::new(uri.clone(), range);
                DiagnosticRelatedInformation { location, message }
            }));
        }
        let fixes: Vec<Value> = found
            .fixes
            .iter()
            .map(|fix| {
                let edits = fix.edits.iter().map(|edit| {
                    json!({"range": text.range(edit.range, self.encoding), "newText": edit.text})
                });
                json!({
                    "title": fix.title,
                    "safe": fix.applicability == acrlint_analysis::Applicability::Safe,
                    "edits": edits.collect::<Vec<_>>(),
                })
            })
            .collect();
        Diagnostic {
            related_information: (!related.is_empty()).then_some(related),
            data: (!fixes.is_empty()).then(|| json!({ "fixes": fixes })),
            ..bare(found, range)
        }
    }

    fn related(
        &self,
        from: &str,
        text: &Text,
        related: &Related,
    ) -> Option<DiagnosticRelatedInformation> {
        let (path, range) = match &related.path {
            Some(other) => {
                let path = self.absolute(from, other);
                let range = self.text(&path)?.range(related.range, self.encoding);
                (path, range)
            }
            None => (from.to_owned(), text.range(related.range, self.encoding)),
        };
        Some(DiagnosticRelatedInformation {
            location: Location::new(self.uri(&path)?, range),
            message: related.message.clone(),
        })
    }

    /// A finding of a task file at the places of another file that explain it.
    fn mirrored(&self, task: &str, found: &Finding, path: &str, text: &Text) -> Vec<Diagnostic> {
        let here = |related: &&Related| {
            let other = related.path.as_deref();
            other.is_some_and(|other| self.absolute(task, other) == path)
        };
        let places = found.related.iter().filter(here);
        places
            .filter_map(|related| {
                let back = Location::new(
                    self.uri(task)?,
                    self.text(task)?.range(found.range, self.encoding),
                );
                let back = DiagnosticRelatedInformation {
                    message: found
                        .label
                        .clone()
                        .unwrap_or_else(|| "in this task".to_owned()),
                    location: back,
                };
                Some(Diagnostic {
                    related_information: Some(vec![back]),
                    data: Some(json!({ "task": self.uri(task)? })),
                    ..bare(found, text.range(related.range, self.encoding))
                })
            })
            .collect()
    }
}

fn bare(found: &Finding, range: Range) -> Diagnostic {
    let tag = tag(found.rule.name);
    let severity = match found.severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        // text that is shown faded needs no mark beside it
        Severity::Hint if tag == Some(DiagnosticTag::UNNECESSARY) => DiagnosticSeverity::HINT,
        Severity::Hint => DiagnosticSeverity::INFORMATION,
    };
    Diagnostic {
        range,
        severity: Some(severity),
        code: Some(NumberOrString::String(found.rule.name.to_owned())),
        code_description: Uri::from_str(&found.rule.url())
            .ok()
            .map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: found.message.clone(),
        tags: tag.map(|tag| vec![tag]),
        ..Diagnostic::default()
    }
}

/// How an editor shows the place of a finding besides underlining it.
fn tag(rule: &str) -> Option<DiagnosticTag> {
    match rule {
        "built-unused"
        | "ignored-property"
        | "second-document"
        | "unused-build-argument"
        | "unused-credential"
        | "unused-definition"
        | "unused-ignore" => Some(DiagnosticTag::UNNECESSARY),
        "accidental-key" | "yaml-boolean" => Some(DiagnosticTag::DEPRECATED),
        _ => None,
    }
}

/// A name for a list of findings: the same list has the same one.
pub(crate) fn result_id(shown: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(shown)
        .unwrap_or_default()
        .hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
