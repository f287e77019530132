//! Random edits over many documents, with requests in between: afterwards the server holds the client's texts, its
//! findings are those of a fresh look at them, and it has answered everything.

use std::collections::HashMap;

use acrlint_analysis::{Tree, Workspace};
use acrlint_task::FileAnswer;
use serde_json::{Value, json};

use crate::client::Client;

const DOCUMENTS: usize = 50;
const EDITS: usize = 100_000;
/// So many edits are made before client and server are compared.
const BURST: usize = 5_000;

/// Pieces of task files, half of them broken, some not ASCII.
const PIECES: [&str; 24] = [
    "steps:\n",
    "  - build: -t $Registry/a:$ID .\n",
    "  - cmd: bash\n",
    "    when: [a, b]\n",
    "- id: größe\n",
    "version: v1.1.0\n",
    "{{ if .Values.a }}\n",
    "{{ end }}\n",
    "{{.Run.Registry}}/😀",
    "\r\n",
    "\r",
    "    push: [\"x\"]\n",
    "alias:\n  values:\n    a: b\n",
    "# acrlint: ignore[when-unknown]\n",
    ": ",
    "- ",
    "\"",
    "'",
    "한글",
    "|\n      text\n",
    "secrets:\n  - id: s\n    keyvault: x\n",
    "$a",
    " ",
    "--build-arg X=private.azurecr.io ",
];

const REQUESTS: [&str; 10] = [
    "textDocument/completion",
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/codeLens",
    "textDocument/semanticTokens/full",
    "textDocument/documentLink",
    "textDocument/documentHighlight",
];

/// Numbers that look random and are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }
}

/// The documents as the client has them.
struct Memory(HashMap<String, String>);

impl Tree for Memory {
    fn read(&self, path: &str) -> FileAnswer {
        match self.0.get(path) {
            Some(text) => FileAnswer::Text(text.clone()),
            None => FileAnswer::Unreadable("no such file or directory".to_owned()),
        }
    }

    fn is_file(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    fn is_root(&self, _folder: &str) -> bool {
        false
    }

    fn below(&self, _folder: &str) -> Vec<String> {
        Vec::new()
    }

    fn beside(&self, folder: &str) -> Vec<String> {
        let own = self
            .0
            .keys()
            .filter(|path| path.rsplit_once('/').unwrap().0 == folder);
        own.cloned().collect()
    }
}

#[test]
fn a_hundred_thousand_edits() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let mut client = Client::start(&folder);
    client.request("initialize", &json!({"capabilities": {}, "workspaceFolders": [{"uri": format!("file://{}", folder.display()), "name": "w"}]}));
    client.notify("initialized", &json!({}));
    let paths: Vec<String> = (0..DOCUMENTS)
        .map(|n| format!("{}/{n}/acr-task.yaml", folder.display()))
        .collect();
    let mut texts: Vec<String> = vec!["version: v1.1.0\nsteps:\n".to_owned(); DOCUMENTS];
    for (path, text) in paths.iter().zip(&texts) {
        client.notify("textDocument/didOpen", &json!({"textDocument": {"uri": uri(path), "languageId": "acr-task", "version": 0, "text": text}}));
    }
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    let (mut edits, mut answers, mut version, mut early) = (0, 0, 0, 0);
    while edits < EDITS {
        let mut open = Vec::new();
        let burst = edits + BURST;
        while edits < burst {
            let at = numbers.below(DOCUMENTS);
            let changes: Vec<Value> = (0..1 + numbers.below(8))
                .map(|_| edit(&mut texts[at], &mut numbers))
                .collect();
            edits += changes.len();
            version += 1;
            client.notify("textDocument/didChange", &json!({"textDocument": {"uri": uri(&paths[at]), "version": version}, "contentChanges": changes}));
            if numbers.below(4) == 0 {
                let position = position(&texts[at], boundary(&texts[at], numbers.below(4000)));
                let method = REQUESTS[numbers.below(REQUESTS.len())];
                let mut params =
                    json!({"textDocument": {"uri": uri(&paths[at])}, "position": position});
                if method.ends_with("references") {
                    params["context"] = json!({"includeDeclaration": true});
                }
                open.push(client.ask(method, &params));
            }
        }
        for id in open {
            let answer = client.answer(id);
            assert!(answer.get("error").is_none(), "{answer}");
            answers += 1;
        }
        compare(&mut client, &folder.display().to_string(), &paths, &texts);
        if edits >= EDITS / 4 && early == 0 {
            early = client.memory();
        }
    }
    let late = client.memory();
    assert!(
        late <= early + early / 4 + 8 * 1024,
        "{early} KB after a quarter, {late} KB at the end"
    );
    assert!(client.stop());
    eprintln!(
        "{edits} edits of {DOCUMENTS} documents, {answers} requests answered, memory {early} KB after a quarter, {late} KB at the end"
    );
}

