//! Go's `fmt.Sprintf`.

use crate::context::{Context, Fault, MAX_NESTING};
use crate::go::float;
use crate::go::quote::{can_backquote, quote_char, quoted};
use crate::print::{LARGE, plain, sprint};
use crate::value::{Text, Value};

/// The flags, width and precision of a verb.
#[derive(Debug, Clone, Copy, Default)]
struct Spec {
    sharp: bool,
    zero: bool,
    plus: bool,
    minus: bool,
    space: bool,
    width: Option<usize>,
    precision: Option<usize>,
    /// `%+v`.
    plus_v: bool,
    /// `%#v`.
    sharp_v: bool,
}

/// Formats the arguments. Unknown arguments of plain `%s` and `%v` stay symbols; other verbs of them give new ones.
pub(crate) fn sprintf(
    cx: &mut Context<'_>,
    format: &Text,
    args: &[&Value],
) -> Result<Vec<u8>, Fault> {
    if cx.text_unknown(format) {
        return Err(Fault::Unknown);
    }
    let mut printer = Printer {
        cx,
        format: format.bytes(),
        at: 0,
        args,
        next: 0,
        reordered: false,
        good_index: true,
        out: Vec::new(),
    };
    printer.run()?;
    Ok(printer.out)
}

struct Printer<'f, 'c, 'u> {
    cx: &'c mut Context<'u>,
    format: &'f [u8],
    at: usize,
    args: &'f [&'f Value],
    next: usize,
    /// Whether `[n]` was used anywhere.
    reordered: bool,
    good_index: bool,
    out: Vec<u8>,
}

