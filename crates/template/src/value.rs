//! Values as Go would hold them, and values that are not known.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;

use crate::time::Time;
use crate::version::Version;

/// A Go string: bytes that are UTF-8 almost always.
#[derive(Clone)]
pub struct Text(Bytes);

#[derive(Clone)]
enum Bytes {
    Static(&'static [u8]),
    Shared(Arc<[u8]>),
}

impl Text {
    /// A text that is a part of the program, such as the name of a run variable.
    pub const fn fixed(text: &'static str) -> Self {
        Self(Bytes::Static(text.as_bytes()))
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        match &self.0 {
            Bytes::Static(bytes) => bytes,
            Bytes::Shared(bytes) => bytes,
        }
    }

    /// The text, with U+FFFD for what is not UTF-8.
    pub fn to_str(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.bytes())
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.bytes().is_empty()
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.to_str().fmt(f)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bytes().cmp(other.bytes())
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes().hash(state);
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<Vec<u8>> for Text {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Bytes::Shared(bytes.into()))
    }
}

impl From<&[u8]> for Text {
    fn from(bytes: &[u8]) -> Self {
        Self(Bytes::Shared(bytes.into()))
    }
}

/// A value in a template.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing: a missing key, `nil`.
    Nil,
    /// `bool`.
    Bool(bool),
    /// `int`.
    Int(i64),
    /// `int64`.
    Int64(i64),
    /// `uint64`.
    Uint64(u64),
    /// `uint8`, an element of a string.
    Uint8(u8),
    /// `float64`.
    Float(f64),
    /// `complex128`.
    Complex(f64, f64),
    /// `string`; it may hold symbols, the unknown parts of a text.
    String(Text),
    /// A slice.
    List(Rc<List>),
    /// A map.
    Map(Rc<Map>),
    /// `time.Time`.
    Time(Time),
    /// `*semver.Version`.
    Version(Rc<Version>),
    /// A value of which nothing is known, not even its type.
    Unknown(char),
}

impl Value {
    /// A list as YAML and `list` make it.
    pub fn list(items: Vec<Value>) -> Self {
        Self::List(Rc::new(List::new(ListKind::Any, items)))
    }

    /// A closed map as YAML and `dict` make it.
    pub fn map<K: Into<Text>>(entries: impl IntoIterator<Item = (K, Value)>) -> Self {
        Self::Map(Rc::new(Map::new(MapKind::Any, entries)))
    }

    /// A closed map of the type that the runner gives to the root, to `.Values` and to `.Secrets`.
    pub fn values<K: Into<Text>>(entries: impl IntoIterator<Item = (K, Value)>) -> Self {
        Self::Map(Rc::new(Map::new(MapKind::Values, entries)))
    }

    /// The same with unknown entries beyond the given ones. `path` is how the map is reached, such as `.Values`.
    pub fn open<K: Into<Text>>(
        path: &str,
        entries: impl IntoIterator<Item = (K, Value)>,
        rest: OpenRest,
    ) -> Self {
        let mut map = Map::new(MapKind::Values, entries);
        map.open = Some(Open {
            path: path.to_owned(),
            rest,
        });
        Self::Map(Rc::new(map))
    }

    /// Go's name for its type, as `%T` writes it; `<nil>` for nothing.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Nil => "<nil>",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Int64(_) => "int64",
            Self::Uint64(_) => "uint64",
            Self::Uint8(_) => "uint8",
            Self::Float(_) => "float64",
            Self::Complex(..) => "complex128",
            Self::String(_) => "string",
            Self::List(list) => list.kind.type_name(),
            Self::Map(map) => map.kind.type_name(),
            Self::Time(_) => "time.Time",
            Self::Version(_) => "*semver.Version",
            Self::Unknown(_) => "interface {}",
        }
    }

    /// Go's name for its kind.
    pub fn kind_name(&self) -> &'static str {
        match self {
            Self::Nil => "invalid",
            Self::List(_) => "slice",
            Self::Map(_) => "map",
            Self::Time(_) => "struct",
            Self::Version(_) => "ptr",
            Self::Unknown(_) => "interface",
            plain => plain.type_name(),
        }
    }

    /// How many containers stand inside each other.
    pub(crate) fn depth(&self) -> u16 {
        match self {
            Self::List(list) => list.depth,
            Self::Map(_) => 1,
            _ => 0,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text.into())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

/// The Go type of a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// `[]interface {}`.
    Any,
    /// `[]string`.
    Strings,
    /// `[]int`.
    Ints,
}

impl ListKind {
    fn type_name(self) -> &'static str {
        match self {
            Self::Any => "[]interface {}",
            Self::Strings => "[]string",
            Self::Ints => "[]int",
        }
    }
}

/// A slice.
#[derive(Debug, Clone)]
pub struct List {
    /// Its Go type.
    pub kind: ListKind,
    /// Its elements.
    pub items: Vec<Value>,
    /// Whether it is Go's nil slice, which is empty and unlike an empty one in JSON.
    pub nil: bool,
    /// Whether its order is that of a Go map, which is different every time.
    pub unordered: bool,
    depth: u16,
}

