//! Words with their quotes.

use super::Parser;
use crate::range::range;
use crate::script::{Cursor, Piece, Pieces, Spread, Word, placeholder};

/// What ends a word besides the end of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// A blank or an operator.
    Blank,
    /// The bracket of `${…}`.
    Brace,
}

impl Parser<'_> {
    /// Reads a word. It is empty, and nothing is read, where none stands.
    pub(super) fn word(&mut self, until: Until) -> Word {
        let mut out = Pieces::new(self.at);
        while let Some(c) = self.peek() {
            match c {
                '\\' if self.starts("\\\n") => self.at += 2,
                '\\' if self.starts("\\\r\n") => self.at += 3,
                '\\' => {
                    self.at += 1;
                    out.quoted = true;
                    self.one(&mut out);
                }
                '\'' => self.single(&mut out),
                '"' => {
                    self.at += 1;
                    self.double(&mut out);
                }
                '$' => self.dollar(&mut out, Spread::Split),
                '`' => self.backquotes(&mut out, false),
                '}' if until == Until::Brace => break,
                '<' if until == Until::Blank && self.placeholder(&mut out) => {}
                ' ' | '\t' | '\n' | ';' | '&' | '|' | '(' | ')' | '<' | '>'
                    if until == Until::Blank =>
                {
                    break;
                }
                '\r' if self.starts("\r\n") && until == Until::Blank => break,
                _ => self.one(&mut out),
            }
        }
        out.finish(self.at)
    }

    /// Reads a character as it is.
    fn one(&mut self, out: &mut Pieces) {
        let start = self.at;
        self.bump();
        out.verbatim(&self.text[start..self.at], start);
    }

    fn single(&mut self, out: &mut Pieces) {
        out.quoted = true;
        let start = self.at + 1;
        let inside = self.text.get(start..self.end).unwrap_or_default();
        let length = inside.find('\'').unwrap_or(inside.len());
        out.verbatim(&inside[..length], start);
        self.at = (start + length + 1).min(self.end);
    }

    /// Reads on to the closing double quote.
    pub(super) fn double(&mut self, out: &mut Pieces) {
        out.quoted = true;
        while let Some(c) = self.peek() {
            match c {
                '"' => {
                    self.at += 1;
                    return;
                }
                _ => self.in_double(out, c, "$`\"\\"),
            }
        }
    }

    /// Reads one thing between double quotes or in a here-document, where `escaped` can stand behind a backslash.
    pub(super) fn in_double(&mut self, out: &mut Pieces, c: char, escaped: &str) {
        match c {
            '\\' => {
                let next = self.rest().chars().nth(1);
                match next {
                    Some('\n') => self.at += 2,
                    Some(next) if escaped.contains(next) => {
                        self.at += 1;
                        self.one(out);
                    }
                    _ => self.one(out),
                }
            }
            '$' => self.dollar(out, Spread::Whole),
            '`' => self.backquotes(out, true),
            _ => self.one(out),
        }
    }

    /// `<name>`, as manuals write what the reader has to fill in. A shell would take it for redirections.
    fn placeholder(&mut self, out: &mut Pieces) -> bool {
        let Some(length) = placeholder(self.rest()) else {
            return false;
        };
        let start = self.at;
        self.at += length;
        out.piece(Piece::Named {
            spelling: self.text[start..self.at].to_owned(),
            range: range(start, self.at),
        });
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::script::last_words;

    fn words(script: &str) -> Vec<String> {
        last_words(script, &super::super::parse(script, false))
    }

    #[test]
    fn quotes() {
        assert_eq!(
            words(r#"a 'b c' "d \" e" f\ g '' x"y"'z'"#),
            ["a", "b c", "d \" e", "f g", "", "xyz"]
        );
        assert_eq!(words("a $'b\\n\\'c' \\\n  d#e # f"), ["a", "b\n'c", "d#e"]);
        assert_eq!(
            words(r#"a "\n" '$x' "\$x" \$x"#),
            ["a", "\\n", "$x", "$x", "$x"]
        );
    }

    #[test]
    fn variables_make_words() {
        assert_eq!(
            words("x='b c'; a $x \"$x\" -$x-"),
            ["a", "b", "c", "b c", "-b", "c-"]
        );
        assert_eq!(words("x=; a $x \"$x\""), ["a", ""]);
        assert_eq!(words("a $x \"$x\" -$x"), ["a", "$x?", "$x", "-$x"]);
        assert_eq!(
            words("x=(1 '2 3'); x+=(4); a \"${x[@]}\" $x"),
            ["a", "1", "2 3", "4", "1"]
        );
        assert_eq!(words("a \"$@\" \"${y[@]}\" $1"), ["a", "$@*", "$y*", "$1?"]);
        assert_eq!(
            words("set -- 1 2 3; shift; a $1 \"$@\""),
            ["a", "2", "2", "3"]
        );
    }

    #[test]
    fn changed_variables() {
        assert_eq!(
            words("a ${x:-b} ${x-c} ${x:=d} $x"),
            ["a", "b", "c", "d", "d"]
        );
        assert_eq!(
            words("x=B; a ${x:-b} ${x,,} ${x#B}"),
            ["a", "B", "b", "$x?"]
        );
        assert_eq!(words("source y; a ${x:-b}"), ["a", "$x?"]);
        assert_eq!(words("x=1; if b; then x=2; fi; a $x"), ["a", "$x?"]);
        assert_eq!(words("x=1; if b; then x=2; exit; fi; a $x"), ["a", "1"]);
        assert_eq!(words("if b; then x=1; else x=1; fi; a $x"), ["a", "1"]);
        assert_eq!(words("x=1; (x=2); b | x=3; a $x"), ["a", "1"]);
        assert_eq!(words("while b; do x=$x.; done; a $x"), ["a", "$x?"]);
        assert_eq!(
            words("f() { local x=$1; y=$x; }; x=1; f 2; a $x $y"),
            ["a", "1", "2"]
        );
    }

    #[test]
    fn outputs() {
        assert_eq!(
            words("a $(echo b c) \"$(printf '%s' d)\" `echo e` $((1 + 2))"),
            ["a", "b", "c", "d", "e", "$((…))?"]
        );
        assert_eq!(words("x=$(cat <<E\n1\nE\n); a \"$x\""), ["a", "1"]);
        assert_eq!(
            words("a $(az acr show -n Reg --query loginServer -o tsv)"),
            ["a", "reg.azurecr.io"]
        );
    }
}
