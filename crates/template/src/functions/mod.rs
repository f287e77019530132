//! The functions: Go's own and sprig's.

use std::sync::LazyLock;

use crate::context::{Context, Fault};
use crate::exec::Operand;
use crate::value::{List, Map, Text, Value};

mod builtin;
mod casing;
mod crypto;
mod dates;
mod defaults;
mod dicts;
mod encoding;
mod json;
mod lists;
mod math;
mod paths;
mod reflection;
mod regex;
mod regex_syntax;
mod strings;
mod url;
mod versions;
mod words;

pub(crate) use builtin::call;

/// Where a function comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Go's text/template.
    Go,
    /// The sprig library.
    Sprig,
}

/// A function that templates can call.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// Where it comes from.
    pub origin: Origin,
    /// How it is called, such as `trunc LENGTH TEXT`.
    pub usage: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    pub(crate) parameters: &'static [Type],
    pub(crate) variadic: Option<Type>,
    pub(crate) result: Type,
    pub(crate) run: Run,
}

impl Function {
    /// How many arguments it needs at least.
    pub fn min_args(&self) -> usize {
        self.parameters.len()
    }

    /// How many arguments it takes at most, if there is a limit.
    pub fn max_args(&self) -> Option<usize> {
        match self.variadic {
            Some(_) => None,
            None => Some(self.parameters.len()),
        }
    }

    /// Go's signature of it.
    pub fn signature(&self) -> String {
        let fixed = self.parameters.iter().map(|t| t.go_name().to_owned());
        let rest = self.variadic.iter().map(|t| format!("...{}", t.go_name()));
        let all: Vec<String> = fixed.chain(rest).collect();
        format!(
            "{}({}) {}",
            self.name,
            all.join(", "),
            self.result.go_name()
        )
    }

    /// Whether its result differs from run to run or machine to machine.
    pub fn is_unknowable(&self) -> bool {
        matches!(self.run, Run::Unknowable | Run::Random)
    }

    /// The type of an argument.
    pub(crate) fn parameter(&self, index: usize) -> Type {
        let fixed = self.parameters.get(index).copied();
        fixed.or(self.variadic).unwrap_or(Type::Any)
    }

    /// Whether it changes a map that it is given.
    pub(crate) fn mutates(&self) -> bool {
        matches!(self.name, "set" | "unset" | "merge" | "mergeOverwrite")
    }
}

/// The Go type of an argument or result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Any,
    /// `reflect.Value`: whatever it is, unchecked.
    Reflect,
    Bool,
    Int,
    Int64,
    Uint32,
    Float,
    String,
    Map,
    TextMap,
    List,
    Strings,
    Ints,
    Time,
    Version,
    Certificate,
}

impl Type {
    pub(crate) fn go_name(self) -> &'static str {
        match self {
            Self::Any => "interface {}",
            Self::Reflect => "reflect.Value",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Int64 => "int64",
            Self::Uint32 => "uint32",
            Self::Float => "float64",
            Self::String => "string",
            Self::Map => "map[string]interface {}",
            Self::TextMap => "map[string]string",
            Self::List => "[]interface {}",
            Self::Strings => "[]string",
            Self::Ints => "[]int",
            Self::Time => "time.Time",
            Self::Version => "*semver.Version",
            Self::Certificate => "sprig.certificate",
        }
    }

    pub(crate) fn can_be_nil(self) -> bool {
        matches!(
            self,
            Self::Any
                | Self::Reflect
                | Self::Map
                | Self::TextMap
                | Self::List
                | Self::Strings
                | Self::Ints
                | Self::Version
        )
    }

    /// What a constant for it has to be, in Go's messages.
    pub(crate) fn constant_name(self) -> Option<&'static str> {
        match self {
            Self::Bool => Some("bool"),
            Self::Int | Self::Int64 => Some("integer"),
            Self::Uint32 => Some("unsigned integer"),
            Self::Float => Some("float"),
            Self::String => Some("string"),
            _ => None,
        }
    }
}

