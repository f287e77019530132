//! Wherever the cursor is in whatever text: no panic, every offer replaces a piece of its line around the cursor, the same
//! answer twice, and a key that is offered is no second one of its name.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use support::page::corpus;

use std::fs;
use std::path::Path;

use acrlint_analysis::in_worlds;
use acrlint_ide::{Completion, CompletionKind, completions};
use acrlint_task::{Context, NoFiles};
use acrlint_text::TextSize;
use proptest::prelude::*;
use support::beside::Beside;
use support::completion::{input, inserted};
use support::task_text::task_text;

fn offers(source: &str, at: usize, files: &Beside) -> Vec<Completion> {
    let context = Context::default();
    completions(
        input(source, &context, files),
        TextSize::try_from(at).unwrap(),
        None,
    )
}

/// What is true of all offers; `at` may be inside of a character.
fn hold(source: &str, at: usize, files: &Beside) -> Result<Vec<Completion>, String> {
    let found = offers(source, at, files);
    let at = (0..=at.min(source.len()))
        .rev()
        .find(|at| source.is_char_boundary(*at))
        .unwrap();
    for (index, offer) in found.iter().enumerate() {
        let (start, end) = (
            usize::from(offer.replace.start()),
            usize::from(offer.replace.end()),
        );
        let replaced = source
            .get(start..end)
            .ok_or_else(|| format!("outside: {offer:?}"))?;
        let in_break = source[..at].ends_with('\r') && end + 1 == at;
        if !((start..=end).contains(&at) || in_break) {
            return Err(format!("not at {at}: {offer:?}"));
        }
        if replaced.contains('\n') || replaced == offer.insert || offer.sort as usize != index {
            return Err(format!("{replaced:?}: {offer:?}"));
        }
    }
    Ok(found)
}

/// How many keys of the task stand there for a second time; `None` for a text that is no YAML.
fn doubled(source: &str) -> Option<usize> {
    let context = Context::default();
    let counts = in_worlds(input(source, &context, &NoFiles), |file| {
        let mut doubled = 0;
        file.document()?;
        file.mappings(&mut |document, mapping| {
            let pairs = document.node(mapping.node).pairs();
            let names: Vec<&str> = pairs
                .iter()
                .map(|(key, _)| document.node(*key).value())
                .collect();
            doubled += (1..names.len())
                .filter(|at| names[..*at].contains(&names[*at]))
                .count();
        });
        Some(doubled)
    });
    counts.into_iter().map(|(_, count)| count).sum()
}

/// Keys that are offered at places of a text without doubled keys make none; how many were looked at.
fn no_key_twice(source: &str, step: usize) -> Result<usize, String> {
    let files = Beside::default();
    let mut keys = 0;
    if doubled(source) != Some(0) {
        return Ok(0);
    }
    for at in (0..=source.len()).step_by(step) {
        let offers = hold(source, at, &files)?;
        // the last ones are offered by the same rule
        let of_keys = offers
            .iter()
            .filter(|offer| offer.kind == CompletionKind::Key);
        for offer in of_keys.take(4) {
            keys += 1;
            let (text, _) = inserted(source, offer);
            if doubled(&text).is_some_and(|count| count > 0) {
                return Err(format!("`{}` twice at {at}:\n{text}", offer.label));
            }
        }
    }
    Ok(keys)
}

/// The tasks of the pages, with their cursors.
fn tasks() -> Vec<(String, usize)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/completion");
    let mut tasks = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let page = fs::read_to_string(entry.unwrap().path()).unwrap();
        for block in page.split("\n```yaml\n").skip(1) {
            let task = block.split("\n```").next().unwrap();
            let at = task.find('‸').unwrap();
            tasks.push((task.replacen('‸', "", 1), at));
        }
    }
    tasks
}

#[test]
fn no_key_is_offered_that_is_there_already() {
    let mut keys = 0;
    for (task, _) in tasks() {
        keys += no_key_twice(&task, 1).unwrap();
    }
    assert!(keys > 1000, "{keys}");
}

#[test]
fn every_beginning_of_a_task() {
    let files = Beside(vec![(
        "Dockerfile".to_owned(),
        "FROM a AS b\nARG C\n".to_owned(),
    )]);
    for (task, _) in tasks() {
        for (at, _) in task.char_indices() {
            hold(&task[..at], at, &files).unwrap();
        }
    }
}

/// Real task files beside the project.
#[test]
fn real_files() {
    let files = corpus(8000);
    if files.is_empty() {
        return;
    }
    let mut keys = 0;
    for (path, source) in files {
        keys += no_key_twice(&source, 1 + source.len() / 40)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    assert!(keys > 1000, "{keys}");
}

/// The words of task texts that matter here.
const OWN: &[&str] = &[
    "version: ",
    "v1.1.0",
    "push: ",
    "env: ",
    "-t ",
    "--build-arg ",
    "--target=",
    "-f ",
    "volumeMounts: ",
    "{{ range ",
    ".Run.",
    ".Secrets.",
    "$x := ",
    "$Registry",
    "$ID",
    "alias:\n",
    "  values:\n",
    "  directive: é\n",
    "secrets:\n",
    "volumes:\n",
    "name: x\n",
    "-",
    ":",
    ",",
    "# acrlint: ignore[",
    "!!int ",
    "@",
    "    ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(700))]

    #[test]
    fn texts_like_tasks(source in task_text(OWN), at in any::<prop::sample::Index>()) {
        let files = Beside(vec![("a/Dockerfile".to_owned(), "FROM a AS b\nARG C\n".to_owned())]);
        let at = at.index(source.len() + 2);
        let found = hold(&source, at, &files).map_err(TestCaseError::fail)?;
        prop_assert_eq!(found, offers(&source, at, &files));
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>()) {
        let source = String::from_utf8_lossy(&bytes);
        hold(&source, at.index(source.len() + 2), &Beside::default()).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn tasks_with_a_piece_cut_out(which in any::<prop::sample::Index>(), from in any::<prop::sample::Index>(), length in 0_usize..30, put in "[ -~é\n]{0,4}") {
        let tasks = tasks();
        let (task, _) = which.get(&tasks);
        let chars: Vec<char> = task.chars().collect();
        let from = from.index(chars.len() + 1);
        let before: String = chars[..from].iter().collect();
        let after: String = chars[(from + length).min(chars.len())..].iter().collect();
        let at = before.len() + put.len();
        hold(&format!("{before}{put}{after}"), at, &Beside::default()).map_err(TestCaseError::fail)?;
    }
}
