//! The fixtures beside this file: Markdown with one case a line, `template ⇒ output`.
//!
//! In both `\n` stands for a line break and `\t` for a tab. `error: …` is Go's message without its prefix. Where
//! conditions are unknown there is one output for each world, with the conditions in parentheses, `¦` between.

#![allow(clippy::unwrap_used, missing_docs)]

use acrlint_template::{OpenRest, Unknowns, Value, World, execute, parse, worlds};
use acrlint_text::Symbols;

/// The values of the fixtures: some known, everything else in `.Values` and `.Secrets` unknown.
fn root(symbols: &mut Symbols) -> Value {
    let registry = symbols.intern(".Run.Registry", "$Registry").unwrap();
    let run = [
        ("ID", Value::from("cf10")),
        ("Registry", Value::from(registry.to_string())),
        ("Branch", Value::from("")),
    ];
    let values = [
        ("s", Value::from("str")),
        ("n", Value::Int(42)),
        ("f", Value::Float(1.5)),
        ("yes", Value::Bool(true)),
        ("none", Value::Nil),
        ("l", Value::list(vec!["x".into(), "y".into()])),
        (
            "m",
            Value::map([("a", Value::Int(1)), ("b", Value::from("two"))]),
        ),
    ];
    Value::values([
        ("Run", Value::map(run)),
        ("Values", Value::open(".Values", values, OpenRest::Anything)),
        (
            "Secrets",
            Value::open(".Secrets", [] as [(&str, Value); 0], OpenRest::Texts),
        ),
    ])
}

/// One world's outcome.
fn outcome(text: &str, world: &mut World) -> String {
    let parsed = parse("f", text);
    if let Some(error) = parsed.error {
        return format!(
            "error: {}",
            error.message.trim_start_matches("template: f:")
        );
    }
    let mut unknowns = Unknowns::new(Symbols::avoiding(text));
    let root = root(&mut unknowns.symbols);
    unknowns.world = std::mem::take(world);
    let rendered = execute(&parsed.template, &root, &mut unknowns);
    *world = unknowns.world;
    match rendered.errors.first() {
        Some(error) => format!(
            "error: {}",
            error.message.trim_start_matches("template: f:")
        ),
        None => unknowns.symbols.spell(rendered.text.text()),
    }
}

fn outcomes(text: &str) -> String {
    let all: Vec<String> = worlds(|world| outcome(text, world), 16)
        .into_iter()
        .map(|(world, output)| {
            let conditions: Vec<String> = world
                .asked
                .iter()
                .map(|q| format!("{}{}", if q.holds { "" } else { "not " }, q.key))
                .collect();
            match conditions.as_slice() {
                [] => output,
                conditions => format!("{output} ({})", conditions.join(", ")),
            }
        })
        .collect();
    all.join(" ¦ ")
}

fn check(file: &str) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (number, line) in file.lines().enumerate() {
        let Some((template, expected)) = line.split_once(" ⇒") else {
            continue;
        };
        count += 1;
        let template = template.replace("\\n", "\n").replace("\\t", "\t");
        let got = outcomes(&template)
            .replace('\n', "\\n")
            .replace('\t', "\\t");
        let expected = expected.strip_prefix(' ').unwrap_or(expected);
        if got != expected {
            wrong.push(format!("line {}: {line}\n  got: {got}", number + 1));
        }
    }
    assert!(count > 0);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn syntax() {
    check(include_str!("fixtures/syntax.md"));
}

#[test]
fn errors() {
    check(include_str!("fixtures/errors.md"));
}

#[test]
fn functions() {
    check(include_str!("fixtures/functions.md"));
}

#[test]
fn unknown() {
    check(include_str!("fixtures/unknown.md"));
}
