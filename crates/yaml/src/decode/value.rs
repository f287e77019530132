use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Deref;

use super::Decoder;
use super::pairs::Pairs;
use crate::document::{NodeId, NodeKind};
use crate::error::Problem;

/// A value of no particular type, as yaml.v2 puts it into an `interface{}`.
#[derive(Debug)]
pub enum Value {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer that is too large for the other one.
    Uint(u64),
    /// A float.
    Float(f64),
    /// A text, or a point in time as it is written.
    Text(String),
    /// It depends on what a symbol stands for.
    Unknown,
    /// A list.
    List(List),
    /// A mapping.
    Map(Map),
}

/// The items of a list.
#[derive(Debug, Default)]
pub struct List(Vec<Value>);

/// The entries of a mapping, each key once, in the order in which the keys first come.
#[derive(Debug, Default)]
pub struct Map(Vec<(Value, Value)>);

impl List {
    /// The items themselves.
    pub fn into_vec(mut self) -> Vec<Value> {
        std::mem::take(&mut self.0)
    }
}

impl Map {
    /// The entries themselves.
    pub fn into_vec(mut self) -> Vec<(Value, Value)> {
        std::mem::take(&mut self.0)
    }
}

impl Deref for List {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.0
    }
}

impl Deref for Map {
    type Target = [(Value, Value)];

    fn deref(&self) -> &[(Value, Value)] {
        &self.0
    }
}

// nested values are dropped one after the other: they may nest deeper than the stack is
impl Drop for List {
    fn drop(&mut self) {
        drop_all(std::mem::take(&mut self.0));
    }
}

impl Drop for Map {
    fn drop(&mut self) {
        let entries = std::mem::take(&mut self.0);
        drop_all(entries.into_iter().flat_map(|(k, v)| [k, v]).collect());
    }
}

fn drop_all(mut values: Vec<Value>) {
    while let Some(value) = values.pop() {
        match value {
            Value::List(mut list) => values.append(&mut list.0),
            Value::Map(mut map) => {
                let entries = std::mem::take(&mut map.0);
                values.extend(entries.into_iter().flat_map(|(k, v)| [k, v]));
            }
            _ => {}
        }
    }
}

/// A collection that is being decoded.
enum Frame {
    List {
        node: NodeId,
        next: usize,
        items: Vec<Value>,
    },
    Map {
        pairs: Pairs,
        entries: Entries,
        /// The key of the value that comes, and that value's node.
        key: Option<Value>,
        value: NodeId,
    },
    /// An alias that is left after what it names.
    Alias(NodeId),
}

impl Decoder<'_, '_> {
    /// A value of any type. `None` when decoding had to stop.
    ///
    /// ```
    /// use acrlint_yaml::{Decoder, Value, load};
    ///
    /// let document = load("[yes, 010, 2001-1-2]");
    /// let value = Decoder::new(&document).value(document.root.unwrap());
    /// let Some(Value::List(items)) = value else { panic!() };
    /// assert!(matches!(&items[..], [Value::Bool(true), Value::Int(8), Value::Text(_)]));
    /// ```
    pub fn value(&mut self, node: NodeId) -> Option<Value> {
        let mut stack = Vec::new();
        let mut done = self.begin(node, &mut stack)?;
        loop {
            if let Some(value) = done.take() {
                match self.deliver(value, &mut stack) {
                    Ok(()) => {}
                    Err(value) => return self.fatal.is_none().then_some(value),
                }
            }
            done = self.step(&mut stack)?;
        }
    }

    /// Begins a node. A scalar is done at once; a collection goes on the stack.
    fn begin(&mut self, node: NodeId, stack: &mut Vec<Frame>) -> Option<Option<Value>> {
        let target = self.enter(node)?;
        if target != node {
            stack.push(Frame::Alias(node));
        }
        match self.document.node(target).kind {
            NodeKind::Sequence(..) => stack.push(Frame::List {
                node: target,
                next: 0,
                items: Vec::new(),
            }),
            NodeKind::Mapping(..) => stack.push(Frame::Map {
                pairs: Pairs::new(target),
                entries: Entries::default(),
                key: None,
                value: target,
            }),
            _ => return self.untyped(target).map(Some),
        }
        Some(None)
    }

    /// Goes on with the innermost collection. Returns a value that this completes.
    fn step(&mut self, stack: &mut Vec<Frame>) -> Option<Option<Value>> {
        let node = match stack.last_mut()? {
            Frame::List { node, next, .. } => {
                let item = self.document.node(*node).items().get(*next).copied();
                *next += 1;
                item
            }
            Frame::Map {
                pairs, key, value, ..
            } => {
                if key.is_some() {
                    Some(*value)
                } else {
                    let pair = pairs.next(self);
                    if self.fatal.is_some() {
                        return None;
                    }
                    pair.map(|pair| {
                        *value = pair.value;
                        pair.key
                    })
                }
            }
            Frame::Alias(_) => None,
        };
        match node {
            Some(node) => self.begin(node, stack),
            None => Some(match stack.pop()? {
                Frame::List { items, .. } => Some(Value::List(List(items))),
                Frame::Map { entries, .. } => Some(Value::Map(Map(entries.list))),
                Frame::Alias(_) => None,
            }),
        }
    }

