//! `if`, loops, `switch`, `try`, functions and their parameters.

use super::Parser;
use crate::range::range;
use crate::script::{Change, Cursor, Piece, Pieces, Set, Spread, Statement, Variable, Word};

impl Parser<'_> {
    /// Reads a statement with blocks, if one begins here.
    pub(super) fn block_statement(&mut self, all: &mut Vec<Statement>) -> bool {
        match self.keyword().as_str() {
            "if" => {
                let statement = self.branches();
                all.push(statement);
            }
            "foreach" if self.behind_keyword("foreach").starts_with('(') => {
                self.at += "foreach".len();
                let statement = self.each();
                all.push(statement);
            }
            word @ ("while" | "for") => {
                self.at += word.len();
                self.condition(all);
                let body = self.block();
                all.push(Statement::Loop {
                    variable: None,
                    body,
                });
            }
            "do" => {
                self.at += 2;
                let body = self.block();
                all.push(Statement::Loop {
                    variable: None,
                    body,
                });
                self.space();
                if self.eat_keyword("while") || self.eat_keyword("until") {
                    self.condition(all);
                }
            }
            "switch" => {
                self.at += "switch".len();
                self.condition(all);
                let statement = self.switch();
                all.push(statement);
            }
            "try" => {
                self.at += 3;
                let body = self.block();
                all.push(Statement::Block(body));
                self.handlers(all);
            }
            word @ ("function" | "filter") => {
                self.at += word.len();
                let statement = self.function();
                all.push(statement);
            }
            "param" if self.behind_keyword("param").starts_with('(') => {
                self.at += "param".len();
                let (_, defaults) = self.parameters();
                all.extend(defaults);
            }
            "begin" | "process" | "end"
                if self.behind_keyword(&self.keyword()).starts_with('{') =>
            {
                self.at += self.keyword().len();
                let body = self.block();
                all.push(Statement::Block(body));
            }
            "return" => {
                self.at += "return".len();
                self.blanks();
                if !matches!(self.peek(), None | Some('\n' | ';' | '}' | ')')) {
                    self.pipeline(all);
                }
            }
            _ => return false,
        }
        true
    }

    fn behind_keyword(&self, word: &str) -> &str {
        self.rest()
            .get(word.len()..)
            .unwrap_or_default()
            .trim_start()
    }

    /// `( … )` before a block.
    fn condition(&mut self, all: &mut Vec<Statement>) {
        self.space();
        if self.eat("(") {
            all.extend(self.nested(Self::statements));
            self.eat(")");
        }
    }

    /// `{ … }`.
    fn block(&mut self) -> Vec<Statement> {
        self.space();
        if !self.eat("{") {
            return Vec::new();
        }
        let body = self.nested(Self::statements);
        self.eat("}");
        body
    }

    fn branches(&mut self) -> Statement {
        self.at += 2;
        let mut heads = Vec::new();
        self.condition(&mut heads);
        let mut branches = vec![self.block()];
        loop {
            let before = self.at;
            self.space();
            let mut branch = Vec::new();
            if self.eat_keyword("elseif") {
                self.condition(&mut branch);
                branch.extend(self.block());
                branches.push(branch);
                continue;
            }
            let exhaustive = self.eat_keyword("else");
            match exhaustive {
                true => branches.push(self.block()),
                false => self.at = before,
            }
            return Statement::Branches {
                heads,
                branches,
                exhaustive,
            };
        }
    }

    fn each(&mut self) -> Statement {
        self.space();
        self.eat("(");
        self.space();
        self.type_names();
        let name = match self.starts("$") {
            true => self.variable_name().unwrap_or_default(),
            false => String::new(),
        };
        self.space();
        self.eat_keyword("in");
        self.space();
        let words = match self.value() {
            Set::Word(word) => vec![word],
            Set::List(words) => words,
            Set::Output(body, range) => vec![Word {
                pieces: vec![Piece::Output {
                    body,
                    path: Vec::new(),
                    whole: false,
                    range,
                }],
                range,
                quoted: false,
            }],
            Set::Unknown => Vec::new(),
        };
        self.space();
        self.eat(")");
        Statement::Loop {
            variable: Some((name, words)),
            body: self.block(),
        }
    }

    fn switch(&mut self) -> Statement {
        let mut branches = Vec::new();
        let mut exhaustive = false;
        self.space();
        if self.eat("{") {
            loop {
                self.space();
                if self.eat("}") || self.peek().is_none() {
                    break;
                }
                exhaustive |= self.keyword() == "default";
                if self.starts("{") {
                    branches.push(self.block());
                    continue;
                }
                let before = self.at;
                self.word();
                if self.at == before {
                    self.bump();
                }
            }
        }
        Statement::Branches {
            heads: Vec::new(),
            branches,
            exhaustive,
        }
    }

    fn handlers(&mut self, all: &mut Vec<Statement>) {
        loop {
            let before = self.at;
            self.space();
            if self.eat_keyword("catch") {
                self.type_names();
                let branch = self.block();
                all.push(Statement::Branches {
                    heads: Vec::new(),
                    branches: vec![branch],
                    exhaustive: false,
                });
            } else if self.eat_keyword("finally") {
                let body = self.block();
                all.push(Statement::Block(body));
            } else {
                self.at = before;
                return;
            }
        }
    }

    fn function(&mut self) -> Statement {
        self.blanks();
        let name = self.keyword();
        self.at += name.len();
        self.space();
        let (mut parameters, mut body) = match self.starts("(") {
            true => self.parameters(),
            false => Default::default(),
        };
        self.space();
        if self.eat("{") {
            self.space();
            self.type_names();
            if self.behind_keyword("param").starts_with('(') && self.eat_keyword("param") {
                let (names, defaults) = self.parameters();
                parameters.extend(names);
                body.extend(defaults);
            }
            body.extend(self.nested(Self::statements));
            self.eat("}");
        }
        Statement::Function {
            name,
            parameters,
            body: body.into(),
        }
    }

    /// The parameters in brackets: their names, and statements that set those which are left out.
    fn parameters(&mut self) -> (Vec<String>, Vec<Statement>) {
        let mut names = Vec::new();
        let mut defaults = Vec::new();
        self.space();
        self.eat("(");
        loop {
            self.type_names();
            match self.peek() {
                None => break,
                Some(')') => {
                    self.at += 1;
                    break;
                }
                Some('$') => {}
                Some(_) => {
                    self.bump();
                    continue;
                }
            }
            let start = self.at;
            let Some(name) = self.variable_name() else {
                self.bump();
                continue;
            };
            let spelling = self.text[start..self.at].to_owned();
            let here = range(start, self.at);
            names.push(name.clone());
            self.space();
            if !self.eat("=") {
                continue;
            }
            self.space();
            let before = self.at;
            let word = self
                .nested(|parser| parser.default_value())
                .unwrap_or_default();
            if self.at == before {
                continue;
            }
            let mut out = Pieces::new(start);
            out.piece(Piece::Variable(Variable {
                name: name.clone(),
                spelling: spelling.clone(),
                range: here,
                spread: Spread::Whole,
                change: Change::Default {
                    word: Box::new(word),
                    empty: false,
                    assign: false,
                },
                path: Vec::new(),
            }));
            defaults.push(Statement::Assign {
                name,
                spelling,
                to: Set::Word(out.finish(self.at)),
                append: false,
                local: false,
            });
        }
        (names, defaults)
    }

    /// The value of a parameter that is left out, if it is a simple one.
    fn default_value(&mut self) -> Option<Word> {
        match self.peek() {
            Some('"' | '\'' | '$' | '(') => self.operand(),
            _ => {
                let start = self.at;
                while self.peek().is_some_and(|c| !",)\n".contains(c)) {
                    self.bump();
                }
                let mut out = Pieces::new(start);
                out.piece(Piece::Unknown {
                    spelling: "…".to_owned(),
                    range: range(start, self.at),
                });
                Some(out.finish(self.at))
            }
        }
    }
}
