//! Regular expressions in Go's syntax.

use std::rc::Rc;

use regex::{Regex, RegexBuilder};

use super::regex_syntax::translated;
use super::{Args, Function, Run, function, made};
use crate::context::{Context, Fault};
use crate::exec::Operand;
use crate::go::quote::{can_backquote, quote_str};
use crate::value::{List, ListKind, Value};

type Result<T = Value> = std::result::Result<T, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "regexMatch" [String, String] => Bool, Run::Known(regex_match), "regexMatch PATTERN TEXT", "Whether the pattern occurs in the text."),
    function!(Sprig "regexFind" [String, String] => String, Run::Known(regex_find), "regexFind PATTERN TEXT", "The first match."),
    function!(Sprig "regexFindAll" [String, String, Int] => Strings, Run::Known(regex_find_all), "regexFindAll PATTERN TEXT COUNT", "At most so many matches; all for -1."),
    function!(Sprig "regexReplaceAll" [String, String, String] => String, Run::Known(regex_replace_all), "regexReplaceAll PATTERN TEXT REPLACEMENT", "The text with every match replaced; `$1` stands for a group."),
    function!(Sprig "regexReplaceAllLiteral" [String, String, String] => String, Run::Known(regex_replace_all_literal), "regexReplaceAllLiteral PATTERN TEXT REPLACEMENT", "The text with every match replaced by just that."),
    function!(Sprig "regexSplit" [String, String, Int] => Strings, Run::Known(regex_split), "regexSplit PATTERN TEXT COUNT", "The pieces between matches, at most so many; all for -1."),
];

/// How large a compiled pattern may be.
const SIZE_LIMIT: usize = 1 << 20;

/// A pattern for a text, or Go's message about it.
fn compile(
    cx: &mut Context<'_>,
    pattern: &str,
    text: &str,
) -> Result<std::result::Result<Regex, String>> {
    cx.step(200 + pattern.len())?;
    let translated = match translated(pattern) {
        Ok(translated) => translated,
        Err(message) => return Ok(Err(message)),
    };
    // the library for browsers has no tables of Unicode, which would be a tenth of all that they load
    let ascii = pattern.is_ascii() && text.is_ascii();
    if cfg!(target_family = "wasm") && (translated.classes || translated.folds && !ascii) {
        return Err(Fault::Unknown);
    }
    let built = RegexBuilder::new(&translated.pattern)
        .size_limit(SIZE_LIMIT)
        .nest_limit(200)
        .build();
    // what Go takes and this library does not
    built.map(Ok).map_err(|_| Fault::Unknown)
}

/// A pattern, where Go panics over a bad one.
fn must_compile(cx: &mut Context<'_>, args: &[Operand]) -> Result<Regex> {
    let pattern = args.text(0).to_str();
    cx.step(args.text(1).bytes().len() / 8)?;
    compile(cx, &pattern, &args.text(1).to_str())?.map_err(|message| {
        let shown = if can_backquote(&pattern) {
            format!("`{pattern}`")
        } else {
            quote_str(&pattern)
        };
        Fault::Go(format!("regexp: Compile({shown}): {message}"))
    })
}

fn regex_match(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let pattern = args.text(0).to_str();
    cx.step(args.text(1).bytes().len() / 8)?;
    let text = args.text(1).to_str();
    let regex = compile(cx, &pattern, &text)?;
    let found = regex.is_ok_and(|regex| regex.is_match(&text));
    Ok(Value::Bool(found))
}

fn regex_find(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let regex = must_compile(cx, args)?;
    let text = args.text(1).to_str();
    made(cx, regex.find(&text).map_or("", |found| found.as_str()))
}

/// How many are wanted: all for a negative count.
fn limit(args: &[Operand]) -> usize {
    usize::try_from(args.int(2)).unwrap_or(usize::MAX)
}

fn texts(cx: &mut Context<'_>, found: Vec<&str>) -> Result {
    cx.reserve(found.iter().map(|t| t.len()).sum())?;
    let items = found.into_iter().map(Value::from).collect();
    cx.list(ListKind::Strings, items)
}

