//! Evaluation of what stands in an action: pipelines, fields, calls.

use crate::context::Fault;
use crate::error::ErrorKind;
use crate::exec::{At, Halt, Machine, Operand};
use crate::functions::{Function, Run, Type};
use crate::go::number::Number;
use crate::syntax::{Command, Expr, Pipe, Spelled};
use crate::value::{MapKind, Value};

pub(crate) type Evaluated = Result<Operand, Halt>;

impl From<Fault> for Halt {
    /// For what cannot fail but for the budget.
    fn from(_: Fault) -> Self {
        Halt::Exhausted
    }
}

/// The arguments of a call and what is piped into it.
pub(crate) struct Given<'a, 't> {
    pub(crate) words: &'a [Expr<'t>],
    pub(crate) piped: Option<Operand>,
}

impl Given<'_, '_> {
    pub(crate) const NOTHING: Self = Self {
        words: &[],
        piped: None,
    };

    pub(crate) fn any(&self) -> bool {
        !self.words.is_empty() || self.piped.is_some()
    }
}

impl<'a, 't> Machine<'a, 't, '_> {
    pub(crate) fn pipeline(&mut self, dot: &Operand, pipe: &'a Pipe<'t>) -> Evaluated {
        self.at = Some(At::Pipe(pipe));
        self.enter()?;
        let value = self.commands(dot, pipe);
        self.depth -= 1;
        let shown = match &value {
            Ok(_) if pipe.variables.is_empty() => return value,
            Ok(operand) => operand.clone(),
            Err(Halt::Exhausted) => return value,
            // later uses of the variable shall not fail as well
            Err(Halt::Error) => Operand::plain(self.failed(pipe.range)?),
        };
        for variable in &pipe.variables {
            let known = self
                .variables
                .iter_mut()
                .rfind(|(name, _)| pipe.assigns && *name == variable.name);
            match known {
                Some((_, old)) => *old = shown.clone(),
                None if pipe.assigns && value.is_ok() => {
                    let kind = ErrorKind::UndefinedVariable {
                        name: variable.name.to_owned(),
                    };
                    let text = format!("undefined variable: {}", variable.name);
                    let halt = self.fail(&text, kind);
                    self.variables.push((variable.name, shown));
                    return Err(halt);
                }
                None => self.variables.push((variable.name, shown.clone())),
            }
        }
        value
    }

    fn commands(&mut self, dot: &Operand, pipe: &'a Pipe<'t>) -> Evaluated {
        let mut piped = None;
        for command in &pipe.commands {
            let mut value = self.command(dot, command, piped)?;
            value.boxed = false;
            piped = Some(value);
        }
        Ok(piped.unwrap_or(Operand::plain(Value::Nil)))
    }

    fn command(
        &mut self,
        dot: &Operand,
        command: &'a Command<'t>,
        piped: Option<Operand>,
    ) -> Evaluated {
        let Some((first, words)) = command.words.split_first() else {
            return Ok(Operand::plain(Value::Nil));
        };
        let given = Given { words, piped };
        self.cx.step(1)?;
        match first {
            Expr::Field { names } => {
                self.at = Some(At::Expr(first));
                self.fields(first, dot, *names, given)
            }
            Expr::Chain { .. } => self.chain(dot, first, given),
            Expr::Function { .. } => self.function(dot, first, At::Command(command), given),
            Expr::Variable { .. } => self.variable(first, given),
            Expr::Paren { pipe, .. } => {
                self.no_arguments(first, &given)?;
                self.pipeline(dot, pipe)
            }
            _ => {
                self.at = Some(At::Expr(first));
                self.no_arguments(first, &given)?;
                match first {
                    Expr::Dot { .. } => Ok(dot.clone()),
                    Expr::Nil { .. } => Err(self.fail("nil is not a command", ErrorKind::Other)),
                    constant => self.constant(constant),
                }
            }
        }
    }

    fn no_arguments(&mut self, first: &'a Expr<'t>, given: &Given<'a, 't>) -> Result<(), Halt> {
        if !given.any() {
            return Ok(());
        }
        let text = format!("can't give argument to non-function {}", first.spelled());
        Err(self.fail(&text, ErrorKind::NotAFunction))
    }

    fn constant(&mut self, expr: &'a Expr<'t>) -> Evaluated {
        self.at = Some(At::Expr(expr));
        let value = match expr {
            Expr::Bool { value, .. } => Value::Bool(*value),
            Expr::String { value, .. } => Value::String(value.clone()),
            Expr::Number { text, value, .. } => match ideal(text, value) {
                Some(value) => value,
                None => {
                    let text = format!("{text} overflows int");
                    return Err(self.fail(&text, ErrorKind::Other));
                }
            },
            _ => Value::Nil,
        };
        Ok(Operand::plain(value))
    }

    fn variable(&mut self, expr: &'a Expr<'t>, given: Given<'a, 't>) -> Evaluated {
        self.at = Some(At::Expr(expr));
        let Expr::Variable { variable, names } = expr else {
            return Ok(Operand::plain(Value::Nil));
        };
        let known = self
            .variables
            .iter()
            .rfind(|(name, _)| *name == variable.name);
        let Some((_, value)) = known else {
            let kind = ErrorKind::UndefinedVariable {
                name: variable.name.to_owned(),
            };
            return Err(self.fail(&format!("undefined variable: {}", variable.name), kind));
        };
        let value = value.clone();
        if names.is_empty() {
            self.no_arguments(expr, &given)?;
            return Ok(value);
        }
        self.fields(expr, &value, *names, given)
    }

    fn chain(&mut self, dot: &Operand, expr: &'a Expr<'t>, given: Given<'a, 't>) -> Evaluated {
        self.at = Some(At::Expr(expr));
        let Expr::Chain { of, names } = expr else {
            return Ok(Operand::plain(Value::Nil));
        };
        let value = self.untyped(dot, of)?;
        self.fields(expr, &value, *names, given)
    }

    /// What the fields of a chain are taken of.
    fn untyped(&mut self, dot: &Operand, expr: &'a Expr<'t>) -> Evaluated {
        self.at = Some(At::Expr(expr));
        match expr {
            Expr::Paren { pipe, .. } => self.pipeline(dot, pipe),
            Expr::Function { .. } => self.function(dot, expr, At::Expr(expr), Given::NOTHING),
            Expr::Chain { .. } => self.chain(dot, expr, Given::NOTHING),
            _ => Ok(dot.clone()),
        }
    }

    // --- calls ---

    fn function(
        &mut self,
        dot: &Operand,
        expr: &'a Expr<'t>,
        node: At<'a, 't>,
        given: Given<'a, 't>,
    ) -> Evaluated {
        self.at = Some(At::Expr(expr));
        match expr {
            Expr::Function {
                function: Some(function),
                ..
            } => self.call(dot, function, node, given),
            Expr::Function { name, .. } => {
                let kind = ErrorKind::UnknownFunction {
                    name: (*name).to_owned(),
                };
                let text = format!(
                    "{} is not a defined function",
                    crate::go::quote::quote_str(name)
                );
                Err(self.fail(&text, kind))
            }
            _ => Ok(Operand::plain(Value::Nil)),
        }
    }

    fn call(
        &mut self,
        dot: &Operand,
        function: &'static Function,
        node: At<'a, 't>,
        given: Given<'a, 't>,
    ) -> Evaluated {
        self.count_arguments(function, &given)?;
        if let Run::Logic { stops_at } = function.run {
            return self.and_or(dot, stops_at, node, given);
        }
        let mut args = Vec::with_capacity(given.words.len() + 1);
        for word in given.words {
            args.push(self.argument(dot, function.parameter(args.len()), word)?);
        }
        let callee = match function.run {
            Run::Call => given.words.first().map(Spelled::spelled),
            _ => None,
        };
        if let Some(piped) = given.piped {
            args.push(self.checked(piped, function.parameter(args.len()))?);
        }
        self.cx.at = node.range();
        self.cx.step(1)?;
        match self.run(function, &args, callee) {
            Ok(value) => Ok(Operand {
                boxed: function.result == Type::Any,
                value,
            }),
            Err(Fault::Unknown) => {
                let value = self.unknown_result(function, &args, node)?;
                Ok(Operand::plain(value))
            }
            Err(Fault::Exhausted) => Err(Halt::Exhausted),
            Err(Fault::Go(reason)) => {
                let text = format!("error calling {}: {reason}", function.name);
                let kind = ErrorKind::CallFailed {
                    function: function.name.to_owned(),
                    reason,
                };
                self.at = Some(node);
                Err(self.fail(&text, kind))
            }
        }
    }

    fn count_arguments(
        &mut self,
        function: &'static Function,
        given: &Given<'a, 't>,
    ) -> Result<(), Halt> {
        let fixed = function.parameters.len();
        let count = given.words.len() + usize::from(given.piped.is_some());
        let (want, got) = match function.variadic {
            Some(_) if count >= fixed => return Ok(()),
            None if count == fixed => return Ok(()),
            Some(_) => (format!("at least {fixed}"), given.words.len()),
            None => (fixed.to_string(), count),
        };
        let name = function.name;
        let text = format!("wrong number of args for {name}: want {want} got {got}");
        let kind = ErrorKind::WrongArgumentCount {
            function: name.to_owned(),
            want,
            got,
        };
        Err(self.fail(&text, kind))
    }

    /// `and` and `or` evaluate no more than they need.
    fn and_or(
        &mut self,
        dot: &Operand,
        stops_at: bool,
        node: At<'a, 't>,
        given: Given<'a, 't>,
    ) -> Evaluated {
        let mut value = Operand::plain(Value::Nil);
        for word in given.words {
            value = self.argument(dot, Type::Reflect, word)?;
            self.cx.at = match word {
                Expr::Paren { .. } => word.range(),
                _ if given.words.len() > 1 => word.range(),
                _ => node.range(),
            };
            let last =
                given.piped.is_none() && std::ptr::eq(word, &given.words[given.words.len() - 1]);
            // the last one is the result whatever it is
            if last || self.cx.truth(&value.value)? == stops_at {
                return Ok(value);
            }
        }
        Ok(given.piped.unwrap_or(value))
    }

    fn run(
        &mut self,
        function: &'static Function,
        args: &[Operand],
        callee: Option<String>,
    ) -> Result<Value, Fault> {
        match function.run {
            Run::Known(run) => {
                for arg in args {
                    if self.cx.unknown(&arg.value)? {
                        return Err(Fault::Unknown);
                    }
                }
                run(&mut self.cx, args)
            }
            Run::Aware(run) => run(&mut self.cx, args),
            Run::Call => crate::functions::call(&mut self.cx, args, callee),
            Run::Unknowable | Run::Random | Run::Logic { .. } => Err(Fault::Unknown),
        }
    }

    fn unknown_result(
        &mut self,
        function: &'static Function,
        args: &[Operand],
        node: At<'a, 't>,
    ) -> Result<Value, Halt> {
        let values: Vec<&Value> = args.iter().map(|a| &a.value).collect();
        let mut symbol = self.cx.call_symbol(function.name, &values)?;
        if matches!(function.run, Run::Random) {
            // each call gives something else
            let suffix = format!("@{}", u32::from(node.range().start()));
            let (key, spelling) = match self.cx.unknowns.symbols.get(symbol) {
                Some(known) => (format!("{}{suffix}", known.key), known.spelling.clone()),
                None => (suffix, String::new()),
            };
            symbol = self.cx.symbol(&key, &spelling)?;
        }
        Ok(match function.result {
            Type::String => symbol_text(symbol),
            _ => Value::Unknown(symbol),
        })
    }

    // --- arguments ---

    pub(crate) fn argument(&mut self, dot: &Operand, want: Type, expr: &'a Expr<'t>) -> Evaluated {
        self.cx.step(1)?;
        self.at = Some(At::Expr(expr));
        let value = match expr {
            Expr::Dot { .. } => dot.clone(),
            Expr::Nil { .. } => return self.nil_argument(want),
            Expr::Field { names } => self.fields(expr, dot, *names, Given::NOTHING)?,
            Expr::Variable { .. } => self.variable(expr, Given::NOTHING)?,
            Expr::Paren { pipe, .. } => self.pipeline(dot, pipe)?,
            Expr::Function { .. } => self.function(dot, expr, At::Expr(expr), Given::NOTHING)?,
            Expr::Chain { .. } => self.chain(dot, expr, Given::NOTHING)?,
            Expr::Bool { .. } | Expr::Number { .. } | Expr::String { .. } => {
                return self.constant_argument(want, expr);
            }
        };
        self.checked(value, want)
    }

    fn nil_argument(&mut self, want: Type) -> Evaluated {
        if want.can_be_nil() {
            return Ok(Operand {
                value: Value::Nil,
                boxed: want == Type::Any,
            });
        }
        let text = format!("cannot assign nil to {}", want.go_name());
        Err(self.fail(&text, wrong_type(want, "nil")))
    }

    fn constant_argument(&mut self, want: Type, expr: &'a Expr<'t>) -> Evaluated {
        let value = match (want, expr) {
            (Type::Any | Type::Reflect, _) => return self.constant(expr),
            (Type::Bool, Expr::Bool { value, .. }) => Some(Value::Bool(*value)),
            (Type::String, Expr::String { value, .. }) => Some(Value::String(value.clone())),
            (Type::Int, Expr::Number { value, .. }) => value.int.map(Value::Int),
            (Type::Uint32, Expr::Number { value, .. }) => value.uint.map(Value::Uint64),
            (Type::Float, Expr::Number { value, .. }) => value.float.map(Value::Float),
            _ => None,
        };
        if let Some(value) = value {
            return Ok(Operand::plain(value));
        }
        let shown = expr.spelled();
        let text = match want.constant_name() {
            Some(expected) => format!("expected {expected}; found {shown}"),
            None => format!("can't handle {shown} for arg of type {}", want.go_name()),
        };
        Err(self.fail(&text, wrong_type(want, &shown)))
    }

    /// The value as the parameter takes it, or Go's refusal.
    fn checked(&mut self, operand: Operand, want: Type) -> Evaluated {
        match (&operand.value, want) {
            (_, Type::Reflect) => Ok(operand),
            (value, Type::Any) => Ok(Operand::boxed(value.clone())),
            (Value::Unknown(_), _) => Ok(operand),
            (Value::Nil, _) if !operand.boxed && want.can_be_nil() => Ok(operand),
            (Value::Nil, _) if !operand.boxed => {
                let text = format!("invalid value; expected {}", want.go_name());
                Err(self.fail(&text, wrong_type(want, "nil")))
            }
            (value, _) if assignable(value, want) => Ok(Operand::plain(operand.value)),
            (value, _) => {
                let got = match value {
                    Value::Nil => "interface {}",
                    value => value.type_name(),
                };
                let text = format!(
                    "wrong type for value; expected {}; got {got}",
                    want.go_name()
                );
                Err(self.fail(&text, wrong_type(want, got)))
            }
        }
    }
}

/// An unknown text.
pub(crate) fn symbol_text(symbol: char) -> Value {
    Value::from(&*symbol.encode_utf8(&mut [0; 4]))
}

fn wrong_type(want: Type, got: &str) -> ErrorKind {
    ErrorKind::WrongType {
        expected: want.go_name().to_owned(),
        got: got.to_owned(),
    }
}

fn assignable(value: &Value, want: Type) -> bool {
    match want {
        Type::Map => matches!(value, Value::Map(map) if map.kind != MapKind::Strings),
        _ => value.type_name() == want.go_name(),
    }
}

/// A number constant where no type is asked for: an integer unless it is written as a float or complex number.
fn ideal(text: &str, number: &Number) -> Option<Value> {
    let hex_integer = text.len() > 2
        && (text.starts_with("0x") || text.starts_with("0X"))
        && !text.contains(['p', 'P']);
    let character = text.starts_with('\'');
    if let Some((re, im)) = number.complex {
        return Some(Value::Complex(re, im));
    }
    let fractional = !hex_integer && !character && text.contains(['.', 'e', 'E', 'p', 'P']);
    if let Some(float) = number.float.filter(|_| fractional) {
        return Some(Value::Float(float));
    }
    number.int.map(Value::Int)
}
