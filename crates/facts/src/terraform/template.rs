//! Literal parts of strings and here-documents of HCL.

use std::ops::Range;

use acrlint_text::Mapped;

use crate::range::{range, size};

/// A part of a text in quotes: escapes become what they stand for.
pub(super) fn quoted(text: &str, part: Range<usize>) -> Mapped {
    unescape(text, part, true)
}

/// By how much the lines of a `<<-` document are indented at least; empty lines do not count. `None` stands for a part
/// that is no literal. Rule: hclsyntax `flushHeredocTemplateParts`.
pub(super) fn indentation(text: &str, literals: &[Option<Range<usize>>]) -> usize {
    let mut least = usize::MAX;
    let mut begins_line = true;
    for literal in literals {
        let Some(literal) = literal else {
            if begins_line {
                least = 0;
            }
            begins_line = false;
            continue;
        };
        for line in text[literal.clone()].split_inclusive('\n') {
            let body = line.trim_start();
            if begins_line && !(body.is_empty() && line.ends_with('\n')) {
                least = least.min(line.chars().count() - body.chars().count());
            }
            begins_line = line.ends_with('\n');
        }
    }
    match least {
        usize::MAX => 0,
        least => least,
    }
}

/// A literal part of a here-document without `cut` characters of indentation.
pub(super) fn lines(text: &str, part: Range<usize>, cut: usize, begins_line: bool) -> Mapped {
    let mut mapped = Mapped::new();
    let mut begins_line = begins_line;
    let mut at = part.start;
    for line in text[part].split_inclusive('\n') {
        let blank = line.trim_start().is_empty();
        let skipped = match begins_line && !blank {
            true => line
                .char_indices()
                .nth(cut)
                .map_or(line.len(), |(at, _)| at),
            false => 0,
        };
        let kept = unescape(text, at + skipped..at + line.len(), false);
        let all = acrlint_text::TextRange::up_to(kept.len());
        mapped.push_part(&kept, all);
        at += line.len();
        begins_line = line.ends_with('\n');
    }
    mapped
}

/// `$${` and `%%{` everywhere, and backslashes between quotes.
fn unescape(text: &str, part: Range<usize>, backslashes: bool) -> Mapped {
    let raw = text.get(part.clone()).unwrap_or_default();
    let mut mapped = Mapped::new();
    let mut at = 0;
    while let Some(found) = raw[at..].find(['\\', '$', '%']) {
        let special = at + found;
        mapped.push_verbatim(&raw[at..special], size(part.start + at));
        let rest = &raw[special..];
        let (value, length) = match rest.as_bytes() {
            [b'\\', ..] if backslashes => escaped(rest),
            [b'$', b'$', b'{', ..] => (Some('$'), 2),
            [b'%', b'%', b'{', ..] => (Some('%'), 2),
            _ => (None, 1),
        };
        let start = part.start + special;
        match value {
            Some(c) => {
                let by = range(start, start + length);
                mapped.push_expansion(c.encode_utf8(&mut [0; 4]), by);
            }
            None => mapped.push_verbatim(&rest[..length], size(start)),
        }
        at = special + length;
    }
    mapped.push_verbatim(&raw[at..], size(part.start + at));
    mapped
}

/// The character that an escape stands for, and the escape's length.
fn escaped(text: &str) -> (Option<char>, usize) {
    let code = |length: usize| {
        let digits = text.get(2..2 + length)?;
        char::from_u32(u32::from_str_radix(digits, 16).ok()?)
    };
    match text.as_bytes().get(1) {
        Some(b'n') => (Some('\n'), 2),
        Some(b'r') => (Some('\r'), 2),
        Some(b't') => (Some('\t'), 2),
        Some(b'"') => (Some('"'), 2),
        Some(b'\\') => (Some('\\'), 2),
        Some(b'u') if code(4).is_some() => (code(4), 6),
        Some(b'U') if code(8).is_some() => (code(8), 10),
        _ => (None, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_between_quotes() {
        let text = r#"a\n\"$${x}\u00e9%%{ $y \q"#;
        assert_eq!(quoted(text, 0..text.len()).text(), "a\n\"${x}é%{ $y \\q");
    }

    #[test]
    fn indentation_is_that_of_the_least_indented_line() {
        let text = "    a\n\n      b\n";
        let literals = [Some(0..text.len())];
        assert_eq!(indentation(text, &literals), 4);
        let cut = lines(text, 0..text.len(), 4, true);
        assert_eq!(cut.text(), "a\n\n  b\n");
        // a line that begins with a hole
        assert_eq!(indentation(text, &[Some(0..6), None]), 0);
    }
}
