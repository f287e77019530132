//! A client of a language server, as an editor has one.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// An answer takes milliseconds; this is for a machine that is busy with something else.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server and what it has said that nobody has looked at yet.
pub(crate) struct Client {
    server: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    pub(crate) said: VecDeque<Value>,
    /// What it answers when the server asks for its settings, by their names.
    pub(crate) settings: Value,
    last_id: u64,
}

impl Client {
    /// Starts the server of `ACRLINT_SERVER`, a command line, or the binary's own.
    pub(crate) fn start(folder: &Path) -> Self {
        let mut command = match std::env::var("ACRLINT_SERVER") {
            Ok(line) => {
                let mut words = line.split_whitespace();
                let mut command = Command::new(words.next().expect("a command"));
                command.args(words);
                command
            }
            Err(_) => {
                let mut command = Command::new(env!("CARGO_BIN_EXE_acrlint"));
                command.arg("lsp");
                command
            }
        };
        Self::spawn(command.current_dir(folder))
    }

    /// Starts a server.
    pub(crate) fn spawn(command: &mut Command) -> Self {
        let mut server = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let mut output = BufReader::new(server.stdout.take().expect("piped"));
        let (said, heard) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if said.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            input: server.stdin.take(),
            server,
            output: heard,
            said: VecDeque::new(),
            settings: Value::Null,
            last_id: 0,
        }
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let input = self.input.as_mut().expect("the server is there");
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server listens");
        input.flush().expect("the server listens");
    }

    pub(crate) fn notify(&mut self, method: &str, params: &Value) {
        let mut message = json!({"jsonrpc": "2.0", "method": method});
        if !params.is_null() {
            message["params"] = params.clone();
        }
        self.send(&message);
    }

    /// Sends a request and does not wait.
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> u64 {
        self.last_id += 1;
        let id = self.last_id;
        let mut message = json!({"jsonrpc": "2.0", "id": id, "method": method});
        if !params.is_null() {
            message["params"] = params.clone();
        }
        self.send(&message);
        id
    }

    /// Sends a request; its answer, whole.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Value {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// The answer to a request.
    pub(crate) fn answer(&mut self, id: u64) -> Value {
        let is_answer = |said: &Value| said["id"] == id && said.get("method").is_none();
        self.wait(&format!("the answer to request {id}"), is_answer)
    }

    /// The next message of a method whose parameters fit.
    pub(crate) fn expect(&mut self, method: &str, fits: impl Fn(&Value) -> bool) -> Value {
        self.wait(method, |said| {
            said["method"] == method && fits(&said["params"])
        })
    }

    fn wait(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.said.iter().position(&fits) {
            return self.said.remove(at).expect("found");
        }
        loop {
            let said = self.output.recv_timeout(PATIENCE);
            let said = said.unwrap_or_else(|_| panic!("no {what}; said so far: {:#?}", self.said));
            if let (Some(id), Some(_)) = (said.get("id"), said.get("method")) {
                let result = match said["method"].as_str() {
                    Some("workspace/configuration") => self.configured(&said["params"]["items"]),
                    _ => Value::Null,
                };
                self.send(&json!({"jsonrpc": "2.0", "id": id, "result": result}));
            }
            if fits(&said) {
                return said;
            }
            self.said.push_back(said);
        }
    }

    fn configured(&self, items: &Value) -> Value {
        let items = items.as_array().into_iter().flatten();
        let of = |item: &Value| {
            item["section"]
                .as_str()
                .map(|name| self.settings[name].clone())
        };
        items.map(|item| of(item).unwrap_or_default()).collect()
    }

    /// Ends the server as an editor does; whether it ended well.
    pub(crate) fn stop(mut self) -> bool {
        self.request("shutdown", &Value::Null);
        self.notify("exit", &Value::Null);
        self.input = None;
        self.server.wait().is_ok_and(|status| status.success())
    }

    /// The kilobytes of memory that the server holds.
    #[allow(dead_code)]
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        number.and_then(|number| number.parse().ok()).unwrap_or(0)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", number)) => length = number.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
