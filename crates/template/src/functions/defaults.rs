//! Choosing between values.

use super::builtin::negated;
use super::{Args, Function, Run, function};
use crate::context::{Context, Fault};
use crate::exec::Operand;
use crate::value::Value;

type Result = std::result::Result<Value, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "default" [Any] .. Any => Any, Run::Aware(default), "default FALLBACK VALUE", "The value, or the fallback when it is empty."),
    function!(Sprig "empty" [Any] => Bool, Run::Aware(empty), "empty VALUE", "Whether the value is empty: nothing, false, zero, or without elements."),
    function!(Sprig "coalesce" [] .. Any => Any, Run::Aware(coalesce), "coalesce VALUE…", "The first value that is not empty."),
    function!(Sprig "ternary" [Any, Any, Bool] => Any, Run::Aware(ternary), "ternary YES NO CONDITION", "One of two values."),
    function!(Sprig "fail" [String] => String, Run::Aware(fail), "fail MESSAGE", "Ends the rendering with an error."),
    function!(Sprig "hello" [] => String, Run::Known(hello), "hello", "Says hello."),
    function!(Sprig "env" [String] => String, Run::Unknowable, "env NAME", "A variable of the runner's environment."),
    function!(Sprig "expandenv" [String] => String, Run::Unknowable, "expandenv TEXT", "The text with `$NAME` replaced from the runner's environment."),
    function!(Sprig "getHostByName" [String] => String, Run::Unknowable, "getHostByName HOST", "An address of the host, looked up by the runner."),
];

fn default(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let given = args.value(1);
    let chosen = if cx.truth(given)? {
        given
    } else {
        args.value(0)
    };
    Ok(chosen.clone())
}

fn empty(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    negated(cx, args.value(0))
}

fn coalesce(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    for value in args.values() {
        if cx.truth(value)? {
            return Ok(value.clone());
        }
    }
    Ok(Value::Nil)
}

fn ternary(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let chosen = if cx.truth(args.value(2))? { 0 } else { 1 };
    Ok(args.value(chosen).clone())
}

fn fail(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let message = args.text(0).to_str();
    Fault::go(cx.unknowns.symbols.spell(&message))
}

fn hello(_: &mut Context<'_>, _: &[Operand]) -> Result {
    Ok("Hello!".into())
}
