use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, OnceLock, PoisonError};

use acrlint_analysis::Tree;
use tower_lsp_server::LanguageServer;
use tower_lsp_server::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp_server::ls_types::*;

use crate::capabilities::{Abilities, PLAN, SCRIPT, encoding, offered, watchers};
use crate::custom::{CredentialsParams, FilesParams, OfFile, PlanParams, RenderParams};
use crate::diagnostics::result_id;
use crate::outgoing::{Outgoing, Queue};
use crate::state::State;
use crate::uri::path_of;
use crate::{answers, custom};

/// The language server. Each message changes the state, or is answered from it, before the next one is looked at.
pub(crate) struct Server {
    state: Mutex<State>,
    abilities: OnceLock<Abilities>,
    queue: Queue,
}

impl Server {
    pub(crate) fn new(base: Box<dyn Tree>, queue: Queue) -> Self {
        Self {
            state: Mutex::new(State::new(base)),
            abilities: OnceLock::new(),
            queue,
        }
    }

    fn abilities(&self) -> Abilities {
        self.abilities.get().cloned().unwrap_or_default()
    }

    fn say(&self, outgoing: Outgoing) {
        // the queue is gone only when the server is
        drop(self.queue.unbounded_send(outgoing));
    }

    /// Answers from the state. A mistake of ours in one answer must not end the server.
    fn answer<T>(&self, look: impl FnOnce(&State) -> T) -> Result<T> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        catch_unwind(AssertUnwindSafe(|| look(&state))).map_err(|_| {
            let mut error = Error::internal_error();
            error.message = "acrlint made a mistake here; please report it with the file".into();
            error
        })
    }

    /// Changes the state, and tells the client where there may be other findings now.
    fn change(&self, touched: Option<&Uri>, change: impl FnOnce(&mut State) -> BTreeSet<String>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let affected = catch_unwind(AssertUnwindSafe(|| change(&mut state))).unwrap_or_default();
        let touched = touched.map(path_of);
        let others = affected.iter().any(|path| Some(path) != touched.as_ref());
        let abilities = self.abilities();
        if abilities.pulls {
            if others && abilities.refreshes_diagnostics {
                self.say(Outgoing::RefreshDiagnostics);
            }
        } else {
            for path in &affected {
                let diagnostics = state.diagnostics(path);
                let is_touched = Some(path) == touched.as_ref();
                if let (true, Some(uri)) = (
                    state.publishes(path, &diagnostics) || is_touched,
                    state.uri(path),
                ) {
                    let document = state.documents.get(path);
                    self.say(Outgoing::Publish {
                        uri,
                        version: document.map(|document| document.version),
                        diagnostics,
                    });
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

    pub(crate) async fn files(&self, params: FilesParams) {
        let put = params
            .put
            .into_iter()
            .map(|file| (file.uri, file.text))
            .collect();
        self.change(None, |state| state.files(put, &params.remove));
    }

    pub(crate) async fn plan(&self, params: PlanParams) -> Result<serde_json::Value> {
        self.answer(|state| custom::plan(state, &params))?
    }

    pub(crate) async fn credentials(&self, params: CredentialsParams) -> Result<serde_json::Value> {
        self.answer(|state| custom::credentials(state, &params))?
    }

    pub(crate) async fn text(&self, params: RenderParams) -> Result<serde_json::Value> {
        self.answer(|state| custom::text(state, &params))?
    }

    pub(crate) async fn render(&self, params: RenderParams) -> Result<serde_json::Value> {
        self.answer(|state| custom::render(state, &params))?
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let abilities = Abilities::of(&params);
        let encoding = encoding(&params);
        let capabilities = offered(encoding, &abilities);
        let folders: Vec<Uri> = match &params.workspace_folders {
            Some(folders) => folders.iter().map(|folder| folder.uri.clone()).collect(),
            #[allow(deprecated)] // what older clients send
            None => params.root_uri.clone().into_iter().collect(),
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.encoding = encoding;
        state.set_folders(&folders);
        drop(self.abilities.set(abilities));
        Ok(InitializeResult {
            capabilities,
            server_info: Some(ServerInfo {
                name: "acrlint".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            offset_encoding: None,
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        if self.abilities().watches {
            self.say(Outgoing::Register(watchers()));
        }
        self.change(None, State::discover);
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let TextDocumentItem {
            uri,
            language_id,
            version,
            text,
        } = params.text_document;
        self.change(Some(&uri.clone()), |state| {
            state.open(uri, version, language_id, text)
        });
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        self.change(Some(&uri), |state| {
            state.change(&uri, version, params.content_changes)
        });
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        // what was saved was told already
        drop(params);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        self.change(Some(&uri), |state| state.close(&uri));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.change(None, |state| {
            let changes = params.changes.iter();
            changes
                .flat_map(|change| {
                    state.watched(&change.uri, change.typ != FileChangeType::CHANGED)
                })
                .collect()
        });
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.change(None, |state| {
            let gone: Vec<&Uri> = params
                .event
                .removed
                .iter()
                .map(|folder| &folder.uri)
                .collect();
            let added = params.event.added.iter().map(|folder| folder.uri.clone());
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
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        let path = path_of(&params.text_document.uri);
        let items = self.answer(|state| state.diagnostics(&path))?;
        let id = result_id(&items);
        let report = if params.previous_result_id.as_ref() == Some(&id) {
            DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                    result_id: id,
                },
            })
        } else {
            DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
                related_documents: None,
                full_document_diagnostic_report: FullDocumentDiagnosticReport {
                    result_id: Some(id),
                    items,
                },
            })
        };
        Ok(report.into())
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        let known = params.previous_result_ids;
        let items = self.answer(|state| state.workspace_diagnostics(&known))?;
        Ok(WorkspaceDiagnosticReport { items }.into())
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let abilities = self.abilities();
        self.answer(|state| answers::completion(state, &params.text_document_position, &abilities))
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.answer(|state| answers::hover(state, &params.text_document_position_params))
    }

    async fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let links = self.abilities().links;
        self.answer(|state| {
            answers::definition(state, &params.text_document_position_params, links)
        })
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let definitions = params.context.include_declaration;
        self.answer(|state| answers::references(state, &params.text_document_position, definitions))
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        self.answer(|state| answers::highlights(state, &params.text_document_position_params))
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        self.answer(|state| answers::prepare_rename(state, &params))?
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        self.answer(|state| {
            answers::rename(state, &params.text_document_position, &params.new_name)
        })?
    }

    async fn linked_editing_range(
        &self,
        params: LinkedEditingRangeParams,
    ) -> Result<Option<LinkedEditingRanges>> {
        self.answer(|state| answers::linked_ranges(state, &params.text_document_position_params))
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        let trees = self.abilities().symbol_trees;
        self.answer(|state| answers::symbols(state, &params.text_document.uri, trees))
    }

    async fn symbol(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<WorkspaceSymbolResponse>> {
        self.answer(|state| Some(answers::workspace_symbols(state, &params.query)))
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.answer(|state| answers::folding(state, &params.text_document.uri))
    }

    async fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        self.answer(|state| answers::selection(state, &params))
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.answer(|state| answers::links(state, &params.text_document.uri))
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.answer(|state| answers::hints(state, &params))
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.answer(|state| answers::lenses(state, &params.text_document.uri))
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let tokens =
            self.answer(|state| answers::tokens(state, &params.text_document.uri, None))?;
        Ok(tokens.map(SemanticTokensResult::Tokens))
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let part = Some(params.range);
        let tokens =
            self.answer(|state| answers::tokens(state, &params.text_document.uri, part))?;
        Ok(tokens.map(SemanticTokensRangeResult::Tokens))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let abilities = self.abilities();
        self.answer(|state| answers::actions(state, &params, &abilities))
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        self.answer(|state| answers::resolved(state, action))
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        let of = params.arguments.first().cloned().unwrap_or_default();
        let of: OfFile = serde_json::from_value(of).map_err(|error| Error {
            code: ErrorCode::InvalidParams,
            message: format!("`{}` takes {{\"uri\": …}}: {error}", params.command).into(),
            data: None,
        })?;
        let text = match params.command.as_str() {
            SCRIPT => self.answer(|state| custom::script(state, &of))??,
            PLAN => self.answer(|state| custom::plan_text(state, &of))??,
            other => return Err(custom::invalid(format!("there is no command `{other}`"))),
        };
        if !self.abilities().shows_results {
            self.say(Outgoing::Show(MessageType::INFO, text.clone()));
        }
        Ok(Some(text.into()))
    }
}
