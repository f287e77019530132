//! What several tests need.
#![allow(dead_code, unreachable_pub)]

pub mod beside;
pub mod page;
pub mod task_text;

use acrlint_analysis::{Applicability, FileReport, Severity, fix};
use acrlint_task::Verdict;

/// Mends a text and checks that this makes it no worse and that mending again changes nothing; what was mended.
pub fn mended(
    name: &str,
    source: &str,
    least: Applicability,
    look: impl Fn(&str) -> FileReport,
) -> fix::Mended {
    let before = look(source);
    let mended = fix::mend(source, least, &look);
    let refused = |verdict: &Verdict| matches!(verdict, Verdict::Refuses(_));
    assert!(
        !refused(&mended.report.verdict) || refused(&before.verdict),
        "{name}"
    );
    assert!(
        grave(&mended.report) <= grave(&before),
        "{name}:\n{}",
        mended.text
    );
    let again = fix::mend(&mended.text, least, &look);
    assert_eq!((again.mended, &again.text), (0, &mended.text), "{name}");
    mended
}

/// The findings above hints.
pub fn grave(report: &FileReport) -> usize {
    let found = report.diagnostics.iter();
    found.filter(|one| one.severity > Severity::Hint).count()
}
