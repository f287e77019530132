//! Lists.

use super::{Args, Function, Run, function, list_of};
use crate::compare::deep_equal;
use crate::context::{Context, Fault};
use crate::convert::{strslice, to_int};
use crate::exec::Operand;
use crate::value::{List, ListKind, Text, Value};

type Result<T = Value> = std::result::Result<T, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "list" [] .. Any => List, Run::Aware(list), "list VALUE…", "A list of the values."),
    function!(Sprig "tuple" [] .. Any => List, Run::Aware(list), "tuple VALUE…", "The old name of `list`."),
    function!(Sprig "append" [Any, Any] => List, Run::Aware(append), "append LIST VALUE", "The list with the value at its end."),
    function!(Sprig "push" [Any, Any] => List, Run::Aware(append), "push LIST VALUE", "Another name of `append`."),
    function!(Sprig "prepend" [Any, Any] => List, Run::Aware(prepend), "prepend LIST VALUE", "The list with the value at its beginning."),
    function!(Sprig "concat" [] .. Any => Any, Run::Aware(concat), "concat LIST…", "All elements of several lists."),
    function!(Sprig "first" [Any] => Any, Run::Aware(first), "first LIST", "The first element."),
    function!(Sprig "last" [Any] => Any, Run::Aware(last), "last LIST", "The last element."),
    function!(Sprig "rest" [Any] => List, Run::Aware(rest), "rest LIST", "All elements but the first."),
    function!(Sprig "initial" [Any] => List, Run::Aware(initial), "initial LIST", "All elements but the last."),
    function!(Sprig "reverse" [Any] => List, Run::Aware(reverse), "reverse LIST", "The elements from last to first."),
    function!(Sprig "slice" [Any] .. Any => Any, Run::Aware(slice), "slice LIST START END", "The elements from START up to END."),
    function!(Sprig "uniq" [Any] => List, Run::Aware(uniq), "uniq LIST", "The elements without repetitions."),
    function!(Sprig "without" [Any] .. Any => List, Run::Aware(without), "without LIST VALUE…", "The elements without these values."),
    function!(Sprig "compact" [Any] => List, Run::Aware(compact), "compact LIST", "The elements that are not empty."),
    function!(Sprig "has" [Any, Any] => Bool, Run::Aware(has), "has VALUE LIST", "Whether the list holds the value."),
    function!(Sprig "sortAlpha" [Any] => Strings, Run::Aware(sort_alpha), "sortAlpha LIST", "The elements as texts, sorted."),
    function!(Sprig "until" [Int] => Ints, Run::Known(until), "until COUNT", "The integers from 0 up to COUNT."),
    function!(Sprig "untilStep" [Int, Int, Int] => Ints, Run::Known(until_step), "untilStep START STOP STEP", "The integers from START up to STOP."),
];

/// The list at that place, or sprig's message with the kind of what stands there instead.
fn subject<'a>(args: &'a [Operand], index: usize, message: &str) -> Result<&'a List> {
    match args.value(index) {
        Value::Unknown(_) => Err(Fault::Unknown),
        Value::List(list) if list.unordered => Err(Fault::Unknown),
        Value::Nil => Fault::go("runtime error: invalid memory address or nil pointer dereference"),
        value => list_of(value).map_err(|kind| Fault::Go(message.replace("{}", kind))),
    }
}

/// Whether all that is given is known.
fn known(cx: &mut Context<'_>, args: &[Operand]) -> Result<()> {
    for arg in args {
        if cx.unknown(&arg.value)? {
            return Err(Fault::Unknown);
        }
    }
    Ok(())
}

/// A list of anything.
fn any(cx: &mut Context<'_>, items: Vec<Value>) -> Result {
    cx.list(ListKind::Any, items)
}

/// Go's nil slice, which some functions return for an empty list.
fn nil_list() -> Value {
    let mut list = List::new(ListKind::Any, Vec::new());
    list.nil = true;
    Value::List(std::rc::Rc::new(list))
}

fn list(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    any(cx, args.iter().map(|o| o.value.clone()).collect())
}

fn append(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let list = subject(args, 0, "Cannot push on type {}")?;
    let added = std::iter::once(args.value(1));
    any(cx, list.items.iter().chain(added).cloned().collect())
}

fn prepend(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let list = subject(args, 0, "Cannot prepend on type {}")?;
    let added = std::iter::once(args.value(1));
    any(cx, added.chain(&list.items).cloned().collect())
}

fn concat(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let mut items = Vec::new();
    for index in 0..args.len() {
        let list = subject(args, index, "Cannot concat type {} as list")?;
        cx.reserve(32 * list.items.len())?;
        items.extend(list.items.iter().cloned());
    }
    if items.is_empty() {
        return Ok(nil_list());
    }
    any(cx, items)
}

fn first(_: &mut Context<'_>, args: &[Operand]) -> Result {
    let list = subject(args, 0, "Cannot find first on type {}")?;
    Ok(list.items.first().cloned().unwrap_or(Value::Nil))
}

