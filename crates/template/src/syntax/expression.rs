//! The parser's other half: what stands inside an action.

use acrlint_text::{TextRange, TextSize};

use super::ast::{Command, Expr, Pipe, Variable};
use super::cursor::{MAX_DEPTH, Parser, Step};
use super::few::Few;
use super::lex::{Kind, Token};
use super::names::Names;
use crate::error::ErrorKind;
use crate::functions;
use crate::go::number;
use crate::go::quote::{quote_str, unquote};
use crate::syntax::Spelled;
use crate::value::Text;

fn pos(token: Token<'_>) -> u32 {
    token.range().start().into()
}

impl<'t> Parser<'_, 't> {
    /// A pipeline up to the token that ends it; also where that token ends.
    pub(super) fn pipeline(&mut self, context: &str, end: Kind) -> Step<(Pipe<'t>, usize)> {
        let first = self.peek_non_space();
        let mut pipe = Pipe {
            pos: pos(first),
            range: TextRange::empty(first.range().start()),
            variables: Vec::new(),
            assigns: false,
            commands: Few::None,
        };
        self.declarations(&mut pipe, context)?;
        loop {
            let token = self.next_non_space();
            match token.kind {
                kind if kind == end => {
                    self.check_pipeline(&pipe, token, context)?;
                    return Ok((pipe, token.end()));
                }
                Kind::Bool
                | Kind::CharConstant
                | Kind::Complex
                | Kind::Dot
                | Kind::Field
                | Kind::Identifier
                | Kind::Number
                | Kind::Nil
                | Kind::RawString
                | Kind::String
                | Kind::Variable
                | Kind::LeftParen => {
                    self.backup();
                    let command = self.command()?;
                    pipe.range = pipe.range.cover(command.range);
                    pipe.commands.push(command);
                }
                _ => return Err(self.unexpected(token, context)),
            }
        }
    }

    /// `$x :=`, `$x =`, `$i, $x :=`, if they stand there.
    fn declarations(&mut self, pipe: &mut Pipe<'t>, context: &str) -> Step<()> {
        loop {
            let variable = self.peek_non_space();
            if variable.kind != Kind::Variable {
                return Ok(());
            }
            self.next();
            // the blank after the variable matters when it turns out to be an argument
            let after = self.peek();
            let next = self.peek_non_space();
            if matches!(next.kind, Kind::Assign | Kind::Declare) {
                pipe.assigns = next.kind == Kind::Assign;
                self.next_non_space();
                self.declare(pipe, variable);
                return Ok(());
            }
            if next.kind != Kind::Char || next.text != "," {
                if after.kind == Kind::Space {
                    self.backup3(variable, after);
                } else {
                    self.backup2(variable);
                }
                return Ok(());
            }
            self.next_non_space();
            self.declare(pipe, variable);
            if context != "range" || pipe.variables.len() >= 2 {
                let text = format!("too many declarations in {context}");
                return Err(self.fail(variable.range(), &text, ErrorKind::Other));
            }
            let second = self.peek_non_space();
            if !matches!(
                second.kind,
                Kind::Variable | Kind::RightDelim | Kind::RightParen
            ) {
                let text = "range can only initialize variables";
                return Err(self.fail(second.range(), text, ErrorKind::Other));
            }
        }
    }

    fn declare(&mut self, pipe: &mut Pipe<'t>, token: Token<'t>) {
        pipe.variables.push(Variable {
            name: token.text,
            range: token.range(),
        });
        pipe.range = pipe.range.cover(token.range());
        self.state.variables.push(token.text);
    }

    fn check_pipeline(&mut self, pipe: &Pipe<'t>, end: Token<'t>, context: &str) -> Step<()> {
        if pipe.commands.is_empty() {
            let kind = ErrorKind::MissingValue {
                context: context.to_owned(),
            };
            let text = format!("missing value for {context}");
            return Err(self.fail(end.range(), &text, kind));
        }
        for (index, command) in pipe.commands.iter().enumerate().skip(1) {
            let constant = matches!(
                command.words.first(),
                Some(
                    Expr::Bool { .. }
                        | Expr::Dot { .. }
                        | Expr::Nil { .. }
                        | Expr::Number { .. }
                        | Expr::String { .. }
                )
            );
            if constant {
                let text = format!("non executable command in pipeline stage {}", index + 1);
                return Err(self.fail(command.range, &text, ErrorKind::NotExecutable));
            }
        }
        Ok(())
    }

    fn command(&mut self) -> Step<Command<'t>> {
        let first = self.peek_non_space();
        let mut command = Command {
            pos: pos(first),
            range: first.range(),
            words: Few::None,
        };
        loop {
            self.peek_non_space();
            if let Some(word) = self.operand()? {
                command.range = command.range.cover(word.range());
                command.words.push(word);
            }
            let token = self.next();
            match token.kind {
                Kind::Space => continue,
                Kind::RightDelim | Kind::RightParen => self.backup(),
                Kind::Pipe => {}
                _ => return Err(self.unexpected(token, "operand")),
            }
            break;
        }
        if command.words.is_empty() {
            return Err(self.fail(command.range, "empty command", ErrorKind::Other));
        }
        Ok(command)
    }

    /// A term with the fields after it.
    fn operand(&mut self) -> Step<Option<Expr<'t>>> {
        let Some(term) = self.term()? else {
            return Ok(None);
        };
        let chain = self.peek();
        if chain.kind != Kind::Field {
            return Ok(Some(term));
        }
        let mut end = chain.end();
        while self.peek().kind == Kind::Field {
            end = self.next().end();
        }
        let names = Names::new(&self.text[chain.start..end], chain.start);
        Ok(Some(match term {
            Expr::Field { names: first } => {
                let start = chain.start - first.text().len();
                Expr::Field {
                    names: Names::new(&self.text[start..end], start),
                }
            }
            Expr::Variable { variable, .. } => Expr::Variable { variable, names },
            Expr::Function { .. } | Expr::Paren { .. } | Expr::Chain { .. } => Expr::Chain {
                of: Box::new(term),
                names,
            },
            constant => {
                let text = format!("unexpected . after term {}", quote_str(&constant.spelled()));
                let kind = ErrorKind::Unexpected {
                    found: ".".to_owned(),
                    context: "operand".to_owned(),
                };
                let range = constant.range().cover(names.range());
                return Err(self.fail(range, &text, kind));
            }
        }))
    }

    fn term(&mut self) -> Step<Option<Expr<'t>>> {
        let token = self.next_non_space();
        let range = token.range();
        Ok(Some(match token.kind {
            Kind::Identifier => self.function(token)?,
            Kind::Dot => Expr::Dot { range },
            Kind::Nil => Expr::Nil { range },
            Kind::Variable => self.variable(token)?,
            Kind::Field => Expr::Field {
                names: Names::new(token.text, token.start),
            },
            Kind::Bool => Expr::Bool {
                range,
                value: token.text == "true",
            },
            Kind::CharConstant | Kind::Complex | Kind::Number => self.number_constant(token)?,
            Kind::LeftParen => self.parenthesis(token)?,
            Kind::String | Kind::RawString => match unquote(token.text) {
                Some(bytes) => Expr::String {
                    range,
                    quoted: token.text,
                    value: Text::from(bytes),
                },
                None => return Err(self.bad_string(token)),
            },
            _ => {
                self.backup();
                return Ok(None);
            }
        }))
    }

    fn function(&mut self, token: Token<'t>) -> Step<Expr<'t>> {
        let function = functions::find(token.text);
        match function {
            Some(function) => self.mutates |= function.mutates(),
            None => {
                let text = format!("function {} not defined", quote_str(token.text));
                let kind = ErrorKind::UnknownFunction {
                    name: token.text.to_owned(),
                };
                // the rest of the action is still worth reading
                self.fail(token.range(), &text, kind);
            }
        }
        Ok(Expr::Function {
            name: token.text,
            range: token.range(),
            function,
        })
    }

    fn variable(&mut self, token: Token<'t>) -> Step<Expr<'t>> {
        if token.text != "$" && !self.state.variables.contains(&token.text) {
            let text = format!("undefined variable {}", quote_str(token.text));
            let kind = ErrorKind::UndefinedVariable {
                name: token.text.to_owned(),
            };
            self.fail(token.range(), &text, kind);
        }
        Ok(Expr::Variable {
            variable: Variable {
                name: token.text,
                range: token.range(),
            },
            names: Names::new("", token.end()),
        })
    }

    fn number_constant(&mut self, token: Token<'t>) -> Step<Expr<'t>> {
        let read = match token.kind {
            Kind::CharConstant => number::character(token.text),
            Kind::Complex => number::complex(token.text),
            _ => number::number(token.text),
        };
        match read {
            Ok(value) => Ok(Expr::Number {
                range: token.range(),
                text: token.text,
                value: Box::new(value),
            }),
            Err(message) => {
                let kind = ErrorKind::BadConstant {
                    text: token.text.to_owned(),
                };
                Err(self.fail(token.range(), &message, kind))
            }
        }
    }

    fn parenthesis(&mut self, open: Token<'t>) -> Step<Expr<'t>> {
        if self.depth >= MAX_DEPTH {
            return Err(self.too_deep(open.range()));
        }
        self.depth += 1;
        let inside = self.pipeline("parenthesized pipeline", Kind::RightParen);
        self.depth -= 1;
        let (pipe, end) = inside?;
        let end = TextSize::try_from(end).unwrap_or(open.range().end());
        Ok(Expr::Paren {
            range: TextRange::new(open.range().start(), end.max(open.range().end())),
            pipe: Box::new(pipe),
        })
    }
}
