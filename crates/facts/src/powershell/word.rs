//! The words of a command.

use super::Parser;
use crate::range::range;
use crate::script::{Cursor, Piece, Pieces, Spread, Word, placeholder};

impl Parser<'_> {
    /// Reads a word of a command. It is empty, and nothing is read, where none stands.
    pub(super) fn word(&mut self) -> Word {
        let start = self.at;
        let mut out = Pieces::new(start);
        while let Some(c) = self.peek() {
            let first = self.at == start;
            match c {
                '`' if self.starts("`\n") || self.starts("`\r\n") => break,
                '`' => self.escaped(&mut out),
                '$' => {
                    let spread = if first { Spread::Either } else { Spread::Whole };
                    self.dollar(&mut out, spread);
                }
                '@' if first && self.splat(&mut out) => {}
                '@' if first && self.starts("@(") => {
                    self.at += 1;
                    self.brackets(&mut out);
                }
                '\'' | '"' | '@' if self.string(&mut out) => {}
                '(' if first => self.brackets(&mut out),
                // a template of the task runner
                '{' if self.starts("{{") => {
                    let rest = self.rest();
                    let near = rest
                        .char_indices()
                        .take(256)
                        .find(|(at, _)| rest[*at..].starts_with("}}"));
                    let Some((length, _)) = near else { break };
                    out.verbatim(&rest[..length + 2], self.at);
                    self.at += length + 2;
                }
                '<' if self.placeholder(&mut out) => {}
                '{' | '}' | '(' | ')' | ';' | '|' | '&' | '\n' | ' ' | '\t' | '\r' => break,
                '>' if first => break,
                _ => self.one(&mut out),
            }
        }
        out.finish(self.at)
    }

    /// `@name`: the items of a list as words.
    fn splat(&mut self, out: &mut Pieces) -> bool {
        let start = self.at;
        if !self.rest()[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            return false;
        }
        let Some(name) = self.variable_name() else {
            return false;
        };
        let before = out.is_empty();
        if before {
            self.variable(out, name, start, Spread::Each);
        }
        before
    }

    /// `(…)`: what a statement puts out, and members of it.
    pub(super) fn brackets(&mut self, out: &mut Pieces) {
        let start = self.at;
        self.at += 1;
        let body = self.nested(Self::statements);
        self.eat(")");
        let (path, _) = self.members();
        out.piece(Piece::Output {
            body: body.into(),
            path,
            whole: true,
            range: range(start, self.at),
        });
    }

    /// `<name>`, as manuals write what the reader has to fill in.
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
            words("a 'b''c' \"d`\"e\"\"\" f` g `\n h # i"),
            ["a", "b'c", "d\"e\"", "f g", "h"]
        );
        assert_eq!(
            words("$x = 'y'; a '$x' \"$x.z\" \"${x}1\" \"$($x)\""),
            ["a", "$x", "y.z", "y1", "y"]
        );
        assert_eq!(
            words("a x:{{.Run.ID}} [system] <b>"),
            ["a", "x:{{.Run.ID}}", "[system]", "<b>"]
        );
    }

    #[test]
    fn variables() {
        assert_eq!(
            words("$X = 'b c' + \"d\"; a $x $y -$z"),
            ["a", "b cd", "$y", "-$z"]
        );
        assert_eq!(
            words("$x = @('1', '2'); $x += '3'; a @x $x"),
            ["a", "1", "2", "3", "1", "2", "3"]
        );
        assert_eq!(words("a @y @args"), ["a", "@y*", "@args*"]);
        assert_eq!(
            words("$x = \"A\".ToLower(); a $x.Name $env:B"),
            ["a", "$x.name", "$env:B"]
        );
        assert_eq!(
            words("$x = 'B'; a $x.ToLower() $($x.Trim())"),
            ["a", "b", "B"]
        );
        assert_eq!(
            words("if ($b) { $x = '1' } else { $x = '2' }; a $x"),
            ["a", "$x"]
        );
    }

    #[test]
    fn outputs() {
        assert_eq!(
            words(
                "$r = az acr show -n Reg | ConvertFrom-Json\na $r.loginServer (az acr show -n b).loginServer"
            ),
            ["a", "reg.azurecr.io", "b.azurecr.io"]
        );
        assert_eq!(words("$x = @'\n1\n2\n'@\na $x"), ["a", "1\n2"]);
    }
}