fn last(_: &mut Context<'_>, args: &[Operand]) -> Result {
    let list = subject(args, 0, "Cannot find last on type {}")?;
    Ok(list.items.last().cloned().unwrap_or(Value::Nil))
}

fn rest(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let list = subject(args, 0, "Cannot find rest on type {}")?;
    match list.items.split_first() {
        Some((_, rest)) => any(cx, rest.to_vec()),
        None => Ok(nil_list()),
    }
}

fn initial(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let list = subject(args, 0, "Cannot find initial on type {}")?;
    match list.items.split_last() {
        Some((_, initial)) => any(cx, initial.to_vec()),
        None => Ok(nil_list()),
    }
}

fn reverse(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let list = subject(args, 0, "Cannot find reverse on type {}")?;
    any(cx, list.items.iter().rev().cloned().collect())
}

fn slice(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let list = subject(args, 0, "list should be type of slice or array but {}")?;
    if list.items.is_empty() {
        return Ok(Value::Nil);
    }
    for bound in &args[1..] {
        if cx.unknown(&bound.value)? {
            return Err(Fault::Unknown);
        }
    }
    let length = i64::try_from(list.items.len()).unwrap_or(i64::MAX);
    let start = args.get(1).map_or(0, |o| to_int(&o.value));
    let end = args.get(2).map_or(length, |o| to_int(&o.value));
    let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    match range.and_then(|(start, end)| list.items.get(start..end)) {
        Some(items) => cx.list(list.kind, items.to_vec()),
        None => Fault::go("reflect.Value.Slice: slice index out of bounds"),
    }
}

/// Whether an element is among others. Nothing in them is unknown.
fn among(cx: &mut Context<'_>, items: &[&Value], wanted: &Value) -> Result<bool> {
    for item in items {
        if deep_equal(cx, wanted, item)? == Some(true) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn uniq(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let list = subject(args, 0, "Cannot find uniq on type {}")?;
    known(cx, args)?;
    let mut kept: Vec<&Value> = Vec::new();
    for item in &list.items {
        if !among(cx, &kept, item)? {
            kept.push(item);
        }
    }
    any(cx, kept.into_iter().cloned().collect())
}

fn without(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let list = subject(args, 0, "Cannot find without on type {}")?;
    known(cx, args)?;
    let values = args.values();
    let mut kept = Vec::new();
    for item in &list.items {
        if !among(cx, &values[1..], item)? {
            kept.push(item.clone());
        }
    }
    any(cx, kept)
}

fn compact(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let list = subject(args, 0, "Cannot compact on type {}")?;
    known(cx, args)?;
    let mut kept = Vec::new();
    for item in &list.items {
        if cx.truth(item)? {
            kept.push(item.clone());
        }
    }
    any(cx, kept)
}

fn has(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let list = match args.value(1) {
        Value::Nil => return Ok(Value::Bool(false)),
        Value::Unknown(_) => return Err(Fault::Unknown),
        value => {
            list_of(value).map_err(|kind| Fault::Go(format!("Cannot find has on type {kind}")))?
        }
    };
    let mut known = true;
    for item in &list.items {
        match deep_equal(cx, args.value(0), item)? {
            Some(true) => return Ok(Value::Bool(true)),
            Some(false) => {}
            None => known = false,
        }
    }
    if known {
        Ok(Value::Bool(false))
    } else {
        Err(Fault::Unknown)
    }
}

fn sort_alpha(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    // the order of a map's keys does not matter here
    let ordered = match args.value(0) {
        Value::List(list) if list.unordered => {
            Value::List(std::rc::Rc::new(List::new(list.kind, list.items.clone())))
        }
        other => other.clone(),
    };
    if cx.unknown(&ordered)? {
        return Err(Fault::Unknown);
    }
    let mut texts: Vec<Text> = match &ordered {
        Value::List(_) => strslice(cx, &ordered)?,
        other => vec![crate::convert::strval(cx, other)?],
    };
    cx.step(texts.len() * 16)?;
    texts.sort();
    cx.list(
        ListKind::Strings,
        texts.into_iter().map(Value::String).collect(),
    )
}

fn until(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let count = args.int(0);
    counted(cx, 0, count, if count < 0 { -1 } else { 1 })
}

fn until_step(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    counted(cx, args.int(0), args.int(1), args.int(2))
}

fn counted(cx: &mut Context<'_>, start: i64, stop: i64, step: i64) -> Result {
    let goes_on = |i: i64| {
        if step > 0 {
            i < stop
        } else {
            step < 0 && i > stop
        }
    };
    let mut items = Vec::new();
    let mut at = Some(start);
    while let Some(i) = at.filter(|i| goes_on(*i)) {
        cx.reserve(32)?;
        items.push(Value::Int(i));
        at = i.checked_add(step);
    }
    cx.list(ListKind::Ints, items)
}
