//! What holds for any text.

mod support;

use acrlint_yaml::{
    Decoder, Document, EventKind, NodeId, TextRange, TextSize, events, load, tokens,
};
use proptest::prelude::*;

/// Texts in which the signs of YAML are frequent.
fn yaml() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ab]{1,3}",
        2 => Just(": ".to_owned()),
        2 => "\n {0,4}",
        1 => Just("- ".to_owned()),
        4 => prop::sample::select(vec![
            ":", "-", "? ", "#", " #", "&a ", "*a", "!", "!!int ", "!<x> ", "|", ">", "|-\n  ", ">+\n ",
            "|2\n", "'", "\"", "\\", "\\x41", "\\u00e9", "\\\n", "%", "@", "\t", "\r", "\r\n", "{", "}", "[",
            "]", ",", "<<: ", "~", "é", "한", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{1}", "---\n", "...\n",
            "%YAML 1.1\n", "''", "\u{F0000}", "\n\n", "  ", "steps:\n", "a: b\n",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn check_range(text: &str, range: TextRange) -> Result<(), TestCaseError> {
    let inside = text.get(usize::from(range.start())..usize::from(range.end()));
    prop_assert!(inside.is_some(), "{range:?} of {}", text.len());
    Ok(())
}

fn check_nodes(document: &Document<'_>) -> Result<(), TestCaseError> {
    let text = document.text();
    for (id, node) in document.nodes() {
        check_range(text, node.range)?;
        if let Some(anchor) = node.anchor() {
            prop_assert_eq!(&text[anchor.range], format!("&{}", anchor.name));
        }
        if let Some(tag) = node.tag() {
            prop_assert!(text[tag.range].starts_with('!'));
        }
        for part in children(document, id) {
            prop_assert!(part > id);
            if !document.node(part).range.is_empty() {
                prop_assert!(node.range.contains_range(document.node(part).range));
            }
        }
        check_places(document, id)?;
    }
    Ok(())
}

fn children(document: &Document<'_>, id: NodeId) -> Vec<NodeId> {
    let node = document.node(id);
    let pairs = node.pairs().iter().flat_map(|(key, value)| [*key, *value]);
    node.items().iter().copied().chain(pairs).collect()
}

/// Each character of a value has a place inside its scalar; where it stands as it is, it is the same character.
fn check_places(document: &Document<'_>, id: NodeId) -> Result<(), TestCaseError> {
    let node = document.node(id);
    let Some(scalar) = node.scalar() else {
        return Ok(());
    };
    let mapped = document.mapped(id);
    prop_assert_eq!(mapped.text(), scalar.value.as_ref());
    let mut before = node.range.start();
    for (at, c) in scalar.value.char_indices() {
        let start = TextSize::try_from(at).expect("a short text");
        let part = TextRange::at(start, TextSize::of(c));
        let place = document.locate(id, part);
        check_range(document.text(), place)?;
        prop_assert!(
            node.range.contains_range(place),
            "{place:?} in {:?}",
            node.range
        );
        prop_assert!(place.start() >= before, "in order");
        prop_assert!(!place.is_empty());
        before = place.end();
        prop_assert_eq!(place, mapped.source_range(part));
        if mapped.is_verbatim(part) {
            prop_assert_eq!(
                &document.text()[place],
                &scalar.value[at..at + c.len_utf8()]
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4096,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Loading and decoding end, and every range is one of the text.
    #[test]
    fn documents(text in yaml()) {
        let document = load(&text);
        check_nodes(&document)?;
        if let Some(error) = &document.error {
            check_range(&text, error.range)?;
            if let Some(context) = error.context {
                check_range(&text, context.range)?;
            }
        }
        if let Some(root) = document.root {
            let mut decoder = Decoder::new(&document);
            decoder.value(root);
            decoder.mapping(root, "graph.Task", |decoder, entry| {
                decoder.pointer(entry.value, "graph.Step", |_, _| {});
                decoder.string(entry.value);
                decoder.int(entry.value);
                decoder.time(entry.value);
            });
            for error in decoder.errors() {
                check_range(&text, error.range)?;
            }
        }
    }

    /// Events are well nested and come in the order of the text; the document is what they tell.
    #[test]
    fn event_stream(text in yaml()) {
        let mut open = Vec::new();
        let mut scalars = 0;
        let mut at = TextSize::new(0);
        let mut failed = false;
        for event in events(&text) {
            let Ok(event) = event else {
                failed = true;
                break;
            };
            check_range(&text, event.range)?;
            prop_assert!(event.range.start() >= at || event.range.is_empty());
            at = at.max(event.range.start());
            match event.kind {
                EventKind::SequenceStart(_) | EventKind::MappingStart(_) => open.push(event.kind),
                EventKind::SequenceEnd => {
                    prop_assert!(matches!(open.pop(), Some(EventKind::SequenceStart(_))));
                }
                EventKind::MappingEnd => {
                    prop_assert!(matches!(open.pop(), Some(EventKind::MappingStart(_))));
                }
                EventKind::DocumentEnd { .. } => break,
                EventKind::Scalar(_) => scalars += 1,
                _ => {}
            }
        }
        let document = load(&text);
        if document.error.is_none() {
            prop_assert!(!failed && open.is_empty());
            let loaded = document.nodes().filter(|(_, node)| node.scalar().is_some());
            prop_assert_eq!(loaded.count(), scalars);
        }
    }

    /// Tokens come in the order of the text.
    #[test]
    fn token_stream(text in yaml()) {
        let mut at = TextSize::new(0);
        for token in tokens(&text) {
            let Ok(token) = token else { break };
            check_range(&text, token.range())?;
            if !token.range().is_empty() {
                prop_assert!(token.range().start() >= at);
                at = token.range().end();
            }
        }
    }

    /// Steps that stand behind a broken one are found.
    #[test]
    fn recovery(broken in "[^\n\r\u{85}\u{2028}\u{2029}\u{0}-\u{1F}\u{7F}-\u{9F}\u{FFFE}\u{FFFF}]{0,12}") {
        let text = format!("steps:\n  - cmd: a\n  - cmd: {broken}\n  - cmd: last\nversion: v\n");
        let document = load(&text);
        check_nodes(&document)?;
        if document.error.is_some() {
            let root = document.root.expect("a mapping");
            let steps = document.get(root, "steps").expect("steps");
            let last = document.node(steps).items().last().expect("a step");
            let cmd = document.get(*last, "cmd").map(|cmd| document.node(cmd).value());
            prop_assert_eq!(cmd, Some("last"));
            prop_assert!(document.get(root, "version").is_some());
        }
    }
}
