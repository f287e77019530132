//! The recorded verdicts of the runner over every function, when they are at hand.

#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs)]

use std::path::Path;

use acrlint_template::{Unknowns, Value, execute, parse};

/// The values that the recorded cases use.
fn values(set: &[serde_json::Value]) -> Value {
    let fixed = [
        ("s", Value::from("str")),
        ("n", Value::Int(42)),
        ("l", Value::list(vec!["x".into(), "y".into()])),
        ("t", Value::Bool(true)),
        ("f", Value::Float(1.5)),
    ];
    let set = set.iter().map(|text| {
        let (key, value) = text.as_str().unwrap().split_once('=').unwrap();
        (key.to_owned(), Value::from(value))
    });
    let fixed = fixed
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value));
    Value::values(fixed.chain(set))
}

fn root(request: &serde_json::Value) -> Value {
    let text = |key: &str| request[key].as_str().unwrap_or_default().to_owned();
    let registry = text("registry");
    let name = registry.split('.').next().unwrap_or_default().to_owned();
    let date: String = text("date")
        .chars()
        .filter(|c| !"-:".contains(*c))
        .collect();
    let date = date.replace('T', "-").to_lowercase();
    let run = [
        ("ID", text("id")),
        ("Commit", text("commit")),
        ("Repository", String::new()),
        ("Branch", text("branch")),
        ("GitTag", String::new()),
        ("TriggeredBy", String::new()),
        ("Registry", registry),
        ("RegistryName", name),
        ("SharedVolume", text("homevol")),
        ("OSVersion", String::new()),
        ("TaskName", String::new()),
        ("Date", date),
        ("OS", "linux".to_owned()),
        ("Architecture", "amd64".to_owned()),
    ];
    let run = run.map(|(key, value)| (key, Value::from(value)));
    Value::values([
        ("Run", Value::map(run)),
        ("Build", Value::map([("ID", Value::from(text("id")))])),
        (
            "Values",
            values(request["set"].as_array().unwrap_or(&Vec::new())),
        ),
        (
            "Secrets",
            Value::values(std::iter::empty::<(&str, Value)>()),
        ),
    ])
}

/// What the runner says of a file: its text, or its refusal.
fn render(request: &serde_json::Value) -> Result<String, String> {
    let data = request["data"].as_str().unwrap();
    let prefix = "error while rendering templates: failed to ";
    let parsed = parse("decoded", data);
    if let Some(error) = parsed.error {
        return Err(format!(
            "{prefix}parse template: decoded. Err: {}",
            error.message
        ));
    }
    let mut unknowns = Unknowns::default();
    let rendered = execute(&parsed.template, &root(request), &mut unknowns);
    match rendered.errors.into_iter().next() {
        Some(error) => Err(format!(
            "{prefix}execute template: decoded. Err: {}",
            error.message
        )),
        None => Ok(unknowns
            .symbols
            .spell(rendered.text.without("<no value>").text())),
    }
}

#[test]
fn every_function_as_recorded() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance/templates.ndjson");
    let Ok(lines) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: {} is not at hand", file.display());
        return;
    };
    let (mut rendered, mut equal, mut refused, mut refusals, mut worded) = (0, 0, 0, 0, 0);
    for line in lines.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let got = render(&case["request"]);
        let expect = &case["expect"];
        let data = case["request"]["data"].as_str().unwrap();
        if expect["ok"].as_bool().unwrap() {
            rendered += 1;
            let want = expect["rendered"].as_str().unwrap_or_default();
            if got.as_deref() == Ok(want) {
                equal += 1;
            } else {
                eprintln!("{data:?}\n  want {want:?}\n  got  {got:?}");
            }
        } else {
            refused += 1;
            let want = expect["error"].as_str().unwrap();
            refusals += usize::from(got.is_err());
            if got.as_ref().err().is_some_and(|e| e == want) {
                worded += 1;
            } else {
                eprintln!("{data:?}\n  want {want:?}\n  got  {got:?}");
            }
        }
    }
    eprintln!(
        "rendered {equal}/{rendered}, refused {refusals}/{refused}, worded {worded}/{refused}"
    );
    assert_eq!(refusals, refused);
    assert!(equal * 1000 >= rendered * 995);
    assert!(worded * 100 >= refused * 98);
}
