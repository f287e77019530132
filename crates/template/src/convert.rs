//! Conversions as sprig makes them.

use crate::context::{Context, Fault};
use crate::go::number;
use crate::print::sprint;
use crate::value::{Text, Value};

/// sprig's `toInt64`: what cannot be read is 0.
pub(crate) fn to_int(value: &Value) -> i64 {
    match value {
        Value::Int(n) | Value::Int64(n) => *n,
        Value::Uint64(n) => i64::try_from(*n).unwrap_or(i64::MAX),
        Value::Uint8(n) => i64::from(*n),
        Value::Float(f) => float_to_int(*f),
        Value::Bool(b) => i64::from(*b),
        Value::String(text) => decimal(&text.to_str()).unwrap_or(0),
        _ => 0,
    }
}

/// Go's conversion on amd64: what does not fit is the least integer.
pub(crate) fn float_to_int(f: f64) -> i64 {
    if (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&f) {
        f as i64
    } else {
        i64::MIN
    }
}

/// `strconv.ParseInt` with base 10.
pub(crate) fn decimal(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// sprig's `toFloat64`: what cannot be read is 0.
pub(crate) fn to_float(value: &Value) -> f64 {
    match value {
        Value::Int(n) | Value::Int64(n) => *n as f64,
        Value::Uint64(n) => *n as f64,
        Value::Uint8(n) => f64::from(*n),
        Value::Float(f) => *f,
        Value::Bool(b) => f64::from(u8::from(*b)),
        Value::String(text) => parse_float(&text.to_str()).unwrap_or(0.0),
        _ => 0.0,
    }
}

/// `strconv.ParseFloat`.
pub(crate) fn parse_float(text: &str) -> Option<f64> {
    let lower = text.to_ascii_lowercase();
    let (sign, name) = match lower.as_bytes().first()? {
        b'-' => (-1.0, &lower[1..]),
        b'+' => (1.0, &lower[1..]),
        _ => (1.0, lower.as_str()),
    };
    match name {
        "inf" | "infinity" => Some(sign * f64::INFINITY),
        "nan" => Some(f64::NAN),
        _ => number::float(text),
    }
}

/// sprig's `strval`: a text as it is, everything else as `%v` shows it.
pub(crate) fn strval(cx: &mut Context<'_>, value: &Value) -> Result<Text, Fault> {
    match value {
        Value::String(text) => Ok(text.clone()),
        other => Ok(Text::from(sprint(cx, other)?)),
    }
}

/// sprig's `strslice`: a list's elements as texts, without those that are nothing; anything else as a list of one.
pub(crate) fn strslice(cx: &mut Context<'_>, value: &Value) -> Result<Vec<Text>, Fault> {
    match value {
        Value::List(list) if list.unordered => Err(Fault::Unknown),
        Value::List(list) => list
            .items
            .iter()
            .filter(|item| !matches!(item, Value::Nil))
            .map(|item| {
                cx.step(1)?;
                strval(cx, item)
            })
            .collect(),
        Value::Nil => Ok(Vec::new()),
        // it may be a list
        Value::Unknown(_) => Err(Fault::Unknown),
        other => Ok(vec![strval(cx, other)?]),
    }
}
