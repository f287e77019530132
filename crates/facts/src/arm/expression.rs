//! The expressions in ARM templates: `[concat(parameters('a'), '/b')]`.

use std::rc::Rc;

use acrlint_text::{Mapped, TextRange};

use crate::infra::expr::{Expr, ExprKind, Piece};
use crate::model::Place;
use crate::range::{range, size};

/// So deep calls are nested.
const DEEPEST: usize = 64;

/// The expression that a string of a template is. `literal` is the string with its quotes.
pub(super) fn read(literal: Place, text: Mapped) -> Expr {
    let written = text.text();
    if written.starts_with("[[") {
        let mut rest = Mapped::new();
        rest.push_part(&text, TextRange::new(size(1), text.len()));
        return string(literal, rest);
    }
    if !(written.starts_with('[') && written.ends_with(']') && written.len() > 1) {
        return string(literal, text);
    }
    let mut parser = Parser {
        text: &text,
        file: literal.file,
        at: 1,
        end: written.len() - 1,
        depth: 0,
    };
    let parsed = parser.expression();
    parser.blanks();
    match parsed {
        // the literal is what a reader sees as the value
        Some(inner) if parser.at == parser.end => {
            Expr::new(literal, ExprKind::Text(vec![Piece::Hole(inner)]))
        }
        _ => Expr::new(literal, ExprKind::Opaque),
    }
}

fn string(place: Place, text: Mapped) -> Expr {
    Expr::new(place, ExprKind::Text(vec![Piece::Literal(text)]))
}

struct Parser<'m> {
    text: &'m Mapped,
    file: usize,
    at: usize,
    end: usize,
    depth: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text.text()[self.at..self.end]
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn eat(&mut self, c: char) -> Option<()> {
        self.blanks();
        self.rest().starts_with(c).then(|| self.at += 1)
    }

    fn place(&self, start: usize) -> Place {
        Place {
            file: self.file,
            range: self.text.source_range(range(start, self.at)),
        }
    }

    fn expression(&mut self) -> Option<Expr> {
        self.depth += 1;
        let found = if self.depth > DEEPEST {
            None
        } else {
            self.chain()
        };
        self.depth -= 1;
        found
    }

    /// A value and what is looked up in it.
    fn chain(&mut self) -> Option<Expr> {
        self.blanks();
        let start = self.at;
        let mut of = self.primary()?;
        // a chain is as deep as it is long
        for _ in 0..DEEPEST {
            if self.eat('.').is_some() {
                let name = self.identifier();
                if name.is_empty() {
                    return None;
                }
                of = Expr::new(self.place(start), ExprKind::Member(Rc::new(of), name));
            } else if self.eat('[').is_some() {
                let index = self.expression()?;
                self.eat(']')?;
                let kind = ExprKind::Index(Rc::new(of), Rc::new(index));
                of = Expr::new(self.place(start), kind);
            } else {
                return Some(of);
            }
        }
        None
    }

    fn primary(&mut self) -> Option<Expr> {
        let start = self.at;
        let first = self.rest().chars().next()?;
        if first == '\'' {
            return self.string();
        }
        if first.is_ascii_digit() || first == '-' {
            let length = number_length(self.rest());
            self.at += length;
            let mut number = Mapped::new();
            number.push_part(self.text, range(start, self.at));
            return Some(string(self.place(start), number));
        }
        let mut name = self.identifier();
        // a function of one's own: `namespace.name(…)`
        while !name.is_empty() && self.rest().starts_with('.') {
            self.at += 1;
            name = format!("{name}.{}", self.identifier());
        }
        self.eat('(')?;
        let mut args = Vec::new();
        while self.eat(')').is_none() {
            if !args.is_empty() {
                self.eat(',')?;
            }
            args.push(self.expression()?);
        }
        Some(Expr::new(self.place(start), ExprKind::Call(name, args)))
    }

    fn identifier(&mut self) -> String {
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
        let rest = self.rest();
        let length = rest.find(|c| !word(c)).unwrap_or(rest.len());
        let name = rest[..length].to_owned();
        self.at += length;
        name
    }

    /// `'it''s'`.
    fn string(&mut self) -> Option<Expr> {
        let start = self.at;
        self.at += 1;
        let mut value = Mapped::new();
        loop {
            let length = self.rest().find('\'')?;
            value.push_part(self.text, range(self.at, self.at + length));
            self.at += length + 1;
            if !self.rest().starts_with('\'') {
                return Some(string(self.place(start), value));
            }
            value.push_part(self.text, range(self.at, self.at + 1));
            self.at += 1;
        }
    }
}

fn number_length(text: &str) -> usize {
    let part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.');
    text.find(|c| !part(c)).unwrap_or(text.len())
}
