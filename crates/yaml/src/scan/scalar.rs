//! The three ways to write a scalar. Each reads into a [`Sink`], so that the same code finds a value and, later, the
//! place of each of its characters.

use super::cursor::{Break, Cursor};
use super::sink::Sink;
use super::token::Style;
use crate::error::{Fault, Finder, Problem, Step};
use crate::mark::Mark;

fn fault(cursor: &Cursor<'_>, context: &'static str, start: Mark, problem: Problem) -> Box<Fault> {
    Box::new(Fault {
        finder: Finder::Scanner,
        problem,
        at: cursor.mark(),
        end: None,
        context: Some((context, start)),
    })
}

/// The blanks and line breaks between two words of a scalar that may span lines.
#[derive(Debug, Default)]
struct Gap {
    /// Blanks before the first line break.
    blanks: Option<(usize, usize)>,
    /// Whether the gap spans lines.
    broken: bool,
    /// The first line break, unless it was escaped.
    first: Option<Break>,
    /// The line breaks after the first.
    more: Vec<Break>,
}

impl Gap {
    /// Passes blanks and line breaks. `check` is asked at each blank that begins a line.
    fn pass(
        &mut self,
        cursor: &mut Cursor<'_>,
        check: impl Fn(&Cursor<'_>) -> Step<()>,
    ) -> Step<()> {
        loop {
            if cursor.is_blank(0) {
                if self.broken {
                    check(cursor)?;
                }
                let start = cursor.at();
                cursor.pass();
                if !self.broken {
                    let begin = self.blanks.map_or(start, |(begin, _)| begin);
                    self.blanks = Some((begin, cursor.at()));
                }
            } else if cursor.is_break(0) {
                cursor.need(2)?;
                let line = cursor.pass_break();
                if self.broken {
                    self.more.extend(line);
                } else {
                    self.blanks = None;
                    self.first = line;
                    self.broken = true;
                }
            } else {
                return Ok(());
            }
            cursor.need(1)?;
        }
    }

    /// Writes what the gap means: its blanks, or a folded line break. `end` is where it ends.
    fn flush(&mut self, sink: &mut impl Sink, end: usize) {
        if self.broken {
            let folds = self.first.filter(|first| !first.separator);
            match (folds, self.first) {
                (Some(first), _) if self.more.is_empty() => sink.put(" ", first.start, end),
                (None, Some(first)) => sink.line(first),
                _ => {}
            }
            for line in self.more.drain(..) {
                sink.line(line);
            }
        } else if let Some((start, end)) = self.blanks {
            sink.copy(start, end);
        }
        self.blanks = None;
        self.first = None;
        self.broken = false;
    }
}

/// What ends a plain scalar, besides a comment and the end of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// A colon before a blank, and lesser indentation.
    Block,
    /// A colon before a blank, and the signs of brackets.
    Flow,
    /// Nothing: it was read before and is all of the text.
    Never,
}

/// Reads a plain scalar. Returns where it ends and whether line breaks follow it. `indent` is the least column of its
/// further lines.
pub(crate) fn plain(
    cursor: &mut Cursor<'_>,
    ends: Ends,
    indent: isize,
    sink: &mut impl Sink,
) -> Step<(Mark, bool)> {
    let start = cursor.mark();
    let mut end = start;
    let mut gap = Gap::default();
    loop {
        cursor.need(4)?;
        let ended = cursor.at_document_indicator() || cursor.peek(0) == b'#';
        if ended && ends != Ends::Never {
            break;
        }
        let word = cursor.at();
        if !ends_plain(cursor, ends) {
            gap.flush(sink, word);
            pass_plain_word(cursor, ends)?;
            sink.copy(word, cursor.at());
            end = cursor.mark();
        }
        if !(cursor.is_blank(0) || cursor.is_break(0)) {
            break;
        }
        cursor.need(1)?;
        gap.pass(cursor, |cursor| {
            if cursor.peek(0) == b'\t' && cursor.column() < indent {
                let context = "while scanning a plain scalar";
                return Err(fault(cursor, context, start, Problem::TabInPlain));
            }
            Ok(())
        })?;
        if ends == Ends::Block && cursor.column() < indent {
            break;
        }
    }
    Ok((end, gap.broken))
}

fn pass_plain_word(cursor: &mut Cursor<'_>, ends: Ends) -> Step<()> {
    loop {
        cursor.pass_run(8, |b| stops_plain(b, ends));
        if ends_plain(cursor, ends) {
            return Ok(());
        }
        cursor.pass();
        cursor.need(2)?;
    }
}

fn stops_plain(byte: u8, ends: Ends) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b':')
        || ends == Ends::Flow && is_flow_indicator(byte)
}

