//! The hook with the real `pre-commit`, which builds it from a clone of this project.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Ran, root, run, write};

const GOOD: &str =
    "version: v1.1.0\nsteps:\n  - build: -t $Registry/a:$ID .\n  - push: [\"$Registry/a:$ID\"]\n";
const BAD: &str = "version: v1.1.0\nsteps:\n  - cmd: bash\n    env: A=b\n";
const COMPOSE: &str = "services:\n  web:\n    build: .\n";
const WORKFLOW: &str = "name: ci\non: push\njobs:\n  a:\n    steps:\n      - run: make\n";

/// The program that `cargo xtask test` installs, or the one on the path.
fn pre_commit() -> Option<PathBuf> {
    let program = std::env::var_os("ACRLINT_PRE_COMMIT")
        .map_or_else(|| PathBuf::from("pre-commit"), PathBuf::from);
    Command::new(&program)
        .arg("--version")
        .output()
        .is_ok_and(|out| out.status.success())
        .then_some(program)
}

fn git(folder: &Path, args: &[&str]) -> Ran {
    let ran = run(Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=acrlint",
            "-c",
            "user.email=acrlint@example.com",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(args));
    assert_eq!(ran.status, 0, "git {args:?}: {ran}");
    ran
}

/// A repository that holds this project as it is now.
fn clone_of_this_project(folder: &Path) -> String {
    let files = git(
        root(),
        &["ls-files", "--cached", "--others", "--exclude-standard"],
    )
    .stdout;
    for file in files.lines() {
        let (from, to) = (root().join(file), folder.join(file));
        if from.is_file() {
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(from, to).unwrap();
        }
    }
    git(folder, &["init", "--quiet"]);
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "acrlint"]);
    git(folder, &["rev-parse", "HEAD"]).stdout.trim().to_owned()
}

#[test]
fn the_hook_is_built_and_finds_task_files() {
    let Some(pre_commit) = pre_commit() else {
        println!("skipped: pre-commit is not installed; `cargo xtask test` installs it");
        return;
    };
    let work = tempfile::tempdir().unwrap();
    let (project, user) = (work.path().join("project"), work.path().join("user"));
    std::fs::create_dir_all(&project).unwrap();
    std::fs::create_dir_all(&user).unwrap();
    let revision = clone_of_this_project(&project);

    let config = format!(
        "repos:\n  - repo: {}\n    rev: {revision}\n    hooks:\n      - id: acrlint\n",
        project.display()
    );
    write(
        &user,
        &[
            (".pre-commit-config.yaml", &config),
            ("acr-task.yaml", GOOD),
            ("compose.yaml", COMPOSE),
            (".github/workflows/acr-build.yml", WORKFLOW),
        ],
    );
    git(&user, &["init", "--quiet"]);
    git(&user, &["add", "--all"]);
    let hook = |files: &[&str]| {
        run(Command::new(&pre_commit)
            .current_dir(&user)
            .args(["run", "--color", "never", "--files"])
            .args(files)
            .env("PRE_COMMIT_HOME", work.path().join("cache"))
            // the packages that the tests have built already need not be built again
            .env("CARGO_TARGET_DIR", root().join("target/hook")))
    };

    let good = hook(&[
        "acr-task.yaml",
        "compose.yaml",
        ".github/workflows/acr-build.yml",
    ]);
    assert_eq!(good.status, 0, "{good}");
    assert!(good.stdout.contains("Passed"), "{good}");

    write(&user, &[("acr-task.yaml", BAD)]);
    let bad = hook(&["acr-task.yaml", "compose.yaml"]);
    assert_eq!(bad.status, 1, "{bad}");
    for part in [
        "Failed",
        "error[not-a-list]",
        "acr-task.yaml:4:10",
        "1 error in 1 file",
    ] {
        assert!(bad.stdout.contains(part), "no {part:?} in:\n{bad}");
    }
}
