//! JSON as Go writes it.

use super::{Args, Function, Run, function, made};
use crate::context::{Context, Fault, MAX_NESTING};
use crate::exec::Operand;
use crate::value::{Text, Value};

type Result<T = Value> = std::result::Result<T, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "toJson" [Any] => String, Run::Known(to_json), "toJson VALUE", "The value as JSON."),
    function!(Sprig "toPrettyJson" [Any] => String, Run::Known(to_pretty_json), "toPrettyJson VALUE", "The value as indented JSON."),
];

fn to_json(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    encoded(cx, args.value(0), false)
}

fn to_pretty_json(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    encoded(cx, args.value(0), true)
}

/// The JSON; an empty text where Go's encoder fails, as sprig drops its error.
fn encoded(cx: &mut Context<'_>, value: &Value, pretty: bool) -> Result {
    let mut writer = Writer {
        out: String::new(),
        pretty,
        level: 0,
    };
    match writer.value(cx, value)? {
        true => made(cx, writer.out),
        false => Ok("".into()),
    }
}

struct Writer {
    out: String,
    pretty: bool,
    level: usize,
}

impl Writer {
    /// Writes a value; false when it cannot be JSON.
    fn value(&mut self, cx: &mut Context<'_>, value: &Value) -> Result<bool> {
        cx.step(1)?;
        if self.level > usize::from(MAX_NESTING) {
            return Err(Fault::Unknown);
        }
        match value {
            Value::Nil => self.out.push_str("null"),
            Value::Bool(b) => self.out.push_str(&b.to_string()),
            Value::Int(n) | Value::Int64(n) => self.out.push_str(&n.to_string()),
            Value::Uint64(n) => self.out.push_str(&n.to_string()),
            Value::Uint8(n) => self.out.push_str(&n.to_string()),
            Value::Float(f) if !f.is_finite() => return Ok(false),
            Value::Float(f) => self.out.push_str(&float(*f)),
            Value::Complex(..) | Value::Unknown(_) => return Ok(false),
            Value::String(text) => self.text(cx, text)?,
            Value::Version(version) => self.text(cx, &version.to_string().into())?,
            Value::Time(time) => {
                let text = crate::time::format(time, "2006-01-02T15:04:05.999999999Z07:00");
                self.text(cx, &text.into())?;
            }
            Value::List(list) if list.nil => self.out.push_str("null"),
            Value::List(list) => {
                let items = list.items.iter().map(|item| (None, item.clone())).collect();
                return self.container(cx, ['[', ']'], items);
            }
            Value::Map(map) if map.nil => self.out.push_str("null"),
            Value::Map(map) => {
                let items = map
                    .entries()
                    .into_iter()
                    .map(|(k, v)| (Some(k), v))
                    .collect();
                return self.container(cx, ['{', '}'], items);
            }
        }
        Ok(true)
    }

    fn container(
        &mut self,
        cx: &mut Context<'_>,
        [open, close]: [char; 2],
        items: Vec<(Option<Text>, Value)>,
    ) -> Result<bool> {
        self.out.push(open);
        self.level += 1;
        let empty = items.is_empty();
        for (index, (key, item)) in items.into_iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.line(cx)?;
            if let Some(key) = key {
                self.text(cx, &key)?;
                self.out.push_str(if self.pretty { ": " } else { ":" });
            }
            if !self.value(cx, &item)? {
                return Ok(false);
            }
        }
        self.level -= 1;
        if !empty {
            self.line(cx)?;
        }
        self.out.push(close);
        Ok(true)
    }

    fn line(&mut self, cx: &mut Context<'_>) -> Result<()> {
        if self.pretty {
            cx.reserve(1 + 2 * self.level)?;
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n("  ", self.level));
        }
        Ok(())
    }

    fn text(&mut self, cx: &mut Context<'_>, text: &Text) -> Result<()> {
        cx.reserve(6 * text.bytes().len())?;
        self.out.push('"');
        for chunk in text.bytes().utf8_chunks() {
            for c in chunk.valid().chars() {
                match c {
                    '"' => self.out.push_str("\\\""),
                    '\\' => self.out.push_str("\\\\"),
                    '\n' => self.out.push_str("\\n"),
                    '\r' => self.out.push_str("\\r"),
                    '\t' => self.out.push_str("\\t"),
                    '\x08' => self.out.push_str("\\b"),
                    '\x0C' => self.out.push_str("\\f"),
                    '<' | '>' | '&' | '\0'..='\x1F' | '\u{2028}' | '\u{2029}' => {
                        self.out.push_str(&format!("\\u{:04x}", c as u32));
                    }
                    c => self.out.push(c),
                }
            }
            for _ in chunk.invalid() {
                self.out.push_str("\\ufffd");
            }
        }
        self.out.push('"');
        Ok(())
    }
}

/// Like JavaScript: an exponent below 1e-6 and from 1e21 on.
fn float(f: f64) -> String {
    if f != 0.0 && (f.abs() < 1e-6 || f.abs() >= 1e21) {
        let text = format!("{f:e}");
        return match text.split_once("e") {
            Some((mantissa, exponent)) if !exponent.starts_with('-') => {
                format!("{mantissa}e+{exponent}")
            }
            _ => text,
        };
    }
    format!("{f}")
}
