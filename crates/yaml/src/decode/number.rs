//! Numbers as Go's strconv reads them.

use super::resolve::Resolved;

/// `ParseInt` and then `ParseUint`, both with base 0: decimal, `0x`, `0o`, `0b`, and octal after a bare `0`.
pub(super) fn integer(text: &str) -> Option<Resolved<'static>> {
    let (negative, signed, digits) = split_sign(text);
    let (radix, digits) = split_base(digits);
    whole(negative, signed, digits, radix)
}

/// What follows `0b` where [`integer`] did not take it; a sign may stand here.
pub(super) fn prefixed_binary(digits: &str) -> Option<Resolved<'static>> {
    let (negative, signed, digits) = split_sign(digits);
    if digits.is_empty() {
        return None;
    }
    whole(negative, signed, digits, 2)
}

/// What follows `-0b` where [`integer`] did not take it.
pub(super) fn signed_binary(digits: &str) -> Option<Resolved<'static>> {
    if digits.is_empty() {
        return None;
    }
    whole(true, true, digits, 2)
}

fn split_sign(text: &str) -> (bool, bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, true, &text[1..]),
        Some(b'+') => (false, true, &text[1..]),
        _ => (false, false, text),
    }
}

fn split_base(digits: &str) -> (u32, &str) {
    match digits.as_bytes() {
        [b'0', b'b' | b'B', _, ..] => (2, &digits[2..]),
        [b'0', b'o' | b'O', _, ..] => (8, &digits[2..]),
        [b'0', b'x' | b'X', _, ..] => (16, &digits[2..]),
        // a bare 0 has no digits after it
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    }
}

/// A number of 64 bits; with a sign it must fit a signed one.
fn whole(negative: bool, signed: bool, digits: &str, radix: u32) -> Option<Resolved<'static>> {
    if !digits.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let value = u64::from_str_radix(digits, radix).ok()?;
    match (i64::try_from(value), negative) {
        (Ok(value), false) => Some(Resolved::Int(value)),
        (_, true) => 0i64.checked_sub_unsigned(value).map(Resolved::Int),
        (Err(_), false) if !signed => Some(Resolved::Uint(value)),
        (Err(_), false) => None,
    }
}

/// Whether a text has the form of a decimal number with an optional fraction and exponent.
pub(super) fn is_float(text: &str) -> bool {
    let (_, _, text) = split_sign(text);
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let any = !whole.is_empty() || !fraction.is_empty();
    let exponent_fits = exponent.is_none_or(|exponent| {
        let (_, _, exponent) = split_sign(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    any && digits(whole) && digits(fraction) && exponent_fits
}

/// `ParseFloat` of a decimal number; one too large is none. Underscores may separate digits.
pub(super) fn point_float(text: &str) -> Option<f64> {
    let plain = text.replace('_', "");
    if plain.len() != text.len() && !separates_digits(text) || !is_float(&plain) {
        return None;
    }
    plain.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// Whether each underscore stands between two digits.
fn separates_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(|b| b.is_ascii_digit() || *b == b'_')
    };
    let lone = |at: usize| {
        digit(at.checked_sub(1)) && digit(Some(at + 1)) && bytes.get(at + 1) != Some(&b'_')
    };
    (0..bytes.len()).all(|at| bytes[at] != b'_' || lone(at))
}
