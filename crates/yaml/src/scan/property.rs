//! Anchors, aliases, tags and directives.

use std::borrow::Cow;

use super::Scanner;
use super::cursor::is_word;
use super::token::{TagDirective, TagText, TokenKind};
use crate::error::{Problem, Step};
use crate::mark::Mark;

const DIRECTIVE: &str = "while scanning a directive";
const VERSION: &str = "while scanning a %YAML directive";
const TAG_DIRECTIVE: &str = "while scanning a %TAG directive";
const TAG: &str = "while scanning a tag";

/// The longest number of a version.
const VERSION_DIGITS: u8 = 2;

/// In which of two places a tag is read; the messages differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Directive,
    Tag,
}

impl Within {
    fn context(self) -> &'static str {
        match self {
            Self::Directive => "while parsing a %TAG directive",
            Self::Tag => "while parsing a tag",
        }
    }
}

impl<'a> Scanner<'a> {
    /// Reads `%YAML …` or `%TAG …` with its line break. Returns where it ends before blanks and a comment.
    pub(super) fn directive(&mut self) -> Step<(TokenKind<'a>, Mark)> {
        let start = self.cursor.mark();
        self.cursor.pass();
        self.cursor.need(1)?;
        let name = self.cursor.pass_word()?;
        if name.is_empty() {
            return Err(self.fault(DIRECTIVE, start, Problem::ExpectedDirectiveName));
        }
        if !self.cursor.is_space(0) {
            return Err(self.fault(DIRECTIVE, start, Problem::BadDirectiveName));
        }
        let kind = match name {
            "YAML" => self.version(start)?,
            "TAG" => self.tag_directive(start)?,
            _ => return Err(self.fault(DIRECTIVE, start, Problem::UnknownDirective)),
        };
        let end = self.cursor.mark();
        self.cursor.need(1)?;
        self.cursor.pass_blanks()?;
        self.cursor.pass_comment()?;
        if !self.cursor.is_break_or_end(0) {
            return Err(self.fault(DIRECTIVE, start, Problem::ExpectedLineEnd));
        }
        if self.cursor.is_break(0) {
            self.cursor.need(2)?;
            self.cursor.pass_break();
        }
        Ok((kind, end))
    }

