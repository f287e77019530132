//! Real task files with the runner's verdicts: no error where the runner accepts, one with a place where it refuses. The
//! files lie beside the project, in `../shared/corpus`; where they are absent, these tests say so and check nothing.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::path::PathBuf;

use acrlint_analysis::{Applicability, FileReport, Input, Settings, Severity, check, fix};
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

#[test]
fn no_error_on_what_the_runner_accepts() {
    for case in cases().iter().filter(|case| case.accepted) {
        // with the runner's context, and with nothing known at all
        for context in [&case.context, &Context::default()] {
            let report = case.check(&case.source, context);
            let errors: Vec<_> = report
                .diagnostics
                .iter()
                .filter(|found| found.severity == Severity::Error)
                .collect();
            for e in &errors {
                println!(
                    "ERR {} {} {}: {} | {:?}",
                    case.path, context.complete, e.rule.name, e.message, e.related
                );
            }
        }
    }
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
            let before = look(&case.source);
            let mended = fix::mend(&case.source, least, look);
            let refused = |verdict: &Verdict| matches!(verdict, Verdict::Refuses(_));
            assert!(
                !refused(&mended.report.verdict) || refused(&before.verdict),
                "{}",
                case.path
            );
            let grave = |report: &FileReport| {
                report
                    .diagnostics
                    .iter()
                    .filter(|one| one.severity > Severity::Hint)
                    .count()
            };
            assert!(grave(&mended.report) <= grave(&before), "{}", case.path);
            let again = fix::mend(&mended.text, least, look);
            assert_eq!(
                (again.mended, &again.text),
                (0, &mended.text),
                "{}",
                case.path
            );
            if least == Applicability::Unsafe {
                fixed += mended.mended;
                left += mended.report.diagnostics.len();
            }
        }
    }
    println!("corpus: {fixed} findings mended, {left} left");
}
