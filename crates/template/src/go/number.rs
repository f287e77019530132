//! Number constants as Go's templates read them.

use std::borrow::Cow;

use super::quote::{Unit, quote_str, unquote_char};

/// A number constant, with every reading of it that loses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Number {
    /// As a signed integer.
    pub int: Option<i64>,
    /// As an unsigned integer.
    pub uint: Option<u64>,
    /// As a floating-point number.
    pub float: Option<f64>,
    /// As a complex number.
    pub complex: Option<(f64, f64)>,
}

/// Reads a character constant.
pub(crate) fn character(text: &str) -> Result<Number, String> {
    let inside = text.get(1..).unwrap_or_default();
    let Some((unit, rest)) = unquote_char(inside, '\'') else {
        return Err("invalid syntax".to_owned());
    };
    if rest != "'" {
        return Err(format!("malformed character constant: {text}"));
    }
    let value = match unit {
        Unit::Char(c) => u32::from(c),
        Unit::Byte(b) => u32::from(b),
    };
    Ok(Number {
        int: Some(i64::from(value)),
        uint: Some(u64::from(value)),
        float: Some(f64::from(value)),
        complex: None,
    })
}

/// Reads `1+2i`.
pub(crate) fn complex(text: &str) -> Result<Number, String> {
    let invalid = || "syntax error scanning complex number".to_owned();
    let body = text.strip_suffix('i').ok_or_else(invalid)?;
    let split = body
        .char_indices()
        .skip(1)
        .filter(|(at, c)| {
            matches!(c, '+' | '-') && !matches!(body.as_bytes()[at - 1], b'e' | b'E' | b'p' | b'P')
        })
        .map(|(at, _)| at)
        .last()
        .ok_or_else(invalid)?;
    let real = float(&body[..split]).ok_or_else(invalid)?;
    let imaginary = float(&body[split..]).ok_or_else(invalid)?;
    Ok(from_complex(real, imaginary))
}

/// Reads an integer, a float or an imaginary number.
pub(crate) fn number(text: &str) -> Result<Number, String> {
    if let Some(imaginary) = text.strip_suffix('i').and_then(float) {
        return Ok(from_complex(0.0, imaginary));
    }
    let mut number = Number {
        int: int(text),
        uint: uint(text),
        ..Number::default()
    };
    if number.int == Some(0) {
        number.uint = Some(0);
    }
    if let Some(int) = number.int {
        number.float = Some(int as f64);
    } else if let Some(uint) = number.uint {
        number.float = Some(uint as f64);
    } else if let Some(value) = float(text) {
        if !text.contains(['.', 'e', 'E', 'p', 'P']) {
            return Err(format!("integer overflow: {}", quote_str(text)));
        }
        number.float = Some(value);
        number.int = whole(value).and_then(|v| i64::try_from(v).ok());
        number.uint = whole(value).and_then(|v| u64::try_from(v).ok());
    } else {
        return Err(format!("illegal number syntax: {}", quote_str(text)));
    }
    Ok(number)
}

fn from_complex(real: f64, imaginary: f64) -> Number {
    let plain = (imaginary == 0.0).then_some(real);
    let whole = plain.and_then(whole);
    Number {
        int: whole.and_then(|v| i64::try_from(v).ok()),
        uint: whole.and_then(|v| u64::try_from(v).ok()),
        float: plain,
        complex: Some((real, imaginary)),
    }
}

fn whole(value: f64) -> Option<i128> {
    (value.fract() == 0.0 && value.abs() < 1e30).then_some(value as i128)
}

/// `strconv.ParseInt` with base 0.
pub(crate) fn int(text: &str) -> Option<i64> {
    let (negative, body) = match text.as_bytes().first()? {
        b'+' => (false, &text[1..]),
        b'-' => (true, &text[1..]),
        _ => (false, text),
    };
    let value = i128::from(uint(body)?);
    i64::try_from(if negative { -value } else { value }).ok()
}

/// `strconv.ParseUint` with base 0.
pub(crate) fn uint(text: &str) -> Option<u64> {
    let (radix, digits) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &text[2..]),
        [b'0', b'o' | b'O', ..] => (8, &text[2..]),
        [b'0', b'b' | b'B', ..] => (2, &text[2..]),
        [b'0', _, ..] => (8, &text[1..]),
        _ => (10, text),
    };
    let digits = without_underscores(text, digits)?;
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    u64::from_str_radix(&digits, radix).ok()
}

/// Digits of a number without underscores, each of which must stand between digits or after the base's prefix.
fn without_underscores<'t>(number: &str, digits: &'t str) -> Option<Cow<'t, str>> {
    if !digits.contains('_') {
        return Some(digits.into());
    }
    let bytes = number.as_bytes();
    let hex = matches!(bytes, [b'0', b'x' | b'X', ..]);
    let start = match bytes {
        [b'0', b'x' | b'X' | b'o' | b'O' | b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let mut last = if start == 2 { b'0' } else { b'!' };
    for byte in &bytes[start..] {
        let digit = byte.is_ascii_digit() || hex && byte.is_ascii_hexdigit();
        last = match (digit, byte) {
            (true, _) => b'0',
            (false, b'_') if last == b'0' => b'_',
            (false, b'_') => return None,
            (false, _) if last == b'_' => return None,
            (false, _) => b'!',
        };
    }
    (last != b'_').then(|| digits.replace('_', "").into())
}

/// `strconv.ParseFloat`, for what the lexer lets through.
pub(crate) fn float(text: &str) -> Option<f64> {
    let (sign, body) = match text.as_bytes().first()? {
        b'+' => (1.0, &text[1..]),
        b'-' => (-1.0, &text[1..]),
        _ => (1.0, text),
    };
    if let Some(hex) = body.strip_prefix("0x").or(body.strip_prefix("0X")) {
        let digits = without_underscores(body, hex)?;
        return hex_float(&digits).map(|v| sign * v);
    }
    if !body.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    without_underscores(body, body)?
        .parse::<f64>()
        .ok()
        .filter(|v| v.is_finite())
        .map(|v| sign * v)
}

fn hex_float(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once(['p', 'P'])?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut value = 0.0f64;
    for c in whole.chars().chain(fraction.chars()) {
        value = value * 16.0 + f64::from(c.to_digit(16)?);
    }
    let exponent: i32 = exponent.parse().ok()?;
    let shift = i32::try_from(fraction.len()).ok()?.checked_mul(4)?;
    let value = value * 2f64.powi(exponent.checked_sub(shift)?);
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_in_every_base() {
        for (text, value) in [
            ("007", 7),
            ("0x1F", 31),
            ("0b11", 3),
            ("0o17", 15),
            ("1_000", 1000),
            ("-3", -3),
            ("+3", 3),
        ] {
            assert_eq!(number(text).map(|n| n.int), Ok(Some(value)), "{text}");
        }
        assert_eq!(
            number("1e2").map(|n| (n.int, n.float)),
            Ok((Some(100), Some(100.0)))
        );
        assert_eq!(number("0x1p4").map(|n| n.float), Ok(Some(16.0)));
        assert!(number("09").is_err());
        assert!(number("1__0").is_err());
    }

    #[test]
    fn characters_and_complex_numbers() {
        assert_eq!(character("'a'").map(|n| n.int), Ok(Some(97)));
        assert!(character("'ab'").is_err());
        assert_eq!(complex("1+2i").map(|n| n.complex), Ok(Some((1.0, 2.0))));
    }
}
