//! Parses HCL. A file that cannot be read as a whole is read block by block.

use std::rc::Rc;

use hcl_edit::parser::parse_body;
use hcl_edit::structure::{Body, Structure};

use super::hcl::Converter;
use crate::infra::expr::{Expr, ExprKind, Field};
use crate::model::{Place, Problem};
use crate::range::place;

/// A block of a file, such as `resource "a" "b" {}`.
pub(super) struct TopBlock {
    pub(super) kind: String,
    pub(super) labels: Vec<String>,
    pub(super) head: Place,
    pub(super) body: Rc<Expr>,
}

impl TopBlock {
    /// What it is called in expressions.
    pub(super) fn address(&self) -> String {
        let labels = self.labels.join(".");
        match self.kind.as_str() {
            "data" => format!("data.{labels}"),
            _ => labels,
        }
    }
}

/// What a file consists of.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) blocks: Vec<TopBlock>,
    pub(super) attributes: Vec<(String, Rc<Expr>)>,
    pub(super) problems: Vec<Problem>,
}

/// Reads a file.
pub(super) fn file(text: &str, file: usize) -> Parsed {
    let mut parsed = Parsed::default();
    let base = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    let whole = Converter { text, file, base };
    match parse_body(&text[base..]) {
        Ok(body) => parsed.add(&body, whole, false),
        Err(error) => {
            let at = base + error.location().offset();
            let message = format!("this cannot be read: {}", error.message());
            parsed.problems.push(problem(text, file, at, message));
            for (start, end) in pieces(text, base) {
                let part = Converter {
                    base: start,
                    ..whole
                };
                if let Some((body, damaged)) = forgiving(&text[start..end]) {
                    parsed.add(&body, part, damaged);
                }
            }
        }
    }
    parsed
}

/// So many lines of a block may be damaged.
const DAMAGED: usize = 3;

/// Parses a block, without the lines that have errors if need be; says whether some were left out.
fn forgiving(piece: &str) -> Option<(Body, bool)> {
    let mut kept = piece.to_owned();
    for damaged in 0..=DAMAGED {
        let at = match parse_body(&kept) {
            Ok(body) => return Some((body, damaged > 0)),
            Err(error) => error.location().offset().min(kept.len()),
        };
        let start = kept.as_bytes()[..at].iter().rposition(|b| *b == b'\n')? + 1;
        let rest = &kept.as_bytes()[start..];
        let length = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        let blank = " ".repeat(length);
        if kept.get(start..start + length)? == blank {
            return None;
        }
        kept.replace_range(start..start + length, &blank);
    }
    None
}

fn problem(text: &str, file: usize, at: usize, message: String) -> Problem {
    let at = (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    let at = at.unwrap_or_default();
    // the rest of the line
    let rest = text[at..].lines().next().unwrap_or_default();
    Problem {
        place: place(file, at, at + rest.len()),
        message,
    }
}

impl Parsed {
    fn add(&mut self, body: &Body, converter: Converter<'_>, damaged: bool) {
        for structure in body.iter() {
            match structure {
                Structure::Attribute(attribute) => {
                    let value = converter.expression(&attribute.value);
                    let name = attribute.key.as_str().to_owned();
                    self.attributes.push((name, Rc::new(value)));
                }
                Structure::Block(block) => {
                    let labels = block.labels.iter().map(|label| label.as_str().to_owned());
                    let place = converter.place(block);
                    let mut body = converter.body(&block.body, place);
                    if let (ExprKind::Object(fields), true) = (&mut body.kind, damaged) {
                        fields.push(Field::More);
                    }
                    self.blocks.push(TopBlock {
                        kind: block.ident.as_str().to_owned(),
                        labels: labels.collect(),
                        head: converter.head(block),
                        body: Rc::new(body),
                    });
                }
            }
        }
    }
}

/// The parts of a text that look like blocks: from a line that begins with a word and ends in `{` to a line that
/// begins with `}`.
fn pieces(text: &str, base: usize) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut begun = None;
    let mut at = base;
    for line in text[base..].split_inclusive('\n') {
        let end = at + line.len();
        let body = line.trim_end();
        let opens = body.ends_with('{') && line.starts_with(|c: char| c.is_ascii_alphabetic());
        if opens {
            // a block that was not closed ends here
            if let Some(start) = begun.replace(at) {
                pieces.push((start, at));
            }
        } else if line.starts_with('}') {
            if let Some(start) = begun.take() {
                pieces.push((start, end));
            }
        } else if begun.is_none() && line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            // a block or attribute of one line
            pieces.push((at, end));
        }
        at = end;
    }
    pieces.extend(begun.map(|start| (start, text.len())));
    pieces
}
