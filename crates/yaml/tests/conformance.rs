//! The runner's own verdicts on thousands of texts: what it says of each one's YAML.

#![allow(clippy::print_stdout, reason = "a test tells how much it compared")]

mod support;

use serde_json::Value;
use support::{schema::task_error, shared};

/// The text that the runner decoded, and what it said of its YAML.
fn yaml_verdict(line: &Value) -> Option<(&str, Option<&str>)> {
    let expect = &line["expect"];
    let rendered = expect["rendered"].as_str()?;
    let error = expect["error"].as_str().unwrap_or_default();
    // texts of the alias block and of the values file were decoded elsewhere
    let decoding = error
        .find("failed to deserialize task and validate: ")
        .or_else(|| error.find("failed to parse template to create task: "));
    let error = decoding.and_then(|at| {
        let text = &error[at..];
        let yaml = text
            .find(": yaml: ")
            .or_else(|| text.find(": parsing time "));
        yaml.map(|at| &text[at + 2..])
    });
    Some((rendered, error))
}

fn compare<'a>(cases: impl Iterator<Item = (&'a str, &'a str, Option<&'a str>)>) {
    let mut count = 0;
    let mut refused = 0;
    let mut failures = Vec::new();
    for (name, text, expected) in cases {
        count += 1;
        refused += usize::from(expected.is_some());
        let found = task_error(text);
        if found.as_deref() != expected {
            failures.push(format!(
                "{name}\n  runner: {expected:?}\n  ours:   {found:?}"
            ));
        }
    }
    println!("{count} texts, {refused} refused");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(refused > 0, "nothing to compare");
}

fn cases(lines: &[Value]) -> impl Iterator<Item = (&str, &str, Option<&str>)> {
    lines.iter().filter_map(|line| {
        let (text, error) = yaml_verdict(line)?;
        Some((line["name"].as_str()?, text, error))
    })
}

#[test]
fn generated_tasks() {
    if let Some(lines) = shared::verdicts("conformance/tasks.ndjson") {
        compare(cases(&lines));
    }
}

#[test]
fn probes() {
    if let Some(lines) = shared::verdicts("conformance/probes.ndjson") {
        compare(cases(&lines));
    }
}

#[test]
fn real_files() {
    let Some(lines) = shared::verdicts("corpus/verdicts.ndjson") else {
        return;
    };
    let texts: Vec<_> = lines
        .iter()
        .filter_map(|line| {
            let path = line["path"].as_str()?;
            // nearly always the decoded text is the file without its whole-line comments and with values filled in
            let text = shared::read(&format!("corpus/{path}"));
            let mut text = text.replace("$Registry", "{{.Run.Registry}}");
            while let Some(at) = text.find("{{") {
                let end = text[at..].find("}}").map(|end| at + end)?;
                let action = &text[at + 2..end];
                if action.contains(['\n', '"']) || !action.contains('.') {
                    return None;
                }
                let value = match action.trim() {
                    ".Run.Registry" => "myregistry.azurecr.io",
                    action if action.starts_with(".Values") => "",
                    _ => "x",
                };
                text.replace_range(at..end + 2, value);
            }
            let kept = text
                .split('\n')
                .filter(|line| !line.trim().starts_with('#'));
            let error = line["expect"]["error"].as_str().unwrap_or_default();
            if error.starts_with("unable to") {
                return None;
            }
            let error = error.find(": yaml: ").map(|at| error[at + 2..].to_owned());
            Some((path, kept.collect::<Vec<_>>().join("\n"), error))
        })
        .collect();
    compare(
        texts
            .iter()
            .map(|(path, text, error)| (*path, text.as_str(), error.as_deref())),
    );
}
