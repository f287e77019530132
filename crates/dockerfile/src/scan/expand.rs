use std::borrow::Cow;
use std::collections::HashMap;

/// What expansion makes of one word is cut off here, in bytes: no image reference is that long, and values can be
/// repeated without end.
const LONGEST: usize = 1024;

/// Replaces `$NAME` and `${NAME}`; what the table lacks becomes nothing. Rule: Go `os.Expand`.
pub(crate) fn expand<'t>(text: &'t str, table: &HashMap<&str, &str>) -> Cow<'t, str> {
    if !text.contains('$') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let (name, width) = name_of(after);
        match name {
            "" if width == 0 => out.push('$'),
            name => out.push_str(table.get(name).copied().unwrap_or_default()),
        }
        if out.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|at| out.is_char_boundary(*at));
            out.truncate(end.unwrap_or_default());
            return Cow::Owned(out);
        }
        rest = &after[width..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The name behind a dollar sign and the number of bytes to go on after; no name and a width is bad syntax, which is
/// eaten. Rule: Go `os.getShellName`.
fn name_of(text: &str) -> (&str, usize) {
    let bytes = text.as_bytes();
    match bytes {
        [b'{', special, b'}', ..] if is_special(*special) => (&text[1..2], 3),
        [b'{', ..] => match text.find('}') {
            Some(1) => ("", 2),
            Some(end) => (&text[1..end], end + 1),
            None => ("", 1),
        },
        [special, ..] if is_special(*special) => (&text[..1], 1),
        _ => {
            let word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
            let end = bytes.iter().take_while(|b| word(b)).count();
            (&text[..end], end)
        }
    }
}

fn is_special(byte: u8) -> bool {
    byte.is_ascii_digit() || b"*#$@!?-".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_os_expand_does() {
        let table = HashMap::from([("A", "1"), ("A_b", "2"), ("X:-d", "odd")]);
        for (text, expected) in [
            ("$A/${A}$", "1/1$"),
            ("$A_b.$A-b", "2.1-b"),
            ("a$.b", "a$.b"),
            ("a${}b${", "ab"),
            ("$1$*$?x", "x"),
            ("${*}${X:-d}", "odd"),
            ("\\$A", "\\1"),
            ("${ü}é$é", "é$é"),
        ] {
            assert_eq!(expand(text, &table), expected, "{text}");
        }
    }
}
