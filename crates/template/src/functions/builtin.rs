//! Go's own functions.

use super::{Args, Function, Run, function, made};
use crate::compare;
use crate::context::{Context, Fault};
use crate::exec::Operand;
use crate::print;
use crate::printf::sprintf;
use crate::value::{ListKind, Map, MapKind, Value};

type Result<T = Value> = std::result::Result<T, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Go "and" [Reflect] .. Reflect => Reflect, Run::Logic { stops_at: false }, "and VALUE…", "The first empty argument, or the last one."),
    function!(Go "or" [Reflect] .. Reflect => Reflect, Run::Logic { stops_at: true }, "or VALUE…", "The first non-empty argument, or the last one."),
    function!(Go "not" [Reflect] => Bool, Run::Aware(not), "not VALUE", "Whether the value is empty."),
    function!(Go "call" [Reflect] .. Reflect => Reflect, Run::Call, "call FUNCTION VALUE…", "Calls a value that is a function; no value here is one."),
    function!(Go "html" [] .. Any => String, Run::Known(html), "html VALUE…", "The values as text, escaped for HTML."),
    function!(Go "js" [] .. Any => String, Run::Known(js), "js VALUE…", "The values as text, escaped for JavaScript."),
    function!(Go "urlquery" [] .. Any => String, Run::Known(urlquery), "urlquery VALUE…", "The values as text, escaped for a URL's query."),
    function!(Go "index" [Reflect] .. Reflect => Reflect, Run::Aware(index), "index VALUE KEY…", "An element of a list or map, or of what is in it."),
    function!(Go "len" [Reflect] => Int, Run::Aware(len), "len VALUE", "How many elements or bytes the value has."),
    function!(Go "print" [] .. Any => String, Run::Aware(print), "print VALUE…", "The values as text, with a blank between two that are not texts."),
    function!(Go "printf" [String] .. Any => String, Run::Aware(printf), "printf FORMAT VALUE…", "The values as the format says."),
    function!(Go "println" [] .. Any => String, Run::Aware(println), "println VALUE…", "The values as text with blanks between and a line break after."),
    function!(Go "eq" [Reflect] .. Reflect => Bool, Run::Aware(eq), "eq VALUE OTHER…", "Whether the value equals one of the others."),
    function!(Go "ne" [Reflect, Reflect] => Bool, Run::Aware(ne), "ne VALUE OTHER", "Whether two values differ."),
    function!(Go "lt" [Reflect, Reflect] => Bool, Run::Aware(lt), "lt VALUE OTHER", "Whether the value is less than the other."),
    function!(Go "le" [Reflect, Reflect] => Bool, Run::Aware(le), "le VALUE OTHER", "Whether the value is at most the other."),
    function!(Go "gt" [Reflect, Reflect] => Bool, Run::Aware(gt), "gt VALUE OTHER", "Whether the value is greater than the other."),
    function!(Go "ge" [Reflect, Reflect] => Bool, Run::Aware(ge), "ge VALUE OTHER", "Whether the value is at least the other."),
];

/// `call`, whose message shows the callee as it is spelled, or its type when it is piped in.
pub(crate) fn call(cx: &mut Context<'_>, args: &[Operand], callee: Option<String>) -> Result {
    let _ = cx;
    let type_name = match args.value(0) {
        Value::Nil => return Fault::go("call of nil"),
        Value::Unknown(_) => return Err(Fault::Unknown),
        value => value.type_name(),
    };
    let callee = callee.unwrap_or_else(|| match args.value(0) {
        Value::String(text) => text.to_str().into_owned(),
        _ => format!("<{type_name} Value>"),
    });
    Fault::go(format!("non-function {callee} of type {type_name}"))
}

fn not(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    negated(cx, args.value(0))
}

/// Whether a value is empty; of an unknown one the symbol for that.
pub(super) fn negated(cx: &mut Context<'_>, value: &Value) -> Result {
    let symbol = match cx.sole_symbol(value) {
        Some(symbol) => symbol,
        None => return Ok(Value::Bool(!cx.truth(value)?)),
    };
    let negation = cx.unknowns.negation(symbol).ok_or(Fault::Exhausted)?;
    Ok(Value::Unknown(negation))
}

// --- comparison ---

