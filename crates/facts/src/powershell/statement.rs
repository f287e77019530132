//! Statements, pipelines and assignments.

use acrlint_text::Mapped;

use super::Parser;
use crate::range::range;
use crate::script::{Command, Cursor, Piece, Set, Statement, Word};

impl Parser<'_> {
    /// Reads statements up to a closing bracket or brace, or the end.
    pub(super) fn statements(&mut self) -> Vec<Statement> {
        let mut all = Vec::new();
        loop {
            self.space();
            match self.peek() {
                None | Some(')' | '}') => return all,
                Some(';' | '|' | '&' | ',') if !self.call_follows() => {
                    self.at += 1;
                    continue;
                }
                _ => {}
            }
            let before = self.at;
            self.joined(&mut all);
            if self.at == before {
                self.bump();
            }
        }
    }

    /// Whether `& name` stands here.
    fn call_follows(&self) -> bool {
        let rest = self.rest();
        rest.starts_with('&') && !rest.starts_with("&&")
    }

    /// A statement, and those that happen if it went well or not.
    fn joined(&mut self, all: &mut Vec<Statement>) {
        self.statement(all);
        loop {
            self.blanks();
            if !self.eat("&&") && !self.eat("||") {
                return;
            }
            self.space();
            let mut next = Vec::new();
            self.statement(&mut next);
            all.push(Statement::Branches {
                heads: Vec::new(),
                branches: vec![next],
                exhaustive: false,
            });
        }
    }

    fn statement(&mut self, all: &mut Vec<Statement>) {
        if self.block_statement(all) || self.assignment(all) {
            return;
        }
        self.pipeline(all);
    }

    /// `$name = value`.
    fn assignment(&mut self, all: &mut Vec<Statement>) -> bool {
        let start = self.at;
        self.type_names();
        if !self.starts("$") {
            self.at = start;
            return false;
        }
        let begin = self.at;
        let Some(name) = self.variable_name() else {
            self.at = start;
            return false;
        };
        let spelling = self.text[begin..self.at].to_owned();
        let (path, change) = self.members();
        self.blanks();
        let append = self.eat("+=");
        let set = append || (self.starts("=") && !self.starts("==")) && self.eat("=");
        if !set {
            self.at = start;
            return false;
        }
        self.space();
        let to = self.value();
        // a member or an item of it
        let part = !path.is_empty() || !matches!(change, crate::script::Change::None);
        all.push(Statement::Assign {
            name,
            spelling,
            to: if part { Set::Unknown } else { to },
            append: append && !part,
            local: false,
        });
        true
    }

    /// Goes over `[string]` and the like.
    pub(super) fn type_names(&mut self) {
        loop {
            self.space();
            let rest = self.rest();
            if !rest.starts_with('[') {
                return;
            }
            let mut open = 0;
            let close = rest.char_indices().take(512).find(|(_, c)| {
                open += i32::from(*c == '[') - i32::from(*c == ']');
                open == 0
            });
            let Some((close, _)) = close else { return };
            self.at += close + 1;
        }
    }

    /// Commands each of which reads what the one before puts out.
    pub(super) fn pipeline(&mut self, all: &mut Vec<Statement>) {
        let mut stages = Vec::new();
        loop {
            let mut stage = Vec::new();
            self.stage(&mut stage);
            stages.push(stage);
            self.blanks();
            if self.starts("||") || !self.eat("|") {
                break;
            }
            self.space();
        }
        if stages.len() == 1 {
            all.extend(stages.into_iter().flatten());
        } else {
            let stages = stages.into_iter().map(Statement::Block);
            all.push(Statement::Pipeline(stages.collect()));
        }
    }

    /// A command, or an expression whose value is put out.
    fn stage(&mut self, all: &mut Vec<Statement>) {
        self.blanks();
        let start = self.at;
        if self.expression_begins() {
            let words = match self.value() {
                Set::Word(word) => vec![word],
                Set::List(words) => words,
                Set::Output(..) | Set::Unknown => Vec::new(),
            };
            let mut name = Mapped::new();
            name.push_expansion("write-output", range(start, start));
            let first = Word {
                pieces: vec![Piece::Text(name)],
                range: range(start, start),
                quoted: false,
            };
            let known = !words.is_empty();
            all.push(Statement::Command(Command {
                words: [first].into_iter().filter(|_| known).chain(words).collect(),
                range: range(start, self.at),
                ..Command::default()
            }));
            return;
        }
        if self.eat("&") || (self.starts(". ") && self.eat(".")) {
            // a dot runs a file that may set variables
            if self.text[start..].starts_with('.') {
                let mut name = Mapped::new();
                name.push_expansion("source", range(start, self.at));
                all.push(Statement::Command(Command {
                    words: vec![Word {
                        pieces: vec![Piece::Text(name)],
                        range: range(start, self.at),
                        quoted: false,
                    }],
                    range: range(start, self.at),
                    ..Command::default()
                }));
            }
            self.blanks();
        }
        self.command(all);
    }

    fn command(&mut self, all: &mut Vec<Statement>) {
        let start = self.at;
        let mut words = Vec::new();
        let mut blocks = Vec::new();
        let mut end = start;
        loop {
            self.blanks();
            if self.redirection() {
                continue;
            }
            if self.starts("{") && !self.starts("{{") {
                self.at += 1;
                blocks.extend(self.nested(Self::statements));
                self.eat("}");
                continue;
            }
            let before = self.at;
            let word = self.word();
            if self.at == before {
                break;
            }
            end = self.at;
            words.push(word);
        }
        if !words.is_empty() {
            all.push(Statement::Command(Command {
                words,
                range: range(start, end),
                ..Command::default()
            }));
        }
        // what a command does with a block is not known; most run it for each of many things
        if !blocks.is_empty() {
            all.push(Statement::Loop {
                variable: None,
                body: blocks,
            });
        }
    }

    /// `> file`, `2>&1`, `*> file`.
    fn redirection(&mut self) -> bool {
        let rest = self.rest();
        let stream = rest
            .strip_prefix(|c: char| c.is_ascii_digit() || c == '*')
            .unwrap_or(rest);
        if !stream.starts_with('>') {
            return false;
        }
        self.at = self.text.len() - stream.len();
        while self.eat(">") {}
        if self.eat("&") {
            self.bump();
            return true;
        }
        self.blanks();
        self.word();
        true
    }
}
