use std::collections::HashMap;
use std::collections::HashSet;

/// What stands for one unknown value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What it is, such as `.Run.Registry` or `upper(.Values.tag)`: equal keys are the same value.
    pub key: String,
    /// How to show it to a person, such as `$Registry`.
    pub spelling: String,
}

/// The unknown values of one file. Each is one character of the supplementary private use planes that the file itself
/// does not use, so that every layer carries it along like any other letter.
#[derive(Debug, Clone, Default)]
pub struct Symbols {
    table: Vec<(char, Symbol)>,
    by_key: HashMap<String, char>,
    taken: HashSet<char>,
    next: u32,
}

const FIRST: char = '\u{F0000}';
const LAST: char = '\u{10FFFD}';

/// Whether this character can stand for an unknown value.
pub fn is_symbol(c: char) -> bool {
    (FIRST..=LAST).contains(&c)
}

/// The characters of a text that can stand for unknown values, with their places.
pub fn symbols_in(text: &str) -> impl Iterator<Item = (usize, char)> {
    // the planes 15 and 16 begin with these bytes in UTF-8
    memchr::memchr2_iter(0xF3, 0xF4, text.as_bytes())
        .filter_map(|at| Some((at, text[at..].chars().next()?)))
        .filter(|(_, c)| is_symbol(*c))
}

/// Whether a text holds an unknown part.
pub fn has_symbol(text: &str) -> bool {
    symbols_in(text).next().is_some()
}

impl Symbols {
    /// No symbols yet; characters that `text` already uses are never given out.
    pub fn avoiding(text: &str) -> Self {
        Self {
            taken: symbols_in(text).map(|(_, c)| c).collect(),
            ..Self::default()
        }
    }

    /// The character for the unknown value called `key`: the same one for the same key. The spelling is kept from the
    /// first call. `None` when all 131,000 characters are given out.
    pub fn intern(&mut self, key: &str, spelling: &str) -> Option<char> {
        if let Some(c) = self.by_key.get(key) {
            return Some(*c);
        }
        let c = loop {
            let c = char::from_u32(FIRST as u32 + self.next).filter(|c| *c <= LAST);
            self.next += 1;
            match c {
                Some(c) if self.taken.contains(&c) => continue,
                Some(c) => break c,
                // plane 15 ends in two code points that are not characters; char::from_u32 takes them, so this is the end
                None => return None,
            }
        };
        self.by_key.insert(key.to_owned(), c);
        self.table.push((
            c,
            Symbol {
                key: key.to_owned(),
                spelling: spelling.to_owned(),
            },
        ));
        Some(c)
    }

    /// What a character stands for; `None` for a character of the author's own.
    pub fn get(&self, c: char) -> Option<&Symbol> {
        if !is_symbol(c) {
            return None;
        }
        self.table
            .binary_search_by_key(&c, |(known, _)| *known)
            .ok()
            .map(|at| &self.table[at].1)
    }

    /// Sets how a symbol is shown.
    pub fn spell_as(&mut self, c: char, spelling: &str) {
        if let Ok(at) = self.table.binary_search_by_key(&c, |(known, _)| *known) {
            self.table[at].1.spelling = spelling.to_owned();
        }
    }

    /// Whether nothing is unknown.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Whether a text holds a part that this table calls unknown.
    pub fn occur_in(&self, text: &str) -> bool {
        !self.table.is_empty() && symbols_in(text).any(|(_, c)| self.get(c).is_some())
    }

    /// The text with each symbol spelled as its author wrote it.
    pub fn spell(&self, text: &str) -> String {
        if !self.occur_in(text) {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len() * 2);
        for c in text.chars() {
            match self.get(c) {
                Some(symbol) => out.push_str(&symbol.spelling),
                None => out.push(c),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_are_one_character() {
        let mut symbols = Symbols::default();
        let a = symbols.intern(".Run.Registry", "$Registry").unwrap();
        let b = symbols.intern(".Run.ID", "$ID").unwrap();
        assert_eq!(symbols.intern(".Run.Registry", "other"), Some(a));
        assert_ne!(a, b);
        assert_eq!(symbols.spell(&format!("{a}/x:{b}")), "$Registry/x:$ID");
        assert!(symbols.occur_in(&format!("x{a}")));
    }

    #[test]
    fn the_authors_own_characters_are_not_given_out() {
        let mut symbols = Symbols::avoiding("x \u{F0000} y");
        assert_eq!(symbols.intern("k", "k"), Some('\u{F0001}'));
        assert_eq!(symbols.get('\u{F0000}'), None);
        assert!(!symbols.occur_in("\u{F0000}"));
    }
}