fn ends_plain(cursor: &Cursor<'_>, ends: Ends) -> bool {
    match (cursor.peek(0), ends) {
        (b':', Ends::Block | Ends::Flow) => cursor.is_space(1),
        (byte, Ends::Flow) if is_flow_indicator(byte) => true,
        _ => cursor.is_space(0),
    }
}

fn is_flow_indicator(byte: u8) -> bool {
    matches!(byte, b',' | b'?' | b'[' | b']' | b'{' | b'}')
}

/// Reads a scalar in quotes, from the opening quote to behind the closing one.
pub(crate) fn quoted(cursor: &mut Cursor<'_>, style: Style, sink: &mut impl Sink) -> Step<()> {
    let start = cursor.mark();
    let quote = cursor.peek(0);
    let double = style == Style::Double;
    let mut gap = Gap::default();
    cursor.pass();
    loop {
        cursor.need(4)?;
        let context = "while scanning a quoted scalar";
        if cursor.at_document_indicator() {
            return Err(fault(cursor, context, start, Problem::DocumentInQuotes));
        }
        if cursor.is_end() {
            return Err(fault(cursor, context, start, Problem::UnclosedQuotes));
        }
        while !cursor.is_space(0) {
            let word = cursor.at();
            cursor.pass_run(8, |b| {
                matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\\') || b == quote
            });
            if cursor.at() > word {
                sink.copy(word, cursor.at());
            } else if cursor.peek(0) == quote {
                if double || cursor.peek(1) != quote {
                    break;
                }
                cursor.pass();
                cursor.pass();
                sink.put("'", word, cursor.at());
            } else if double && cursor.peek(0) == b'\\' {
                if cursor.is_break(1) {
                    cursor.need(3)?;
                    cursor.pass();
                    cursor.pass_break();
                    gap.broken = true;
                    break;
                }
                escape(cursor, start, sink)?;
            } else {
                cursor.pass();
                sink.copy(word, cursor.at());
            }
            cursor.need(2)?;
        }
        cursor.need(1)?;
        if cursor.peek(0) == quote {
            break;
        }
        gap.pass(cursor, |_| Ok(()))?;
        gap.flush(sink, cursor.at());
    }
    cursor.pass();
    Ok(())
}

/// Reads `\` and what follows it in double quotes.
fn escape(cursor: &mut Cursor<'_>, start: Mark, sink: &mut impl Sink) -> Step<()> {
    let context = "while parsing a quoted scalar";
    let from = cursor.at();
    let digits = match cursor.peek(1) {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        byte => {
            let Some(value) = simple_escape(byte) else {
                return Err(fault(cursor, context, start, Problem::UnknownEscape));
            };
            cursor.pass();
            cursor.pass();
            sink.put(value, from, cursor.at());
            return Ok(());
        }
    };
    cursor.pass();
    cursor.pass();
    cursor.need(digits)?;
    let mut code = 0;
    for ahead in 0..digits {
        let Some(digit) = char::from(cursor.peek(ahead)).to_digit(16) else {
            return Err(fault(cursor, context, start, Problem::ExpectedHex));
        };
        code = code << 4 | digit;
    }
    let Some(value) = char::from_u32(code) else {
        return Err(fault(cursor, context, start, Problem::BadEscape));
    };
    for _ in 0..digits {
        cursor.pass();
    }
    sink.put(value.encode_utf8(&mut [0; 4]), from, cursor.at());
    Ok(())
}

fn simple_escape(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'0' => "\0",
        b'a' => "\x07",
        b'b' => "\x08",
        b't' | b'\t' => "\t",
        b'n' => "\n",
        b'v' => "\x0B",
        b'f' => "\x0C",
        b'r' => "\r",
        b'e' => "\x1B",
        b' ' => " ",
        b'"' => "\"",
        b'\'' => "'",
        b'\\' => "\\",
        b'N' => "\u{85}",
        b'_' => "\u{A0}",
        b'L' => "\u{2028}",
        b'P' => "\u{2029}",
        _ => return None,
    })
}

/// The signs after `|` or `>`.
#[derive(Debug, Clone, Copy, Default)]
struct Header {
    /// What becomes of the line breaks at the end: `+` keeps all, `-` none, nothing keeps one.
    chomp: Option<u8>,
    /// How much further than its parent the text is indented; 0 when its first line shows it.
    increment: isize,
}

/// How a block scalar came out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BlockEnd {
    pub(crate) end: Mark,
    pub(crate) indentation: isize,
}

/// Where the lines of a block scalar begin.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Indentation {
    /// To be found out; the column of the parent is this, -1 at the top.
    Below(isize),
    /// Known already.
    At(isize),
}

