use std::borrow::Cow;

use super::resolve::{Resolved, depends_on_text, is_null, resolve};
use super::{Decoder, base64, time};
use crate::document::{NodeId, NodeKind};
use crate::error::Problem;
use crate::lossy;
use crate::scan::Style;

/// A decoded scalar and where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scalar<T> {
    /// The scalar's node; where an alias led to it, the one that the alias stands for.
    pub node: NodeId,
    /// Its value.
    pub value: Decoded<T>,
}

/// What is known of a scalar's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoded<T> {
    /// Null: Go's zero value.
    Null,
    /// This value.
    Known(T),
    /// It depends on what a symbol stands for, and so does whether it fits.
    Unknown,
}

impl<T> Scalar<T> {
    /// The value, if it is known and not null.
    pub fn known(self) -> Option<T> {
        match self.value {
            Decoded::Known(value) => Some(value),
            Decoded::Null | Decoded::Unknown => None,
        }
    }
}

/// A scalar before it is brought to a type.
#[derive(Debug)]
enum Raw<'d> {
    Resolved(Resolved<'d>),
    /// A plain scalar without a tag that holds a symbol: a text, or what that text stands for.
    Symbolic(&'d str),
    /// A scalar with a tag whose meaning depends on a symbol.
    Unknown,
}

impl<'d> Decoder<'d, '_> {
    /// A text. Any scalar fits; it keeps the form in which it is written.
    pub fn string(&mut self, node: NodeId) -> Option<Scalar<Cow<'d, str>>> {
        self.within(node, |decoder, id| {
            let value = match decoder.untagged(id) {
                Some(value) => value,
                None => decoder.tagged_string(id)?,
            };
            Some(Scalar { node: id, value })
        })
    }

    /// A scalar without a tag as a text, for which its type makes no difference unless it is null.
    fn untagged(&self, id: NodeId) -> Option<Decoded<Cow<'d, str>>> {
        let document = self.document;
        let node = document.node(id);
        let scalar = node.scalar().filter(|_| node.tag().is_none())?;
        let null = scalar.style == Style::Plain && is_null(&scalar.value);
        Some(if null {
            Decoded::Null
        } else {
            Decoded::Known(Cow::Borrowed(&scalar.value))
        })
    }

    fn tagged_string(&mut self, id: NodeId) -> Option<Decoded<Cow<'d, str>>> {
        self.value_of(id, "string", |decoder, id, raw| {
            Some(match raw {
                Raw::Resolved(Resolved::Null) => Decoded::Null,
                Raw::Resolved(Resolved::Text(text)) => Decoded::Known(text),
                Raw::Resolved(Resolved::Binary(text)) => Decoded::Known(Cow::Owned(text)),
                Raw::Resolved(_) => Decoded::Known(decoder.text_of(id).into()),
                Raw::Symbolic(text) => Decoded::Known(text.into()),
                Raw::Unknown => Decoded::Unknown,
            })
        })
    }

    /// An integer of 64 bits. Fractions are cut off.
    pub fn int(&mut self, node: NodeId) -> Option<Scalar<i64>> {
        self.scalar(node, "int", |decoder, id, raw| match raw {
            Raw::Resolved(Resolved::Null) => Some(Decoded::Null),
            Raw::Resolved(Resolved::Int(value)) => Some(Decoded::Known(value)),
            Raw::Resolved(Resolved::Float(value)) if value <= i64::MAX as f64 => {
                Some(Decoded::Known(truncated(value)))
            }
            Raw::Resolved(other) => decoder.mismatch(id, other.tag(), "int"),
            Raw::Symbolic(_) | Raw::Unknown => Some(Decoded::Unknown),
        })
    }

    /// A boolean.
    pub fn bool(&mut self, node: NodeId) -> Option<Scalar<bool>> {
        self.scalar(node, "bool", |decoder, id, raw| match raw {
            Raw::Resolved(Resolved::Null) => Some(Decoded::Null),
            Raw::Resolved(Resolved::Bool(value)) => Some(Decoded::Known(value)),
            Raw::Resolved(other) => decoder.mismatch(id, other.tag(), "bool"),
            Raw::Symbolic(_) | Raw::Unknown => Some(Decoded::Unknown),
        })
    }

    /// A point in time, as a text. A plain timestamp of YAML fits, and any scalar by RFC 3339; another one makes
    /// decoding stop. A mapping fits, too: Go sees a struct without fields.
    pub fn time(&mut self, node: NodeId) -> Option<Scalar<Cow<'d, str>>> {
        let target = self.document.target(node);
        if let NodeKind::Mapping(..) = self.document.node(target).kind {
            self.mapping(node, "time.Time", |_, _| {})?;
            return Some(Scalar {
                node: target,
                value: Decoded::Null,
            });
        }
        self.scalar(node, "time.Time", |decoder, id, raw| {
            let text = match raw {
                Raw::Resolved(Resolved::Null) => return Some(Decoded::Null),
                Raw::Resolved(Resolved::Time) => {
                    return Some(Decoded::Known(decoder.text_of(id).into()));
                }
                Raw::Resolved(Resolved::Binary(text)) => Cow::Owned(text),
                Raw::Resolved(_) => Cow::Borrowed(decoder.text_of(id)),
                Raw::Symbolic(_) | Raw::Unknown => return Some(Decoded::Unknown),
            };
            if decoder.is_symbolic(&text) {
                return Some(Decoded::Unknown);
            }
            match time::check_rfc3339(&text) {
                Ok(()) => Some(Decoded::Known(text)),
                Err(problem) => {
                    decoder.stop(id, Problem::InvalidTime(problem));
                    None
                }
            }
        })
    }

    /// Null where a collection is wanted.
    pub(super) fn null(&mut self, id: NodeId, go_type: &str) -> Option<()> {
        match self.raw(id)? {
            Raw::Resolved(Resolved::Null) => Some(()),
            Raw::Resolved(other) => self.mismatch(id, other.tag(), go_type),
            Raw::Symbolic(_) | Raw::Unknown => self.mismatch(id, "!!str", go_type),
        }
    }

    fn scalar<T>(
        &mut self,
        node: NodeId,
        go_type: &str,
        convert: impl FnOnce(&mut Self, NodeId, Raw<'d>) -> Option<Decoded<T>>,
    ) -> Option<Scalar<T>> {
        self.within(node, |decoder, id| {
            let value = decoder.value_of(id, go_type, convert)?;
            Some(Scalar { node: id, value })
        })
    }

    /// The value of a node that is no alias.
    fn value_of<T>(
        &mut self,
        id: NodeId,
        go_type: &str,
        convert: impl FnOnce(&mut Self, NodeId, Raw<'d>) -> Option<Decoded<T>>,
    ) -> Option<Decoded<T>> {
        match self.document.node(id).kind {
            NodeKind::Sequence(..) => self.mismatch(id, "!!seq", go_type),
            NodeKind::Mapping(..) => self.mismatch(id, "!!map", go_type),
            _ => {
                let raw = self.raw(id)?;
                convert(self, id, raw)
            }
        }
    }

    fn raw(&mut self, id: NodeId) -> Option<Raw<'d>> {
        let document = self.document;
        let node = document.node(id);
        let (tag, text) = (node.tag_name(), node.value());
        if tag.is_empty() && !node.is_implicit() {
            return Some(Raw::Resolved(Resolved::Text(text.into())));
        }
        if depends_on_text(tag) && self.is_symbolic(text) {
            return Some(match tag {
                "" => Raw::Symbolic(text),
                _ => Raw::Unknown,
            });
        }
        if !tag.is_empty() && node.has_core_tag("binary") {
            let Some(bytes) = base64::decode(text) else {
                self.stop(id, Problem::InvalidBase64);
                return None;
            };
            return Some(Raw::Resolved(Resolved::Binary(lossy::text(&bytes))));
        }
        match resolve(tag, text) {
            Ok(resolved) => Some(Raw::Resolved(resolved)),
            Err(problem) => {
                self.stop(id, Problem::UnfitTag(problem));
                None
            }
        }
    }

    /// A scalar of which any type is wanted. `None` when decoding stops.
    pub(super) fn untyped(&mut self, id: NodeId) -> Option<super::Value> {
        use super::Value;
        Some(match self.raw(id)? {
            Raw::Symbolic(_) | Raw::Unknown => Value::Unknown,
            Raw::Resolved(resolved) => match resolved {
                Resolved::Null => Value::Null,
                Resolved::Bool(value) => Value::Bool(value),
                Resolved::Int(value) => Value::Int(value),
                Resolved::Uint(value) => Value::Uint(value),
                Resolved::Float(value) => Value::Float(value),
                // a timestamp stays a text where no type is asked for
                Resolved::Time => Value::Text(self.text_of(id).to_owned()),
                Resolved::Text(text) => Value::Text(text.into_owned()),
                Resolved::Binary(text) => Value::Text(text),
            },
        })
    }

    fn text_of(&self, id: NodeId) -> &'d str {
        let document = self.document;
        document.node(id).value()
    }

    fn is_symbolic(&self, text: &str) -> bool {
        self.symbols.is_some_and(|symbols| symbols.occur_in(text))
    }
}

/// A float as Go converts it to an integer on amd64: what does not fit becomes the least one.
fn truncated(value: f64) -> i64 {
    if value >= i64::MAX as f64 {
        i64::MIN
    } else {
        value as i64
    }
}
