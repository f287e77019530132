use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use acrlint_analysis::Tree;
use acrlint_lsp::{BadMessage, folder_of};
use acrlint_task::FileAnswer;
use futures::channel::mpsc::{UnboundedSender, unbounded};
use js_sys::Function;
use serde_json::Value;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::memory::NOT_FOUND;

/// The language server. It sees the files that the client has open or sends by `acrlint/files`, and no others.
#[derive(Debug)]
#[wasm_bindgen(skip_typescript)]
pub struct Server {
    incoming: UnboundedSender<Result<Value, BadMessage>>,
    folders: Folders,
}

#[wasm_bindgen]
impl Server {
    /// A server that says its messages, each one JSON text, to a function.
    #[wasm_bindgen(constructor)]
    pub fn new(send: Function) -> Self {
        let (incoming, messages) = unbounded();
        let folders = Folders::default();
        let tree = folders.clone();
        wasm_bindgen_futures::spawn_local(async move {
            // what the client does with a message is its own affair
            let say = |message: Value| {
                let message = serde_json::to_string(&message).unwrap_or_default();
                drop(send.call1(&JsValue::NULL, &JsValue::from_str(&message)));
            };
            acrlint_lsp::serve(messages, say, tree).await;
        });
        Self { incoming, folders }
    }

    /// Takes a message of the client: one JSON text.
    pub fn receive(&self, message: &str) {
        let message = serde_json::from_str(message);
        let message = message.map_err(|error| BadMessage(error.to_string()));
        if let Ok(message) = &message {
            self.folders.listen(message);
        }
        // after `exit` nobody listens
        drop(self.incoming.unbounded_send(message));
    }
}

/// No files, but the folders that the client has open: each is a project, and its client sends all that is in it.
#[derive(Debug, Default, Clone)]
struct Folders(Arc<Mutex<BTreeSet<String>>>);

impl Folders {
    /// Learns of folders from a message.
    fn listen(&self, message: &Value) {
        let params = &message["params"];
        let (added, removed) = match message["method"].as_str() {
            Some("initialize") => (&params["workspaceFolders"], &Value::Null),
            Some("workspace/didChangeWorkspaceFolders") => {
                (&params["event"]["added"], &params["event"]["removed"])
            }
            _ => return,
        };
        let mut folders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for path in paths(removed) {
            folders.remove(&path);
        }
        folders.extend(paths(added));
        if let Some(root) = params["rootUri"].as_str().filter(|_| added.is_null()) {
            folders.extend(folder_of(root));
        }
    }
}

fn paths(folders: &Value) -> impl Iterator<Item = String> {
    let folders = folders.as_array().into_iter().flatten();
    folders.filter_map(|folder| folder_of(folder["uri"].as_str()?))
}

impl Tree for Folders {
    fn read(&self, _: &str) -> FileAnswer {
        FileAnswer::Unreadable(NOT_FOUND.to_owned())
    }

    fn is_file(&self, _: &str) -> bool {
        false
    }

    fn is_root(&self, folder: &str) -> bool {
        let folders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        folders.contains(folder)
    }

    fn below(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn beside(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn open_folders_are_projects() {
        let folders = Folders::default();
        folders.listen(
            &json!({"method": "initialize", "params": {"workspaceFolders": [
                {"uri": "vscode-vfs://github/o/r%20s", "name": "r"},
                {"uri": "file:///c%3A/w/", "name": "w"},
            ]}}),
        );
        assert!(folders.is_root("/o/r s"));
        assert!(folders.is_root("c:/w"));
        assert!(!folders.is_root("/o"));
        folders.listen(
            &json!({"method": "workspace/didChangeWorkspaceFolders", "params": {"event": {
                "added": [{"uri": "file:///", "name": "all"}],
                "removed": [{"uri": "file:///c%3A/w", "name": "w"}],
            }}}),
        );
        assert!(folders.is_root("/"));
        assert!(!folders.is_root("c:/w"));
    }

    #[test]
    fn an_older_client_names_one_folder() {
        let folders = Folders::default();
        folders.listen(&json!({"method": "initialize", "params": {"rootUri": "file:///w"}}));
        assert!(folders.is_root("/w"));
    }
}
