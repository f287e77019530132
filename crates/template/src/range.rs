//! `range`: what it goes over, round by round.

use std::rc::Rc;

use crate::context::Fault;
use crate::error::ErrorKind;
use crate::exec::{Exhausted, Flow, Machine, Operand, Walk};
use crate::print;
use crate::syntax::{Branch, Pipe};
use crate::value::{ListKind, Map, MapKind, OpenRest, Value};

/// The index and the element of each round.
type Rounds = Box<dyn Iterator<Item = (Operand, Operand)>>;

impl<'a, 't> Machine<'a, 't, '_> {
    pub(crate) fn range(&mut self, dot: &Operand, branch: &'a Branch<'t>) -> Walk {
        let operand = self.subject(dot, branch)?;
        let rounds = match self.rounds(&operand, branch) {
            Ok(rounds) => rounds,
            Err(Fault::Go(_) | Fault::Unknown) => {
                let value = self.failed(branch.opening).map_err(|_| Exhausted)?;
                self.put(&value, branch.opening).map_err(|_| Exhausted)?;
                return Ok(Flow::On);
            }
            Err(Fault::Exhausted) => return Err(Exhausted),
        };
        let mut any = false;
        for (index, element) in rounds {
            any = true;
            self.cx.step(1).map_err(|_| Exhausted)?;
            if self.round(branch, index, element)? == Flow::Break {
                break;
            }
        }
        if any {
            return Ok(Flow::On);
        }
        self.otherwise(dot, branch)
    }

    fn round(&mut self, branch: &'a Branch<'t>, index: Operand, element: Operand) -> Walk {
        let scope = self.variables.len();
        if let Some(pipe) = &branch.pipe {
            self.set_round_variables(pipe, index, &element);
        }
        let flow = self.block(&element, &branch.body);
        self.variables.truncate(scope);
        flow
    }

    /// Gives the variables of `range $i, $e := …` their values for this round.
    fn set_round_variables(&mut self, pipe: &'a Pipe<'t>, index: Operand, element: &Operand) {
        let values = match pipe.variables.len() {
            0 => return,
            1 => vec![element.clone()],
            _ => vec![index, element.clone()],
        };
        let count = values.len();
        for (nth, (variable, value)) in pipe.variables.iter().zip(values).enumerate() {
            let slot = if pipe.assigns {
                self.variables
                    .iter()
                    .rposition(|(name, _)| *name == variable.name)
            } else {
                self.variables.len().checked_sub(count - nth)
            };
            if let Some((_, old)) = slot.and_then(|at| self.variables.get_mut(at)) {
                *old = value;
            }
        }
    }

    /// What a range goes over.
    fn rounds(&mut self, operand: &Operand, branch: &'a Branch<'t>) -> Result<Rounds, Fault> {
        let two = branch.pipe.as_ref().is_some_and(|p| p.variables.len() > 1);
        match &operand.value {
            Value::List(list) if list.unordered => self.unknown_round(&operand.value, true),
            Value::List(list) => {
                let boxed = list.kind == ListKind::Any;
                let list = Rc::clone(list);
                Ok(Box::new((0..list.items.len()).map(move |at| {
                    let index = Operand::plain(Value::Int(at as i64));
                    let value = list.items.get(at).cloned().unwrap_or(Value::Nil);
                    (index, Operand { value, boxed })
                })))
            }
            Value::Map(map) if map.is_open() => self.unknown_round(&operand.value, false),
            Value::Map(map) => {
                let boxed = map.kind != MapKind::Strings;
                let entries = map.entries();
                self.cx.reserve(64 * entries.len())?;
                Ok(Box::new(entries.into_iter().map(move |(key, value)| {
                    (Operand::plain(Value::String(key)), Operand { value, boxed })
                })))
            }
            Value::Nil => Ok(Box::new(std::iter::empty())),
            Value::Int(_) | Value::Int64(_) | Value::Uint64(_) | Value::Uint8(_) => {
                self.counted(&operand.value, two)
            }
            Value::Unknown(_) => self.unknown_round(&operand.value, false),
            other => {
                let shown = print::sprint(&mut self.cx, other).unwrap_or_default();
                let shown = String::from_utf8_lossy(&shown).into_owned();
                let text = format!("range can't iterate over {shown}");
                self.fail(&text, ErrorKind::NotIterable);
                Fault::go(text)
            }
        }
    }

    /// `range 3` counts from 0 to 2.
    fn counted(&mut self, value: &Value, two: bool) -> Result<Rounds, Fault> {
        if two {
            let shown = print::plain(value);
            let text = format!("can't use {shown} to iterate over more than one variable");
            self.fail(&text, ErrorKind::NotIterable);
            return Fault::go(text);
        }
        let nothing = || Operand::plain(Value::Nil);
        Ok(match *value {
            Value::Int64(n) => {
                Box::new((0..n).map(move |i| (nothing(), Operand::plain(Value::Int64(i)))))
            }
            Value::Uint64(n) => {
                Box::new((0..n).map(move |i| (nothing(), Operand::plain(Value::Uint64(i)))))
            }
            Value::Uint8(n) => {
                Box::new((0..n).map(move |i| (nothing(), Operand::plain(Value::Uint8(i)))))
            }
            Value::Int(n) => {
                Box::new((0..n).map(move |i| (nothing(), Operand::plain(Value::Int(i)))))
            }
            _ => Box::new(std::iter::empty()),
        })
    }

    /// Something unknown has no elements or, standing for any number, one.
    fn unknown_round(&mut self, value: &Value, certain: bool) -> Result<Rounds, Fault> {
        let symbol = match value {
            Value::Unknown(c) => *c,
            other => {
                let (key, spelling) = self.cx.described(other)?;
                self.cx.symbol(&key, &format!("{{{{{spelling}}}}}"))?
            }
        };
        let whole = self.cx.call_symbol("range", &[&Value::Unknown(symbol)])?;
        if !certain && !self.cx.decide(whole)? {
            return Ok(Box::new(std::iter::empty()));
        }
        let index = self.cx.part(symbol, "[#]")?;
        let mut element = self.cx.part(symbol, "[]")?;
        let texts = |map: &Map| map.open.as_ref().is_some_and(|o| o.rest == OpenRest::Texts);
        if let (Value::Map(map), Value::Unknown(c)) = (value, &element)
            && texts(map)
        {
            element = Value::String(c.encode_utf8(&mut [0; 4]).as_bytes().into());
        }
        let round = (Operand::plain(index), Operand::boxed(element));
        Ok(Box::new(std::iter::once(round)))
    }
}
