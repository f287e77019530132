//! Paths with slashes.

use super::{Args, Function, Run, function, made};
use crate::context::{Context, Fault};
use crate::exec::Operand;
use crate::value::Value;

type Result = std::result::Result<Value, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "base" [String] => String, Run::Known(base), "base PATH", "The last element of the path."),
    function!(Sprig "dir" [String] => String, Run::Known(dir), "dir PATH", "The path without its last element."),
    function!(Sprig "clean" [String] => String, Run::Known(clean), "clean PATH", "The shortest path that means the same."),
    function!(Sprig "ext" [String] => String, Run::Known(ext), "ext PATH", "The extension of the file name, with its dot."),
    function!(Sprig "isAbs" [String] => Bool, Run::Known(is_abs), "isAbs PATH", "Whether the path begins with a slash."),
];

fn base(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let path = args.text(0).bytes();
    let kept = path.iter().rposition(|b| *b != b'/').map_or(0, |at| at + 1);
    let trimmed = &path[..kept];
    let name = trimmed.rsplit(|b| *b == b'/').next().unwrap_or_default();
    let name: &[u8] = match (path.is_empty(), name.is_empty()) {
        (true, _) => b".",
        (false, true) => b"/",
        _ => name,
    };
    made(cx, name)
}

fn dir(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let path = args.text(0).bytes();
    let parent = path.iter().rposition(|b| *b == b'/').map_or(0, |at| at + 1);
    made(cx, cleaned(&path[..parent]))
}

fn clean(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    made(cx, cleaned(args.text(0).bytes()))
}

fn cleaned(path: &[u8]) -> Vec<u8> {
    let rooted = path.first() == Some(&b'/');
    let mut kept: Vec<&[u8]> = Vec::new();
    for part in path.split(|b| *b == b'/') {
        match part {
            b"" | b"." => {}
            b".." if kept.last().is_some_and(|last| *last != b"..") => {
                kept.pop();
            }
            b".." if rooted => {}
            part => kept.push(part),
        }
    }
    let body = kept.join(&b'/');
    match (rooted, body.is_empty()) {
        (true, _) => [b"/", body.as_slice()].concat(),
        (false, true) => b".".to_vec(),
        (false, false) => body,
    }
}

fn ext(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let path = args.text(0).bytes();
    let stop = path.iter().rposition(|b| matches!(b, b'.' | b'/'));
    let found = stop
        .filter(|at| path[*at] == b'.')
        .map_or(path.len(), |at| at);
    made(cx, &path[found..])
}

fn is_abs(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(Value::Bool(args.text(0).bytes().first() == Some(&b'/')))
}
