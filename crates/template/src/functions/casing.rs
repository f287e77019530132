//! snake_case and kebab-case, as the library that sprig uses cuts words.

use crate::go::unicode as go;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    /// Begins with an upper case letter.
    Upper,
    /// Lower case letters and letters without case.
    Letters,
    Connector,
    Punctuation,
    Other,
}

use Kind::{Connector, Letters, Number, Other, Punctuation, Upper};

fn is_connector(c: char) -> bool {
    c == '-' || c == '_' || go::is_space(c)
}

/// Letters that carry no case count as well.
fn is_letter(c: char) -> bool {
    go::is_letter(c)
}

/// The first word and what follows.
fn word(text: &str) -> Option<(Kind, &str, &str)> {
    let first = text.chars().next()?;
    let run = |kind: Kind, goes_on: &dyn Fn(char) -> bool| {
        let end = text
            .char_indices()
            .skip(1)
            .find(|(_, c)| !goes_on(*c))
            .map_or(text.len(), |(at, _)| at);
        Some((kind, &text[..end], &text[end..]))
    };
    if is_connector(first) {
        run(Connector, &is_connector)
    } else if go::is_punct(first) {
        run(Punctuation, &go::is_punct)
    } else if go::is_upper(first) {
        Some(upper_word(text))
    } else if is_letter(first) {
        run(Letters, &|c| is_letter(c) && !go::is_upper(c))
    } else if go::is_number(first) {
        run(Number, &go::is_number)
    } else {
        run(Other, &|c| {
            !(is_connector(c) || is_letter(c) || go::is_number(c) || go::is_punct(c))
        })
    }
}

/// `Word`, or several upper case letters of which the last belongs to the next word when that goes on in lower case.
fn upper_word(text: &str) -> (Kind, &str, &str) {
    let mut ends = text.char_indices().map(|(at, c)| (at + c.len_utf8(), c));
    let (mut end, _) = ends.next().unwrap_or_default();
    let mut rest = ends.peekable();
    let several = rest.peek().is_some_and(|(_, c)| go::is_upper(*c));
    if several {
        let mut before = end;
        while let Some((next, _)) = rest.next_if(|(_, c)| go::is_upper(*c)) {
            before = end;
            end = next;
        }
        if rest.peek().is_some_and(|(_, c)| is_letter(*c)) {
            end = before;
        }
    } else {
        while let Some((next, _)) = rest.next_if(|(_, c)| is_letter(*c) && !go::is_upper(*c)) {
            end = next;
        }
    }
    (Upper, &text[..end], &text[end..])
}

/// The words of a text in lower case with a connector between.
pub(super) fn separated(text: &str, connector: char) -> String {
    let mut words = Words {
        rest: text,
        out: String::with_capacity(text.len() + 8),
        connector,
    };
    words.run();
    words.out
}

struct Words<'t> {
    rest: &'t str,
    out: String,
    connector: char,
}

impl<'t> Words<'t> {
    fn next(&mut self) -> Option<(Kind, &'t str)> {
        let (kind, found, rest) = word(self.rest)?;
        self.rest = rest;
        Some((kind, found))
    }

    fn put(&mut self, (kind, word): (Kind, &str)) {
        if !matches!(kind, Upper | Connector) {
            self.out.push_str(word);
            return;
        }
        for c in word.chars() {
            self.out.push(match c {
                c if is_connector(c) => self.connector,
                c if go::is_upper(c) => go::to_lower(c),
                c => c,
            });
        }
    }

    /// A connector before a word that does not bring its own.
    fn connect(&mut self, next: Option<(Kind, &str)>) {
        if next.is_some_and(|(kind, _)| !matches!(kind, Connector | Punctuation)) {
            self.out.push(self.connector);
        }
    }

    /// Small letters and digits in turn, which belong to the number before them.
    fn put_tail(&mut self, mut next: Option<(Kind, &'t str)>) -> Option<(Kind, &'t str)> {
        while let Some(word) = next.filter(|(kind, _)| matches!(kind, Letters | Number)) {
            self.put(word);
            next = self.next();
        }
        next
    }

    fn run(&mut self) {
        let mut present = self.next();
        while let Some(word) = present.filter(|_| !self.rest.is_empty()) {
            if word.0 != Connector {
                self.put(word);
            }
            let next = self.next();
            present = match word.0 {
                Number => {
                    let next = self.put_tail(next);
                    self.connect(next);
                    next
                }
                Connector => {
                    self.put(word);
                    next
                }
                Punctuation => next,
                _ => self.after_letters(next),
            };
        }
        if let Some(word) = present {
            self.put(word);
        }
    }

    /// After letters: a number that letters follow begins a new word, any other number ends this one.
    fn after_letters(&mut self, next: Option<(Kind, &'t str)>) -> Option<(Kind, &'t str)> {
        let Some(number) = next.filter(|(kind, _)| *kind == Number) else {
            self.connect(next);
            return next;
        };
        if self.rest.is_empty() {
            return Some(number);
        }
        let after = self.next();
        if after.is_none_or(|(kind, _)| kind != Letters) {
            self.put(number);
            self.connect(after);
            return after;
        }
        self.out.push(self.connector);
        self.put(number);
        let after = self.put_tail(after);
        self.connect(after);
        after
    }
}

#[cfg(test)]
mod tests {
    use super::separated;

    #[test]
    fn cuts_words() {
        for (text, snake) in [
            ("FirstName", "first_name"),
            ("HTTPServer", "http_server"),
            ("NoHTTPS", "no_https"),
            ("GO_PATH", "go_path"),
            ("GO PATH", "go_path"),
            ("HTTP20xOK", "http_20x_ok"),
            ("a1b", "a_1b"),
            ("", ""),
        ] {
            assert_eq!(separated(text, '_'), snake, "{text}");
        }
    }
}
