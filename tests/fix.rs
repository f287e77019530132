//! `acrlint check --fix` and `--diff`.

mod common;

use common::{acrlint, run, run_with_input, write};

const BAD: &str = "version: 1.1.0 # ours\r\nsteps:\r\n  - id: build\r\n    build: -t $Registry/web .\r\n    timeout: \"60\"\r\n  - push: $Registry/web\r\n    when: [bulid]\r\n";

#[test]
fn safe_fixes_are_made_and_the_rest_is_told() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("acb.yaml", BAD)]);
    let ran = run(&mut acrlint(
        folder.path(),
        &["check", "--fix", "--format", "concise"],
    ));
    insta::assert_snapshot!(ran, @r"
    acb.yaml:7:12: error[when-unknown] step 2 (a push) waits for `bulid`, which no earlier step is called
    --- stderr
    acrlint: 3 findings mended
    --- exit status 1
    ");
    let text = std::fs::read_to_string(folder.path().join("acb.yaml")).unwrap();
    // comments, line ends and all else stay
    assert_eq!(
        text,
        "version: v1.1.0 # ours\r\nsteps:\r\n  - id: build\r\n    build: -t $Registry/web .\r\n    timeout: 60\r\n  - push: [\"$Registry/web\"]\r\n    when: [bulid]\r\n"
    );
    let ran = run(&mut acrlint(
        folder.path(),
        &["check", "--fix", "--unsafe-fixes"],
    ));
    assert_eq!(
        (ran.status, ran.stdout.as_str()),
        (0, "no findings in 1 file\n"),
        "{ran}"
    );
}

#[test]
fn a_diff_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let text = "version: 1.0.0\nsteps:\n  - cmd: bash\n";
    write(folder.path(), &[("acb.yaml", text)]);
    insta::assert_snapshot!(run(&mut acrlint(folder.path(), &["check", "--diff"])), @r"
    --- acb.yaml
    +++ acb.yaml
    @@ -1,3 +1,3 @@
    -version: 1.0.0
    +version: v1.0.0
     steps:
       - cmd: bash
    --- stderr
    acrlint: 1 finding can be mended
    --- exit status 1
    ");
    assert_eq!(
        std::fs::read_to_string(folder.path().join("acb.yaml")).unwrap(),
        text
    );
    let ran = run_with_input(&mut acrlint(folder.path(), &["check", "--diff", "-"]), text);
    assert!(ran.stdout.contains("+version: v1.0.0"), "{ran}");
    let ran = run_with_input(&mut acrlint(folder.path(), &["check", "--fix", "-"]), text);
    assert_eq!(ran.status, 2);
}
