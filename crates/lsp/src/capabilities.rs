//! What the client can do, as far as it matters here, and what the server offers.

use ls_types::{CodeActionKind, Registration, Uri};
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
pub(crate) fn offered(encoding: Encoding, abilities: &Abilities) -> Value {
    /// Documents are told as changes.
    const INCREMENTAL: u8 = 2;
    let kinds = [
        CodeActionKind::QUICKFIX,
        CodeActionKind::REFACTOR_EXTRACT,
        CodeActionKind::REFACTOR_REWRITE,
        fix_all(),
    ];
    let mut offered = json!({
        "positionEncoding": encoding.name(),
        "textDocumentSync": {"openClose": true, "change": INCREMENTAL, "save": true},
        "completionProvider": {
            "triggerCharacters": [" ", "$", "{", ".", "/", "-", "=", "[", "\"", ","],
        },
        "renameProvider": {"prepareProvider": true},
        "documentLinkProvider": {"resolveProvider": false},
        "codeActionProvider": {"codeActionKinds": kinds, "resolveProvider": true},
        "codeLensProvider": {"resolveProvider": false},
        "semanticTokensProvider": {
            "legend": crate::answers::legend(),
            "range": true,
            "full": true,
        },
        "executeCommandProvider": {"commands": [SCRIPT, PLAN]},
        "workspace": {"workspaceFolders": {"supported": true, "changeNotifications": true}},
    });
    for name in [
        "hover",
        "definition",
        "references",
        "documentHighlight",
        "linkedEditingRange",
        "documentSymbol",
        "workspaceSymbol",
        "foldingRange",
        "selectionRange",
        "inlayHint",
    ] {
        offered[format!("{name}Provider")] = true.into();
    }
    if abilities.pulls {
        offered["diagnosticProvider"] = json!({
            "identifier": "acrlint",
            "interFileDependencies": true,
            "workspaceDiagnostics": true,
        });
    }
    offered
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
    let watchers = GLOBS.map(|glob| json!({ "globPattern": glob }));
    vec![Registration {
        id: "acrlint/files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: Some(json!({ "watchers": watchers })),
    }]
}
