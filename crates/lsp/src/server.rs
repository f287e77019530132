use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use acrlint_analysis::Tree;
use ls_types::*;
use serde_json::Value;

use crate::capabilities::{Abilities, PLAN, SCRIPT, encoding, folders, offered, watchers};
use crate::custom::{CredentialsParams, FilesParams, OfFile, PlanParams, RenderParams};
use crate::diagnostics::result_id;
use crate::outgoing::Outgoing;
use crate::rpc::{Error, Result};
use crate::state::State;
use crate::uri::path_of;
use crate::{answers, custom};

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
    fn answer<T>(&self, look: impl FnOnce(&State) -> T) -> Result<T> {
        catch_unwind(AssertUnwindSafe(|| look(&self.state))).map_err(|_| {
            Error::internal("acrlint made a mistake here; please report it with the file")
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

    pub(crate) fn files(&mut self, params: FilesParams) {
        let put = params
            .put
            .into_iter()
            .map(|file| (file.uri, file.text))
            .collect();
        self.change(None, |state| state.files(put, &params.remove));
    }

    pub(crate) fn plan(&self, params: PlanParams) -> Result<serde_json::Value> {
        self.answer(|state| custom::plan(state, &params))?
    }

    pub(crate) fn credentials(&self, params: CredentialsParams) -> Result<serde_json::Value> {
        self.answer(|state| custom::credentials(state, &params))?
    }

    pub(crate) fn text(&self, params: RenderParams) -> Result<serde_json::Value> {
        self.answer(|state| custom::text(state, &params))?
    }

    pub(crate) fn render(&self, params: RenderParams) -> Result<serde_json::Value> {
        self.answer(|state| custom::render(state, &params))?
    }

    /// The client's abilities are looked up where they stand: their types are the larger half of the protocol, and a
    /// client that gets one wrong is served all the same.
    pub(crate) fn initialize(&mut self, params: &Value) -> InitializeResult {
        let encoding = encoding(params);
        self.abilities = Abilities::of(params);
        self.state.encoding = encoding;
        self.state.set_folders(&folders(params));
        InitializeResult {
            capabilities: offered(encoding, &self.abilities),
            server_info: Some(ServerInfo {
                name: "acrlint".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            offset_encoding: None,
        }
    }

    pub(crate) fn initialized(&mut self) {
        if self.abilities.watches {
            self.say(Outgoing::Register(watchers()));
        }
        self.change(None, State::discover);
    }

    pub(crate) fn did_open(&mut self, params: DidOpenTextDocumentParams) {
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

    pub(crate) fn did_change(&mut self, params: DidChangeTextDocumentParams) {
        let VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        self.change(Some(&uri), |state| {
            state.change(&uri, version, params.content_changes)
        });
    }

    pub(crate) fn did_close(&mut self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        self.change(Some(&uri), |state| state.close(&uri));
    }

    pub(crate) fn did_change_watched_files(&mut self, params: DidChangeWatchedFilesParams) {
        self.change(None, |state| {
            let changes = params.changes.iter();
            changes
                .flat_map(|change| {
                    state.watched(&change.uri, change.typ != FileChangeType::CHANGED)
                })
                .collect()
        });
    }

    pub(crate) fn did_change_workspace_folders(&mut self, params: DidChangeWorkspaceFoldersParams) {
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

    pub(crate) fn diagnostic(
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

    pub(crate) fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        let known = params.previous_result_ids;
        let items = self.answer(|state| state.workspace_diagnostics(&known))?;
        Ok(WorkspaceDiagnosticReport { items }.into())
    }

    pub(crate) fn completion(
        &self,
        params: CompletionParams,
    ) -> Result<Option<CompletionResponse>> {
        let abilities = &self.abilities;
        self.answer(|state| answers::completion(state, &params.text_document_position, abilities))
    }

    pub(crate) fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.answer(|state| answers::hover(state, &params.text_document_position_params))
    }

    pub(crate) fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let links = self.abilities.links;
        self.answer(|state| {
            answers::definition(state, &params.text_document_position_params, links)
        })
    }

    pub(crate) fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let definitions = params.context.include_declaration;
        self.answer(|state| answers::references(state, &params.text_document_position, definitions))
    }

    pub(crate) fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        self.answer(|state| answers::highlights(state, &params.text_document_position_params))
    }

    pub(crate) fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        self.answer(|state| answers::prepare_rename(state, &params))?
    }

    pub(crate) fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        self.answer(|state| {
            answers::rename(state, &params.text_document_position, &params.new_name)
        })?
    }

    pub(crate) fn linked_editing_range(
        &self,
        params: LinkedEditingRangeParams,
    ) -> Result<Option<LinkedEditingRanges>> {
        self.answer(|state| answers::linked_ranges(state, &params.text_document_position_params))
    }

    pub(crate) fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        let trees = self.abilities.symbol_trees;
        self.answer(|state| answers::symbols(state, &params.text_document.uri, trees))
    }

    pub(crate) fn symbol(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<WorkspaceSymbolResponse>> {
        self.answer(|state| Some(answers::workspace_symbols(state, &params.query)))
    }

    pub(crate) fn folding_range(
        &self,
        params: FoldingRangeParams,
    ) -> Result<Option<Vec<FoldingRange>>> {
        self.answer(|state| answers::folding(state, &params.text_document.uri))
    }

    pub(crate) fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        self.answer(|state| answers::selection(state, &params))
    }

    pub(crate) fn document_link(
        &self,
        params: DocumentLinkParams,
    ) -> Result<Option<Vec<DocumentLink>>> {
        self.answer(|state| answers::links(state, &params.text_document.uri))
    }

    pub(crate) fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.answer(|state| answers::hints(state, &params))
    }

    pub(crate) fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.answer(|state| answers::lenses(state, &params.text_document.uri))
    }

    pub(crate) fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let tokens =
            self.answer(|state| answers::tokens(state, &params.text_document.uri, None))?;
        Ok(tokens.map(SemanticTokensResult::Tokens))
    }

    pub(crate) fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let part = Some(params.range);
        let tokens =
            self.answer(|state| answers::tokens(state, &params.text_document.uri, part))?;
        Ok(tokens.map(SemanticTokensRangeResult::Tokens))
    }

    pub(crate) fn code_action(
        &self,
        params: CodeActionParams,
    ) -> Result<Option<CodeActionResponse>> {
        let abilities = &self.abilities;
        self.answer(|state| answers::actions(state, &params, abilities))
    }

    pub(crate) fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        self.answer(|state| answers::resolved(state, action))
    }

    pub(crate) fn execute_command(
        &mut self,
        params: ExecuteCommandParams,
    ) -> Result<Option<LSPAny>> {
        let of = params.arguments.first().cloned().unwrap_or_default();
        let of: OfFile = serde_json::from_value(of).map_err(|error| {
            Error::invalid(format!(
                "`{}` takes {{\"uri\": …}}: {error}",
                params.command
            ))
        })?;
        let text = match params.command.as_str() {
            SCRIPT => self.answer(|state| custom::script(state, &of))??,
            PLAN => self.answer(|state| custom::plan_text(state, &of))??,
            other => return Err(Error::invalid(format!("there is no command `{other}`"))),
        };
        if !self.abilities.shows_results {
            self.say(Outgoing::Show(MessageType::INFO, text.clone()));
        }
        Ok(Some(text.into()))
    }
}
