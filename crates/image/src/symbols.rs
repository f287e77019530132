use acrlint_text::{has_symbol, is_symbol};

use crate::{InvalidReference, Reference};

/// What can be said of a text in which symbols stand for unknown parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tolerant<'t> {
    /// A reference, each symbol being an ordinary word of lower-case letters.
    Valid(Reference<'t>),
    /// It depends on the symbols.
    Unknown,
    /// No reference, whatever the symbols are.
    Invalid(InvalidReference),
}

impl<'t> Tolerant<'t> {
    /// The reference, if it is one.
    pub fn valid(self) -> Option<Reference<'t>> {
        match self {
            Self::Valid(reference) => Some(reference),
            Self::Unknown | Self::Invalid(_) => None,
        }
    }
}

/// An ordinary word as long as a symbol is in UTF-8, so that no range moves.
const WORD: &str = "aaaa";

/// Other words that can make a reference of a text that is none with [`WORD`]: a port, a tag, the parts of a digest.
const OTHERS: [&str; 6] = [
    "1111",
    "aa:1",
    "a.io/a",
    "sha256",
    "00000000000000000000000000000000",
    "sha256:00000000000000000000000000000000",
];

impl<'t> Reference<'t> {
    /// Reads a reference in which each symbol stands for a part that is not known and counts as a word of lower-case
    /// letters.
    pub fn parse_with_symbols(text: &'t str) -> Tolerant<'t> {
        if !has_symbol(text) {
            return match Reference::parse(text) {
                Ok(reference) => Tolerant::Valid(reference),
                Err(error) => Tolerant::Invalid(error),
            };
        }
        let error = match Reference::parse(&spelled(text, WORD)) {
            Ok(Reference {
                domain,
                path,
                tag,
                digest,
                ..
            }) => {
                return Tolerant::Valid(Reference {
                    text,
                    domain,
                    path,
                    tag,
                    digest,
                });
            }
            Err(error) => error,
        };
        let possible = OTHERS
            .iter()
            .any(|word| Reference::parse(&spelled(text, word)).is_ok());
        // a long name may be short enough
        if possible || error == InvalidReference::TooLong {
            return Tolerant::Unknown;
        }
        Tolerant::Invalid(error)
    }
}

fn spelled(text: &str, word: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_symbol(c) {
            out.push_str(word);
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: char = '\u{F0000}';

    #[test]
    fn a_symbol_is_an_ordinary_word() {
        let text = format!("{S}/team/app:{S}");
        let found = Reference::parse_with_symbols(&text).valid().unwrap();
        assert_eq!(found.domain(), Some(&*S.to_string()));
        assert_eq!(&text[found.tag.unwrap()], S.to_string());
    }

    #[test]
    fn what_depends_on_it_is_unknown() {
        for text in [
            format!("a@sha256:{S}"),
            format!("reg.io:{S}/a"),
            format!("a@{S}"),
            format!("a:b/{S}:1").replace(":b", &format!(":{S}")),
        ] {
            assert_eq!(
                Reference::parse_with_symbols(&text),
                Tolerant::Unknown,
                "{text}"
            );
        }
    }

    #[test]
    fn what_cannot_be_mended_is_invalid() {
        let text = format!("a//{S}");
        let found = Reference::parse_with_symbols(&text);
        assert_eq!(found, Tolerant::Invalid(InvalidReference::Format));
        let text = format!("r.io/UP:{S}");
        let found = Reference::parse_with_symbols(&text);
        assert_eq!(found, Tolerant::Invalid(InvalidReference::Uppercase));
    }
}
