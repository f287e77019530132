//! From events to nodes.

mod compose;
mod recover;

use acrlint_text::{Mapped, TextRange, TextSize};
use smallvec::SmallVec;

use crate::error::YamlError;
use crate::mark::offset;
use crate::parse::{Anchor, CORE_PREFIX, Layout, Properties, Tag};
use crate::scan::{Cursor, Ends, Indentation, ScalarText, Style, Trace, block, plain, quoted};

pub use compose::load;

/// The number of a node in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// The first document of a text; later ones are not looked at, as the runner does not either.
///
/// After a syntax error the document goes on with what can be understood of the rest; these nodes are marked as
/// [`Node::recovered`]. The runner's verdict is `error` alone.
#[derive(Debug)]
pub struct Document<'a> {
    text: &'a str,
    nodes: Vec<Node<'a>>,
    /// The outermost node; `None` for a text without any.
    pub root: Option<NodeId>,
    /// Why the runner refuses the text.
    pub error: Option<YamlError>,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node<'a> {
    /// What it is.
    pub kind: NodeKind<'a>,
    /// Where it stands, without its anchor and tag. A block collection ends with its last child, a block scalar with
    /// its last line break.
    pub range: TextRange,
    /// The 0-based line in which it begins, its anchor and tag included, as the runner counts lines (NEL, LS and PS end
    /// a line, too). Messages count from 1.
    pub line: u32,
    /// Whether it stands behind the error, so that the runner never sees it, or is a collection that was cut off there.
    pub recovered: bool,
    properties: Option<Box<Properties<'a>>>,
}

/// The items of a list; a few need no allocation.
pub type Items = SmallVec<[NodeId; 6]>;

/// The keys and values of a mapping; a few need no allocation.
pub type Pairs = SmallVec<[(NodeId, NodeId); 3]>;

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind<'a> {
    /// A scalar. Where one is left out there is a plain empty one.
    Scalar(ScalarText<'a>),
    /// A list.
    Sequence(Layout, Items),
    /// A mapping: keys with their values, in order, none left out.
    Mapping(Layout, Pairs),
    /// `*name` with the node that it stands for, which is never an alias itself. Where the anchor is unknown, which is an
    /// error, that is an empty scalar.
    Alias(&'a str, NodeId),
}

impl<'a> Node<'a> {
    /// The anchor before it.
    pub fn anchor(&self) -> Option<Anchor<'a>> {
        self.properties.as_ref()?.anchor
    }

    /// The explicit tag before it.
    pub fn tag(&self) -> Option<&Tag<'a>> {
        self.properties.as_ref()?.tag.as_ref()
    }

    /// The full name of a scalar's explicit tag; empty without one. The runner does not look at tags of collections.
    pub(crate) fn tag_name(&self) -> &str {
        match self.kind {
            NodeKind::Scalar(_) => self.tag().map_or("", |tag| tag.name.as_ref()),
            _ => "",
        }
    }

    /// Whether the tag is this one of YAML's own, such as `null`.
    pub(crate) fn has_core_tag(&self, name: &str) -> bool {
        self.tag_name().strip_prefix(CORE_PREFIX) == Some(name)
    }

    /// Its text, if it is a scalar.
    pub fn scalar(&self) -> Option<&ScalarText<'a>> {
        match &self.kind {
            NodeKind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The value of a scalar; empty for any other node.
    pub fn value(&self) -> &str {
        self.scalar().map_or("", |scalar| scalar.value.as_ref())
    }

    /// Its items, if it is a list; empty otherwise.
    pub fn items(&self) -> &[NodeId] {
        match &self.kind {
            NodeKind::Sequence(_, items) => items,
            _ => &[],
        }
    }

    /// Its keys and values, if it is a mapping; empty otherwise.
    pub fn pairs(&self) -> &[(NodeId, NodeId)] {
        match &self.kind {
            NodeKind::Mapping(_, pairs) => pairs,
            _ => &[],
        }
    }

    /// Whether the type of a scalar follows from its text: it is plain, or its tag is `!`.
    pub(crate) fn is_implicit(&self) -> bool {
        match self.tag_name() {
            "" => self.scalar().is_some_and(|s| s.style == Style::Plain),
            tag => tag == "!",
        }
    }
}