/// Makes a random edit, and says it as the protocol does.
fn edit(text: &mut String, numbers: &mut Numbers) -> Value {
    let start = boundary(text, numbers.below(text.len() + 1));
    let longest = if text.len() > 3000 { 400 } else { 12 };
    let end = boundary(text, (start + numbers.below(longest)).min(text.len()));
    let (start, end) = (start.min(end), start.max(end));
    let new = match numbers.below(4) {
        0 => "",
        _ => PIECES[numbers.below(PIECES.len())],
    };
    let change =
        json!({"range": {"start": position(text, start), "end": position(text, end)}, "text": new});
    text.replace_range(start..end, new);
    change
}

/// Where a character begins, and no CR LF is cut apart: there is no position between the two.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) || (text[..at].ends_with('\r') && text[at..].starts_with('\n'))
    {
        at -= 1;
    }
    at
}

/// Line and UTF-16 column of an offset.
fn position(text: &str, at: usize) -> Value {
    let before = &text[..at];
    let whole = before.replace("\r\n", "\n").replace('\r', "\n");
    let line = whole.matches('\n').count();
    let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    json!({"line": line, "character": before[start..].encode_utf16().count()})
}

fn uri(path: &str) -> String {
    format!("file://{path}")
}

/// Compares each text with the server's, and the findings that it told last with fresh ones.
fn compare(client: &mut Client, folder: &str, paths: &[String], texts: &[String]) {
    let files = paths.iter().cloned().zip(texts.iter().cloned()).collect();
    let workspace = Workspace::new(Memory(files), folder);
    let mut told: HashMap<String, Value> = HashMap::new();
    // the answers below come after everything that was said before
    let held: Vec<Value> = paths
        .iter()
        .map(|path| {
            client.request("acrlint/text", &json!({"textDocument": {"uri": uri(path)}}))["result"]
                .clone()
        })
        .collect();
    client.said.retain(|said| {
        let params = &said["params"];
        if let Some(uri) = params["uri"].as_str() {
            told.insert(uri.to_owned(), params["diagnostics"].clone());
        }
        false
    });
    assert!(
        told.len() > DOCUMENTS / 2,
        "findings of {} documents",
        told.len()
    );
    for ((path, text), held) in paths.iter().zip(texts).zip(held) {
        assert_eq!(held["text"], **text, "{path}");
        let name = workspace.shown(path);
        let report = workspace.setup(path).check(&name, text).unwrap();
        let fresh: Vec<Value> = report
            .diagnostics
            .iter()
            .map(|found| {
                let (start, end) = (
                    usize::from(found.range.start()),
                    usize::from(found.range.end()),
                );
                json!([
                    found.rule.name,
                    found.message,
                    position(text, start),
                    position(text, end)
                ])
            })
            .collect();
        // a document that this burst left alone was told of before
        let Some(shown) = told.get(&uri(path)) else {
            continue;
        };
        let shown: Vec<Value> = shown
            .as_array()
            .unwrap()
            .iter()
            .map(|found| {
                json!([
                    found["code"],
                    found["message"],
                    found["range"]["start"],
                    found["range"]["end"]
                ])
            })
            .collect();
        assert_eq!(shown, fresh, "{path}:\n{text}");
    }
}
