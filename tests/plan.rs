//! `acrlint plan` and `acrlint credentials`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use std::path::Path;
use std::process::Command;

use common::{acrlint, assert_in_readme, root, run, write};

const WALKTHROUGH: &str = "examples/cross-registry/helloworldtask.yaml";

fn of_walkthrough(args: &[&str], status: i32) -> String {
    let args: Vec<&str> = args.iter().copied().chain([WALKTHROUGH]).collect();
    let ran = run(&mut acrlint(root(), &args));
    assert_eq!((ran.status, ran.stderr.as_str()), (status, ""), "{ran}");
    ran.stdout
}

#[test]
fn a_plan_to_read() {
    let out = of_walkthrough(&["plan"], 0);
    insta::assert_snapshot!(out);
    assert_in_readme(&out);
}

#[test]
fn a_plan_for_machines() {
    let out = of_walkthrough(&["plan", "--format", "json"], 0);
    insta::assert_snapshot!(out);
    let plan: serde_json::Value = serde_json::from_str(&out).unwrap();
    // the shape that other tools rely on
    let keys = |value: &serde_json::Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    for key in [
        "version",
        "path",
        "registry",
        "steps",
        "registries",
        "commands",
    ] {
        assert!(keys(&plan).contains(&key.to_owned()), "{key}");
    }
    for key in [
        "id",
        "kind",
        "after",
        "timeout",
        "tags",
        "dockerfile",
        "scan",
        "pulls",
        "pushes",
        "command",
        "at",
    ] {
        assert!(keys(&plan["steps"][0]).contains(&key.to_owned()), "{key}");
    }
    for key in [
        "host", "home", "pull", "push", "coverage", "by", "identity", "because",
    ] {
        assert!(
            keys(&plan["registries"][0]).contains(&key.to_owned()),
            "{key}"
        );
    }
    assert_eq!(plan["registries"][0]["coverage"], "missing");
    assert_eq!(
        plan["steps"][0]["pulls"][0]["because"]["path"],
        "examples/cross-registry/Dockerfile-app"
    );
    let starts = |command: &serde_json::Value| {
        command
            .as_str()
            .unwrap()
            .starts_with("az acr task credential add ")
    };
    assert!(plan["commands"].as_array().unwrap().iter().all(starts));
}

#[test]
fn graphs() {
    insta::assert_snapshot!(
        "mermaid",
        of_walkthrough(&["plan", "--format", "mermaid"], 0)
    );
    insta::assert_snapshot!("dot", of_walkthrough(&["plan", "--format", "dot"], 0));
}

#[test]
fn branches_of_a_task_have_lanes_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let task = "version: v1.1.0
steps:
  - id: base
    build: -t $Registry/base:$ID -f base.Dockerfile .
    when: ['-']
  - id: web
    build: -t $Registry/web:$ID --build-arg BASE=$Registry/base:$ID -f web.Dockerfile .
    when: [base]
  - id: worker
    build: -t $Registry/worker:$ID https://github.com/example/worker.git --build-arg BASE=tools.azurecr.io/go:1
    when: [base]
  - id: test
    cmd: $Registry/web:$ID npm test
    when: [web]
    timeout: 90
  - id: push
    push: [\"$Registry/web:$ID\", \"$Registry/worker:$ID\", \"other.azurecr.cn/web:$ID\"]
    when: [test, worker]
";
    write(
        folder.path(),
        &[
            ("acb.yaml", task),
            ("base.Dockerfile", "FROM mcr.microsoft.com/dotnet/sdk:8.0\n"),
            (
                "web.Dockerfile",
                "ARG BASE\nFROM node:20 AS build\nFROM --platform=linux/amd64 $BASE\nCOPY --from=build /a /b\n",
            ),
        ],
    );
    let ran = run(&mut acrlint(
        folder.path(),
        &["plan", "--registry", "home.azurecr.io", "acb.yaml"],
    ));
    insta::assert_snapshot!(ran);
    assert!(
        ran.stdout.lines().all(|line| line.chars().count() <= 100),
        "{ran}"
    );
}

#[test]
fn credentials_to_read() {
    insta::assert_snapshot!(of_walkthrough(&["credentials"], 1));
}

#[test]
fn credentials_as_scripts() {
    insta::assert_snapshot!(
        "script_system",
        of_walkthrough(&["credentials", "--format", "az"], 0)
    );
    insta::assert_snapshot!(
        "script_user",
        of_walkthrough(&["credentials", "--format", "az", "--identity", "user"], 0)
    );
}

/// Runs a script in a real shell with an `az` that writes down its arguments, one line a call.
fn calls(script: &str, folder: &Path) -> Vec<String> {
    let bin = folder.join("bin");
    std::fs::create_dir_all(&bin).unwrap();
    let log = folder.join("calls");
    let az = format!(
        "#!/bin/sh\nfor word in \"$@\"; do printf '<%s>' \"$word\"; done >> '{log}'\nprintf '\\n' >> '{log}'\nprintf 'answer\\n'\n",
        log = log.display()
    );
    std::fs::write(bin.join("az"), az).unwrap();
    let mut chmod = Command::new("chmod");
    assert!(
        chmod
            .arg("+x")
            .arg(bin.join("az"))
            .status()
            .unwrap()
            .success()
    );
    std::fs::write(folder.join("script"), script).unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .arg(folder.join("script"))
        .env("PATH", path)
        .env("REGISTRY", "it's mine")
        .env("RESOURCE_GROUP", "my group")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{script}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    std::fs::read_to_string(log)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_script_runs_and_quotes_any_name() {
    if cfg!(windows) {
        println!("skipped: there is no POSIX shell here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let name = "it's a \"task\" $(touch x).yaml";
    write(
        folder.path(),
        &[(
            name,
            "version: v1.1.0\nsteps:\n  - cmd: base.azurecr.io/tool:1\n  - push: [\"$Registry/a:1\", \"second.azurecr.io/b:1\"]\n",
        )],
    );
    for identity in ["system", "user"] {
        let ran = run(&mut acrlint(
            folder.path(),
            &[
                "credentials",
                "--format",
                "az",
                "--identity",
                identity,
                name,
            ],
        ));
        assert_eq!(ran.status, 0, "{ran}");
        let work = tempfile::tempdir().unwrap();
        let calls = calls(&ran.stdout, work.path());
        let adds: Vec<&String> = calls
            .iter()
            .filter(|call| call.contains("<credential><add>"))
            .collect();
        let expected: Vec<String> = ["base.azurecr.io", "second.azurecr.io"]
            .iter()
            .map(|host| {
                let who = if identity == "system" { "[system]" } else { "answer" };
                format!("<acr><task><credential><add><--name><it's a \"task\" $(touch x)><--registry><it's mine><--login-server><{host}><--use-identity><{who}>")
            })
            .collect();
        assert_eq!(adds, expected.iter().collect::<Vec<_>>(), "{ran}");
        let roles: Vec<&String> = calls
            .iter()
            .filter(|call| call.contains("<role><assignment><create>"))
            .collect();
        assert!(
            roles[0].contains("<--role><AcrPull>") && roles[1].contains("<--role><AcrPush>"),
            "{roles:?}"
        );
        assert!(!work.path().join("x").exists() && !folder.path().join("x").exists());
    }
}
