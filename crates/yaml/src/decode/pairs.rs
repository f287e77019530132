use super::Decoder;
use crate::document::{NodeId, NodeKind};
use crate::error::Problem;

/// Walks the pairs of a mapping, with `<<` replaced by the pairs of the mappings that it names, in the order in which
/// yaml.v2 sets them: textual, so that a `<<` after a key overrides it; in a list of mappings the last one first.
#[derive(Debug)]
pub(super) struct Pairs {
    mapping: NodeId,
    next: usize,
    /// What is open inside the mapping because of a `<<`.
    stack: Vec<Frame>,
}

#[derive(Debug)]
enum Frame {
    /// A mapping and its next pair.
    Mapping(NodeId, usize),
    /// The list of a `<<`, and how many of its items are left.
    Operands(NodeId, usize),
    /// An alias that is left after what it names.
    Alias(NodeId),
}

/// A key with its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) key: NodeId,
    pub(super) value: NodeId,
    /// Whether it comes from a `<<`.
    pub(super) merged: bool,
}

impl Pairs {
    pub(super) fn new(mapping: NodeId) -> Self {
        Self {
            mapping,
            next: 0,
            stack: Vec::new(),
        }
    }

    /// The next pair; `None` at the end and when decoding had to stop.
    pub(super) fn next(&mut self, decoder: &mut Decoder<'_, '_>) -> Option<Pair> {
        let document = decoder.document;
        while decoder.fatal.is_none() {
            let merged = !self.stack.is_empty();
            let (id, next) = match self.stack.last_mut() {
                None => (self.mapping, &mut self.next),
                Some(Frame::Mapping(id, next)) => (*id, next),
                Some(Frame::Operands(id, left)) => {
                    let Some(last) = left.checked_sub(1) else {
                        self.stack.pop();
                        continue;
                    };
                    *left = last;
                    let operand = document.node(*id).items()[last];
                    self.operand(decoder, operand);
                    continue;
                }
                Some(Frame::Alias(id)) => {
                    let id = *id;
                    decoder.leave(id);
                    self.stack.pop();
                    continue;
                }
            };
            let Some((key, value)) = document.node(id).pairs().get(*next).copied() else {
                self.stack.pop()?;
                continue;
            };
            *next += 1;
            if !is_merge(decoder, key) {
                return Some(Pair { key, value, merged });
            }
            self.merge(decoder, value);
        }
        None
    }

    fn merge(&mut self, decoder: &mut Decoder<'_, '_>, value: NodeId) {
        let items = decoder.document.node(value).items();
        match decoder.document.node(value).kind {
            NodeKind::Sequence(..) => self.stack.push(Frame::Operands(value, items.len())),
            _ => self.operand(decoder, value),
        }
    }

    fn operand(&mut self, decoder: &mut Decoder<'_, '_>, operand: NodeId) {
        let target = decoder.document.target(operand);
        let NodeKind::Mapping(..) = decoder.document.node(target).kind else {
            decoder.stop(operand, Problem::MergeWantsMap);
            return;
        };
        if let Some(target) = decoder.enter(operand) {
            if target != operand {
                self.stack.push(Frame::Alias(operand));
            }
            self.stack.push(Frame::Mapping(target, 0));
        }
    }
}

fn is_merge(decoder: &Decoder<'_, '_>, key: NodeId) -> bool {
    let node = decoder.document.node(key);
    node.scalar().is_some_and(|s| s.value == "<<")
        && (node.is_implicit() || node.has_core_tag("merge"))
}
