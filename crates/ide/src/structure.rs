//! What a file is made of: its symbols, what folds, and what is selected step by step.

use acrlint_analysis::Input;
use acrlint_text::{TextRange, TextSize};

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

/// The outline of a task file.
pub fn symbols(input: Input<'_>) -> Vec<Symbol> {
    let _ = input;
    Vec::new()
}

/// The outline of a Dockerfile.
pub fn dockerfile_symbols(text: &str) -> Vec<Symbol> {
    let _ = text;
    Vec::new()
}

/// What can be folded in a task file.
pub fn folding(input: Input<'_>) -> Vec<Fold> {
    let _ = input;
    Vec::new()
}

/// What is selected around an offset, from the innermost to the whole file, each strictly inside of the next.
pub fn selection(input: Input<'_>, at: TextSize) -> Vec<TextRange> {
    let _ = at;
    vec![TextRange::up_to(TextSize::of(input.source))]
}
