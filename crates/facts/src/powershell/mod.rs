//! PowerShell scripts.

mod blocks;
mod expression;
mod statement;
mod strings;
mod word;

use crate::az::Record;
use crate::model::{Facts, SourceKind};
use crate::script::{Cursor, Statement, Walk};
use crate::{SourceFile, read_each};

/// Reads PowerShell scripts, each for itself.
pub(crate) fn read(files: &[SourceFile<'_>]) -> Facts {
    read_each(SourceKind::PowerShell, files, walk)
}

fn walk(record: &mut Record, text: &str) {
    let statements = parse(text, false);
    Walk::new(record, text.len()).script(&statements);
}

/// Reads a script. With `macros`, `$(name)` is a variable of Azure Pipelines.
pub(crate) fn parse(text: &str, macros: bool) -> Vec<Statement> {
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
        macros,
        scan: text.len().saturating_mul(8),
    };
    let mut all = Vec::new();
    while parser.at < text.len() {
        all.extend(parser.statements());
        // a bracket that closes nothing
        parser.bump();
    }
    all
}

/// So deep may statements stand in each other.
const DEEPEST: usize = 40;

/// A reader of PowerShell. It takes any text and always comes to its end.
struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    macros: bool,
    /// How many bytes may still be searched for the ends of brackets.
    scan: usize,
}

impl<'t> Cursor<'t> for Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }
}

impl Parser<'_> {
    /// Goes over blanks, continued lines and comments.
    fn blanks(&mut self) {
        loop {
            match self.peek() {
                Some(' ' | '\t' | '\r' | '\u{a0}' | '\u{feff}') => self.bump(),
                Some('`') if self.starts("`\n") => self.at += 2,
                Some('`') if self.starts("`\r\n") => self.at += 3,
                Some('#') => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                Some('<') if self.starts("<#") => {
                    let rest = self.rest();
                    self.at += rest.find("#>").map_or(rest.len(), |at| at + 2);
                }
                _ => return,
            }
        }
    }

    /// Goes over blanks and line breaks.
    fn space(&mut self) {
        loop {
            self.blanks();
            if !self.eat("\n") {
                return;
            }
        }
    }

    /// The bare word that stands here, in lower case.
    fn keyword(&self) -> String {
        let rest = self.rest();
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let end = rest.char_indices().take(24).find(|(_, c)| !is_part(*c));
        match end {
            Some((end, _)) => rest[..end].to_ascii_lowercase(),
            None if rest.len() <= 24 => rest.to_ascii_lowercase(),
            None => String::new(),
        }
    }

    /// Goes over a keyword, if it stands here.
    fn eat_keyword(&mut self, word: &str) -> bool {
        let found = self.keyword() == word;
        if found {
            self.at += word.len();
        }
        found
    }

    /// Reads with `read` what stands in brackets or braces that were opened, if it is not too deep.
    fn nested<T: Default>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= DEEPEST {
            return T::default();
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }
}
