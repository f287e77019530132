//! What the client can do, as far as it matters here, and what the server offers.

use ls_types::*;
use serde_json::{Value, json};

use crate::text::Encoding;

/// What the client can do.
#[derive(Debug, Clone, Default)]
pub(crate) struct Abilities {
    /// It asks for findings; they are then never sent unasked.
    pub(crate) pulls: bool,
    /// It takes a request to ask for them again.
    pub(crate) refreshes_diagnostics: bool,
    pub(crate) refreshes_hints: bool,
    pub(crate) refreshes_lenses: bool,
    /// It can be asked to tell of changes on the disk.
    pub(crate) watches: bool,
    pub(crate) snippets: bool,
    /// Definitions as links, with the range that was clicked.
    pub(crate) links: bool,
    /// Symbols as a tree.
    pub(crate) symbol_trees: bool,
    /// Actions that are completed when they are chosen.
    pub(crate) resolves_edits: bool,
    /// It runs the commands of lenses itself and shows what comes of them.
    pub(crate) shows_results: bool,
}

impl Abilities {
    /// Reads the parameters of `initialize`.
    pub(crate) fn of(params: &Value) -> Self {
        let client = &params["capabilities"];
        let text = |name: &str| &client["textDocument"][name];
        let workspace = |name: &str| &client["workspace"][name];
        let action = text("codeAction");
        let resolved = action["resolveSupport"]["properties"].as_array();
        let resolves = resolved.is_some_and(|all| all.iter().any(|one| one == "edit"));
        Self {
            pulls: text("diagnostic").is_object(),
            refreshes_diagnostics: workspace("diagnostics")["refreshSupport"] == true,
            refreshes_hints: workspace("inlayHint")["refreshSupport"] == true,
            refreshes_lenses: workspace("codeLens")["refreshSupport"] == true,
            watches: workspace("didChangeWatchedFiles")["dynamicRegistration"] == true,
            snippets: text("completion")["completionItem"]["snippetSupport"] == true,
            links: text("definition")["linkSupport"] == true,
            symbol_trees: text("documentSymbol")["hierarchicalDocumentSymbolSupport"] == true,
            resolves_edits: resolves && action["dataSupport"] == true,
            shows_results: params["initializationOptions"]["showsResults"] == true,
        }
    }
}

/// The encoding of positions that both sides take.
pub(crate) fn encoding(params: &Value) -> Encoding {
    let known = params["capabilities"]["general"]["positionEncodings"].as_array();
    let known = known.into_iter().flatten().filter_map(Value::as_str);
    Encoding::choose(known)
}

/// The folders that the client has open.
pub(crate) fn folders(params: &Value) -> Vec<Uri> {
    let uri = |uri: &Value| uri.as_str()?.parse().ok();
    match params["workspaceFolders"].as_array() {
        Some(folders) => folders.iter().filter_map(|it| uri(&it["uri"])).collect(),
        // what older clients send
        None => uri(&params["rootUri"]).into_iter().collect(),
    }
}

/// The commands of lenses and actions.
pub(crate) const SCRIPT: &str = "acrlint.script";
pub(crate) const PLAN: &str = "acrlint.plan";

/// What the server offers. Formatting is not among it: a task file is a template before it is YAML, and only its author
/// knows how it should look.
pub(crate) fn offered(encoding: Encoding, abilities: &Abilities) -> ServerCapabilities {
    let no_progress = WorkDoneProgressOptions::default;
    ServerCapabilities {
        position_encoding: Some(PositionEncodingKind::new(encoding.name())),
        text_document_sync: Some(TextDocumentSyncCapability::Options(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::Supported(true)),
                ..TextDocumentSyncOptions::default()
            },
        )),
        diagnostic_provider: abilities.pulls.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("acrlint".to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                work_done_progress_options: no_progress(),
            })
        }),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(
                [" ", "$", "{", ".", "/", "-", "=", "[", "\"", ","]
                    .map(str::to_owned)
                    .to_vec(),
            ),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: no_progress(),
        })),
        linked_editing_range_provider: Some(LinkedEditingRangeServerCapabilities::Simple(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: no_progress(),
        }),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![
                CodeActionKind::QUICKFIX,
                CodeActionKind::REFACTOR_EXTRACT,
                CodeActionKind::REFACTOR_REWRITE,
                fix_all(),
            ]),
            resolve_provider: Some(true),
            work_done_progress_options: no_progress(),
        })),
        code_lens_provider: Some(CodeLensOptions {
            resolve_provider: Some(false),
        }),
        inlay_hint_provider: Some(OneOf::Left(true)),
        semantic_tokens_provider: Some(SemanticTokensServerCapabilities::SemanticTokensOptions(
            SemanticTokensOptions {
                legend: crate::answers::legend(),
                range: Some(true),
                full: Some(SemanticTokensFullOptions::Bool(true)),
                work_done_progress_options: no_progress(),
            },
        )),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![SCRIPT.to_owned(), PLAN.to_owned()],
            work_done_progress_options: no_progress(),
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    }
}

/// The kind of the action that makes every safe fix.
pub(crate) fn fix_all() -> CodeActionKind {
    CodeActionKind::from("source.fixAll.acrlint")
}

/// What the client is asked to watch on the disk: whatever a finding may depend on.
pub(crate) fn watchers() -> Vec<Registration> {
    const GLOBS: [&str; 5] = [
        "**/*.{yaml,yml}",
        "**/acrlint.toml",
        "**/*{Dockerfile,dockerfile}*",
        "**/*.{bicep,json,tf,tfvars,sh,bash,ps1}",
        "**/.git/config",
    ];
    let watchers: Vec<FileSystemWatcher> = GLOBS
        .iter()
        .map(|glob| FileSystemWatcher {
            glob_pattern: GlobPattern::String((*glob).to_owned()),
            kind: None,
        })
        .collect();
    vec![Registration {
        id: "acrlint/files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: Some(json!({ "watchers": watchers })),
    }]
}
