//! Going on after a syntax error, for editors: what stands before it is kept, and reading starts again at a later line
//! that fits one of the block collections that are open.

use super::NodeKind;
use super::compose::Composer;
use crate::error::{Fault, Finder};
use crate::mark::{Mark, offset};
use crate::parse::{Layout, OpenBlock, OpenKind, Parser};

/// How often reading starts again; each time may read up to the end of the text.
const MAX_RESTARTS: usize = 64;

fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The end of the first line; most bytes are seen at once not to end it.
fn line_end(text: &str) -> Option<usize> {
    let may_end = |b: u8| matches!(b, b'\n' | b'\r' | 0xC2 | 0xE2);
    let mut bytes = text.bytes().enumerate();
    let (end, _) = bytes.find(|(at, b)| may_end(*b) && text[*at..].starts_with(ends_line))?;
    Some(end)
}

pub(super) struct Recovery<'a> {
    text: &'a str,
    /// Lines before this one were tried.
    line: u32,
    offset: usize,
    restarts: usize,
}

impl<'a> Recovery<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            line: 0,
            offset: 0,
            restarts: 0,
        }
    }

    /// Starts again behind an error. Returns whether there is anything to go on with.
    pub(super) fn resume(
        &mut self,
        parser: &mut Parser<'a>,
        composer: &mut Composer<'a>,
        fault: &Fault,
    ) -> bool {
        self.restarts += 1;
        if self.restarts > MAX_RESTARTS {
            return false;
        }
        let blocks = open_blocks(composer);
        self.pass_broken_lines(composer, fault);
        let nothing_yet = composer.open.is_empty() && composer.document.root.is_none();
        while let Some((column, is_entry)) = self.line_start() {
            let depth = fitting(&blocks, column, is_entry);
            if depth.is_some() || nothing_yet {
                let blocks = depth.map_or(&[][..], |depth| &blocks[..=depth]);
                self.restart(parser, composer, blocks);
                return true;
            }
            self.pass_line();
        }
        false
    }

    /// Starts again at the line that was found, inside these collections.
    fn restart(
        &self,
        parser: &mut Parser<'a>,
        composer: &mut Composer<'a>,
        blocks: &[(usize, OpenBlock)],
    ) {
        let keep = blocks.last().map_or(0, |(place, _)| place + 1);
        let until = offset(self.offset).into();
        while composer.open.len() > keep {
            composer.cut(until);
        }
        if let Some(key) = composer.open.last().and_then(|open| open.key) {
            composer.complete(key);
        }
        let open: Vec<_> = blocks.iter().map(|(_, block)| *block).collect();
        let at = Mark {
            offset: offset(self.offset),
            line: self.line,
        };
        parser.resume(at, &open);
    }

    /// Goes to the line behind the one where the broken construct begins, so that an open quote or bracket does not
    /// hide what follows.
    fn pass_broken_lines(&mut self, composer: &Composer<'a>, fault: &Fault) {
        let context = fault.context.map_or(fault.at, |(_, mark)| mark);
        let mut start = match fault.finder {
            // a block collection is sound up to where it breaks
            Finder::Parser => fault.at,
            _ => context,
        };
        let flow = composer.open.iter().find_map(|open| {
            let node = composer.document.node(open.node);
            is_flow(&node.kind).then_some(node.range.start())
        });
        if let Some(flow) = flow {
            start.offset = start.offset.min(u32::from(flow));
        }
        let from = self.offset;
        while self.offset <= start.offset as usize || self.offset == from && from > 0 {
            if !self.pass_line() {
                break;
            }
        }
    }

    /// Moves to the next line.
    fn pass_line(&mut self) -> bool {
        let rest = self.text.get(self.offset..).unwrap_or_default();
        match line_end(rest) {
            Some(end) => {
                let tail = &rest[end..];
                let first = tail.chars().next().map_or(1, char::len_utf8);
                let width = if tail.starts_with("\r\n") { 2 } else { first };
                self.offset += end + width;
                self.line += 1;
                true
            }
            None => {
                self.offset = self.text.len();
                false
            }
        }
    }

    /// The column in which the next line that is neither blank nor a comment begins, and whether it begins with `-`.
    fn line_start(&mut self) -> Option<(isize, bool)> {
        loop {
            let rest = self.text.get(self.offset..)?;
            if rest.is_empty() {
                return None;
            }
            let body = rest.trim_start_matches(' ');
            let column = rest.len() - body.len();
            let blank = body.starts_with(['#', '\n', '\r', '\t']) || body.is_empty();
            if !blank {
                let entry = body
                    .strip_prefix('-')
                    .is_some_and(|b| b.is_empty() || b.starts_with([' ', '\t', '\n', '\r']));
                return Some((isize::try_from(column).ok()?, entry));
            }
            if !self.pass_line() {
                return None;
            }
        }
    }
}

fn is_flow(kind: &NodeKind<'_>) -> bool {
    matches!(
        kind,
        NodeKind::Sequence(Layout::Flow, _) | NodeKind::Mapping(Layout::Flow, _)
    )
}

/// The block collections that are open, outermost first, each with its place among all that are open.
fn open_blocks(composer: &Composer<'_>) -> Vec<(usize, OpenBlock)> {
    let mut blocks: Vec<(usize, OpenBlock)> = Vec::new();
    let mut columns = Columns::new(composer.document.text());
    for (place, open) in composer.open.iter().enumerate() {
        let node = composer.document.node(open.node);
        if is_flow(&node.kind) {
            break;
        }
        let column = columns.of(usize::from(node.range.start()));
        let above = blocks.last().map(|(_, block)| *block);
        let below_key = above.filter(|block| block.kind == OpenKind::Mapping);
        let kind = match node.kind {
            NodeKind::Mapping(..) => OpenKind::Mapping,
            _ if below_key.is_some_and(|block| block.column >= column) => OpenKind::Indentless,
            _ => OpenKind::Sequence,
        };
        let start = Mark {
            offset: u32::from(node.range.start()),
            line: node.line,
        };
        let block = OpenBlock {
            kind,
            column,
            start,
        };
        blocks.push((place, block));
    }
    blocks
}

/// Finds the columns of places that come in ascending order.
struct Columns<'a> {
    text: &'a str,
    at: usize,
    column: isize,
}

impl<'a> Columns<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            column: 0,
        }
    }

    fn of(&mut self, at: usize) -> isize {
        let passed = self.text.get(self.at..at).unwrap_or_default();
        let mut lines = passed.rsplit(ends_line);
        let last = lines.next().unwrap_or_default();
        let width = last.chars().filter(|c| *c != '\u{FEFF}').count();
        let before = if lines.next().is_some() {
            0
        } else {
            self.column
        };
        self.column = before + isize::try_from(width).unwrap_or_default();
        self.at = at.max(self.at);
        self.column
    }
}

/// The innermost collection that a line of this column goes on with.
fn fitting(blocks: &[(usize, OpenBlock)], column: isize, is_entry: bool) -> Option<usize> {
    let fits =
        |block: &OpenBlock| block.column == column && is_entry == (block.kind != OpenKind::Mapping);
    blocks.iter().rposition(|(_, block)| fits(block))
}
