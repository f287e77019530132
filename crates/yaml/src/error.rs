use std::fmt;

use acrlint_text::TextRange;

use crate::mark::{Mark, span};

/// Why a text cannot be read, or why decoding it had to stop: what the runner prints, and where it is.
///
/// ```
/// let document = acrlint_yaml::load("steps:\n- cmd: a\n  env: b: c\n");
/// let error = document.error.expect("refused");
/// assert_eq!(error.to_string(), "yaml: line 3: mapping values are not allowed in this context");
/// assert_eq!(error.problem, acrlint_yaml::Problem::UnexpectedValue);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// What is wrong.
    pub problem: Problem,
    /// The runner's text without `yaml: ` in front, with its own way of counting lines.
    pub message: String,
    /// The place that a person should look at.
    pub range: TextRange,
    /// The construct that was being read.
    pub context: Option<Context>,
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.problem.is_foreign() {
            f.write_str(&self.message)
        } else {
            write!(f, "yaml: {}", self.message)
        }
    }
}

impl std::error::Error for YamlError {}

/// The construct that was being read when a problem came up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// Such as `while parsing a block mapping`.
    pub text: &'static str,
    /// Where the construct begins.
    pub range: TextRange,
}

macro_rules! problems {
    ($( $(#[$doc:meta])* $name:ident = $text:literal, )*) => {
        /// What can be wrong with a text.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Problem {
            $( $(#[$doc])* $name, )*
            /// An alias whose anchor does not stand before it.
            UnknownAnchor(String),
            /// An alias inside the very node that it stands for.
            ContainsItself(String),
            /// A scalar does not fit its explicit tag.
            UnfitTag(String),
            /// A list or a mapping as the key of a mapping that allows any scalar as a key.
            InvalidMapKey(String),
            /// A text where a point in time is wanted; Go's own text, without `yaml: `.
            InvalidTime(String),
        }

        impl Problem {
            /// The runner's text, without the line.
            pub fn text(&self) -> std::borrow::Cow<'static, str> {
                match self {
                    $( Self::$name => $text.into(), )*
                    Self::UnknownAnchor(name) => format!("unknown anchor '{name}' referenced").into(),
                    Self::ContainsItself(name) => format!("anchor '{name}' value contains itself").into(),
                    Self::UnfitTag(text) | Self::InvalidMapKey(text) | Self::InvalidTime(text) => {
                        text.clone().into()
                    }
                }
            }
        }
    };
}

problems! {
    /// A character that no YAML text may hold.
    ControlCharacter = "control characters are not allowed",
    /// A character that begins nothing, such as a tab in the indentation, `@` or `%`.
    NoToken = "found character that cannot start any token",
    /// A key without its colon.
    MissingColon = "could not find expected ':'",
    /// Nested too deeply.
    TooDeep = "exceeded max depth of 10000",
    /// `-` where no list can begin.
    UnexpectedEntry = "block sequence entries are not allowed in this context",
    /// `?` where no key can begin.
    UnexpectedKey = "mapping keys are not allowed in this context",
    /// `:` where no value can begin, as in `a: b: c`.
    UnexpectedValue = "mapping values are not allowed in this context",
    /// `%` and a name other than `YAML` or `TAG`.
    UnknownDirective = "found unknown directive name",
    /// Something after a directive or after `|` and `>`.
    ExpectedLineEnd = "did not find expected comment or line break",
    /// `%` without a name.
    ExpectedDirectiveName = "could not find expected directive name",
    /// A directive's name runs into something else.
    BadDirectiveName = "found unexpected non-alphabetical character",
    /// `%YAML 1` without its second part.
    ExpectedVersionDot = "did not find expected digit or '.' character",
    /// A version of more than two digits.
    LongVersion = "found extremely long version number",
    /// `%YAML` without a number.
    ExpectedVersion = "did not find expected version number",
    /// `%TAG` without a blank after the handle.
    ExpectedBlank = "did not find expected whitespace",
    /// A tag runs into something else.
    ExpectedBlankOrBreak = "did not find expected whitespace or line break",
    /// `&` or `*` without a name, or a name that runs into something else.
    ExpectedName = "did not find expected alphabetic or numeric character",
    /// `!<…` without its end.
    ExpectedTagEnd = "did not find the expected '>'",
    /// A tag's handle without `!`.
    ExpectedTagMark = "did not find expected '!'",
    /// A tag without a name.
    ExpectedTagUri = "did not find expected tag URI",
    /// `%` in a tag without two hexadecimal digits.
    ExpectedUriOctet = "did not find URI escaped octet",
    /// An escape in a tag that begins no character.
    BadUriLead = "found an incorrect leading UTF-8 octet",
    /// An escape in a tag that continues no character.
    BadUriTrail = "found an incorrect trailing UTF-8 octet",
    /// `|0` or `>0`.
    ZeroIndentation = "found an indentation indicator equal to 0",
    /// A tab in the indentation of a block scalar.
    TabIndentation = "found a tab character where an indentation space is expected",
    /// A tab in the indentation of a plain scalar's next line.
    TabInPlain = "found a tab character that violates indentation",
    /// `---` or `...` inside quotes.
    DocumentInQuotes = "found unexpected document indicator",
    /// Quotes that do not end.
    UnclosedQuotes = "found unexpected end of stream",
    /// `\` and a character that it cannot stand before.
    UnknownEscape = "found unknown escape character",
    /// `\x`, `\u` or `\U` with too few digits.
    ExpectedHex = "did not find expected hexdecimal number",
    /// `\u` or `\U` with a number that is no character.
    BadEscape = "found invalid Unicode character escape code",
    /// A directive without a document.
    ExpectedDocumentStart = "did not find expected <document start>",
    /// A tag with a handle that no directive defines.
    UndefinedHandle = "found undefined tag handle",
    /// Nothing where a value must stand.
    ExpectedNode = "did not find expected node content",
    /// Something else than `-` in a list.
    ExpectedEntry = "did not find expected '-' indicator",
    /// Something else than a key in a mapping.
    ExpectedKey = "did not find expected key",
    /// A list in brackets that does not go on.
    ExpectedCommaOrBracket = "did not find expected ',' or ']'",
    /// A mapping in braces that does not go on.
    ExpectedCommaOrBrace = "did not find expected ',' or '}'",
    /// `%YAML` twice.
    DuplicateVersion = "found duplicate %YAML directive",
    /// A `%YAML` version other than 1.1.
    IncompatibleVersion = "found incompatible YAML document",
    /// `%TAG` twice for a handle.
    DuplicateTag = "found duplicate %TAG directive",
    /// Aliases that stand for far more than the text holds.
    ExcessiveAliasing = "document contains excessive aliasing",
    /// `<<` with something else than mappings.
    MergeWantsMap = "map merge requires map or sequence of maps as the value",
    /// `!!binary` with a text that is not base64.
    InvalidBase64 = "!!binary value contains invalid base64 data",
}

impl Problem {
    /// Whether the text comes from outside the YAML library, which then puts no `yaml: ` before it.
    fn is_foreign(&self) -> bool {
        matches!(self, Self::InvalidTime(_))
    }
}

/// Who found a problem; it decides how the line is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finder {
    /// Names no line.
    Reader,
    /// Counts lines from 1.
    Scanner,
    /// Counts lines from 0.
    Parser,
}

/// A problem before it is put into words.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) finder: Finder,
    pub(crate) problem: Problem,
    pub(crate) at: Mark,
    /// Where the offending token ends, if there is one.
    pub(crate) end: Option<Mark>,
    pub(crate) context: Option<(&'static str, Mark)>,
}

/// The result of a step that can find a problem; boxed, so that the way without one stays short.
pub(crate) type Step<T> = Result<T, Box<Fault>>;

impl Fault {
    pub(crate) fn into_error(self, text: &str) -> YamlError {
        let message = match self.line() {
            0 => self.problem.text().into_owned(),
            line => format!("line {line}: {}", self.problem.text()),
        };
        YamlError {
            range: self.range(text),
            context: self.context.map(|(words, mark)| Context {
                text: words,
                range: to_line_end(text, mark.offset as usize),
            }),
            message,
            problem: self.problem,
        }
    }

    /// The line that the message names; 0 when it names none.
    fn line(&self) -> u32 {
        match self.finder {
            Finder::Reader => 0,
            _ if self.at.line == 0 => self.context.map_or(0, |(_, mark)| mark.line),
            Finder::Scanner => self.at.line + 1,
            Finder::Parser => self.at.line,
        }
    }

    fn range(&self, text: &str) -> TextRange {
        let at = self.at.offset as usize;
        match (&self.problem, self.context, self.end) {
            // found where the construct should have ended; the mistake is where it begins
            (
                Problem::MissingColon | Problem::UnclosedQuotes | Problem::DocumentInQuotes,
                Some((_, start)),
                _,
            ) => to_line_end(text, start.offset as usize),
            (_, _, Some(end)) if end.offset > self.at.offset => {
                let line = to_line_end(text, at);
                self.at.to(end).intersect(line).unwrap_or(line)
            }
            // a token that is nothing but indentation
            (_, _, Some(_)) => to_line_end(text, at),
            (Problem::UnknownEscape, _, _) => {
                one_character(text, at).cover(one_character(text, at + 1))
            }
            _ => one_character(text, at),
        }
    }
}

/// The character at `at`; at a line's end, an empty range.
fn one_character(text: &str, at: usize) -> TextRange {
    let rest = text.get(at..).unwrap_or_default();
    match rest.chars().next() {
        Some(c) if c != '\n' && c != '\r' => span(at, at + c.len_utf8()),
        _ => span(at, at),
    }
}

/// From `at` to the end of its line, without trailing blanks.
fn to_line_end(text: &str, at: usize) -> TextRange {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    span(at, at + line.trim_end().len())
}
