//! Applying fixes to a text.

use crate::diagnostic::{Applicability, Diagnostic, Edit};

/// A text with fixes applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many findings are mended.
    pub mended: usize,
}

/// Applies the first fix of each finding that is at least this applicable. A fix that would change what another one
/// changes is left for a later round.
pub fn apply(source: &str, diagnostics: &[Diagnostic], least: Applicability) -> Fixed {
    let mut edits: Vec<&Edit> = Vec::new();
    let mut mended = 0;
    for diagnostic in diagnostics {
        let Some(fix) = diagnostic
            .fixes
            .iter()
            .find(|fix| fix.applicability >= least)
        else {
            continue;
        };
        let fits = fix
            .edits
            .iter()
            .all(|edit| is_inside(edit, source) && !edits.iter().any(|other| touches(edit, other)));
        if fits {
            edits.extend(&fix.edits);
            mended += 1;
        }
    }
    edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    let mut text = String::with_capacity(source.len());
    let mut copied = 0;
    for edit in edits {
        text.push_str(&source[copied..usize::from(edit.range.start())]);
        text.push_str(&edit.text);
        copied = usize::from(edit.range.end());
    }
    text.push_str(&source[copied..]);
    Fixed { text, mended }
}

fn is_inside(edit: &Edit, source: &str) -> bool {
    source
        .get(usize::from(edit.range.start())..usize::from(edit.range.end()))
        .is_some()
}

/// Whether two edits cannot both be made: they overlap, or insert at one place.
fn touches(one: &Edit, other: &Edit) -> bool {
    one.range == other.range
        || one
            .range
            .intersect(other.range)
            .is_some_and(|both| !both.is_empty())
        || (one.range.is_empty() && other.range.contains(one.range.start()))
        || (other.range.is_empty() && one.range.contains(other.range.start()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Fix;
    use crate::rules;
    use acrlint_text::TextRange;

    fn finding(start: u32, end: u32, text: &str, applicability: Applicability) -> Diagnostic {
        let range = TextRange::new(start.into(), end.into());
        let rule = rules::by_name("invalid-version").unwrap();
        Diagnostic::new(rule, range, "").fix(Fix {
            title: String::new(),
            applicability,
            edits: vec![Edit {
                range,
                text: text.to_owned(),
            }],
        })
    }

    #[test]
    fn edits_that_overlap_wait() {
        use Applicability::{Safe, Unsafe};
        let found = [
            finding(0, 2, "X", Safe),
            finding(1, 3, "Y", Safe),
            finding(4, 4, "Z", Safe),
            finding(5, 6, "W", Unsafe),
        ];
        assert_eq!(
            apply("abcdef", &found, Safe),
            Fixed {
                text: "XcdZef".into(),
                mended: 2
            }
        );
        assert_eq!(apply("abcdef", &found, Unsafe).text, "XcdZeW");
    }
}
