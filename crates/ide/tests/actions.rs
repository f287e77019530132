//! The pages in `tests/actions` show what can be done where: a task with `‸` as the cursor, and each action with the lines
//! that it changes, `!` behind the preferred one. `actions WORD` shows only those with the word in their titles;
//! `fix-all` the change that mends all.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use acrlint_analysis::{Edit, FileReport, Input, Settings, check};
use acrlint_ide::{Action, actions, fix_all};
use acrlint_text::{TextRange, TextSize};
use support::page::{Case, compare, corpus, plain, signed, tasks};

/// The text after edits.
fn applied<'e>(source: &str, edits: impl Iterator<Item = &'e Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.collect();
    edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    let mut text = source.to_owned();
    let mut before = usize::MAX;
    for edit in edits.into_iter().rev() {
        let range = std::ops::Range::<usize>::from(edit.range);
        assert!(range.end <= before, "edits overlap: {edit:?}");
        before = range.start;
        text.replace_range(range, &edit.text);
    }
    text
}

/// The task file after an action.
fn done(source: &str, action: &Action) -> String {
    let edits = action.edits.iter().filter(|edit| edit.path.is_none());
    applied(source, edits.map(|edit| &edit.edit))
}

/// The lines in which two texts differ.
fn difference(before: &str, after: &str) -> String {
    let (left, right): (Vec<&str>, Vec<&str>) =
        (before.split('\n').collect(), after.split('\n').collect());
    let start = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let ends = left[start..].iter().rev().zip(right[start..].iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    let mut out = String::new();
    for (sign, lines) in [
        ('-', &left[start..left.len() - end]),
        ('+', &right[start..right.len() - end]),
    ] {
        for line in lines {
            let _ = writeln!(out, "  {sign}{}", signed(line));
        }
    }
    out
}

fn shown(case: &Case, source: &str, action: &Action) -> String {
    let preferred = if action.preferred { "!" } else { "" };
    let mut out = format!("{} ({:?}{preferred})\n", action.title, action.kind);
    let text = done(source, action);
    if text != source {
        out.push_str(&difference(source, &text));
    }
    for edit in &action.edits {
        if let Some(path) = &edit.path {
            let old = case.files.text(path).unwrap_or_default();
            let new = if action.create.is_some() { "new " } else { "" };
            let _ = writeln!(out, "  {new}{path}");
            out.push_str(&difference(old, &applied(old, [&edit.edit].into_iter())));
        }
    }
    out
}

fn run(case: &Case, kind: &str) -> String {
    let marked = plain(&case.task);
    let at = marked.find('‸').unwrap_or(0);
    let source = marked.replacen('‸', "", 1);
    if kind == "fix-all" {
        return case.look(&source, |input, settings| match fix_all(input, settings) {
            Some(edits) => difference(&source, &applied(&source, edits.iter())),
            None => "nothing\n".to_owned(),
        });
    }
    let word = kind.split_once(' ').map_or("", |(_, word)| word);
    let range = TextRange::empty(TextSize::try_from(at).unwrap());
    let found = case.look(&source, |input, settings| {
        actions(input, &check(input, settings), range)
    });
    let found = found.iter().filter(|action| action.title.contains(word));
    let out: String = found.map(|action| shown(case, &source, action)).collect();
    if out.is_empty() {
        "nothing\n".to_owned()
    } else {
        out
    }
}

#[test]
fn what_can_be_done_is_what_the_pages_say() {
    let seen = compare("tests/actions", run);
    assert!(seen >= 30, "{seen} blocks");
}

/// How many findings each rule has.
fn counts(report: &FileReport) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for found in &report.diagnostics {
        *counts.entry(found.rule.name).or_insert(0) += 1;
    }
    counts
}

fn whole(source: &str) -> TextRange {
    TextRange::up_to(TextSize::of(source))
}

