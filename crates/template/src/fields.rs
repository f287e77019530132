//! Fields: of maps, of what is unknown, and the methods of dates and versions.

use crate::context::{Context, Fault};
use crate::error::ErrorKind;
use crate::eval::{Evaluated, Given, symbol_text};
use crate::exec::{At, Halt, Machine, Operand};
use crate::functions::Type;
use crate::syntax::{Expr, Name};
use crate::value::{Map, MapKind, OpenRest, Value};

impl<'a, 't> Machine<'a, 't, '_> {
    pub(crate) fn fields(
        &mut self,
        node: &'a Expr<'t>,
        of: Operand,
        names: &'a [Name<'t>],
        given: Given<'a, 't>,
    ) -> Evaluated {
        let mut value = of;
        let mut given = Some(given);
        for (index, name) in names.iter().enumerate() {
            let last = index + 1 == names.len();
            let given = given.take_if(|_| last).unwrap_or(Given::NOTHING);
            value = self.field(node, value, name, given)?;
        }
        Ok(value)
    }

    fn field(
        &mut self,
        node: &'a Expr<'t>,
        of: Operand,
        name: &'a Name<'t>,
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
            // the one method that the runner's own map type has
            Value::Map(map) if map.kind == MapKind::Values && field == "ToYAMLString" => {
                let symbol = self.cx.call_symbol(".ToYAMLString", &[&of.value])?;
                Ok(Operand::plain(symbol_text(symbol)))
            }
            Value::Map(_) if given.any() => {
                let text = format!("{field} is not a method but has arguments");
                Err(self.fail_field(node, name, &text, ErrorKind::NotAFunction))
            }
            Value::Map(map) => {
                let map = std::rc::Rc::clone(map);
                Ok(self.cx.entry(&map, field)?)
            }
            Value::Time(_) | Value::Version(_) => self.method(node, of, name, given),
            _ => Err(self.no_field(node, &of, name)),
        }
    }

    /// An error at a field. Go names the node that it evaluated last, which for `(…).x` is inside the parentheses.
    fn fail_field(
        &mut self,
        node: &'a Expr<'t>,
        name: &Name<'t>,
        text: &str,
        kind: ErrorKind,
    ) -> Halt {
        let at = self.at.unwrap_or(At::Expr(node));
        self.fail_at(at, name.range, text, kind)
    }

    fn no_field(&mut self, node: &'a Expr<'t>, of: &Operand, name: &Name<'t>) -> Halt {
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
        of: Operand,
        name: &'a Name<'t>,
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
            return Err(self.no_field(node, &of, name));
        }
        let mut args = vec![of.value];
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
