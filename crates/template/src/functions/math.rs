//! Numbers.

use super::{Args, Function, Run, function};
use crate::context::{Context, Fault};
use crate::convert::{decimal, to_float, to_int};
use crate::exec::Operand;
use crate::print::sprint;
use crate::value::Value;

type Result = std::result::Result<Value, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "add" [] .. Any => Int64, Run::Known(add), "add NUMBER…", "The sum."),
    function!(Sprig "add1" [Any] => Int64, Run::Known(add1), "add1 NUMBER", "One more."),
    function!(Sprig "sub" [Any, Any] => Int64, Run::Known(sub), "sub NUMBER OTHER", "The difference."),
    function!(Sprig "mul" [Any] .. Any => Int64, Run::Known(mul), "mul NUMBER…", "The product."),
    function!(Sprig "div" [Any, Any] => Int64, Run::Known(div), "div NUMBER OTHER", "The quotient without its fraction."),
    function!(Sprig "mod" [Any, Any] => Int64, Run::Known(modulo), "mod NUMBER OTHER", "The remainder."),
    function!(Sprig "max" [Any] .. Any => Int64, Run::Known(max), "max NUMBER…", "The greatest integer."),
    function!(Sprig "biggest" [Any] .. Any => Int64, Run::Known(max), "biggest NUMBER…", "The old name of `max`."),
    function!(Sprig "min" [Any] .. Any => Int64, Run::Known(min), "min NUMBER…", "The least integer."),
    function!(Sprig "ceil" [Any] => Float, Run::Known(ceil), "ceil NUMBER", "The number rounded up."),
    function!(Sprig "floor" [Any] => Float, Run::Known(floor), "floor NUMBER", "The number rounded down."),
    function!(Sprig "round" [Any, Int] .. Float => Float, Run::Known(round), "round NUMBER PLACES", "The number rounded to so many places."),
    function!(Sprig "int" [Any] => Int, Run::Known(int), "int VALUE", "The value as an integer."),
    function!(Sprig "int64" [Any] => Int64, Run::Known(int64), "int64 VALUE", "The value as a 64-bit integer."),
    function!(Sprig "float64" [Any] => Float, Run::Known(float64), "float64 VALUE", "The value as a floating-point number."),
    function!(Sprig "atoi" [String] => Int, Run::Known(atoi), "atoi TEXT", "The text as an integer; 0 when it is none."),
    function!(Sprig "toDecimal" [Any] => Int64, Run::Known(to_decimal), "toDecimal OCTAL", "An octal number as a decimal one."),
];

fn folded(args: &[Operand], start: i64, with: fn(i64, i64) -> i64) -> Value {
    Value::Int64(
        args.iter()
            .fold(start, |sum, o| with(sum, to_int(&o.value))),
    )
}

fn add(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(folded(args, 0, i64::wrapping_add))
}

fn add1(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(Value::Int64(to_int(args.value(0)).wrapping_add(1)))
}

fn sub(_: &mut Context<'_>, args: &[Operand]) -> Result {
    let (a, b) = (to_int(args.value(0)), to_int(args.value(1)));
    Ok(Value::Int64(a.wrapping_sub(b)))
}

fn mul(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(folded(args, 1, i64::wrapping_mul))
}

fn divided(args: &[Operand], with: fn(i64, i64) -> i64) -> Result {
    match (to_int(args.value(0)), to_int(args.value(1))) {
        (_, 0) => Fault::go("runtime error: integer divide by zero"),
        (a, b) => Ok(Value::Int64(with(a, b))),
    }
}

fn div(_: &mut Context<'_>, args: &[Operand]) -> Result {
    divided(args, i64::wrapping_div)
}

fn modulo(_: &mut Context<'_>, args: &[Operand]) -> Result {
    divided(args, i64::wrapping_rem)
}

fn max(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(folded(args, to_int(args.value(0)), i64::max))
}

fn min(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(folded(args, to_int(args.value(0)), i64::min))
}

fn ceil(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(Value::Float(to_float(args.value(0)).ceil()))
}

fn floor(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(Value::Float(to_float(args.value(0)).floor()))
}

fn round(_: &mut Context<'_>, args: &[Operand]) -> Result {
    let up_from = args.get(2).map_or(0.5, |o| to_float(&o.value));
    let power = 10f64.powf(args.int(1) as f64);
    let shifted = power * to_float(args.value(0));
    let rounded = if shifted.fract() >= up_from {
        shifted.ceil()
    } else {
        shifted.floor()
    };
    Ok(Value::Float(rounded / power))
}

fn int(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(Value::Int(to_int(args.value(0))))
}

fn int64(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(Value::Int64(to_int(args.value(0))))
}

fn float64(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(Value::Float(to_float(args.value(0))))
}

/// `strconv.Atoi`, whose result for a number that is too large is the nearest one.
fn atoi(_: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = args.text(0).to_str();
    let digits = text.strip_prefix(['+', '-']).unwrap_or(&text);
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let out_of_reach = match (number, text.starts_with('-')) {
        (false, _) => 0,
        (true, true) => i64::MIN,
        (true, false) => i64::MAX,
    };
    Ok(Value::Int(decimal(&text).unwrap_or(out_of_reach)))
}

fn to_decimal(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = sprint(cx, args.value(0))?;
    let text = String::from_utf8_lossy(&text);
    let digits = text.strip_prefix(['+', '-']).unwrap_or(&text);
    let octal = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let value = i64::from_str_radix(&text, 8).ok().filter(|_| octal);
    Ok(Value::Int64(value.unwrap_or(0)))
}
