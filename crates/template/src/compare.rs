//! Equality and order, as `eq` and its like and `reflect.DeepEqual` see them.

use crate::context::{Context, Fault, MAX_NESTING};
use crate::value::Value;

/// What Go's templates compare by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Basic {
    Bool,
    Complex,
    Int,
    Float,
    String,
    Uint,
    None,
}

fn basic(value: &Value) -> Basic {
    match value {
        Value::Bool(_) => Basic::Bool,
        Value::Int(_) | Value::Int64(_) => Basic::Int,
        Value::Uint64(_) | Value::Uint8(_) => Basic::Uint,
        Value::Float(_) => Basic::Float,
        Value::Complex(..) => Basic::Complex,
        Value::String(_) => Basic::String,
        _ => Basic::None,
    }
}

fn int(value: &Value) -> Option<i128> {
    match value {
        Value::Int(n) | Value::Int64(n) => Some(i128::from(*n)),
        Value::Uint64(n) => Some(i128::from(*n)),
        Value::Uint8(n) => Some(i128::from(*n)),
        _ => None,
    }
}

/// Whether a comparison holds, or that it is not known.
type Verdict = Result<Option<bool>, Fault>;

/// Go's `==` between two arguments of `eq`.
pub(crate) fn equal(cx: &mut Context<'_>, a: &Value, b: &Value) -> Verdict {
    if let (Some(a), Some(b)) = (cx.sole_symbol(a), cx.sole_symbol(b)) {
        return Ok((a == b).then_some(true));
    }
    if matches!(a, Value::Unknown(_)) || matches!(b, Value::Unknown(_)) {
        return Ok(None);
    }
    if let (Some(a), Some(b)) = (int(a), int(b)) {
        return Ok(Some(a == b));
    }
    let (kind_a, kind_b) = (basic(a), basic(b));
    if kind_a != kind_b {
        let nil = matches!(a, Value::Nil) || matches!(b, Value::Nil);
        return if nil {
            Ok(Some(false))
        } else {
            Err(incompatible(a, b))
        };
    }
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => Ok(Some(a == b)),
        (Value::Float(a), Value::Float(b)) => Ok(Some(a == b)),
        (Value::Complex(a, i), Value::Complex(b, j)) => Ok(Some(a == b && i == j)),
        (Value::String(a), Value::String(b)) if a == b => Ok(Some(true)),
        (Value::String(a), Value::String(b)) => {
            let open = cx.text_unknown(a) || cx.text_unknown(b);
            Ok((!open).then_some(false))
        }
        _ => equal_others(cx, a, b),
    }
}

/// Values that are neither numbers nor texts: most cannot be compared.
fn equal_others(cx: &mut Context<'_>, a: &Value, b: &Value) -> Verdict {
    let nil = |value: &Value| match value {
        Value::Nil => true,
        Value::List(list) => list.nil,
        Value::Map(map) => map.nil,
        _ => false,
    };
    // the message shows one side with %s and the other with %v
    let shown = |cx: &mut Context<'_>, value: &Value, verb: &str| {
        crate::printf::sprintf(cx, &verb.into(), &[value])
            .map(|text| String::from_utf8_lossy(&text).into_owned())
    };
    let has_nil = matches!(a, Value::Nil) || matches!(b, Value::Nil);
    if a.kind_name() != b.kind_name() && !has_nil {
        let text = format!(
            "non-comparable types {}: {}, {}: {}",
            shown(cx, a, "%s")?,
            a.type_name(),
            b.type_name(),
            shown(cx, b, "%v")?
        );
        return Fault::go(text);
    }
    if nil(a) || nil(b) {
        return Ok(Some(nil(a) == nil(b)));
    }
    match (a, b) {
        (Value::Time(a), Value::Time(b)) => Ok(Some(a == b)),
        (Value::Version(a), Value::Version(b)) => Ok(Some(std::rc::Rc::ptr_eq(a, b))),
        (_, b) => {
            let shown = shown(cx, b, "%s")?;
            Fault::go(format!("non-comparable type {shown}: {}", b.type_name()))
        }
    }
}

fn incompatible(a: &Value, b: &Value) -> Fault {
    Fault::Go(format!(
        "incompatible types for comparison: {} and {}",
        a.type_name(),
        b.type_name()
    ))
}

/// Go's `<`.
pub(crate) fn less(cx: &mut Context<'_>, a: &Value, b: &Value) -> Verdict {
    for value in [a, b] {
        if basic(value) == Basic::None && !matches!(value, Value::Unknown(_)) {
            return Fault::go("invalid type for comparison");
        }
    }
    if matches!(a, Value::Unknown(_)) || matches!(b, Value::Unknown(_)) {
        return Ok(None);
    }
    if let (Some(a), Some(b)) = (int(a), int(b)) {
        return Ok(Some(a < b));
    }
    if basic(a) != basic(b) {
        return Err(incompatible(a, b));
    }
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => Ok(Some(a < b)),
        (Value::String(a), Value::String(b)) if a == b => Ok(Some(false)),
        (Value::String(a), Value::String(b)) => {
            let open = cx.text_unknown(a) || cx.text_unknown(b);
            Ok((!open).then_some(a < b))
        }
        _ => Fault::go("invalid type for comparison"),
    }
}

/// `reflect.DeepEqual`.
pub(crate) fn deep_equal(cx: &mut Context<'_>, a: &Value, b: &Value) -> Verdict {
    deep(cx, a, b, MAX_NESTING)
}

fn deep(cx: &mut Context<'_>, a: &Value, b: &Value, levels: u16) -> Verdict {
    cx.step(1)?;
    let levels = levels.checked_sub(1).ok_or(Fault::Unknown)?;
    match (a, b) {
        (Value::Unknown(_), _) | (_, Value::Unknown(_)) => equal(cx, a, b),
        (Value::Nil, Value::Nil) => Ok(Some(true)),
        _ if a.type_name() != b.type_name() => Ok(Some(false)),
        (Value::List(x), Value::List(y)) => {
            if x.unordered || y.unordered {
                return Ok(None);
            }
            if x.nil != y.nil || x.items.len() != y.items.len() {
                return Ok(Some(false));
            }
            all(cx, x.items.iter().zip(&y.items), levels)
        }
        (Value::Map(x), Value::Map(y)) => {
            if x.is(y) {
                return Ok(Some(true));
            }
            if x.is_open() || y.is_open() {
                return Ok(None);
            }
            let (x_entries, y_entries) = (x.entries(), y.entries());
            let same_keys = x_entries
                .iter()
                .map(|e| &e.0)
                .eq(y_entries.iter().map(|e| &e.0));
            if x.nil != y.nil || !same_keys {
                return Ok(Some(false));
            }
            let pairs = x_entries.iter().map(|e| &e.1);
            all(cx, pairs.zip(y_entries.iter().map(|e| &e.1)), levels)
        }
        (Value::Time(x), Value::Time(y)) => Ok(Some(x == y)),
        (Value::Version(x), Value::Version(y)) => Ok(Some(x == y)),
        _ => equal(cx, a, b),
    }
}

fn all<'v>(
    cx: &mut Context<'_>,
    pairs: impl Iterator<Item = (&'v Value, &'v Value)>,
    levels: u16,
) -> Verdict {
    let mut verdict = Some(true);
    for (a, b) in pairs {
        match deep(cx, a, b, levels)? {
            Some(true) => {}
            Some(false) => return Ok(Some(false)),
            None => verdict = None,
        }
    }
    Ok(verdict)
}
