//! Fields: of maps, of what is unknown, and the methods of dates and versions.

use std::rc::Rc;

use crate::context::{Context, Fault};
use crate::error::ErrorKind;
use crate::eval::{Evaluated, Given, symbol_text};
use crate::exec::{At, Halt, MAX_DEPTH, Machine, Operand};
use crate::functions::Type;
use crate::syntax::{Expr, Few, Name, Names, Pipe};
use crate::value::{Map, MapKind, OpenRest, Text, Value};

impl<'a, 't> Machine<'a, 't, '_> {
    /// What a pipeline gives that is just a chain of fields, if these are known entries of maps and the last is a text.
    /// Then [`Machine::pipeline`] gives the same and does nothing else.
    pub(crate) fn known_text(&self, dot: &Operand, pipe: &Pipe<'t>) -> Option<Text> {
        let Few::One(command) = &pipe.commands else {
            return None;
        };
        let Few::One(Expr::Field { names }) = &command.words else {
            return None;
        };
        if !pipe.variables.is_empty() || self.depth >= MAX_DEPTH {
            return None;
        }
        let mut names = *names;
        let mut value = match &dot.value {
            Value::Map(map) => Value::Map(Rc::clone(map)),
            _ => return None,
        };
        while let Some((name, rest)) = names.split() {
            value = match &value {
                Value::Map(map) if !is_method(map, name) => map.get(name.as_bytes())?,
                _ => return None,
            };
            names = rest;
        }
        match value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn fields(
        &mut self,
        node: &'a Expr<'t>,
        of: &Operand,
        names: Names<'t>,
        given: Given<'a, 't>,
    ) -> Evaluated {
        let Some((mut name, mut rest)) = names.split_first() else {
            return Ok(of.clone());
        };
        let mut inner = None;
        while let Some((next, after)) = rest.split_first() {
            let of = inner.as_ref().unwrap_or(of);
            inner = Some(self.field(node, of, name, Given::NOTHING)?);
            (name, rest) = (next, after);
        }
        // what is given is for the last one
        self.field(node, inner.as_ref().unwrap_or(of), name, given)
    }

    fn field(
        &mut self,
        node: &'a Expr<'t>,
        of: &Operand,
        name: Name<'t>,
        given: Given<'a, 't>,
    ) -> Evaluated {
        let field = name.name;
        match &of.value {
            Value::Nil if !of.boxed => Ok(Operand::plain(Value::Nil)),
            Value::Nil => {
                let kind = ErrorKind::NilField {
                    field: field.to_owned(),
                };
                let text = format!("nil pointer evaluating interface {{}}.{field}");
                Err(self.fail_field(node, name, &text, kind))
            }
            Value::Unknown(c) => {
                let part = self.cx.part(*c, &format!(".{field}"))?;
                Ok(Operand::boxed(part))
            }
            Value::Map(map) if is_method(map, field) => {
                let symbol = self.cx.call_symbol(".ToYAMLString", &[&of.value])?;
                Ok(Operand::plain(symbol_text(symbol)))
            }
            Value::Map(_) if given.any() => {
                let text = format!("{field} is not a method but has arguments");
                Err(self.fail_field(node, name, &text, ErrorKind::NotAFunction))
            }
            Value::Map(map) => Ok(self.cx.entry(map, field)?),
            Value::Time(_) | Value::Version(_) => self.method(node, of, name, given),
            _ => Err(self.no_field(node, of, name)),
        }
    }

    /// An error at a field. Go names the node that it evaluated last, which for `(…).x` is inside the parentheses.
    fn fail_field(
        &mut self,
        node: &'a Expr<'t>,
        name: Name<'t>,
        text: &str,
        kind: ErrorKind,
    ) -> Halt {
        let at = self.at.unwrap_or(At::Expr(node));
        self.fail_at(at, name.range, text, kind)
    }

    fn no_field(&mut self, node: &'a Expr<'t>, of: &Operand, name: Name<'t>) -> Halt {
        let kind = ErrorKind::NoField {
            field: name.name.to_owned(),
            of: of.type_name().to_owned(),
        };
        let text = format!(
            "can't evaluate field {} in type {}",
            name.name,
            of.type_name()
        );
        self.fail_field(node, name, &text, kind)
    }

    /// A method of a date or version. Those that are not known here have unknown results.
    fn method(
        &mut self,
        node: &'a Expr<'t>,
        of: &Operand,
        name: Name<'t>,
        given: Given<'a, 't>,
    ) -> Evaluated {
        if !given.any() {
            let known = match &of.value {
                Value::Version(version) => version.field(name.name),
                Value::Time(time) => time.field(name.name),
                _ => None,
            };
            if let Some(value) = known {
                return Ok(Operand::plain(value));
            }
        }
        if !name.name.starts_with(|c: char| c.is_ascii_uppercase()) {
            return Err(self.no_field(node, of, name));
        }
        let mut args = vec![of.value.clone()];
        for word in given.words {
            args.push(
                self.argument(&Operand::plain(Value::Nil), Type::Any, word)?
                    .value,
            );
        }
        args.extend(given.piped.map(|p| p.value));
        let args: Vec<&Value> = args.iter().collect();
        let symbol = self.cx.call_symbol(&format!(".{}", name.name), &args)?;
        Ok(Operand::plain(Value::Unknown(symbol)))
    }
}

/// Whether this names the one method that the runner's own map type has.
fn is_method(map: &Map, name: &str) -> bool {
    map.kind == MapKind::Values && name == "ToYAMLString"
}

impl Context<'_> {
    /// An entry of a map; a missing one is nothing, or unknown when the map is open.
    pub(crate) fn entry(&mut self, map: &Map, key: &str) -> Result<Operand, Fault> {
        if let Some(value) = map.get(key.as_bytes()) {
            return Ok(Operand {
                value,
                boxed: map.kind != MapKind::Strings,
            });
        }
        if let Some(open) = &map.open {
            let path = format!("{}.{key}", open.path);
            let symbol = self.symbol(&path, &format!("{{{{{path}}}}}"))?;
            let value = match open.rest {
                OpenRest::Anything => Value::Unknown(symbol),
                OpenRest::Texts => symbol_text(symbol),
            };
            return Ok(Operand::boxed(value));
        }
        Ok(match map.kind {
            MapKind::Strings => Operand::plain(Value::from("")),
            _ => Operand::boxed(Value::Nil),
        })
    }
}