/// Reads a block scalar from its `|` or `>` on.
pub(crate) fn block(
    cursor: &mut Cursor<'_>,
    style: Style,
    indentation: Indentation,
    sink: &mut impl Sink,
) -> Step<BlockEnd> {
    let start = cursor.mark();
    cursor.pass();
    cursor.need(1)?;
    let header = header(cursor, start)?;
    let mut lines = BlockLines {
        start,
        end: cursor.mark(),
        parent: -1,
        indent: 0,
        blank: Vec::new(),
    };
    match indentation {
        Indentation::At(column) => lines.indent = column,
        Indentation::Below(parent) => {
            lines.parent = parent;
            if header.increment > 0 {
                lines.indent = parent.max(0) + header.increment;
            }
        }
    }
    lines.pass_blank(cursor)?;
    cursor.need(1)?;

    let mut last: Option<Break> = None;
    let mut after_indented = false;
    while cursor.column() == lines.indent && !cursor.is_end() {
        let indented = cursor.is_blank(0);
        let folds = style == Style::Folded && !after_indented && !indented;
        match last {
            Some(line) if !folds || line.separator => sink.line(line),
            Some(line) if lines.blank.is_empty() => sink.put(" ", line.start, cursor.at()),
            _ => {}
        }
        lines.blank.drain(..).for_each(|line| sink.line(line));
        after_indented = indented;

        let from = cursor.at();
        cursor.pass_line()?;
        sink.copy(from, cursor.at());
        cursor.need(2)?;
        last = cursor.pass_break();
        lines.pass_blank(cursor)?;
    }
    if header.chomp != Some(b'-')
        && let Some(line) = last
    {
        sink.line(line);
    }
    if header.chomp == Some(b'+') {
        lines.blank.drain(..).for_each(|line| sink.line(line));
    }
    Ok(BlockEnd {
        end: lines.end,
        indentation: lines.indent,
    })
}

const BLOCK: &str = "while scanning a block scalar";

fn header(cursor: &mut Cursor<'_>, start: Mark) -> Step<Header> {
    let mut header = Header::default();
    header.chomp(cursor);
    if header.chomp.is_some() {
        cursor.need(1)?;
        header.increment(cursor, start)?;
    } else if header.increment(cursor, start)? {
        cursor.need(1)?;
        header.chomp(cursor);
    }
    cursor.need(1)?;
    cursor.pass_blanks()?;
    cursor.pass_comment()?;
    if !cursor.is_break_or_end(0) {
        return Err(fault(cursor, BLOCK, start, Problem::ExpectedLineEnd));
    }
    if cursor.is_break(0) {
        cursor.need(2)?;
        cursor.pass_break();
    }
    Ok(header)
}

impl Header {
    fn chomp(&mut self, cursor: &mut Cursor<'_>) {
        if matches!(cursor.peek(0), b'+' | b'-') {
            self.chomp = Some(cursor.peek(0));
            cursor.pass();
        }
    }

    fn increment(&mut self, cursor: &mut Cursor<'_>, start: Mark) -> Step<bool> {
        match cursor.peek(0) {
            b'0' => Err(fault(cursor, BLOCK, start, Problem::ZeroIndentation)),
            digit @ b'1'..=b'9' => {
                self.increment = isize::from(digit - b'0');
                cursor.pass();
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}

/// What is known of a block scalar between two of its lines.
struct BlockLines {
    start: Mark,
    /// Where the scalar ends, as far as is known.
    end: Mark,
    parent: isize,
    /// The column of the lines; 0 until it is known.
    indent: isize,
    /// Line breaks of blank lines that are not yet written.
    blank: Vec<Break>,
}

impl BlockLines {
    /// Passes blank lines and the indentation of the line after them; finds out the column of the lines.
    fn pass_blank(&mut self, cursor: &mut Cursor<'_>) -> Step<()> {
        self.end = cursor.mark();
        let mut widest = 0;
        loop {
            cursor.need(1)?;
            while self.is_indentation(cursor) && cursor.peek(0) == b' ' {
                cursor.pass();
                cursor.need(1)?;
            }
            widest = widest.max(cursor.column());
            if self.is_indentation(cursor) && cursor.peek(0) == b'\t' {
                return Err(fault(cursor, BLOCK, self.start, Problem::TabIndentation));
            }
            if !cursor.is_break(0) {
                break;
            }
            cursor.need(2)?;
            self.blank.extend(cursor.pass_break());
            self.end = cursor.mark();
        }
        if self.indent == 0 {
            self.indent = widest.max(self.parent + 1).max(1);
        }
        Ok(())
    }

    fn is_indentation(&self, cursor: &Cursor<'_>) -> bool {
        self.indent == 0 || cursor.column() < self.indent
    }
}
