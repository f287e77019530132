//! Applying fixes to a text.

use acrlint_task::Verdict;

use crate::check::FileReport;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Severity};
use crate::rule::{Family, Rule};

/// A text with fixes applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many findings are mended.
    pub mended: usize,
}

/// What came of mending a file.
#[derive(Debug, Clone)]
pub struct Mended {
    /// The text with the fixes.
    pub text: String,
    /// How many findings are mended.
    pub mended: usize,
    /// What is left to find.
    pub report: FileReport,
}

/// A file is looked at so often at most; each round mends what the one before had to leave.
const ROUNDS: usize = 10;

/// Mends a file until no fix is left that makes it better. A fix that would bring new findings, or a refusal by the
/// runner, is not made.
pub fn mend(source: &str, least: Applicability, check: impl Fn(&str) -> FileReport) -> Mended {
    let mut done = Mended {
        text: source.to_owned(),
        mended: 0,
        report: check(source),
    };
    for _ in 0..ROUNDS {
        let all = apply(&done.text, &done.report.diagnostics, least);
        if all.mended == 0 || !(done.take(all, &check) || done.take_one(least, &check)) {
            break;
        }
    }
    done
}

impl Mended {
    /// Takes a round of fixes if it makes the file better.
    fn take(&mut self, fixed: Fixed, check: &impl Fn(&str) -> FileReport) -> bool {
        let report = check(&fixed.text);
        let better = is_better(&self.report, &report);
        if better {
            self.text = fixed.text;
            self.mended += fixed.mended;
            self.report = report;
        }
        better
    }

    /// Takes the first single fix that makes the file better.
    fn take_one(&mut self, least: Applicability, check: &impl Fn(&str) -> FileReport) -> bool {
        let diagnostics = self.report.diagnostics.clone();
        diagnostics.iter().any(|one| {
            let fixed = apply(&self.text, std::slice::from_ref(one), least);
            fixed.mended > 0 && self.take(fixed, check)
        })
    }
}

/// Fewer findings, the graver first; of no rule of the gravest kind that became fewer, or of a graver one, more; and the
/// runner refuses it no more than before. Milder findings may come: what was refused is looked at for the first time.
fn is_better(before: &FileReport, after: &FileReport) -> bool {
    let of = |report: &FileReport, grade| {
        let found = report.diagnostics.iter();
        found.filter(|found| grade_of(found) == grade).count()
    };
    let count = |report: &FileReport, rule: &Rule| {
        let found = report.diagnostics.iter();
        found.filter(|found| found.rule == rule).count()
    };
    let refused = matches!(after.verdict, Verdict::Refuses(_))
        && !matches!(before.verdict, Verdict::Refuses(_));
    let Some(grade) = GRADES
        .into_iter()
        .find(|grade| of(after, *grade) != of(before, *grade))
    else {
        return false;
    };
    !refused
        && of(after, grade) < of(before, grade)
        && after
            .diagnostics
            .iter()
            .filter(|found| grade_of(found) >= grade)
            .all(|found| count(after, found.rule) <= count(before, found.rule))
}

/// How grave a finding is to whoever mends a file. An image comes to light only when its step can be read, so an error
/// about its registry is milder than any other.
type Grade = (Severity, bool);

const GRADES: [Grade; 4] = [
    (Severity::Error, true),
    (Severity::Error, false),
    (Severity::Warning, true),
    (Severity::Hint, true),
];

fn grade_of(found: &Diagnostic) -> Grade {
    let is_image = found.rule.family == Family::Registries && found.severity == Severity::Error;
    (found.severity, !is_image)
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
