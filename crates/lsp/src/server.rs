use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use acrlint_analysis::Tree;
use ls_types::{
    MessageType, PublishDiagnosticsParams, TextDocumentContentChangeEvent as Change, Uri,
};
use serde_json::{Value, json};

use crate::capabilities::{Abilities, PLAN, SCRIPT, encoding, folders, offered, watchers};
use crate::custom;
use crate::outgoing::Outgoing;
use crate::params::Params;
use crate::rpc::{Error, Result};
use crate::state::State;
use crate::uri::path_of;

/// The language server. Each message changes the state, or is answered from it, before the next one is looked at.
pub(crate) struct Server {
    state: State,
    abilities: Abilities,
    /// What is to be said of the server's own accord.
    said: Vec<Outgoing>,
}

impl Server {
    pub(crate) fn new(base: Box<dyn Tree>) -> Self {
        Self {
            state: State::new(base),
            abilities: Abilities::default(),
            said: Vec::new(),
        }
    }

    /// What it says of its own accord since this was asked last.
    pub(crate) fn said(&mut self) -> Vec<Outgoing> {
        std::mem::take(&mut self.said)
    }

    fn say(&mut self, outgoing: Outgoing) {
        self.said.push(outgoing);
    }

    /// Answers from the state. A mistake of ours in one answer must not end the server.
    pub(crate) fn look(
        &self,
        look: impl FnOnce(&State, &Abilities) -> Result<Value>,
    ) -> Result<Value> {
        let answer = catch_unwind(AssertUnwindSafe(|| look(&self.state, &self.abilities)));
        answer.unwrap_or_else(|_| {
            Err(Error::internal(
                "acrlint made a mistake here; please report it with the file",
            ))
        })
    }

    /// Changes the state, and tells the client where there may be other findings now.
    fn change(
        &mut self,
        touched: Option<&Uri>,
        change: impl FnOnce(&mut State) -> BTreeSet<String>,
    ) {
        let state = &mut self.state;
        let affected = catch_unwind(AssertUnwindSafe(|| change(state))).unwrap_or_default();
        let touched = touched.map(path_of);
        let others = affected.iter().any(|path| Some(path) != touched.as_ref());
        let abilities = self.abilities.clone();
        if abilities.pulls {
            if others && abilities.refreshes_diagnostics {
                self.say(Outgoing::RefreshDiagnostics);
            }
        } else {
            for path in &affected {
                let diagnostics = self.state.diagnostics(path);
                let is_touched = Some(path) == touched.as_ref();
                if let (true, Some(uri)) = (
                    self.state.publishes(path, &diagnostics) || is_touched,
                    self.state.uri(path),
                ) {
                    let document = self.state.documents.get(path);
                    let version = document.map(|document| document.version);
                    self.say(Outgoing::Publish(PublishDiagnosticsParams::new(
                        uri,
                        diagnostics,
                        version,
                    )));
                }
            }
        }
        if others && abilities.refreshes_hints {
            self.say(Outgoing::RefreshHints);
        }
        if others && abilities.refreshes_lenses {
            self.say(Outgoing::RefreshLenses);
        }
    }

    pub(crate) fn files(&mut self, params: Params<'_>) -> Result<()> {
        let file = |file: Params<'_>| Ok((file.uri()?, file.text("text")?.to_owned()));
        let put = params.items("put").map(file).collect::<Result<_>>()?;
        let gone = params.0["remove"].as_array().into_iter().flatten();
        let gone: Vec<Uri> = gone.filter_map(|uri| uri.as_str()?.parse().ok()).collect();
        self.change(None, |state| state.files(put, &gone));
        Ok(())
    }

    /// A client that gets one of its abilities wrong is served all the same.
    pub(crate) fn initialize(&mut self, params: &Value) -> Value {
        let encoding = encoding(params);
        self.abilities = Abilities::of(params);
        self.state.encoding = encoding;
        self.state.set_folders(&folders(params));
        json!({
            "capabilities": offered(encoding, &self.abilities),
            "serverInfo": {"name": "acrlint", "version": env!("CARGO_PKG_VERSION")},
        })
    }

