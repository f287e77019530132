//! The bottom layer: byte ranges, human positions, the map from a produced text back to the author's file, and
//! the symbols that stand for what is not known when a file is linted.
#![forbid(unsafe_code)]

mod lines;
mod mapped;
mod names;
mod symbol;

pub use lines::{Lines, Position};
pub use mapped::{Mapped, Origin, Segment};
pub use names::Names;
pub use symbol::{Symbol, Symbols, has_symbol, is_symbol, symbols_in};
pub use text_size::{TextLen, TextRange, TextSize};
