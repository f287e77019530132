use serde_json::Value;

use crate::capabilities::Abilities;
use crate::params::Params;
use crate::rpc::{Error, Result, result};
use crate::server::Server;
use crate::state::State;
use crate::{answers, custom, diagnostics};

impl Server {
    /// Answers a request.
    ///
    /// # Errors
    /// When the server does not know the method, the parameters are wrong, or the answer is a refusal.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Result<Value> {
        match method {
            "initialize" => result(self.initialize(params)),
            "workspace/executeCommand" => self.execute_command(Params(params)),
            _ => self.look(|state, abilities| answer(state, abilities, method, Params(params))),
        }
    }

    /// Takes a notification. One that is wrong is nothing to it: there is no way to say so.
    pub(crate) fn notice(&mut self, method: &str, params: &Value) {
        let params = Params(params);
        let _ = match method {
            "initialized" => self.initialized(),
            "textDocument/didOpen" => self.did_open(params),
            "textDocument/didChange" => self.did_change(params),
            "textDocument/didClose" => self.did_close(params),
            "workspace/didChangeWatchedFiles" => self.did_change_watched_files(params),
            "workspace/didChangeWorkspaceFolders" => self.did_change_workspace_folders(params),
            "acrlint/files" => self.files(params),
            _ => Ok(()),
        };
    }
}

/// What the state says to a request.
fn answer(state: &State, abilities: &Abilities, method: &str, params: Params<'_>) -> Result<Value> {
    match method {
        "textDocument/diagnostic" => diagnostics::of_document(state, params),
        "workspace/diagnostic" => diagnostics::of_workspace(state, params),
        "textDocument/completion" => {
            result(answers::completion(state, &params.place()?, abilities))
        }
        "textDocument/hover" => result(answers::hover(state, &params.place()?)),
        "textDocument/definition" => result(answers::definition(
            state,
            &params.place()?,
            abilities.links,
        )),
        "textDocument/references" => {
            let definitions = params.part("context").0["includeDeclaration"] == true;
            result(answers::references(state, &params.place()?, definitions))
        }
        "textDocument/documentHighlight" => result(answers::highlights(state, &params.place()?)),
        "textDocument/prepareRename" => result(answers::prepare_rename(state, &params.place()?)?),
        "textDocument/rename" => {
            let new = params.text("newName")?;
            result(answers::rename(state, &params.place()?, new)?)
        }
        "textDocument/linkedEditingRange" => {
            result(answers::linked_ranges(state, &params.place()?))
        }
        "textDocument/documentSymbol" => {
            let trees = abilities.symbol_trees;
            result(answers::symbols(state, &params.document()?, trees))
        }
        "workspace/symbol" => result(answers::workspace_symbols(state, params.text("query")?)),
        "textDocument/foldingRange" => result(answers::folding(state, &params.document()?)),
        "textDocument/selectionRange" => {
            let positions = params.items("positions").map(Params::position);
            let positions: Vec<_> = positions.collect::<Result<_>>()?;
            result(answers::selection(state, &params.document()?, &positions))
        }
        "textDocument/documentLink" => result(answers::links(state, &params.document()?)),
        "textDocument/inlayHint" => {
            result(answers::hints(state, &params.document()?, params.range()?))
        }
        "textDocument/codeLens" => result(answers::lenses(state, &params.document()?)),
        "textDocument/semanticTokens/full" => {
            result(answers::tokens(state, &params.document()?, None))
        }
        "textDocument/semanticTokens/range" => {
            let part = Some(params.range()?);
            result(answers::tokens(state, &params.document()?, part))
        }
        "textDocument/codeAction" => answers::actions(state, params, abilities),
        "codeAction/resolve" => answers::resolved(state, params),
        "acrlint/plan" => custom::plan(state, params),
        "acrlint/credentials" => custom::credentials(state, params),
        "acrlint/render" => custom::render(state, params),
        "acrlint/text" => custom::text(state, params),
        _ => Err(Error::no_method()),
    }
}
