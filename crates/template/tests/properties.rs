//! What holds for every text.

#![allow(clippy::unwrap_used, missing_docs)]

use acrlint_template::{OpenRest, Parsed, Rendered, Unknowns, Value, execute, functions, parse};
use acrlint_text::{Symbols, TextRange, TextSize};
use proptest::prelude::*;

fn root() -> Value {
    let values = [
        ("s", Value::from("str")),
        (
            "l",
            Value::list(vec!["x".into(), Value::Int(2), Value::Nil]),
        ),
        (
            "m",
            Value::map([("a", Value::map([("b", Value::Float(0.5))]))]),
        ),
    ];
    Value::values([
        ("Run", Value::map([("ID", Value::from("cf10"))])),
        ("Values", Value::open(".Values", values, OpenRest::Anything)),
    ])
}

fn run(text: &str) -> (Parsed<'_>, Rendered, Symbols) {
    let parsed = parse("p", text);
    let mut unknowns = Unknowns::new(Symbols::avoiding(text));
    let rendered = execute(&parsed.template, &root(), &mut unknowns);
    (parsed, rendered, unknowns.symbols)
}

fn inside(text: &str, range: TextRange) -> bool {
    text.get(std::ops::Range::<usize>::from(range)).is_some()
}

/// Every range lies in the text on character borders, and the output's map leads back to it.
fn consistent(text: &str) -> Result<(), TestCaseError> {
    let (parsed, rendered, _) = run(text);
    for error in parsed.error.iter().chain(&rendered.errors) {
        prop_assert!(inside(text, error.range), "{error:?}");
    }
    for reference in parsed.template.references() {
        prop_assert!(inside(text, reference.range));
        for (name, range) in reference.path.iter().zip(&reference.ranges) {
            prop_assert!(inside(text, *range));
            let shown = &text[*range];
            prop_assert!(
                shown == *name || shown.starts_with(['"', '`']),
                "{shown} {name}"
            );
        }
    }
    let output = rendered.text.text();
    for (at, c) in output.char_indices() {
        let start = TextSize::try_from(at).unwrap();
        let here = TextRange::at(start, TextSize::of(c));
        let there = rendered.text.source_range(here);
        prop_assert!(inside(text, there));
        if rendered.text.is_verbatim(here) {
            prop_assert_eq!(&text[there], &output[here]);
        } else {
            prop_assert!(text[there].starts_with("{{"), "{:?}", &text[there]);
        }
    }
    Ok(())
}

/// Pieces that templates are made of, to put together in any order.
fn piece() -> impl Strategy<Value = String> {
    let names: Vec<&'static str> = functions().iter().map(|f| f.name).collect();
    prop_oneof![
        4 => prop::sample::select(names).prop_map(|name| format!(" {name} ")),
        4 => prop::sample::select(vec![
            "{{", "}}", "{{-", "-}}", "{{ ", " }}", "(", ")", "|", " ", "\n", ".", "$", ",", ":=", "=",
            "if", "else", "end", "range", "with", "define", "block", "template", "break", "continue", "nil",
            "/*", "*/", "é", "😀", "\u{F0000}",
        ]).prop_map(|s| s.to_owned()),
        4 => prop::sample::select(vec![
            " .Values.x ", " .Values.s ", " .Values.l ", " .Values.m ", " .Run.ID ", " $x ", " $ ", " . ", " .a.b ",
            " 0 ", " 1 ", " -1 ", " 3 ", " 1.5 ", " 99999999999 ", " 0x1F ", " 'a' ", " true ", " nil ",
            " \"a\" ", " \"%v %d %5.2f %q\" ", " \"[a-z]+\" ", " \"2006-01-02\" ", " `r` ", " \"\\xff\" ", " \"t\" ",
        ]).prop_map(|s| s.to_owned()),
        1 => "\\PC{0,6}",
    ]
}

