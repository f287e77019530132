//! YAML as the runner reads it: gopkg.in/yaml.v2 2.4.0, with its verdicts and its texts, and a byte range for
//! everything.
//!
//! - [`tokens`] and [`events`] are the bare passes over a text.
//! - [`load`] puts the first document together and goes on after errors, for editors. What the runner says of the text
//!   is [`Document::error`] alone.
//! - [`Decoder`] turns nodes into typed values by the rules of yaml.v2's `Unmarshal` into Go structs, collects what does
//!   not fit, and leaves open what depends on a symbol ([`acrlint_text::Symbols`]).
//! - [`Document::mapped`] and [`Document::locate`] lead from a scalar's value back to the text.
//!
//! The library's oddities are part of its verdicts and therefore kept: how it counts lines in messages, that it finds
//! control characters in pieces of 512 bytes, that `[]: a` is no mapping, that `<<` overrides the keys before it, that
//! tags of collections do not count. Where Go's own library decides (numbers, points in time), it is that of Go 1.26.
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
pub use document::{Document, Items, Node, NodeId, NodeKind, Pairs, load};
pub use error::{Context, Problem, YamlError};
pub use parse::{Anchor, Event, EventKind, Events, Layout, Properties, Tag, events};
pub use scan::{ScalarText, Style, TagDirective, TagText, Token, TokenKind, Tokens, tokens};
