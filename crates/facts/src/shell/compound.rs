//! `if`, loops, `case`, functions and groups.

use std::rc::Rc;

use super::dollar::near;
use super::word::Until;
use super::{DEEPEST, Parser};
use crate::range::range;
use crate::script::{Command, Cursor, Piece, Statement, Word};

impl Parser<'_> {
    /// Reads a compound command, if one begins here.
    pub(super) fn compound(&mut self, all: &mut Vec<Statement>) -> bool {
        let statement = match self.keyword() {
            "if" => self.branches(),
            "while" | "until" => {
                self.at += 5;
                all.extend(self.statements(&["do"]));
                Statement::Loop {
                    variable: None,
                    body: self.rounds(),
                }
            }
            "for" | "select" => self.each(),
            "case" => self.case(),
            "function" => {
                self.at += "function".len();
                self.blanks();
                let name = self.word(Until::Blank);
                self.blanks();
                if self.eat("(") {
                    self.blanks();
                    self.eat(")");
                }
                self.define(&name)
            }
            "{" => {
                self.at += 1;
                let body = self.statements(&["}"]);
                self.eat_keyword("}");
                Statement::Block(body)
            }
            "[[" => self.test(),
            _ if self.starts("((") => {
                self.arithmetic_command();
                Statement::Block(Vec::new())
            }
            _ if self.eat("(") => Statement::Subshell(self.until_bracket()),
            _ => return false,
        };
        all.push(statement);
        let mut around = Command::default();
        loop {
            self.blanks();
            if !self.redirection(&mut around) {
                break;
            }
        }
        // `done < <(command)`
        if !around.words.is_empty() {
            around.words.insert(0, Word::default());
            all.push(Statement::Command(around));
        }
        true
    }

    /// Goes over `((…))`, or over its beginning where no end is near.
    fn arithmetic_command(&mut self) {
        let near = near(self.rest());
        self.at += near.find("))").map_or(2, |at| at + 2);
    }

    fn branches(&mut self) -> Statement {
        self.at += "if".len();
        let heads = self.statements(&["then", "fi"]);
        let mut branches = Vec::new();
        let mut exhaustive = false;
        let mut branch = Vec::new();
        loop {
            self.eat_keyword("then");
            branch.extend(self.statements(&["elif", "else", "fi"]));
            branches.push(std::mem::take(&mut branch));
            if self.eat_keyword("elif") {
                branch = self.statements(&["then", "fi"]);
            } else if self.eat_keyword("else") {
                exhaustive = true;
            } else {
                self.eat_keyword("fi");
                return Statement::Branches {
                    heads,
                    branches,
                    exhaustive,
                };
            }
        }
    }

    fn rounds(&mut self) -> Vec<Statement> {
        self.space();
        self.eat(";");
        self.space();
        let close = match self.eat_keyword("{") {
            true => "}",
            false => {
                self.eat_keyword("do");
                "done"
            }
        };
        let body = self.statements(&[close]);
        self.eat_keyword(close);
        body
    }

    fn each(&mut self) -> Statement {
        self.at += self.keyword().len();
        self.blanks();
        if self.starts("((") {
            self.arithmetic_command();
            return Statement::Loop {
                variable: None,
                body: self.rounds(),
            };
        }
        let name = self.word(Until::Blank);
        self.space();
        let mut words = Vec::new();
        if self.eat_keyword("in") {
            loop {
                self.blanks();
                let before = self.at;
                let word = self.word(Until::Blank);
                if self.at == before {
                    break;
                }
                words.push(word);
            }
        }
        Statement::Loop {
            variable: Some((literal(&name), words)),
            body: self.rounds(),
        }
    }

    fn case(&mut self) -> Statement {
        let start = self.at;
        self.at += "case".len();
        self.blanks();
        let word = self.word(Until::Blank);
        let heads = vec![Statement::Command(Command {
            words: vec![Word::default(), word],
            range: range(start, self.at),
            ..Command::default()
        })];
        self.space();
        self.eat_keyword("in");
        let mut branches = Vec::new();
        let mut exhaustive = false;
        loop {
            self.space();
            if self.eat_keyword("esac") || self.at >= self.end {
                break;
            }
            self.eat("(");
            self.blanks();
            exhaustive |= self.starts("*)");
            // the patterns
            while !self.eat(")") && self.at < self.end && !self.starts("\n") {
                let before = self.at;
                self.word(Until::Blank);
                if self.at == before {
                    self.bump();
                }
            }
            branches.push(self.statements(&[";;", "esac"]));
            if self.starts(")") {
                self.at += 1;
            }
            while self.eat(";") || self.eat("&") {}
        }
        Statement::Branches {
            heads,
            branches,
            exhaustive,
        }
    }

    /// `[[ … ]]`: its words may hold commands.
    fn test(&mut self) -> Statement {
        let start = self.at;
        self.at += 2;
        let mut words = vec![Word::default()];
        loop {
            self.space();
            if self.eat_keyword("]]") || self.at >= self.end {
                break;
            }
            let before = self.at;
            let word = self.word(Until::Blank);
            match self.at == before {
                true => self.bump(),
                false => words.push(word),
            }
        }
        Statement::Command(Command {
            words,
            range: range(start, self.at),
            ..Command::default()
        })
    }

    /// `name() body`, behind its name; false if no function is defined there.
    pub(super) fn function(&mut self, name: &Word, all: &mut Vec<Statement>) -> bool {
        let before = self.at;
        self.blanks();
        if !self.eat("(") {
            self.at = before;
            return false;
        }
        self.blanks();
        if !self.eat(")") || self.depth >= DEEPEST {
            self.at = before;
            return false;
        }
        let function = self.define(name);
        all.push(function);
        true
    }

    fn define(&mut self, name: &Word) -> Statement {
        self.space();
        let mut body = Vec::new();
        self.depth += 1;
        self.compound(&mut body);
        self.depth -= 1;
        Statement::Function {
            name: literal(name),
            parameters: Vec::new(),
            body: Rc::from(body),
        }
    }
}

/// The text of a word that is one.
fn literal(word: &Word) -> String {
    match &word.pieces[..] {
        [Piece::Text(text)] => text.text().to_owned(),
        _ => String::new(),
    }
}
