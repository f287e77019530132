//! Case, words, abbreviation, wrapping.

use super::{Args, Function, Run, function, made};
use crate::context::{Context, Fault};
use crate::exec::Operand;
use crate::go::unicode as go;
use crate::value::{Text, Value};

type Result<T = Value> = std::result::Result<T, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "abbrev" [Int, String] => String, Run::Known(abbrev), "abbrev WIDTH TEXT", "The text cut to a width, with `...` at the end."),
    function!(Sprig "abbrevboth" [Int, Int, String] => String, Run::Known(abbrevboth), "abbrevboth START WIDTH TEXT", "The text cut on both sides, with `...` there."),
    function!(Sprig "camelcase" [String] => String, Run::Known(camelcase), "camelcase TEXT", "The words joined, each with a capital letter."),
    function!(Sprig "snakecase" [String] => String, Run::Known(snakecase), "snakecase TEXT", "The words in lower case with `_` between."),
    function!(Sprig "kebabcase" [String] => String, Run::Known(kebabcase), "kebabcase TEXT", "The words in lower case with `-` between."),
    function!(Sprig "initials" [String] => String, Run::Known(initials), "initials TEXT", "The first letter of each word."),
    function!(Sprig "nospace" [String] => String, Run::Known(nospace), "nospace TEXT", "The text without white space."),
    function!(Sprig "swapcase" [String] => String, Run::Known(swapcase), "swapcase TEXT", "Upper and lower case exchanged, with a capital letter at each word's beginning."),
    function!(Sprig "title" [String] => String, Run::Known(title), "title TEXT", "Each word with a capital letter."),
    function!(Sprig "untitle" [String] => String, Run::Known(untitle), "untitle TEXT", "Each word with a small letter."),
    function!(Sprig "wrap" [Int, String] => String, Run::Known(wrap), "wrap WIDTH TEXT", "Line breaks at blanks so that lines are not wider."),
    function!(Sprig "wrapWith" [Int, String, String] => String, Run::Known(wrap_with), "wrapWith WIDTH SEPARATOR TEXT", "The separator put in so that no line is wider."),
    function!(Sprig "shuffle" [String] => String, Run::Random, "shuffle TEXT", "The characters in random order."),
    function!(Sprig "randAlphaNum" [Int] => String, Run::Random, "randAlphaNum LENGTH", "Random letters and digits."),
    function!(Sprig "randAlpha" [Int] => String, Run::Random, "randAlpha LENGTH", "Random letters."),
    function!(Sprig "randAscii" [Int] => String, Run::Random, "randAscii LENGTH", "Random ASCII characters."),
    function!(Sprig "randNumeric" [Int] => String, Run::Random, "randNumeric LENGTH", "Random digits."),
    function!(Sprig "uuidv4" [] => String, Run::Random, "uuidv4", "A random UUID."),
];

// --- abbreviation, by bytes ---

fn abbrev(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let (width, text) = (args.int(0), args.text(1));
    if width < 4 {
        return Ok(Value::String(text.clone()));
    }
    let text = abbreviated(text.bytes(), 0, width);
    made(cx, text)
}

fn abbrevboth(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let (start, width, text) = (args.int(0), args.int(1), args.text(2));
    if width < 4 || start > 0 && width < 7 {
        return Ok(Value::String(text.clone()));
    }
    let text = abbreviated(text.bytes(), start, width);
    made(cx, text)
}

/// At most `width` bytes of the text from about `start` on. Where the library gives up, nothing.
fn abbreviated(text: &[u8], start: i64, width: i64) -> Vec<u8> {
    let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
    if width < 4 {
        return Vec::new();
    }
    if length <= width {
        return text.to_vec();
    }
    let room = width - 3;
    let start = start.min(length).min(length - room);
    let part = |from: i64, to: i64| {
        let range = usize::try_from(from).ok().zip(usize::try_from(to).ok());
        range
            .and_then(|(from, to)| text.get(from..to))
            .unwrap_or_default()
    };
    if start <= 4 {
        return [part(0, room), b"..."].concat();
    }
    if width < 7 {
        return Vec::new();
    }
    if start + room < length {
        let rest = abbreviated(part(start, length), 0, room);
        return [b"...".to_vec(), rest].concat();
    }
    [b"...", part(length - room, length)].concat()
}

// --- case ---

fn camelcase(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = camel(&args.text(0).to_str());
    made(cx, text)
}

fn is_connector(c: char) -> bool {
    c == '-' || c == '_' || go::is_space(c)
}

