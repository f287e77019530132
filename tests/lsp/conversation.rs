//! Conversations with the server, written as Markdown: `tests/conversations/README.md` says how.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::client::Client;

/// What stands between two fences, and what the opening one says.
struct Fence<'m> {
    info: Vec<&'m str>,
    body: String,
    /// The lines of the body in the page.
    lines: std::ops::Range<usize>,
}

/// A file of a conversation.
struct Written {
    text: String,
    marks: BTreeMap<String, (u32, u32)>,
    version: i32,
}

/// The folder of a conversation and its files.
struct Talk {
    folder: String,
    files: BTreeMap<String, Written>,
    encoding: String,
    /// The name of the findings that the server gave last.
    result_id: String,
    /// The names of the kinds of tokens.
    legend: Value,
    client: Client,
}

/// Plays a page. The page comes back with the server's answers in place of those that were expected.
pub(crate) fn play(page: &str, disk: bool) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = folder.path().canonicalize().expect("it is there");
    let lines: Vec<&str> = page.lines().collect();
    let fences = fences(&lines);
    let mut talk = Talk {
        folder: format!("file://{}/", place.display()),
        files: BTreeMap::new(),
        encoding: "utf-16".to_owned(),
        result_id: String::new(),
        legend: Value::Null,
        client: Client::start(&place),
    };
    talk.begin(&fences, &place, disk);
    let mut answers: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let mut answer = Value::Null;
    for fence in &fences {
        match fence.info[..] {
            [_, "request", method, ..] => {
                answer = talk.request(method, &fence.info[3..], &fence.body)
            }
            [_, "response"] => answers.push((fence.lines.clone(), talk.shown(&answer))),
            [_, "notify", method, ..] => talk.notify(method, &fence.info[3..], &fence.body),
            [_, "write", file, ..] => talk.write(file, &fence.body, disk.then_some(&*place)),
            [_, "edit", file, ..] => talk.edit(file, &fence.info[3..], &fence.body),
            [_, "expect", method, ..] => {
                let said = talk.expect(method, fence.info.get(3).copied());
                answers.push((fence.lines.clone(), talk.shown(&said)));
            }
            _ => {}
        }
    }
    assert!(!answers.is_empty(), "a conversation expects something");
    assert!(talk.client.stop(), "the server ends well");
    let mut out = String::new();
    for (number, line) in lines.iter().enumerate() {
        if let Some((_, answer)) = answers.iter().find(|(lines, _)| lines.start == number) {
            out.push_str(answer);
        }
        if !answers.iter().any(|(lines, _)| lines.contains(&number)) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

impl Talk {
    /// Writes the files, starts the server and opens what is to be open.
    fn begin(&mut self, fences: &[Fence<'_>], place: &Path, disk: bool) {
        let mut client = default_abilities();
        for fence in fences
            .iter()
            .filter(|fence| fence.info.get(1) == Some(&"client"))
        {
            merge(
                &mut client,
                &serde_json::from_str(&fence.body).expect("JSON"),
            );
        }
        let wanted = &client["capabilities"]["general"]["positionEncodings"][0];
        self.encoding = wanted.as_str().unwrap_or("utf-16").to_owned();
        let files: Vec<_> = fences.iter().filter(|fence| is_file(fence)).collect();
        // a client without a disk sends all files of a project; here a repository has them all
        std::fs::create_dir(place.join(".git")).expect("a folder");
        for fence in &files {
            let written = Written::new(&fence.body, &self.encoding);
            if disk {
                let path = place.join(fence.info[1]);
                std::fs::create_dir_all(path.parent().expect("in the folder")).expect("a folder");
                std::fs::write(path, &written.text).expect("a file");
            }
            self.files.insert(fence.info[1].to_owned(), written);
        }
        client["workspaceFolders"] =
            json!([{"uri": self.folder.trim_end_matches('/'), "name": "work"}]);
        client["processId"] = Value::Null;
        let answer = self.client.request("initialize", &client);
        assert!(answer.get("result").is_some(), "{answer}");
        let tokens = &answer["result"]["capabilities"]["semanticTokensProvider"];
        self.legend = tokens["legend"]["tokenTypes"].clone();
        if !disk {
            let put = self
                .files
                .iter()
                .map(|(path, file)| json!({"uri": self.uri(path), "text": file.text}));
            let put: Vec<Value> = put.collect();
            self.client.notify("acrlint/files", &json!({ "put": put }));
        }
        self.client.notify("initialized", &json!({}));
        for fence in files.iter().filter(|fence| fence.info.contains(&"open")) {
            self.notify("textDocument/didOpen", &[fence.info[1]], "{}");
        }
    }

    fn uri(&self, file: &str) -> String {
        format!(
            "{}{}",
            self.folder,
            file.replace(' ', "%20").replace('ä', "%C3%A4")
        )
    }

    /// The parameters of a message about a file, perhaps at a mark or between two.
    fn params(&self, about: &[&str], body: &str) -> Value {
        let mut params = json!({});
        if let Some(file) = about.first() {
            params["textDocument"] = json!({"uri": self.uri(file)});
            if let Some(marks) = about.get(1) {
                let place = self.files[*file].place(marks);
                let name = if place.get("start").is_some() {
                    "range"
                } else {
                    "position"
                };
                params[name] = place;
            }
        }
        let body = body.replace("‹folder›", &self.folder);
        let body = body.replace("‹resultId›", &self.result_id);
        merge(&mut params, &serde_json::from_str(&body).expect(&body));
        params
    }

    fn request(&mut self, method: &str, about: &[&str], body: &str) -> Value {
        let params = self.params(about, body);
        let answer = self.client.request(method, &params);
        if let Some(id) = answer["result"]["resultId"].as_str() {
            self.result_id = id.to_owned();
        }
        match answer.get("error") {
            Some(error) => json!({ "error": error }),
            None if method.contains("semanticTokens") => self.tokens(&answer["result"]["data"]),
            None => answer["result"].clone(),
        }
    }

    /// Tokens by their places and names instead of numbers that count from the one before.
    fn tokens(&self, data: &Value) -> Value {
        let data: Vec<u64> = serde_json::from_value(data.clone()).expect("numbers");
        let (mut line, mut column) = (0, 0);
        let tokens = data.chunks(5).map(|token| {
            column = token[1] + if token[0] == 0 { column } else { 0 };
            line += token[0];
            let name = self.legend[token[3] as usize].as_str().expect("a name");
            format!("{line}:{column}-{line}:{} {name}", column + token[2])
        });
        tokens.collect()
    }

    fn notify(&mut self, method: &str, about: &[&str], body: &str) {
        let mut params = self.params(about, body);
        if let ("textDocument/didOpen", Some(file)) = (method, about.first()) {
            let written = &self.files[*file];
            let language = if file.contains("Dockerfile") {
                "dockerfile"
            } else {
                "yaml"
            };
            let own =
                json!({"text": written.text, "version": written.version, "languageId": language});
            merge(&mut params["textDocument"], &own);
        }
        self.client.notify(method, &params);
    }

    /// Replaces what stands at a mark or between two by the text of the fence; without a mark, everything.
    fn edit(&mut self, file: &str, marks: &[&str], body: &str) {
        let text = body.strip_suffix('\n').unwrap_or(body);
        let uri = self.uri(file);
        let new = Written::new(text, &self.encoding);
        let written = self.files.get_mut(file).expect("a file of the page");
        written.version += 1;
        let change = match marks.first() {
            Some(marks) => {
                let place = written.place(marks);
                let range = if place.get("start").is_some() {
                    place
                } else {
                    json!({"start": place, "end": place})
                };
                json!({"range": range, "text": new.text})
            }
            None => json!({"text": new.text}),
        };
        if marks.is_empty() {
            written.marks.clone_from(&new.marks);
            written.text = new.text;
        }
        let params = json!({
            "textDocument": {"uri": uri, "version": written.version},
            "contentChanges": [change],
        });
        self.client.notify("textDocument/didChange", &params);
    }

    /// Something else writes a file: on the disk, which the client watches, or it sends the file.
    fn write(&mut self, file: &str, text: &str, disk: Option<&Path>) {
        let uri = self.uri(file);
        let Some(folder) = disk else {
            let put = json!({"put": [{"uri": uri, "text": text}]});
            return self.client.notify("acrlint/files", &put);
        };
        let path = folder.join(file);
        let kind = if path.exists() { 2 } else { 1 };
        std::fs::write(path, text).expect("a file");
        let changes = json!({"changes": [{"uri": uri, "type": kind}]});
        self.client
            .notify("workspace/didChangeWatchedFiles", &changes);
    }

    /// What the server said last of a method about a file, once it has looked at all that it was told.
    fn expect(&mut self, method: &str, file: Option<&str>) -> Value {
        let any = json!({"textDocument": {"uri": self.uri("any")}});
        self.client.request("acrlint/text", &any);
        let uri = file.map(|file| self.uri(file));
        let fits = |said: &Value| {
            said["method"] == *method
                && uri
                    .as_ref()
                    .is_none_or(|uri| said["params"]["uri"] == **uri)
        };
        let last = self.client.said.iter().rev().find(|said| fits(said));
        let last = last
            .unwrap_or_else(|| panic!("no {method} of {file:?}: {:#?}", self.client.said))
            .clone();
        self.client.said.retain(|said| !fits(said));
        last["params"].clone()
    }

    /// A value as pages show it: files by their paths in the folder, ranges as `line:column-line:column` from 0.
    fn shown(&self, value: &Value) -> String {
        let mut out = String::new();
        print(&mut out, &compact(value, &self.folder), 0);
        out.push('\n');
        out
    }
}

impl Written {
    /// A text without its marks `‹name›`, and where these stood.
    fn new(body: &str, encoding: &str) -> Self {
        let (mut text, mut marks) = (String::new(), BTreeMap::new());
        let mut rest = body;
        while let Some((before, behind)) = rest.split_once('‹') {
            text.push_str(before);
            let (name, behind) = behind.split_once('›').expect("‹ and ›");
            let line = text.matches('\n').count();
            let start = text.rfind('\n').map_or(0, |at| at + 1);
            let column = match encoding {
                "utf-8" => text[start..].len(),
                "utf-32" => text[start..].chars().count(),
                _ => text[start..].encode_utf16().count(),
            };
            marks.insert(name.to_owned(), (line as u32, column as u32));
            rest = behind;
        }
        text.push_str(rest);
        Self {
            text,
            marks,
            version: 1,
        }
    }

    fn place(&self, marks: &str) -> Value {
        let at = |mark: &str| {
            let name = mark.trim_matches(['‹', '›']);
            let (line, character) = self
                .marks
                .get(name)
                .unwrap_or_else(|| panic!("no mark {mark}"));
            json!({"line": line, "character": character})
        };
        match marks.split_once("..") {
            Some((start, end)) => json!({"start": at(start), "end": at(end)}),
            None => at(marks),
        }
    }
}

fn is_file(fence: &Fence<'_>) -> bool {
    let words = [
        "client", "request", "response", "notify", "edit", "write", "expect",
    ];
    fence.info.len() > 1 && !words.contains(&fence.info[1])
}

fn fences<'m>(lines: &[&'m str]) -> Vec<Fence<'m>> {
    let mut fences = Vec::new();
    let mut number = 0;
    while number < lines.len() {
        let Some(info) = lines[number].strip_prefix("```") else {
            number += 1;
            continue;
        };
        let start = number + 1;
        let length = lines[start..]
            .iter()
            .position(|line| *line == "```")
            .expect("an end of the fence");
        let end = start + length;
        let mut body = lines[start..end].join("\n");
        body.push('\n');
        fences.push(Fence {
            info: info.split_whitespace().collect(),
            body,
            lines: start..end,
        });
        number = end + 1;
    }
    fences
}

