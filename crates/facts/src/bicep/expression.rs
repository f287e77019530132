//! Expressions of Bicep.

use std::rc::Rc;

use acrlint_text::Mapped;

use super::parser::Parser;
use crate::infra::expr::{Expr, ExprKind, Field, Item, Piece};
use crate::range::{range, size};

/// So deep expressions are nested.
const DEEPEST: usize = 64;

impl Parser<'_> {
    /// An expression; `None` if what stands here is none.
    pub(super) fn expression(&mut self) -> Option<Expr> {
        self.depth += 1;
        let found = if self.depth > DEEPEST {
            None
        } else {
            self.ternary()
        };
        self.depth -= 1;
        found
    }

    fn ternary(&mut self) -> Option<Expr> {
        self.scan.space();
        let start = self.scan.at;
        let condition = self.either()?;
        let at = self.scan.at;
        if self.scan.eat_below("?").is_none() || self.scan.starts("?") || self.scan.starts(".") {
            self.scan.at = at;
            return Some(condition);
        }
        let yes = self.expression()?;
        self.scan.eat_below(":")?;
        let no = self.expression()?;
        let kind = ExprKind::If(Box::new([condition, yes, no]));
        Some(Expr::new(self.scan.place(start), kind))
    }

    fn either(&mut self) -> Option<Expr> {
        self.binary(&["??"], Self::or, ExprKind::Either)
    }

    fn or(&mut self) -> Option<Expr> {
        self.binary(&["||"], Self::and, ExprKind::Or)
    }

    fn and(&mut self) -> Option<Expr> {
        self.binary(&["&&"], Self::equality, ExprKind::And)
    }

    /// Operands joined by one kind of operator, from the left.
    fn binary(
        &mut self,
        operators: &[&str],
        operand: fn(&mut Self) -> Option<Expr>,
        join: fn(Box<[Expr; 2]>) -> ExprKind,
    ) -> Option<Expr> {
        self.scan.space();
        let start = self.scan.at;
        let mut left = operand(self)?;
        for _ in 0..DEEPEST {
            let eaten = operators
                .iter()
                .find_map(|operator| self.scan.eat_below(operator));
            if eaten.is_none() {
                return Some(left);
            }
            let right = operand(self)?;
            left = Expr::new(self.scan.place(start), join(Box::new([left, right])));
        }
        None
    }

    fn equality(&mut self) -> Option<Expr> {
        self.scan.space();
        let start = self.scan.at;
        let left = self.arithmetic()?;
        let operators = [("==", false), ("!=", true), ("=~", false), ("!~", true)];
        let found = operators
            .iter()
            .find(|(operator, _)| self.scan.eat_below(operator).is_some());
        let Some((_, negated)) = found else {
            return Some(left);
        };
        let right = self.arithmetic()?;
        let kind = ExprKind::Equal {
            sides: Box::new([left, right]),
            negated: *negated,
        };
        Some(Expr::new(self.scan.place(start), kind))
    }

    /// Sums and comparisons: nothing is worked out.
    fn arithmetic(&mut self) -> Option<Expr> {
        self.scan.space();
        let start = self.scan.at;
        let mut first = self.unary()?;
        loop {
            self.scan.blanks();
            let operator = self.scan.peek();
            let operator = operator.is_some_and(|c| "+-*/%<>".contains(c));
            if !operator {
                return Some(first);
            }
            self.scan.bump();
            let _ = self.scan.eat("=");
            self.unary()?;
            first = Expr::new(self.scan.place(start), ExprKind::Opaque);
        }
    }

    fn unary(&mut self) -> Option<Expr> {
        self.scan.space();
        let start = self.scan.at;
        match self.scan.peek()? {
            '!' => {
                self.scan.bump();
                self.depth += 1;
                let inner = (self.depth <= DEEPEST).then(|| self.unary()).flatten();
                self.depth -= 1;
                let kind = ExprKind::Not(Box::new(inner?));
                Some(Expr::new(self.scan.place(start), kind))
            }
            '-' | '+' => {
                self.scan.bump();
                self.postfix()?;
                Some(Expr::new(self.scan.place(start), ExprKind::Opaque))
            }
            _ => self.postfix(),
        }
    }

    /// A value and what is looked up in it, on the same line.
    fn postfix(&mut self) -> Option<Expr> {
        let start = self.scan.at;
        let mut of = self.primary()?;
        // a chain is as deep as it is long
        for _ in 0..DEEPEST {
            self.scan.blanks();
            let kind = if self.scan.starts("::") {
                self.scan.at += 2;
                // a resource within a resource: it has a name of its own
                ExprKind::Name(self.scan.identifier()?.to_owned())
            } else if self.scan.starts(".") {
                self.scan.at += 1;
                let _ = self.scan.eat("?");
                let name = self.scan.identifier()?.to_owned();
                if self.scan.starts("(") {
                    self.call(name, of)?
                } else {
                    ExprKind::Member(Rc::new(of), name)
                }
            } else if self.scan.starts("[") {
                self.scan.at += 1;
                let _ = self.scan.eat("?");
                let index = self.expression()?;
                self.scan.eat_below("]")?;
                ExprKind::Index(Rc::new(of), Rc::new(index))
            } else if self.scan.starts("!") && !self.scan.starts("!=") && !self.scan.starts("!~") {
                self.scan.at += 1;
                continue;
            } else {
                return Some(of);
            };
            of = Expr::new(self.scan.place(start), kind);
        }
        None
    }

    /// `of.name(…)`: a function of a namespace, or one of a resource.
    fn call(&mut self, name: String, of: Expr) -> Option<ExprKind> {
        let mut args = self.arguments()?;
        let namespace = matches!(&of.kind, ExprKind::Name(of) if of == "az" || of == "sys");
        if !namespace {
            args.insert(0, of);
        }
        Some(ExprKind::Call(name, args))
    }

    fn arguments(&mut self) -> Option<Vec<Expr>> {
        self.scan.eat("(")?;
        let mut args = Vec::new();
        while self.scan.eat_below(")").is_none() {
            args.push(self.expression()?);
            let _ = self.scan.eat_below(",");
        }
        Some(args)
    }

    fn primary(&mut self) -> Option<Expr> {
        let start = self.scan.at;
        let kind = match self.scan.peek()? {
            '\'' => return self.string(),
            '$' if self.scan.starts("$'''") => return self.string(),
            '{' => ExprKind::Object(self.object()?),
            '[' => ExprKind::List(self.list()?),
            '(' => return self.parenthesis(),
            c if c.is_ascii_digit() => {
                let rest = self.scan.rest();
                let part = |c: char| c.is_ascii_digit() || c == '.';
                let number = &rest[..rest.find(|c| !part(c)).unwrap_or(rest.len())];
                self.scan.at += number.len();
                return Some(Expr::verbatim(self.scan.place(start), number));
            }
            _ => {
                let name = self.scan.identifier()?;
                match name {
                    "true" => ExprKind::Bool(true),
                    "false" => ExprKind::Bool(false),
                    "null" => ExprKind::Null,
                    _ if self.scan.starts("(") => {
                        ExprKind::Call(name.to_owned(), self.arguments()?)
                    }
                    _ if self.scan.eat("=>").is_some() => {
                        self.expression()?;
                        ExprKind::Opaque
                    }
                    _ => ExprKind::Name(name.to_owned()),
                }
            }
        };
        Some(Expr::new(self.scan.place(start), kind))
    }

    /// `(a)`, or the arguments of a lambda.
    fn parenthesis(&mut self) -> Option<Expr> {
        let start = self.scan.at;
        let mut inner = self.arguments()?;
        if self.scan.eat("=>").is_some() {
            self.expression()?;
            return Some(Expr::new(self.scan.place(start), ExprKind::Opaque));
        }
        (inner.len() == 1).then(|| inner.pop()).flatten()
    }

    fn list(&mut self) -> Option<Vec<Item>> {
        self.scan.eat("[")?;
        self.scan.space();
        if self.scan.word("for").is_some() {
            self.scan.skip_brackets();
            return Some(vec![Item::More]);
        }
        let mut items = Vec::new();
        while self.scan.eat_below("]").is_none() {
            if self.scan.eat_below("...").is_some() {
                self.expression()?;
                items.push(Item::More);
            } else {
                items.push(Item::Value(self.expression()?));
            }
            let _ = self.scan.eat_below(",");
        }
        Some(items)
    }

    /// `{ key: value … }`. Resources within are declared on the way; an entry that cannot be read is left out.
    pub(super) fn object(&mut self) -> Option<Vec<Field>> {
        self.scan.eat("{")?;
        let mut fields = Vec::new();
        while self.scan.eat_below("}").is_none() {
            self.scan.space();
            // an object that was not closed
            if self.scan.at_statement() || self.scan.rest().is_empty() {
                self.unread(self.scan.at);
                fields.push(Field::More);
                break;
            }
            let start = self.scan.at;
            match self.entry() {
                Some(entry) => fields.extend(entry),
                None => {
                    self.scan.skip_line();
                    self.unread(start);
                    fields.push(Field::More);
                }
            }
            let _ = self.scan.eat_below(",");
        }
        Some(fields)
    }

    /// An entry of an object; nothing for a decorator or a resource.
    fn entry(&mut self) -> Option<Option<Field>> {
        if self.scan.eat("...").is_some() {
            self.expression()?;
            return Some(Some(Field::More));
        }
        if self.scan.starts("@") {
            self.decorator()?;
            return Some(None);
        }
        if self.nested_resource()? {
            return Some(None);
        }
        let key = self.key()?;
        self.scan.eat(":")?;
        let value = self.expression()?;
        Some(Some(Field::Entry(key, Rc::new(value))))
    }

    fn key(&mut self) -> Option<Expr> {
        let start = self.scan.at;
        match self.scan.peek()? {
            '\'' => self.string(),
            c if c.is_ascii_digit() => self.primary(),
            _ => {
                let name = self.scan.identifier()?;
                Some(Expr::verbatim(self.scan.place(start), name))
            }
        }
    }

    /// A text in quotes. Rule: learn.microsoft.com, "Data types in Bicep", strings and multi-line strings.
    pub(super) fn string(&mut self) -> Option<Expr> {
        let start = self.scan.at;
        let mut pieces = Vec::new();
        let holes = self.scan.eat("$").is_some();
        if self.scan.starts("'''") {
            self.lines(holes, &mut pieces)?;
        } else {
            self.scan.at += 1;
            self.characters(&mut pieces)?;
        }
        Some(Expr::new(self.scan.place(start), ExprKind::Text(pieces)))
    }

    fn characters(&mut self, pieces: &mut Vec<Piece>) -> Option<()> {
        let mut literal = Mapped::new();
        loop {
            let rest = self.scan.rest();
            let end = rest.find(['\'', '\\', '$', '\n'])?;
            literal.push_verbatim(&rest[..end], size(self.scan.at));
            self.scan.at += end;
            let rest = self.scan.rest();
            if rest.starts_with('\'') {
                self.scan.at += 1;
                pieces.push(Piece::Literal(literal));
                return Some(());
            }
            if rest.starts_with("${") {
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                self.hole(pieces)?;
            } else if rest.starts_with('$') {
                literal.push_verbatim("$", size(self.scan.at));
                self.scan.at += 1;
            } else {
                // an escape; a text does not go on in the next line
                let (c, length) = escaped(rest)?;
                let by = range(self.scan.at, self.scan.at + length);
                literal.push_expansion(c.encode_utf8(&mut [0; 4]), by);
                self.scan.at += length;
            }
        }
    }

    /// `'''…'''`: as it is, without a line end at its beginning.
    fn lines(&mut self, holes: bool, pieces: &mut Vec<Piece>) -> Option<()> {
        self.scan.at += 3;
        let rest = self.scan.rest();
        let rest = rest
            .strip_prefix("\r\n")
            .or(rest.strip_prefix('\n'))
            .unwrap_or(rest);
        self.scan.at = self.scan.text.len() - rest.len();
        loop {
            let rest = self.scan.rest();
            let end = rest.find("'''")?;
            // quotes right before the end belong to the text
            let end = end + rest[end..].bytes().take_while(|b| *b == b'\'').count() - 3;
            let hole = rest[..end].find("${").filter(|_| holes);
            let length = hole.unwrap_or(end);
            let mut literal = Mapped::new();
            literal.push_verbatim(&rest[..length], size(self.scan.at));
            pieces.push(Piece::Literal(literal));
            self.scan.at += length;
            if hole.is_none() {
                self.scan.at += 3;
                return Some(());
            }
            self.hole(pieces)?;
        }
    }

    /// `${…}`.
    fn hole(&mut self, pieces: &mut Vec<Piece>) -> Option<()> {
        self.scan.at += 2;
        let inner = self.expression()?;
        self.scan.eat_below("}")?;
        pieces.push(Piece::Hole(inner));
        Some(())
    }
}

/// The character that an escape stands for, and the escape's length.
fn escaped(text: &str) -> Option<(char, usize)> {
    let mut chars = text.chars();
    if chars.next() != Some('\\') {
        return None;
    }
    match chars.next()? {
        'n' => Some(('\n', 2)),
        'r' => Some(('\r', 2)),
        't' => Some(('\t', 2)),
        c @ ('\'' | '\\' | '$') => Some((c, 2)),
        'u' => {
            let digits = text.strip_prefix("\\u{")?;
            let end = digits.find('}')?;
            let code = u32::from_str_radix(&digits[..end], 16).ok()?;
            Some((char::from_u32(code)?, end + 4))
        }
        _ => None,
    }
}
