use std::collections::HashMap;

use acrlint_text::{TextRange, TextSize};

use super::recover::Recovery;
use super::{Document, Items, Node, NodeId, NodeKind, Pairs};
use crate::error::{Finder, Problem, Step, YamlError};
use crate::mark::offset;
use crate::parse::{Event, EventKind, Parser};
use crate::scan::{ScalarText, Style};

/// Reads the first document of a text.
///
/// ```
/// let document = acrlint_yaml::load("version: v1.1.0\nsteps:\n- push: [a]\n");
/// assert!(document.error.is_none());
/// let root = document.root.expect("a mapping");
/// let steps = document.get(root, "steps").expect("a list");
/// assert_eq!(document.node(steps).items().len(), 1);
/// ```
pub fn load(text: &str) -> Document<'_> {
    // ranges count in 32 bits, and a line may end behind the text
    let mut end = text.len().min(offset(usize::MAX) as usize - 1);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let mut composer = Composer::new(text);
    let Err(fault) = composer.read(Parser::new(text)) else {
        return composer.document;
    };
    // a control character stops the runner before it has used what stands before it; read everything again
    let mut again = Composer::new(text);
    let first = composer.document.error;
    again.fail(first.unwrap_or_else(|| fault.into_error(text)));
    let rest = again.read(Parser::unchecked(text));
    debug_assert!(rest.is_ok(), "nothing is checked");
    again.document
}

/// There is room for a node in so many bytes from the beginning, and for so many at most.
const BYTES_PER_NODE: usize = 8;
const MAX_RESERVED: usize = 256;

/// A collection that is being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) node: NodeId,
    /// A key that waits for its value.
    pub(super) key: Option<NodeId>,
    /// Where its children begin in [`Composer::children`].
    first: usize,
}

/// Puts nodes together from events.
pub(super) struct Composer<'a> {
    pub(super) document: Document<'a>,
    pub(super) open: Vec<Open>,
    /// The children so far of all open collections, outermost first; keys and values by turns.
    children: Vec<NodeId>,
    anchors: HashMap<&'a str, NodeId>,
    recovering: bool,
}