/// A comment silences what it names and brings nothing new.
#[test]
fn what_is_ignored_is_silent_and_nothing_comes() {
    let (mut silenced, mut findings, mut on_line) = (0, 0, 0);
    for path in support::page::pages("../analysis/tests/rules") {
        let rule = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let page = std::fs::read_to_string(&path).unwrap();
        for case in support::page::cases(&page) {
            let case = case.with(&format!("rule:{rule}"));
            for source in [case.task.clone(), case.task.replace('\n', "\r\n")] {
                let look = |text: &str| case.look(text, check);
                let report = look(&source);
                findings += report.diagnostics.len();
                let found = case.look(&source, |input, _| actions(input, &report, whole(&source)));
                for action in found.iter().filter(|one| one.title.starts_with("ignore ")) {
                    let name = report.diagnostics[action.finding.unwrap()].rule.name;
                    let text = done(&source, action);
                    let (before, after) = (counts(&report), counts(&look(&text)));
                    let is_file = action.title.ends_with("file");
                    silenced += 1;
                    on_line += usize::from(!is_file);
                    let less = after.get(name).copied().unwrap_or(0);
                    let most = if is_file { 0 } else { before[name] - 1 };
                    assert!(less <= most, "{rule}, {}:\n{text}", action.title);
                    for (other, count) in after {
                        let known = before.get(other).copied().unwrap_or(0);
                        assert!(
                            count <= known,
                            "{rule}, {} brings {other}:\n{text}",
                            action.title
                        );
                    }
                }
            }
        }
    }
    println!("{findings} findings, {silenced} comments, {on_line} of them on lines");
    assert!(on_line * 10 > findings * 9, "{on_line} of {findings}");
}

/// What holds for all actions of a text.
fn hold(input: Input<'_>, settings: &Settings, range: TextRange) -> Vec<Action> {
    let report = check(input, settings);
    let found = actions(input, &report, range);
    for action in &found {
        assert!(
            !action.edits.is_empty() && !action.title.is_empty(),
            "{action:?}"
        );
        assert!(
            action
                .finding
                .is_none_or(|index| index < report.diagnostics.len())
        );
        done(input.source, action);
    }
    found
}

#[test]
fn everywhere_in_the_pages() {
    let mut seen = 0;
    for case in tasks(&["tests/actions", "tests/completion"]) {
        let cuts = [case.task.len(), case.task.len() / 2, case.task.len() / 3];
        for cut in cuts
            .into_iter()
            .filter(|cut| case.task.is_char_boundary(*cut))
        {
            let text = &case.task[..cut];
            case.look(text, |input, settings| {
                for (at, _) in text.char_indices().step_by(7) {
                    let at = TextRange::empty(TextSize::try_from(at).unwrap());
                    seen += hold(input, settings, at).len();
                }
                hold(input, settings, whole(text));
                if let Some(edits) = fix_all(input, settings) {
                    assert_ne!(applied(text, edits.iter()), text);
                }
            });
        }
    }
    assert!(seen > 500, "{seen}");
}

#[test]
fn real_files() {
    let files = corpus(8000);
    let mut seen = BTreeMap::new();
    for (_, text) in &files {
        Case::default().look(text, |input, settings| {
            let middle = TextSize::try_from(text.len() / 2).unwrap();
            let word = |action: &Action| action.title.split(' ').next().unwrap().to_owned();
            let found = hold(input, settings, TextRange::empty(middle));
            for action in found.into_iter().chain(hold(input, settings, whole(text))) {
                *seen.entry(word(&action)).or_insert(0) += 1;
            }
            fix_all(input, settings);
        });
    }
    println!("{} files: {seen:?}", files.len());
    assert!(files.is_empty() || seen.len() > 3, "{seen:?}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]

    #[test]
    fn any_text(text in "(version: v1.1.0\r?\n)?(steps:\r?\n)?([ -]{0,4}(cmd|build|push|id|alias|values|é|\u{feff}|&a|<<): [ -~é]{0,20}(\\$Registry|r\\.azurecr\\.io/a|\\{\\{\\.Run\\.ID\\}\\})?\r?\n){0,6}", at in 0_u32..300) {
        let case = Case::default().with("registry:r.azurecr.io");
        case.look(&text, |input, settings| {
            hold(input, settings, TextRange::empty(at.into()));
            hold(input, settings, whole(&text));
        });
    }
}
