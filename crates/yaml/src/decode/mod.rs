//! From nodes to typed values, by the rules of yaml.v2's `Unmarshal` (decode.go).

mod base64;
mod number;
mod pairs;
mod resolve;
mod scalar;
mod time;
mod value;

use std::borrow::Cow;
use std::collections::HashSet;

use acrlint_text::{Symbols, TextRange};

use crate::document::{Document, NodeId, NodeKind};
use crate::error::{Problem, YamlError};
use crate::lossy;
use pairs::Pairs;
use resolve::short_tag;

pub use scalar::{Decoded, Scalar};
pub use value::{List, Map, Value};

/// Decodes nodes of a document and collects what does not fit.
///
/// It mirrors a non-strict `Unmarshal` into Go structs: one call for each node, in the order of the text, and the names
/// of Go's types as the runner's messages show them. A call that returns `None` has recorded why.
///
/// ```
/// use acrlint_yaml::{Decoder, load};
///
/// let document = load("timeout: 10m\nretries: 3\n");
/// let mut decoder = Decoder::new(&document);
/// let mut retries = None;
/// decoder.mapping(document.root.unwrap(), "graph.Step", |decoder, entry| match entry.key.as_ref() {
///     "timeout" => _ = decoder.int(entry.value),
///     "retries" => retries = decoder.int(entry.value).and_then(|int| int.known()),
///     _ => {}
/// });
/// assert_eq!(retries, Some(3));
/// assert_eq!(
///     decoder.error_text().as_deref(),
///     Some("yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str `10m` into int"),
/// );
/// ```
#[derive(Debug)]
pub struct Decoder<'d, 't> {
    document: &'d Document<'t>,
    symbols: Option<&'d Symbols>,
    errors: Vec<TypeError>,
    fatal: Option<YamlError>,
    /// The aliases being followed.
    following: HashSet<NodeId>,
    /// How many nodes were decoded, and how many of these through an alias.
    decoded: u64,
    aliased: u64,
}

/// A value that does not fit the type that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeError {
    /// The node; where an alias led to it, the one that the alias stands for.
    pub node: NodeId,
    /// Where the node stands.
    pub range: TextRange,
    /// The line that the message names, counted from 1.
    pub line: u32,
    /// The value's tag as shown, such as `!!str`.
    pub tag: String,
    /// The value as shown, cut to ten bytes; `None` for lists and mappings.
    pub value: Option<String>,
    /// The type that is wanted, in Go's words.
    pub go_type: String,
}

impl std::fmt::Display for TypeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: cannot unmarshal {}", self.line, self.tag)?;
        if let Some(value) = &self.value {
            write!(f, " `{value}`")?;
        }
        write!(f, " into {}", self.go_type)
    }
}

/// Whether a collection is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Null: the field has its zero value, a pointer is nil.
    Absent,
    /// `Null` or `NULL` where a pointer is wanted: it points to an empty struct.
    Empty,
    /// A list or a mapping.
    Present,
}

/// A pair of a mapping.
#[derive(Debug, Clone)]
pub struct Entry<'d> {
    /// The key; empty for a null one.
    pub key: Cow<'d, str>,
    /// The key's node.
    pub key_node: NodeId,
    /// The value, not decoded yet.
    pub value: NodeId,
    /// Whether it comes from a `<<`.
    pub merged: bool,
}

impl<'d, 't> Decoder<'d, 't> {
    /// A decoder of a document in which everything is known.
    pub fn new(document: &'d Document<'t>) -> Self {
        Self {
            document,
            symbols: None,
            errors: Vec::new(),
            fatal: None,
            following: HashSet::new(),
            // the document itself counts
            decoded: 1,
            aliased: 0,
        }
    }

    /// A decoder of a document in which these characters stand for unknown values. A scalar that holds one may be
    /// [`Decoded::Unknown`].
    pub fn with_symbols(document: &'d Document<'t>, symbols: &'d Symbols) -> Self {
        Self {
            symbols: Some(symbols),
            ..Self::new(document)
        }
    }