/// Connectors vanish between words, one each, and the letter after them becomes upper case; all others lower case.
fn camel(text: &str) -> String {
    let mut chars = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = chars.next_if(|c| is_connector(*c)) {
        out.push(c);
    }
    let Some(first) = chars.next() else {
        // the library writes the last of nothing but connectors twice
        out.extend(text.chars().last());
        return out;
    };
    let mut held = go::to_upper(first);
    for c in chars {
        if is_connector(held) {
            if is_connector(c) {
                out.push(held);
                held = c;
            } else {
                held = go::to_upper(c);
            }
        } else {
            out.push(held);
            held = go::to_lower(c);
        }
    }
    out.push(held);
    out
}

fn snakecase(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = super::casing::separated(&args.text(0).to_str(), '_');
    made(cx, text)
}

fn kebabcase(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = super::casing::separated(&args.text(0).to_str(), '-');
    made(cx, text)
}

fn swapcase(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let mut at_start = true;
    let text: String = args
        .text(0)
        .to_str()
        .chars()
        .map(|c| {
            let starts = std::mem::replace(&mut at_start, go::is_space(c));
            if go::is_upper(c) || go::is_title(c) {
                go::to_lower(c)
            } else if go::is_lower(c) && starts {
                go::to_title(c)
            } else if go::is_lower(c) {
                go::to_upper(c)
            } else {
                c
            }
        })
        .collect();
    made(cx, text)
}

fn title(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let mut previous = ' ';
    let text: String = args
        .text(0)
        .to_str()
        .chars()
        .map(|c| {
            let starts = separates(previous);
            previous = c;
            if starts { go::to_title(c) } else { c }
        })
        .collect();
    made(cx, text)
}

/// What Go's `strings.Title` takes for the end of a word.
fn separates(c: char) -> bool {
    if c.is_ascii() {
        return !(c.is_ascii_alphanumeric() || c == '_');
    }
    !go::is_letter(c) && !go::is_digit(c) && go::is_space(c)
}

fn untitle(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let mut at_start = true;
    let text: String = args
        .text(0)
        .to_str()
        .chars()
        .map(|c| {
            if go::is_space(c) {
                at_start = true;
                c
            } else if std::mem::take(&mut at_start) {
                go::to_lower(c)
            } else {
                c
            }
        })
        .collect();
    made(cx, text)
}

// --- characters; the library takes each byte for one ---

fn latin(text: &Text) -> impl Iterator<Item = char> + '_ {
    text.bytes().iter().map(|b| char::from(*b))
}

fn initials(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let mut gap = true;
    let text: String = latin(args.text(0))
        .filter(|c| {
            let space = go::is_space(*c);
            let first = gap && !space;
            gap = space;
            first
        })
        .collect();
    made(cx, text)
}

fn nospace(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = args.text(0);
    if !latin(text).any(go::is_space) {
        return Ok(Value::String(text.clone()));
    }
    let kept: String = latin(text).filter(|c| !go::is_space(*c)).collect();
    made(cx, kept)
}

// --- wrapping, by bytes ---

fn wrap(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    wrapped(cx, args.text(1).bytes(), args.int(0), b"", false)
}

fn wrap_with(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let separator = args.text(1).bytes();
    wrapped(cx, args.text(2).bytes(), args.int(0), separator, true)
}

fn wrapped(
    cx: &mut Context<'_>,
    text: &[u8],
    width: i64,
    separator: &[u8],
    breaks_words: bool,
) -> Result {
    let separator = if separator.is_empty() {
        b"\n"
    } else {
        separator
    };
    let width = usize::try_from(width).unwrap_or(1).max(1);
    let mut out = Vec::with_capacity(text.len());
    let mut line = |cx: &mut Context<'_>, part: &[u8]| {
        cx.reserve(part.len() + separator.len())?;
        out.extend_from_slice(part);
        out.extend_from_slice(separator);
        Ok::<(), Fault>(())
    };
    let mut at = 0;
    while text.len() - at > width {
        if text[at] == b' ' {
            at += 1;
            continue;
        }
        let window = &text[at..=at + width];
        if let Some(space) = memchr::memrchr(b' ', window) {
            line(cx, &text[at..at + space])?;
            at += space + 1;
        } else if breaks_words {
            line(cx, &text[at..at + width])?;
            at += width;
        } else if let Some(space) = memchr::memchr(b' ', &text[at + width..]) {
            line(cx, &text[at..at + width + space])?;
            at += width + space + 1;
        } else {
            break;
        }
    }
    out.extend_from_slice(&text[at..]);
    made(cx, out)
}
