use std::borrow::Cow;

use acrlint_text::TextRange;

use crate::scan::ScalarText;

/// What stands before a node: its anchor and its tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Properties<'a> {
    /// `&name`.
    pub anchor: Option<Anchor<'a>>,
    /// `!tag`.
    pub tag: Option<Tag<'a>>,
}

/// An anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor<'a> {
    /// Its name without `&`.
    pub name: &'a str,
    /// Where it stands, with `&`.
    pub range: TextRange,
}

/// An explicit tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The tag with its handle resolved, such as `tag:yaml.org,2002:str` or `!mine`.
    pub name: Cow<'a, str>,
    /// Where it stands.
    pub range: TextRange,
}

/// How a collection is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// By indentation.
    Block,
    /// In brackets or braces.
    Flow,
}

/// What an event tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind<'a> {
    /// The text begins.
    StreamStart,
    /// The text ends.
    StreamEnd,
    /// A document begins.
    DocumentStart {
        /// With `---`.
        explicit: bool,
    },
    /// A document ends.
    DocumentEnd {
        /// With `...`.
        explicit: bool,
    },
    /// `*name`, without the star.
    Alias(&'a str),
    /// A scalar. Where one is left out there is a plain empty one.
    Scalar(ScalarText<'a>),
    /// A list begins.
    SequenceStart(Layout),
    /// A list ends.
    SequenceEnd,
    /// A mapping begins; keys and values follow by turns.
    MappingStart(Layout),
    /// A mapping ends.
    MappingEnd,
}

/// A step through a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<'a> {
    /// What it tells.
    pub kind: EventKind<'a>,
    /// Where it stands, without the node's properties. Ends of block collections are empty.
    pub range: TextRange,
    /// The 0-based line in which the node begins, its properties included, as the runner counts lines.
    pub line: u32,
    /// The node's anchor and tag.
    pub properties: Option<Box<Properties<'a>>>,
}
