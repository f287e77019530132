//! The server finds what `acrlint check` finds, byte for byte, in every file of the recorded corpus or, without that, in
//! the project's own examples.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::client::Client;

#[test]
fn the_same_findings_as_the_command_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("../shared/corpus");
    let folder = if corpus.exists() {
        corpus
    } else {
        eprintln!(
            "skipped the recorded corpus: there is no ../shared/corpus; the examples are checked"
        );
        root.join("examples")
    };
    let folder = folder.canonicalize().unwrap();
    let mut paths = Vec::new();
    collect(&folder, &mut paths);
    let names: Vec<String> = paths
        .iter()
        .map(|path| path.strip_prefix(&folder).unwrap().display().to_string())
        .collect();
    let checked = Command::new(env!("CARGO_BIN_EXE_acrlint"))
        .current_dir(&folder)
        .args(["check", "--format", "json"])
        .args(&names)
        .output()
        .unwrap();
    let checked: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let mut client = Client::start(&folder);
    // positions in bytes are the simplest to compare
    client.request("initialize", &json!({"capabilities": {"general": {"positionEncodings": ["utf-8"]}}, "workspaceFolders": [{"uri": format!("file://{}", folder.display()), "name": "w"}]}));
    client.notify("initialized", &json!({}));
    let (mut files, mut findings) = (0, 0);
    for file in checked["files"].as_array().unwrap() {
        let path = folder.join(file["path"].as_str().unwrap());
        let text = std::fs::read_to_string(&path).unwrap();
        // a line that ends in CR alone counts for editors only
        if text.replace("\r\n", "").contains('\r') {
            continue;
        }
        let uri = uri(&path);
        client.notify("textDocument/didOpen", &json!({"textDocument": {"uri": uri, "languageId": "acr-task", "version": 1, "text": text}}));
        let said = client.expect("textDocument/publishDiagnostics", |params| {
            params["uri"] == *uri && params["version"] == 1
        });
        // findings of other files that point here stand here, too
        let own = said["params"]["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|found| found["data"].get("task").is_none());
        let lines: Vec<&str> = text.split('\n').collect();
        let offset = |position: &Value| {
            let line = usize::try_from(position["line"].as_u64().unwrap()).unwrap();
            let before: usize = lines[..line].iter().map(|line| line.len() + 1).sum();
            before as u64 + position["character"].as_u64().unwrap()
        };
        let shown: Vec<Value> = own
            .map(|found| {
                json!([
                    found["code"],
                    found["message"],
                    offset(&found["range"]["start"]),
                    offset(&found["range"]["end"])
                ])
            })
            .collect();
        let told: Vec<Value> = file["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|found| {
                json!([
                    found["rule"],
                    found["message"],
                    found["range"]["start"]["offset"],
                    found["range"]["end"]["offset"]
                ])
            })
            .collect();
        assert_eq!(shown, told, "{}", path.display());
        client.notify(
            "textDocument/didClose",
            &json!({"textDocument": {"uri": uri}}),
        );
        files += 1;
        findings += told.len();
    }
    assert!(files > 0 && findings > 0);
    assert!(client.stop());
    eprintln!(
        "{files} files with {findings} findings: the server finds what the command line does"
    );
}

/// The files that the command line takes: YAML, and what may embed a task.
fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.to_str().is_some_and(acrlint_analysis::may_be_linted)
            && std::fs::read_to_string(&path).is_ok()
        {
            into.push(path);
        }
    }
    into.sort();
}

fn uri(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    let encoded = text.bytes().map(|b| {
        if plain(b) {
            char::from(b).to_string()
        } else {
            format!("%{b:02X}")
        }
    });
    format!("file://{}", encoded.collect::<String>())
}
