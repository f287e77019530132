//! Whatever a file holds: no panic, every range inside it, the same answer twice.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use acrlint_analysis::{Input, Settings, check};
use acrlint_task::{Context, NoFiles, texts};
use acrlint_text::TextRange;
use proptest::prelude::*;
use support::task_text::task_text;

/// The words of task texts that matter here.
const OWN: &[&str] = &[
    "version: ",
    "v1.1.0",
    "push: ",
    "env: ",
    "timeout: ",
    "{{ range .Values.c }}",
    "{{- ",
    " -}}",
    "$Registry",
    "$ID",
    "$$",
    "alias:\n",
    "  values:\n",
    "    a: b\n",
    "secrets:\n",
    "keyvault: https://v.vault.azure.net/secrets/a\n",
    "volumes:\n",
    "name: x\n",
    "secret: {a: b}\n",
    "# c\n",
    "!!int ",
    "~",
    "null",
    "-1",
    "-t a:1 .",
    "acb_step_0",
    "%YAML 1.1\n",
    "---\n",
    "...\n",
    "| upper",
    "@",
    "`",
];

fn contexts() -> impl Strategy<Value = Context> {
    (
        any::<bool>(),
        prop::option::of("[a-z.]{0,6}"),
        prop::option::of("[a-c]=[a-z0-9 :]{0,4}"),
    )
        .prop_map(|(complete, registry, set)| Context {
            complete,
            registry,
            set: set.into_iter().collect(),
            ..Context::default()
        })
}

fn is_inside(range: TextRange, text: &str) -> bool {
    text.get(usize::from(range.start())..usize::from(range.end()))
        .is_some()
}

fn holds(source: &str, context: &Context) -> Result<(), TestCaseError> {
    let report = check(
        Input::new(source, "acb.yaml", context, &NoFiles),
        &Settings::default(),
    );
    for found in &report.diagnostics {
        prop_assert!(
            is_inside(found.range, source),
            "{}: {:?}",
            found.rule.name,
            found.range
        );
        for related in found
            .related
            .iter()
            .filter(|related| related.path.is_none())
        {
            prop_assert!(
                is_inside(related.range, source),
                "{}: {:?}",
                found.rule.name,
                related.range
            );
        }
    }
    let again = check(
        Input::new(source, "acb.yaml", context, &NoFiles),
        &Settings::default(),
    );
    prop_assert_eq!(format!("{report:?}"), format!("{again:?}"));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn texts_like_tasks(source in task_text(OWN), context in contexts()) {
        holds(&source, &context)?;
    }

    #[test]
    fn any_text(source in any::<String>(), context in contexts()) {
        holds(&source, &context)?;
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        holds(&String::from_utf8_lossy(&bytes), &Context::default())?;
    }

    /// Each byte of the rendered text leads into the file, and one that is said to stand there does.
    #[test]
    fn the_map_of_bytes_holds_what_it_promises(source in task_text(OWN), context in contexts()) {
        let texts = texts(&source, "acb.yaml", &context, &NoFiles, Default::default());
        let Some(rendered) = &texts.rendered else { return Ok(()) };
        for (at, c) in rendered.text().char_indices() {
            let here = TextRange::at(u32::try_from(at).unwrap().into(), u32::try_from(c.len_utf8()).unwrap().into());
            let there = rendered.source_range(here);
            prop_assert!(is_inside(there, &source));
            if rendered.is_verbatim(here) {
                prop_assert_eq!(&source[there], &rendered.text()[here]);
            }
        }
    }
}
