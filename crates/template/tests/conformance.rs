//! The recorded verdicts of the runner over every function, when they are at hand.

#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs)]

use std::path::Path;

use acrlint_template::{Unknowns, Value, execute, parse};

/// The values that the recorded cases use.
fn values(set: &[serde_json::Value]) -> Value {
    let fixed = [
        ("s", Value::from("str")),
        ("n", Value::Int(42)),
        ("l", Value::list(vec!["x".into(), Value::Bool(true)])),
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

fn root(case: &str, request: &serde_json::Value) -> Value {
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
        ("TaskName", case.to_owned()),
        ("Date", date),
        ("OS", "linux".to_owned()),
        ("Architecture", "amd64".to_owned()),
    ];
    let run = run.map(|(key, value)| (key, Value::from(value)));
    let values = values(request["set"].as_array().unwrap_or(&Vec::new()));
    Value::values([
        ("RunJSON", quoted_json(Value::map(run.clone()))),
        ("ValuesJSON", quoted_json(values.clone())),
        ("Run", Value::map(run)),
        ("Build", Value::map([("ID", Value::from(text("id")))])),
        ("Values", values),
        (
            "Secrets",
            Value::values(std::iter::empty::<(&str, Value)>()),
        ),
    ])
}

/// A value as JSON, quoted for a shell.
fn quoted_json(value: Value) -> Value {
    let parsed = parse("json", "'{{ toJson . }}'");
    let rendered = execute(&parsed.template, &value, &mut Unknowns::default());
    Value::from(rendered.text.text())
}

/// Stands for a text that holds what cannot be known.
const UNKNOWN: &str = "(unknown)";

/// What the runner says of a file: its text, or its refusal.
fn render(case: &str, request: &serde_json::Value) -> Result<String, String> {
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
    let rendered = execute(&parsed.template, &root(case, request), &mut unknowns);
    match rendered.errors.into_iter().next() {
        Some(error) => Err(format!(
            "{prefix}execute template: decoded. Err: {}",
            error.message
        )),
        // what cannot be known, such as the date or the order of a map's keys, is told apart
        None if unknowns.symbols.occur_in(rendered.text.text()) => Ok(UNKNOWN.to_owned()),
        None => Ok(rendered.text.without("<no value>").text().to_owned()),
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
    let (mut rendered, mut equal, mut unknown) = (0, 0, 0);
    let (mut refused, mut refusals, mut worded) = (0, 0, 0);
    for line in lines.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let got = render(case["name"].as_str().unwrap(), &case["request"]);
        let expect = &case["expect"];
        let data = case["request"]["data"].as_str().unwrap();
        if expect["ok"].as_bool().unwrap() {
            rendered += 1;
            let want = expect["rendered"].as_str().unwrap_or_default();
            if got.as_deref() == Ok(want) {
                equal += 1;
            } else if got.as_deref() == Ok(UNKNOWN) {
                unknown += 1;
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
        "rendered {equal}/{rendered}, {unknown} more unknown, refused {refusals}/{refused}, worded {worded}/{refused}"
    );
    assert_eq!(refusals, refused);
    assert_eq!(equal + unknown, rendered);
    assert!(equal * 1000 >= rendered * 995);
    assert_eq!(worded, refused);
}
