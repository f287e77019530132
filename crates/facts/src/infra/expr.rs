//! Expressions of ARM templates, Bicep and Terraform in one form.

use std::rc::Rc;

use acrlint_text::Mapped;

use crate::model::Place;

/// An expression.
#[derive(Debug)]
pub(crate) struct Expr {
    pub(crate) place: Place,
    pub(crate) kind: ExprKind,
}

#[derive(Debug)]
pub(crate) enum ExprKind {
    /// A text with holes; a number, too.
    Text(Vec<Piece>),
    Bool(bool),
    Null,
    Object(Vec<Field>),
    List(Vec<Item>),
    Name(String),
    Member(Rc<Expr>, String),
    Index(Rc<Expr>, Rc<Expr>),
    Call(String, Vec<Expr>),
    If(Box<[Expr; 3]>),
    Equal {
        sides: Box<[Expr; 2]>,
        negated: bool,
    },
    And(Box<[Expr; 2]>),
    Or(Box<[Expr; 2]>),
    /// The first that is not null.
    Either(Box<[Expr; 2]>),
    Not(Box<Expr>),
    /// Blocks of Terraform that an expression multiplies.
    Blocks(Vec<Blocks>),
    /// What is not worked out: loops, arithmetic, lambdas.
    Opaque,
}

#[derive(Debug)]
pub(crate) enum Piece {
    /// The origins are in the file of the expression.
    Literal(Mapped),
    Hole(Expr),
}

#[derive(Debug)]
pub(crate) enum Field {
    Entry(Expr, Rc<Expr>),
    /// Entries that come from elsewhere: a loop, a spread.
    More,
}

#[derive(Debug)]
pub(crate) enum Item {
    Value(Expr),
    /// Items that come from elsewhere.
    More,
}

/// Blocks of one name in a Terraform body.
#[derive(Debug)]
pub(crate) enum Blocks {
    One(Expr),
    /// `dynamic`: one block for each element.
    Dynamic {
        each: Expr,
        iterator: String,
        content: Expr,
    },
}

impl Expr {
    pub(crate) fn new(place: Place, kind: ExprKind) -> Self {
        Self { place, kind }
    }

    /// A text that stands verbatim at `place`, without anything around it.
    pub(crate) fn verbatim(place: Place, text: &str) -> Self {
        let mut mapped = Mapped::new();
        mapped.push_verbatim(text, place.range.start());
        Self::new(place, ExprKind::Text(vec![Piece::Literal(mapped)]))
    }

    /// The text, if it is one without holes.
    pub(crate) fn literal(&self) -> Option<String> {
        let ExprKind::Text(pieces) = &self.kind else {
            return None;
        };
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Literal(mapped) => text.push_str(mapped.text()),
                Piece::Hole(_) => return None,
            }
        }
        Some(text)
    }

    /// The value under a literal key of an object.
    pub(crate) fn field(&self, key: &str) -> Option<&Rc<Expr>> {
        let ExprKind::Object(fields) = &self.kind else {
            return None;
        };
        fields.iter().rev().find_map(|field| match field {
            Field::Entry(name, value) => {
                let name = name.literal()?;
                name.eq_ignore_ascii_case(key).then_some(value)
            }
            Field::More => None,
        })
    }

    /// The entries of an object with literal keys.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (String, &Rc<Expr>)> {
        let fields = match &self.kind {
            ExprKind::Object(fields) => &fields[..],
            _ => &[],
        };
        fields.iter().filter_map(|field| match field {
            Field::Entry(key, value) => Some((key.literal()?, value)),
            Field::More => None,
        })
    }
}