impl<'a> Composer<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            document: Document {
                text,
                nodes: Vec::with_capacity((text.len() / BYTES_PER_NODE).min(MAX_RESERVED)),
                root: None,
                error: None,
            },
            open: Vec::with_capacity(16),
            children: Vec::with_capacity(64),
            anchors: HashMap::new(),
            recovering: false,
        }
    }

    /// Reads the document, over its errors. Only control characters stop it.
    fn read(&mut self, mut parser: Parser<'a>) -> Step<()> {
        // shorter than the document's when it ends before a NUL
        let text = parser.text();
        let mut recovery = Recovery::new(text);
        loop {
            match parser.next() {
                Ok(event) => {
                    if self.take(event) {
                        return Ok(());
                    }
                }
                Err(fault) if fault.finder == Finder::Reader => return Err(fault),
                Err(fault) => {
                    let goes_on = recovery.resume(&mut parser, self, &fault);
                    self.fail(fault.into_error(text));
                    if !goes_on {
                        self.finish();
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Records the first error; what follows is not what the runner sees.
    fn fail(&mut self, error: YamlError) {
        self.recovering = true;
        self.document.error.get_or_insert(error);
    }

    /// Takes an event. Returns whether the document is complete.
    fn take(&mut self, event: Event<'a>) -> bool {
        let (kind, collection) = match event.kind {
            EventKind::StreamStart | EventKind::DocumentStart { .. } => return false,
            EventKind::StreamEnd | EventKind::DocumentEnd { .. } => return true,
            EventKind::SequenceEnd | EventKind::MappingEnd => {
                self.close(event.range);
                return false;
            }
            EventKind::Alias(name) => {
                let target = match self.anchors.get(name) {
                    Some(target) => *target,
                    None => self.unknown_anchor(name, event.range, event.line),
                };
                (NodeKind::Alias(name, target), false)
            }
            EventKind::Scalar(scalar) => (NodeKind::Scalar(scalar), false),
            EventKind::SequenceStart(layout) => (NodeKind::Sequence(layout, Items::new()), true),
            EventKind::MappingStart(layout) => (NodeKind::Mapping(layout, Pairs::new()), true),
        };
        let range = if collection {
            TextRange::empty(event.range.start())
        } else {
            event.range
        };
        let anchor = event.properties.as_ref().and_then(|p| p.anchor);
        let id = self.add(Node {
            kind,
            range,
            line: event.line,
            recovered: self.recovering,
            properties: event.properties,
        });
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor.name, id);
        }
        if collection {
            self.open.push(Open {
                node: id,
                key: None,
                first: self.children.len(),
            });
        } else {
            self.attach(id);
        }
        false
    }

    /// The runner stops here; to go on, the alias stands for an empty scalar.
    fn unknown_anchor(&mut self, name: &str, range: TextRange, line: u32) -> NodeId {
        let problem = Problem::UnknownAnchor(name.to_owned());
        self.fail(YamlError {
            message: problem.text().into_owned(),
            problem,
            range,
            context: None,
        });
        self.add_missing(TextRange::empty(range.end()), line)
    }

    fn add(&mut self, node: Node<'a>) -> NodeId {
        let id = NodeId(offset(self.document.nodes.len()));
        self.document.nodes.push(node);
        id
    }

    fn add_missing(&mut self, range: TextRange, line: u32) -> NodeId {
        self.add(Node {
            kind: NodeKind::Scalar(ScalarText {
                value: "".into(),
                style: Style::Plain,
                indentation: 0,
            }),
            range,
            line,
            recovered: true,
            properties: None,
        })
    }

    /// Puts a finished node into the collection around it.
    fn attach(&mut self, id: NodeId) {
        let Some(open) = self.open.last_mut() else {
            self.document.root.get_or_insert(id);
            return;
        };
        let child = self.document.nodes[id.index()].range;
        let parent = &mut self.document.nodes[open.node.index()];
        let gap = usize::from(parent.range.end())..usize::from(child.start());
        // a value left out before something on a later line does not reach there
        let near = || {
            self.document
                .text
                .get(gap)
                .is_some_and(|gap| !gap.contains('\n'))
        };
        if !child.is_empty() || near() {
            parent.range = parent
                .range
                .cover_offset(child.end().max(parent.range.start()));
        }
        let waits = matches!(parent.kind, NodeKind::Mapping(..)) && open.key.is_none();
        open.key = waits.then_some(id);
        self.children.push(id);
    }

    /// The innermost collection ends; one in brackets ends with its bracket.
    fn close(&mut self, bracket: TextRange) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let node = &mut self.document.nodes[open.node.index()];
        if !bracket.is_empty() {
            node.range = node.range.cover(bracket);
        }
        let children = &self.children[open.first..];
        match &mut node.kind {
            NodeKind::Sequence(_, items) => *items = children.into(),
            NodeKind::Mapping(_, pairs) => {
                *pairs = children.chunks_exact(2).map(|p| (p[0], p[1])).collect();
            }
            NodeKind::Scalar(_) | NodeKind::Alias(..) => {}
        }
        self.children.truncate(open.first);
        self.attach(open.node);
    }

    /// Ends the innermost collection in the middle. What it holds beyond `until` will be read again.
    pub(super) fn cut(&mut self, until: TextSize) {
        let Some(open) = self.open.last().copied() else {
            return;
        };
        self.document.nodes[open.node.index()].recovered = true;
        if let Some(key) = open.key {
            self.complete(key);
        }
        self.forget_beyond(open, until);
        self.close(TextRange::default());
    }

    /// Takes the children that end beyond `until` out of the innermost collection; a pair ends with its value.
    fn forget_beyond(&mut self, open: Open, until: TextSize) {
        let nodes = &mut self.document.nodes;
        let size = match nodes[open.node.index()].kind {
            NodeKind::Mapping(..) => 2,
            _ => 1,
        };
        let kept: Vec<NodeId> = self.children[open.first..]
            .chunks_exact(size)
            .filter(|child| nodes[child[size - 1].index()].range.end() <= until)
            .flatten()
            .copied()
            .collect();
        self.children.truncate(open.first);
        self.children.extend(kept);
        let node = &mut nodes[open.node.index()];
        if node.range.end() > until {
            let kept = TextRange::new(node.range.start(), until.max(node.range.start()));
            let kept = self.document.text[kept].trim_end();
            node.range = TextRange::at(node.range.start(), TextSize::of(kept));
        }
    }

    /// Gives a key that has no value an empty one.
    pub(super) fn complete(&mut self, key: NodeId) {
        let (end, line) = {
            let key = &self.document.nodes[key.index()];
            (key.range.end(), key.line)
        };
        let value = self.add_missing(TextRange::empty(end), line);
        self.attach(value);
    }

    /// Ends everything that is open.
    fn finish(&mut self) {
        let end = TextSize::of(self.document.text);
        while !self.open.is_empty() {
            self.cut(end + TextSize::new(1));
        }
    }
}
