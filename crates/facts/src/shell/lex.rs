//! Cuts a script into lines of simple commands.

use acrlint_text::Mapped;

use super::{Shell, Simple};
use crate::az::Word;

/// Where reading stands.
pub(super) struct Lexer {
    pub(super) at: usize,
    pub(super) to: usize,
}

/// `<<EOF`: how the text ends.
struct Heredoc {
    end: String,
    tabs: bool,
    plain: bool,
}

impl Lexer {
    pub(super) fn new(from: usize, to: usize) -> Self {
        Self { at: from, to }
    }

    pub(super) fn peek(&self, text: &str) -> Option<char> {
        text.get(self.at..self.to)?.chars().next()
    }

    pub(super) fn next(&mut self, text: &str) -> Option<char> {
        let c = self.peek(text)?;
        self.at += c.len_utf8();
        Some(c)
    }

    pub(super) fn rest<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.at..self.to).unwrap_or_default()
    }

    /// Passes over a text that comes next.
    pub(super) fn take(&mut self, text: &str, wanted: &str) -> bool {
        let found = self.rest(text).starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }
}

impl Shell<'_> {
    /// The commands up to the end of a line, with the texts that stand behind it for them; `None` at the end.
    pub(super) fn line(&mut self, lexer: &mut Lexer, depth: usize) -> Option<Vec<Simple>> {
        let text = self.text;
        lexer.peek(text)?;
        let mut commands = vec![Simple::default()];
        let mut heredocs: Vec<(usize, Heredoc)> = Vec::new();
        while let Some(c) = lexer.peek(text) {
            match c {
                '\n' => {
                    lexer.next(text);
                    break;
                }
                ';' | '&' | '(' | ')' => {
                    if lexer.rest(text).starts_with("()")
                        && let Some(Simple { words, .. }) = commands.last_mut()
                        && let Some(name) = words.pop()
                    {
                        self.function = name.text;
                        words.clear();
                    }
                    lexer.next(text);
                    commands.push(Simple::default());
                    // what a line sets, its later commands use
                    if heredocs.is_empty() && c != '&' {
                        break;
                    }
                }
                '|' => {
                    lexer.next(text);
                    if !lexer.take(text, "|")
                        && let Some(last) = commands.last_mut()
                    {
                        last.pipes = true;
                    }
                    commands.push(Simple::default());
                    self.next_line_of_pipe(lexer);
                }
                '#' => {
                    while lexer.peek(text).is_some_and(|c| c != '\n') {
                        lexer.next(text);
                    }
                }
                '\\' if lexer.rest(text).starts_with("\\\n") => lexer.at += 2,
                '\\' if lexer.rest(text).starts_with("\\\r\n") => lexer.at += 3,
                '<' | '>' => {
                    let last = commands.len() - 1;
                    let heredoc = self.redirection(lexer, &mut commands[last], depth);
                    heredocs.extend(heredoc.map(|heredoc| (last, heredoc)));
                }
                c if c.is_whitespace() => {
                    lexer.next(text);
                }
                _ => {
                    let words = self.word(lexer, depth);
                    if let Some(last) = commands.last_mut() {
                        last.words.extend(words);
                    }
                }
            }
        }
        for (at, heredoc) in heredocs {
            let body = self.heredoc(lexer, &heredoc, depth);
            if let Some(command) = commands.get_mut(at) {
                command.input = Some(body);
            }
        }
        Some(commands)
    }

    /// A pipe goes on behind line breaks.
    fn next_line_of_pipe(&self, lexer: &mut Lexer) {
        while lexer.peek(self.text).is_some_and(char::is_whitespace) {
            lexer.next(self.text);
        }
    }

    /// `> file`, `2>&1`, `<<EOF`, `<<< text`: passed over, but for a text and where it goes.
    fn redirection(
        &mut self,
        lexer: &mut Lexer,
        command: &mut Simple,
        depth: usize,
    ) -> Option<Heredoc> {
        let text = self.text;
        if !lexer.rest(text).starts_with("<<") || lexer.rest(text).starts_with("<<<") {
            let writes = lexer.rest(text).starts_with('>');
            while lexer.peek(text).is_some_and(|c| "<>&|".contains(c)) {
                lexer.next(text);
            }
            while lexer.peek(text).is_some_and(|c| c == ' ' || c == '\t') {
                lexer.next(text);
            }
            if lexer
                .peek(text)
                .is_some_and(|c| !c.is_whitespace() && !";|&()<>".contains(c))
            {
                let target = self.word(lexer, depth).into_iter().next();
                if writes {
                    command.writes = target.map(|word| word.text);
                }
            }
            return None;
        }
        lexer.at += 2;
        let tabs = lexer.take(text, "-");
        while lexer.take(text, " ") {}
        let rest = lexer.rest(text);
        let end = rest
            .find(|c: char| c.is_whitespace() || ";|&()<>".contains(c))
            .unwrap_or(rest.len());
        let word = &rest[..end];
        lexer.at += end;
        Some(Heredoc {
            end: word.replace(['\'', '"', '\\'], ""),
            tabs,
            plain: word.contains(['\'', '"', '\\']),
        })
    }

    /// The lines up to the one that ends the text.
    fn heredoc(&mut self, lexer: &mut Lexer, heredoc: &Heredoc, depth: usize) -> Mapped {
        let text = self.text;
        let mut body = Mapped::new();
        while lexer.at < lexer.to {
            let rest = lexer.rest(text);
            let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
            let line = &rest[..length];
            let bare = line.trim_end_matches(['\n', '\r']);
            let tabs = if heredoc.tabs {
                bare.len() - bare.trim_start_matches('\t').len()
            } else {
                0
            };
            let start = lexer.at + tabs;
            lexer.at += length;
            if bare[tabs..] == heredoc.end {
                break;
            }
            self.expand_line(&mut body, start, lexer.at, heredoc.plain, depth);
        }
        body
    }
}

/// `NAME=value` in two; `NAME+=value` has the name `NAME+`.
pub(super) fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let bare = name.strip_suffix('+').unwrap_or(name);
    is_name(bare).then_some((name, value))
}

pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// A word that is empty so far.
pub(super) fn no_word(place: crate::model::Place) -> Word {
    Word {
        text: String::new(),
        place,
        open: false,
    }
}