type Body = fn(&mut Context<'_>, &[Operand]) -> Result<Value, Fault>;

/// How a function is run.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Run {
    /// Only with arguments that are known in all their parts.
    Known(Body),
    /// It knows what to do with unknown parts.
    Aware(Body),
    /// `and`, `or`: evaluated by the machine.
    Logic { stops_at: bool },
    /// `call`, which is told the spelling of its first argument.
    Call,
    /// What it gives depends on the machine or the time; the same call gives the same.
    Unknowable,
    /// Each call gives something else.
    Random,
}

/// One row of a table of functions.
macro_rules! function {
    ($origin:ident $name:literal [$($param:ident),*] $(.. $rest:ident)? => $result:ident, $run:expr, $usage:literal, $summary:literal) => {
        $crate::functions::Function {
            name: $name,
            origin: $crate::functions::Origin::$origin,
            usage: $usage,
            summary: $summary,
            parameters: &[$($crate::functions::Type::$param),*],
            variadic: function!(@rest $($rest)?),
            result: $crate::functions::Type::$result,
            run: $run,
        }
    };
    (@rest) => { None };
    (@rest $rest:ident) => { Some($crate::functions::Type::$rest) };
}
pub(crate) use function;

static TABLE: LazyLock<Vec<&'static Function>> = LazyLock::new(|| {
    let families: [&'static [Function]; 16] = [
        builtin::TABLE,
        crypto::TABLE,
        dates::TABLE,
        defaults::TABLE,
        dicts::TABLE,
        encoding::TABLE,
        json::TABLE,
        lists::TABLE,
        math::TABLE,
        paths::TABLE,
        reflection::TABLE,
        regex::TABLE,
        strings::TABLE,
        url::TABLE,
        versions::TABLE,
        words::TABLE,
    ];
    let mut all: Vec<&'static Function> = families.into_iter().flatten().collect();
    all.sort_by_key(|function| function.name);
    all
});

/// All functions, sorted by name.
pub fn functions() -> &'static [&'static Function] {
    &TABLE
}

/// The function of that name.
pub fn find(name: &str) -> Option<&'static Function> {
    let at = TABLE.binary_search_by(|f| f.name.cmp(name)).ok()?;
    TABLE.get(at).copied()
}

/// The arguments of a call, already checked against the parameters' types.
pub(crate) trait Args {
    /// An argument; nothing when it is left out.
    fn value(&self, index: usize) -> &Value;

    /// An argument that is a text.
    fn text(&self, index: usize) -> &Text {
        static EMPTY: LazyLock<Text> = LazyLock::new(|| Text::from(""));
        match self.value(index) {
            Value::String(text) => text,
            _ => &EMPTY,
        }
    }

    /// An argument that is an integer.
    fn int(&self, index: usize) -> i64 {
        match self.value(index) {
            Value::Int(n) | Value::Int64(n) => *n,
            Value::Uint64(n) => i64::try_from(*n).unwrap_or(i64::MAX),
            _ => 0,
        }
    }

    /// An argument that is a map; `None` for Go's nil map.
    fn map(&self, index: usize) -> Option<&std::rc::Rc<Map>> {
        match self.value(index) {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// All arguments.
    fn values(&self) -> Vec<&Value>;
}

impl Args for [Operand] {
    fn value(&self, index: usize) -> &Value {
        self.get(index).map_or(&Value::Nil, |o| &o.value)
    }

    fn values(&self) -> Vec<&Value> {
        self.iter().map(|o| &o.value).collect()
    }
}

/// A text made by a function, which counts against the budget.
pub(crate) fn made(cx: &mut Context<'_>, text: impl Into<Text>) -> Result<Value, Fault> {
    let text = text.into();
    cx.reserve(text.bytes().len())?;
    Ok(Value::String(text))
}

/// A list argument, or the kind of what it is instead.
pub(crate) fn list_of(value: &Value) -> Result<&List, &'static str> {
    match value {
        Value::List(list) => Ok(list),
        other => Err(other.kind_name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_twice() {
        let names: Vec<_> = functions().iter().map(|f| f.name).collect();
        for pair in names.windows(2) {
            assert!(pair[0] < pair[1], "{pair:?}");
        }
    }

    #[test]
    fn every_function_is_described() {
        for function in functions() {
            assert!(
                function.usage.starts_with(function.name),
                "{}",
                function.name
            );
            assert!(function.summary.ends_with('.'), "{}", function.name);
        }
    }
}
