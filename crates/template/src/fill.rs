//! The shortest way through the most frequent templates: text, and actions that are a chain of fields of known texts.

use std::borrow::Cow;

use acrlint_text::{Mapped, TextRange, TextSize};

use crate::syntax::plain_action;

/// The longest template, and the longest output, in bytes: an execution of this size never exceeds its budget.
const LONGEST: usize = 1 << 16;
const MOST_OUTPUT: usize = 1 << 20;

/// Renders a template that is nothing but text and chains of fields, such as `{{.Run.ID}}`, without a tree. `look_up`
/// says what a chain, such as `.Run.ID`, prints. `None` for any other template, and when `look_up` has no answer; where there is a text, it
/// is the one that [`crate::execute`] gives.
///
/// ```
/// let text = acrlint_template::fill("a-{{ .Run.ID }}", |_| Some("cf1".into())).expect("a text");
/// assert_eq!(text.text(), "a-cf1");
/// assert_eq!(acrlint_template::fill("{{ upper .Run.ID }}", |_| Some("cf1".into())), None);
/// ```
pub fn fill<'v>(
    text: &str,
    mut look_up: impl FnMut(&str) -> Option<Cow<'v, str>>,
) -> Option<Mapped> {
    if text.len() > LONGEST {
        return None;
    }
    let bytes = text.as_bytes();
    let mut out = Mapped::with_capacity(2 * text.len());
    let mut copied = 0; // everything before this is in `out`
    for open in memchr::memchr_iter(b'{', bytes) {
        if open < copied || bytes.get(open + 1) != Some(&b'{') {
            continue;
        }
        let (chain, end) = plain_action(text, open)?;
        let value = look_up(chain)?;
        out.push_verbatim(&text[copied..open], size(copied));
        out.push_expansion(&value, TextRange::new(size(open), size(end)));
        if out.text().len() > MOST_OUTPUT {
            return None;
        }
        copied = end;
    }
    out.push_verbatim(&text[copied..], size(copied));
    Some(out)
}

fn size(n: usize) -> TextSize {
    TextSize::try_from(n).unwrap_or(TextSize::new(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Unknowns, Value, execute, parse};
    use proptest::prelude::*;

    /// `.a.b` is a text, `.c` is one with braces in it, nothing else is known.
    fn look_up(chain: &str) -> Option<Cow<'static, str>> {
        match chain {
            ".a.b" => Some("x".into()),
            ".c" => Some("{{.c}}".into()),
            _ => None,
        }
    }

    /// Whether the text was filled in; then an execution gives the same.
    fn agrees(text: &str) -> Result<bool, TestCaseError> {
        let Some(filled) = fill(text, look_up) else {
            return Ok(false);
        };
        let inner = Value::map([("b", Value::from("x"))]);
        let data = Value::values([("a", inner), ("c", Value::from("{{.c}}"))]);
        let parsed = parse("p", text);
        prop_assert_eq!(parsed.error, None);
        let rendered = execute(&parsed.template, &data, &mut Unknowns::default());
        prop_assert!(rendered.complete && rendered.errors.is_empty());
        prop_assert_eq!(rendered.text, filled);
        Ok(true)
    }

    #[test]
    fn fields_are_filled_in() -> Result<(), TestCaseError> {
        for text in [
            "",
            "a{b}",
            "{{.a.b}}",
            "x {{ .c\n}}{{.a.b}} y",
            "}}{ {{.c}}",
        ] {
            assert!(agrees(text)?, "{text}");
        }
        for text in [
            "{{.b}}", "{{- .c}}", "{{.c -}}", "{{{.c}}", "{{.c", "{{/**/}}",
        ] {
            assert!(!agrees(text)?, "{text}");
        }
        assert_eq!(fill(&"x".repeat(LONGEST + 1), look_up), None);
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn an_execution_gives_the_same(text in "(\\{\\{ ?\\.(a\\.b|c|x)[ \n]?\\}\\}|[-{}. \n\u{e9}a]){0,8}") {
            agrees(&text)?;
        }
    }
}
