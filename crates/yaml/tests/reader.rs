//! What shows of the way in which the runner reads its input: in pieces of 512 bytes.

use acrlint_yaml::{Decoder, Problem, Value, load};

fn problem(text: &str) -> Option<Problem> {
    load(text).error.map(|error| error.problem)
}

#[test]
fn a_control_character_hides_errors_in_its_piece() {
    let text = |gap: usize| format!("a: b: c\n{}\u{1}\n", "#".repeat(gap));
    assert_eq!(problem(&text(100)), Some(Problem::ControlCharacter));
    assert_eq!(problem(&text(503)), Some(Problem::ControlCharacter));
    assert_eq!(problem(&text(504)), Some(Problem::UnexpectedValue));
}

#[test]
fn a_control_character_behind_the_document_is_not_seen() {
    let text = |gap: usize| format!("a: b\n---\n{}\u{1}\n", "#".repeat(gap));
    assert_eq!(problem(&text(100)), Some(Problem::ControlCharacter));
    assert_eq!(problem(&text(600)), None);
}

#[test]
fn which_characters_are_refused() {
    for c in [
        '\0', '\u{8}', '\u{1F}', '\u{7F}', '\u{80}', '\u{9F}', '\u{FFFE}', '\u{FFFF}',
    ] {
        let found = problem(&format!("a: {c}"));
        assert_eq!(found, Some(Problem::ControlCharacter), "{c:?}");
    }
    for c in [
        '\t',
        '\u{85}',
        '\u{A0}',
        '\u{2028}',
        '\u{FEFF}',
        '\u{FFFD}',
        '\u{10FFFF}',
    ] {
        assert_eq!(problem(&format!("a: x{c}")), None, "{c:?}");
    }
}

/// The runner looks for a byte order mark where its buffer begins instead of where a line begins, and then passes the
/// first character of the line.
#[test]
fn a_second_byte_order_mark() {
    let document = load("\u{FEFF}\u{FEFF}a: b\ncd: e\n");
    assert_eq!(document.error, None);
    let value = Decoder::new(&document).value(document.root.expect("a mapping"));
    let Some(Value::Map(entries)) = value else {
        panic!("a mapping");
    };
    let keys: Vec<_> = entries
        .iter()
        .map(|(key, _)| match key {
            Value::Text(key) => key.as_str(),
            _ => "",
        })
        .collect();
    assert_eq!(keys, ["a", "d"]);
}
