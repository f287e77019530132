//! Decoding into types, as Go's structs have them.

use acrlint_text::Symbols;
use acrlint_yaml::{Decoded, Decoder, Document, NodeId, Presence, Problem, load};

fn field(document: &Document<'_>, key: &str) -> NodeId {
    let root = document.root.expect("a mapping");
    document.get(root, key).expect("the key")
}

fn messages(decoder: &Decoder<'_, '_>) -> Vec<String> {
    decoder.errors().iter().map(ToString::to_string).collect()
}

#[test]
fn integers() {
    let table = [
        ("5", Decoded::Known(5)),
        ("010", Decoded::Known(8)),
        ("1.9", Decoded::Known(1)),
        ("-1.9", Decoded::Known(-1)),
        ("1e3", Decoded::Known(1000)),
        ("08", Decoded::Known(8)),
        ("!!int \"5\"", Decoded::Known(5)),
        ("-.inf", Decoded::Known(i64::MIN)),
        ("9223372036854775808.0", Decoded::Known(i64::MIN)),
        ("~", Decoded::Null),
        ("", Decoded::Null),
    ];
    for (text, expected) in table {
        let text = format!("x: {text}\n");
        let document = load(&text);
        let int = Decoder::new(&document).int(field(&document, "x"));
        assert_eq!(int.map(|int| int.value), Some(expected), "{text}");
    }
}

#[test]
fn what_does_not_fit() {
    let table = [
        ("\"5\"", "cannot unmarshal !!str `5` into int"),
        ("1:30", "cannot unmarshal !!str `1:30` into int"),
        (
            "99999999999999999999",
            "cannot unmarshal !!float `9999999...` into int",
        ),
        (
            "18446744073709551615",
            "cannot unmarshal !!int `1844674...` into int",
        ),
        (
            "2001-01-01",
            "cannot unmarshal !!timestamp `2001-01-01` into int",
        ),
        ("yes", "cannot unmarshal !!bool `yes` into int"),
        ("!mine 5", "cannot unmarshal !mine `5` into int"),
        ("[a]", "cannot unmarshal !!seq into int"),
        ("!!int {a: b}", "cannot unmarshal !!map into int"),
        ("éééééé", "cannot unmarshal !!str `ééé\u{FFFD}...` into int"),
    ];
    for (text, expected) in table {
        let text = format!("a: b\nx: {text}\n");
        let document = load(&text);
        let mut decoder = Decoder::new(&document);
        assert_eq!(decoder.int(field(&document, "x")), None);
        assert_eq!(messages(&decoder), [format!("line 2: {expected}")]);
    }
}

#[test]
fn parts_of_an_error() {
    let text = "a: &a long text here\nb: *a\n";
    let document = load(text);
    let mut decoder = Decoder::new(&document);
    decoder.list(field(&document, "b"), "[]string", |_, _| {});
    let error = &decoder.errors()[0];
    // an alias leads to what it stands for
    assert_eq!(error.node, field(&document, "a"));
    assert_eq!(&text[error.range], "long text here");
    assert_eq!((error.line, error.tag.as_str()), (1, "!!str"));
    assert_eq!(error.value.as_deref(), Some("long te..."));
    assert_eq!(error.go_type, "[]string");
}

#[test]
fn pointers() {
    let document = load("- ~\n- null\n-\n- Null\n- {a: b}\n- \"null\"\n- ''\n- x\n");
    let mut decoder = Decoder::new(&document);
    let mut found = Vec::new();
    let root = document.root.expect("a list");
    decoder.list(root, "[]*graph.Step", |decoder, item| {
        found.push(decoder.pointer(item, "graph.Step", |_, _| {}));
    });
    let (absent, empty) = (Some(Presence::Absent), Some(Presence::Empty));
    let present = Some(Presence::Present);
    assert_eq!(
        found,
        [absent, absent, absent, empty, present, None, None, None]
    );
    assert_eq!(
        messages(&decoder),
        [
            "line 6: cannot unmarshal !!str `null` into *graph.Step",
            "line 7: cannot unmarshal !!str `` into graph.Step",
            "line 8: cannot unmarshal !!str `x` into graph.Step",
        ]
    );
}

#[test]
fn keys_and_merges_in_the_order_of_the_text() {
    let document = load("a: &a {x: 1}\nb:\n  x: 2\n  <<: [*a, {y: 3, [k]: v}]\n  ~: 4\n  5: 6\n");
    let mut decoder = Decoder::new(&document);
    let mut seen = Vec::new();
    decoder.mapping(field(&document, "b"), "graph.Step", |decoder, entry| {
        let value = decoder.int(entry.value).and_then(|int| int.known());
        seen.push((entry.key.into_owned(), value, entry.merged));
    });
    let entry = |key: &str, value, merged| (key.to_owned(), Some(value), merged);
    assert_eq!(
        seen,
        [
            entry("x", 2, false),
            entry("y", 3, true),
            entry("x", 1, true),
            entry("", 4, false),
            entry("5", 6, false),
        ]
    );
    assert_eq!(
        messages(&decoder),
        ["line 4: cannot unmarshal !!seq into string"]
    );
}

