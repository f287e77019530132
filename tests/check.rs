//! `acrlint check`: which files, which format, which exit status.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::{acrlint, run, run_with_input, write};
use serde_json::Value;

const GOOD: &str =
    "version: v1.1.0\nsteps:\n  - build: -t $Registry/a:$ID .\n  - push: [\"$Registry/a:$ID\"]\n";
const BAD: &str = "version: 1.0\nsteps:\n  - cmd: bash\n";
const COMPOSE: &str = "services:\n  web:\n    build: .\n";
const WORKFLOW: &str = "name: ci\non: push\njobs:\n  a:\n    steps:\n      - run: make\n";

#[test]
fn a_folder_is_searched_by_name_and_by_content() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            ("acr-task.yaml", BAD),
            ("ci/whatever.yml", BAD),
            ("compose.yaml", COMPOSE),
            (".github/workflows/acr-build.yml", WORKFLOW),
            ("ignored/acb.yaml", BAD),
            (".gitignore", "ignored/\n"),
            (".git/HEAD", "ref: refs/heads/main\n"),
            ("notes.txt", BAD),
        ],
    );
    let ran = run(&mut acrlint(
        folder.path(),
        &["check", "--format", "concise"],
    ));
    insta::assert_snapshot!(ran, @r"
    acr-task.yaml:1:10: error[invalid-version] there is no version `1.0` of the task format
    ci/whatever.yml:1:10: error[invalid-version] there is no version `1.0` of the task format
    --- exit status 1
    ");
}

#[test]
fn a_named_file_is_linted_whatever_it_is_unless_detection_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[("compose.yaml", "a: b: c\n"), ("t.yaml", BAD)],
    );
    let ran = run(&mut acrlint(
        folder.path(),
        &["check", "--format", "concise", "compose.yaml"],
    ));
    assert_eq!(ran.status, 1);
    let ran = run(&mut acrlint(
        folder.path(),
        &["check", "--detect", "compose.yaml"],
    ));
    assert_eq!(
        (ran.status, ran.stdout.as_str(), ran.stderr.as_str()),
        (0, "", "")
    );
    let ran = run(&mut acrlint(
        folder.path(),
        &[
            "check",
            "--detect",
            "--format",
            "concise",
            "compose.yaml",
            "t.yaml",
        ],
    ));
    assert_eq!(ran.status, 1);
    assert!(ran.stdout.starts_with("t.yaml:1:10: "));
}

#[test]
fn standard_input_has_the_name_that_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = acrlint(
        folder.path(),
        &[
            "check",
            "-",
            "--stdin-filename",
            "ci/acb.yaml",
            "--format",
            "concise",
        ],
    );
    let ran = run_with_input(&mut command, BAD);
    assert_eq!(ran.status, 1);
    assert!(ran.stdout.starts_with("ci/acb.yaml:1:10: "), "{ran}");
    let ran = run_with_input(&mut acrlint(folder.path(), &["check", "-"]), GOOD);
    assert_eq!(
        (ran.status, ran.stdout.as_str()),
        (0, "no findings in 1 file\n")
    );
}

#[test]
fn one_bad_file_does_not_stop_the_run() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("bad.yaml", BAD)]);
    std::fs::write(
        folder.path().join("latin1.yaml"),
        b"version: v1.1.0\n# caf\xe9\n",
    )
    .unwrap();
    let ran = run(&mut acrlint(
        folder.path(),
        &[
            "check",
            "--format",
            "concise",
            "missing.yaml",
            "latin1.yaml",
            "bad.yaml",
        ],
    ));
    insta::assert_snapshot!(ran, @r"
    bad.yaml:1:10: error[invalid-version] there is no version `1.0` of the task format
    --- stderr
    acrlint: missing.yaml: No such file or directory (os error 2)
    acrlint: latin1.yaml: line 2 is not UTF-8 (byte 21); save the file as UTF-8
    --- exit status 2
    ");
}