impl List {
    /// A list of these elements.
    pub fn new(kind: ListKind, items: Vec<Value>) -> Self {
        let deepest = items.iter().map(Value::depth).max().unwrap_or(0);
        Self {
            kind,
            items,
            nil: false,
            unordered: false,
            depth: deepest.saturating_add(1),
        }
    }
}

/// The Go type of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapKind {
    /// `map[string]interface {}`.
    Any,
    /// `templating.Values`, the runner's name for the same.
    Values,
    /// `map[string]string`.
    Strings,
}

impl MapKind {
    fn type_name(self) -> &'static str {
        match self {
            Self::Any => "map[string]interface {}",
            Self::Values => "templating.Values",
            Self::Strings => "map[string]string",
        }
    }
}

/// What the unknown entries of an open map are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenRest {
    /// Anything, or missing.
    Anything,
    /// Texts.
    Texts,
}

/// How a map is open.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    pub(crate) path: String,
    pub(crate) rest: OpenRest,
}

/// A map with text keys. As in Go, its copies are the same map.
#[derive(Debug)]
pub struct Map {
    /// Its Go type.
    pub kind: MapKind,
    pub(crate) nil: bool,
    pub(crate) open: Option<Open>,
    entries: Rc<RefCell<Vec<(Text, Value)>>>,
}

/// Among so many entries a key is found faster by looking at each.
const FEW_ENTRIES: usize = 16;

impl Map {
    /// A closed map; of equal keys the last wins.
    pub fn new<K: Into<Text>>(
        kind: MapKind,
        entries: impl IntoIterator<Item = (K, Value)>,
    ) -> Self {
        let entries = entries.into_iter();
        let room = entries.size_hint().0;
        let map = Self {
            kind,
            nil: false,
            open: None,
            entries: Rc::new(RefCell::new(Vec::with_capacity(room))),
        };
        for (key, value) in entries {
            map.insert(key.into(), value);
        }
        map
    }

    /// Go's nil map.
    pub(crate) fn nil() -> Self {
        Self {
            nil: true,
            ..Self::new(MapKind::Any, std::iter::empty::<(Text, Value)>())
        }
    }

    /// The same map under the type that functions return it as.
    pub(crate) fn as_any(self: &Rc<Self>) -> Rc<Self> {
        if self.kind == MapKind::Any {
            return Rc::clone(self);
        }
        Rc::new(Self {
            kind: MapKind::Any,
            nil: self.nil,
            open: self.open.clone(),
            entries: Rc::clone(&self.entries),
        })
    }

    /// Whether two are the same map.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.entries, &other.entries)
    }

    fn find(&self, key: &[u8]) -> Result<usize, usize> {
        self.entries
            .borrow()
            .binary_search_by(|(known, _)| known.bytes().cmp(key))
    }

    /// The entry of a key that is known to be there.
    pub fn get(&self, key: &[u8]) -> Option<Value> {
        let entries = self.entries.borrow();
        let entry = if entries.len() <= FEW_ENTRIES {
            entries.iter().find(|(known, _)| known.bytes() == key)
        } else {
            let at = entries.binary_search_by(|(known, _)| known.bytes().cmp(key));
            at.ok().and_then(|at| entries.get(at))
        };
        entry.map(|(_, value)| value.clone())
    }

    /// Sets an entry.
    pub fn insert(&self, key: Text, value: Value) {
        match self.find(key.bytes()) {
            Ok(at) => self.entries.borrow_mut()[at].1 = value,
            Err(at) => self.entries.borrow_mut().insert(at, (key, value)),
        }
    }

    pub(crate) fn remove(&self, key: &[u8]) {
        if let Ok(at) = self.find(key) {
            self.entries.borrow_mut().remove(at);
        }
    }

    /// The known entries, sorted by key.
    pub fn entries(&self) -> Vec<(Text, Value)> {
        self.entries.borrow().clone()
    }

    /// How many entries are known.
    pub fn len(&self) -> usize {
        self.entries.borrow().len()
    }

    /// Whether no entry is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it may have entries that are not known.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Forgets all entries, so that what they hold is let go level by level.
    pub(crate) fn clear(&self) {
        self.entries.borrow_mut().clear();
    }

    /// The same map once more, with the maps inside it.
    pub(crate) fn deep_clone(&self, levels: u16) -> Self {
        let entries = self.entries.borrow();
        Self {
            kind: self.kind,
            nil: self.nil,
            open: self.open.clone(),
            entries: Rc::new(RefCell::new(
                entries
                    .iter()
                    .map(|(key, value)| (key.clone(), value.deep_clone(levels)))
                    .collect(),
            )),
        }
    }
}

impl Value {
    /// The same value once more: maps and lists in it are new ones, so far as the levels go.
    pub(crate) fn deep_clone(&self, levels: u16) -> Self {
        let Some(levels) = levels.checked_sub(1) else {
            return self.clone();
        };
        match self {
            Self::Map(map) => Self::Map(Rc::new(map.deep_clone(levels))),
            Self::List(list) => {
                let items = list.items.iter().map(|v| v.deep_clone(levels)).collect();
                Self::List(Rc::new(List {
                    items,
                    ..List::clone(list)
                }))
            }
            plain => plain.clone(),
        }
    }
}
