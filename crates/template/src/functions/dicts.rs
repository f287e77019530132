//! Maps.

use std::rc::Rc;

use super::{Args, Function, Run, function};
use crate::context::{Context, Fault, MAX_NESTING};
use crate::convert::strval;
use crate::exec::Operand;
use crate::value::{List, ListKind, Map, MapKind, Text, Value};

type Result<T = Value> = std::result::Result<T, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "dict" [] .. Any => Map, Run::Aware(dict), "dict KEY VALUE…", "A map of these keys and values."),
    function!(Sprig "set" [Map, String, Any] => Map, Run::Aware(set), "set MAP KEY VALUE", "Sets a key of the map, and gives the map."),
    function!(Sprig "unset" [Map, String] => Map, Run::Aware(unset), "unset MAP KEY", "Removes a key from the map, and gives the map."),
    function!(Sprig "hasKey" [Map, String] => Bool, Run::Aware(has_key), "hasKey MAP KEY", "Whether the map has the key."),
    function!(Sprig "pluck" [String] .. Map => List, Run::Aware(pluck), "pluck KEY MAP…", "The key's values in all the maps that have it."),
    function!(Sprig "keys" [] .. Map => Strings, Run::Aware(keys), "keys MAP…", "The maps' keys, in random order."),
    function!(Sprig "values" [Map] => List, Run::Aware(values), "values MAP", "The map's values, in random order."),
    function!(Sprig "pick" [Map] .. String => Map, Run::Aware(pick), "pick MAP KEY…", "A map of only these keys."),
    function!(Sprig "omit" [Map] .. String => Map, Run::Aware(omit), "omit MAP KEY…", "A map without these keys."),
    function!(Sprig "merge" [Map] .. Map => Any, Run::Aware(merge), "merge MAP OTHER…", "Adds to the map what it lacks of the others, and gives the map."),
    function!(Sprig "mergeOverwrite" [Map] .. Map => Any, Run::Aware(merge_overwrite), "mergeOverwrite MAP OTHER…", "Adds the others' keys to the map, theirs winning, and gives the map."),
    function!(Sprig "deepCopy" [Any] => Any, Run::Aware(deep_copy), "deepCopy VALUE", "The value once more, with all that is in it."),
];

fn key(cx: &Context<'_>, args: &[Operand], index: usize) -> Result<Text> {
    match args.value(index) {
        Value::String(text) if !cx.text_unknown(text) => Ok(text.clone()),
        _ => Err(Fault::Unknown),
    }
}

/// The map at that place of which all entries are known; `None` for Go's nil map.
fn closed(args: &[Operand], index: usize) -> Result<Option<&Rc<Map>>> {
    match args.value(index) {
        Value::Unknown(_) => Err(Fault::Unknown),
        Value::Map(map) if map.is_open() => Err(Fault::Unknown),
        _ => Ok(args.map(index)),
    }
}

fn nil_map() -> Value {
    Value::Map(Rc::new(Map::nil()))
}

fn dict(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let map = cx.map(MapKind::Any)?;
    for pair in args.chunks(2) {
        let key = strval(cx, pair.value(0))?;
        if cx.text_unknown(&key) || matches!(pair.value(0), Value::Unknown(_)) {
            return Err(Fault::Unknown);
        }
        let value = match pair.get(1) {
            Some(operand) => operand.value.clone(),
            None => Value::from(""),
        };
        if value.depth() >= MAX_NESTING {
            return Err(Fault::Unknown);
        }
        cx.insert(&map, key, value)?;
    }
    Ok(Value::Map(map))
}

fn set(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    if let Value::Unknown(_) = args.value(0) {
        return Err(Fault::Unknown);
    }
    let key = key(cx, args, 1)?;
    match args.map(0) {
        Some(map) if !map.nil => {
            cx.insert(map, key, args.value(2).clone())?;
            Ok(Value::Map(map.as_any()))
        }
        _ => Fault::go("assignment to entry in nil map"),
    }
}

fn unset(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let key = key(cx, args, 1)?;
    match args.value(0) {
        Value::Map(map) => {
            map.remove(key.bytes());
            Ok(Value::Map(map.as_any()))
        }
        Value::Unknown(_) => Err(Fault::Unknown),
        _ => Ok(nil_map()),
    }
}

fn has_key(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let key = key(cx, args, 1)?;
    match args.value(0) {
        Value::Map(map) if map.get(key.bytes()).is_some() => Ok(Value::Bool(true)),
        Value::Map(map) if map.is_open() => Err(Fault::Unknown),
        Value::Unknown(_) => Err(Fault::Unknown),
        _ => Ok(Value::Bool(false)),
    }
}

fn pluck(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let key = key(cx, args, 0)?;
    let mut found = Vec::new();
    for index in 1..args.len() {
        match args.value(index) {
            Value::Unknown(_) => return Err(Fault::Unknown),
            Value::Map(map) => match map.get(key.bytes()) {
                Some(value) => found.push(value),
                None if map.is_open() => return Err(Fault::Unknown),
                None => {}
            },
            _ => {}
        }
    }
    cx.list(ListKind::Any, found)
}

