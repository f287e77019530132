//! What begins with a dollar, and backquotes.

use super::word::Until;
use super::{DEEPEST, Parser};
use crate::range::range;
use crate::script::{Change, Cursor, Piece, Pieces, Spread, Variable};

/// So far the end of something is looked for that is not read.
const NEAR: usize = 1024;

impl Parser<'_> {
    /// Reads what begins with a dollar; outside of quotes, `spread` says that blanks split it.
    pub(super) fn dollar(&mut self, out: &mut Pieces, spread: Spread) {
        let start = self.at;
        if self.starts("${{") && self.ci_expression(out) {
            return;
        }
        if self.starts("$((") && self.arithmetic(out) {
            return;
        }
        if self.eat("${") {
            self.braces(out, start, spread);
        } else if self.starts("$(") {
            self.output(out, spread);
        } else if spread == Spread::Split && self.eat("$'") {
            self.ansi(out);
        } else if spread == Spread::Split && self.eat("$\"") {
            self.double(out);
        } else {
            self.at += 1;
            let name = self.name();
            if name.is_empty() {
                out.verbatim("$", start);
            } else {
                let variable = self.variable(name, start, spread);
                out.piece(Piece::Variable(variable));
            }
        }
    }

    /// The name of a variable, `1` or `@`.
    fn name(&mut self) -> String {
        let rest = self.rest();
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let length = match rest.chars().next() {
            Some(c) if c.is_ascii_digit() || "@*#?$!-".contains(c) => 1,
            Some(c) if is_part(c) => rest.find(|c| !is_part(c)).unwrap_or(rest.len()),
            _ => 0,
        };
        self.at += length;
        rest[..length].to_owned()
    }

    fn variable(&self, name: String, start: usize, spread: Spread) -> Variable {
        let spread = match name.as_str() {
            "@" => Spread::Each,
            "*" if spread == Spread::Split => Spread::Each,
            _ => spread,
        };
        let change = match name.as_str() {
            "#" | "?" | "$" | "!" | "-" => Change::Other,
            _ => Change::None,
        };
        Variable {
            spelling: format!("${name}"),
            name,
            range: range(start, self.at),
            spread,
            change,
            path: Vec::new(),
        }
    }

    /// `${…}`, behind its bracket.
    fn braces(&mut self, out: &mut Pieces, start: usize, spread: Spread) {
        let name = self.name();
        let mut variable = self.variable(name, start, spread);
        let named = variable
            .name
            .starts_with(|c: char| c.is_ascii_alphanumeric() || "_@*".contains(c));
        if named && (self.eat("[@]") || self.eat("[*]")) {
            variable.spread = Spread::Each;
        }
        if named && self.eat("}") {
            variable.range = range(start, self.at);
            out.piece(Piece::Variable(variable));
            return;
        }
        let operator = self.rest().get(..2).unwrap_or_default();
        let (length, empty) = match operator.as_bytes() {
            [b':', b'-' | b'='] => (2, true),
            [b'-' | b'=', _] => (1, false),
            _ => (0, false),
        };
        if named && length > 0 && self.depth < DEEPEST {
            let assign = operator[..length].ends_with('=');
            self.at += length;
            self.depth += 1;
            let word = Box::new(self.word(Until::Brace));
            self.depth -= 1;
            self.eat("}");
            variable.change = Change::Default {
                word,
                empty,
                assign,
            };
        } else {
            variable.change = match () {
                () if self.starts(",,}") => Change::Lower,
                () if self.starts("^^}") => Change::Upper,
                () if self.starts(":?") || self.starts("?") => Change::None,
                () => Change::Other,
            };
            self.skip_to_brace();
        }
        variable.range = range(start, self.at);
        out.piece(Piece::Variable(variable));
    }

    /// Goes behind the bracket that closes the one which was read.
    fn skip_to_brace(&mut self) {
        let mut open = 1;
        for (at, c) in self.rest().char_indices().take(NEAR) {
            match c {
                '{' => open += 1,
                '}' => open -= 1,
                _ => {}
            }
            if open == 0 {
                self.at += at + 1;
                return;
            }
        }
    }

    /// `${{ … }}` of GitHub and Azure Pipelines.
    fn ci_expression(&mut self, out: &mut Pieces) -> bool {
        let start = self.at;
        let near = near(self.rest());
        let Some(length) = near.find("}}") else {
            return false;
        };
        self.at += length + 2;
        out.piece(Piece::Named {
            spelling: format!("${{{{ {} }}}}", near[3..length.max(3)].trim()),
            range: range(start, self.at),
        });
        true
    }

    /// `$((…))`.
    fn arithmetic(&mut self, out: &mut Pieces) -> bool {
        let start = self.at;
        let mut open = 0;
        for (at, c) in near(self.rest()).char_indices() {
            match c {
                '(' => open += 1,
                ')' => open -= 1,
                _ => {}
            }
            if c == ')' && open == 0 {
                if !self.rest()[..at].ends_with(')') {
                    return false;
                }
                self.at += at + 1;
                out.piece(Piece::Unknown {
                    spelling: "$((…))".to_owned(),
                    range: range(start, self.at),
                });
                return true;
            }
        }
        false
    }

    /// `$(…)`.
    fn output(&mut self, out: &mut Pieces, spread: Spread) {
        let start = self.at;
        if self.macros && self.pipeline_variable(out) {
            return;
        }
        self.at += 2;
        if self.depth >= DEEPEST {
            out.piece(Piece::Unknown {
                spelling: "$(…)".to_owned(),
                range: range(start, self.at),
            });
            return;
        }
        self.depth += 1;
        let body = self.until_bracket();
        self.depth -= 1;
        out.piece(Piece::Output {
            body: body.into(),
            path: Vec::new(),
            whole: spread != Spread::Split,
            range: range(start, self.at),
        });
    }

    /// `$(name)` of Azure Pipelines.
    fn pipeline_variable(&mut self, out: &mut Pieces) -> bool {
        let inside = &near(self.rest())[2..];
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        let length = inside.find(|c| !is_part(c)).unwrap_or(0);
        let is_one = inside[length..].starts_with(')')
            && inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if is_one {
            let start = self.at;
            self.at += length + 3;
            out.piece(Piece::Named {
                spelling: self.text[start..self.at].to_owned(),
                range: range(start, self.at),
            });
        }
        is_one
    }

    /// `` `…` ``.
    pub(super) fn backquotes(&mut self, out: &mut Pieces, quoted: bool) {
        let start = self.at;
        let inside = self.text.get(start + 1..self.end).unwrap_or_default();
        let mut escaped = false;
        let end = inside.bytes().take(self.scan).position(|b| {
            let ends = b == b'`' && !escaped;
            escaped = b == b'\\' && !escaped;
            ends
        });
        self.scan = self.scan.saturating_sub(end.unwrap_or(inside.len()));
        let Some(end) = end.filter(|_| self.depth < DEEPEST) else {
            out.verbatim("`", start);
            self.at += 1;
            return;
        };
        let mut part = self.part(start + 1, start + 1 + end);
        let body = part.statements(&[]);
        self.scan = part.scan;
        self.at = start + 1 + end + 1;
        out.piece(Piece::Output {
            body: body.into(),
            path: Vec::new(),
            whole: quoted,
            range: range(start, self.at),
        });
    }

    /// `$'…'`, behind its first quote.
    fn ansi(&mut self, out: &mut Pieces) {
        out.quoted = true;
        while let Some(c) = self.peek() {
            let start = self.at;
            self.bump();
            match c {
                '\'' => return,
                '\\' => {
                    let escaped = self.peek();
                    self.bump();
                    let text = match escaped {
                        Some('n') => "\n",
                        Some('t') => "\t",
                        Some('r') => "\r",
                        Some(_) => &self.text[start + 1..self.at],
                        None => "\\",
                    };
                    out.made(text, start, self.at);
                }
                _ => out.verbatim(&self.text[start..self.at], start),
            }
        }
    }
}

/// The beginning of a text.
pub(super) fn near(text: &str) -> &str {
    let end = (0..=NEAR.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}
