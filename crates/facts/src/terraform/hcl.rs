//! HCL in the form of expressions that all sources share.

use std::ops::Range;
use std::rc::Rc;

use acrlint_text::Mapped;
use hcl_edit::Span;
use hcl_edit::expr::{
    BinaryOperator, Expression, FuncCall, ObjectKey, Traversal, TraversalOperator, UnaryOperator,
};
use hcl_edit::structure::{Block, Body, Structure};
use hcl_edit::template::Element;

use super::template;
use crate::infra::expr::{Blocks, Expr, ExprKind, Field, Item, Piece};
use crate::model::Place;
use crate::range::place;

/// Turns parsed HCL into expressions.
#[derive(Clone, Copy)]
pub(super) struct Converter<'t> {
    /// The whole file.
    pub(super) text: &'t str,
    pub(super) file: usize,
    /// Where the part that was parsed begins.
    pub(super) base: usize,
}

impl<'t> Converter<'t> {
    /// The range in the file; what has no span is taken to be at the beginning.
    pub(super) fn range(&self, of: &impl Span) -> Range<usize> {
        let span = of.span().unwrap_or(0..0);
        let inside = |at: usize| {
            let at = (at + self.base).min(self.text.len());
            (0..=at)
                .rev()
                .find(|at| self.text.is_char_boundary(*at))
                .unwrap_or(0)
        };
        inside(span.start)..inside(span.end.max(span.start))
    }

    pub(super) fn place(&self, of: &impl Span) -> Place {
        let range = self.range(of);
        place(self.file, range.start, range.end)
    }

    /// The head of a block: its name and labels.
    pub(super) fn head(&self, block: &Block) -> Place {
        let start = self.range(&block.ident);
        let end = block
            .labels
            .last()
            .map_or(start.end, |label| self.range(label).end);
        place(self.file, start.start, end.max(start.end))
    }

    /// A body as an object: attributes, and for each name of blocks a list of them.
    pub(super) fn body(&self, body: &Body, place: Place) -> Expr {
        let mut fields = Vec::new();
        let mut blocks: Vec<(String, Place, Vec<Blocks>)> = Vec::new();
        for structure in body.iter() {
            match structure {
                Structure::Attribute(attribute) => {
                    let key = Expr::verbatim(self.place(&attribute.key), attribute.key.as_str());
                    let value = self.expression(&attribute.value);
                    fields.push(Field::Entry(key, Rc::new(value)));
                }
                Structure::Block(block) => {
                    let (name, one) = self.block(block);
                    match blocks.iter_mut().find(|(known, ..)| *known == name) {
                        Some((.., all)) => all.push(one),
                        None => blocks.push((name, self.head(block), vec![one])),
                    }
                }
            }
        }
        for (name, place, all) in blocks {
            let mut text = Mapped::new();
            text.push_expansion(&name, place.range);
            let key = Expr::new(place, ExprKind::Text(vec![Piece::Literal(text)]));
            let value = Expr::new(place, ExprKind::Blocks(all));
            fields.push(Field::Entry(key, Rc::new(value)));
        }
        Expr::new(place, ExprKind::Object(fields))
    }

    fn block(&self, block: &Block) -> (String, Blocks) {
        let head = self.head(block);
        let label = block.labels.first().map(|label| label.as_str());
        let (Some(label), "dynamic") = (label, block.ident.as_str()) else {
            let name = block.ident.as_str().to_owned();
            return (name, Blocks::One(self.body(&block.body, self.place(block))));
        };
        let each = block.body.get_attribute("for_each");
        let each = each.map_or_else(
            || Expr::new(head, ExprKind::Opaque),
            |each| self.expression(&each.value),
        );
        let iterator = block.body.get_attribute("iterator");
        let iterator = iterator.map(|name| self.text[self.range(&name.value)].trim().to_owned());
        let content = block.body.get_blocks("content").next();
        let content = content.map_or_else(
            || Expr::new(head, ExprKind::Object(Vec::new())),
            |content| self.body(&content.body, self.place(content)),
        );
        let dynamic = Blocks::Dynamic {
            each,
            iterator: iterator.unwrap_or_else(|| label.to_owned()),
            content,
        };
        (label.to_owned(), dynamic)
    }