    fn version(&mut self, start: Mark) -> Step<TokenKind<'a>> {
        self.cursor.need(1)?;
        self.cursor.pass_blanks()?;
        let major = self.version_number(start)?;
        if self.cursor.peek(0) != b'.' {
            return Err(self.fault(VERSION, start, Problem::ExpectedVersionDot));
        }
        self.cursor.pass();
        let minor = self.version_number(start)?;
        Ok(TokenKind::Version(major, minor))
    }

    fn version_number(&mut self, start: Mark) -> Step<u8> {
        self.cursor.need(1)?;
        let mut value = 0;
        let mut digits = 0;
        while self.cursor.peek(0).is_ascii_digit() {
            digits += 1;
            if digits > VERSION_DIGITS {
                return Err(self.fault(VERSION, start, Problem::LongVersion));
            }
            value = value * 10 + (self.cursor.peek(0) - b'0');
            self.cursor.pass();
            self.cursor.need(1)?;
        }
        if digits == 0 {
            return Err(self.fault(VERSION, start, Problem::ExpectedVersion));
        }
        Ok(value)
    }

    fn tag_directive(&mut self, start: Mark) -> Step<TokenKind<'a>> {
        self.cursor.need(1)?;
        self.cursor.pass_blanks()?;
        let handle = self.tag_handle(Within::Directive, start)?;
        self.cursor.need(1)?;
        if !self.cursor.is_blank(0) {
            return Err(self.fault(TAG_DIRECTIVE, start, Problem::ExpectedBlank));
        }
        self.cursor.pass_blanks()?;
        let prefix = self.tag_uri(Within::Directive, "", start)?;
        self.cursor.need(1)?;
        if !self.cursor.is_space(0) {
            return Err(self.fault(TAG_DIRECTIVE, start, Problem::ExpectedBlankOrBreak));
        }
        let directive = TagDirective { handle, prefix };
        Ok(TokenKind::TagDirective(Box::new(directive)))
    }

    /// Reads `*name` or `&name`.
    pub(super) fn anchor(&mut self) -> Step<TokenKind<'a>> {
        let start = self.cursor.mark();
        let alias = self.cursor.peek(0) == b'*';
        self.cursor.pass();
        self.cursor.need(1)?;
        let name = self.cursor.pass_word()?;
        let ends = self.cursor.is_space(0)
            || matches!(
                self.cursor.peek(0),
                b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`'
            );
        match (alias, name.is_empty() || !ends) {
            (true, false) => Ok(TokenKind::Alias(name)),
            (false, false) => Ok(TokenKind::Anchor(name)),
            (true, true) => {
                Err(self.fault("while scanning an alias", start, Problem::ExpectedName))
            }
            (false, true) => {
                Err(self.fault("while scanning an anchor", start, Problem::ExpectedName))
            }
        }
    }

    /// Reads a tag in any of its three forms.
    pub(super) fn tag(&mut self) -> Step<TokenKind<'a>> {
        let start = self.cursor.mark();
        self.cursor.need(2)?;
        let tag = if self.cursor.peek(1) == b'<' {
            self.verbatim_tag(start)?
        } else {
            self.short_tag(start)?
        };
        self.cursor.need(1)?;
        if !self.cursor.is_space(0) {
            return Err(self.fault(TAG, start, Problem::ExpectedBlankOrBreak));
        }
        Ok(TokenKind::Tag(Box::new(tag)))
    }

    fn verbatim_tag(&mut self, start: Mark) -> Step<TagText<'a>> {
        self.cursor.pass();
        self.cursor.pass();
        let suffix = self.tag_uri(Within::Tag, "", start)?;
        if self.cursor.peek(0) != b'>' {
            return Err(self.fault(TAG, start, Problem::ExpectedTagEnd));
        }
        self.cursor.pass();
        Ok(TagText { handle: "", suffix })
    }

    fn short_tag(&mut self, start: Mark) -> Step<TagText<'a>> {
        let handle = self.tag_handle(Within::Tag, start)?;
        if handle.len() > 1 && handle.ends_with('!') {
            let suffix = self.tag_uri(Within::Tag, "", start)?;
            return Ok(TagText { handle, suffix });
        }
        // what was read is no handle but the beginning of the suffix
        let suffix = self.tag_uri(Within::Tag, handle, start)?;
        if suffix.is_empty() {
            let suffix = Cow::Borrowed("!");
            return Ok(TagText { handle: "", suffix });
        }
        Ok(TagText {
            handle: "!",
            suffix,
        })
    }

    /// Reads `!`, `!!` or `!word!`; in a tag also `!word`, which then is no handle.
    fn tag_handle(&mut self, within: Within, start: Mark) -> Step<&'a str> {
        self.cursor.need(1)?;
        if self.cursor.peek(0) != b'!' {
            return Err(self.fault(within.context(), start, Problem::ExpectedTagMark));
        }
        let from = self.cursor.at();
        self.cursor.pass();
        self.cursor.need(1)?;
        self.cursor.pass_word()?;
        if self.cursor.peek(0) == b'!' {
            self.cursor.pass();
        } else if within == Within::Directive && self.cursor.at() > from + 1 {
            return Err(self.fault(within.context(), start, Problem::ExpectedTagMark));
        }
        Ok(self.slice(from))
    }

    /// Reads a tag's name. `head` was read before: `!` and the beginning of the name.
    fn tag_uri(&mut self, within: Within, head: &'a str, start: Mark) -> Step<Cow<'a, str>> {
        let head_name = head.get(1..).unwrap_or_default();
        let from = self.cursor.at() - head_name.len();
        let mut escaped: Option<Vec<u8>> = None;
        let mut any = !head.is_empty();
        self.cursor.need(1)?;
        while is_uri(self.cursor.peek(0)) || self.cursor.is_symbol() {
            any = true;
            let at = self.cursor.at();
            if self.cursor.peek(0) == b'%' {
                let before = self.slice(from).as_bytes();
                let mut bytes = escaped.take().unwrap_or_else(|| before.to_vec());
                self.uri_escape(within, start, &mut bytes)?;
                escaped = Some(bytes);
            } else {
                self.cursor.pass();
                if let Some(bytes) = &mut escaped {
                    bytes.extend_from_slice(self.slice(at).as_bytes());
                }
            }
            self.cursor.need(1)?;
        }
        if !any {
            return Err(self.fault(within.context(), start, Problem::ExpectedTagUri));
        }
        Ok(match escaped {
            None => Cow::Borrowed(self.slice(from)),
            Some(bytes) => Cow::Owned(crate::lossy::text(&bytes)),
        })
    }

    /// Reads the escapes of one character, such as `%C3%A9`.
    fn uri_escape(&mut self, within: Within, start: Mark, bytes: &mut Vec<u8>) -> Step<()> {
        let mut left = None;
        while left != Some(0) {
            self.cursor.need(3)?;
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let octet = match (
                self.cursor.peek(0),
                digit(self.cursor.peek(1)),
                digit(self.cursor.peek(2)),
            ) {
                (b'%', Some(high), Some(low)) => (high << 4 | low) as u8,
                _ => return Err(self.fault(within.context(), start, Problem::ExpectedUriOctet)),
            };
            let remaining = match left {
                None => match octet {
                    0..0x80 => 1,
                    0xC0..0xE0 => 2,
                    0xE0..0xF0 => 3,
                    0xF0..0xF8 => 4,
                    _ => return Err(self.fault(within.context(), start, Problem::BadUriLead)),
                },
                Some(_) if octet & 0xC0 != 0x80 => {
                    return Err(self.fault(within.context(), start, Problem::BadUriTrail));
                }
                Some(remaining) => remaining,
            };
            bytes.push(octet);
            for _ in 0..3 {
                self.cursor.pass();
            }
            left = Some(remaining - 1);
        }
        Ok(())
    }
}

fn is_uri(byte: u8) -> bool {
    is_word(byte) || b";/?:@&=+$,.!~*'()[]%".contains(&byte)
}
