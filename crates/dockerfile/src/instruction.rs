//! Cuts a Dockerfile into directives and instructions. Rule: BuildKit frontend/dockerfile/parser/parser.go.

use acrlint_text::{Mapped, TextRange};

use crate::directive::{self, Directive};
use crate::heredoc::{self, Heredoc, HeredocBody};
use crate::size::{offset_in, range, range_at, size};
use crate::word::{Word, words};

/// An instruction with its lines joined.
#[derive(Debug, Clone)]
pub(crate) struct Instruction {
    /// The lines, joined, without comments and here-documents.
    pub(crate) line: Mapped,
    /// The length of the keyword, with which `line` begins.
    pub(crate) keyword: usize,
    /// From the keyword to the last line's end, here-documents included.
    pub(crate) range: TextRange,
    pub(crate) heredocs: Vec<HeredocBody>,
}

impl Instruction {
    pub(crate) fn keyword(&self) -> &str {
        &self.line.text()[..self.keyword]
    }

    pub(crate) fn keyword_range(&self) -> TextRange {
        self.line.source_range(range(0, self.keyword))
    }

    /// What stands behind the keyword of an `ONBUILD`.
    pub(crate) fn inner(&self) -> Option<Instruction> {
        let text = self.line.text();
        let rest = &text[self.keyword..];
        let start = text.len() - rest.trim_start().len();
        let keyword = keyword_len(&text[start..]);
        let mut line = Mapped::new();
        line.push_part(&self.line, range(start, text.len()));
        (keyword > 0).then(|| Instruction {
            line,
            keyword,
            range: self.range,
            heredocs: self.heredocs.clone(),
        })
    }

    /// A word of the instruction.
    pub(crate) fn word(&self, part: std::ops::Range<usize>) -> Word {
        Word::cut(&self.line, part)
    }
}

/// The parts of a file.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) directives: Vec<Directive>,
    pub(crate) instructions: Vec<Instruction>,
    /// The escape character: `\` unless a directive says otherwise.
    pub(crate) escape: char,
}

/// Cuts the file up.
pub(crate) fn parts(text: &str) -> Parts {
    let mut lexer = Lexer {
        text,
        rest: text.strip_prefix('\u{FEFF}').unwrap_or(text),
    };
    let mut parts = Parts {
        escape: '\\',
        ..Parts::default()
    };
    while let Some(directive) = lexer.directive() {
        if directive.name == "escape" && directive.value == "`" {
            parts.escape = '`';
        }
        parts.directives.push(directive);
    }
    while let Some(instruction) = lexer.instruction(parts.escape) {
        parts.instructions.push(instruction);
    }
    parts
}

struct Lexer<'t> {
    text: &'t str,
    rest: &'t str,
}