    /// The document.
    pub fn document(&self) -> &'d Document<'t> {
        self.document
    }

    /// What did not fit so far.
    pub fn errors(&self) -> &[TypeError] {
        &self.errors
    }

    /// What made decoding stop. The runner then does not report what did not fit before.
    pub fn fatal(&self) -> Option<&YamlError> {
        self.fatal.as_ref()
    }

    /// The runner's whole text, if it refuses the document.
    pub fn error_text(&self) -> Option<String> {
        if let Some(fatal) = &self.fatal {
            return Some(fatal.to_string());
        }
        if self.errors.is_empty() {
            return None;
        }
        let mut text = "yaml: unmarshal errors:".to_owned();
        for error in &self.errors {
            text.push_str("\n  ");
            text.push_str(&error.to_string());
        }
        Some(text)
    }

    /// A list: calls `each` for every item, which decodes it. Go leaves out items that do not fit.
    pub fn list(
        &mut self,
        node: NodeId,
        go_type: &str,
        mut each: impl FnMut(&mut Self, NodeId),
    ) -> Option<Presence> {
        let document = self.document;
        self.within(node, |decoder, id| match &document.node(id).kind {
            NodeKind::Sequence(_, items) => {
                for item in items {
                    each(decoder, *item);
                }
                decoder.fatal.is_none().then_some(Presence::Present)
            }
            _ => decoder.absent(id, go_type),
        })
    }

