//! Texts.

use super::{Args, Function, Run, function, made};
use crate::context::{Context, Fault};
use crate::convert::{strslice, strval};
use crate::exec::Operand;
use crate::go::quote::quote;
use crate::print::sprint;
use crate::value::{ListKind, Map, MapKind, Text, Value};

type Result<T = Value> = std::result::Result<T, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "cat" [] .. Any => String, Run::Aware(cat), "cat VALUE…", "The values as text, with blanks between."),
    function!(Sprig "contains" [String, String] => Bool, Run::Known(contains), "contains PART TEXT", "Whether the text holds the part."),
    function!(Sprig "hasPrefix" [String, String] => Bool, Run::Known(has_prefix), "hasPrefix PREFIX TEXT", "Whether the text begins so."),
    function!(Sprig "hasSuffix" [String, String] => Bool, Run::Known(has_suffix), "hasSuffix SUFFIX TEXT", "Whether the text ends so."),
    function!(Sprig "indent" [Int, String] => String, Run::Known(indent), "indent WIDTH TEXT", "Every line moved right."),
    function!(Sprig "nindent" [Int, String] => String, Run::Known(nindent), "nindent WIDTH TEXT", "A line break, then every line moved right."),
    function!(Sprig "join" [String, Any] => String, Run::Aware(join), "join SEPARATOR LIST", "The list's elements as one text."),
    function!(Sprig "lower" [String] => String, Run::Known(lower), "lower TEXT", "The text in lower case."),
    function!(Sprig "upper" [String] => String, Run::Known(upper), "upper TEXT", "The text in upper case."),
    function!(Sprig "plural" [String, String, Int] => String, Run::Known(plural), "plural ONE MANY COUNT", "The one word for 1, the other for all else."),
    function!(Sprig "quote" [] .. Any => String, Run::Aware(quote_all), "quote VALUE…", "The values in double quotes, escaped, with blanks between."),
    function!(Sprig "squote" [] .. Any => String, Run::Aware(squote_all), "squote VALUE…", "The values in single quotes, with blanks between."),
    function!(Sprig "repeat" [Int, String] => String, Run::Known(repeat), "repeat COUNT TEXT", "The text so many times."),
    function!(Sprig "replace" [String, String, String] => String, Run::Known(replace), "replace OLD NEW TEXT", "The text with every occurrence replaced."),
    function!(Sprig "split" [String, String] => TextMap, Run::Known(split), "split SEPARATOR TEXT", "The pieces as a map with the keys `_0`, `_1` and so on."),
    function!(Sprig "splitn" [String, Int, String] => TextMap, Run::Known(splitn), "splitn SEPARATOR COUNT TEXT", "At most so many pieces as a map with the keys `_0`, `_1` and so on."),
    function!(Sprig "splitList" [String, String] => Strings, Run::Known(split_list), "splitList SEPARATOR TEXT", "The pieces as a list."),
    function!(Sprig "substr" [Int, Int, String] => String, Run::Known(substr), "substr START END TEXT", "The bytes from START up to END."),
    function!(Sprig "toString" [Any] => String, Run::Aware(to_string), "toString VALUE", "The value as text."),
    function!(Sprig "toStrings" [Any] => Strings, Run::Aware(to_strings), "toStrings LIST", "The list's elements as texts."),
    function!(Sprig "trim" [String] => String, Run::Known(trim), "trim TEXT", "The text without white space at its ends."),
    function!(Sprig "trimAll" [String, String] => String, Run::Known(trim_all), "trimAll CHARACTERS TEXT", "The text without these characters at its ends."),
    function!(Sprig "trimall" [String, String] => String, Run::Known(trim_all), "trimall CHARACTERS TEXT", "The old name of `trimAll`."),
    function!(Sprig "trimPrefix" [String, String] => String, Run::Known(trim_prefix), "trimPrefix PREFIX TEXT", "The text without that beginning."),
    function!(Sprig "trimSuffix" [String, String] => String, Run::Known(trim_suffix), "trimSuffix SUFFIX TEXT", "The text without that end."),
    function!(Sprig "trunc" [Int, String] => String, Run::Known(trunc), "trunc LENGTH TEXT", "The first bytes of the text."),
];

fn str_of(args: &[Operand], index: usize) -> std::borrow::Cow<'_, str> {
    args.text(index).to_str()
}

fn cat(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let mut pieces = Vec::new();
    for value in args.values() {
        if !matches!(value, Value::Nil) {
            pieces.push(sprint(cx, value)?);
        }
    }
    made(cx, pieces.join(&b' '))
}

