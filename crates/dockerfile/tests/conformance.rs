//! The scan against recorded verdicts of the real runner. The recordings lie beside the project, in
//! `../shared/conformance`; where they are absent, these tests say so and check nothing.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use acrlint_dockerfile::{ImageDependencies, Scan, ScanImage, scan};
use serde_json::Value;

/// The objects of a file of recordings, or nothing where it is absent.
fn recordings(name: &str) -> Vec<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/conformance")
        .join(name);
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: {} is absent", path.display());
        return Vec::new();
    };
    let lines = text.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().unwrap()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    let items = value.get(key).and_then(Value::as_array);
    items
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

fn run(request: &Value) -> Scan {
    scan(
        text(request, "data"),
        &list(request, "buildArgs"),
        &list(request, "tags"),
        text(request, "target"),
    )
}

fn image(value: &Value) -> ScanImage {
    ScanImage {
        registry: text(value, "registry").to_owned(),
        repository: text(value, "repository").to_owned(),
        tag: text(value, "tag").to_owned(),
        digest: text(value, "digest").to_owned(),
        reference: text(value, "reference").to_owned(),
    }
}

/// Build-time images have no order.
fn sorted(images: &[ScanImage]) -> Vec<ScanImage> {
    let mut images = images.to_vec();
    images.sort_by(|a, b| a.reference.cmp(&b.reference));
    images
}

fn same_dependencies(found: &[ImageDependencies], expect: &Value) -> bool {
    let recorded: Vec<&Value> = expect.as_array().into_iter().flatten().collect();
    found.len() == recorded.len()
        && found.iter().zip(recorded).all(|(found, recorded)| {
            let buildtime = recorded["buildtime-dependency"].as_array();
            let buildtime: Vec<_> = buildtime.into_iter().flatten().map(image).collect();
            found.image == recorded.get("image").filter(|i| !i.is_null()).map(image)
                && found.runtime == image(&recorded["runtime-dependency"])
                && sorted(&found.buildtime) == sorted(&buildtime)
        })
}

/// Runs the cases and prints and asserts how many agree.
fn compare<'v>(what: &str, cases: impl Iterator<Item = &'v Value>) {
    let (mut of, mut verdicts, mut dependencies, mut errors) = (0, 0, 0, 0);
    let mut disagree = Vec::new();
    for case in cases {
        let (request, expect) = (&case["request"], &case["expect"]);
        let found = run(request);
        let error = found
            .error
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let buildtime: BTreeSet<_> = found.buildtime.iter().map(String::as_str).collect();
        let verdict = found.accepts == expect["ok"].as_bool();
        let same = same_dependencies(&found.dependencies, &expect["dependencies"])
            && (expect["ok"] == Value::Bool(false)
                || found.origin == text(expect, "origin")
                    && buildtime == list(expect, "buildtime").into_iter().collect());
        let spelled = error == text(expect, "error");
        of += 1;
        verdicts += u32::from(verdict);
        dependencies += u32::from(same);
        errors += u32::from(spelled);
        if !(verdict && same && spelled) {
            disagree.push(format!(
                "{}: {error:?}, not {}",
                case["name"], expect["error"]
            ));
        }
        if let Some(range) = found.error_range() {
            assert!(
                text(request, "data")
                    .get(std::ops::Range::<usize>::from(range))
                    .is_some()
            );
        }
    }
    println!(
        "{what}: verdict {verdicts} of {of}, dependencies {dependencies} of {of}, error text {errors} of {of}"
    );
    for line in disagree.iter().take(20) {
        println!("  {line}");
    }
    assert_eq!((verdicts, dependencies), (of, of), "{what} disagree");
    assert!(errors * 1000 >= of * 995, "error texts of {what} disagree");
}

#[test]
fn recorded_scans() {
    let cases = recordings("dockerfile-scans.ndjson");
    assert!(cases.is_empty() || cases.len() >= 1000);
    compare("scans", cases.iter());
}

#[test]
fn probes() {
    let cases = recordings("probes.ndjson");
    let cases: Vec<_> = cases
        .iter()
        .filter(|case| case["kind"] == "dockerfile")
        .collect();
    assert!(cases.is_empty() || cases.len() >= 70 || recordings("probes.ndjson").is_empty());
    compare("probes", cases.into_iter());
}