impl<'a> Document<'a> {
    /// The text that was loaded.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// All nodes, each after the collection that holds it; those that an unknown alias stands for are in none.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = (NodeId, &Node<'a>)> {
        let nodes = self.nodes.iter().enumerate();
        nodes.map(|(index, node)| (NodeId(offset(index)), node))
    }

    /// A node.
    pub fn node(&self, id: NodeId) -> &Node<'a> {
        &self.nodes[id.index()]
    }

    /// The node itself, or the one that it is an alias of.
    pub fn target(&self, id: NodeId) -> NodeId {
        match self.node(id).kind {
            NodeKind::Alias(_, target) => target,
            _ => id,
        }
    }

    /// The value of the first pair of a mapping whose key is this text, aliases not followed: a help for editors, which
    /// look at half-typed texts. [`crate::Decoder`] follows the runner's rules.
    pub fn get(&self, mapping: NodeId, key: &str) -> Option<NodeId> {
        let pairs = self.node(mapping).pairs();
        let found = pairs.iter().find(|(k, _)| {
            let node = self.node(*k);
            node.scalar().is_some() && node.value() == key
        });
        found.map(|(_, value)| *value)
    }

    /// The value of a scalar with the place of each of its characters in the text: through folded lines, escapes and
    /// indentation. It reads the scalar again, so it costs nothing until it is asked for. Empty for other nodes.
    ///
    /// ```
    /// let text = r#"cmd: "a\tb""#;
    /// let document = acrlint_yaml::load(text);
    /// let cmd = document.root.and_then(|root| document.get(root, "cmd")).expect("a scalar");
    /// let mapped = document.mapped(cmd);
    /// assert_eq!(mapped.text(), "a\tb");
    /// let tab = acrlint_yaml::TextRange::new(1.into(), 2.into());
    /// assert_eq!(&text[mapped.source_range(tab)], r"\t");
    /// ```
    pub fn mapped(&self, id: NodeId) -> Mapped {
        let node = self.node(id);
        let mut sink = Trace {
            text: self.text,
            mapped: Mapped::new(),
        };
        let Some(scalar) = node.scalar() else {
            return sink.mapped;
        };
        let start = usize::from(node.range.start());
        let mut cursor = Cursor::again(self.text, start, usize::from(node.range.end()));
        let read = match scalar.style {
            Style::Plain => plain(&mut cursor, Ends::Never, 0, &mut sink).map(drop),
            Style::Single | Style::Double => quoted(&mut cursor, scalar.style, &mut sink),
            Style::Literal | Style::Folded => {
                let column = isize::try_from(scalar.indentation).unwrap_or(isize::MAX);
                let place = Indentation::At(column);
                block(&mut cursor, scalar.style, place, &mut sink).map(drop)
            }
        };
        debug_assert!(read.is_ok(), "a scalar reads the same twice");
        sink.mapped
    }

    /// Where a part of a scalar's value stands in the text. See [`Document::mapped`]; for several parts of one scalar,
    /// ask that.
    pub fn locate(&self, id: NodeId, part: TextRange) -> TextRange {
        let node = self.node(id);
        let Some(scalar) = node.scalar() else {
            return node.range;
        };
        if let Some(start) = self.offset_of(&scalar.value) {
            let end = TextSize::of(scalar.value.as_ref());
            return part.intersect(TextRange::up_to(end)).unwrap_or_default() + start;
        }
        if scalar.value.is_empty() {
            let quote = TextSize::new(u32::from(!node.range.is_empty()));
            return TextRange::empty(node.range.start() + quote);
        }
        self.mapped(id).source_range(part)
    }

    /// Where a value stands that is a stretch of the text.
    fn offset_of(&self, value: &str) -> Option<TextSize> {
        let start = value.as_ptr().addr();
        let at = start.checked_sub(self.text.as_ptr().addr())?;
        let inside = !value.is_empty() && at + value.len() <= self.text.len();
        inside.then(|| offset(at).into())
    }
}
