//! Parser directives: `# escape=`, `# syntax=`, `# check=` at the top of a Dockerfile.

use acrlint_text::TextRange;

use crate::size::{offset_in, range_at};

/// A parser directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// `escape`, `syntax` or `check`, in lower case.
    pub name: String,
    /// The value, as written.
    pub value: String,
    /// The line without white space around it.
    pub range: TextRange,
    /// The value.
    pub value_range: TextRange,
}

/// Reads a line as a directive. The first line that is none ends them, and so does an empty one. Rule: BuildKit
/// frontend/dockerfile/parser/directives.go.
pub(crate) fn read(text: &str, line: &str) -> Option<Directive> {
    let line = line.trim();
    let (name, value) = line.strip_prefix('#')?.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let known = ["escape", "syntax", "check"];
    let name = known.into_iter().find(|n| n.eq_ignore_ascii_case(name))?;
    (!value.is_empty()).then(|| Directive {
        name: name.to_owned(),
        value: value.to_owned(),
        range: range_at(offset_in(text, line), line.len()),
        value_range: range_at(offset_in(text, value), value.len()),
    })
}
