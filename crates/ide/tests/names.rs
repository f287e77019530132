//! The pages in `tests/names` show the names of a task: below a task stand the files beside it (`dockerfile`,
//! `file PATH`), and `names`: each occurrence with its place, `≠` where it cannot be edited.
//!
//! `UPDATE_FIXTURES=1 cargo test -p acrlint-ide` writes the answers; read the difference.
#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write as _;

use acrlint_analysis::{Settings, check};
use acrlint_ide::{Name, NameKind, Occurrence, Role, check_new_name, occurrence_at, occurrences};
use support::navigation::{Case, TASK, run_pages, shown, tasks};

fn answer(case: &Case, _: &str) -> String {
    let mut out = String::new();
    let mut path = TASK;
    let found = occurrences(case.input(&case.task));
    for one in &found {
        if one.place.path != path {
            path = &one.place.path;
            let _ = writeln!(out, "{path}:");
        }
        let text = match path {
            TASK => &case.task,
            _ => case.files.text(path).unwrap(),
        };
        let role = match one.role {
            Role::Definition => "is",
            Role::Use => "uses",
        };
        let kind = format!("{:?}", one.name.kind).to_lowercase();
        let edit = if one.editable { "" } else { " ≠" };
        let home = match one.name.home.as_str() {
            TASK => String::new(),
            home => format!(" of {home}"),
        };
        let place = shown(text, one.place.range);
        let _ = writeln!(out, "{place} {role} {kind} `{}`{home}{edit}", one.name.text);
    }
    if found.is_empty() {
        out.push_str("nothing\n");
    }
    out
}

#[test]
fn names_are_where_the_pages_say() {
    let (seen, wrong) = run_pages("names", &["names"], answer);
    assert!(seen > 10, "{seen} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn range(text: &str, word: &str) -> (u32, u32) {
    let at = text.find(word).unwrap();
    (
        u32::try_from(at).unwrap(),
        u32::try_from(at + word.len()).unwrap(),
    )
}

#[test]
fn the_cursor_at_both_ends_of_a_name() {
    let case = Case {
        task: "steps:\n  - id: böse\n    cmd: x\n".to_owned(),
        ..Case::default()
    };
    let all = occurrences(case.input(&case.task));
    let (start, end) = range(&case.task, "böse");
    for at in [start, start + 1, end] {
        assert_eq!(
            occurrence_at(&all, TASK, at.into()).unwrap().name.text,
            "böse"
        );
    }
    assert_eq!(occurrence_at(&all, TASK, (start - 1).into()), None);
    assert_eq!(occurrence_at(&all, TASK, (end + 1).into()), None);
    assert_eq!(occurrence_at(&all, "other", start.into()), None);
}

#[test]
fn new_names() {
    let case = Case {
        task: "version: v1.1.0\nsteps:\n  - id: a\n    cmd: x\n  - id: b\n    cmd: x\n".to_owned(),
        ..Case::default()
    };
    let all = occurrences(case.input(&case.task));
    let says = |kind, text: &str, new: &str| {
        let name = Name {
            kind,
            text: text.to_owned(),
            home: TASK.to_owned(),
        };
        match check_new_name(&all, &name, new) {
            Ok(()) => "yes".to_owned(),
            Err(error) => error.to_string(),
        }
    };
    for (kind, new) in [
        (NameKind::Step, "c-2"),
        (NameKind::Step, "ärger"),
        (NameKind::Step, "a"),
        (NameKind::Alias, "c2"),
        (NameKind::Secret, "my_secret"),
        (NameKind::Volume, "my-vol"),
        (NameKind::Network, "net.1"),
        (NameKind::Stage, "Build.1"),
        (NameKind::BuildArgument, "_X1"),
        (NameKind::Image, "r.io/a:1"),
    ] {
        assert_eq!(says(kind, "a", new), "yes", "{kind:?} {new}");
    }
    for (kind, new, why) in [
        (NameKind::Step, "", "a name cannot be empty"),
        (NameKind::Step, "b", "there is already a step `b`"),
        (NameKind::Step, "c d", "`c d` cannot be the name of a step"),
        (NameKind::Step, "-", "`-` cannot be"),
        (NameKind::Step, "null", "`null` cannot be"),
        (NameKind::Step, "acb_root", "`acb_root` cannot be"),
        (NameKind::Step, "{{x}}", "`{{x}}` cannot be"),
        (
            NameKind::Alias,
            "c-d",
            "`c-d` cannot be the name of an alias",
        ),
        (NameKind::Alias, "ID", "there is already an alias `ID`"),
        (NameKind::Secret, "my-secret", "`my-secret` cannot be"),
        (NameKind::Volume, "v.1", "`v.1` cannot be"),
        (NameKind::Network, "-n", "`-n` cannot be"),
        (NameKind::Stage, "1a", "`1a` cannot be"),
        (NameKind::BuildArgument, "1X", "`1X` cannot be"),
        (NameKind::Image, "a:", "`a:` cannot be"),
    ] {
        let said = says(kind, "a", new);
        assert!(said.starts_with(why), "{kind:?} {new}: {said}");
    }
}

/// The text with a new name in place of an old one, wherever that can be edited.
fn renamed(text: &str, all: &[Occurrence], name: &Name, new: &str) -> String {
    let mut out = text.to_owned();
    let places = all
        .iter()
        .filter(|one| one.editable && one.name == *name && one.place.path == TASK);
    for one in places.rev() {
        out.replace_range(std::ops::Range::<usize>::from(one.place.range), new);
    }
    out
}

#[test]
fn a_new_name_of_a_step_changes_no_finding() {
    let mut names = 0;
    for task in tasks() {
        let case = Case {
            task,
            ..Case::default()
        };
        let all = occurrences(case.input(&case.task));
        let ids = all
            .iter()
            .filter(|one| one.role == Role::Definition && one.name.kind == NameKind::Step);
        for one in ids {
            let mut others = all.iter().filter(|other| other.name == one.name);
            if !others.all(|other| other.editable) {
                continue;
            }
            names += 1;
            let new = "fresh-name";
            assert_eq!(check_new_name(&all, &one.name, new), Ok(()));
            let text = renamed(&case.task, &all, &one.name, new);
            let count = |text: &str| {
                check(case.input(text), &Settings::default())
                    .diagnostics
                    .len()
            };
            assert_eq!(count(&case.task), count(&text), "{text}");
            let again = occurrences(case.input(&text));
            assert_eq!(again.len(), all.len(), "{text}");
        }
    }
    assert!(names >= 8, "{names}");
}