    pub(super) fn expression(&self, expression: &Expression) -> Expr {
        let range = self.range(expression);
        let place = place(self.file, range.start, range.end);
        let kind = match expression {
            Expression::Null(_) => ExprKind::Null,
            Expression::Bool(truth) => ExprKind::Bool(*truth.value()),
            Expression::Number(_) => {
                return Expr::verbatim(place, self.text[range].trim());
            }
            Expression::String(_) => {
                let inner = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
                ExprKind::Text(vec![Piece::Literal(template::quoted(self.text, inner))])
            }
            Expression::StringTemplate(found) => {
                ExprKind::Text(self.pieces(found.iter(), &|literal| {
                    template::quoted(self.text, literal)
                }))
            }
            Expression::HeredocTemplate(found) => self.heredoc(&found.template, range),
            Expression::Array(array) => {
                let items = array.iter().map(|item| Item::Value(self.expression(item)));
                ExprKind::List(items.collect())
            }
            Expression::Object(object) => {
                let fields = object.iter().map(|(key, value)| {
                    let key = match key {
                        ObjectKey::Ident(ident) => {
                            Expr::verbatim(self.place(ident), ident.as_str())
                        }
                        ObjectKey::Expression(key) => self.expression(key),
                    };
                    Field::Entry(key, Rc::new(self.expression(value.expr())))
                });
                ExprKind::Object(fields.collect())
            }
            Expression::Parenthesis(inner) => return self.expression(inner.inner()),
            Expression::Variable(name) => ExprKind::Name(name.as_str().to_owned()),
            Expression::Conditional(parts) => ExprKind::If(Box::new([
                self.expression(&parts.cond_expr),
                self.expression(&parts.true_expr),
                self.expression(&parts.false_expr),
            ])),
            Expression::FuncCall(call) => self.call(call),
            Expression::Traversal(traversal) => return self.traversal(traversal, place),
            Expression::UnaryOp(operation) => match operation.operator.value() {
                UnaryOperator::Not => ExprKind::Not(Box::new(self.expression(&operation.expr))),
                UnaryOperator::Neg => ExprKind::Opaque,
            },
            Expression::BinaryOp(operation) => {
                let sides = || {
                    Box::new([
                        self.expression(&operation.lhs_expr),
                        self.expression(&operation.rhs_expr),
                    ])
                };
                match operation.operator.value() {
                    BinaryOperator::And => ExprKind::And(sides()),
                    BinaryOperator::Or => ExprKind::Or(sides()),
                    operator @ (BinaryOperator::Eq | BinaryOperator::NotEq) => ExprKind::Equal {
                        sides: sides(),
                        negated: *operator == BinaryOperator::NotEq,
                    },
                    _ => ExprKind::Opaque,
                }
            }
            Expression::ForExpr(_) => ExprKind::Opaque,
        };
        Expr::new(place, kind)
    }

    fn call(&self, call: &FuncCall) -> ExprKind {
        if call.args.expand_final() {
            return ExprKind::Opaque;
        }
        let args = call.args.iter().map(|arg| self.expression(arg));
        ExprKind::Call(call.name.name.as_str().to_owned(), args.collect())
    }

    fn traversal(&self, traversal: &Traversal, whole: Place) -> Expr {
        let mut of = self.expression(&traversal.expr);
        for operator in &traversal.operators {
            let number = |text: String| {
                let mut mapped = Mapped::new();
                mapped.push_expansion(&text, whole.range);
                Expr::new(whole, ExprKind::Text(vec![Piece::Literal(mapped)]))
            };
            let kind = match operator.value() {
                TraversalOperator::GetAttr(name) => {
                    ExprKind::Member(Rc::new(of), name.as_str().to_owned())
                }
                TraversalOperator::Index(index) => {
                    ExprKind::Index(Rc::new(of), Rc::new(self.expression(index)))
                }
                TraversalOperator::LegacyIndex(index) => {
                    let index = number(index.value().to_string());
                    ExprKind::Index(Rc::new(of), Rc::new(index))
                }
                // one of them stands for all
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => {
                    ExprKind::Index(Rc::new(of), Rc::new(number("0".to_owned())))
                }
            };
            of = Expr::new(whole, kind);
        }
        of
    }

    fn pieces<'e>(
        &self,
        elements: impl Iterator<Item = &'e Element>,
        literal: &dyn Fn(Range<usize>) -> Mapped,
    ) -> Vec<Piece> {
        let pieces = elements.map(|element| match element {
            Element::Literal(_) => Piece::Literal(literal(self.range(element))),
            Element::Interpolation(inner) => {
                let mut hole = self.expression(&inner.expr);
                hole.place = self.place(element);
                Piece::Hole(hole)
            }
            Element::Directive(_) => Piece::Hole(Expr::new(self.place(element), ExprKind::Opaque)),
        });
        pieces.collect()
    }

    fn heredoc(&self, found: &hcl_edit::template::Template, range: Range<usize>) -> ExprKind {
        let flush = self.text[range].starts_with("<<-");
        let elements: Vec<&Element> = found.iter().collect();
        let literals = elements.iter().map(|element| match element {
            Element::Literal(_) => Some(self.range(*element)),
            _ => None,
        });
        let literals: Vec<_> = literals.collect();
        let cut = match flush {
            true => template::indentation(self.text, &literals),
            false => 0,
        };
        let mut begins_line = true;
        let mut pieces = Vec::new();
        for (element, literal) in elements.into_iter().zip(literals) {
            match literal {
                Some(literal) => {
                    let mapped = template::lines(self.text, literal.clone(), cut, begins_line);
                    begins_line = self.text[literal].ends_with('\n');
                    pieces.push(Piece::Literal(mapped));
                }
                None => {
                    begins_line = false;
                    pieces.extend(self.pieces(std::iter::once(element), &|_| Mapped::new()));
                }
            }
        }
        ExprKind::Text(pieces)
    }
}
