//! Values of expressions, as far as they can be known.

use std::rc::Rc;

use acrlint_text::{Mapped, has_symbol, is_symbol};

use crate::model::{Fact, Place};

/// A value and where its expression stands.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) place: Place,
    /// Node, so that a value can be used in many places.
    pub(crate) kind: Rc<Kind>,
}

#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Text(Text),
    Object(Object),
    List(List),
    Bool(bool),
    Null,
    /// A resource: what `reference()` and the symbolic name of a resource lead to.
    Resource(Resource),
    /// Anything; the text is its symbol.
    Unknown(String),
}

/// A text with the places of its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    /// The text; its origins are in the file of `home`.
    pub(crate) mapped: Mapped,
    /// The literal or expression that it was made from.
    pub(crate) home: Place,
    pub(crate) made: Made,
}

/// How a text was made.
#[derive(Debug, Clone)]
pub(crate) enum Made {
    Plain,
    /// It is the content of this file (in base64, perhaps), which is not read here.
    Loaded(Fact<String>),
    /// It is this text in base64.
    Encoded(Box<Text>),
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Object {
    pub(crate) entries: Vec<Entry>,
    /// Whether there may be more entries.
    pub(crate) open: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: Fact<String>,
    pub(crate) value: Node,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct List {
    pub(crate) items: Vec<Node>,
    /// Whether there may be more items.
    pub(crate) open: bool,
}

/// A resource by what names it in this source.
#[derive(Debug, Clone)]
pub(crate) struct Resource {
    /// Its resource ID, or in Terraform its address.
    pub(crate) id: String,
    pub(crate) kind: ResourceKind,
    /// Its name, if that is said.
    pub(crate) name: Option<Node>,
    /// Its login server, if it is a registry whose name is said.
    pub(crate) login_server: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResourceKind {
    /// A symbolic name of Bicep or `reference(…, 'full')`: `properties` is a level of its own.
    Full,
    /// `reference(…)` and `.properties`.
    Properties,
    /// Terraform: attributes.
    Address,
}

/// What there is under a key.
#[derive(Debug, Clone)]
pub(crate) enum Look {
    Found(Node),
    /// Surely nothing.
    Absent,
    /// It cannot be seen.
    Hidden,
}

impl Look {
    pub(crate) fn found(self) -> Option<Node> {
        match self {
            Self::Found(node) => Some(node),
            Self::Absent | Self::Hidden => None,
        }
    }

    pub(crate) fn is_hidden(&self) -> bool {
        matches!(self, Self::Hidden)
    }

    /// The value under a key of what was found.
    pub(crate) fn look(&self, key: &str) -> Look {
        match self {
            Self::Found(node) => node.look(key),
            Self::Absent => Self::Absent,
            Self::Hidden => Self::Hidden,
        }
    }

    /// Whether it is an object that may have more entries than are seen.
    pub(crate) fn is_open(&self) -> bool {
        match self {
            Self::Found(node) => matches!(&*node.kind, Kind::Object(object) if object.open),
            Self::Absent | Self::Hidden => false,
        }
    }

    /// What was found as a text.
    pub(crate) fn fact(&self) -> Option<Fact<String>> {
        match self {
            Self::Found(node) => node.fact(),
            Self::Absent | Self::Hidden => None,
        }
    }
}

impl Node {
    pub(crate) fn new(place: Place, kind: Kind) -> Self {
        Self {
            place,
            kind: Rc::new(kind),
        }
    }

    /// The same value as an expression at another place.
    pub(crate) fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// The text, if it is one or stands for one.
    pub(crate) fn text(&self) -> Option<&str> {
        match &*self.kind {
            Kind::Text(text) => Some(text.mapped.text()),
            Kind::Unknown(symbol) => Some(symbol),
            Kind::Bool(true) => Some("true"),
            Kind::Bool(false) => Some("false"),
            Kind::Resource(resource) => Some(&resource.id),
            Kind::Object(_) | Kind::List(_) | Kind::Null => None,
        }
    }

    /// The text, if nothing of it is unknown.
    pub(crate) fn known_text(&self) -> Option<&str> {
        self.text().filter(|text| !has_symbol(text))
    }

    /// The text with the place of the expression.
    pub(crate) fn fact(&self) -> Option<Fact<String>> {
        Some(Fact {
            value: self.text()?.to_owned(),
            place: self.place,
        })
    }

    /// What is under a key. Null and an empty text have nothing under any key.
    pub(crate) fn look(&self, key: &str) -> Look {
        match &*self.kind {
            Kind::Object(object) => object.look(key),
            Kind::Null => Look::Absent,
            Kind::Text(text) if text.mapped.is_empty() => Look::Absent,
            _ => Look::Hidden,
        }
    }

    /// The items of a list; a value that is no list is the only one. Says also whether there may be more.
    pub(crate) fn items(&self) -> (Vec<Node>, bool) {
        match &*self.kind {
            Kind::List(list) => (list.items.clone(), list.open),
            Kind::Null => (Vec::new(), false),
            Kind::Unknown(_) => (Vec::new(), true),
            Kind::Text(text) if text.mapped.is_empty() => (Vec::new(), false),
            _ => (vec![self.clone()], false),
        }
    }

    /// The first item of a list of blocks.
    pub(crate) fn first(&self) -> Look {
        match (self.items(), &*self.kind) {
            (_, Kind::Object(_)) => Look::Found(self.clone()),
            ((items, open), _) => match items.into_iter().next() {
                Some(item) => Look::Found(item),
                None if open => Look::Hidden,
                None => Look::Absent,
            },
        }
    }

    /// Whether this is true, false, null …, if that is known.
    pub(crate) fn truth(&self) -> Option<bool> {
        match &*self.kind {
            Kind::Bool(truth) => Some(*truth),
            Kind::Text(text) if text.mapped.text().eq_ignore_ascii_case("true") => Some(true),
            Kind::Text(text) if text.mapped.text().eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// Whether there is nothing in it, if that is known.
    pub(crate) fn is_empty(&self) -> Option<bool> {
        match &*self.kind {
            Kind::Text(text) if text.mapped.is_empty() => Some(true),
            // an ordinary word is not empty
            Kind::Text(text) => (!is_one_symbol(text.mapped.text())).then_some(false),
            Kind::Object(object) if !object.entries.is_empty() => Some(false),
            Kind::Object(object) => (!object.open).then_some(true),
            Kind::List(list) if !list.items.is_empty() => Some(false),
            Kind::List(list) => (!list.open).then_some(true),
            Kind::Null => Some(true),
            Kind::Bool(_) | Kind::Resource(_) => Some(false),
            Kind::Unknown(_) => None,
        }
    }
}

impl Object {
    pub(crate) fn look(&self, key: &str) -> Look {
        let mut entries = self.entries.iter().rev();
        match entries.find(|entry| entry.key.value.eq_ignore_ascii_case(key)) {
            Some(entry) if matches!(*entry.value.kind, Kind::Null) => Look::Absent,
            Some(entry) => Look::Found(entry.value.clone()),
            None if self.open => Look::Hidden,
            None => Look::Absent,
        }
    }
}

/// Whether a text is nothing but one unknown value.
pub(crate) fn is_one_symbol(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_symbol) && chars.next().is_none()
}
