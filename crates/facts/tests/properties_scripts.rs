//! Whatever the text, the readers of scripts, CI files and saved answers come to their end, and all places are inside.
#![allow(clippy::unwrap_used)]

mod dump;

use acrlint_facts::{SourceFile, SourceKind, kind_of, read};
use proptest::prelude::*;

const KINDS: [SourceKind; 4] = [
    SourceKind::Shell,
    SourceKind::PowerShell,
    SourceKind::Ci,
    SourceKind::AzJson,
];

fn holds(text: &str) {
    for kind in KINDS {
        let files = [SourceFile { path: "x", text }];
        let facts = read(kind, &files);
        dump::check_places(&files, &facts);
        assert_eq!(facts.kind, kind);
    }
    for path in ["a.sh", "a.ps1", "a.yml", "a.json", "a.bicep", "a"] {
        kind_of(path, text);
    }
}

/// The fixtures, which hold good and odd scripts.
const FIXTURES: [&str; 4] = [
    include_str!("readers/shell.md"),
    include_str!("readers/powershell.md"),
    include_str!("readers/ci.md"),
    include_str!("readers/answers.md"),
];

/// Pieces that scripts are made of.
const WORDS: &[&str] = &[
    "az acr task create -n a -r b ",
    "az acr run ",
    "-f - ",
    "--set a=b ",
    "-c /dev/null ",
    "$(",
    ")",
    "\"",
    "'",
    "`",
    "${",
    "}",
    "${x:-",
    "<<EOF",
    "<<-'E'",
    "\nEOF\n",
    "\n",
    "\t",
    " ",
    "\\\n",
    "if ",
    "then ",
    "fi ",
    "for x in a b; do ",
    "done ",
    "case x in ",
    "esac ",
    ";; ",
    "*)",
    "f() {",
    "f ",
    "{",
    "(",
    "((",
    "))",
    "[[ ",
    "]] ",
    "$x",
    "$1",
    "$@",
    "\"${a[@]}\"",
    "a=(",
    "a+=",
    "b=",
    "local ",
    "|",
    "||",
    "&&",
    "&",
    ";",
    "#",
    "<",
    ">",
    "<a>",
    "@'\n",
    "\n'@",
    "@(",
    "@{",
    "$x = ",
    "$x.id",
    "@x ",
    "foreach ($x in ",
    "function f($a = ",
    "param(",
    "${{ ",
    "}}",
    "$(a)",
    "é",
    "\u{F0000}",
    "\r\n",
    "- run: |\n    ",
    "steps:\n",
    "env: {a: b}\n",
    "\"type\": ",
    "{\"a.b\": null}",
    "$'\\n'",
    "%",
    "= ",
    "jq -r .id ",
    "echo ",
    "x=$(az identity show -n x) ",
    "az acr task credential add -n a --login-server ",
    "shift; ",
    "exit ",
    "while ",
    "do ",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(WORDS).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        holds(&text);
    }

    #[test]
    fn text_of_script_pieces(pieces in prop::collection::vec(piece(), 0..60)) {
        holds(&pieces.concat());
    }

    #[test]
    fn damaged_fixtures(which in 0usize..4, from in 0usize..20_000, length in 1usize..1500, cut in 0usize..1500, with in piece()) {
        let text = FIXTURES[which];
        let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let start = floor(from % text.len());
        let end = floor(start + length);
        let middle = floor((start + cut).min(end));
        holds(&format!("{}{with}{}", &text[start..middle], &text[middle..end]));
        holds(&format!("{}{with}{}", &text[..start], &text[end..]));
    }
}

/// Texts that are long or deep take time and memory in proportion.
#[test]
fn long_and_deep_texts() {
    let many = |piece: &str, n: usize| piece.repeat(n);
    let texts = [
        many("$(", 20_000),
        many("${x:-", 20_000),
        many("((", 20_000),
        many("{ ", 20_000),
        many("if x; then ", 10_000),
        many("f() { ", 10_000),
        many("`", 20_001),
        many("<<A ", 20_000),
        many("x <<A \"\n\" ", 10_000),
        many("a && ", 20_000),
        many("a | ", 20_000),
        many("x=$x$x$x$x; ", 10_000),
        many("@(", 20_000),
        many("@{ ", 20_000),
        many("$a = $b[1 \n", 10_000),
        many("'\n", 20_001),
        many("az acr task create -n a -r b\n", 5_000),
        many(
            "az acr task credential add -n a --login-server x -u $y\n",
            5_000,
        ),
        many("if a; then x=1; fi; ", 5_000),
        format!("f() {{ {} }}; f", many("f; ", 5_000)),
        format!(
            "{} g0",
            (0..40)
                .map(|n| format!("g{n}() {{ g{0}; g{0}; }}; ", n + 1))
                .collect::<String>()
        ),
        format!("f() {{ {} f {} }}; f", many("{ ", 38), many("; }", 38)),
        format!("f() {{ x={} f {}; }}; f", many("$( ", 37), many(")", 37)),
        format!(
            "f() {{ {} f; {} }}; f",
            many("if a; then ", 18),
            many("fi; ", 18)
        ),
        format!(
            "function f {{ {} f {} }}; f",
            many("if (a) { ", 38),
            many(" }", 38)
        ),
        many("for a in 1 2 3 4 5 6 7 8; do ", 30),
        many("[", 20_000),
        many("{\"a\":", 20_000),
        many("- run: az acr run .\n", 2_000),
        many("a: {", 5_000),
        many("${{ ", 20_000),
        many("<a", 20_000),
        many("\\\n", 20_000),
    ];
    for text in texts {
        let started = std::time::Instant::now();
        holds(&text);
        let took = started.elapsed();
        assert!(took.as_secs() < 5, "{took:?} for {}…", &text[..20]);
    }
}