/// Go's nil slice.
fn no_texts() -> Value {
    let mut none = List::new(ListKind::Strings, Vec::new());
    none.nil = true;
    Value::List(Rc::new(none))
}

fn regex_find_all(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let regex = must_compile(cx, args)?;
    let text = args.text(1).to_str();
    let found = matches(cx, &regex, &text, limit(args))?;
    if found.is_empty() {
        return Ok(no_texts());
    }
    texts(cx, found.into_iter().map(|range| &text[range]).collect())
}

/// Where the pattern matches, as Go counts: no empty match right after another match.
fn matches(
    cx: &mut Context<'_>,
    regex: &Regex,
    text: &str,
    limit: usize,
) -> Result<Vec<std::ops::Range<usize>>> {
    let mut found = Vec::new();
    for one in regex.find_iter(text).take(limit) {
        cx.step(1)?;
        found.push(one.range());
    }
    Ok(found)
}

fn regex_replace_all(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let regex = must_compile(cx, args)?;
    let (text, template) = (args.text(1).to_str(), args.text(2).to_str());
    let mut out = String::new();
    let mut kept = 0;
    for groups in regex.captures_iter(&text) {
        let Some(whole) = groups.get(0) else { continue };
        cx.step(1)?;
        out.push_str(&text[kept..whole.start()]);
        kept = whole.end();
        cx.reserve(template.len() + whole.len())?;
        expand(cx, &mut out, &template, &groups)?;
    }
    out.push_str(&text[kept..]);
    made(cx, out)
}

/// Go's `Regexp.Expand`: `$name`, `${name}`, `$$`.
fn expand(
    cx: &mut Context<'_>,
    out: &mut String,
    template: &str,
    groups: &regex::Captures<'_>,
) -> Result<()> {
    let mut rest = template;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let Some((name, after)) = group_name(rest) else {
            out.push('$');
            continue;
        };
        let numbered = name.bytes().all(|b| b.is_ascii_digit());
        let group = match name.parse::<usize>() {
            Ok(index) if numbered => groups.get(index),
            _ => groups.name(name),
        };
        if let Some(group) = group {
            cx.reserve(group.len())?;
            out.push_str(group.as_str());
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(())
}

fn group_name(text: &str) -> Option<(&str, &str)> {
    let (inside, braced) = match text.strip_prefix('{') {
        Some(inside) => (inside, true),
        None => (text, false),
    };
    let is_word =
        |c: char| c == '_' || crate::go::unicode::is_letter(c) || crate::go::unicode::is_digit(c);
    let end = inside.find(|c| !is_word(c)).unwrap_or(inside.len());
    let (name, after) = inside.split_at(end);
    if name.is_empty() {
        return None;
    }
    match braced {
        true => Some((name, after.strip_prefix('}')?)),
        false => Some((name, after)),
    }
}

fn regex_replace_all_literal(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let regex = must_compile(cx, args)?;
    let (text, new) = (args.text(1).to_str(), args.text(2).to_str());
    let mut out = String::new();
    let mut kept = 0;
    for found in matches(cx, &regex, &text, usize::MAX)? {
        cx.reserve(new.len())?;
        out.push_str(&text[kept..found.start]);
        out.push_str(&new);
        kept = found.end;
    }
    out.push_str(&text[kept..]);
    made(cx, out)
}

/// Go's `Regexp.Split`.
fn regex_split(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let regex = must_compile(cx, args)?;
    let text = args.text(1).to_str();
    let limit = limit(args);
    if limit == 0 {
        return Ok(no_texts());
    }
    if !args.text(0).is_empty() && text.is_empty() {
        return texts(cx, vec![""]);
    }
    let mut pieces = Vec::new();
    let (mut start, mut end) = (0, 0);
    for found in matches(cx, &regex, &text, limit)? {
        if pieces.len() + 1 == limit {
            break;
        }
        end = found.start;
        if found.end != 0 {
            pieces.push(&text[start..end]);
        }
        start = found.end;
    }
    if end != text.len() {
        pieces.push(&text[start..]);
    }
    texts(cx, pieces)
}
