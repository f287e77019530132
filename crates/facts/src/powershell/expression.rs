//! Values: strings, variables, lists, and what commands put out.

use super::Parser;
use crate::range::range;
use crate::script::{Cursor, Pieces, Set, Spread, Word};

impl Parser<'_> {
    /// Whether an expression stands here, and not a command.
    pub(super) fn expression_begins(&self) -> bool {
        match self.peek() {
            Some('"' | '\'') => true,
            Some('$' | '(' | '[' | '@' | '!' | '-' | '+') => true,
            Some(c) => c.is_ascii_digit(),
            None => false,
        }
    }

    /// Reads a value as it stands behind `=`.
    pub(super) fn value(&mut self) -> Set {
        self.blanks();
        if !self.expression_begins() {
            let start = self.at;
            let mut body = Vec::new();
            self.nested(|parser| {
                if !parser.block_statement(&mut body) {
                    parser.pipeline(&mut body);
                }
            });
            return match body.is_empty() {
                true => Set::Unknown,
                false => Set::Output(body.into(), range(start, self.at)),
            };
        }
        self.type_names();
        let listed = self.starts("@(");
        if listed {
            self.at += 2;
            let list = self.nested(Self::items);
            self.space();
            self.eat(")");
            return self.whole_or_unknown(Set::List(list.0), list.1);
        }
        let (mut words, known) = self.items();
        let to = match words.len() {
            1 => Set::Word(words.remove(0)),
            _ => Set::List(words),
        };
        self.whole_or_unknown(to, known)
    }

    /// The value, if the expression ends here; what follows is gone over.
    fn whole_or_unknown(&mut self, set: Set, known: bool) -> Set {
        self.blanks();
        if known && self.ends() {
            return set;
        }
        self.skip();
        Set::Unknown
    }

    fn ends(&self) -> bool {
        match self.peek() {
            None | Some('\n' | ';' | ')' | '}' | '|' | ',' | '\r') => true,
            Some('&') => self.starts("&&"),
            _ => false,
        }
    }

    /// Goes to the end of an expression that is not understood; commands in brackets are not read. Where brackets stay
    /// open, it goes to the end of the line.
    fn skip(&mut self) {
        let start = self.at;
        let mut open = 0usize;
        let mut line = None;
        let mut out = Pieces::new(start);
        while let Some(c) = self.peek() {
            match c {
                '(' | '{' | '[' => open += 1,
                ')' | '}' | ']' if open > 0 => open -= 1,
                '\n' | ';' | ')' | '}' | '|' | ',' if open == 0 => return,
                '\n' if self.scan == 0 => return,
                '\n' => line = line.or(Some(self.at)),
                '\'' | '"' | '@' if self.string(&mut out) => continue,
                '`' => self.bump(),
                _ => {}
            }
            self.bump();
        }
        self.scan = self.scan.saturating_sub(self.at - start);
        self.at = line.unwrap_or(self.at);
    }

    /// Operands that commas separate, and whether all were understood.
    fn items(&mut self) -> (Vec<Word>, bool) {
        let mut words = Vec::new();
        let mut known = true;
        loop {
            self.space();
            match self.operand() {
                Some(word) => words.push(word),
                None => return (words, known && matches!(self.peek(), Some(')') | None)),
            }
            let end = self.at;
            self.space();
            if self.eat(",") {
                continue;
            }
            // items of `@( … )` may stand in lines of their own
            if !self.expression_begins() || end == self.at || self.starts("-") || self.starts("+") {
                self.at = end;
                return (words, known);
            }
            if !self.text[end..self.at].contains('\n') || self.depth == 0 {
                self.at = end;
                return (words, known);
            }
            known = true;
        }
    }

    /// An operand, or several that `+` joins.
    pub(super) fn operand(&mut self) -> Option<Word> {
        let start = self.at;
        let mut out = Pieces::new(start);
        loop {
            self.type_names();
            if !self.primary(&mut out) {
                self.at = start;
                return None;
            }
            let end = self.at;
            self.blanks();
            if self.starts("+=") || !self.eat("+") {
                self.at = end;
                return Some(out.finish(end));
            }
            self.space();
        }
    }

    fn primary(&mut self, out: &mut Pieces) -> bool {
        match self.peek() {
            Some('$') => {
                self.dollar(out, Spread::Either);
                true
            }
            Some('(') => {
                self.brackets(out);
                true
            }
            Some('"' | '\'' | '@') => self.string(out),
            Some(c) if c.is_ascii_digit() => {
                while self
                    .peek()
                    .is_some_and(|c| c.is_ascii_alphanumeric() || c == '.')
                {
                    self.one(out);
                }
                true
            }
            _ => false,
        }
    }
}
