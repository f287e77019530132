use std::borrow::Cow;

use acrlint_text::TextRange;

use crate::mark::Mark;

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single quotes.
    Single,
    /// In double quotes.
    Double,
    /// After `|`.
    Literal,
    /// After `>`.
    Folded,
}

/// A scalar as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScalarText<'a> {
    /// Its value, borrowed where it equals the source.
    pub value: Cow<'a, str>,
    /// How it is written.
    pub style: Style,
    /// The column in which the lines of a block scalar begin; 0 for any other scalar.
    pub indentation: u32,
}

/// A tag as it is written: `!<uri>`, `!suffix` or `!handle!suffix`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagText<'a> {
    /// `!`, `!!`, `!handle!`, or nothing for the form in angle brackets.
    pub handle: &'a str,
    /// The rest, with its URI escapes resolved.
    pub suffix: Cow<'a, str>,
}

/// A `%TAG` directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagDirective<'a> {
    /// What stands in tags.
    pub handle: &'a str,
    /// What it stands for.
    pub prefix: Cow<'a, str>,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind<'a> {
    /// The beginning of the text.
    StreamStart,
    /// The end of the text.
    StreamEnd,
    /// `%YAML 1.1`.
    Version(u8, u8),
    /// `%TAG ! tag:example.org,2000:`.
    TagDirective(Box<TagDirective<'a>>),
    /// `---`.
    DocumentStart,
    /// `...`.
    DocumentEnd,
    /// A list begins by its indentation.
    BlockSequenceStart,
    /// A mapping begins by its indentation.
    BlockMappingStart,
    /// The indentation goes back.
    BlockEnd,
    /// `[`.
    FlowSequenceStart,
    /// `]`.
    FlowSequenceEnd,
    /// `{`.
    FlowMappingStart,
    /// `}`.
    FlowMappingEnd,
    /// `-`.
    BlockEntry,
    /// `,`.
    FlowEntry,
    /// `?`, or nothing where a key is seen to be one by the `:` after it.
    Key,
    /// `:`.
    Value,
    /// `*name`.
    Alias(&'a str),
    /// `&name`.
    Anchor(&'a str),
    /// `!tag`.
    Tag(Box<TagText<'a>>),
    /// A value.
    Scalar(ScalarText<'a>),
}

/// A token with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind<'a>,
    pub(crate) start: Mark,
    pub(crate) end: Mark,
}

impl Token<'_> {
    /// Where it stands; tokens that come from the indentation alone are empty.
    pub fn range(&self) -> TextRange {
        self.start.to(self.end)
    }

    /// The 0-based line in which it begins, as the runner counts lines.
    pub fn line(&self) -> u32 {
        self.start.line
    }
}
