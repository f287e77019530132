//! Patterns of paths, as `globset` and most tools read them, with `/` between folders.

use regex::Regex;

/// A pattern: `?` is one character and `*` any number of them in one name, `**` any number of folders, `[a-z]` and
/// `[!a-z]` are one character, `{a,b}` is one of several, and `\` takes the next character as it is.
#[derive(Debug, Clone)]
pub(crate) struct Glob(Regex);

/// Why a text is no pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadGlob {
    #[error("unclosed character class; missing ']'")]
    Class,
    #[error("invalid range; '{0}' > '{1}'")]
    Range(char, char),
    #[error("unopened alternate group; missing '{{' (maybe escape '}}' with '[}}]'?)")]
    NotOpened,
    #[error("unclosed alternate group; missing '}}' (maybe escape '{{' with '[{{]'?)")]
    NotClosed,
    #[error("dangling '\\'")]
    Dangling,
    #[error("it is too large")]
    Large,
}

impl Glob {
    /// Reads a pattern.
    pub(crate) fn new(pattern: &str) -> Result<Self, BadGlob> {
        // folders alone are whatever is in them
        let folders = !pattern.is_empty() && pattern.replace("**/", "").is_empty();
        let mut reader = Reader {
            rest: if folders { "**" } else { pattern },
            out: String::from("(?s)^"),
            open: Vec::new(),
        };
        reader.run()?;
        reader.out.push('$');
        Regex::new(&reader.out)
            .map(Self)
            .map_err(|_| BadGlob::Large)
    }

    /// Whether a path fits.
    pub(crate) fn matches(&self, path: &str) -> bool {
        self.0.is_match(path)
    }
}

/// Turns a pattern into a regular expression.
struct Reader<'p> {
    rest: &'p str,
    out: String,
    /// The `{` that are open, and whether a name begins behind each.
    open: Vec<bool>,
}

impl Reader<'_> {
    fn bump(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn run(&mut self) -> Result<(), BadGlob> {
        // the beginning of the pattern, or of one of several, is the beginning of a name
        let mut begins = true;
        while let Some(c) = self.bump() {
            let began = std::mem::replace(&mut begins, c == '/');
            match c {
                '?' => self.out.push_str("[^/]"),
                '*' => begins = self.star(began),
                '[' => self.class()?,
                '{' => {
                    self.open.push(began);
                    begins = began;
                    self.out.push_str("(?:");
                }
                '}' => {
                    self.open.pop().ok_or(BadGlob::NotOpened)?;
                    self.out.push(')');
                }
                ',' if !self.open.is_empty() => {
                    begins = self.open.ends_with(&[true]);
                    self.out.push('|');
                }
                '\\' => {
                    let c = self.bump().ok_or(BadGlob::Dangling)?;
                    begins = c == '/';
                    self.literal(c);
                }
                c => self.literal(c),
            }
        }
        match self.open.is_empty() {
            true => Ok(()),
            false => Err(BadGlob::NotClosed),
        }
    }

    /// What a `*` is; whether a name begins behind it. Two of them are folders where they are a whole name.
    fn star(&mut self, began: bool) -> bool {
        if began && self.rest.starts_with("*/") {
            self.rest = &self.rest[2..];
            self.out.push_str("(?:[^/]*/)*");
            return true;
        }
        let last =
            |rest: &str| rest.is_empty() || !self.open.is_empty() && rest.starts_with([',', '}']);
        if began && self.rest.strip_prefix('*').is_some_and(last) {
            self.bump();
            self.out.push_str(".*");
            return false;
        }
        self.rest = self.rest.trim_start_matches('*');
        self.out.push_str("[^/]*");
        false
    }

    fn literal(&mut self, c: char) {
        self.out
            .push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
    }

    fn class(&mut self) -> Result<(), BadGlob> {
        let negative = self.rest.starts_with(['!', '^']);
        if negative {
            self.bump();
        }
        let mut ranges = Vec::new();
        loop {
            let from = self.bump().ok_or(BadGlob::Class)?;
            if from == ']' && !ranges.is_empty() {
                break;
            }
            let to = match self.rest.strip_prefix('-') {
                Some(rest) if !rest.starts_with(']') => {
                    self.rest = rest;
                    self.bump().ok_or(BadGlob::Class)?
                }
                _ => from,
            };
            if from > to {
                return Err(BadGlob::Range(from, to));
            }
            ranges.push((from, to));
        }
        if negative {
            ranges.push(('/', '/'));
            self.set("^", &ranges);
        } else {
            // a `/` is between names, never in one
            let split = ranges
                .iter()
                .flat_map(|&(from, to)| [(from, to.min('.')), (from.max('0'), to)]);
            self.set(
                "",
                &split.filter(|(from, to)| from <= to).collect::<Vec<_>>(),
            );
        }
        Ok(())
    }

    fn set(&mut self, sign: &str, ranges: &[(char, char)]) {
        if ranges.is_empty() {
            // nothing fits
            self.out.push_str("(?:$a)");
            return;
        }
        let code = |c: char| format!("\\x{{{:X}}}", u32::from(c));
        let ranges = ranges
            .iter()
            .map(|&(from, to)| format!("{}-{}", code(from), code(to)));
        self.out
            .push_str(&format!("[{sign}{}]", ranges.collect::<String>()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn oracle(pattern: &str) -> Result<globset::GlobMatcher, globset::Error> {
        let mut glob = globset::GlobBuilder::new(pattern);
        Ok(glob.literal_separator(true).build()?.compile_matcher())
    }

    #[test]
    fn words_of_globset() {
        for pattern in ["[a", "[b-a]", "{a", "a}", "a\\"] {
            let own = Glob::new(pattern).unwrap_err().to_string();
            assert_eq!(own, oracle(pattern).unwrap_err().kind().to_string());
        }
    }

    #[test]
    fn a_character_is_one() {
        assert!(Glob::new("?").unwrap().matches("ä"));
        assert!(Glob::new("[!a]").unwrap().matches("ä"));
    }

    proptest! {
        #[test]
        fn as_globset(pattern in r"(\*\*/|/\*\*|[ab/*?.\\!^-]|\[[!^]?[ab/\]-]{1,3}\]|\{[ab][ab*/]{0,3},[ab?]{1,3}\}){0,6}", paths in proptest::collection::vec("[ab/.-]{0,8}", 20)) {
            match (Glob::new(&pattern), oracle(&pattern)) {
                (Ok(own), Ok(globset)) => for path in paths {
                    prop_assert_eq!(own.matches(&path), globset.is_match(&path), "{} {}", pattern, path);
                },
                (own, globset) => prop_assert_eq!(own.is_ok(), globset.is_ok(), "{} {:?}", pattern, globset.err()),
            }
        }
    }
}
