//! A port of libyaml as a second opinion. It is no exact one (design.md, section 7): only where both read a text to its
//! end, they must have read the same scalars.

use acrlint_yaml::{EventKind, events};
use libyaml_safer::{EventData, Parser};
use proptest::prelude::*;

/// The scalars of all documents; `None` where the text is refused.
fn ours(text: &str) -> Option<Vec<String>> {
    let mut scalars = Vec::new();
    for event in events(text) {
        if let EventKind::Scalar(scalar) = event.ok()?.kind {
            scalars.push(scalar.value.into_owned());
        }
    }
    Some(scalars)
}

/// The same from the other library, which panics on some texts.
fn theirs(text: &str) -> Option<Vec<String>> {
    let read = || {
        let mut input = text.as_bytes();
        let mut parser = Parser::new();
        parser.set_input(&mut input);
        let mut scalars = Vec::new();
        loop {
            match parser.parse().ok()?.data {
                EventData::Scalar { value, .. } => scalars.push(value),
                EventData::StreamEnd => return Some(scalars),
                _ => {}
            }
        }
    };
    std::panic::catch_unwind(read).ok().flatten()
}

fn lines() -> impl Strategy<Value = String> {
    let word = "[a-zA-Z0-9$./=_]{1,6}";
    let value = prop_oneof![
        word.prop_map(String::from),
        "[a-z ]{0,12}[a-z]",
        "'[a-z ]{0,6}(''[a-z]{0,3})?'",
        r#""[a-z ]{0,6}(\\n|\\t|\\x41|\\")?[a-z]{0,3}""#,
        Just("|\n      one\n       two\n\n      three".to_owned()),
        Just(">-\n      one\n      two\n\n      three\n".to_owned()),
        "\\[[a-z]{1,3}(, '[a-z]{1,3}'){0,3}\\]",
        "\\{[a-z]{1,3}: [a-z]{1,3}\\}",
        Just("one\n      two\n\n      three # four".to_owned()),
    ];
    let line = ("(  |    |  - |    - |- |)", word, value)
        .prop_map(|(indent, key, value)| format!("{indent}{key}: {value}\n"));
    prop::collection::vec(line, 1..8).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2048,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_same_scalars(text in lines()) {
        if let (Some(ours), Some(theirs)) = (ours(&text), theirs(&text)) {
            prop_assert_eq!(ours, theirs);
        }
    }
}

#[test]
fn real_texts() {
    let pages = ["structure", "scalars", "errors"].map(|name| {
        let path = format!("{}/tests/fixtures/{name}.md", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).expect("a page")
    });
    let mut compared = 0;
    for page in &pages {
        for block in page.split("```yaml\n").skip(1) {
            let text = block.split("```").next().unwrap_or_default();
            if let (Some(ours), Some(theirs)) = (ours(text), theirs(text)) {
                compared += 1;
                assert_eq!(ours, theirs, "{text}");
            }
        }
    }
    assert!(compared >= 8, "compared {compared}");
}