/// A list in the random order of Go's maps, if it has an order at all.
fn unordered(cx: &mut Context<'_>, kind: ListKind, items: Vec<Value>) -> Result {
    cx.reserve(32 * items.len())?;
    let mut list = List::new(kind, items);
    list.unordered = list.items.len() > 1;
    Ok(Value::List(Rc::new(list)))
}

fn keys(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let mut found = Vec::new();
    for index in 0..args.len() {
        if let Some(map) = closed(args, index)? {
            found.extend(map.entries().into_iter().map(|(key, _)| Value::String(key)));
        }
    }
    unordered(cx, ListKind::Strings, found)
}

fn values(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let found = match closed(args, 0)? {
        Some(map) => map.entries().into_iter().map(|(_, value)| value).collect(),
        None => Vec::new(),
    };
    unordered(cx, ListKind::Any, found)
}

fn pick(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let picked = cx.map(MapKind::Any)?;
    for index in 1..args.len() {
        let key = key(cx, args, index)?;
        match args.value(0) {
            Value::Unknown(_) => return Err(Fault::Unknown),
            Value::Map(map) => match map.get(key.bytes()) {
                Some(value) => cx.insert(&picked, key, value)?,
                None if map.is_open() => return Err(Fault::Unknown),
                None => {}
            },
            _ => {}
        }
    }
    Ok(Value::Map(picked))
}

fn omit(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let kept = cx.map(MapKind::Any)?;
    let mut omitted = Vec::new();
    for index in 1..args.len() {
        omitted.push(key(cx, args, index)?);
    }
    if let Some(map) = closed(args, 0)? {
        for (key, value) in map.entries() {
            if !omitted.contains(&key) {
                cx.insert(&kept, key, value)?;
            }
        }
    }
    Ok(Value::Map(kept))
}

fn merge(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    merged(cx, args, false)
}

fn merge_overwrite(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    merged(cx, args, true)
}

fn merged(cx: &mut Context<'_>, args: &[Operand], overwrite: bool) -> Result {
    let mut target = closed(args, 0)?.filter(|map| !map.nil).cloned();
    for index in 1..args.len() {
        let Some(source) = closed(args, index)?.filter(|map| !map.nil) else {
            continue;
        };
        let into = match &target {
            Some(map) => Rc::clone(map),
            None => cx.map(MapKind::Any)?,
        };
        merge_into(cx, &into, source, overwrite, MAX_NESTING)?;
        target = Some(into);
    }
    match target {
        Some(map) => Ok(Value::Map(map.as_any())),
        None => Ok(nil_map()),
    }
}

/// mergo's merge of one map into another, in place.
fn merge_into(
    cx: &mut Context<'_>,
    target: &Rc<Map>,
    source: &Rc<Map>,
    overwrite: bool,
    levels: u16,
) -> Result<()> {
    let levels = levels.checked_sub(1).ok_or(Fault::Unknown)?;
    if target.is(source) {
        return Ok(());
    }
    for (key, value) in source.entries() {
        cx.step(1)?;
        let old = target.get(key.bytes());
        if let Value::Nil = value {
            if overwrite {
                cx.insert(target, key, value)?;
            }
            continue;
        }
        if let (Some(Value::Map(old)), Value::Map(new)) = (&old, &value) {
            if old.is_open() || new.is_open() {
                return Err(Fault::Unknown);
            }
            merge_into(cx, old, new, overwrite, levels)?;
        }
        let filled = match &old {
            Some(old) => cx.truth(old)?,
            None => false,
        };
        match value {
            Value::List(_) if overwrite => cx.insert(target, key, value)?,
            Value::Map(_) | Value::List(_) if filled => {}
            value if overwrite || !filled => cx.insert(target, key, value)?,
            _ => {}
        }
    }
    Ok(())
}

fn deep_copy(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    match args.value(0) {
        Value::Nil => Fault::go("reflect: call of reflect.Value.Type on zero Value"),
        value => copied(cx, value, MAX_NESTING),
    }
}

fn copied(cx: &mut Context<'_>, value: &Value, levels: u16) -> Result {
    cx.reserve(32)?;
    let levels = levels.checked_sub(1).ok_or(Fault::Unknown)?;
    match value {
        Value::Map(map) if map.nil || map.is_open() => Ok(value.clone()),
        Value::Map(map) => {
            let copy = cx.map(map.kind)?;
            for (key, value) in map.entries() {
                let value = copied(cx, &value, levels)?;
                cx.insert(&copy, key, value)?;
            }
            Ok(Value::Map(copy))
        }
        Value::List(list) => {
            let items: Result<Vec<Value>> = list
                .items
                .iter()
                .map(|item| copied(cx, item, levels))
                .collect();
            let mut copy = List::new(list.kind, items?);
            (copy.nil, copy.unordered) = (list.nil, list.unordered);
            Ok(Value::List(Rc::new(copy)))
        }
        plain => Ok(plain.clone()),
    }
}
