//! JSON with comments and strings over several lines, with places.

use std::rc::Rc;

use acrlint_text::Mapped;
use jsonc_parser::ast::{ObjectPropName, StringLit, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::expr::{Expr, ExprKind, Field, Item, Piece};
use crate::model::{Place, Problem};
use crate::range::{json_place, range, size};

/// Turns JSON into an expression. `text_of` makes an expression of a string: the place of the literal with its quotes,
/// and its text.
pub(crate) fn read(
    text: &str,
    file: usize,
    text_of: &mut dyn FnMut(Place, Mapped) -> Expr,
) -> Result<Option<Expr>, Problem> {
    let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = Reader {
        text,
        bom: text.len() - body.len(),
        file,
        text_of,
    };
    match parse_to_ast(body, &CollectOptions::default(), &ParseOptions::default()) {
        Ok(result) => Ok(result.value.map(|value| reader.value(&value))),
        Err(error) => {
            let at = error.range();
            Err(Problem {
                place: reader.place(at.start, at.end),
                message: format!("this is not JSON: {}", error.kind()),
            })
        }
    }
}

struct Reader<'r> {
    text: &'r str,
    /// How many bytes stand before the text that was parsed.
    bom: usize,
    file: usize,
    text_of: &'r mut dyn FnMut(Place, Mapped) -> Expr,
}

impl Reader<'_> {
    fn place(&self, start: usize, end: usize) -> Place {
        json_place(self.text, self.bom, self.file, start, end)
    }

    fn value(&mut self, value: &Value<'_>) -> Expr {
        let at = value.range();
        let place = self.place(at.start, at.end);
        let kind = match value {
            Value::StringLit(literal) => return self.string(literal),
            Value::NumberLit(number) => return Expr::verbatim(place, number.value),
            Value::BooleanLit(truth) => ExprKind::Bool(truth.value),
            Value::NullKeyword(_) => ExprKind::Null,
            Value::Array(array) => {
                let items = array.elements.iter();
                ExprKind::List(items.map(|item| Item::Value(self.value(item))).collect())
            }
            Value::Object(object) => {
                let mut fields = Vec::with_capacity(object.properties.len());
                for property in &object.properties {
                    let key = match &property.name {
                        ObjectPropName::String(literal) => self.string(literal),
                        ObjectPropName::Word(word) => {
                            Expr::verbatim(self.place(word.range.start, word.range.end), word.value)
                        }
                    };
                    let value = self.value(&property.value);
                    fields.push(Field::Entry(key, Rc::new(value)));
                }
                ExprKind::Object(fields)
            }
        };
        Expr::new(place, kind)
    }

    fn string(&mut self, literal: &StringLit<'_>) -> Expr {
        let place = self.place(literal.range.start, literal.range.end);
        let mapped = unescape(self.text, place);
        let mapped = match mapped.text() == literal.value {
            true => mapped,
            // an escape of JSON5
            false => {
                let mut whole = Mapped::new();
                whole.push_expansion(&literal.value, place.range);
                whole
            }
        };
        (self.text_of)(place, mapped)
    }
}

/// A string as it is, for JSON without expressions.
pub(crate) fn plain(place: Place, mapped: Mapped) -> Expr {
    Expr::new(place, ExprKind::Text(vec![Piece::Literal(mapped)]))
}

/// The text of a literal in quotes, each byte with its place.
fn unescape(text: &str, literal: Place) -> Mapped {
    let start = usize::from(literal.range.start()) + 1;
    let end = usize::from(literal.range.end()).saturating_sub(1);
    let raw = text.get(start..end).unwrap_or_default();
    let mut mapped = Mapped::with_capacity(raw.len());
    let mut at = 0;
    while let Some(found) = raw[at..].find('\\') {
        let escape = at + found;
        mapped.push_verbatim(&raw[at..escape], size(start + at));
        let (c, length) = escaped(&raw[escape..]);
        let by = range(start + escape, start + escape + length);
        mapped.push_expansion(c.encode_utf8(&mut [0; 4]), by);
        at = escape + length;
    }
    mapped.push_verbatim(&raw[at..], size(start + at));
    mapped
}

/// The character that an escape stands for, and the escape's length.
fn escaped(text: &str) -> (char, usize) {
    let mut chars = text.chars();
    chars.next();
    let unit = |at: usize| {
        let digits = text.get(at..at + 4)?;
        u32::from_str_radix(digits, 16).ok()
    };
    match chars.next() {
        Some('n') => ('\n', 2),
        Some('r') => ('\r', 2),
        Some('t') => ('\t', 2),
        Some('b') => ('\u{8}', 2),
        Some('f') => ('\u{c}', 2),
        Some('u') => match (
            unit(2),
            text.get(6..8).filter(|u| *u == "\\u").and_then(|_| unit(8)),
        ) {
            (Some(high @ 0xD800..=0xDBFF), Some(low @ 0xDC00..=0xDFFF)) => {
                let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                (
                    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
                    12,
                )
            }
            (Some(code), _) => (
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
                6,
            ),
            (None, _) => (char::REPLACEMENT_CHARACTER, 2),
        },
        Some(c) => (c, 1 + c.len_utf8()),
        None => ('\\', 1),
    }
}