    pub(crate) fn initialized(&mut self) -> Result<()> {
        if self.abilities.watches {
            self.say(Outgoing::Register(watchers()));
        }
        self.change(None, State::discover);
        Ok(())
    }

    pub(crate) fn did_open(&mut self, params: Params<'_>) -> Result<()> {
        let document = params.part("textDocument");
        let uri = document.uri()?;
        let version = version(document)?;
        let language = document.text("languageId")?.to_owned();
        let text = document.text("text")?.to_owned();
        self.change(Some(&uri.clone()), |state| {
            state.open(uri, version, language, text)
        });
        Ok(())
    }

    pub(crate) fn did_change(&mut self, params: Params<'_>) -> Result<()> {
        let document = params.part("textDocument");
        let (uri, version) = (document.uri()?, version(document)?);
        let change = |change: Params<'_>| {
            let whole = change.0["range"].is_null();
            Ok(Change {
                range: if whole { None } else { Some(change.range()?) },
                range_length: None,
                text: change.text("text")?.to_owned(),
            })
        };
        let changes = params.items("contentChanges").map(change);
        let changes: Vec<Change> = changes.collect::<Result<_>>()?;
        self.change(Some(&uri), |state| state.change(&uri, version, changes));
        Ok(())
    }

    pub(crate) fn did_close(&mut self, params: Params<'_>) -> Result<()> {
        let uri = params.document()?;
        self.change(Some(&uri), |state| state.close(&uri));
        Ok(())
    }

    pub(crate) fn did_change_watched_files(&mut self, params: Params<'_>) -> Result<()> {
        /// The type of an event: the file was there before and still is.
        const CHANGED: i64 = 2;
        let event = |event: Params<'_>| Ok((event.uri()?, event.number("type")? != CHANGED));
        let events = params.items("changes").map(event);
        let events: Vec<(Uri, bool)> = events.collect::<Result<_>>()?;
        self.change(None, |state| {
            let events = events.iter();
            events
                .flat_map(|(uri, listed)| state.watched(uri, *listed))
                .collect()
        });
        Ok(())
    }

    pub(crate) fn did_change_workspace_folders(&mut self, params: Params<'_>) -> Result<()> {
        let event = params.part("event");
        let gone: Vec<Uri> = event
            .items("removed")
            .map(Params::uri)
            .collect::<Result<_>>()?;
        let added: Vec<Uri> = event
            .items("added")
            .map(Params::uri)
            .collect::<Result<_>>()?;
        self.change(None, |state| {
            let known: Vec<String> = state.folders().map(str::to_owned).collect();
            let kept = known.iter().filter_map(|path| state.uri(path));
            let folders: Vec<Uri> = kept
                .filter(|uri| !gone.iter().any(|gone| path_of(gone) == path_of(uri)))
                .chain(added)
                .collect();
            let mut affected = state.forget_all();
            state.set_folders(&folders);
            affected.extend(state.discover());
            affected
        });
        Ok(())
    }

    pub(crate) fn execute_command(&mut self, params: Params<'_>) -> Result<Value> {
        let command = params.text("command")?;
        let of = params.items("arguments").next();
        let of = of.unwrap_or(Params(&Value::Null));
        let answer = self.look(|state, _| {
            let text = match command {
                SCRIPT => custom::script(state, of)?,
                PLAN => custom::plan_text(state, of)?,
                other => {
                    return Err(Error::invalid(format!("there is no command `{other}`")));
                }
            };
            Ok(text.into())
        })?;
        if let Some(text) = answer.as_str().filter(|_| !self.abilities.shows_results) {
            self.say(Outgoing::Show(MessageType::INFO, text.to_owned()));
        }
        Ok(answer)
    }
}

fn version(document: Params<'_>) -> Result<i32> {
    let version = document.number("version")?;
    i32::try_from(version).map_err(|_| Error::invalid("`version` is too large"))
}