/// An editor that can do everything but ask for findings.
fn default_abilities() -> Value {
    json!({"capabilities": {
        "workspace": {"workspaceFolders": true, "applyEdit": true},
        "textDocument": {
            "completion": {"completionItem": {"snippetSupport": true, "documentationFormat": ["markdown"]}},
            "definition": {"linkSupport": true},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "codeAction": {
                "dataSupport": true,
                "resolveSupport": {"properties": ["edit"]},
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}
            },
            "publishDiagnostics": {"relatedInformation": true}
        }
    }})
}

fn merge(into: &mut Value, from: &Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from.clone(),
    }
}

fn compact(value: &Value, folder: &str) -> Value {
    match value {
        Value::String(text) => text.replace(folder, "").into(),
        Value::Array(items) => items.iter().map(|item| compact(item, folder)).collect(),
        Value::Object(map) => {
            if let Some(range) = short_range(map) {
                return range.into();
            }
            let pairs = map.iter().map(|(key, value)| {
                // it differs with the folder
                let value = match key.as_str() {
                    "resultId" => "‹resultId›".into(),
                    _ => compact(value, folder),
                };
                (key.replace(folder, ""), value)
            });
            Value::Object(pairs.collect())
        }
        other => other.clone(),
    }
}

/// `line:column` of a position, `line:column-line:column` of a range.
fn short_range(map: &Map<String, Value>) -> Option<String> {
    if map.len() != 2 {
        return None;
    }
    if let (Some(line), Some(character)) = (map.get("line"), map.get("character")) {
        return Some(format!("{line}:{character}"));
    }
    let start = short_range(map.get("start")?.as_object()?)?;
    let end = short_range(map.get("end")?.as_object()?)?;
    Some(format!("{start}-{end}"))
}

/// JSON with what fits on a line in one.
fn print(out: &mut String, value: &Value, indent: usize) {
    let whole = one_line(value);
    if indent + whole.chars().count() <= 110 {
        out.push_str(&whole);
        return;
    }
    let pad = " ".repeat(indent + 2);
    let (open, close, items): (_, _, Vec<(String, &Value)>) = match value {
        Value::Array(items) => (
            '[',
            ']',
            items.iter().map(|item| (String::new(), item)).collect(),
        ),
        Value::Object(map) => (
            '{',
            '}',
            map.iter()
                .map(|(key, value)| (format!("{}: ", json!(key)), value))
                .collect(),
        ),
        _ => {
            out.push_str(&whole);
            return;
        }
    };
    out.push(open);
    for (index, (key, item)) in items.iter().enumerate() {
        let _ = write!(out, "{}\n{pad}{key}", if index == 0 { "" } else { "," });
        print(out, item, indent + 2);
    }
    let _ = write!(out, "\n{}{close}", " ".repeat(indent));
}

fn one_line(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(one_line).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) => {
            let pairs: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{}: {}", json!(key), one_line(value)))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}
