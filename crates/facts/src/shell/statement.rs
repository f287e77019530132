//! Commands, assignments and what joins them.

use super::word::Until;
use super::{DEEPEST, Parser};
use crate::range::range;
use crate::script::{
    Command, Cursor, Input, Piece, Pieces, Set, Spread, Statement, Word, placeholder,
};

/// Commands that set variables.
const DECLARE: [&str; 5] = ["export", "readonly", "local", "declare", "typeset"];

impl Parser<'_> {
    /// Reads statements up to one of these words, a closing bracket or the end.
    pub(super) fn statements(&mut self, until: &[&str]) -> Vec<Statement> {
        let mut all = Vec::new();
        loop {
            self.space();
            match self.peek() {
                None | Some(')') => return all,
                Some(';') if self.starts(";;") && until.contains(&";;") => return all,
                Some(';') if self.starts(";&") && until.contains(&";;") => return all,
                Some(';') => {
                    self.at += 1;
                    continue;
                }
                Some('&') if !self.starts("&>") => {
                    self.at += 1;
                    continue;
                }
                Some('|') => {
                    self.at += 1;
                    continue;
                }
                _ => {}
            }
            if until.contains(&self.keyword()) {
                return all;
            }
            let before = self.at;
            self.joined(&mut all);
            if self.at == before {
                self.skip_stray();
            }
        }
    }

    /// Reads statements up to the closing bracket, and that.
    pub(super) fn until_bracket(&mut self) -> Vec<Statement> {
        let body = self.statements(&[]);
        self.eat(")");
        body
    }

    /// Pipelines that are joined by `&&` and `||`: those behind the first one may happen or not.
    fn joined(&mut self, all: &mut Vec<Statement>) {
        self.pipeline(all);
        loop {
            self.blanks();
            if !self.eat("&&") && !self.eat("||") {
                return;
            }
            self.space();
            let mut next = Vec::new();
            self.pipeline(&mut next);
            if !next.iter().all(does_nothing) {
                all.push(Statement::Branches {
                    heads: Vec::new(),
                    branches: vec![next],
                    exhaustive: false,
                });
            }
        }
    }

    fn pipeline(&mut self, all: &mut Vec<Statement>) {
        let first = all.len();
        self.command(all);
        let mut stages: Vec<Statement> = Vec::new();
        loop {
            self.blanks();
            if self.starts("||") || !(self.eat("|&") || self.eat("|")) {
                break;
            }
            if stages.is_empty() {
                stages.push(Statement::Block(all.drain(first..).collect()));
            }
            self.space();
            let mut stage = Vec::new();
            self.command(&mut stage);
            stages.push(Statement::Block(stage));
        }
        if !stages.is_empty() {
            all.push(Statement::Pipeline(stages));
        }
    }

    fn command(&mut self, all: &mut Vec<Statement>) {
        self.blanks();
        while self.eat_keyword("!") {
            self.blanks();
        }
        if self.depth < DEEPEST {
            self.depth += 1;
            let found = self.compound(all);
            self.depth -= 1;
            if found {
                return;
            }
        }
        self.simple(all);
    }

    /// Reads a simple command.
    fn simple(&mut self, all: &mut Vec<Statement>) {
        let start = self.at;
        let mut command = Command::default();
        let mut assigned = Vec::new();
        let mut declares = None; // whether it is for the function alone
        let mut end = start;
        loop {
            self.blanks();
            if self.redirection(&mut command) {
                end = self.at;
                continue;
            }
            if (command.words.is_empty() || declares.is_some())
                && let Some(statement) = self.assignment(declares == Some(true))
            {
                assigned.push(statement);
                end = self.at;
                continue;
            }
            let keyword = self.keyword();
            let before = self.at;
            let word = self.word(Until::Blank);
            if self.at == before {
                break;
            }
            end = self.at;
            if command.words.is_empty() && DECLARE.contains(&keyword) {
                declares = Some(keyword != "export" && keyword != "readonly");
            } else if declares == Some(true) && is_name(keyword) && word.pieces.len() == 1 {
                assigned.push(assign(keyword, Set::Word(Word::default()), false, true));
            }
            if command.words.is_empty() && self.function(&word, all) {
                return;
            }
            command.words.push(word);
        }
        if declares.is_some() || command.words.is_empty() {
            all.append(&mut assigned);
            // the words may hold commands; `> file` alone does nothing
            if declares.is_none() {
                return;
            }
        }
        command.range = range(start, end);
        all.push(Statement::Command(command));
    }

    /// `NAME=word`, `NAME+=word`, `NAME=(words)`.
    fn assignment(&mut self, local: bool) -> Option<Statement> {
        let rest = self.rest();
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let length = rest.find(|c| !is_part(c))?;
        let name = &rest[..length];
        if !is_name(name) {
            return None;
        }
        let mut behind = &rest[length..];
        let mut item = false;
        if let Some(inside) = behind.strip_prefix('[') {
            let close = inside.char_indices().take(256).find(|(_, c)| *c == ']')?.0;
            behind = &inside[close + 1..];
            item = true;
        }
        let append = behind.starts_with("+=");
        let behind = behind
            .strip_prefix('+')
            .unwrap_or(behind)
            .strip_prefix('=')?;
        self.at = self.end - behind.len();
        let to = match self.eat("(") {
            true => self.list(),
            false => Set::Word(one_word(self.word(Until::Blank))),
        };
        let to = if item { Set::Unknown } else { to };
        Some(assign(name, to, append && !item, local))
    }

    /// The words of a list, behind its bracket.
    fn list(&mut self) -> Set {
        let mut words = Vec::new();
        let mut keyed = false;
        loop {
            self.space();
            if self.eat(")") || self.at >= self.end {
                break;
            }
            keyed |= self.starts("[");
            let before = self.at;
            let word = self.word(Until::Blank);
            match self.at == before {
                true => self.bump(),
                false => words.push(word),
            }
        }
        if keyed {
            Set::Unknown
        } else {
            Set::List(words)
        }
    }

    /// Reads a redirection.
    pub(super) fn redirection(&mut self, command: &mut Command) -> bool {
        let rest = self.rest();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let behind = &rest[digits..];
        let both = digits == 0 && behind.starts_with("&>");
        if !both && !behind.starts_with(['<', '>']) || placeholder(behind).is_some() {
            return false;
        }
        self.at += digits + usize::from(both);
        if self.eat("<<<") {
            self.blanks();
            let word = one_word(self.word(Until::Blank));
            command.input = Some(Input::Here(word));
        } else if self.eat("<<") {
            command.input = Some(Input::Here(self.here()));
        } else if self.starts("<(") || self.starts(">(") {
            let start = self.at;
            self.at += 2;
            let mut body = Vec::new();
            if self.depth < DEEPEST {
                self.depth += 1;
                body = self.until_bracket();
                self.depth -= 1;
            }
            // the name of a file, which is a word of the command
            let mut word = Pieces::new(start);
            word.piece(Piece::Output {
                body: body.into(),
                path: Vec::new(),
                whole: true,
                range: range(start, self.at),
            });
            command.words.push(word.finish(self.at));
        } else {
            let into = self.starts(">");
            let plain = into && (digits == 0 || rest.starts_with('1')) && !both;
            let duplicate = [">>", "<>", ">|", ">&", "<&", ">", "<"]
                .iter()
                .find(|operator| self.eat(operator))
                .is_some_and(|operator| operator.ends_with('&'));
            self.blanks();
            let word = self.word(Until::Blank);
            if duplicate {
                return true;
            }
            if plain {
                command.output = Some(word);
            } else if !into && digits == 0 {
                command.input = Some(Input::File(word));
            }
        }
        true
    }
}

fn assign(name: &str, to: Set, append: bool, local: bool) -> Statement {
    Statement::Assign {
        name: name.to_owned(),
        spelling: format!("${name}"),
        to,
        append,
        local,
    }
}

/// A word that blanks in variables do not split.
fn one_word(mut word: Word) -> Word {
    for piece in &mut word.pieces {
        match piece {
            Piece::Variable(variable) => variable.spread = Spread::Whole,
            Piece::Output { whole, .. } => *whole = true,
            _ => {}
        }
    }
    word
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a statement behind `||` leads to nothing.
fn does_nothing(statement: &Statement) -> bool {
    let Statement::Command(command) = statement else {
        return false;
    };
    let Some([Piece::Text(name)]) = command.words.first().map(|word| &word.pieces[..]) else {
        return false;
    };
    matches!(name.text(), "true" | ":" | "exit" | "return")
}
