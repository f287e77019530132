use acrlint_text::is_symbol;

use crate::error::{Fault, Finder, Problem, Step};
use crate::mark::{Mark, offset};

/// How much the runner's reader takes from the text at a time. It shows: a control character is reported as soon as
/// the piece that holds it is read, before problems further up in the same piece.
const PIECE: usize = 512;
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A place in the text that moves forward and counts lines and columns (in code points) as the runner's reader does.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Bytes passed that continue a character; `at` minus these is the index in characters.
    continued: usize,
    line: u32,
    /// The index in characters where the line begins.
    line_index: usize,
    /// Bytes read so far; those were seen to hold no control character.
    loaded: usize,
    /// End marks that were read past the end of the text.
    padding: usize,
    /// Where the runner's buffer begins.
    buffer: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let bom = if text.as_bytes().starts_with(BOM) {
            BOM.len()
        } else {
            0
        };
        Self {
            text,
            bytes: text.as_bytes(),
            at: bom,
            continued: bom,
            line: 0,
            line_index: 0,
            loaded: bom,
            padding: 0,
            buffer: bom,
        }
    }

    /// A cursor over a stretch that was read before, to look at it again.
    pub(crate) fn again(text: &'a str, start: usize, end: usize) -> Self {
        let text = text.get(..end).unwrap_or(text);
        let column = text
            .get(..start)
            .and_then(|before| {
                before
                    .rsplit(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
                    .next()
            })
            .map_or(0, |line| {
                line.trim_start_matches('\u{FEFF}').chars().count()
            });
        let mut cursor = Self::new(text);
        cursor.at = start;
        cursor.continued = 0;
        cursor.line_index = start.saturating_sub(column);
        cursor.loaded = text.len();
        // a byte order mark is only looked for between tokens, never here
        cursor.buffer = text.len();
        cursor
    }

    /// Takes the whole text as read, whatever it holds.
    pub(crate) fn read_all(&mut self) {
        self.loaded = self.bytes.len();
    }

    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// The byte offset.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark {
            offset: offset(self.at),
            line: self.line,
        }
    }

    /// The number of characters before this place.
    pub(crate) fn index(&self) -> usize {
        self.at.wrapping_sub(self.continued)
    }

    /// The number of characters before this place in its line.
    pub(crate) fn column(&self) -> isize {
        self.index().wrapping_sub(self.line_index) as isize
    }

    /// Goes on at the beginning of a line, possibly one that was read before.
    pub(crate) fn jump(&mut self, at: usize, line: u32) {
        self.at = at;
        self.line = line;
        // counting starts anew
        self.continued = at;
        self.line_index = 0;
        self.loaded = self.loaded.max(at);
    }

    /// Takes what follows as a new line.
    pub(crate) fn begin_line(&mut self) {
        self.line += 1;
        self.line_index = self.index();
    }

    /// Reads on until `count` characters are at hand, if the text has as many.
    #[inline]
    pub(crate) fn need(&mut self, count: usize) -> Step<()> {
        if self.at + 4 * count <= self.loaded {
            return Ok(());
        }
        self.read_on(count)
    }

    #[cold]
    fn read_on(&mut self, count: usize) -> Step<()> {
        if self.has(count) {
            return Ok(());
        }
        self.buffer = self.at;
        while !self.has(count) {
            if self.loaded == self.bytes.len() {
                self.padding += 1;
                break;
            }
            // the first piece is shorter by the byte order mark before it
            let begin = if self.loaded == BOM.len() && self.bytes.starts_with(BOM) {
                0
            } else {
                self.loaded
            };
            let end = floor_boundary(self.text, begin + PIECE);
            if let Some(bad) = control_character(&self.bytes[self.loaded..end]) {
                return Err(self.control_fault(self.loaded + bad));
            }
            self.loaded = end;
        }
        Ok(())
    }

    fn has(&self, count: usize) -> bool {
        let read = self.bytes.get(self.at..self.loaded).unwrap_or_default();
        let real = read
            .iter()
            .filter(|b| !is_continuation(**b))
            .take(count)
            .count();
        real + self.padding >= count
    }

    #[cold]
    fn control_fault(&self, at: usize) -> Box<Fault> {
        let mark = Mark {
            offset: offset(at),
            line: 0,
        };
        Box::new(Fault {
            finder: Finder::Reader,
            problem: Problem::ControlCharacter,
            at: mark,
            end: None,
            context: None,
        })
    }

    /// The byte `ahead` of this place; 0 at the end of the text.
    #[inline]
    pub(crate) fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    #[inline]
    pub(crate) fn is_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    #[inline]
    pub(crate) fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), b' ' | b'\t')
    }

    #[inline]
    pub(crate) fn is_break(&self, ahead: usize) -> bool {
        match self.peek(ahead) {
            b'\n' | b'\r' => true,
            0xC2 => self.peek(ahead + 1) == 0x85,
            0xE2 => self.peek(ahead + 1) == 0x80 && matches!(self.peek(ahead + 2), 0xA8 | 0xA9),
            _ => false,
        }
    }

    /// Whether a line break or the end of the text is here.
    #[inline]
    pub(crate) fn is_break_or_end(&self, ahead: usize) -> bool {
        self.is_break(ahead) || self.peek(ahead) == 0
    }

    /// Whether a blank, a line break or the end of the text is here.
    #[inline]
    pub(crate) fn is_space(&self, ahead: usize) -> bool {
        self.is_blank(ahead) || self.is_break_or_end(ahead)
    }

    /// Whether `---` or `...` stands here at the beginning of a line.
    pub(crate) fn at_document_indicator(&self) -> bool {
        let three = [self.peek(0), self.peek(1), self.peek(2)];
        matches!(&three, b"---" | b"...") && self.column() == 0 && self.is_space(3)
    }

    /// Passes a byte order mark at the beginning of a line. The runner looks for it at the beginning of its buffer
    /// rather than here, and so may pass another character instead.
    pub(crate) fn pass_bom(&mut self) {
        if self.column() == 0 && self.bytes[self.buffer.min(self.bytes.len())..].starts_with(BOM) {
            self.pass();
        }
    }

    /// Passes one character.
    #[inline]
    pub(crate) fn pass(&mut self) {
        let width = match self.peek(0) {
            _ if self.is_end() => {
                self.padding = self.padding.saturating_sub(1);
                self.continued = self.continued.wrapping_sub(1);
                return;
            }
            0..0x80 => 1,
            0x80..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
        self.at += width;
        self.continued = self.continued.wrapping_add(width - 1);
    }

    /// Passes a line break, if one is here; CR LF is one.
    pub(crate) fn pass_break(&mut self) -> Option<Break> {
        if !self.is_break(0) {
            return None;
        }
        let start = self.at;
        let separator = self.peek(0) == 0xE2;
        if self.peek(0) == b'\r' && self.peek(1) == b'\n' {
            self.pass();
        }
        self.pass();
        self.begin_line();
        Some(Break {
            start,
            end: self.at,
            separator,
        })
    }

    /// Passes blanks.
    pub(crate) fn pass_blanks(&mut self) -> Step<()> {
        while self.is_blank(0) {
            self.pass();
            self.need(1)?;
        }
        Ok(())
    }

    /// Passes a comment, if one is here.
    pub(crate) fn pass_comment(&mut self) -> Step<()> {
        if self.peek(0) == b'#' {
            self.pass_line()?;
        }
        Ok(())
    }

    /// Passes everything up to the line break.
    pub(crate) fn pass_line(&mut self) -> Step<()> {
        loop {
            self.pass_run(4, |b| matches!(b, b'\n' | b'\r'));
            if self.is_break_or_end(0) {
                return Ok(());
            }
            self.pass();
            self.need(1)?;
        }
    }

    /// Passes ordinary bytes quickly: up to one that `stops`, a possible line break beyond ASCII, or `margin` bytes
    /// before the end of what is read.
    #[inline]
    pub(crate) fn pass_run(&mut self, margin: usize, stops: impl Fn(u8) -> bool) {
        let end = self.loaded.saturating_sub(margin);
        while self.at < end {
            let byte = self.bytes[self.at];
            if byte < 0x80 {
                if stops(byte) {
                    return;
                }
                self.at += 1;
            } else {
                if matches!(byte, 0xC2 | 0xE2) && self.is_break(0) {
                    return;
                }
                self.pass();
            }
        }
    }

    /// Whether a symbol is here; it counts as a letter.
    pub(crate) fn is_symbol(&self) -> bool {
        // the private use planes begin with these bytes
        matches!(self.peek(0), 0xF3 | 0xF4)
            && self.text[self.at..].chars().next().is_some_and(is_symbol)
    }

    /// Passes letters, digits, `-` and `_`, and returns them.
    pub(crate) fn pass_word(&mut self) -> Step<&'a str> {
        let start = self.at;
        while is_word(self.peek(0)) || self.is_symbol() {
            self.pass();
            self.need(1)?;
        }
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }
}

/// A line break in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Break {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// LS or PS, which stay as they are; every other break is read as LF.
    pub(crate) separator: bool,
}

pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where the first character stands that YAML does not allow.
fn control_character(bytes: &[u8]) -> Option<usize> {
    let plain = |b: u8| (0x20..0x7F).contains(&b) || matches!(b, b'\t' | b'\n' | b'\r');
    // without a way out of the loop, it is done for many bytes at a time
    if bytes.iter().fold(true, |all, b| all & plain(*b)) {
        return None;
    }
    bytes.iter().enumerate().position(|(at, byte)| match byte {
        0xC2 => matches!(bytes.get(at + 1), Some(next) if *next < 0xA0 && *next != 0x85),
        0xEF => matches!(bytes.get(at + 1..at + 3), Some([0xBF, 0xBE | 0xBF])),
        0x80.. => false,
        byte => !plain(*byte),
    })
}
