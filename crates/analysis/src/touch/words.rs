//! The words of a command line as a POSIX shell cuts them: the runner hands `build` and `cmd` strings to `/bin/sh -c`.

use acrlint_text::{TextRange, TextSize};

/// A word without its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShellWord {
    /// The word as a program gets it, with `$NAME`s as they are.
    pub text: String,
    /// Where it stands in the text, with its quotes.
    pub range: TextRange,
    /// Where each byte of `text` stands in the source; empty as long as they stand there one after the other.
    offsets: Vec<u32>,
}

impl ShellWord {
    /// Where a part of the word stands in the source, by bytes of `text`.
    pub fn part(&self, from: usize, to: usize) -> TextRange {
        let at = |index: usize| match self.offsets.get(index) {
            Some(offset) => Some(TextSize::new(*offset)),
            None if self.offsets.is_empty() && index < self.text.len() => {
                Some(self.range.start() + size(index))
            }
            None => None,
        };
        match (at(from), to.checked_sub(1).and_then(at)) {
            (Some(start), Some(last)) if from < to => {
                let width = TextSize::new(1);
                TextRange::new(start, last + width)
            }
            _ => self.range,
        }
    }

    /// The whole word without its outer quotes.
    #[cfg(test)]
    pub(crate) fn inner(&self) -> TextRange {
        self.part(0, self.text.len())
    }
}

/// The simple commands of a text, each as its words. Separators (`;`, `&`, `|`, line breaks, parentheses) end a command;
/// redirections stay words of it.
pub fn commands(text: &str) -> Vec<Vec<ShellWord>> {
    let mut lexer = Lexer {
        done: Vec::new(),
        words: Vec::new(),
        word: None,
    };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        at = match c {
            '\\' => lexer.escaped(text, at),
            '\'' => lexer.single_quoted(text, at),
            '"' => lexer.double_quoted(text, at),
            ';' | '&' | '|' | '\n' | '(' | ')' => {
                lexer.end_command();
                next
            }
            '#' if lexer.word.is_none() => text[at..].find('\n').map_or(text.len(), |end| at + end),
            _ if c.is_whitespace() => {
                lexer.end_word();
                next
            }
            _ => {
                let end = text[next..]
                    .find(ends_plain)
                    .map_or(text.len(), |end| next + end);
                lexer.push(at, &text[at..end], at);
                end
            }
        };
    }
    lexer.end_command();
    lexer.done
}

/// Whether a character ends a plain stretch of a word.
fn ends_plain(c: char) -> bool {
    matches!(c, '\\' | '\'' | '"' | ';' | '&' | '|' | '(' | ')') || c.is_whitespace()
}

struct Lexer {
    done: Vec<Vec<ShellWord>>,
    words: Vec<ShellWord>,
    word: Option<ShellWord>,
}

impl Lexer {
    fn begin(&mut self, at: usize) -> &mut ShellWord {
        self.word.get_or_insert_with(|| ShellWord {
            text: String::new(),
            range: TextRange::empty(size(at)),
            offsets: Vec::new(),
        })
    }

    /// `\x`, or a line that goes on; where reading goes on.
    fn escaped(&mut self, text: &str, at: usize) -> usize {
        let behind = at + 1;
        match text[behind..].chars().next() {
            Some('\n') => behind + 1,
            Some(c) => {
                let end = behind + c.len_utf8();
                self.push(behind, &text[behind..end], at);
                end
            }
            None => {
                self.push(at, "\\", at);
                behind
            }
        }
    }

    fn single_quoted(&mut self, text: &str, at: usize) -> usize {
        self.begin(at);
        let inner = at + 1;
        let length = text[inner..].find('\'');
        let end = inner + length.unwrap_or(text.len() - inner);
        self.push(inner, &text[inner..end], at);
        let end = end + usize::from(length.is_some());
        self.end_at(end);
        end
    }

    fn double_quoted(&mut self, text: &str, begins: usize) -> usize {
        self.begin(begins);
        let mut at = begins + 1;
        while let Some(c) = text[at..].chars().next() {
            match c {
                '"' => {
                    self.end_at(at + 1);
                    return at + 1;
                }
                '\\' if text[at + 1..].starts_with(['"', '\\', '$', '`']) => {
                    self.push(at + 1, &text[at + 1..at + 2], begins);
                    at += 2;
                }
                '\\' if text[at + 1..].starts_with('\n') => at += 2,
                _ => {
                    let next = at + c.len_utf8();
                    let end = text[next..].find(['"', '\\']);
                    let end = end.map_or(text.len(), |end| next + end);
                    self.push(at, &text[at..end], begins);
                    at = end;
                }
            }
        }
        at
    }

    /// Adds a stretch of the source to the word.
    fn push(&mut self, at: usize, part: &str, begins: usize) {
        let word = self.begin(begins);
        let known = word.text.len();
        let follows = size(at) == word.range.start() + size(known);
        if !follows && word.offsets.is_empty() {
            let start = u32::from(word.range.start());
            word.offsets = (start..start + u32::from(size(known))).collect();
        }
        if !follows || !word.offsets.is_empty() {
            let bytes = (at..at + part.len()).map(|at| u32::from(size(at)));
            word.offsets.extend(bytes);
        }
        word.text.push_str(part);
        self.end_at(at + part.len());
    }

    fn end_at(&mut self, end: usize) {
        if let Some(word) = &mut self.word {
            word.range = TextRange::new(word.range.start(), size(end).max(word.range.end()));
        }
    }

    fn end_word(&mut self) {
        self.words.extend(self.word.take());
    }

    fn end_command(&mut self) {
        self.end_word();
        if !self.words.is_empty() {
            self.done.push(std::mem::take(&mut self.words));
        }
    }
}

fn size(n: usize) -> TextSize {
    TextSize::try_from(n).unwrap_or(TextSize::new(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let commands = commands(text);
        let words = |words: Vec<ShellWord>| words.into_iter().map(|word| word.text).collect();
        commands.into_iter().map(words).collect()
    }

    #[test]
    fn quotes_group_and_go() {
        assert_eq!(
            texts(r#"-t "a b" --x='$y z' c\ d "e\"f" # note"#),
            [["-t", "a b", "--x=$y z", "c d", "e\"f"]]
        );
        assert_eq!(
            texts("a && b; c | d\n(e)"),
            [["a"], ["b"], ["c"], ["d"], ["e"]]
        );
        assert_eq!(texts("'open"), [["open"]]);
    }

    #[test]
    fn parts_lead_back_to_the_text() {
        let text = r#"run --x="näme=r.io/a" 'b'"#;
        let words = commands(text).remove(0);
        let value = &words[1];
        let at = value.text.find("r.io").unwrap_or_default();
        assert_eq!(&text[value.part(at, at + 4)], "r.io");
        assert_eq!(&text[words[2].inner()], "b");
        assert_eq!(&text[words[2].range], "'b'");
    }

    proptest::proptest! {
        #[test]
        fn every_range_is_inside(text in "[-a \"'\\\\é$;&\n=#]{0,40}") {
            for word in commands(&text).iter().flatten() {
                proptest::prop_assert!(text.get(std::ops::Range::<usize>::from(word.range)).is_some());
                for at in 0..=word.text.len() {
                    if word.text.is_char_boundary(at) {
                        proptest::prop_assert!(text.get(std::ops::Range::<usize>::from(word.part(0, at))).is_some());
                    }
                }
            }
        }
    }
}
