//! The words inside `{{ }}`. It goes on where the real parser stops, since files are mostly half-typed.

use acrlint_text::Mapped;

use super::{Token, TokenKind};
use crate::spans::{range, verbatim};

const KEYWORDS: [&str; 13] = [
    "if", "else", "end", "range", "with", "define", "template", "block", "break", "continue",
    "true", "false", "nil",
];

/// The words of the actions that stand in the file as they are.
pub(super) fn tokens(mapped: &Mapped) -> Vec<Token> {
    let mut found = Vec::new();
    for (start, end, kind) in lex(mapped.text()) {
        let stretches = verbatim(mapped, range(start, end));
        found.extend(stretches.into_iter().map(|range| Token { range, kind }));
    }
    found
}

fn lex(text: &str) -> Vec<(usize, usize, TokenKind)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find("{{") {
        let start = at + open;
        let trims = text[start + 2..]
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(char::is_whitespace));
        let inside = start + 2 + usize::from(trims);
        found.push((start, inside, TokenKind::Directive));
        // an action that is not closed is half-typed, and ends with its line
        let next = text[inside..]
            .find("{{")
            .map_or(text.len(), |next| inside + next);
        let end = match text[inside..next].find("}}") {
            Some(_) => text.len(),
            None => text[inside..]
                .find('\n')
                .map_or(text.len(), |end| inside + end),
        };
        at = action(&text[..end], inside, &mut found);
    }
    found
}

/// Reads an action from behind its braces; where it ends.
fn action(text: &str, from: usize, found: &mut Vec<(usize, usize, TokenKind)>) -> usize {
    let mut at = from;
    if text[at..].trim_start().starts_with("/*") {
        at = text[at..].find("*/").map_or(text.len(), |end| at + end + 2);
    }
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if rest.starts_with("}}") {
            // a minus belongs to the braces when a blank stands before it
            let start = match text[..at].strip_suffix('-') {
                Some(before) if before.ends_with(char::is_whitespace) && at > from => at - 1,
                _ => at,
            };
            found.push((start, at + 2, TokenKind::Directive));
            return at + 2;
        }
        let (length, kind) = word(rest, c);
        if let Some(kind) = kind {
            // the dot before a field is none of its name
            let start = at + usize::from(kind == TokenKind::Field);
            found.push((start, at + length, kind));
        }
        at += length;
    }
    text.len()
}

/// The length of the word that a text begins with, and what it is.
fn word(text: &str, first: char) -> (usize, Option<TokenKind>) {
    let name = |from: usize| {
        let ends = |c: char| !(c.is_alphanumeric() || c == '_');
        text[from..].find(ends).map_or(text.len(), |end| from + end)
    };
    match first {
        '"' | '\'' => (quoted(text, first), Some(TokenKind::String)),
        '`' => {
            let end = text[1..].find('`').map_or(text.len(), |end| end + 2);
            (end, Some(TokenKind::String))
        }
        '.' => match name(1) {
            1 => (1, None),
            end => (end, Some(TokenKind::Field)),
        },
        '$' => (name(1), Some(TokenKind::Variable)),
        c if c.is_ascii_digit() => (name(0), None),
        c if c.is_alphabetic() || c == '_' => {
            let end = name(0);
            let kind = if KEYWORDS.contains(&&text[..end]) {
                TokenKind::Keyword
            } else {
                TokenKind::Function
            };
            (end, Some(kind))
        }
        c => (c.len_utf8(), None),
    }
}

/// The length of a constant that ends at its quote or with its line.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}
