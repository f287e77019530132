//! Whatever text: no panic, every range inside of its file and between characters, selections strictly inside each
//! other, symbols inside their parents, folds of whole lines.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use support::page::corpus;

use acrlint_ide::{
    NameKind, Symbol, check_new_name, dockerfile_symbols, folding, links, occurrence_at,
    occurrences, selection, symbols,
};
use acrlint_text::{TextRange, TextSize};
use proptest::prelude::*;
use support::beside::Beside;
use support::navigation::{Case, TASK, tasks};
use support::task_text::task_text;

fn inside(text: &str, range: TextRange) -> Result<&str, String> {
    let written = text.get(std::ops::Range::<usize>::from(range));
    written.ok_or_else(|| format!("{range:?} is not inside of {text:?}"))
}

fn nested(text: &str, symbols: &[Symbol], around: TextRange) -> Result<(), String> {
    for symbol in symbols {
        inside(text, symbol.range)?;
        if symbol.name.is_empty()
            || !symbol.range.contains_range(symbol.selection)
            || !around.contains_range(symbol.range)
        {
            return Err(format!("{symbol:?} in {around:?} of {text:?}"));
        }
        nested(text, &symbol.children, symbol.range)?;
    }
    Ok(())
}

/// What is true of all answers; how many names there are.
fn hold(source: &str, dockerfile: &str, offsets: &[usize]) -> Result<usize, String> {
    let case = Case {
        files: Beside(vec![
            ("Dockerfile".to_owned(), dockerfile.to_owned()),
            ("aliases.yaml".to_owned(), "'é': a\nb: c\n".to_owned()),
        ]),
        ..Case::default()
    };
    let input = case.input(source);
    let whole = TextRange::up_to(TextSize::of(source));
    let all = occurrences(input);
    for (index, one) in all.iter().enumerate() {
        let text = match one.place.path.as_str() {
            TASK => source,
            path => case.files.text(path).unwrap(),
        };
        let written = inside(text, one.place.range)?;
        let same = written.eq_ignore_ascii_case(&one.name.text)
            || one.name.kind == NameKind::Image
                && written.strip_suffix(":latest") == Some(&one.name.text);
        if written.is_empty() || one.editable && !same || all[..index].contains(one) {
            return Err(format!("{one:?} is {written:?}"));
        }
        let at = one.place.range.end();
        if occurrence_at(&all, &one.place.path, at).is_none() {
            return Err(format!("{one:?} is not found"));
        }
        if check_new_name(&all, &one.name, &one.name.text).is_err() {
            return Err(format!("{one:?} may not stay"));
        }
    }
    nested(source, &symbols(input), whole)?;
    let dockerfile_whole = TextRange::up_to(TextSize::of(dockerfile));
    nested(
        dockerfile,
        &dockerfile_symbols(dockerfile),
        dockerfile_whole,
    )?;
    let folds = folding(input);
    for pair in folds.windows(2) {
        let (before, after) = (pair[0].range, pair[1].range);
        if before.end() >= after.start() && !before.contains_range(after) {
            return Err(format!("{pair:?} overlap in {source:?}"));
        }
    }
    for fold in folds {
        let written = inside(source, fold.range)?;
        let before = &source[..usize::from(fold.range.start())];
        let after = &source[usize::from(fold.range.end())..];
        let whole = (before.is_empty() || before.ends_with('\n'))
            && (after.is_empty() || after.starts_with(['\r', '\n']));
        if !whole || !written.contains('\n') {
            return Err(format!("{fold:?} is {written:?} of {source:?}"));
        }
    }
    for link in links(input) {
        inside(source, link.range)?;
    }
    for &at in offsets {
        let chain = selection(input, TextSize::try_from(at).unwrap());
        if chain.last() != Some(&whole) {
            return Err(format!("{chain:?} at {at} of {source:?}"));
        }
        for pair in chain.windows(2) {
            inside(source, pair[0])?;
            if !pair[1].contains_range(pair[0]) || pair[0] == pair[1] {
                return Err(format!("{chain:?} at {at} of {source:?}"));
            }
        }
    }
    Ok(all.len())
}

const DOCKERFILE: &str =
    "# é\nARG V=1\nFROM a:$V AS b\nARG C\nRUN echo ${C}\nFROM B\nCOPY --from=b x y\n";

#[test]
fn every_beginning_of_a_task() {
    let mut names = 0;
    for task in tasks() {
        for (at, _) in task.char_indices() {
            names += hold(&task[..at], DOCKERFILE, &[at / 2, at]).unwrap();
        }
    }
    assert!(names > 1000, "{names}");
}

/// Real task files beside the project.
#[test]
fn real_files() {
    let files = corpus(20000);
    if files.is_empty() {
        return;
    }
    let mut names = 0;
    for (path, source) in files {
        let step = 1 + source.len() / 20;
        let offsets: Vec<usize> = (0..=source.len()).step_by(step).collect();
        names += hold(&source, DOCKERFILE, &offsets)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    assert!(names > 1000, "{names}");
}

/// The words of task texts that matter here.
const OWN: &[&str] = &[
    "alias:\n  src: [aliases.yaml]\n  values:\n    ab: x\n    \"cd\": é\n",
    "  directive: é\n",
    "  - id: a\n",
    "    ",
    "ab c\n",
    "build: -t a:1 --build-arg C=é --target b .\n",
    "push: [a:1, 'é']\n",
    "when: [a, \"é\"]\n",
    "-t ",
    "-f ",
    "--target=b ",
    "--build-arg C ",
    "https://github.com/a/b.git#c:d ",
    "network: n\n",
    "networks:\n  - name: n\n",
    "volumeMounts:\n      - name: x\n",
    "{{- else }}\n",
    "{{ range ",
    "{{ .Secrets.é }}",
    "{{ $.Secrets.s | upper }}",
    "$ab",
    "$cd",
    "secrets:\n  - id: s\n    keyvault: https://v.vault.azure.net/secrets/s\n",
    "volumes:\n  - name: x\n",
    "-",
    ",",
    "# é\n# é\n",
];

fn dockerfile_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "FROM a AS b\n",
        "FROM b\n",
        "FROM ",
        " as é",
        "ARG C=1\n",
        "ARG ",
        "C",
        "ENV C=$C\n",
        "RUN echo $C ${C} \\$C\n",
        "RUN <<E\n$C\nE\n",
        "COPY --from=b é f\n",
        "RUN --mount=type=bind,from=B,target=/x y\n",
        "\\\n",
        "# $C\n",
        "# escape=`\n",
        "${C:-é}",
        "\"",
        "'",
        " ",
        "\n",
        "é",
        "🐳",
        "\u{2028}",
        "\r\n",
        "\u{feff}",
    ]);
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn texts_like_tasks(source in task_text(OWN), dockerfile in dockerfile_text(), at in any::<prop::sample::Index>()) {
        let at = at.index(source.len() + 2);
        hold(&source, &dockerfile, &[at]).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn texts_like_dockerfiles(dockerfile in dockerfile_text()) {
        let source = "version: v1.1.0\nsteps:\n  - build: --build-arg C=1 --target B -t a:1 .\n  - build: -t b:1 .\n";
        let names = hold(source, &dockerfile, &[0]).map_err(TestCaseError::fail)?;
        prop_assert!(names > 2);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>()) {
        let source = String::from_utf8_lossy(&bytes);
        hold(&source, &source, &[at.index(source.len() + 2)]).map_err(TestCaseError::fail)?;
    }
}
