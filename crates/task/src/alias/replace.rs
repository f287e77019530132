use std::borrow::Cow;

use acrlint_text::{Mapped, TextRange, TextSize};

/// Where a `$Name` stood and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameUse {
    /// The name without the directive, in the text before replacement.
    pub name: TextRange,
    /// Whether an alias of that name exists.
    pub known: bool,
}

/// A text after replacement, and the names that stood in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Replaced {
    /// The text with each known name replaced by its value.
    pub(crate) text: Mapped,
    /// Every name after a directive, in order.
    pub(crate) uses: Vec<NameUse>,
}

/// So many names stand in most files.
const USES: usize = 16;

/// Replaces `$Name` anywhere in the text: names are as long as ASCII letters and digits go, a doubled directive stands
/// for itself, unknown names stay, values are not looked at again. Rule: graph/preprocessor.go `preprocessString`.
pub(crate) fn replace<'v>(
    text: &str,
    directive: char,
    mut value_of: impl FnMut(&str) -> Option<Cow<'v, str>>,
) -> Replaced {
    let mut out = Replaced {
        text: Mapped::with_capacity(text.len() + text.len() / 4),
        uses: Vec::with_capacity(USES),
    };
    let width = directive.len_utf8();
    let mut copied = 0; // everything before this is in `out`
    let mut at = 0;
    while let Some(found) = find(&text[at..], directive) {
        let sign = at + found;
        let (end, value) = resolve(text, sign + width, directive, &mut value_of);
        if let Some(name) = end.name(sign + width) {
            out.uses.push(NameUse {
                name,
                known: value.is_some(),
            });
        }
        if let Some(value) = value {
            out.text.push_verbatim(&text[copied..sign], size(copied));
            let by = TextRange::new(size(sign), size(end.stop));
            out.text.push_expansion(&value, by);
            copied = end.stop;
        } else if end.doubled {
            // `$$` is one `$`
            out.text.push_verbatim(&text[copied..sign], size(copied));
            let by = TextRange::new(size(sign), size(end.next));
            out.text.push_expansion(&text[sign..sign + width], by);
            copied = end.next;
        }
        at = end.next;
    }
    out.text.push_verbatim(&text[copied..], size(copied));
    out
}

/// The first directive of a text; nearly always it is the usual sign.
fn find(text: &str, directive: char) -> Option<usize> {
    match u8::try_from(directive) {
        Ok(sign) if sign.is_ascii() => memchr::memchr(sign, text.as_bytes()),
        _ => text.find(directive),
    }
}

/// How far a name goes.
struct NameEnd {
    /// Where the name ends.
    stop: usize,
    /// Where the scan goes on.
    next: usize,
    /// Whether the directive stands where a name should begin.
    doubled: bool,
}

impl NameEnd {
    fn name(&self, start: usize) -> Option<TextRange> {
        (self.stop > start).then(|| TextRange::new(size(start), size(self.stop)))
    }
}

fn resolve<'v>(
    text: &str,
    start: usize,
    directive: char,
    value_of: &mut impl FnMut(&str) -> Option<Cow<'v, str>>,
) -> (NameEnd, Option<Cow<'v, str>>) {
    let length = text[start..]
        .bytes()
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let stop = start + length;
    let at_directive = text[stop..].starts_with(directive);
    let value = if length > 0 {
        value_of(&text[start..stop])
    } else {
        None
    };
    let doubled = length == 0 && at_directive;
    let next = match text[stop..].chars().next() {
        // a directive right behind a replaced name begins the next name
        Some(_) if value.is_some() && at_directive => stop,
        Some(terminator) => stop + terminator.len_utf8(),
        None => stop,
    };
    (
        NameEnd {
            stop,
            next,
            doubled,
        },
        value,
    )
}

fn size(n: usize) -> TextSize {
    TextSize::try_from(n).unwrap_or(TextSize::new(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> String {
        let value = |name: &str| match name {
            "foo" => Some(Cow::Borrowed("bar")),
            "a" => Some(Cow::Borrowed("1")),
            "b" => Some(Cow::Borrowed("$a")),
            _ => None,
        };
        replace(text, '$', value).text.text().to_owned()
    }

    #[test]
    fn names_are_maximal_and_values_are_not_rescanned() {
        assert_eq!(run("$foo $foo2 ${foo} $foo_x"), "bar $foo2 ${foo} bar_x");
        assert_eq!(run("$b$a"), "$a1");
    }

    #[test]
    fn a_directive_after_an_unknown_name_does_not_begin_one() {
        assert_eq!(run("$foo$foo$zz$foo"), "barbar$zz$foo");
        assert_eq!(run("$$foo $"), "$foo $");
        assert_eq!(run("$$$foo"), "$bar");
    }

    #[test]
    fn each_value_leads_back_to_its_name() {
        let out = replace("x $foo y", '$', |_| Some(Cow::Borrowed("long value")));
        let range = |a: u32, b: u32| TextRange::new(a.into(), b.into());
        assert_eq!(out.text.source_range(range(4, 8)), range(2, 6));
        assert_eq!(out.text.source_range(range(13, 14)), range(7, 8));
        assert_eq!(
            out.uses,
            [NameUse {
                name: range(3, 6),
                known: true
            }]
        );
    }
}
