//! What several tests need.
#![allow(dead_code, unreachable_pub)]

use acrlint_analysis::{Applicability, FileReport, Severity, fix};
use acrlint_task::{FileAnswer, Files, NoFiles, Verdict};

/// The files of a project, by path and text.
#[derive(Debug, Default)]
pub struct Beside(pub Vec<(String, String)>);

impl Beside {
    /// The text of a file.
    pub fn text(&self, path: &str) -> Option<&str> {
        let file = self.0.iter().find(|(known, _)| known == path);
        file.map(|(_, text)| text.as_str())
    }
}

impl Files for Beside {
    fn read(&self, path: &str) -> FileAnswer {
        match self.text(path) {
            Some(text) => FileAnswer::Text(text.to_owned()),
            None => NoFiles.read(path),
        }
    }

    fn list(&self) -> Vec<String> {
        self.0.iter().map(|(path, _)| path.clone()).collect()
    }

    fn lists_all(&self) -> bool {
        !self.0.is_empty()
    }
}

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
