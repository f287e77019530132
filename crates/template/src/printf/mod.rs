//! Go's `fmt.Sprintf`.

mod values;

use crate::context::{Context, Fault};
use crate::print::sprint;
use crate::value::{Text, Value};

/// The flags, width and precision of a verb.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spec {
    pub(super) sharp: bool,
    pub(super) zero: bool,
    pub(super) plus: bool,
    pub(super) minus: bool,
    pub(super) space: bool,
    pub(super) width: Option<usize>,
    pub(super) precision: Option<usize>,
    /// `%#v`.
    pub(super) sharp_v: bool,
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

pub(super) struct Printer<'f, 'c, 'u> {
    pub(super) cx: &'c mut Context<'u>,
    format: &'f [u8],
    at: usize,
    args: &'f [&'f Value],
    next: usize,
    /// Whether `[n]` was used anywhere.
    reordered: bool,
    good_index: bool,
    pub(super) out: Vec<u8>,
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
            spec.plus = false;
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
}
