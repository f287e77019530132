//! Go's string syntax, as `strconv` reads and writes it.

use super::unicode::is_print;

/// `strconv.Quote`, where bytes that are not UTF-8 become `\x..`.
pub(crate) fn quote(text: &[u8]) -> String {
    quoted(text, b'"', false)
}

/// A text in Go's double quotes: `strconv.Quote`.
pub fn quote_str(text: &str) -> String {
    quote(text.as_bytes())
}

/// A text between `mark`s with Go's escapes; with `ascii` everything beyond ASCII is escaped as well.
pub(crate) fn quoted(text: &[u8], mark: u8, ascii: bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(char::from(mark));
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            push_escaped(&mut out, c, mark, ascii);
        }
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02x}"));
        }
    }
    out.push(char::from(mark));
    out
}

/// `strconv.QuoteRune`.
pub(crate) fn quote_char(c: char, ascii: bool) -> String {
    let mut out = String::from("'");
    push_escaped(&mut out, c, b'\'', ascii);
    out.push('\'');
    out
}

fn push_escaped(out: &mut String, c: char, mark: u8, ascii: bool) {
    match c {
        _ if c == char::from(mark) || c == '\\' => {
            out.push('\\');
            out.push(c);
        }
        _ if is_print(c) && (c.is_ascii() || !ascii) => out.push(c),
        '\x07' => out.push_str("\\a"),
        '\x08' => out.push_str("\\b"),
        '\x0C' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\x0B' => out.push_str("\\v"),
        _ if c < ' ' || c == '\x7F' => out.push_str(&format!("\\x{:02x}", c as u32)),
        _ if (c as u32) < 0x10000 => out.push_str(&format!("\\u{:04x}", c as u32)),
        _ => out.push_str(&format!("\\U{:08x}", c as u32)),
    }
}

/// Whether `strconv.CanBackquote` holds: one line, no backquote, nothing that is not shown.
pub(crate) fn can_backquote(text: &str) -> bool {
    text.chars()
        .all(|c| c != '`' && c != '\u{FEFF}' && c != '\x7F' && (c >= ' ' || c == '\t'))
}

/// What a Go string constant, quotes included, says; `None` where Go says `invalid syntax`.
pub(crate) fn unquote(text: &str) -> Option<Vec<u8>> {
    let inner = |mark: char| text.strip_prefix(mark)?.strip_suffix(mark);
    if text.len() < 2 {
        return None;
    }
    if let Some(raw) = inner('`') {
        let kept = raw.bytes().filter(|b| *b != b'\r').collect();
        return (!raw.contains('`')).then_some(kept);
    }
    let mut rest = inner('"')?;
    let mut out = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let (unit, after) = unquote_char(rest, '"')?;
        match unit {
            Unit::Char(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            Unit::Byte(b) => out.push(b),
        }
        rest = after;
    }
    Some(out)
}

/// What one character of a constant stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Char(char),
    /// `\x` and octal escapes are bytes.
    Byte(u8),
}

/// The first character of a constant's inside and what follows it.
pub(crate) fn unquote_char(text: &str, mark: char) -> Option<(Unit, &str)> {
    let mut chars = text.chars();
    let c = chars.next()?;
    if c == mark || c == '\n' {
        return None;
    }
    if c != '\\' {
        return Some((Unit::Char(c), chars.as_str()));
    }
    let escape = chars.next()?;
    let rest = chars.as_str();
    let plain = |c: char| Some((Unit::Char(c), rest));
    match escape {
        'a' => plain('\x07'),
        'b' => plain('\x08'),
        'f' => plain('\x0C'),
        'n' => plain('\n'),
        'r' => plain('\r'),
        't' => plain('\t'),
        'v' => plain('\x0B'),
        '\\' => plain('\\'),
        '\'' | '"' if escape == mark => plain(escape),
        'x' => {
            let (value, rest) = digits(rest, 2, 16)?;
            Some((Unit::Byte(u8::try_from(value).ok()?), rest))
        }
        'u' => code_point(rest, 4),
        'U' => code_point(rest, 8),
        '0'..='7' => {
            let (value, rest) = digits(&text[1..], 3, 8)?;
            Some((Unit::Byte(u8::try_from(value).ok()?), rest))
        }
        _ => None,
    }
}

fn code_point(text: &str, count: usize) -> Option<(Unit, &str)> {
    let (value, rest) = digits(text, count, 16)?;
    Some((Unit::Char(char::from_u32(value)?), rest))
}

fn digits(text: &str, count: usize, radix: u32) -> Option<(u32, &str)> {
    let (head, rest) = text.split_at_checked(count)?;
    if !head.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    Some((u32::from_str_radix(head, radix).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for text in ["", "a\"b\\", "\n\t\u{1}\u{7f}", "한글\u{200b}", "it's"] {
            assert_eq!(unquote(&quote_str(text)).as_deref(), Some(text.as_bytes()));
        }
    }

    #[test]
    fn knows_gos_escapes() {
        assert_eq!(
            unquote(r#""\x41\u00e9\101""#).as_deref(),
            Some("AéA".as_bytes())
        );
        assert_eq!(unquote("`a\r\\n`").as_deref(), Some(&b"a\\n"[..]));
        assert_eq!(unquote(r#""\'""#), None);
        assert_eq!(unquote(r#""\ud800""#), None);
        assert_eq!(quote(b"\xff\x00"), r#""\xff\x00""#);
    }
}
