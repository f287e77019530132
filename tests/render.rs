//! `acrlint render` and `acrlint rules`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::{acrlint, root, run, write};

#[test]
fn renders_what_the_runner_would_decode() {
    let folder = tempfile::tempdir().unwrap();
    let text = "version: v1.1.0\n# a comment\nalias:\n  values:\n    app: web\nsteps:\n  - build: -t $Registry/$app:{{ .Values.tag | default \"dev\" }} .\n";
    write(folder.path(), &[("t.yaml", text)]);
    let known = [
        "render",
        "t.yaml",
        "--registry",
        "r.azurecr.io",
        "--set",
        "tag=1",
    ];
    insta::assert_snapshot!(run(&mut acrlint(folder.path(), &known)), @r"
    version: v1.1.0
    steps:
      - build: -t r.azurecr.io/web:1 .
    --- exit status 0
    ");
    // what is not known stands as its author wrote it
    insta::assert_snapshot!(run(&mut acrlint(folder.path(), &["render", "t.yaml"])), @r#"
    version: v1.1.0
    steps:
      - build: -t $Registry/web:{{ .Values.tag | default "dev" }} .
    --- stderr
    acrlint: whether `{{.Values.tag}}` holds is not known; taken to hold
    --- exit status 0
    "#);
}

#[test]
fn a_template_that_fails_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[("t.yaml", "steps:\n  - cmd: bash {{ .Values.a\n")],
    );
    insta::assert_snapshot!(run(&mut acrlint(folder.path(), &["render", "t.yaml"])));
}

#[test]
fn the_rules_are_listed_and_have_pages() {
    let list = run(&mut acrlint(root(), &["rules"]));
    assert_eq!(list.status, 0);
    assert!(list.stdout.lines().count() > 25);
    for line in list.stdout.lines() {
        let name = line.split_whitespace().next().unwrap();
        let page = run(&mut acrlint(root(), &["rules", name]));
        assert_eq!(page.status, 0);
        for part in [
            "## What it finds",
            "## Why it matters",
            "## How to mend it",
            "Source: ",
        ] {
            assert!(
                page.stdout.contains(part),
                "the page of {name} has no part `{part}`"
            );
        }
    }
    let wrong = run(&mut acrlint(root(), &["rules", "when-unknwon"]));
    insta::assert_snapshot!(wrong, @r"
    --- stderr
    acrlint: there is no rule `when-unknwon`; did you mean `when-unknown`?
    --- exit status 2
    ");
}
