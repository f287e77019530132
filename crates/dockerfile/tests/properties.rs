//! Whatever the text, nothing panics and every place is inside the file.
#![allow(clippy::unwrap_used)]

use std::ops::Range;

use acrlint_dockerfile::{Arguments, Dockerfile, PartOrigin, Word, parse, scan};
use acrlint_text::{Symbols, TextRange};
use proptest::prelude::*;

fn inside(text: &str, range: TextRange) {
    assert!(
        text.get(Range::<usize>::from(range)).is_some(),
        "{range:?} in {text:?}"
    );
}

fn ranges(file: &Dockerfile) -> Vec<TextRange> {
    let mut all: Vec<_> = file.problems.iter().map(|problem| problem.range).collect();
    all.extend(file.instructions.iter().map(|(_, range)| *range));
    all.extend(
        file.directives
            .iter()
            .flat_map(|d| [d.range, d.value_range]),
    );
    let mut word = |word: &Word| all.push(word.range());
    for arg in file.declared_args() {
        word(&arg.name);
        arg.default.iter().for_each(&mut word);
    }
    for stage in &file.stages {
        word(&stage.base);
        stage.name.iter().chain(&stage.platform).for_each(&mut word);
        stage.references.iter().for_each(|r| word(&r.word));
    }
    all.extend(file.needs_buildkit());
    all
}

fn check(text: &str) {
    let file = parse(text);
    for range in ranges(&file) {
        inside(text, range);
    }
    let args = Arguments {
        given: vec![("A", Some("é")), ("B", None)],
        ..Arguments::default()
    };
    for target in [None, Some("a"), Some("1")] {
        let mut symbols = Symbols::avoiding(text);
        for pull in file.pulls(&args, target, None, &mut symbols).images {
            inside(text, pull.range);
            let mut end = 0;
            for part in &pull.parts {
                assert_eq!(part.bytes.start, end);
                end = part.bytes.end;
                assert!(pull.image.get(part.bytes.clone()).is_some());
                match &part.origin {
                    PartOrigin::File(range) | PartOrigin::Unknown(range) => inside(text, *range),
                    PartOrigin::BuildArgument { bytes, .. } => assert_eq!(*bytes, 0..2),
                    PartOrigin::Predefined => {}
                }
            }
            assert_eq!(end, pull.image.len());
            pull.uses.iter().for_each(|used| inside(text, used.range));
        }
    }
    let scan = scan(text, &["A=é"], &["t"], "a");
    scan.error_range()
        .into_iter()
        .for_each(|range| inside(text, range));
    assert_eq!(
        scan.accepts.is_some_and(|ok| !ok),
        scan.accepts.is_some() && scan.error.is_some()
    );
}

/// Pieces of Dockerfiles in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "FROM ",
        "ARG ",
        "COPY ",
        "RUN ",
        "ONBUILD ",
        "--from=",
        "--mount=from=",
        "--platform=",
        " AS ",
        "a",
        "b:1",
        "A=",
        "B",
        "$A",
        "${B:-",
        "${A",
        "}",
        "\"",
        "'",
        "\\",
        "\\\n",
        "`",
        "# escape=`\n",
        "# syntax=x\n",
        "\n",
        "\r\n",
        "<<E",
        "\nE\n",
        "<<-",
        "#",
        "\u{FEFF}",
        "é",
        " ",
        "\t",
        "=",
        "0",
        ",",
        "\u{F0000}",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn texts_of_pieces(text in pieces()) {
        check(&text);
    }
}

/// Time must not grow faster than the file.
#[test]
fn long_files() {
    for piece in [
        "FROM a AS a\nCOPY --from=a x x\n",
        "RUN a \\\n",
        "ARG A=$A$A\n",
        "FROM ${A:-",
        "RUN <<E\n",
        "ONBUILD ",
        "\"a ",
        "# x\n",
    ] {
        check(&piece.repeat(100_000 / piece.len()));
    }
}
