use serde_json::Value;

use crate::rpc::{Error, Result, read, result};
use crate::server::Server;

impl Server {
    /// Answers a request.
    ///
    /// # Errors
    /// When the server does not know the method, the parameters are wrong, or the answer is a refusal.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value> {
        match method {
            "initialize" => result(self.initialize(&params)),
            "textDocument/diagnostic" => result(self.diagnostic(read(params)?)?),
            "workspace/diagnostic" => result(self.workspace_diagnostic(read(params)?)?),
            "textDocument/completion" => result(self.completion(read(params)?)?),
            "textDocument/hover" => result(self.hover(read(params)?)?),
            "textDocument/definition" => result(self.goto_definition(read(params)?)?),
            "textDocument/references" => result(self.references(read(params)?)?),
            "textDocument/documentHighlight" => result(self.document_highlight(read(params)?)?),
            "textDocument/prepareRename" => result(self.prepare_rename(read(params)?)?),
            "textDocument/rename" => result(self.rename(read(params)?)?),
            "textDocument/linkedEditingRange" => result(self.linked_editing_range(read(params)?)?),
            "textDocument/documentSymbol" => result(self.document_symbol(read(params)?)?),
            "workspace/symbol" => result(self.symbol(read(params)?)?),
            "textDocument/foldingRange" => result(self.folding_range(read(params)?)?),
            "textDocument/selectionRange" => result(self.selection_range(read(params)?)?),
            "textDocument/documentLink" => result(self.document_link(read(params)?)?),
            "textDocument/inlayHint" => result(self.inlay_hint(read(params)?)?),
            "textDocument/codeLens" => result(self.code_lens(read(params)?)?),
            "textDocument/semanticTokens/full" => result(self.semantic_tokens_full(read(params)?)?),
            "textDocument/semanticTokens/range" => {
                result(self.semantic_tokens_range(read(params)?)?)
            }
            "textDocument/codeAction" => result(self.code_action(read(params)?)?),
            "codeAction/resolve" => result(self.code_action_resolve(read(params)?)?),
            "workspace/executeCommand" => result(self.execute_command(read(params)?)?),
            "acrlint/plan" => self.plan(read(params)?),
            "acrlint/credentials" => self.credentials(read(params)?),
            "acrlint/render" => self.render(read(params)?),
            "acrlint/text" => self.text(read(params)?),
            _ => Err(Error::no_method()),
        }
    }

    /// Takes a notification; one that is unknown or wrong is nothing to it.
    pub(crate) fn notice(&mut self, method: &str, params: Value) {
        let _ = self.take_notice(method, params);
    }

    fn take_notice(&mut self, method: &str, params: Value) -> Result<()> {
        match method {
            "initialized" => self.initialized(),
            "textDocument/didOpen" => self.did_open(read(params)?),
            "textDocument/didChange" => self.did_change(read(params)?),
            "textDocument/didClose" => self.did_close(read(params)?),
            "workspace/didChangeWatchedFiles" => self.did_change_watched_files(read(params)?),
            "workspace/didChangeWorkspaceFolders" => {
                self.did_change_workspace_folders(read(params)?);
            }
            "acrlint/files" => self.files(read(params)?),
            _ => return Err(Error::no_method()),
        }
        Ok(())
    }
}
