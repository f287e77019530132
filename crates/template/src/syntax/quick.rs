//! The shortest way through the most frequent pieces of a template: text, and actions that are a chain of fields.

use acrlint_text::TextRange;

use super::ast::{Action, Command, Expr, Node, Pipe};
use super::cursor::Parser;
use super::few::Few;
use super::lex::{Kind, Lexer, Token, range};
use super::names::Names;

impl<'t> Lexer<'t> {
    /// Reads the rest of an action that is nothing but a chain of fields with ASCII names: the chain and the closing
    /// delimiter. Anything else stays unread.
    fn chain(&mut self) -> Option<(Names<'t>, Token<'t>)> {
        let bytes = self.text.as_bytes();
        let start = blanks(bytes, self.pos);
        let end = chain(bytes, start)?;
        let close = blanks(bytes, end);
        let trim = match bytes.get(close..)? {
            [b'}', b'}', ..] => false,
            // the last of the blanks belongs to the trim marker
            [b'-', b'}', b'}', ..] if close > end => {
                self.pos = close - 1;
                return Some((self.names(start, end), self.closing(true)));
            }
            _ => return None,
        };
        self.pos = close;
        Some((self.names(start, end), self.closing(trim)))
    }

    fn names(&self, start: usize, end: usize) -> Names<'t> {
        Names::new(&self.text[start..end], start)
    }
}

/// The action that begins with the delimiter at `open`, if it is nothing but a chain of fields with ASCII names and trims
/// nothing: the chain as written, and where the action ends.
pub(crate) fn plain_action(text: &str, open: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let start = blanks(bytes, open + 2);
    let end = chain(bytes, start)?;
    let close = blanks(bytes, end);
    let closes = bytes[close..].starts_with(b"}}");
    closes.then(|| (&text[start..end], close + 2))
}

/// The first byte from `at` on that is no blank.
fn blanks(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\r' | b'\n') = bytes.get(at) {
        at += 1;
    }
    at
}

/// The end of the chain of fields that begins at `at`.
fn chain(bytes: &[u8], mut at: usize) -> Option<usize> {
    let start = at;
    while let [b'.', b'A'..=b'Z' | b'a'..=b'z' | b'_', ..] = bytes.get(at..)? {
        at += 2;
        while let Some(b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'0'..=b'9') = bytes.get(at) {
            at += 1;
        }
    }
    (at > start).then_some(at)
}

impl<'t> Parser<'_, 't> {
    /// The node that begins with this token, which was peeked, if it is text or a chain of fields. It is what
    /// [`Parser::text_or_action`] would read.
    pub(super) fn quick(&mut self, peeked: Token<'t>) -> Option<Node<'t>> {
        let node = match peeked.kind {
            Kind::Text => Node::Text {
                text: peeked.text,
                range: peeked.range(),
            },
            Kind::LeftDelim => {
                let (names, close) = self.lexer.chain()?;
                self.replace_last(close);
                Node::Action(Action {
                    range: range(peeked.start, close.end()),
                    pipe: pipe(names),
                })
            }
            _ => return None,
        };
        self.next();
        Some(node)
    }
}

fn pipe(names: Names<'_>) -> Pipe<'_> {
    let range: TextRange = names.range();
    let pos = range.start().into();
    let words = Few::One(Expr::Field { names });
    Pipe {
        pos,
        range,
        variables: Vec::new(),
        assigns: false,
        commands: Few::One(Command { pos, range, words }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::Item;
    use super::*;
    use proptest::prelude::*;

    fn parser(text: &str) -> Parser<'_, '_> {
        Parser::new("p", text)
    }

    /// Whether the text was read quickly; then the long way reads the same and stops at the same place.
    fn agrees(text: &str) -> Result<bool, TestCaseError> {
        let (mut short, mut long) = (parser(text), parser(text));
        let peeked = short.peek();
        let Some(node) = short.quick(peeked) else {
            prop_assert_eq!(short.peek().start, peeked.start);
            prop_assert_eq!(short.lexer.pos, {
                long.peek();
                long.lexer.pos
            });
            return Ok(false);
        };
        let Ok(Item::Node(expected)) = long.text_or_action() else {
            return Err(TestCaseError::fail("the long way reads no node"));
        };
        prop_assert_eq!(format!("{node:?}"), format!("{expected:?}"));
        prop_assert_eq!(short.lexer.pos, long.lexer.pos);
        prop_assert!(long.error.is_none());
        prop_assert_eq!(format!("{:?}", short.peek()), format!("{:?}", long.peek()));
        Ok(true)
    }

    #[test]
    fn chains_are_read_quickly() -> Result<(), TestCaseError> {
        let chains = [
            "{{.a}}",
            "{{ .Run.ID }}x",
            "{{- ._1.b2\n-}} y",
            "{{\t.a -}}",
            "text {{",
        ];
        for text in chains {
            assert!(agrees(text)?, "{text}");
        }
        for text in [
            "{{.}}",
            "{{.1}}",
            "{{.a.}}",
            "{{.a-}}",
            "{{.a",
            "{{.a b}}",
            "{{.\u{e9}}}",
            "{{$.a}}",
        ] {
            assert!(!agrees(text)?, "{text}");
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn both_ways_agree(rest in "[-. }a_0\u{e9}|$\n{]{0,10}", close in "( -)?\\}\\}.{0,2}") {
            agrees(&format!("{{{{{rest}{close}"))?;
            agrees(&format!("{{{{- {rest}{close}"))?;
        }
    }
}