fn contains(_: &mut Context<'_>, args: &[Operand]) -> Result {
    let found = memchr::memmem::find(args.text(1).bytes(), args.text(0).bytes());
    Ok(Value::Bool(found.is_some()))
}

fn has_prefix(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(Value::Bool(
        args.text(1).bytes().starts_with(args.text(0).bytes()),
    ))
}

fn has_suffix(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(Value::Bool(
        args.text(1).bytes().ends_with(args.text(0).bytes()),
    ))
}

/// A text so many times, as far as the budget goes.
fn repeated(cx: &mut Context<'_>, text: &[u8], count: i64) -> Result<Vec<u8>> {
    let Ok(count) = usize::try_from(count) else {
        return Fault::go("strings: negative Repeat count");
    };
    cx.reserve(text.len().checked_mul(count).ok_or(Fault::Exhausted)?)?;
    Ok(text.repeat(count))
}

fn indented(cx: &mut Context<'_>, args: &[Operand]) -> Result<Vec<u8>> {
    let padding = repeated(cx, b" ", args.int(0))?;
    let after_breaks = [b"\n", padding.as_slice()].concat();
    let text = replaced(cx, args.text(1).bytes(), b"\n", &after_breaks)?;
    Ok([padding, text].concat())
}

fn indent(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = indented(cx, args)?;
    made(cx, text)
}

fn nindent(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = [b"\n".to_vec(), indented(cx, args)?].concat();
    made(cx, text)
}

fn join(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let pieces = strslice(cx, args.value(1))?;
    let separator = args.text(0).bytes();
    if cx.text_unknown(args.text(0)) && pieces.len() == 1 {
        return made(cx, pieces[0].clone());
    }
    let total: usize = pieces
        .iter()
        .map(|p| p.bytes().len() + separator.len())
        .sum();
    cx.reserve(total)?;
    let pieces: Vec<&[u8]> = pieces.iter().map(Text::bytes).collect();
    Ok(Value::String(pieces.join(separator).into()))
}

/// Each character replaced by its one lower or upper case letter, as Go does.
fn mapped(cx: &mut Context<'_>, text: &Text, letter: fn(char) -> char) -> Result {
    let text: String = text.to_str().chars().map(letter).collect();
    made(cx, text)
}

fn lower(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    mapped(cx, args.text(0), crate::go::unicode::to_lower)
}

fn upper(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    mapped(cx, args.text(0), crate::go::unicode::to_upper)
}

fn plural(_: &mut Context<'_>, args: &[Operand]) -> Result {
    let chosen = if args.int(2) == 1 { 0 } else { 1 };
    Ok(args.value(chosen).clone())
}

fn quote_all(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    each(cx, args, |cx, value| {
        let text = strval(cx, value)?;
        if !cx.text_unknown(&text) {
            return Ok(quote(text.bytes()).into_bytes());
        }
        // an unknown text may hold what has to be escaped
        let symbol = match cx.sole_symbol(&Value::String(text.clone())) {
            Some(symbol) => Value::Unknown(symbol),
            None => Value::String(text),
        };
        let symbol = cx.call_symbol("quoted", &[&symbol])?;
        Ok(format!("\"{symbol}\"").into_bytes())
    })
}

fn squote_all(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    each(cx, args, |cx, value| {
        let text = sprint(cx, value)?;
        Ok([b"'", text.as_slice(), b"'"].concat())
    })
}

