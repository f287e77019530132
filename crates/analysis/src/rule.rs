use acrlint_task::Refusal;

use crate::diagnostic::{Diagnostic, Severity};
use crate::file::File;

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// What the runner refuses, and what crashes or hangs it.
    Refused,
    /// What the runner ignores in silence, or takes for something else.
    Silent,
    /// Registries that the run does not get into, and what is wrong with images and credentials.
    Registries,
    /// What is allowed and seldom meant.
    Sense,
}

impl Family {
    /// All families.
    pub const ALL: [Self; 4] = [Self::Refused, Self::Silent, Self::Registries, Self::Sense];

    /// The name by which people select it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Silent => "silent",
            Self::Registries => "registries",
            Self::Sense => "sense",
        }
    }

    /// The family's heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Refused => "Refused by the runner",
            Self::Silent => "Ignored or changed in silence",
            Self::Registries => "Registries and credentials",
            Self::Sense => "Good sense",
        }
    }
}

/// A rule: what it is called and how it looks at a file. Each is declared in a file of its own in `rules/`.
pub struct Rule {
    /// The name, by which people select and silence it.
    pub name: &'static str,
    /// What it finds, in a line.
    pub summary: &'static str,
    /// The severity of its findings.
    pub severity: Severity,
    /// What it is about.
    pub family: Family,
    /// Whether it runs unless somebody turns it off.
    pub on: bool,
    /// The lines of its page, in Markdown.
    pub page: &'static [&'static str],
    /// Looks at a file.
    pub check: fn(&File<'_>, &mut Vec<Diagnostic>),
}

impl Rule {
    /// The rule's page in Markdown, without its heading.
    pub fn page(&self) -> String {
        let lines = self
            .page
            .iter()
            .map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Where the rule's page stands on the web.
    pub fn url(&self) -> String {
        format!(
            "{}/blob/main/docs/rules/{}.md",
            env!("CARGO_PKG_REPOSITORY"),
            self.name
        )
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Eq for Rule {}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Declares a rule; the doc comment is its page. `off` before the name keeps it from running unless it is asked for.
macro_rules! declare_rule {
    ($(#[doc = $page:expr])+ off $name:literal, $severity:ident, $family:ident, $summary:literal, $check:expr $(,)?) => {
        $crate::rule::declare_rule!(@ $([$page])+ false, $name, $severity, $family, $summary, $check);
    };
    ($(#[doc = $page:expr])+ $name:literal, $severity:ident, $family:ident, $summary:literal, $check:expr $(,)?) => {
        $crate::rule::declare_rule!(@ $([$page])+ true, $name, $severity, $family, $summary, $check);
    };
    (@ $([$page:expr])+ $on:literal, $name:literal, $severity:ident, $family:ident, $summary:literal, $check:expr) => {
        $(#[doc = $page])+
        pub(crate) static RULE: crate::rule::Rule = crate::rule::Rule {
            name: $name,
            summary: $summary,
            severity: crate::diagnostic::Severity::$severity,
            family: crate::rule::Family::$family,
            on: $on,
            page: &[$($page),+],
            check: $check,
        };
    };
}
pub(crate) use declare_rule;

/// Turns each refusal that `explain` knows into a finding, with the runner's own words.
pub(crate) fn refusals(
    file: &File<'_>,
    found: &mut Vec<Diagnostic>,
    explain: impl Fn(&Refusal) -> Option<Diagnostic>,
) {
    for refusal in &file.reading.refusals {
        if let Some(diagnostic) = explain(refusal) {
            found.push(with_words(file, refusal, diagnostic));
        }
    }
}

fn with_words(file: &File<'_>, refusal: &Refusal, mut diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.range = file.visible(diagnostic.range);
    if let Some(elsewhere) = &refusal.elsewhere {
        diagnostic.related.push(crate::diagnostic::Related {
            path: Some(elsewhere.path.clone()),
            range: elsewhere.range,
            message: "the fault is here".to_owned(),
        });
    }
    if !refusal.runner.is_empty() {
        let verb = match refusal.runner.strip_prefix("PANIC: ") {
            Some(_) => "crash with",
            None => "say",
        };
        let words = refusal.runner.trim_start_matches("PANIC: ");
        diagnostic
            .notes
            .push(format!("the runner would {verb}: {words}"));
    }
    diagnostic
}