#[test]
fn exit_statuses() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("good.yaml", GOOD), ("bad.yaml", BAD)]);
    let status = |args: &[&str]| run(&mut acrlint(folder.path(), args)).status;
    assert_eq!(status(&["check", "good.yaml"]), 0);
    assert_eq!(status(&["check", "good.yaml", "bad.yaml"]), 1);
    assert_eq!(status(&["check", "--no-such-option"]), 2);
    assert_eq!(
        status(&["check", "--values", "missing.yaml", "good.yaml"]),
        2
    );
    assert_eq!(status(&["check", "--date", "yesterday", "good.yaml"]), 2);
    assert_eq!(status(&["rules", "no-such-rule"]), 2);
    assert_eq!(status(&["--help"]), 0);
}

#[test]
fn json_counts_columns_in_code_points_and_offsets_in_bytes() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[(
            "t.yaml",
            "version: v1.1.0\nsteps:\n  - {id: é한, cmd: a, when: [nö]}\n",
        )],
    );
    let ran = run(&mut acrlint(
        folder.path(),
        &["check", "--format", "json", "t.yaml"],
    ));
    let json: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(json["version"], 1);
    let file = &json["files"][0];
    assert_eq!(file["path"], "t.yaml");
    assert_eq!(file["runner"]["accepts"], false);
    assert_eq!(
        file["runner"]["error"],
        "failed to unmarshal task before running: nö does not exist as a vertex [from: nö, to: é한]"
    );
    let found = &file["diagnostics"][0];
    assert_eq!(found["rule"], "when-unknown");
    assert_eq!(found["severity"], "error");
    assert!(
        found["url"]
            .as_str()
            .unwrap()
            .ends_with("/docs/rules/when-unknown.md")
    );
    assert_eq!(
        found["range"]["start"],
        serde_json::json!({"line": 3, "column": 29, "offset": 54})
    );
    assert_eq!(
        found["range"]["end"],
        serde_json::json!({"line": 3, "column": 31, "offset": 57})
    );
    assert_eq!(
        json["summary"],
        serde_json::json!({"files": 1, "errors": 1, "warnings": 0, "hints": 0})
    );
}

#[test]
fn what_the_context_does_not_give_is_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "version: {{.Values.version}}\nsteps:\n  - cmd: bash\n    timeout: {{.Values.timeout}}\n";
    write(
        folder.path(),
        &[
            ("t.yaml", text),
            ("values.yaml", "timeout: ten\nversion: v1.1.0\n"),
        ],
    );
    let accepts = |args: &[&str]| {
        let all = [&["check", "--format", "json", "t.yaml"], args].concat();
        let json: Value =
            serde_json::from_str(&run(&mut acrlint(folder.path(), &all)).stdout).unwrap();
        json["files"][0]["runner"]["accepts"].clone()
    };
    assert_eq!(accepts(&[]), Value::Null);
    assert_eq!(accepts(&["--runner-defaults"]), Value::Bool(true));
    assert_eq!(
        accepts(&["--set", "version=v1.0.0", "--set", "timeout=5"]),
        Value::Bool(true)
    );
    assert_eq!(
        accepts(&["--set", "version=v9", "--set", "timeout=5"]),
        Value::Bool(false)
    );
    assert_eq!(accepts(&["--values", "values.yaml"]), Value::Bool(false));
}

#[test]
fn a_fault_behind_an_unknown_condition_names_the_condition() {
    let folder = tempfile::tempdir().unwrap();
    let text = "version: v1.1.0\nsteps:\n  - cmd: bash\n{{ if .Values.late }}\n    when: [nobody]\n{{ end }}\n";
    write(folder.path(), &[("t.yaml", text)]);
    let ran = run(&mut acrlint(
        folder.path(),
        &["check", "t.yaml", "--format", "json"],
    ));
    let json: Value = serde_json::from_str(&ran.stdout).unwrap();
    let file = &json["files"][0];
    assert_eq!(file["runner"]["accepts"], Value::Null);
    let notes = file["diagnostics"][0]["notes"].to_string();
    assert!(
        notes.contains("only when `{{.Values.late}}` holds"),
        "{notes}"
    );
}