/// The symbol for a comparison that is not known. Which side is which does not matter to `eq`.
fn comparison(cx: &mut Context<'_>, name: &str, args: &[&Value]) -> Result {
    let mut args = args.to_vec();
    if name == "eq" && args.len() == 2 && cx.described(args[1])? < cx.described(args[0])? {
        args.swap(0, 1);
    }
    if name == "eq"
        && args.len() == 2
        && cx.sole_symbol(args[0]).is_none()
        && cx.sole_symbol(args[1]).is_some()
    {
        args.swap(0, 1);
    }
    Ok(Value::Unknown(cx.call_symbol(name, &args)?))
}

fn eq(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let values = args.values();
    if values.len() < 2 {
        return Fault::go("missing argument for comparison");
    }
    let mut known = true;
    for other in &values[1..] {
        match compare::equal(cx, values[0], other)? {
            Some(true) => return Ok(Value::Bool(true)),
            Some(false) => {}
            None => known = false,
        }
    }
    if known {
        return Ok(Value::Bool(false));
    }
    comparison(cx, "eq", &values)
}

fn opposite(cx: &mut Context<'_>, value: Value) -> Result {
    match value {
        Value::Bool(b) => Ok(Value::Bool(!b)),
        other => negated(cx, &other),
    }
}

fn ne(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let equal = eq(cx, args)?;
    opposite(cx, equal)
}

fn less(cx: &mut Context<'_>, a: &Value, b: &Value) -> Result {
    match compare::less(cx, a, b)? {
        Some(less) => Ok(Value::Bool(less)),
        None => comparison(cx, "lt", &[a, b]),
    }
}

fn lt(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    less(cx, args.value(0), args.value(1))
}

fn le(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    match compare::less(cx, args.value(0), args.value(1))? {
        Some(true) => Ok(Value::Bool(true)),
        Some(false) => eq(cx, args),
        None => {
            let greater = comparison(cx, "lt", &[args.value(1), args.value(0)])?;
            opposite(cx, greater)
        }
    }
}

fn gt(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let at_most = le(cx, args)?;
    opposite(cx, at_most)
}

fn ge(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let less = lt(cx, args)?;
    opposite(cx, less)
}

// --- elements ---

fn len(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let length = match args.value(0) {
        Value::Nil if args.first().is_some_and(|o| o.boxed) => {
            return Fault::go("len of nil pointer");
        }
        Value::Nil => {
            return Fault::go("reflect: call of reflect.Value.Type on zero Value");
        }
        Value::Unknown(_) => return Err(Fault::Unknown),
        Value::String(text) if cx.text_unknown(text) => return Err(Fault::Unknown),
        Value::String(text) => text.bytes().len(),
        Value::List(list) => list.items.len(),
        Value::Map(map) if map.is_open() => return Err(Fault::Unknown),
        Value::Map(map) => map.len(),
        other => return Fault::go(format!("len of type {}", other.type_name())),
    };
    Ok(Value::Int(i64::try_from(length).unwrap_or(i64::MAX)))
}

fn index(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let Some((first, keys)) = args.split_first() else {
        return Err(Fault::Unknown);
    };
    let mut item = first.clone();
    if matches!(item.value, Value::Nil) {
        return Fault::go("index of untyped nil");
    }
    for key in keys {
        item = element(cx, &item, &key.value)?;
    }
    Ok(item.value)
}

fn element(cx: &mut Context<'_>, of: &Operand, key: &Value) -> Result<Operand> {
    match &of.value {
        Value::Nil => Fault::go("index of nil pointer"),
        Value::Unknown(c) => {
            let suffix = match key {
                Value::String(text) if is_identifier(&text.to_str()) => {
                    format!(".{}", text.to_str())
                }
                key => format!("[{}]", cx.described(key)?.0),
            };
            Ok(Operand::boxed(cx.part(*c, &suffix)?))
        }
        Value::List(list) if list.unordered => Err(Fault::Unknown),
        Value::List(list) => {
            let at = position(key, list.items.len())?;
            let value = list.items.get(at).cloned();
            Ok(Operand {
                value: value.ok_or_else(out_of_reach)?,
                boxed: list.kind == ListKind::Any,
            })
        }
        Value::String(text) if cx.text_unknown(text) => Err(Fault::Unknown),
        Value::String(text) => {
            let at = position(key, text.bytes().len())?;
            let byte = text.bytes().get(at).copied();
            let byte =
                byte.ok_or_else(|| Fault::Go("reflect: string index out of range".to_owned()))?;
            Ok(Operand::plain(Value::Uint8(byte)))
        }
        Value::Map(map) => entry(cx, map, key),
        other => Fault::go(format!("can't index item of type {}", other.type_name())),
    }
}

