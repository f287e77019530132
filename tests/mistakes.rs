//! The commonest mistakes of real task files, as the binary shows them. The README shows the same.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::{acrlint, assert_in_readme, root, run};

/// What `acrlint check` prints for an example.
fn check(example: &str) -> String {
    let mut args = vec!["check", example];
    if example.contains("unquoted") {
        // what breaks this file is that the runner takes a value that is not given as empty
        args.push("--runner-defaults");
    }
    let ran = run(&mut acrlint(root(), &args));
    assert_eq!(ran.status, 1, "{ran}");
    assert_eq!(ran.stderr, "");
    ran.stdout
}

/// Compares with the snapshot, and with the README, which shows each output below its command.
fn shown(example: &str) -> String {
    let out = check(example);
    assert_in_readme(&out);
    out
}

#[test]
fn invalid_version() {
    insta::assert_snapshot!(shown("examples/mistakes/invalid-version.yaml"));
}

#[test]
fn not_a_list() {
    insta::assert_snapshot!(shown("examples/mistakes/not-a-list.yaml"));
}

#[test]
fn when_unknown() {
    insta::assert_snapshot!(shown("examples/mistakes/when-unknown.yaml"));
}

#[test]
fn unquoted_template() {
    insta::assert_snapshot!(shown("examples/mistakes/unquoted-template.yaml"));
}

#[test]
fn indentation() {
    insta::assert_snapshot!(shown("examples/mistakes/indentation.yaml"));
}

#[test]
fn the_walkthrough() {
    insta::assert_snapshot!(shown("examples/cross-registry/helloworldtask.yaml"));
}
