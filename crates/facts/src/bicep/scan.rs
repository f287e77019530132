//! The characters of a Bicep file: blanks, comments, names, brackets.

use crate::model::Place;
use crate::range::place;

/// A place in a Bicep file that is read from front to back.
pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) file: usize,
    pub(super) at: usize,
}

impl<'t> Scanner<'t> {
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn starts(&self, with: &str) -> bool {
        self.rest().starts_with(with)
    }

    pub(super) fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    pub(super) fn place(&self, start: usize) -> Place {
        place(self.file, start, self.at)
    }

    /// Skips blanks, comments and `#disable-next-line` of this line.
    pub(super) fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            let blank = |c: char| c.is_whitespace() && c != '\n' || c == '\u{FEFF}';
            let length = rest.find(|c| !blank(c)).unwrap_or(rest.len());
            self.at += length;
            if self.starts("//") || self.starts("#") {
                let rest = self.rest();
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if self.starts("/*") {
                let rest = self.rest();
                self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            } else {
                return;
            }
        }
    }

    /// Skips blanks, comments and line ends.
    pub(super) fn space(&mut self) {
        self.blanks();
        while self.starts("\n") {
            self.at += 1;
            self.blanks();
        }
    }

    /// Takes a mark that stands here or behind blanks.
    pub(super) fn eat(&mut self, mark: &str) -> Option<()> {
        self.blanks();
        self.starts(mark).then(|| self.at += mark.len())
    }

    /// Takes a mark that may stand on a later line.
    pub(super) fn eat_below(&mut self, mark: &str) -> Option<()> {
        let at = self.at;
        self.space();
        let eaten = self.eat(mark);
        if eaten.is_none() {
            self.at = at;
        }
        eaten
    }

    /// A name that begins here.
    pub(super) fn identifier(&mut self) -> Option<&'t str> {
        self.blanks();
        let rest = self.rest();
        let first = rest.chars().next()?;
        if !first.is_alphabetic() && first != '_' {
            return None;
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        let name = &rest[..end.unwrap_or(rest.len())];
        self.at += name.len();
        Some(name)
    }

    /// Takes a word.
    pub(super) fn word(&mut self, word: &str) -> Option<()> {
        let at = self.at;
        if self.identifier() == Some(word) {
            return Some(());
        }
        self.at = at;
        None
    }

    /// Skips a text in quotes that begins here.
    fn skip_string(&mut self) {
        if self.starts("'''") {
            self.at += 3;
            let rest = self.rest();
            self.at += rest.find("'''").map_or(rest.len(), |end| end + 3);
            return;
        }
        self.bump();
        while let Some(c) = self.peek() {
            match c {
                '\n' => return,
                '\\' => {
                    self.bump();
                    self.bump();
                }
                '\'' => return self.bump(),
                _ => self.bump(),
            }
        }
    }

    /// Skips to behind the bracket that closes the one before this place.
    pub(super) fn skip_brackets(&mut self) {
        let mut depth = 1;
        while depth > 0 {
            self.space();
            match self.peek() {
                None => return,
                Some('\'') => self.skip_string(),
                Some(c) => {
                    match c {
                        '(' | '[' | '{' => depth += 1,
                        ')' | ']' | '}' => depth -= 1,
                        _ => {}
                    }
                    self.bump();
                }
            }
        }
    }

    /// Skips the type of a parameter: up to `=`, or to the end of a line that does not go on.
    pub(super) fn skip_type(&mut self) {
        loop {
            self.blanks();
            match self.peek() {
                None | Some('=') => return,
                Some('\n') => {
                    let at = self.at;
                    self.space();
                    if self.peek() != Some('|') {
                        self.at = at;
                        return;
                    }
                }
                Some('\'') => self.skip_string(),
                Some('(' | '[' | '{') => {
                    self.bump();
                    self.skip_brackets();
                }
                Some(_) => self.bump(),
            }
        }
    }

    /// Goes on to the next line that begins a statement.
    pub(super) fn skip_statement(&mut self) {
        loop {
            let rest = self.rest();
            let Some(end) = rest.find('\n') else {
                self.at = self.text.len();
                return;
            };
            self.at += end + 1;
            if self.at_statement() || self.starts("@") {
                return;
            }
        }
    }

    /// Whether a line begins here, with the word of a statement.
    pub(super) fn at_statement(&self) -> bool {
        let begins = self.at == 0 || self.text[..self.at].ends_with('\n');
        let rest = self.rest();
        let word = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        begins && STATEMENTS.contains(&&rest[..word]) && rest[word..].starts_with([' ', '\t'])
    }

    /// Goes to the end of the line.
    pub(super) fn skip_line(&mut self) {
        let rest = self.rest();
        self.at += rest.find('\n').unwrap_or(rest.len());
    }
}

/// The words that statements begin with.
const STATEMENTS: [&str; 13] = [
    "param",
    "var",
    "resource",
    "module",
    "output",
    "func",
    "type",
    "import",
    "using",
    "targetScope",
    "metadata",
    "extension",
    "assert",
];