impl<'t> Lexer<'t> {
    /// The next line without its break, not read yet.
    fn peek(&self) -> Option<&'t str> {
        let line = self.rest.split('\n').next()?;
        (!self.rest.is_empty()).then_some(line)
    }

    fn next(&mut self) -> Option<&'t str> {
        let line = self.peek()?;
        let end = self.rest.len();
        self.rest = &self.rest[end.min(line.len() + 1)..];
        Some(line)
    }

    fn directive(&mut self) -> Option<Directive> {
        let directive = directive::read(self.text, self.peek()?)?;
        self.next();
        Some(directive)
    }

    fn instruction(&mut self, escape: char) -> Option<Instruction> {
        let first = loop {
            let line = self.next()?.trim();
            if !line.is_empty() && !line.starts_with('#') {
                break line;
            }
        };
        let mut line = Mapped::new();
        let mut last = first;
        let mut piece = self.next_piece(first, escape);
        loop {
            let (body, goes_on) = piece;
            line.push_verbatim(body, size(offset_in(self.text, body)));
            if !goes_on {
                break;
            }
            let Some(more) = self.continuation() else {
                break;
            };
            last = more;
            piece = self.next_piece(more, escape);
        }
        let heredocs = self.heredocs(&line, escape);
        let start = offset_in(self.text, first);
        let end = match heredocs.is_empty() {
            true => offset_in(self.text, last.trim_end()) + last.trim_end().len(),
            false => offset_in(self.text, self.rest),
        };
        Some(Instruction {
            keyword: keyword_len(line.text()),
            line,
            range: range(start, end),
            heredocs,
        })
    }

    /// The line that a continuation goes on with: comments and empty lines are left out.
    fn continuation(&mut self) -> Option<&'t str> {
        loop {
            let line = self.next()?;
            let seen = line.trim_start();
            if !seen.is_empty() && !seen.starts_with('#') {
                return Some(line);
            }
        }
    }

    /// The line without an escape character at its end, and whether it had one.
    fn next_piece(&self, line: &'t str, escape: char) -> (&'t str, bool) {
        let line = line.trim_end_matches('\r');
        let body = line.trim_end_matches([' ', '\t']).strip_suffix(escape);
        match body {
            Some(body) if !body.ends_with(escape) => (body, true),
            _ => (line, false),
        }
    }

    /// Reads the here-documents that an instruction begins.
    fn heredocs(&mut self, line: &Mapped, escape: char) -> Vec<HeredocBody> {
        let text = line.text();
        if !text.contains("<<") || !has_heredocs(text) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for word in words(text, keyword_len(text), escape, false) {
            let Some(heredoc) = Heredoc::read(&text[word.clone()]) else {
                continue;
            };
            let start = line.source_range(range(word.start, word.end));
            let mut unterminated = true;
            while let Some(line) = self.next() {
                if heredoc.ends_at(line) {
                    unterminated = false;
                    break;
                }
            }
            found.push(HeredocBody {
                start,
                unterminated,
            });
        }
        found
    }
}

/// Whether an instruction, or the one behind `ONBUILD`, can begin here-documents.
fn has_heredocs(line: &str) -> bool {
    let mut keywords = line.split_whitespace();
    let first = keywords.next().unwrap_or_default();
    let second = keywords.next().unwrap_or_default();
    heredoc::allowed(first) || first.eq_ignore_ascii_case("onbuild") && heredoc::allowed(second)
}

fn keyword_len(line: &str) -> usize {
    line.find(char::is_whitespace).unwrap_or(line.len())
}

/// The range of a whole text.
pub(crate) fn whole(text: &str) -> TextRange {
    range_at(0, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let parts = parts(text);
        let lines = parts.instructions.iter();
        lines.map(|i| i.line.text().to_owned()).collect()
    }

    #[test]
    fn continuations_leave_comments_out() {
        let text = "\u{FEFF}RUN a \\  \r\n  # no\r\n\r\n  b\r\nCOPY . .";
        assert_eq!(lines(text), ["RUN a   b", "COPY . ."]);
        assert_eq!(lines("RUN a \\\\\nRUN b"), ["RUN a \\\\", "RUN b"]);
        assert_eq!(lines("RUN a \\"), ["RUN a "]);
    }

    #[test]
    fn the_escape_character_can_be_chosen() {
        let text = "# Escape = `\n# syntax=x:1\nRUN a `\n b\\\nRUN c";
        assert_eq!(lines(text), ["RUN a  b\\", "RUN c"]);
        assert_eq!(parts(text).directives[1].value, "x:1");
        // not at the top: a comment
        assert_eq!(lines("\n# escape=`\nRUN a `\nRUN b"), ["RUN a `", "RUN b"]);
    }

    #[test]
    fn here_documents_are_no_instructions() {
        let text = "RUN <<A <<-B\nFROM x\nA\n\tFROM y\n\tB\nRUN z <<C\n";
        let parts = parts(text);
        assert_eq!(parts.instructions.len(), 2);
        assert_eq!(&text[parts.instructions[0].range], &text[..text.len() - 10]);
        assert!(parts.instructions[1].heredocs[0].unterminated);
    }
}
