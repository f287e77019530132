//! The pages in `tests/hints`, `tests/lenses` and `tests/tokens` show what an editor adds to a task file:
//!
//! - `hints`: the file with the hints in it, as `⟨kind: text⟩`; with `documented` the tooltips follow,
//! - `dockerfile-hints`: the Dockerfile in the same way,
//! - `lenses`: the lines above the task,
//! - `tokens`: the pieces of each line that has any.
#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write as _;

use acrlint_analysis::Input;
use acrlint_ide::{Hint, dockerfile_hints, hints, lenses, tokens};
use acrlint_text::{TextRange, TextSize};
use proptest::prelude::*;
use support::page::{Case, compare, corpus, plain, signed, tasks};
use support::task_text::task_text;

fn whole(source: &str) -> TextRange {
    TextRange::up_to(TextSize::of(source))
}

fn with_hints(source: &str, hints: &[Hint], documented: bool) -> String {
    let mut text = source.to_owned();
    for hint in hints.iter().rev() {
        let kind = format!("{:?}", hint.kind).to_lowercase();
        text.insert_str(hint.at.into(), &format!("⟨{kind}: {}⟩", hint.text));
    }
    let mut out = signed(&text);
    for tooltip in hints.iter().filter_map(|hint| hint.tooltip.as_ref()) {
        for line in tooltip.lines().filter(|_| documented) {
            let _ = writeln!(out, "{}", format!("» {line}").trim_end());
        }
    }
    out
}

fn run(case: &Case, kind: &str) -> String {
    let source = plain(&case.task);
    case.look(&source, |input, _| match kind {
        "hints" | "hints documented" => {
            let hints = hints(input, whole(&source));
            with_hints(&source, &hints, kind.ends_with("documented"))
        }
        "dockerfile-hints" => {
            let hints = dockerfile_hints(&[input, input], "Dockerfile");
            with_hints(case.files.text("Dockerfile").unwrap(), &hints, false)
        }
        "lenses" => shown_lenses(input),
        "tokens" => shown_tokens(input),
        other => panic!("there is no block `{other}`"),
    })
}

fn shown_lenses(input: Input<'_>) -> String {
    let mut out = String::new();
    for lens in lenses(input) {
        let line = &input.source[lens.range];
        let _ = writeln!(out, "{} ({:?}) above {line}", lens.title, lens.command);
    }
    if out.is_empty() {
        "nothing\n".to_owned()
    } else {
        out
    }
}

fn shown_tokens(input: Input<'_>) -> String {
    let mut out = String::new();
    let found = tokens(input);
    let mut at = 0;
    for (number, line) in input.source.split_inclusive('\n').enumerate() {
        let here = found
            .iter()
            .filter(|token| (at..at + line.len()).contains(&usize::from(token.range.start())));
        let here: Vec<String> = here
            .map(|token| format!("{:?} `{}`", token.kind, &input.source[token.range]))
            .collect();
        if !here.is_empty() {
            let _ = writeln!(out, "{}: {}", number + 1, here.join(", "));
        }
        at += line.len();
    }
    out
}

#[test]
fn hints_are_what_the_pages_say() {
    let seen = compare("tests/hints", run);
    assert!(seen >= 9, "{seen} blocks");
}

#[test]
fn lenses_are_what_the_pages_say() {
    let seen = compare("tests/lenses", run);
    assert!(seen >= 5, "{seen} blocks");
}

#[test]
fn tokens_are_what_the_pages_say() {
    let seen = compare("tests/tokens", run);
    assert!(seen >= 7, "{seen} blocks");
}

/// Whatever the text is: tokens in order, apart and on one line; hints and lenses at characters of the file.
fn hold(input: Input<'_>) -> usize {
    let source = input.source;
    let found = tokens(input);
    let mut end = TextSize::new(0);
    for token in &found {
        let text = source
            .get(std::ops::Range::<usize>::from(token.range))
            .unwrap();
        assert!(token.range.start() >= end && !text.is_empty(), "{token:?}");
        assert!(!text.contains(['\n', '\r']), "{token:?} {text:?}");
        end = token.range.end();
    }
    let hints = hints(input, whole(source));
    for hint in &hints {
        assert!(source.is_char_boundary(hint.at.into()), "{hint:?}");
        assert!(usize::from(hint.at) <= source.len(), "{hint:?}");
        assert!(!hint.text.contains('\n'), "{hint:?}");
        // an arrow, the text and an ellipsis
        assert!(
            hint.text.chars().count() <= acrlint_ide::SHOWN + 3,
            "{hint:?}"
        );
    }
    for lens in lenses(input) {
        assert!(
            source
                .get(std::ops::Range::<usize>::from(lens.range))
                .is_some()
        );
    }
    found.len() + hints.len()
}

#[test]
fn every_beginning_of_a_task() {
    let mut seen = 0;
    for case in tasks(&["tests/completion", "tests/hints", "tests/tokens"]) {
        for (at, _) in case.task.char_indices().step_by(3) {
            seen += case.look(&case.task[..at], |input, _| hold(input));
        }
        seen += case.look(&case.task, |input, _| hold(input));
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn real_files() {
    let files = corpus(8000);
    let mut seen = 0;
    for (_, text) in &files {
        seen += Case::default().look(text, |input, _| hold(input));
    }
    assert!(files.is_empty() || seen > files.len(), "{seen}");
}

/// The words of task texts that matter here.
const OWN: &[&str] = &[
    "\r",
    "    ",
    "push: ",
    "-t ",
    "-t",
    "--build-arg=",
    "--build-arg ",
    "A=",
    "-f ",
    "{{- ",
    " -}}",
    "{{ range $i := list 1 2 }}",
    "{{ define \"a\" }}",
    "{{/* é */}}",
    "\"é\\\" {{ `a\n",
    "$Registry",
    "$$",
    "alias:\n  values:\n    é: a\n    b: '{{.Run.Registry}}/é'\n",
    "$b",
    "bash ",
    "node:20@sha256:0 ",
    "r.azurecr.io/a:b ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn texts_like_tasks(text in task_text(OWN)) {
        let case = Case::default().with("registry:r.azurecr.io");
        case.look(&text, |input, _| hold(input));
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        Case::default().look(&text, |input, _| hold(input));
    }
}
