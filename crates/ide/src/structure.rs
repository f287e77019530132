//! What a file is made of: its symbols, what folds, and what is selected step by step.

mod dockerfile;
mod folding;
mod selection;
mod symbols;
mod template;

use acrlint_text::TextRange;

pub use dockerfile::dockerfile_symbols;
pub use folding::folding;
pub use selection::selection;
pub use symbols::symbols;

/// A part of a file that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// A few words about it.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub range: TextRange,
    /// What is shown when it is chosen, inside of `range`.
    pub selection: TextRange,
    /// What it holds, inside of `range`.
    pub children: Vec<Symbol>,
}

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// The task file.
    Task,
    /// A list of secrets, volumes, networks or aliases.
    Group,
    /// A step.
    Step,
    /// An alias.
    Alias,
    /// A secret.
    Secret,
    /// A volume.
    Volume,
    /// A network.
    Network,
    /// An image that a step builds.
    Image,
    /// A stage of a Dockerfile.
    Stage,
    /// A build argument of a Dockerfile.
    BuildArgument,
}

/// Lines that can be hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fold {
    /// Whole lines, more than one, without the last line break.
    pub range: TextRange,
    /// What they are.
    pub kind: FoldKind,
}

/// What is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FoldKind {
    /// A part of the file.
    Region,
    /// Comment lines.
    Comment,
}

/// A range without the white space at its end; none outside of the text.
fn trimmed(source: &str, range: TextRange) -> Option<TextRange> {
    let text = source.get(std::ops::Range::<usize>::from(range))?;
    let length = acrlint_text::TextSize::of(text.trim_end());
    Some(TextRange::at(range.start(), length))
}