    /// Puts a value into the collection around it; gives it back when there is none, or when decoding stops.
    fn deliver(&mut self, value: Value, stack: &mut Vec<Frame>) -> Result<(), Value> {
        while let Some(Frame::Alias(node)) = stack.last() {
            self.leave(*node);
            stack.pop();
        }
        match stack.last_mut() {
            None => return Err(value),
            Some(Frame::List { items, .. }) => items.push(value),
            Some(Frame::Map {
                entries,
                key,
                value: node,
                ..
            }) => match key.take() {
                Some(key) => entries.set(key, value),
                None if matches!(value, Value::List(_) | Value::Map(_)) => {
                    let text = format!("invalid map key: {}", go_syntax(&value));
                    self.stop(*node, Problem::InvalidMapKey(text));
                    return Err(value);
                }
                None => *key = Some(value),
            },
            Some(Frame::Alias(_)) => {}
        }
        Ok(())
    }
}

/// Entries with their places by key.
#[derive(Debug, Default)]
struct Entries {
    list: Vec<(Value, Value)>,
    places: HashMap<String, usize>,
}

impl Entries {
    /// Sets a key, as Go's maps do: the later value wins, and no two NaN are the same.
    fn set(&mut self, key: Value, value: Value) {
        let name = match &key {
            Value::Float(float) if float.is_nan() => None,
            Value::Unknown => None,
            Value::Text(text) => Some(format!("t{text}")),
            Value::Float(float) => Some(format!("f{}", float + 0.0)),
            other => Some(format!("{other:?}")),
        };
        let next = self.list.len();
        let place = match name {
            Some(name) => *self.places.entry(name).or_insert(next),
            None => next,
        };
        match self.list.get_mut(place) {
            Some(entry) => entry.1 = value,
            None => self.list.push((key, value)),
        }
    }
}

/// A value as Go's `%#v` writes it. Go sorts the keys of a map; the order of different types among each other is not
/// specified.
fn go_syntax(value: &Value) -> String {
    enum Piece<'v> {
        Value(&'v Value),
        Text(&'static str),
    }
    let mut out = String::new();
    let mut stack = vec![Piece::Value(value)];
    while let Some(piece) = stack.pop() {
        let value = match piece {
            Piece::Text(text) => {
                out.push_str(text);
                continue;
            }
            Piece::Value(value) => value,
        };
        match value {
            Value::Null => out.push_str("interface {}(nil)"),
            Value::Bool(value) => out.push_str(&value.to_string()),
            Value::Int(value) => out.push_str(&value.to_string()),
            Value::Uint(value) => out.push_str(&format!("{value:#x}")),
            Value::Float(value) => out.push_str(&go_float(*value)),
            Value::Text(text) => quote(text, &mut out),
            Value::Unknown => out.push('?'),
            Value::List(items) => {
                out.push_str("[]interface {}{");
                stack.push(Piece::Text("}"));
                for (at, item) in items.iter().enumerate().rev() {
                    stack.push(Piece::Value(item));
                    if at > 0 {
                        stack.push(Piece::Text(", "));
                    }
                }
            }
            Value::Map(entries) => {
                out.push_str("map[interface {}]interface {}{");
                stack.push(Piece::Text("}"));
                let mut entries: Vec<_> = entries.iter().collect();
                entries.sort_by(|a, b| key_order(&a.0, &b.0));
                for (at, (key, value)) in entries.into_iter().enumerate().rev() {
                    stack.push(Piece::Value(value));
                    stack.push(Piece::Text(":"));
                    stack.push(Piece::Value(key));
                    if at > 0 {
                        stack.push(Piece::Text(", "));
                    }
                }
            }
        }
    }
    out
}

fn key_order(a: &Value, b: &Value) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Float(_) => 2,
        Value::Int(_) => 3,
        Value::Text(_) => 4,
        _ => 5,
    };
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => a.total_cmp(b),
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Uint(a), Value::Uint(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)),
    }
}

/// A float as Go writes it: with an exponent below 1e-4 and from 1e+06 on.
fn go_float(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.parse::<i32>() {
        Ok(exponent) if !(-4..6).contains(&exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
        }
        _ => value.to_string(),
    }
}

/// A text as Go's `strconv.Quote` writes it.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0B' => out.push_str("\\v"),
            '\x0C' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..=' ' | '\x7F' if c != ' ' => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            // after a letter, Rust shows what Go calls printable as it is
            _ if format!("{:?}", format!("a{c}")).len() == c.len_utf8() + 3 => out.push(c),
            '\0'..='\u{FFFF}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => out.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    out.push('"');
}
