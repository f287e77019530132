//! Scripts of bash and the POSIX shell.

mod compound;
mod dollar;
mod heredoc;
mod statement;
mod word;

use crate::az::Record;
use crate::model::{Facts, SourceKind};
use crate::script::{Cursor, Statement, Walk};
use crate::{SourceFile, read_each};

/// Reads shell scripts, each for itself.
pub(crate) fn read(files: &[SourceFile<'_>]) -> Facts {
    read_each(SourceKind::Shell, files, walk)
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
        end: text.len(),
        depth: 0,
        macros,
        heredoc: None,
        scan: text.len().saturating_mul(8) + 1024,
    };
    let mut all = Vec::new();
    while parser.at < parser.end {
        all.extend(parser.statements(&[]));
        // a bracket or a word that closes nothing
        if parser.at < parser.end {
            parser.skip_stray();
        }
    }
    all
}

/// So deep may statements stand in each other.
const DEEPEST: usize = 40;

/// A reader of shell text. It takes any text and always comes to its end.
struct Parser<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    depth: usize,
    macros: bool,
    /// Where the line of the last here-document ends, and where its text does.
    heredoc: Option<(usize, usize)>,
    /// How many bytes may still be searched for the ends of here-documents and backquotes.
    scan: usize,
}

impl<'t> Cursor<'t> for Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }
}

impl<'t> Parser<'t> {
    /// Goes over blanks, continued lines, and a comment.
    fn blanks(&mut self) {
        loop {
            match self.peek() {
                Some(' ' | '\t') => self.at += 1,
                Some('\r') if self.starts("\r\n") => self.at += 1,
                Some('\\') if self.starts("\\\n") => self.at += 2,
                Some('\\') if self.starts("\\\r\n") => self.at += 3,
                Some('#') => {
                    self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                }
                _ => return,
            }
        }
    }

    /// Goes over a line break, and the here-documents behind it.
    fn newline(&mut self) -> bool {
        if !self.starts("\n") {
            return false;
        }
        match self.heredoc {
            Some((line, end)) if line == self.at => self.at = end.min(self.end),
            _ => self.at += 1,
        }
        true
    }

    /// Goes over blanks and line breaks.
    fn space(&mut self) {
        loop {
            self.blanks();
            if !self.newline() {
                return;
            }
        }
    }

    /// The bare word that stands here, as far as it could be one that the grammar knows.
    fn keyword(&self) -> &'t str {
        let rest = self.rest();
        let is_end = |c: char| c.is_whitespace() || ";&|()<>`\"'$\\".contains(c);
        let end = rest.char_indices().take(16).find(|(_, c)| is_end(*c));
        match end {
            Some((end, _)) => &rest[..end],
            None if rest.len() <= 16 => rest,
            None => "",
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

    /// Goes over what closes nothing.
    fn skip_stray(&mut self) {
        let word = self.keyword().len();
        match word {
            0 => self.bump(),
            _ => self.at += word,
        }
    }

    /// A reader of a part of the text.
    fn part(&self, at: usize, end: usize) -> Parser<'t> {
        Parser {
            text: self.text,
            at,
            end,
            depth: self.depth + 1,
            macros: self.macros,
            heredoc: None,
            scan: self.scan,
        }
    }
}