/// A whole action, so that most of them are executed.
fn action() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 1..6).prop_map(|pieces| format!("{{{{ {} }}}}", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text(text in "\\PC*") {
        consistent(&text)?;
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(piece(), 0..40)) {
        consistent(&pieces.concat())?;
    }

    #[test]
    fn any_actions(actions in prop::collection::vec(action(), 1..4)) {
        consistent(&actions.concat())?;
    }

    #[test]
    fn text_without_actions_is_itself(text in "([^{]|\\{[^{]){0,60}") {
        prop_assume!(!text.contains("{{"));
        let (parsed, rendered, _) = run(&text);
        prop_assert!(parsed.error.is_none());
        prop_assert_eq!(rendered.text.text(), text.as_str());
    }

    /// The same text gives the same output, whatever was executed before.
    #[test]
    fn always_the_same(actions in prop::collection::vec(action(), 1..4)) {
        let text = actions.concat();
        let (_, first, _) = run(&text);
        let (_, second, _) = run(&text);
        prop_assert_eq!(first.text, second.text);
        prop_assert_eq!(first.errors, second.errors);
    }
}

/// Nothing that a small text asks for takes memory or time out of proportion, or the stack.
#[test]
fn greedy_templates() {
    let nested =
        |open: &str, close: &str, n: usize| format!("{}{}", open.repeat(n), close.repeat(n));
    let doubling = format!(
        "{{{{ $x := list 1 }}}}{}{{{{ $x }}}}",
        "{{ $x = list $x $x }}".repeat(60)
    );
    let texts = [
        "{{ repeat 1000000000 \"xxxxxxxxxx\" }}".to_owned(),
        "{{ nindent 999999999 \"x\" }}".to_owned(),
        "{{ untilStep 0 9000000000000000000 1 }}".to_owned(),
        "{{ range until 999999999 }}x{{ end }}".to_owned(),
        "{{ range 999999999 }}{{ range 999999999 }}{{ end }}{{ end }}".to_owned(),
        "{{ printf \"%999999d %999999d\" 1 2 }}".to_owned(),
        "{{ define \"t\" }}{{ template \"t\" (list .) }}{{ end }}{{ template \"t\" 1 }}".to_owned(),
        "{{ define \"t\" }}{{ template \"t\" . }}{{ template \"t\" . }}{{ end }}{{ template \"t\" 1 }}".to_owned(),
        "{{ $d := dict }}{{ $_ := set $d \"d\" $d }}{{ $d }}{{ toJson $d }}{{ deepCopy $d }}".to_owned(),
        "{{ $x := \"x\" }}{{ range 64 }}{{ $x = print $x $x }}{{ end }}{{ $x }}".to_owned(),
        "{{ $x := .Values.x }}{{ range 64 }}{{ $x = upper (print $x $x) }}{{ end }}{{ $x }}".to_owned(),
        "{{ $x := 1 }}{{ range 100000 }}{{ $x = list $x }}{{ end }}{{ $x }}".to_owned(),
        "{{ $x := dict }}{{ $y := $x }}{{ range 20000 }}{{ $n := dict }}{{ $_ := set $y \"n\" $n }}{{ $y = $n }}{{ end }}{{ $x }}".to_owned(),
        "{{ $s := repeat 100000 \"a\" }}{{ replace \"\" $s $s }}".to_owned(),
        "{{ $s := repeat 100000 \"a\" }}{{ regexReplaceAll \"a\" $s $s }}".to_owned(),
        "{{ regexMatch \"((a{100}){10}){1}\" \"a\" }}{{ regexMatch \"(a|b|ab)*c{1000}\" \"a\" }}".to_owned(),
        doubling,
        nested("{{ if 1 }}", "{{ end }}", 5000),
        nested("{{ (", ") }}", 5000),
        format!("{{{{ {} }}}}", nested("(", ")", 5000)),
        format!("{{{{ {}1{} }}}}", "(".repeat(150), ")".repeat(150)),
        format!("{{{{ {} }}}}", nested("(list 1 ", ")", 190)),
        format!("{}a{}", "{{ if 1 }}".repeat(190), "{{ end }}".repeat(190)),
        format!("{{{{ if 1 }}}}{}{{{{ end }}}}", "{{ else if 1 }}".repeat(5000)),
        format!("{{{{ regexMatch \"{}\" \"a\" }}}}", nested("(", ")", 5000)),
        format!("{{{{ {} }}}}", "1 | ".repeat(20_000)),
    ];
    for text in texts {
        consistent(&text).unwrap_or_else(|e| panic!("{}: {e}", &text[..text.len().min(80)]));
    }
}
