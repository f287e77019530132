//! Which type a scalar has (yaml.v2, resolve.go).

use std::borrow::Cow;

use super::number::{integer, is_float, point_float, prefixed_binary, signed_binary};
use super::time::is_timestamp;
use crate::parse::CORE_PREFIX;

/// What a scalar stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Resolved<'v> {
    Null,
    Bool(bool),
    Int(i64),
    /// Only what is too large for `Int`.
    Uint(u64),
    Float(f64),
    Time,
    Text(Cow<'v, str>),
    /// What `!!binary` holds; bytes that are no text are replaced.
    Binary(String),
}

impl Resolved<'_> {
    /// The short tag of its type.
    pub(super) fn tag(&self) -> &'static str {
        match self {
            Self::Null => "!!null",
            Self::Bool(_) => "!!bool",
            Self::Int(_) | Self::Uint(_) => "!!int",
            Self::Float(_) => "!!float",
            Self::Time => "!!timestamp",
            Self::Text(_) => "!!str",
            Self::Binary(_) => "!!binary",
        }
    }
}

/// A tag as messages show it.
pub(super) fn short_tag(tag: &str) -> Cow<'_, str> {
    match tag.strip_prefix(CORE_PREFIX) {
        Some(name) => Cow::Owned(format!("!!{name}")),
        None => Cow::Borrowed(tag),
    }
}

/// Whether the type of a scalar with this tag depends on its text.
pub(super) fn depends_on_text(tag: &str) -> bool {
    tag.is_empty()
        || matches!(
            tag.strip_prefix(CORE_PREFIX),
            Some("bool" | "int" | "float" | "null" | "timestamp" | "binary")
        )
}

/// Resolves a scalar with an explicit tag or, if that is empty, a plain one. The error is the runner's text.
pub(super) fn resolve<'v>(tag: &str, text: &'v str) -> Result<Resolved<'v>, String> {
    let as_text = || Resolved::Text(Cow::Borrowed(text));
    let resolved = match tag.strip_prefix(CORE_PREFIX) {
        _ if tag.is_empty() => return Ok(plain(text, true)),
        Some("bool" | "int" | "float" | "null") => plain(text, false),
        Some("timestamp") => plain(text, true),
        _ => return Ok(as_text()),
    };
    let found = resolved.tag();
    let wanted = short_tag(tag);
    if found == wanted {
        return Ok(resolved);
    }
    match resolved {
        Resolved::Int(value) if wanted == "!!float" => Ok(Resolved::Float(value as f64)),
        _ => Err(format!("cannot decode {found} `{text}` as a {wanted}")),
    }
}

/// Whether a plain text stands for null.
pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// What a plain text stands for. A time is looked for only where no other type is asked for.
fn plain(text: &str, times: bool) -> Resolved<'_> {
    let found = match text.as_bytes().first() {
        None => Some(Resolved::Null),
        Some(b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~') => {
            word(text)
        }
        Some(b'.') => dotted_word(text).or_else(|| point_float(text).map(Resolved::Float)),
        Some(b'+' | b'-' | b'0'..=b'9') => number(text, times),
        Some(_) => None,
    };
    found.unwrap_or(Resolved::Text(Cow::Borrowed(text)))
}

fn word(text: &str) -> Option<Resolved<'static>> {
    Some(match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Resolved::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Resolved::Bool(false)
        }
        _ if is_null(text) => Resolved::Null,
        _ => return None,
    })
}

fn dotted_word(text: &str) -> Option<Resolved<'static>> {
    Some(Resolved::Float(match text {
        ".nan" | ".NaN" | ".NAN" => f64::NAN,
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => f64::INFINITY,
        "-.inf" | "-.Inf" | "-.INF" => f64::NEG_INFINITY,
        _ => return None,
    }))
}

fn number(text: &str, times: bool) -> Option<Resolved<'static>> {
    if let Some(infinity) = dotted_word(text) {
        return Some(infinity);
    }
    if times && is_timestamp(text) {
        return Some(Resolved::Time);
    }
    let digits: Cow<'_, str> = if text.contains('_') {
        Cow::Owned(text.replace('_', ""))
    } else {
        Cow::Borrowed(text)
    };
    if let Some(value) = integer(&digits) {
        return Some(value);
    }
    if is_float(&digits)
        && let Some(value) = point_float(&digits)
    {
        return Some(Resolved::Float(value));
    }
    if let Some(bits) = digits.strip_prefix("0b") {
        prefixed_binary(bits)
    } else {
        signed_binary(digits.strip_prefix("-0b")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match plain(text, true) {
            Resolved::Text(_) => "text".to_owned(),
            Resolved::Binary(_) => "binary".to_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn plain_texts() {
        let table = [
            ("", "Null"),
            ("~", "Null"),
            ("nULL", "text"),
            ("yes", "Bool(true)"),
            ("OFF", "Bool(false)"),
            ("010", "Int(8)"),
            ("08", "Float(8.0)"),
            ("0o17", "Int(15)"),
            ("0x1F", "Int(31)"),
            ("0b101", "Int(5)"),
            ("0b-101", "Int(-5)"),
            ("1_000", "Int(1000)"),
            ("-5", "Int(-5)"),
            ("18446744073709551615", "Uint(18446744073709551615)"),
            ("18446744073709551616", "Float(1.8446744073709552e19)"),
            ("1e3", "Float(1000.0)"),
            ("1e999", "text"),
            (".5", "Float(0.5)"),
            (".5_0", "Float(0.5)"),
            ("._5", "text"),
            (".", "text"),
            ("-.inf", "Float(-inf)"),
            ("1:30", "text"),
            ("2001-1-2", "Time"),
            ("2001-02-30", "text"),
            ("0x", "text"),
            ("+", "text"),
            ("<<", "text"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn null_texts() {
        for text in ["", "~", "null", "Null", "NULL", "nULL", "0", "no"] {
            assert_eq!(is_null(text), plain(text, true) == Resolved::Null, "{text}");
        }
    }

    #[test]
    fn explicit_tags() {
        let tag = |name: &str| format!("{CORE_PREFIX}{name}");
        assert_eq!(resolve(&tag("int"), "5"), Ok(Resolved::Int(5)));
        assert_eq!(resolve(&tag("float"), "5"), Ok(Resolved::Float(5.0)));
        let refused = resolve(&tag("int"), "abc");
        assert_eq!(refused, Err("cannot decode !!str `abc` as a !!int".into()));
        let refused = resolve(&tag("int"), "2001-1-2");
        assert_eq!(
            refused,
            Err("cannot decode !!str `2001-1-2` as a !!int".into())
        );
        assert_eq!(resolve("!mine", "5"), Ok(Resolved::Text("5".into())));
    }
}
