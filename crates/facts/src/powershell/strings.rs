//! Strings, and variables in them.

use super::Parser;
use crate::range::range;
use crate::script::{Change, Cursor, Piece, Pieces, Spread, Variable};

impl Parser<'_> {
    /// Reads a string or here-string, if one begins here.
    pub(super) fn string(&mut self, out: &mut Pieces) -> bool {
        match self.peek() {
            Some('@') if self.here_begins() => self.here(out),
            Some('\'') => self.single(out),
            Some('"') => self.double(out),
            _ => return false,
        }
        true
    }

    fn here_begins(&self) -> bool {
        let Some(rest) = self
            .rest()
            .strip_prefix("@'")
            .or(self.rest().strip_prefix("@\""))
        else {
            return false;
        };
        rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n')
    }

    fn here(&mut self, out: &mut Pieces) {
        out.quoted = true;
        let literal = self.starts("@'");
        let close = if literal { "\n'@" } else { "\n\"@" };
        self.at += 2;
        let rest = self.rest();
        self.at += rest.find('\n').unwrap_or(rest.len());
        // an empty here-string closes in its second line
        let rest = self.rest();
        let length = rest.find(close).unwrap_or(rest.len());
        let end = self.at + length;
        self.at = (self.at + 1).min(end.max(self.at));
        let end_of_text = match self.text[self.at.min(end)..end].strip_suffix('\r') {
            Some(_) => end - 1,
            None => end,
        };
        if literal {
            let start = self.at.min(end_of_text);
            out.verbatim(&self.text[start..end_of_text], start);
        } else {
            while self.at < end_of_text {
                self.in_double(out, false);
            }
        }
        self.at = self.at.max((end + close.len()).min(self.text.len()));
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
    }

    fn single(&mut self, out: &mut Pieces) {
        out.quoted = true;
        self.at += 1;
        loop {
            let rest = self.rest();
            let length = rest.find('\'').unwrap_or(rest.len());
            out.verbatim(&rest[..length], self.at);
            self.at += length;
            let start = self.at;
            if !self.eat("''") {
                self.eat("'");
                return;
            }
            out.made("'", start, self.at);
        }
    }

    fn double(&mut self, out: &mut Pieces) {
        out.quoted = true;
        self.at += 1;
        while self.at < self.text.len() {
            let start = self.at;
            if self.eat("\"\"") {
                out.made("\"", start, self.at);
            } else if self.eat("\"") {
                return;
            } else {
                self.in_double(out, true);
            }
        }
    }

    /// Reads one thing of a string that expands variables.
    fn in_double(&mut self, out: &mut Pieces, continues: bool) {
        match self.peek() {
            Some('`') if continues || !self.starts("`\n") => self.escaped(out),
            Some('$') => self.dollar(out, Spread::Whole),
            _ => self.one(out),
        }
    }

    /// Reads a character as it is.
    pub(super) fn one(&mut self, out: &mut Pieces) {
        let start = self.at;
        self.bump();
        out.verbatim(&self.text[start..self.at], start);
    }

    /// Reads a backtick and what it escapes.
    pub(super) fn escaped(&mut self, out: &mut Pieces) {
        let start = self.at;
        self.at += 1;
        let made = match self.peek() {
            Some('n') => "\n",
            Some('r') => "\r",
            Some('t') => "\t",
            Some('0') => "\0",
            Some('\n') => "",
            _ => return self.one(out),
        };
        self.bump();
        out.made(made, start, self.at);
    }

    /// Reads what begins with a dollar. In a string, a dot behind a variable is a dot.
    pub(super) fn dollar(&mut self, out: &mut Pieces, spread: Spread) {
        let start = self.at;
        if self.starts("${{")
            && let Some(length) = self
                .rest()
                .char_indices()
                .take(512)
                .find(|(at, _)| self.rest()[*at..].starts_with("}}"))
        {
            let inside = &self.rest()[3..length.0.max(3)];
            let spelling = format!("${{{{ {} }}}}", inside.trim());
            self.at += length.0 + 2;
            out.piece(Piece::Named {
                spelling,
                range: range(start, self.at),
            });
            return;
        }
        if self.starts("$(") {
            if self.macros && self.pipeline_variable(out) {
                return;
            }
            self.at += 2;
            let body = self.nested(Self::statements);
            self.eat(")");
            let path = match spread {
                Spread::Whole => Vec::new(),
                _ => self.members().0,
            };
            out.piece(Piece::Output {
                body: body.into(),
                path,
                whole: true,
                range: range(start, self.at),
            });
            return;
        }
        let Some(name) = self.variable_name() else {
            out.verbatim("$", start);
            self.at = start + 1;
            return;
        };
        self.variable(out, name, start, spread);
    }

    /// The name of a variable in lower case, behind its dollar or `@`; nothing is read if none stands there.
    pub(super) fn variable_name(&mut self) -> Option<String> {
        let before = self.at;
        self.at += 1;
        let braces = self.eat("{");
        let rest = self.rest();
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let length = match braces {
            true => rest
                .char_indices()
                .take(256)
                .find(|(_, c)| *c == '}')
                .map_or(0, |at| at.0),
            false => rest.find(|c| !is_part(c)).unwrap_or(rest.len()),
        };
        let name = rest[..length].trim_end_matches(':');
        self.at += name.len();
        if name.is_empty() {
            self.at = before;
            return None;
        }
        if braces {
            self.at = before + 2 + length + 1;
        }
        let name = name.to_lowercase();
        let plain = ["global:", "script:", "local:", "private:", "using:"]
            .iter()
            .find_map(|scope| name.strip_prefix(scope));
        Some(plain.unwrap_or(&name).to_owned())
    }

    pub(super) fn variable(
        &mut self,
        out: &mut Pieces,
        name: String,
        start: usize,
        spread: Spread,
    ) {
        let spelling = self.text[start..self.at].to_owned();
        let text = match name.as_str() {
            "true" | "false" => Some(name.as_str()),
            "null" => Some(""),
            _ => None,
        };
        if let Some(text) = text {
            out.made(text, start, self.at);
            return;
        }
        let (path, mut change) = match spread {
            Spread::Whole => (Vec::new(), Change::None),
            _ => self.members(),
        };
        // an object of a pipeline is another one each time
        if name == "_" || name == "psitem" {
            change = Change::Other;
        }
        let (name, spread) = match name.as_str() {
            "args" if spread != Spread::Whole => ("@".to_owned(), Spread::Each),
            "args" => ("@".to_owned(), spread),
            _ => (name, spread),
        };
        out.piece(Piece::Variable(Variable {
            name,
            spelling,
            range: range(start, self.at),
            spread,
            change,
            path,
        }));
    }

    /// `.member`, `[0]` and `.Method()` behind a value.
    pub(super) fn members(&mut self) -> (Vec<String>, Change) {
        let mut path = Vec::new();
        let mut change = Change::None;
        loop {
            let rest = self.rest();
            if rest.starts_with('[') {
                let Some((close, _)) = rest.char_indices().take(256).find(|(_, c)| *c == ']')
                else {
                    return (path, change);
                };
                self.at += close + 1;
                change = Change::Other;
                continue;
            }
            let Some(behind) = rest.strip_prefix('.') else {
                return (path, change);
            };
            let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let length = behind.find(|c| !is_part(c)).unwrap_or(behind.len());
            if length == 0 {
                return (path, change);
            }
            let member = &behind[..length];
            self.at += 1 + length;
            if !self.eat("(") {
                path.push(member.to_owned());
                continue;
            }
            self.nested(|parser| parser.arguments());
            change = match member.to_ascii_lowercase().as_str() {
                "tolower" | "tolowerinvariant" => Change::Lower,
                "toupper" | "toupperinvariant" => Change::Upper,
                "trim" | "tostring" => change,
                _ => Change::Other,
            };
        }
    }

    /// Goes over what stands in brackets that were opened.
    fn arguments(&mut self) {
        self.statements();
        self.eat(")");
    }

    /// `$(name)` of Azure Pipelines.
    fn pipeline_variable(&mut self, out: &mut Pieces) -> bool {
        let inside = &self.rest()[2..];
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        let end = inside.char_indices().take(256).find(|(_, c)| !is_part(*c));
        let found = end.is_some_and(|(at, c)| c == ')' && at > 0)
            && inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if let Some((length, _)) = end.filter(|_| found) {
            let start = self.at;
            self.at += length + 3;
            out.piece(Piece::Named {
                spelling: self.text[start..self.at].to_owned(),
                range: range(start, self.at),
            });
        }
        found
    }
}
