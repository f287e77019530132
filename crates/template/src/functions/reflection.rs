//! Types.

use super::{Args, Function, Run, function};
use crate::compare;
use crate::context::{Context, Fault};
use crate::exec::Operand;
use crate::value::Value;

type Result = std::result::Result<Value, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "typeOf" [Any] => String, Run::Aware(type_of), "typeOf VALUE", "Go's name for the value's type."),
    function!(Sprig "typeIs" [String, Any] => Bool, Run::Aware(type_is), "typeIs TYPE VALUE", "Whether the value is of that type."),
    function!(Sprig "typeIsLike" [String, Any] => Bool, Run::Aware(type_is_like), "typeIsLike TYPE VALUE", "Whether the value is of that type or points to it."),
    function!(Sprig "kindOf" [Any] => String, Run::Aware(kind_of), "kindOf VALUE", "Go's name for the value's kind."),
    function!(Sprig "kindIs" [String, Any] => Bool, Run::Aware(kind_is), "kindIs KIND VALUE", "Whether the value is of that kind."),
    function!(Sprig "deepEqual" [Any, Any] => Bool, Run::Aware(deep_equal), "deepEqual VALUE OTHER", "Whether two values are the same through and through."),
];

fn known(value: &Value) -> std::result::Result<&Value, Fault> {
    match value {
        Value::Unknown(_) => Err(Fault::Unknown),
        value => Ok(value),
    }
}

fn type_of(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(known(args.value(0))?.type_name().into())
}

fn kind_of(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(known(args.value(0))?.kind_name().into())
}

fn target<'a>(cx: &Context<'_>, args: &'a [Operand]) -> std::result::Result<&'a [u8], Fault> {
    match args.value(0) {
        Value::String(text) if !cx.text_unknown(text) => Ok(text.bytes()),
        _ => Err(Fault::Unknown),
    }
}

fn type_is(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let actual = known(args.value(1))?.type_name();
    Ok(Value::Bool(target(cx, args)? == actual.as_bytes()))
}

fn type_is_like(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let actual = known(args.value(1))?.type_name();
    let target = target(cx, args)?;
    let pointed = actual.strip_prefix('*').map(str::as_bytes);
    Ok(Value::Bool(
        target == actual.as_bytes() || Some(target) == pointed,
    ))
}

fn kind_is(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let actual = known(args.value(1))?.kind_name();
    Ok(Value::Bool(target(cx, args)? == actual.as_bytes()))
}

fn deep_equal(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    match compare::deep_equal(cx, args.value(0), args.value(1))? {
        Some(equal) => Ok(Value::Bool(equal)),
        None => Err(Fault::Unknown),
    }
}
