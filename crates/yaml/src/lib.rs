//! YAML as the runner reads it: gopkg.in/yaml.v2 2.4.0, with its verdicts and its texts, and a byte range for
//! everything.
//!
//! [`events`] is the bare pass over a text, [`load`] puts the first document together and survives errors, and
//! [`Decoder`] turns nodes into typed values by the rules of yaml.v2's `Unmarshal`.
#![forbid(unsafe_code)]

mod decode;
mod document;
mod error;
mod lossy;
mod mark;
mod parse;
mod scan;

pub use acrlint_text::{TextRange, TextSize};
pub use decode::{Decoded, Decoder, Entry, List, Map, Presence, Scalar, TypeError, Value};
pub use document::{Document, Node, NodeId, NodeKind, load};
pub use error::{Context, Problem, YamlError};
pub use parse::{Anchor, Event, EventKind, Events, Layout, Properties, Tag, events};
pub use scan::{ScalarText, Style, TagDirective, TagText, Token, TokenKind, Tokens, tokens};
