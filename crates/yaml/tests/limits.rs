//! Inputs that are made to exhaust the stack, the memory or patience. The test threads have stacks of 2 MiB.

use acrlint_yaml::{Decoder, Problem, events, load};

const DEPTH: usize = 10_000;

fn error(text: &str) -> Option<String> {
    let document = load(text);
    if let Some(error) = &document.error {
        return Some(error.to_string());
    }
    let mut decoder = Decoder::new(&document);
    drop(decoder.value(document.root?));
    decoder.error_text()
}

#[test]
fn depth_of_brackets() {
    let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(error(&nested(DEPTH)), None);
    let refused = error(&nested(DEPTH + 1));
    assert_eq!(
        refused.as_deref(),
        Some("yaml: exceeded max depth of 10000")
    );
    let refused = error(&format!("a:\n {}", "{".repeat(1_000_000)));
    let expected = "yaml: line 2: exceeded max depth of 10000";
    assert_eq!(refused.as_deref(), Some(expected));
}

#[test]
fn depth_of_indentation() {
    assert_eq!(error(&"- ".repeat(DEPTH)), None);
    let refused = error(&"- ".repeat(DEPTH + 1));
    assert_eq!(
        refused.as_deref(),
        Some("yaml: exceeded max depth of 10000")
    );
    let keys: String = (0..1000)
        .map(|n| format!("{}a:\n", " ".repeat(n)))
        .collect();
    assert_eq!(error(&keys), None);
}

#[test]
fn depth_of_keys() {
    let nested = format!("{}a{}", "{? ".repeat(DEPTH), "}".repeat(DEPTH));
    let document = load(&nested);
    assert_eq!(document.error, None);
    let mut decoder = Decoder::new(&document);
    assert!(decoder.value(document.root.expect("a mapping")).is_none());
    let fatal = decoder.fatal().expect("a mapping is no key");
    assert!(matches!(fatal.problem, Problem::InvalidMapKey(_)));
}

#[test]
fn depth_through_aliases() {
    let mut text = String::from("- &a0 [x]\n");
    for n in 1..15 {
        let (open, close) = ("[".repeat(2000), "]".repeat(2000));
        text.push_str(&format!("- &a{n} {open}*a{}{close}\n", n - 1));
    }
    assert_eq!(error(&text), None);
}

#[test]
fn a_long_chain_of_merges() {
    let mut text = String::from("a0: &a0 {x: 1}\n");
    for n in 1..20_000 {
        text.push_str(&format!("a{n}: &a{n} {{<<: *a{}}}\n", n - 1));
    }
    let document = load(&text);
    let root = document.root.expect("a mapping");
    let last = document.get(root, "a19999").expect("the last one");
    let mut decoder = Decoder::new(&document);
    let mut found = 0;
    decoder.mapping(last, "graph.Step", |_, entry| {
        found += usize::from(entry.key == "x" && entry.merged);
    });
    // more than 99 in 100 nodes come through aliases
    let fatal = decoder.fatal().expect("refused");
    assert_eq!(fatal.problem, Problem::ExcessiveAliasing);
    assert_eq!(found, 0);
}

#[test]
fn aliases_of_aliases() {
    let mut text = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (name, before) in ('b'..='i').zip('a'..) {
        text.push_str(&format!(
            "{name}: &{name} [{}]\n",
            [format!("*{before}").as_str(); 9].join(", ")
        ));
    }
    let expected = "yaml: document contains excessive aliasing";
    assert_eq!(error(&text).as_deref(), Some(expected));
}

#[test]
fn an_alias_inside_itself() {
    let expected = "yaml: anchor 'a' value contains itself";
    assert_eq!(error("&a [*a]").as_deref(), Some(expected));
    assert_eq!(error("&a {<<: *a}").as_deref(), Some(expected));
}

/// None of these may take time out of proportion; there is no clock here, but a quadratic one would not end soon.
#[test]
fn many_faults() {
    let many = 200_000;
    for piece in [
        "\"\n",
        "- [\n",
        "a: {\n",
        "- - - \"\n",
        "a\n",
        "a: b: c\n",
        "\t\n",
        "&a *a\n",
        "? ",
        "- a\n - ",
        "|\n",
        "[]: ",
        "é: [é, ",
        "!a ",
        "\u{FEFF}",
        "\u{2028}",
        "%a\n",
        "'' ",
        "\r",
        "---\n",
    ] {
        let text = piece.repeat(many / piece.len());
        load(&text);
        let text = format!("steps:\n  - cmd: x\n{text}");
        load(&text);
        events(&text).for_each(drop);
    }
}

#[test]
fn a_deep_text_with_many_faults() {
    let mut text = "- ".repeat(9_000);
    text.push_str("a: b\n");
    for _ in 0..1_000 {
        text.push_str(&" ".repeat(18_000));
        text.push_str("c: d: e\n");
    }
    let document = load(&text);
    assert!(document.error.is_some());
}
