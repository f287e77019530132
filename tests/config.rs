//! `acrlint.toml`, and the options that choose rules.

mod common;

use common::{acrlint, run, write};

const BAD: &str = "version: 1.0\nsteps:\n  - cmd: bash\n    when: [nobody]\n";

fn concise(folder: &std::path::Path, args: &[&str]) -> common::Ran {
    run(&mut acrlint(
        folder,
        &[&["check", "--format", "concise"], args].concat(),
    ))
}

#[test]
fn the_nearest_file_counts_and_folders_can_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            (
                "acrlint.toml",
                "exclude = [\"vendor/**\"]\n[rules]\ninvalid-version = \"warning\"\n",
            ),
            ("acb.yaml", BAD),
            ("old/acrlint.toml", "[rules]\nrefused = \"off\"\n"),
            ("old/acb.yaml", BAD),
            ("vendor/acb.yaml", BAD),
        ],
    );
    insta::assert_snapshot!(concise(folder.path(), &[]), @r"
    acb.yaml:1:10: warning[invalid-version] there is no version `1.0` of the task format
    acb.yaml:4:12: error[when-unknown] step 1 (a cmd) waits for `nobody`, which no earlier step is called
    --- exit status 1
    ");
    // the command line may ask for no configuration, or for another
    let isolated = concise(folder.path(), &["--isolated", "old"]);
    assert_eq!(isolated.stdout.lines().count(), 2, "{isolated}");
    let other = concise(folder.path(), &["--config", "old/acrlint.toml", "acb.yaml"]);
    assert_eq!((other.status, other.stdout.as_str()), (0, ""));
}

#[test]
fn rules_are_selected_and_ignored() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("acb.yaml", BAD)]);
    let rules = |args: &[&str]| {
        let ran = concise(folder.path(), args);
        ran.stdout
            .lines()
            .map(|line| line[line.find('[').unwrap() + 1..line.find(']').unwrap()].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(rules(&["--select", "when-unknown"]), ["when-unknown"]);
    assert_eq!(rules(&["--ignore", "when-unknown"]), ["invalid-version"]);
    assert_eq!(
        rules(&["--select", "refused", "--ignore", "invalid-version"]),
        ["when-unknown"]
    );
    let wrong = concise(folder.path(), &["--select", "when-unknwon"]);
    assert_eq!(wrong.status, 2);
    assert!(
        wrong.stderr.contains("did you mean `when-unknown`?"),
        "{wrong}"
    );
}

#[test]
fn warnings_fail_only_when_they_are_denied() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            ("acrlint.toml", "[rules]\nrefused = \"warning\"\n"),
            ("acb.yaml", BAD),
        ],
    );
    assert_eq!(concise(folder.path(), &[]).status, 0);
    assert_eq!(concise(folder.path(), &["--deny-warnings"]).status, 1);
}

#[test]
fn what_is_known_of_a_run_comes_from_the_file_too() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            (
                "acrlint.toml",
                "[[task]]\nfile = \"ci/*.yaml\"\nregistry = \"r.azurecr.io\"\nvalues = \"ci/values.yaml\"\nset = { a = \"1\" }\n",
            ),
            (
                "ci/acb.yaml",
                "version: v1.1.0\nsteps:\n  - cmd: $Registry/x {{.Values.a}} {{.Values.b}} {{.Values.c}}\n",
            ),
            ("ci/values.yaml", "b: 2\n"),
        ],
    );
    let ran = run(&mut acrlint(
        folder.path(),
        &["render", "ci/acb.yaml", "--set", "c=3"],
    ));
    assert_eq!(
        ran.stdout, "version: v1.1.0\nsteps:\n  - cmd: r.azurecr.io/x 1 2 3\n",
        "{ran}"
    );
}

#[test]
fn its_own_mistakes_are_told_and_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            (
                "acrlint.toml",
                "exlude = []\n[rules]\nwhen-unknwon = \"of\"\n",
            ),
            ("acb.yaml", BAD),
        ],
    );
    insta::assert_snapshot!(concise(folder.path(), &[]));
}
