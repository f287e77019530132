//! Go's character classes where they differ from Rust's.

use unicode_properties::{GeneralCategory as Category, UnicodeGeneralCategory};

/// Go's `unicode.IsLetter`.
pub(crate) fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    use Category::{
        LowercaseLetter, ModifierLetter, OtherLetter, TitlecaseLetter, UppercaseLetter,
    };
    matches!(
        c.general_category(),
        LowercaseLetter | UppercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter
    )
}

/// Go's `unicode.IsDigit`.
pub(crate) fn is_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    c.general_category() == Category::DecimalNumber
}

/// Go's `unicode.IsNumber`.
pub(crate) fn is_number(c: char) -> bool {
    use Category::{DecimalNumber, LetterNumber, OtherNumber};
    matches!(
        c.general_category(),
        DecimalNumber | LetterNumber | OtherNumber
    )
}

/// Go's `unicode.IsUpper`.
pub(crate) fn is_upper(c: char) -> bool {
    c.general_category() == Category::UppercaseLetter
}

/// Go's `unicode.IsLower`.
pub(crate) fn is_lower(c: char) -> bool {
    c.general_category() == Category::LowercaseLetter
}

/// Go's `unicode.IsTitle`.
pub(crate) fn is_title(c: char) -> bool {
    c.general_category() == Category::TitlecaseLetter
}

/// Go's `unicode.IsPunct`.
pub(crate) fn is_punct(c: char) -> bool {
    use Category as C;
    matches!(
        c.general_category(),
        C::ConnectorPunctuation
            | C::DashPunctuation
            | C::OpenPunctuation
            | C::ClosePunctuation
            | C::InitialPunctuation
            | C::FinalPunctuation
            | C::OtherPunctuation
    )
}

/// Go's `unicode.IsSpace`, which is Unicode's White_Space.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// Go's `strconv.IsPrint`: what `%q` leaves as it is.
pub(crate) fn is_print(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    use Category as C;
    !matches!(
        c.general_category(),
        C::Control
            | C::Format
            | C::Surrogate
            | C::PrivateUse
            | C::Unassigned
            | C::LineSeparator
            | C::ParagraphSeparator
            | C::SpaceSeparator
    )
}

/// The one upper case letter of a letter, as Go maps runes; the letter itself where Unicode needs several.
pub(crate) fn to_upper(c: char) -> char {
    single(c, c.to_uppercase())
}

/// The one lower case letter of a letter, as Go maps runes.
pub(crate) fn to_lower(c: char) -> char {
    if c == 'İ' {
        return 'i';
    }
    single(c, c.to_lowercase())
}

/// The title case letter of a letter, as Go maps runes: upper case but for the few digraphs that have a form of
/// their own.
pub(crate) fn to_title(c: char) -> char {
    match c {
        'Ǆ'..='ǆ' => 'ǅ',
        'Ǉ'..='ǉ' => 'ǈ',
        'Ǌ'..='ǌ' => 'ǋ',
        'Ǳ'..='ǳ' => 'ǲ',
        'ა'..='ჺ' | 'ჽ'..='ჿ' => c,
        _ => to_upper(c),
    }
}

fn single(c: char, mut mapped: impl Iterator<Item = char>) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(one), None) => one,
        _ => simple_upper_of_special(c),
    }
}

/// Letters whose full mapping is several letters but that have a simple one: Greek with iota subscript.
fn simple_upper_of_special(c: char) -> char {
    let moved = match c {
        'ᾀ'..='ᾇ' | 'ᾐ'..='ᾗ' | 'ᾠ'..='ᾧ' => c as u32 + 8,
        'ᾳ' | 'ῃ' | 'ῳ' => c as u32 + 9,
        _ => return c,
    };
    char::from_u32(moved).unwrap_or(c)
}

/// How `%#U` shows a character: `U+002D '-'`.
pub(crate) fn code_point(c: char) -> String {
    let number = format!("U+{:04X}", c as u32);
    if is_print(c) || c == ' ' {
        format!("{number} '{c}'")
    } else {
        number
    }
}
