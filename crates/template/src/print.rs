//! How Go prints a value without a format.

use crate::context::{Context, Fault, MAX_NESTING};
use crate::go::float;
use crate::value::Value;

/// The exponent from which `%v` writes a float with one.
pub(crate) const LARGE: i32 = 6;

/// `fmt.Sprint` of one value, which is `%v`. Unknown parts stay symbols.
pub(crate) fn sprint(cx: &mut Context<'_>, value: &Value) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    append(cx, value, MAX_NESTING, &mut out)?;
    Ok(out)
}

fn append(
    cx: &mut Context<'_>,
    value: &Value,
    levels: u16,
    out: &mut Vec<u8>,
) -> Result<(), Fault> {
    cx.step(1)?;
    let levels = levels.checked_sub(1).ok_or(Fault::Unknown)?;
    match value {
        Value::String(text) => {
            cx.reserve(text.bytes().len())?;
            out.extend_from_slice(text.bytes());
        }
        Value::Unknown(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        Value::List(list) if list.unordered => return Err(Fault::Unknown),
        Value::List(list) => {
            out.push(b'[');
            for (index, item) in list.items.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                append(cx, item, levels, out)?;
            }
            out.push(b']');
        }
        Value::Map(map) if map.is_open() => return Err(Fault::Unknown),
        Value::Map(map) => {
            out.extend_from_slice(b"map[");
            for (index, (key, item)) in map.entries().iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                cx.reserve(key.bytes().len())?;
                out.extend_from_slice(key.bytes());
                out.push(b':');
                append(cx, item, levels, out)?;
            }
            out.push(b']');
        }
        other => out.extend_from_slice(plain(other).as_bytes()),
    }
    Ok(())
}

/// What a value that holds no other prints as.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Nil => "<nil>".to_owned(),
        Value::Bool(b) => b.to_string(),
        Value::Int(n) | Value::Int64(n) => n.to_string(),
        Value::Uint64(n) => n.to_string(),
        Value::Uint8(n) => n.to_string(),
        Value::Float(f) => float::shortest(*f, LARGE),
        Value::Complex(re, im) => {
            let im = float::shortest(*im, LARGE);
            let sign = if im.starts_with(['+', '-']) { "" } else { "+" };
            format!("({}{sign}{im}i)", float::shortest(*re, LARGE))
        }
        Value::String(text) => text.to_str().into_owned(),
        Value::Time(time) => time.to_string(),
        Value::Version(version) => version.to_string(),
        Value::List(_) => "[…]".to_owned(),
        Value::Map(_) => "map[…]".to_owned(),
        Value::Unknown(c) => c.to_string(),
    }
}

/// `fmt.Sprint` of several values: a blank between two that are both no text.
pub(crate) fn sprint_all(cx: &mut Context<'_>, values: &[&Value]) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let mut after_text = true;
    for (index, value) in values.iter().enumerate() {
        let text = matches!(value, Value::String(_));
        if matches!(value, Value::Unknown(_)) && index > 0 && !after_text
            || !text && index > 0 && matches!(values[index - 1], Value::Unknown(_))
        {
            // whether there is a blank depends on its type
            return Err(Fault::Unknown);
        }
        if index > 0 && !text && !after_text {
            out.push(b' ');
        }
        append(cx, value, MAX_NESTING, &mut out)?;
        after_text = text;
    }
    Ok(out)
}

/// `fmt.Sprintln`.
pub(crate) fn sprintln(cx: &mut Context<'_>, values: &[&Value]) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.push(b' ');
        }
        append(cx, value, MAX_NESTING, &mut out)?;
    }
    out.push(b'\n');
    Ok(out)
}
