//! The pages in `tests/completion` show what is offered where. A case is a task with `‸` as the cursor; below it may stand
//!
//! - `values`: a values file, and `context`: words of the run context (`registry:HOST`, `KEY=VALUE` for `--set`),
//! - `dockerfile`: the Dockerfile beside it, and `file PATH`: any other file of the project,
//! - `offers N`: the first N offers, each with its kind and detail, `↻` where the editor asks again, and the lines of
//!   the file after it is inserted, with `‸` where the cursor is then and `⏎` where the line ends; then the labels of the
//!   others. With `documented` behind N, the documentation follows the label.
//!
//! `UPDATE_FIXTURES=1 cargo test -p acrlint-ide` writes the offers; read the difference.
#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write as _;
use std::fs;

use acrlint_ide::{Completion, completions};
use acrlint_text::TextSize;
use support::completion::{inserted, schema_keys};
use support::page::{Case, cases, compare, pages, plain};

/// The cursor.
const MARK: char = '‸';
/// So many offers are shown if the page does not say.
const SHOWN: usize = 6;

/// The file without its cursor, where that is, and what is offered there.
fn offered(case: &Case) -> (String, usize, Vec<Completion>) {
    let marked = match case.task.strip_suffix('\n') {
        // a cursor at the end of the file
        Some(text) if text.ends_with(MARK) => text,
        _ => &case.task,
    };
    let at = marked.find(MARK).expect("a task has a cursor");
    let at = plain(&marked[..at]).len();
    let source = plain(&marked.replacen(MARK, "", 1));
    let offers = case.look(&source, |input, _| {
        completions(input, TextSize::try_from(at).unwrap(), None)
    });
    (source, at, offers)
}

/// What a block `offers N` holds.
fn run(case: &Case, kind: &str) -> String {
    let (source, at, offers) = offered(case);
    let mut words = kind.split(' ').skip(1);
    let shown = words
        .next()
        .and_then(|word| word.parse().ok())
        .unwrap_or(SHOWN);
    let documented = kind.ends_with("documented");
    let mut out = String::new();
    for offer in offers.iter().take(shown) {
        let kind = format!("{:?}", offer.kind).to_lowercase();
        let detail = offer.detail.as_deref().unwrap_or_default();
        let again = if offer.retrigger { " ↻" } else { "" };
        let gap = if detail.is_empty() { "" } else { ": " };
        let _ = writeln!(out, "{} ({kind}{gap}{detail}){again}", offer.label);
        let (text, cursor) = inserted(&source, offer);
        let start = source[..at].rfind('\n').map_or(0, |found| found + 1);
        let end = cursor + text[cursor..].find('\n').unwrap_or(text.len() - cursor);
        let lines = format!("{}{MARK}{}", &text[start..cursor], &text[cursor..end]);
        for line in offer
            .documentation
            .iter()
            .filter(|_| documented)
            .flat_map(|text| text.lines())
        {
            let _ = writeln!(out, "  {}", format!("» {line}").trim_end());
        }
        for line in lines.split('\n') {
            let _ = writeln!(out, "  │{}", line.replace('\r', "⏎"));
        }
    }
    let rest: Vec<&str> = offers
        .iter()
        .skip(shown)
        .map(|offer| offer.label.as_str())
        .collect();
    if !rest.is_empty() {
        let _ = writeln!(out, "… and {} more: {}", rest.len(), rest.join(", "));
    }
    if offers.is_empty() {
        out.push_str("nothing\n");
    }
    out
}

#[test]
fn what_is_offered_is_what_the_pages_say() {
    let seen = compare("tests/completion", run);
    assert!(seen > 50, "{seen} cases");
}

#[test]
fn every_key_is_offered_somewhere_and_no_accident() {
    let pages = pages("tests/completion").into_iter();
    let cases = pages.flat_map(|path| cases(&fs::read_to_string(path).unwrap()));
    let offers: Vec<Completion> = cases.flat_map(|case| offered(&case).2).collect();
    let (keys, accidents) = schema_keys();
    for key in keys {
        assert!(offers.iter().any(|offer| offer.label == key), "{key}");
    }
    for accident in accidents {
        assert!(
            offers
                .iter()
                .all(|offer| offer.label != accident
                    || offer.kind != acrlint_ide::CompletionKind::Key),
            "{accident}"
        );
    }
}
