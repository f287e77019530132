//! How each verb shows each kind of value.

use super::{Printer, Spec};
use crate::context::{Fault, MAX_NESTING};
use crate::go::float;
use crate::go::quote::{can_backquote, quote_char, quoted};
use crate::print::{LARGE, plain};
use crate::value::Value;

impl Printer<'_, '_, '_> {
    pub(super) fn argument(&mut self, arg: &Value, verb: char, spec: Spec) -> Result<(), Fault> {
        match (arg, verb) {
            (Value::Nil, 'T' | 'v') => self.pad(b"<nil>", spec),
            (Value::Nil, _) => self.bad_verb(arg, verb, spec),
            (_, 'T') => self.text(arg.type_name().as_bytes(), 's', spec),
            (Value::List(_) | Value::Map(_), 'p') => Err(Fault::Unknown),
            (_, 'p') => self.bad_verb(arg, verb, spec),
            _ => self.value(arg, verb, spec, MAX_NESTING),
        }
    }

    /// A verb that does not fit: the value is shown with its type, by the same flags.
    fn bad_verb(&mut self, arg: &Value, verb: char, spec: Spec) -> Result<(), Fault> {
        self.out.extend_from_slice(format!("%!{verb}(").as_bytes());
        match arg {
            Value::Nil => self.out.extend_from_slice(b"<nil>"),
            arg => {
                self.out.extend_from_slice(arg.type_name().as_bytes());
                self.out.push(b'=');
                self.value(arg, 'v', spec, MAX_NESTING)?;
            }
        }
        self.out.push(b')');
        Ok(())
    }

    fn value(&mut self, arg: &Value, verb: char, spec: Spec, levels: u16) -> Result<(), Fault> {
        self.cx.step(1)?;
        let levels = levels.checked_sub(1).ok_or(Fault::Unknown)?;
        match arg {
            Value::Nil => self.pad(b"<nil>", spec),
            Value::Bool(b) if matches!(verb, 't' | 'v') => self.pad(b.to_string().as_bytes(), spec),
            Value::Int(n) | Value::Int64(n) => {
                self.integer(arg, n.unsigned_abs(), *n < 0, verb, spec)
            }
            Value::Uint64(n) => self.unsigned(arg, *n, verb, spec),
            Value::Uint8(n) => self.unsigned(arg, u64::from(*n), verb, spec),
            Value::Float(f) => self.float(arg, *f, verb, spec),
            Value::Complex(re, im) => self.complex(arg, *re, *im, verb, spec),
            Value::String(text) => match verb {
                'v' if spec.sharp_v => self.text(text.bytes(), 'q', spec),
                'v' => self.text(text.bytes(), 's', spec),
                's' | 'x' | 'X' | 'q' => self.text(text.bytes(), verb, spec),
                _ => self.bad_verb(arg, verb, spec),
            },
            Value::Time(_) | Value::Version(_) => match verb {
                's' | 'x' | 'X' | 'q' => self.text(plain(arg).as_bytes(), verb, spec),
                'v' if !spec.sharp_v => self.text(plain(arg).as_bytes(), 's', spec),
                _ => Err(Fault::Unknown),
            },
            Value::List(_) => self.elements(arg, verb, spec, levels),
            Value::Map(_) => self.entries(arg, verb, spec, levels),
            Value::Unknown(c) => {
                let text = c.to_string();
                self.text(text.as_bytes(), 's', spec)
            }
            Value::Bool(_) => self.bad_verb(arg, verb, spec),
        }
    }

    fn elements(&mut self, arg: &Value, verb: char, spec: Spec, levels: u16) -> Result<(), Fault> {
        let Value::List(list) = arg else {
            return Ok(());
        };
        if list.unordered {
            return Err(Fault::Unknown);
        }
        if spec.sharp_v {
            self.out.extend_from_slice(arg.type_name().as_bytes());
            if list.nil {
                self.out.extend_from_slice(b"(nil)");
                return Ok(());
            }
        }
        let (open, between, close) = if spec.sharp_v {
            ("{", ", ", "}")
        } else {
            ("[", " ", "]")
        };
        self.out.extend_from_slice(open.as_bytes());
        for (index, item) in list.items.iter().enumerate() {
            if index > 0 {
                self.out.extend_from_slice(between.as_bytes());
            }
            self.inner(item, verb, spec, levels)?;
        }
        self.out.extend_from_slice(close.as_bytes());
        Ok(())
    }

    fn entries(&mut self, arg: &Value, verb: char, spec: Spec, levels: u16) -> Result<(), Fault> {
        let Value::Map(map) = arg else { return Ok(()) };
        if spec.sharp_v {
            self.out.extend_from_slice(arg.type_name().as_bytes());
            if map.nil {
                self.out.extend_from_slice(b"(nil)");
                return Ok(());
            }
        }
        let (open, between, close) = if spec.sharp_v {
            ("{", ", ", "}")
        } else {
            ("map[", " ", "]")
        };
        self.out.extend_from_slice(open.as_bytes());
        for (index, (key, item)) in map.entries().iter().enumerate() {
            if index > 0 {
                self.out.extend_from_slice(between.as_bytes());
            }
            self.value(&Value::String(key.clone()), verb, spec, levels)?;
            self.out.push(b':');
            self.inner(item, verb, spec, levels)?;
        }
        self.out.extend_from_slice(close.as_bytes());
        Ok(())
    }

    /// An element, where nothing is written differently.
    fn inner(&mut self, item: &Value, verb: char, spec: Spec, levels: u16) -> Result<(), Fault> {
        match item {
            Value::Nil if spec.sharp_v => {
                self.out.extend_from_slice(b"interface {}(nil)");
                Ok(())
            }
            Value::Nil => {
                self.out.extend_from_slice(b"<nil>");
                Ok(())
            }
            item => self.value(item, verb, spec, levels),
        }
    }

    // --- numbers ---

    fn unsigned(&mut self, arg: &Value, n: u64, verb: char, spec: Spec) -> Result<(), Fault> {
        if verb == 'v' && spec.sharp_v {
            let spec = Spec {
                sharp: true,
                ..spec
            };
            return self.integer(arg, n, false, 'x', spec);
        }
        self.integer(arg, n, false, verb, spec)
    }

    fn integer(
        &mut self,
        arg: &Value,
        n: u64,
        negative: bool,
        verb: char,
        spec: Spec,
    ) -> Result<(), Fault> {
        let digits = match verb {
            'v' | 'd' => n.to_string(),
            'b' => format!("{n:b}"),
            'o' | 'O' => format!("{n:o}"),
            'x' => format!("{n:x}"),
            'X' => format!("{n:X}"),
            'c' | 'q' | 'U' => return self.rune(n, negative, verb, spec),
            _ => return self.bad_verb(arg, verb, spec),
        };
        if spec.precision == Some(0) && n == 0 {
            let spec = Spec {
                zero: false,
                ..spec
            };
            return self.pad(b"", spec);
        }
        let signed = negative || spec.plus || spec.space;
        let wanted = match (spec.precision, spec.width) {
            (Some(precision), _) => precision,
            (None, Some(width)) if spec.zero && !spec.minus => {
                width - usize::from(signed).min(width)
            }
            _ => 0,
        };
        self.cx.reserve(wanted)?;
        let zeros = "0".repeat(wanted.saturating_sub(digits.len()));
        let prefix = match verb {
            'b' if spec.sharp => "0b",
            'o' if spec.sharp && !digits.starts_with('0') && zeros.is_empty() => "0",
            'x' if spec.sharp => "0x",
            'X' if spec.sharp => "0X",
            'O' => "0o",
            _ => "",
        };
        let sign = match (negative, spec.plus, spec.space) {
            (true, ..) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            _ => "",
        };
        let text = format!("{sign}{prefix}{zeros}{digits}");
        self.pad(
            text.as_bytes(),
            Spec {
                zero: false,
                ..spec
            },
        )
    }

    fn rune(&mut self, n: u64, negative: bool, verb: char, spec: Spec) -> Result<(), Fault> {
        let c = u32::try_from(n)
            .ok()
            .filter(|_| !negative)
            .and_then(char::from_u32);
        let shown = c.unwrap_or('\u{FFFD}');
        let text = match verb {
            'c' => shown.to_string(),
            'q' => quote_char(shown, spec.plus),
            _ => {
                let n = if negative { n.wrapping_neg() } else { n };
                let width = spec.precision.unwrap_or(4).max(4);
                self.cx.reserve(width)?;
                let number = format!("U+{n:0width$X}");
                match c.filter(|c| spec.sharp && crate::go::unicode::is_print(*c)) {
                    Some(c) => format!("{number} '{c}'"),
                    None => number,
                }
            }
        };
        let zero = spec.zero && verb != 'U';
        self.pad(text.as_bytes(), Spec { zero, ..spec })
    }

    fn float(&mut self, arg: &Value, f: f64, verb: char, spec: Spec) -> Result<(), Fault> {
        let places = spec.precision.unwrap_or(6);
        self.cx.reserve(places)?;
        let digits = match (verb, spec.precision) {
            ('v' | 'g' | 'G', None) if !spec.sharp => float::shortest(f, LARGE),
            ('v' | 'g' | 'G', _) => float::general(f, places, spec.sharp),
            ('f' | 'F', _) => float::fixed(f, places),
            ('x' | 'X', _) if spec.sharp => return Err(Fault::Unknown),
            ('x' | 'X', _) if f.is_finite() => float::hexadecimal(f, spec.precision),
            ('e' | 'E' | 'x' | 'X', _) => float::exponential(f, places),
            ('b', _) => return Err(Fault::Unknown),
            _ => return self.bad_verb(arg, verb, spec),
        };
        let digits = match verb {
            'E' | 'G' | 'X' => digits.to_uppercase(),
            _ => digits,
        };
        let (sign, digits) = match digits.strip_prefix('-') {
            Some(rest) => ("-", rest.to_owned()),
            None => (
                if spec.plus {
                    "+"
                } else if spec.space {
                    " "
                } else {
                    ""
                },
                digits.strip_prefix('+').unwrap_or(&digits).to_owned(),
            ),
        };
        if !f.is_finite() {
            let sign = if sign.is_empty() && f == f64::INFINITY {
                "+"
            } else {
                sign
            };
            let text = format!("{sign}{digits}");
            return self.pad(
                text.as_bytes(),
                Spec {
                    zero: false,
                    ..spec
                },
            );
        }
        let width = spec.width.unwrap_or(0);
        let length = sign.len() + digits.len();
        if spec.zero && !spec.minus && !sign.is_empty() && width > length {
            // the sign stands before the zeros
            self.cx.reserve(width)?;
            let zeros = "0".repeat(width - length);
            self.out
                .extend_from_slice(format!("{sign}{zeros}{digits}").as_bytes());
            return Ok(());
        }
        self.pad(format!("{sign}{digits}").as_bytes(), spec)
    }

    fn complex(
        &mut self,
        arg: &Value,
        re: f64,
        im: f64,
        verb: char,
        spec: Spec,
    ) -> Result<(), Fault> {
        if !matches!(verb, 'v' | 'g' | 'G' | 'f' | 'F' | 'e' | 'E' | 'x' | 'X') {
            return self.bad_verb(arg, verb, spec);
        }
        self.out.push(b'(');
        self.float(arg, re, verb, spec)?;
        self.float(arg, im, verb, Spec { plus: true, ..spec })?;
        self.out.extend_from_slice(b"i)");
        Ok(())
    }

    // --- texts ---

    fn text(&mut self, text: &[u8], verb: char, spec: Spec) -> Result<(), Fault> {
        match verb {
            's' => self.pad(truncated(text, spec.precision), spec),
            'q' => {
                let text = truncated(text, spec.precision);
                self.cx.reserve(text.len() * 10)?;
                let shown = match std::str::from_utf8(text) {
                    Ok(t) if spec.sharp && can_backquote(t) => format!("`{t}`"),
                    _ => quoted(text, b'"', spec.plus),
                };
                self.pad(shown.as_bytes(), spec)
            }
            _ => {
                let text = &text[..spec.precision.unwrap_or(text.len()).min(text.len())];
                self.hex(text, verb == 'X', spec)
            }
        }
    }

    fn hex(&mut self, text: &[u8], upper: bool, spec: Spec) -> Result<(), Fault> {
        self.cx.reserve(text.len() * 5)?;
        let prefix = match (spec.sharp, upper) {
            (false, _) => "",
            (true, false) => "0x",
            (true, true) => "0X",
        };
        let mut shown = String::new();
        for (index, byte) in text.iter().enumerate() {
            if index > 0 && spec.space {
                shown.push(' ');
            }
            if index == 0 || spec.space {
                shown.push_str(prefix);
            }
            shown.push_str(&if upper {
                format!("{byte:02X}")
            } else {
                format!("{byte:02x}")
            });
        }
        self.pad(shown.as_bytes(), spec)
    }

    /// Writes a text, filled up to the width.
    fn pad(&mut self, text: &[u8], spec: Spec) -> Result<(), Fault> {
        let width = spec.width.unwrap_or(0);
        self.cx.reserve(text.len() + width)?;
        let length = String::from_utf8_lossy(text).chars().count();
        let missing = width.saturating_sub(length);
        let fill = if spec.zero && !spec.minus { b'0' } else { b' ' };
        if !spec.minus {
            self.out.extend(std::iter::repeat_n(fill, missing));
        }
        self.out.extend_from_slice(text);
        if spec.minus {
            self.out.extend(std::iter::repeat_n(fill, missing));
        }
        Ok(())
    }
}

/// The first so many characters.
fn truncated(text: &[u8], count: Option<usize>) -> &[u8] {
    let Some(count) = count else { return text };
    let lossy = String::from_utf8_lossy(text);
    let end = match &lossy {
        std::borrow::Cow::Borrowed(t) => t.char_indices().nth(count).map_or(t.len(), |(at, _)| at),
        std::borrow::Cow::Owned(_) => count.min(text.len()),
    };
    &text[..end]
}