/// The arguments that are something, each turned into text, with blanks between.
fn each(
    cx: &mut Context<'_>,
    args: &[Operand],
    show: impl Fn(&mut Context<'_>, &Value) -> Result<Vec<u8>>,
) -> Result {
    let mut pieces = Vec::new();
    for value in args.values() {
        if !matches!(value, Value::Nil) {
            pieces.push(show(cx, value)?);
        }
    }
    made(cx, pieces.join(&b' '))
}

fn repeat(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = repeated(cx, args.text(1).bytes(), args.int(0))?;
    Ok(Value::String(text.into()))
}

/// Go's `strings.ReplaceAll`; an empty text occurs before every character and at the end.
fn replaced(cx: &mut Context<'_>, text: &[u8], old: &[u8], new: &[u8]) -> Result<Vec<u8>> {
    let places: Vec<usize> = if old.is_empty() {
        let starts = String::from_utf8_lossy(text);
        let starts: Vec<usize> = starts.char_indices().map(|(at, _)| at).collect();
        starts.into_iter().chain([text.len()]).collect()
    } else {
        memchr::memmem::find_iter(text, old).collect()
    };
    let growth = places.len().checked_mul(new.len());
    cx.reserve(
        growth
            .and_then(|g| g.checked_add(text.len()))
            .ok_or(Fault::Exhausted)?,
    )?;
    let mut out = Vec::with_capacity(text.len());
    let mut kept = 0;
    for at in places {
        out.extend_from_slice(text.get(kept..at).unwrap_or_default());
        out.extend_from_slice(new);
        kept = at + old.len();
    }
    out.extend_from_slice(text.get(kept..).unwrap_or_default());
    Ok(out)
}

fn replace(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = replaced(
        cx,
        args.text(2).bytes(),
        args.text(0).bytes(),
        args.text(1).bytes(),
    )?;
    Ok(Value::String(text.into()))
}

/// Go's `strings.SplitN`: all pieces for a negative count, none for 0; an empty separator splits into characters.
fn pieces(cx: &mut Context<'_>, text: &Text, separator: &Text, count: i64) -> Result<Vec<Text>> {
    cx.reserve(text.bytes().len())?;
    let limit = match usize::try_from(count) {
        Ok(0) => return Ok(Vec::new()),
        Ok(limit) => limit,
        Err(_) => usize::MAX,
    };
    let (text, separator) = (text.bytes(), separator.bytes());
    let cuts: Vec<usize> = if separator.is_empty() {
        let whole = String::from_utf8_lossy(text);
        whole.char_indices().skip(1).map(|(at, _)| at).collect()
    } else {
        memchr::memmem::find_iter(text, separator).collect()
    };
    if separator.is_empty() && text.is_empty() {
        return Ok(Vec::new());
    }
    cx.reserve(32 * cuts.len())?;
    let mut out = Vec::new();
    let mut kept = 0;
    for cut in cuts.into_iter().take(limit - 1) {
        out.push(Text::from(text.get(kept..cut).unwrap_or_default()));
        kept = cut + separator.len();
    }
    out.push(Text::from(text.get(kept..).unwrap_or_default()));
    Ok(out)
}

fn numbered(cx: &mut Context<'_>, pieces: Vec<Text>) -> Result {
    let entries = pieces
        .into_iter()
        .enumerate()
        .map(|(index, piece)| (format!("_{index}"), Value::String(piece)));
    let map = Map::new(MapKind::Strings, entries);
    Ok(Value::Map(cx.adopt(map)?))
}

fn split(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let pieces = pieces(cx, args.text(1), args.text(0), -1)?;
    numbered(cx, pieces)
}

fn splitn(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let pieces = pieces(cx, args.text(2), args.text(0), args.int(1))?;
    numbered(cx, pieces)
}

fn split_list(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let pieces = pieces(cx, args.text(1), args.text(0), -1)?;
    cx.list(
        ListKind::Strings,
        pieces.into_iter().map(Value::String).collect(),
    )
}

fn substr(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = args.text(2).bytes();
    let (start, end) = (args.int(0), args.int(1));
    let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
    if start < 0 {
        let head = usize::try_from(end).ok().and_then(|end| text.get(..end));
        return match head {
            Some(head) => made(cx, head),
            None if end < 0 => out_of_range(format!("[:{end}]")),
            None => out_of_range(format!("[:{end}] with length {length}")),
        };
    }
    let end = if end < 0 || end > length { length } else { end };
    let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    match range.and_then(|(start, end)| text.get(start..end)) {
        Some(part) => made(cx, part),
        None => out_of_range(format!("[{start}:{end}]")),
    }
}

fn out_of_range(what: String) -> Result {
    Fault::go(format!("runtime error: slice bounds out of range {what}"))
}

fn trunc(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = args.text(1).bytes();
    let length = args.int(0);
    match usize::try_from(length) {
        Ok(length) => made(cx, &text[..length.min(text.len())]),
        Err(_) => out_of_range(format!("[:{length}]")),
    }
}

fn to_string(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = strval(cx, args.value(0))?;
    made(cx, text)
}

fn to_strings(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let texts = strslice(cx, args.value(0))?;
    cx.list(
        ListKind::Strings,
        texts.into_iter().map(Value::String).collect(),
    )
}

fn trim(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = str_of(args, 0);
    made(cx, text.trim_matches(crate::go::unicode::is_space))
}

fn trim_all(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let cut = str_of(args, 0);
    let text = str_of(args, 1);
    made(cx, text.trim_matches(|c| cut.contains(c)))
}

fn trim_prefix(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = args.text(1).bytes();
    made(cx, text.strip_prefix(args.text(0).bytes()).unwrap_or(text))
}

fn trim_suffix(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = args.text(1).bytes();
    made(cx, text.strip_suffix(args.text(0).bytes()).unwrap_or(text))
}
