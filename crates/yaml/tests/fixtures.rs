//! Runs the pages in `tests/fixtures`: each case is a heading, a `yaml` block, and blocks with what comes of it.
//!
//! `nodes` is the document, `error` the runner's text, `where` the part of the text that the error points at, `value`
//! the document decoded without types, `events` the bare pass. Set `UPDATE_FIXTURES=1` to rewrite the blocks.

mod support;

use std::fmt::Write;
use std::path::Path;

use acrlint_yaml::{Decoder, EventKind, events, load};
use support::outline;

/// A fenced block of a page.
struct Block<'p> {
    kind: &'p str,
    body: String,
    line: usize,
}

fn outcome(kind: &str, text: &str) -> Option<String> {
    let document = load(text);
    Some(match kind {
        "nodes" => outline::nodes(&document),
        "error" => match (&document.error, document.root) {
            (Some(error), _) => format!("{error}\n"),
            (None, Some(root)) => {
                let mut decoder = Decoder::new(&document);
                let _ = decoder.value(root);
                format!("{}\n", decoder.error_text().unwrap_or_default())
            }
            (None, None) => "\n".to_owned(),
        },
        "where" => {
            let error = document.error.as_ref()?;
            let mut out = format!("{:?}: {:?}\n", error.problem, &text[error.range]);
            if let Some(context) = error.context {
                let _ = writeln!(out, "{}: {:?}", context.text, &text[context.range]);
            }
            out
        }
        "value" => {
            let value = Decoder::new(&document).value(document.root?)?;
            format!("{}\n", outline::value(&value))
        }
        "events" => {
            let mut out = String::new();
            for event in events(text) {
                let line = match event.map(|event| event.kind) {
                    Ok(EventKind::Scalar(scalar)) => {
                        format!("{:?} {:?}", scalar.style, scalar.value)
                    }
                    Ok(kind) => format!("{kind:?}"),
                    Err(error) => error.to_string(),
                };
                let _ = writeln!(out, "{line}");
            }
            out
        }
        _ => return None,
    })
}

/// What a `yaml` block spells: `→` a tab, `·` a blank at a line's end, `↵` a carriage return, `␇` a bell, `¶` no line break at
/// the end.
fn spelled(body: &str) -> String {
    let text = body
        .replace('→', "\t")
        .replace('·', " ")
        .replace('↵', "\r")
        .replace('␇', "\u{7}");
    text.replace("¶\n", "")
}

fn run(page: &str, path: &Path) -> (String, Vec<String>) {
    let mut out = String::new();
    let mut failures = Vec::new();
    let mut text = String::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let _ = writeln!(out, "{line}");
        let Some(kind) = line.strip_prefix("```").filter(|kind| !kind.is_empty()) else {
            continue;
        };
        let mut block = Block {
            kind,
            body: String::new(),
            line: number + 1,
        };
        for (_, line) in lines.by_ref().take_while(|(_, line)| *line != "```") {
            let _ = writeln!(block.body, "{line}");
        }
        if block.kind == "yaml" {
            text = spelled(&block.body);
        } else {
            let found = outcome(block.kind, &text).unwrap_or_else(|| "(none)\n".to_owned());
            if found != block.body {
                failures.push(format!(
                    "{}:{}\nexpected:\n{}found:\n{found}",
                    path.display(),
                    block.line,
                    block.body
                ));
                block.body = found;
            }
        }
        let _ = writeln!(out, "{}```", block.body);
    }
    (out, failures)
}

#[test]
fn pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut failures = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the pages") {
        let path = entry.expect("a page").path();
        let page = std::fs::read_to_string(&path).expect("a readable page");
        let (new, failed) = run(&page, &path);
        count += 1;
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::write(&path, new).expect("a writable page");
        } else {
            failures.extend(failed);
        }
    }
    assert!(count > 0, "no pages");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
