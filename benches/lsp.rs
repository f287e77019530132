//! Milliseconds that an editor waits, for acrlint and for yaml-language-server with a schema of the same keys, in turn on
//! the same documents: to start, from a change to its findings, for a completion, for a hover. `cargo xtask race-lsp`
//! installs the other server and runs this.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::expect_used)]

#[path = "../tests/lsp/client.rs"]
#[allow(dead_code, unreachable_pub)]
mod client;

use std::process::Command;
use std::time::{Duration, Instant};

use client::Client;
use serde_json::{Value, json};

/// So often a document is changed and asked about.
const ROUNDS: usize = 100;

/// The keys of a task file, which is all that a schema can say.
fn schema() -> Value {
    use acrlint_analysis::schema::{Form, Level, TASK};
    fn level(of: &Level) -> Value {
        let keys = of.keys.iter().map(|key| {
            let form = match key.form {
                Form::Text => json!({"type": ["string", "number", "boolean"]}),
                Form::Number => json!({"type": "integer"}),
                Form::Boolean => json!({"type": "boolean"}),
                Form::Texts | Form::Numbers => json!({"type": "array"}),
                Form::TextMap => json!({"type": "object"}),
                Form::Items(inner) => json!({"type": "array", "items": level(inner)}),
            };
            let mut form = form;
            form["description"] = key.doc.into();
            (key.name.to_owned(), form)
        });
        json!({"type": "object", "additionalProperties": false, "properties": keys.collect::<serde_json::Map<_, _>>()})
    }
    let mut schema = level(&TASK);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema
}

/// A task file of so many lines, the first of which tells the other server its schema.
fn document(lines: usize, schema: &str) -> String {
    let mut text =
        format!("# yaml-language-server: $schema=file://{schema}\nversion: v1.1.0\nsteps:\n");
    let mut step = 0;
    while text.lines().count() < lines {
        let before = if step == 0 {
            "-".to_owned()
        } else {
            format!("s{}", step - 1)
        };
        text.push_str(&format!(
            "  - id: s{step}\n    build: -t $Registry/app{step}:$ID -f Dockerfile .\n    when: [\"{before}\"]\n    \
             timeout: 600\n  - id: p{step}\n    push: [\"$Registry/app{step}:$ID\"]\n    when: [s{step}]\n    startDelay: 1\n"
        ));
        step += 1;
    }
    text
}

struct Editor {
    client: Client,
    uri: String,
    /// Milliseconds by what was waited for.
    change: Vec<f64>,
    complete: Vec<f64>,
    hover: Vec<f64>,
    start: f64,
}

impl Editor {
    fn start(command: &mut Command, folder: &str, text: &str, settings: &Value) -> Self {
        let begin = Instant::now();
        let mut client = Client::spawn(command);
        client.settings = settings.clone();
        let capabilities = json!({"textDocument": {"publishDiagnostics": {}, "completion": {}, "hover": {}}, "workspace": {"configuration": false}});
        client.request("initialize", &json!({"processId": null, "rootUri": format!("file://{folder}"), "capabilities": capabilities}));
        let start = millis(begin.elapsed());
        client.notify("initialized", &json!({}));
        client.notify(
            "workspace/didChangeConfiguration",
            &json!({ "settings": settings }),
        );
        let uri = format!("file://{folder}/acr-task.yaml");
        client.notify("textDocument/didOpen", &json!({"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}));
        client.expect("textDocument/publishDiagnostics", |params| {
            params["uri"] == *uri
        });
        Self {
            client,
            uri,
            change: Vec::new(),
            complete: Vec::new(),
            hover: Vec::new(),
            start,
        }
    }

    /// Writes a mistake into a line or takes it away, and waits until the findings say so.
    fn round(&mut self, round: usize, line: usize) {
        let (new, old) = if round.is_multiple_of(2) {
            ("timeouz", "timeout")
        } else {
            ("timeout", "timeouz")
        };
        let range = json!({"start": {"line": line, "character": 4}, "end": {"line": line, "character": 4 + old.len()}});
        let begin = Instant::now();
        self.client.notify(
            "textDocument/didChange",
            &json!({
                "textDocument": {"uri": self.uri, "version": round + 2},
                "contentChanges": [{"range": range, "text": new}],
            }),
        );
        let uri = self.uri.clone();
        let wrong = round.is_multiple_of(2);
        self.client
            .expect("textDocument/publishDiagnostics", |params| {
                let text = params["diagnostics"].to_string();
                params["uri"] == *uri && text.contains("timeouz") == wrong
            });
        self.change.push(millis(begin.elapsed()));
        self.client.said.clear();
        let at = |character: usize| json!({"textDocument": {"uri": self.uri}, "position": {"line": line, "character": character}});
        let (key, inside) = (at(4), at(6));
        let begin = Instant::now();
        self.client.request("textDocument/completion", &key);
        self.complete.push(millis(begin.elapsed()));
        let begin = Instant::now();
        self.client.request("textDocument/hover", &inside);
        self.hover.push(millis(begin.elapsed()));
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The value that so many hundredths are below.
fn at(times: &[f64], hundredth: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times[(times.len() * hundredth / 100).min(times.len() - 1)]
}

fn main() {
    let Some(other) = std::env::var_os("ACRLINT_YAML_SERVER") else {
        println!(
            "skipped: ACRLINT_YAML_SERVER names no yaml-language-server; `cargo xtask race-lsp` installs one"
        );
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap().display().to_string();
    std::fs::write(format!("{folder}/Dockerfile"), "FROM scratch\n").unwrap();
    let schema_file = format!("{folder}/schema.json");
    std::fs::write(&schema_file, schema().to_string()).unwrap();
    let settings = json!({"yaml": {"validate": true, "schemaStore": {"enable": false}}});
    println!("milliseconds: median (99th percentile)");
    println!(
        "lines  server                 start   change to findings      completion           hover"
    );
    for lines in [200, 2000] {
        let text = document(lines, &schema_file);
        std::fs::write(format!("{folder}/acr-task.yaml"), &text).unwrap();
        let mut ours = Editor::start(
            Command::new(env!("CARGO_BIN_EXE_acrlint")).arg("lsp"),
            &folder,
            &text,
            &json!({}),
        );
        let mut theirs = Editor::start(
            Command::new(&other).arg("--stdio"),
            &folder,
            &text,
            &settings,
        );
        // the `timeout` of a step in the middle
        let mut timeouts = text.lines().enumerate().skip(lines / 2);
        let line = timeouts.find(|(_, line)| line.starts_with("    timeout"));
        let (line, _) = line.expect("a timeout");
        for round in 0..ROUNDS {
            ours.round(round, line);
            theirs.round(round, line);
        }
        for (name, editor) in [("acrlint", &ours), ("yaml-language-server", &theirs)] {
            let shown = |times: &[f64]| format!("{:7.2} ({:7.2})", at(times, 50), at(times, 99));
            println!(
                "{lines:5}  {name:20} {:7.1}   {}   {}   {}",
                editor.start,
                shown(&editor.change),
                shown(&editor.complete),
                shown(&editor.hover)
            );
        }
        println!(
            "{lines:5}  ratio of the medians         1 : {:.0}              1 : {:.0}            1 : {:.0}",
            at(&theirs.change, 50) / at(&ours.change, 50),
            at(&theirs.complete, 50) / at(&ours.complete, 50),
            at(&theirs.hover, 50) / at(&ours.hover, 50)
        );
    }
}