    /// A struct or a map with string keys: calls `each` for every pair, which decodes the value if it wants it. A key
    /// may come several times; the later one wins.
    pub fn mapping(
        &mut self,
        node: NodeId,
        go_type: &str,
        mut each: impl FnMut(&mut Self, Entry<'d>),
    ) -> Option<Presence> {
        self.within(node, |decoder, id| decoder.fields(id, go_type, &mut each))
    }

    /// A pointer to a struct, as lists hold them; `go_type` names the struct. Null, `~` and nothing are a nil pointer.
    pub fn pointer(
        &mut self,
        node: NodeId,
        go_type: &str,
        mut each: impl FnMut(&mut Self, Entry<'d>),
    ) -> Option<Presence> {
        self.within(node, |decoder, id| {
            if decoder.is_nil(id) {
                // the pointer is not followed, so the message names its own type
                return decoder.absent(id, &format!("*{go_type}"));
            }
            match decoder.fields(id, go_type, &mut each)? {
                Presence::Absent => Some(Presence::Empty),
                presence => Some(presence),
            }
        })
    }

    /// A type that takes no value at all, such as a channel.
    pub fn opaque(&mut self, node: NodeId, go_type: &str) -> Option<Presence> {
        self.within(node, |decoder, id| decoder.absent(id, go_type))
    }

    /// A type that takes any value and forgets it.
    pub fn ignored(&mut self, node: NodeId, go_type: &str) -> Option<Presence> {
        self.within(node, |decoder, id| {
            if decoder.is_nil(id) {
                return decoder.absent(id, go_type);
            }
            Some(Presence::Present)
        })
    }

    fn fields(
        &mut self,
        id: NodeId,
        go_type: &str,
        each: &mut impl FnMut(&mut Self, Entry<'d>),
    ) -> Option<Presence> {
        let NodeKind::Mapping(..) = self.document.node(id).kind else {
            return self.absent(id, go_type);
        };
        let mut pairs = Pairs::new(id);
        while let Some(pair) = pairs.next(self) {
            if let Some(key) = self.string(pair.key) {
                let entry = Entry {
                    key_node: key.node,
                    key: key.known().unwrap_or_default(),
                    value: pair.value,
                    merged: pair.merged,
                };
                each(self, entry);
            }
        }
        self.fatal.is_none().then_some(Presence::Present)
    }

    /// Null, the only scalar that fits a collection.
    fn absent(&mut self, id: NodeId, go_type: &str) -> Option<Presence> {
        match self.document.node(id).kind {
            NodeKind::Scalar(_) => {
                self.null(id, go_type)?;
                Some(Presence::Absent)
            }
            NodeKind::Sequence(..) => self.mismatch(id, "!!seq", go_type),
            _ => self.mismatch(id, "!!map", go_type),
        }
    }

    /// Whether a pointer to this node stays nil. yaml.v2 looks at the text alone here: `"null"` counts, `Null` does not.
    fn is_nil(&self, id: NodeId) -> bool {
        let node = self.document.node(id);
        let nil_text = |text: &str| match text {
            "null" | "~" => true,
            text => text.is_empty() && node.is_implicit(),
        };
        node.has_core_tag("null")
            || node.tag_name().is_empty() && node.scalar().is_some_and(|s| nil_text(&s.value))
    }

    /// Records that a node does not fit.
    #[cold]
    fn mismatch<T>(&mut self, id: NodeId, tag: &str, go_type: &str) -> Option<T> {
        let node = self.document.node(id);
        let tag = match node.tag_name() {
            "" => tag.to_owned(),
            tag => short_tag(tag).into_owned(),
        };
        let value = (!matches!(tag.as_str(), "!!seq" | "!!map")).then(|| shown(node.value()));
        self.errors.push(TypeError {
            node: id,
            range: node.range,
            line: node.line + 1,
            tag,
            value,
            go_type: go_type.to_owned(),
        });
        None
    }

    /// Stops decoding.
    #[cold]
    fn stop(&mut self, id: NodeId, problem: Problem) {
        self.fatal.get_or_insert_with(|| YamlError {
            message: problem.text().into_owned(),
            problem,
            range: self.document.node(id).range,
            context: None,
        });
    }

    /// Runs `decode` on a node or on what it is an alias of.
    fn within<R>(
        &mut self,
        node: NodeId,
        decode: impl FnOnce(&mut Self, NodeId) -> Option<R>,
    ) -> Option<R> {
        let target = self.enter(node)?;
        let result = decode(self, target);
        self.leave(node);
        result
    }

    /// Counts a node and follows it if it is an alias; [`Decoder::leave`] must come after. `None` when decoding stops.
    fn enter(&mut self, node: NodeId) -> Option<NodeId> {
        self.count(node)?;
        let target = self.document.target(node);
        if target != node {
            if !self.following.insert(node) {
                let name = match self.document.node(node).kind {
                    NodeKind::Alias(name, _) => name.to_owned(),
                    _ => String::new(),
                };
                self.stop(node, Problem::ContainsItself(name));
                return None;
            }
            self.count(node)?;
        }
        Some(target)
    }

    fn leave(&mut self, node: NodeId) {
        if !self.following.is_empty() {
            self.following.remove(&node);
        }
    }

    /// Counts a decoded node; too many of them through aliases are refused (yaml.v2, allowedAliasRatio).
    fn count(&mut self, node: NodeId) -> Option<()> {
        if self.fatal.is_some() {
            return None;
        }
        self.decoded += 1;
        if !self.following.is_empty() {
            self.aliased += 1;
        }
        if self.aliased > 100 && self.decoded > 1000 {
            let ratio = self.aliased as f64 / self.decoded as f64;
            if ratio > allowed_ratio(self.decoded) {
                self.stop(node, Problem::ExcessiveAliasing);
                return None;
            }
        }
        Some(())
    }
}

/// The part of the decoded nodes that may come from aliases.
fn allowed_ratio(decoded: u64) -> f64 {
    const LOW: f64 = 400_000.0;
    const HIGH: f64 = 4_000_000.0;
    let decoded = decoded as f64;
    if decoded <= LOW {
        0.99
    } else if decoded >= HIGH {
        0.10
    } else {
        0.99 - 0.89 * ((decoded - LOW) / (HIGH - LOW))
    }
}

/// A value as messages show it: more than ten bytes are cut to seven, even inside a character.
fn shown(value: &str) -> String {
    if value.len() > 10 {
        format!("{}...", lossy::text(&value.as_bytes()[..7]))
    } else {
        value.to_owned()
    }
}