#[test]
fn a_values_file_is_pointed_into() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[("t.yaml", GOOD), ("values.yaml", "a: b: c\n")],
    );
    let ran = run(&mut acrlint(
        folder.path(),
        &["check", "--values", "values.yaml", "t.yaml"],
    ));
    insta::assert_snapshot!(ran);
}

#[test]
fn a_file_of_aliases_is_read_from_the_working_directory() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "version: v1.1.0\nalias:\n  src: [aliases.yaml, gone.yaml]\nsteps:\n  - cmd: $tool\n";
    write(
        folder.path(),
        &[
            ("t.yaml", text),
            ("aliases.yaml", "tool: bash\nbad-name: x\n"),
        ],
    );
    let ran = run(&mut acrlint(folder.path(), &["check", "t.yaml"]));
    insta::assert_snapshot!(ran);
}

#[test]
fn a_task_in_a_bicep_file_is_linted_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let bicep =
        "resource task 'Microsoft.ContainerRegistry/registries/tasks@2025-03-01-preview' = {
  name: 'myregistry/nightly'
  location: 'westeurope'
  properties: {
    step: {
      type: 'EncodedTask'
      encodedTaskContent: base64('''
version: v1.1.0
steps:
  - id: grüße
    cmd: base.azurecr.io/tool:1
  - push: [\"$Registry/a:1\"]
    when: [grusse]
''')
    }
  }
}
";
    write(
        folder.path(),
        &[
            ("infra/main.bicep", bicep),
            ("infra/other.bicep", "param encodedTaskContent string\n"),
            ("acrlint.toml", ""),
        ],
    );
    for path in [".", "infra/main.bicep"] {
        let ran = run(&mut acrlint(
            folder.path(),
            &[
                "check",
                "--format",
                "concise",
                "--ignore",
                "push-unbuilt",
                path,
            ],
        ));
        insta::allow_duplicates! {
            insta::assert_snapshot!(ran, @r"
            infra/main.bicep:11:10: error[uncovered-registry] step `grüße` pulls from base.azurecr.io, and nothing gives the task `nightly` a credential there
            infra/main.bicep:13:12: error[when-unknown] step 2 (a push) waits for `grusse`, which no earlier step is called
            --- exit status 1
            ");
        }
    }
}

#[test]
fn a_task_in_terraform_arm_and_a_script_is_linted_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let terraform = "resource \"azurerm_container_registry_task\" \"x\" {
  name                  = \"x\"
  container_registry_id = azurerm_container_registry.home.id
  encoded_step {
    task_content = <<-EOT
      version: v1.1.0
      steps:
        - cmd: ${var.image} grüße
          tiemout: 5
    EOT
  }
}
";
    // `version: v1.1.0`, and a step with `tiemout`
    let arm = r#"{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "resources": [
    {
      "type": "Microsoft.ContainerRegistry/registries/tasks",
      "name": "home/y",
      "properties": {
        "step": {
          "type": "EncodedTask",
          "encodedTaskContent": "dmVyc2lvbjogdjEuMS4wCnN0ZXBzOgogIC0gY21kOiBiYXNoCiAgICB0aWVtb3V0OiA1Cg=="
        }
      }
    }
  ]
}
"#;
    let script = "#!/bin/sh\ncat <<EOF | az acr run -r home -f - .\nversion: v1.1.0\nsteps:\n  - cmd: $IMAGE\n    tiemout: 5\nEOF\n";
    write(
        folder.path(),
        &[
            ("main.tf", terraform),
            ("azuredeploy.json", arm),
            ("run.sh", script),
            ("acrlint.toml", ""),
        ],
    );
    let ran = run(&mut acrlint(
        folder.path(),
        &["check", "--format", "concise", "--select", "unknown-key"],
    ));
    insta::assert_snapshot!(ran, @r"
    azuredeploy.json:10:33: warning[unknown-key] step 1 (a cmd) has the key `tiemout`, which the runner does not know
    main.tf:9:11: warning[unknown-key] step 1 (a cmd) has the key `tiemout`, which the runner does not know
    run.sh:6:5: warning[unknown-key] step 1 (a cmd) has the key `tiemout`, which the runner does not know
    --- exit status 0
    ");
}