#[test]
fn strings_keep_their_form() {
    let document = load("[0x10, 1_0, yes, 2001-01-01, !!binary aGk=, !mine x, |\n a\n]");
    assert!(document.error.is_some(), "no block scalar inside brackets");
    let document = load("[0x10, 1_0, yes, 2001-01-01, !!binary aGk=, !mine x]");
    let mut decoder = Decoder::new(&document);
    let mut found = Vec::new();
    decoder.list(
        document.root.expect("a list"),
        "[]string",
        |decoder, item| {
            found.extend(decoder.string(item).and_then(|text| text.known()));
        },
    );
    assert_eq!(found, ["0x10", "1_0", "yes", "2001-01-01", "hi", "x"]);
}

#[test]
fn a_fault_that_stops_decoding_hides_the_others() {
    let document = load("a: [x]\nb: yesterday\n");
    let mut decoder = Decoder::new(&document);
    assert_eq!(decoder.string(field(&document, "a")), None);
    assert_eq!(decoder.time(field(&document, "b")), None);
    assert_eq!(decoder.int(field(&document, "b")), None);
    assert_eq!(
        decoder.error_text().as_deref(),
        Some(
            "parsing time \"yesterday\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"yesterday\" as \"2006\""
        )
    );
    let fatal = decoder.fatal().expect("refused");
    assert!(matches!(fatal.problem, Problem::InvalidTime(_)));
}

#[test]
fn times() {
    for (text, fits) in [
        ("2001-1-2", true),
        ("\"2001-01-02T03:04:05Z\"", true),
        ("\"2001-1-2\"", false),
        ("{a: b}", true),
        ("~", true),
        ("5", false),
    ] {
        let text = format!("x: {text}");
        let document = load(&text);
        let mut decoder = Decoder::new(&document);
        assert_eq!(
            decoder.time(field(&document, "x")).is_some(),
            fits,
            "{text}"
        );
    }
}

#[test]
fn unknown_values() {
    let mut symbols = Symbols::default();
    let symbol = symbols.intern("x", "$X").expect("a symbol");
    let text = format!(
        "plain: {symbol}\nquoted: \"{symbol}\"\ntagged: !!int {symbol}\npart: 5{symbol}\nname: &a{symbol} x\nto: *a{symbol}\n"
    );
    let document = load(&text);
    assert_eq!(document.error, None);
    let mut decoder = Decoder::with_symbols(&document, &symbols);
    let [plain, quoted, tagged, part] =
        ["plain", "quoted", "tagged", "part"].map(|key| field(&document, key));

    let unknown = Some(Decoded::Unknown);
    for node in [plain, tagged, part] {
        assert_eq!(decoder.int(node).map(|int| int.value), unknown);
    }
    assert_eq!(
        decoder.bool(plain).map(|bool| bool.value),
        Some(Decoded::Unknown)
    );
    for node in [plain, quoted] {
        let time = decoder.time(node).map(|time| time.value);
        assert_eq!(time, Some(Decoded::Unknown));
    }
    let known = decoder.string(part).and_then(|text| text.known());
    assert_eq!(known, Some(format!("5{symbol}").into()));
    let tagged = decoder.string(tagged).map(|text| text.value);
    assert_eq!(tagged, Some(Decoded::Unknown));
    assert!(decoder.errors().is_empty());

    // these do not depend on the value
    assert_eq!(decoder.int(quoted), None);
    assert_eq!(decoder.list(plain, "[]string", |_, _| {}), None);
    assert_eq!(
        messages(&decoder),
        [
            format!("line 2: cannot unmarshal !!str `{symbol}` into int"),
            format!("line 1: cannot unmarshal !!str `{symbol}` into []string"),
        ]
    );
    // without a table of symbols it is a letter like any other
    assert_eq!(Decoder::new(&document).int(plain), None);
}

#[test]
fn types_that_take_nothing_or_anything() {
    let document = load("a: ~\nb: [x]\nc: !!null x\n");
    let [a, b, c] = ["a", "b", "c"].map(|key| field(&document, key));
    let mut decoder = Decoder::new(&document);
    assert_eq!(decoder.opaque(a, "chan bool"), Some(Presence::Absent));
    assert_eq!(decoder.opaque(b, "chan bool"), None);
    assert_eq!(
        decoder.ignored(b, "graph.chanBool"),
        Some(Presence::Present)
    );
    assert_eq!(
        messages(&decoder),
        ["line 2: cannot unmarshal !!seq into chan bool"]
    );
    assert_eq!(decoder.ignored(c, "graph.chanBool"), None);
    assert_eq!(
        decoder.error_text().as_deref(),
        Some("yaml: cannot decode !!str `x` as a !!null")
    );
}
