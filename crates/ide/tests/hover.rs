//! Hover holds what it promises at every offset of every task of the pages.
#![allow(clippy::unwrap_used)]

mod support;

use acrlint_ide::{dockerfile_hover, hover};
use acrlint_task::Context;
use acrlint_text::TextSize;
use proptest::prelude::*;
use support::beside::Beside;
use support::completion::input;
use support::navigation::tasks;

/// So many offsets have something to say.
fn said(source: &str) -> usize {
    let context = Context::default();
    let files = Beside(vec![(
        "Dockerfile".to_owned(),
        "ARG A=1\nFROM a:${A} AS b\n".to_owned(),
    )]);
    let task = input(source, &context, &files);
    let mut said = 0;
    for at in 0..=source.len() {
        let at = TextSize::try_from(at).unwrap();
        if let Some(found) = hover(task, at) {
            assert!(found.range.contains_inclusive(at), "{found:?} at {at:?}");
            assert!(
                source
                    .get(std::ops::Range::<usize>::from(found.range))
                    .is_some(),
                "{found:?}"
            );
            assert!(!found.text.trim().is_empty());
            said += 1;
        }
    }
    for at in 0..30 {
        if let Some(found) = dockerfile_hover(&[task], "Dockerfile", TextSize::new(at)) {
            assert!(
                found.range.contains_inclusive(TextSize::new(at)),
                "{found:?}"
            );
        }
    }
    said
}

#[test]
fn tasks_of_the_pages() {
    let tasks = tasks();
    let said: usize = tasks.iter().map(|task| said(task)).sum();
    assert!(said > 500, "{said} offsets of {} tasks", tasks.len());
}

#[test]
fn keys_of_the_alias_block() {
    let source = "version: v1.1.0\nalias:\n  values:\n    ä: 1\nsteps:\n  - cmd: bash\n";
    let context = Context::default();
    let files = Beside::default();
    let at = |text: &str| TextSize::try_from(source.find(text).unwrap()).unwrap();
    let text =
        |what: &str| hover(input(source, &context, &files), at(what)).map(|found| found.text);
    assert!(text("alias").unwrap().starts_with("**`alias`**"));
    assert!(
        text("values")
            .unwrap()
            .starts_with("**`values`** — names with texts")
    );
    assert_eq!(text("ä"), None);
}

proptest! {
    #[test]
    fn any_text(source in "(version: v1.1.0\n)?(alias:\n  values:\n    a: b\n)?steps:\n([-a :$\\{\\}.#\n\"é]|  - |build: |when: |acrlint: ignore\\[|\\{\\{ ?.Run.ID ?\\}\\}){0,30}") {
        said(&source);
    }
}
