use acrlint_text::TextRange;

/// A range of a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file, by its path as the project has it.
    pub path: String,
    /// The range, in bytes.
    pub range: TextRange,
}
