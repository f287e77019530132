//! The words of a command line as a POSIX shell cuts them: the runner hands `build` and `cmd` strings to `/bin/sh -c`.

use acrlint_text::{TextRange, TextSize};

/// A word without its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ShellWord {
    /// The word as a program gets it, with `$NAME`s as they are.
    pub(crate) text: String,
    /// Where it stands in the text, with its quotes.
    pub(crate) range: TextRange,
    /// Where each byte of `text` stands in the source; empty as long as they stand there one after the other.
    offsets: Vec<u32>,
}

impl ShellWord {
    /// Where a part of the word stands in the source, by bytes of `text`.
    pub(crate) fn part(&self, from: usize, to: usize) -> TextRange {
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
pub(crate) fn commands(text: &str) -> Vec<Vec<ShellWord>> {
    let mut lexer = Lexer {
        done: Vec::new(),
        words: Vec::new(),
        word: None,
    };
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next() {
                // a line goes on
                Some((_, '\n')) => {}
                Some((next, escaped)) => lexer.push(next, escaped, at),
                None => lexer.push(at, c, at),
            },
            '\'' => {
                lexer.begin(at);
                for (inner, c) in chars.by_ref() {
                    if c == '\'' {
                        lexer.end_at(inner + 1);
                        break;
                    }
                    lexer.push(inner, c, at);
                }
            }
            '"' => {
                lexer.begin(at);
                while let Some((inner, c)) = chars.next() {
                    match c {
                        '"' => {
                            lexer.end_at(inner + 1);
                            break;
                        }
                        '\\' if chars.peek().is_some_and(|(_, c)| "\"\\$`\n".contains(*c)) => {
                            if let Some((next, escaped)) = chars.next().filter(|(_, c)| *c != '\n')
                            {
                                lexer.push(next, escaped, at);
                            }
                        }
                        _ => lexer.push(inner, c, at),
                    }
                }
            }
            ';' | '&' | '|' | '\n' | '(' | ')' => lexer.end_command(),
            '#' if lexer.word.is_none() => while chars.next_if(|(_, c)| *c != '\n').is_some() {},
            _ if c.is_whitespace() => lexer.end_word(),
            _ => lexer.push(at, c, at),
        }
    }
    lexer.end_command();
    lexer.done
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

    fn push(&mut self, at: usize, c: char, begins: usize) {
        let word = self.begin(begins);
        let known = word.text.len();
        let follows = size(at) == word.range.start() + size(known);
        if !follows && word.offsets.is_empty() {
            let start = u32::from(word.range.start());
            word.offsets = (start..start + u32::from(size(known))).collect();
        }
        if !follows || !word.offsets.is_empty() {
            let bytes = (at..at + c.len_utf8()).map(|at| u32::from(size(at)));
            word.offsets.extend(bytes);
        }
        word.text.push(c);
        self.end_at(at + c.len_utf8());
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