impl Printer<'_, '_, '_> {
    fn run(&mut self) -> Result<(), Fault> {
        while self.at < self.format.len() {
            let rest = &self.format[self.at..];
            let plain = memchr::memchr(b'%', rest).unwrap_or(rest.len());
            self.cx.reserve(plain)?;
            self.out.extend_from_slice(&rest[..plain]);
            self.at += plain;
            if self.at < self.format.len() {
                self.at += 1;
                self.verb()?;
            }
        }
        if !self.reordered && self.next < self.args.len() {
            self.extra()?;
        }
        Ok(())
    }

    fn extra(&mut self) -> Result<(), Fault> {
        self.out.extend_from_slice(b"%!(EXTRA ");
        for (index, arg) in self.args[self.next..].iter().enumerate() {
            if index > 0 {
                self.out.extend_from_slice(b", ");
            }
            match arg {
                Value::Nil => self.out.extend_from_slice(b"<nil>"),
                Value::Unknown(_) => return Err(Fault::Unknown),
                arg => {
                    self.out.extend_from_slice(arg.type_name().as_bytes());
                    self.out.push(b'=');
                    let text = sprint(self.cx, arg)?;
                    self.out.extend_from_slice(&text);
                }
            }
        }
        self.out.push(b')');
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.format.get(self.at).copied()
    }

    fn verb(&mut self) -> Result<(), Fault> {
        let start = self.at - 1;
        let mut spec = Spec::default();
        self.good_index = true;
        while let Some(flag) = self.peek() {
            match flag {
                b'#' => spec.sharp = true,
                b'0' => spec.zero = true,
                b'+' => spec.plus = true,
                b'-' => spec.minus = true,
                b' ' => spec.space = true,
                _ => break,
            }
            self.at += 1;
        }
        let mut indexed = self.index();
        if self.peek() == Some(b'*') {
            self.at += 1;
            match self.star()? {
                Some(width) => {
                    spec.minus |= width < 0;
                    spec.width = Some(usize::try_from(width.unsigned_abs()).unwrap_or(0));
                }
                None => self.out.extend_from_slice(b"%!(BADWIDTH)"),
            }
            indexed = false;
        } else {
            spec.width = self.decimal();
            if indexed && spec.width.is_some() {
                self.good_index = false;
            }
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if indexed {
                self.good_index = false;
            }
            indexed = self.index();
            if self.peek() == Some(b'*') {
                self.at += 1;
                match self.star()? {
                    Some(precision) if precision >= 0 => {
                        spec.precision = usize::try_from(precision).ok();
                    }
                    // a negative precision counts as none
                    Some(_) => {}
                    None => self.out.extend_from_slice(b"%!(BADPREC)"),
                }
                indexed = false;
            } else {
                spec.precision = Some(self.decimal().unwrap_or(0));
            }
        }
        if !indexed {
            self.index();
        }
        self.print_verb(start, spec)
    }

    fn print_verb(&mut self, start: usize, mut spec: Spec) -> Result<(), Fault> {
        let rest = String::from_utf8_lossy(&self.format[self.at..]).into_owned();
        let Some(verb) = rest.chars().next() else {
            self.out.extend_from_slice(b"%!(NOVERB)");
            return Ok(());
        };
        self.at = (self.at + verb.len_utf8()).min(self.format.len());
        if verb == '%' {
            self.out.push(b'%');
            return Ok(());
        }
        if !self.good_index {
            return self.complain(verb, "BADINDEX");
        }
        let Some(arg) = self.args.get(self.next).copied() else {
            return self.complain(verb, "MISSING");
        };
        self.next += 1;
        if verb == 'v' {
            spec.sharp_v = std::mem::take(&mut spec.sharp);
            spec.plus_v = std::mem::take(&mut spec.plus);
        }
        let bare = matches!(verb, 's' | 'v')
            && spec.width.is_none()
            && spec.precision.is_none()
            && !spec.sharp_v;
        let unknown = self.cx.unknown(arg)?;
        let opaque = match arg {
            Value::Unknown(_) | Value::String(_) => !bare,
            _ => true,
        };
        let printed = if unknown && opaque && !(bare && verb == 'v') {
            Err(Fault::Unknown)
        } else {
            self.argument(arg, verb, spec)
        };
        match printed {
            Err(Fault::Unknown) => {
                let piece =
                    Value::from(String::from_utf8_lossy(&self.format[start..self.at]).as_ref());
                let symbol = self.cx.call_symbol("printf", &[&piece, arg])?;
                self.out
                    .extend_from_slice(symbol.encode_utf8(&mut [0; 4]).as_bytes());
                Ok(())
            }
            printed => printed,
        }
    }

    fn complain(&mut self, verb: char, what: &str) -> Result<(), Fault> {
        self.out
            .extend_from_slice(format!("%!{verb}({what})").as_bytes());
        Ok(())
    }

    /// A decimal number below a million; larger ones count as not there, as in Go.
    fn decimal(&mut self) -> Option<usize> {
        let start = self.at;
        let mut number = 0usize;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            number = number
                .saturating_mul(10)
                .saturating_add(usize::from(digit - b'0'));
            self.at += 1;
            if number > 1_000_000 {
                return None;
            }
        }
        (self.at > start).then_some(number)
    }

    /// `[n]`, which says which argument is next.
    fn index(&mut self) -> bool {
        if self.peek() != Some(b'[') {
            return false;
        }
        self.reordered = true;
        let rest = &self.format[self.at + 1..];
        let Some(close) = memchr::memchr(b']', rest) else {
            self.good_index = false;
            self.at += 1;
            return false;
        };
        let inside = &rest[..close];
        self.at += close + 2;
        let number = std::str::from_utf8(inside)
            .ok()
            .filter(|t| t.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|t| t.parse::<usize>().ok());
        match number {
            Some(n) if n >= 1 && n <= self.args.len() => {
                self.next = n - 1;
                true
            }
            _ => {
                self.good_index = false;
                number.is_some()
            }
        }
    }

    /// The argument that `*` stands for.
    fn star(&mut self) -> Result<Option<i64>, Fault> {
        let Some(arg) = self.args.get(self.next) else {
            return Ok(None);
        };
        self.next += 1;
        Ok(match arg {
            Value::Int(n) | Value::Int64(n) => Some(*n),
            Value::Uint8(n) => Some(i64::from(*n)),
            Value::Uint64(n) => i64::try_from(*n).ok(),
            Value::Unknown(_) => return Err(Fault::Unknown),
            _ => None,
        }
        .filter(|n| n.unsigned_abs() <= 1_000_000))
    }

    // --- arguments ---

    fn argument(&mut self, arg: &Value, verb: char, spec: Spec) -> Result<(), Fault> {
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
                if spec.plus || spec.plus_v {
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
        if !matches!(verb, 'v' | 'g' | 'G' | 'f' | 'F' | 'e' | 'E') {
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
