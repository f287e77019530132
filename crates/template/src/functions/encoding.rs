//! Base 64 and base 32.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use data_encoding::BASE32;

use super::{Args, Function, Run, function, made};
use crate::context::{Context, Fault};
use crate::exec::Operand;
use crate::value::Value;

type Result = std::result::Result<Value, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "b64enc" [Any] => String, Run::Known(b64enc), "b64enc VALUE", "The text in base 64; nothing gives an empty text."),
    function!(Sprig "b64dec" [String] => String, Run::Known(b64dec), "b64dec TEXT", "The text that base 64 stands for, or the reason why it does not."),
    function!(Sprig "b32enc" [String] => String, Run::Known(b32enc), "b32enc TEXT", "The text in base 32."),
    function!(Sprig "b32dec" [String] => String, Run::Known(b32dec), "b32dec TEXT", "The text that base 32 stands for, or the reason why it does not."),
];

/// The runner's own: what is not a text is encoded as Go's reflection shows it.
fn b64enc(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let encoded = match args.value(0) {
        Value::Nil => String::new(),
        Value::String(text) => STANDARD.encode(text.bytes()),
        other => STANDARD.encode(format!("<{} Value>", other.type_name())),
    };
    made(cx, encoded)
}

fn b32enc(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    made(cx, BASE32.encode(args.text(0).bytes()))
}

fn b64dec(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    match base64_decoded(args.text(0).bytes()) {
        Ok(bytes) => made(cx, bytes),
        Err(at) => made(cx, format!("illegal base64 data at input byte {at}")),
    }
}

fn b32dec(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    match base32_decoded(args.text(0).bytes()) {
        Ok(bytes) => made(cx, bytes),
        Err(at) => made(cx, format!("illegal base32 data at input byte {at}")),
    }
}

/// The value of a base 64 digit.
fn digit64(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

/// Go's decoder: line breaks are skipped, padding is needed, bits left over are ignored. An error is the offset that
/// Go names.
fn base64_decoded(text: &[u8]) -> std::result::Result<Vec<u8>, usize> {
    let mut bytes = text
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, b)| !matches!(b, b'\r' | b'\n'));
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    loop {
        let mut quantum = 0u32;
        let mut count = 0;
        while count < 4 {
            let Some((at, byte)) = bytes.next() else {
                return match count {
                    0 => Ok(out),
                    // Go names the place of the first digit that lacks its fellows
                    _ => Err(text.len() - count.min(text.len())),
                };
            };
            match digit64(byte) {
                Some(digit) => {
                    quantum = quantum << 6 | digit;
                    count += 1;
                }
                None if byte == b'=' && count >= 2 => {
                    if count == 2 {
                        match bytes.next() {
                            Some((_, b'=')) => {}
                            Some((at, _)) => return Err(at),
                            None => return Err(text.len()),
                        }
                    }
                    quantum <<= 6 * (4 - count);
                    out.extend_from_slice(&quantum.to_be_bytes()[1..count]);
                    return match bytes.next() {
                        Some((at, _)) => Err(at),
                        None => Ok(out),
                    };
                }
                None => return Err(at),
            }
        }
        out.extend_from_slice(&quantum.to_be_bytes()[1..]);
    }
}

fn digit32(byte: u8) -> Option<u64> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'2'..=b'7' => byte - b'2' + 26,
        _ => return None,
    };
    Some(u64::from(value))
}

/// Go's decoder for base 32, which names offsets in the text without line breaks.
fn base32_decoded(text: &[u8]) -> std::result::Result<Vec<u8>, usize> {
    let text: Vec<u8> = text
        .iter()
        .copied()
        .filter(|b| !matches!(b, b'\r' | b'\n'))
        .collect();
    let mut out = Vec::with_capacity(text.len() / 8 * 5);
    let mut at = 0;
    while at < text.len() {
        let mut quantum = 0u64;
        let mut count = 0;
        while count < 8 {
            let Some(&byte) = text.get(at) else {
                return Err(text.len() - count);
            };
            if byte == b'=' && count >= 2 && text.len() - at < 8 {
                return padded32(&text, at, count, quantum, out);
            }
            quantum = quantum << 5 | digit32(byte).ok_or(at)?;
            at += 1;
            count += 1;
        }
        out.extend_from_slice(&quantum.to_be_bytes()[3..]);
    }
    Ok(out)
}

/// The last group, of which `count` digits are there and padding from `at` on.
fn padded32(
    text: &[u8],
    at: usize,
    count: usize,
    quantum: u64,
    mut out: Vec<u8>,
) -> std::result::Result<Vec<u8>, usize> {
    let missing = 8 - count;
    let padding = &text[at..];
    if padding.len() < missing {
        return Err(text.len());
    }
    if let Some(wrong) = padding.iter().take(missing).position(|b| *b != b'=') {
        return Err(at + wrong);
    }
    let bytes = match count {
        2 => 1,
        4 => 2,
        5 => 3,
        7 => 4,
        _ => return Err(at),
    };
    let quantum = quantum << (5 * missing);
    out.extend_from_slice(&quantum.to_be_bytes()[3..3 + bytes]);
    Ok(out)
}