fn out_of_reach() -> Fault {
    Fault::Go("reflect: slice index out of range".to_owned())
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c == '_' || c.is_alphanumeric())
}

fn entry(cx: &mut Context<'_>, map: &Map, key: &Value) -> Result<Operand> {
    match key {
        Value::Unknown(_) => Err(Fault::Unknown),
        Value::String(text) if cx.text_unknown(text) => Err(Fault::Unknown),
        Value::String(text) => match map.get(text.bytes()) {
            Some(value) => Ok(Operand {
                value,
                boxed: map.kind != MapKind::Strings,
            }),
            None => cx.entry(map, &text.to_str()),
        },
        Value::Nil => Fault::go("value is nil; should be of type string"),
        other => Fault::go(format!(
            "value has type {}; should be string",
            other.type_name()
        )),
    }
}

/// The index that a value is for something of that length; the length itself passes, as in Go.
fn position(key: &Value, length: usize) -> Result<usize> {
    let number = match key {
        Value::Int(n) | Value::Int64(n) => *n,
        Value::Uint64(n) => i64::try_from(*n).unwrap_or(-1),
        Value::Uint8(n) => i64::from(*n),
        Value::Unknown(_) => return Err(Fault::Unknown),
        Value::Nil => return Fault::go("cannot index slice/array with nil"),
        other => {
            let text = format!("cannot index slice/array with type {}", other.type_name());
            return Fault::go(text);
        }
    };
    match usize::try_from(number) {
        Ok(at) if at <= length => Ok(at),
        _ => Fault::go(format!("index out of range: {number}")),
    }
}

// --- text ---

fn print(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = print::sprint_all(cx, &args.values())?;
    made(cx, text)
}

fn println(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = print::sprintln(cx, &args.values())?;
    made(cx, text)
}

fn printf(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let values = args.values();
    let text = sprintf(cx, args.text(0), values.get(1..).unwrap_or_default())?;
    made(cx, text)
}

/// What the escaping functions escape: the one text as it is, otherwise what `print` gives.
fn joined(cx: &mut Context<'_>, args: &[Operand]) -> Result<Vec<u8>> {
    if let [
        Operand {
            value: Value::String(text),
            ..
        },
    ] = args
    {
        cx.reserve(text.bytes().len() * 6)?;
        return Ok(text.bytes().to_vec());
    }
    let values: Vec<Value> = args.iter().map(|o| shown_as(&o.value)).collect();
    let values: Vec<&Value> = values.iter().collect();
    let text = print::sprint_all(cx, &values)?;
    cx.reserve(text.len() * 6)?;
    Ok(text)
}

/// The escaping functions see nothing as Go shows a missing value.
fn shown_as(value: &Value) -> Value {
    match value {
        Value::Nil => Value::from("<no value>"),
        other => other.clone(),
    }
}

fn html(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let mut out = Vec::new();
    for byte in joined(cx, args)? {
        match byte {
            0 => out.extend_from_slice("\u{FFFD}".as_bytes()),
            b'"' => out.extend_from_slice(b"&#34;"),
            b'\'' => out.extend_from_slice(b"&#39;"),
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            other => out.push(other),
        }
    }
    made(cx, out)
}

fn js(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = joined(cx, args)?;
    let mut out = Vec::new();
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            let escaped = match c {
                '\\' => "\\\\",
                '\'' => "\\'",
                '"' => "\\\"",
                '<' => "\\u003C",
                '>' => "\\u003E",
                '&' => "\\u0026",
                '=' => "\\u003D",
                _ => "",
            };
            if !escaped.is_empty() {
                out.extend_from_slice(escaped.as_bytes());
            } else if c < ' ' || !(c.is_ascii() || crate::go::unicode::is_print(c)) {
                out.extend_from_slice(format!("\\u{:04X}", c as u32).as_bytes());
            } else {
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        out.extend_from_slice(chunk.invalid());
    }
    made(cx, out)
}

fn urlquery(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let mut out = String::new();
    for byte in joined(cx, args)? {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    made(cx, out)
}
