//! Real task files with the runner's verdicts: no error where the runner accepts, one with a place where it refuses. The
//! files lie beside the project, in `../shared/corpus`; where they are absent, these tests say so and check nothing.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use std::fs;
use std::path::PathBuf;

use acrlint_analysis::{Applicability, Family, FileReport, Input, Settings, Severity, check};
use acrlint_task::{Context, FileAnswer, Files, NoFiles, SecretValues, Verdict, run_date};
use serde_json::Value;

struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> FileAnswer {
        fs::read_to_string(self.0.join(path)).map_or_else(|_| NoFiles.read(path), FileAnswer::Text)
    }
}

struct Case {
    path: String,
    source: String,
    folder: Folder,
    context: Context,
    accepted: bool,
}

fn cases() -> Vec<Case> {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let Ok(verdicts) = fs::read_to_string(corpus.join("verdicts.ndjson")) else {
        println!("skipped: {} is absent", corpus.display());
        return Vec::new();
    };
    let text = |value: &Value, key: &str| value[key].as_str().map(str::to_owned);
    let cases = verdicts.lines().map(|line| {
        let case: Value = serde_json::from_str(line).unwrap();
        let path = text(&case, "path").unwrap();
        let file = corpus.join(&path);
        let request = &case["request"];
        Case {
            source: fs::read_to_string(&file).unwrap(),
            folder: Folder(file.parent().unwrap().to_path_buf()),
            context: Context {
                registry: text(request, "registry"),
                id: text(request, "id"),
                commit: text(request, "commit"),
                branch: text(request, "branch"),
                shared_volume: text(request, "homevol"),
                date: text(request, "date").and_then(|date| run_date(&date)),
                complete: true,
                secrets: SecretValues::FromId(|id| id.to_owned()),
                ..Context::default()
            },
            accepted: case["expect"]["ok"] == true,
            path,
        }
    });
    cases.collect()
}

impl Case {
    fn check(&self, text: &str, context: &Context) -> FileReport {
        let input = Input::new(text, &self.path, context, &self.folder);
        check(input, &Settings::default())
    }
}

/// What the runner begins and a run does not end well with, so far as the repositories show; each was read. No file of
/// these repositories gives a task a credential.
const WITHOUT_CREDENTIALS: [(&str, &str); 10] = [
    (
        "Azure__acr-builder/templating/testdata/helloworld/git-build.yaml",
        "uncovered-registry",
    ),
    (
        "HarveyLink__acr-tasks/build-test-update-hello-world.yaml",
        "uncovered-registry",
    ),
    (
        "MicrosoftDocs__azure-management-docs/articles/container-registry/container-registry-tasks-cross-registry-authentication.md.L55.yaml",
        "uncovered-registry",
    ),
    (
        "RapTapApp__ExtDepAcr-1-Import/acr-task.yaml",
        "uncovered-registry",
    ),
    (
        "demo42__helloworld/acr-task copy.yaml",
        "uncovered-registry",
    ),
    (
        "demo42__helloworld/acr-task-orca.yaml",
        "uncovered-registry",
    ),
    ("demo42__helloworld/acr-task.yaml", "uncovered-registry"),
    (
        "demo42__staging-node/acr-task-bu.yaml",
        "uncovered-registry",
    ),
    (
        "hmcts__div-respondent-frontend/acb.yaml",
        "uncovered-registry",
    ),
    (
        "rdtechie__AzureDevOpsAgent/acr-tasks.yaml",
        "dockerfile-scan",
    ),
];

#[test]
fn no_error_on_what_the_runner_accepts() {
    let mut without_credentials: Vec<(String, &str)> = Vec::new();
    for case in cases().iter().filter(|case| case.accepted) {
        // with the runner's context, and with nothing known at all
        for context in [&case.context, &Context::default()] {
            let report = case.check(&case.source, context);
            let errors: Vec<_> = report
                .diagnostics
                .iter()
                .filter(|found| found.severity == Severity::Error)
                .collect();
            let (registries, others): (Vec<_>, Vec<_>) = errors
                .into_iter()
                .partition(|found| found.rule.family == Family::Registries);
            assert!(others.is_empty(), "{}: {others:#?}", case.path);
            if !context.complete {
                let found = registries
                    .iter()
                    .map(|found| (case.path.clone(), found.rule.name));
                without_credentials.extend(found);
            }
        }
    }
    without_credentials.dedup();
    let expected: Vec<(String, &str)> = WITHOUT_CREDENTIALS
        .iter()
        .map(|(path, rule)| ((*path).to_owned(), *rule))
        .collect();
    assert_eq!(without_credentials, expected);
}

#[test]
fn an_error_with_a_place_on_what_the_runner_refuses() {
    for case in cases().iter().filter(|case| !case.accepted) {
        let report = case.check(&case.source, &case.context);
        assert!(
            matches!(report.verdict, Verdict::Refuses(_)),
            "{}",
            case.path
        );
        let placed = report
            .diagnostics
            .iter()
            .any(|found| found.severity == Severity::Error && !found.range.is_empty());
        assert!(placed, "{}: {:#?}", case.path, report.diagnostics);
    }
}

/// Mending makes no file worse, and done twice it changes nothing more.
#[test]
fn mending_makes_no_file_worse() {
    let (mut fixed, mut left) = (0, 0);
    for case in &cases() {
        let look = |text: &str| case.check(text, &case.context);
        for least in [Applicability::Safe, Applicability::Unsafe] {
            let mended = support::mended(&case.path, &case.source, least, look);
            if least == Applicability::Unsafe {
                fixed += mended.mended;
                left += mended.report.diagnostics.len();
            }
        }
    }
    println!("corpus: {fixed} findings mended, {left} left");
}
