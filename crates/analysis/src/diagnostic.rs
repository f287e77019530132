use acrlint_text::{TextRange, TextSize};

use crate::rule::Rule;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Hint,
    /// Something goes wrong, or not as meant.
    Warning,
    /// The run fails.
    Error,
}

impl Severity {
    /// The word for it in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A finding. Ranges are byte ranges of the file as written.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, and where in the task, in one line.
    pub message: String,
    /// The place.
    pub range: TextRange,
    /// What to write beside the place: the mend in short, or what stands there.
    pub label: Option<String>,
    /// How to mend it.
    pub help: Option<String>,
    /// More to know, a paragraph each.
    pub notes: Vec<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// Ways to mend it by editing the file.
    pub fixes: Vec<Fix>,
    /// Whether it says that something is nowhere: it then counts only if it is there in every world.
    pub(crate) is_absence: bool,
}

/// A way to mend a finding by editing the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative: "write `timeout`".
    pub title: String,
    /// Whether it may be done without asking.
    pub applicability: Applicability,
    /// The changes; none overlaps another.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that needs no asking.
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self {
            title: title.into(),
            applicability: Applicability::Safe,
            edits,
        }
    }

    /// A fix that rests on a guess, or changes what the task does.
    pub fn unsafe_(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self {
            applicability: Applicability::Unsafe,
            ..Self::safe(title, edits)
        }
    }
}

impl Edit {
    /// Puts a text in the place of a range.
    pub fn replace(range: TextRange, text: impl Into<String>) -> Self {
        Self {
            range,
            text: text.into(),
        }
    }

    /// Puts a text before an offset.
    pub fn insert(at: TextSize, text: impl Into<String>) -> Self {
        Self::replace(TextRange::empty(at), text)
    }
}

/// Whether a fix may be done without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// It may change what the task does, or rests on a guess of what is meant.
    Unsafe,
    /// It changes only what the finding says.
    Safe,
}

/// A replacement of a range of the file by a text; an empty range inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub range: TextRange,
    /// By what.
    pub text: String,
}

/// A place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The file, or `None` for the file of the finding.
    pub path: Option<String>,
    /// The place.
    pub range: TextRange,
    /// What is there.
    pub message: String,
}

impl Diagnostic {
    /// A finding of a rule, with the rule's severity.
    pub fn new(rule: &'static Rule, range: TextRange, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            range,
            label: None,
            help: None,
            notes: Vec::new(),
            related: Vec::new(),
            fixes: Vec::new(),
            is_absence: false,
        }
    }

    /// With a fix, if there is one.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fixes.extend(fix.into());
        self
    }

    /// With another severity than the rule's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Counts only if it is there in every world, since it says that something is nowhere.
    #[must_use]
    pub(crate) fn absence(mut self) -> Self {
        self.is_absence = true;
        self
    }

    /// With a text beside the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// With a way to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With something more to know.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// With a place of another file.
    #[must_use]
    pub(crate) fn elsewhere(
        mut self,
        place: (String, TextRange),
        message: impl Into<String>,
    ) -> Self {
        let (path, range) = place;
        self.related.push(Related {
            path: Some(path),
            range,
            message: message.into(),
        });
        self
    }

    /// With another place of the same file, if there is one.
    #[must_use]
    pub fn related(mut self, range: Option<TextRange>, message: impl Into<String>) -> Self {
        if let Some(range) = range {
            self.related.push(Related {
                path: None,
                range,
                message: message.into(),
            });
        }
        self
    }
}
