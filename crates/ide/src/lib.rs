//! What an editor asks about an ACR task file and the Dockerfiles that it builds, as plain data over byte ranges.
//!
//! Each question is a function of an [`Input`](acrlint_analysis::Input) and an offset, and reads the file anew: a file
//! takes microseconds, and nothing can be stale. Ranges are those of the file as written; what stands in another file
//! carries its path, as [`Files::locate`](acrlint_task::Files::locate) has it. Nothing here knows LSP.
#![forbid(unsafe_code)]

mod actions;
mod complete;
mod hints;
mod hover;
mod lenses;
mod links;
mod names;
mod place;
mod spans;
mod structure;
mod tokens;

pub use actions::{Action, ActionKind, FileEdit, actions, fix_all};
pub use complete::{Completion, CompletionKind, completions};
pub use hints::{Hint, HintKind, SHOWN, dockerfile_hints, hints};
pub use hover::{Hover, dockerfile_hover, hover};
pub use lenses::{Lens, LensCommand, lenses};
pub use links::{Link, Target, links};
pub use names::{
    Name, NameKind, Occurrence, RenameError, Role, check_new_name, occurrence_at, occurrences,
};
pub use place::Place;
pub use structure::{
    Fold, FoldKind, Symbol, SymbolKind, dockerfile_symbols, folding, selection, symbols,
};
pub use tokens::{Token, TokenKind, tokens};
