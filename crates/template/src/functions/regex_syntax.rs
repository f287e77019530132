//! Go's syntax for regular expressions, checked with Go's messages and rewritten for Rust's library, which reads some
//! of it differently: there `\d`, `\w`, `\s` and `\b` know Unicode, and classes have more operators.

/// A pattern for Rust's library.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Translated {
    pub(super) pattern: String,
    /// It has classes of Unicode.
    pub(super) classes: bool,
    /// Some letters stand for the other case, too.
    pub(super) folds: bool,
}

/// The pattern for Rust's library, or Go's message about it.
pub(super) fn translated(pattern: &str) -> Result<Translated, String> {
    let mut translator = Translator {
        whole: pattern,
        rest: pattern,
        out: String::with_capacity(pattern.len() + 8),
        classes: false,
        folds: false,
        groups: Vec::new(),
        present: Group::default(),
        last_repeat: None,
    };
    translator
        .run()
        .map_err(|(what, at)| format!("error parsing regexp: {what}: `{at}`"))?;
    Ok(Translated {
        pattern: translator.out,
        classes: translator.classes,
        folds: translator.folds,
    })
}

/// What is wrong, and where.
type Wrong<'p> = (&'static str, &'p str);
type Step<'p, T = ()> = Result<T, Wrong<'p>>;

const ESCAPE: &str = "invalid escape sequence";
const RANGE: &str = "invalid character class range";
const CAPTURE: &str = "invalid named capture";
const PERL: &str = "invalid or unsupported Perl syntax";
const REPEAT_SIZE: &str = "invalid repeat count";
const REPEAT_ARGUMENT: &str = "missing argument to repetition operator";
const REPEAT_NESTED: &str = "invalid nested repetition operator";
const BRACKET: &str = "missing closing ]";
const PAREN: &str = "missing closing )";
const BACKSLASH: &str = "trailing backslash at end of expression";
const UNEXPECTED: &str = "unexpected )";

/// How often a repetition may repeat, nested ones multiplied.
const MAX_REPEAT: u64 = 1000;

/// What is known of the inside of a group so far.
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    /// How often the last part repeats what is in it; `None` when there is nothing to repeat yet.
    last: Option<u64>,
    /// The most that any part does.
    most: u64,
}

struct Translator<'p> {
    whole: &'p str,
    rest: &'p str,
    out: String,
    classes: bool,
    folds: bool,
    groups: Vec<Group>,
    present: Group,
    /// Where the repetition begins that was just read.
    last_repeat: Option<&'p str>,
}

impl<'p> Translator<'p> {
    /// What was read since `before`.
    fn since(&self, before: &'p str) -> &'p str {
        &before[..before.len() - self.rest.len()]
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn skip(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn part(&mut self, weight: u64) {
        self.present.last = Some(weight);
        self.present.most = self.present.most.max(weight);
    }

    fn literal(&mut self, c: char) {
        self.out
            .push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        self.part(1);
    }

    fn verbatim(&mut self, text: &str) {
        self.out.push_str(text);
        self.part(1);
    }

    fn run(&mut self) -> Step<'p> {
        while let Some(c) = self.rest.chars().next() {
            let before = self.rest;
            let mut repeat = None;
            match c {
                '(' if before.starts_with("(?") => self.flags()?,
                '(' => {
                    self.bump();
                    self.open("(");
                }
                '|' => {
                    self.bump();
                    self.out.push('|');
                    self.present.last = None;
                }
                ')' => self.close()?,
                '^' | '$' | '.' => {
                    self.bump();
                    self.verbatim(c.encode_utf8(&mut [0; 4]));
                }
                '[' => self.class()?,
                '*' | '+' | '?' => {
                    self.bump();
                    self.repeat(before, 1, false)?;
                    repeat = Some(before);
                }
                '{' => {
                    if self.counted(before)? {
                        repeat = Some(before);
                    } else {
                        self.bump();
                        self.literal('{');
                    }
                }
                '\\' => self.escape()?,
                c => {
                    self.bump();
                    self.literal(c);
                }
            }
            self.last_repeat = repeat;
        }
        if self.groups.is_empty() {
            Ok(())
        } else {
            Err((PAREN, self.whole))
        }
    }

    // --- groups ---

    fn open(&mut self, text: &str) {
        self.out.push_str(text);
        self.groups.push(std::mem::take(&mut self.present));
    }

    fn close(&mut self) -> Step<'p> {
        let Some(outer) = self.groups.pop() else {
            return Err((UNEXPECTED, self.whole));
        };
        self.bump();
        self.out.push(')');
        let inside = std::mem::replace(&mut self.present, outer);
        self.part(inside.most.max(1));
        Ok(())
    }

    /// `(?`: a name, flags, or flags for a group.
    fn flags(&mut self) -> Step<'p> {
        let before = self.rest;
        for opening in ["(?P<", "(?<"] {
            if before.len() > opening.len() && self.skip(opening) {
                return self.named(before);
            }
        }
        self.rest = &self.rest[2..];
        let (mut negative, mut saw) = (false, false);
        while let Some(c) = self.bump() {
            match c {
                'i' | 'm' | 's' | 'U' => {
                    self.folds |= c == 'i';
                    saw = true;
                }
                '-' if !negative => (negative, saw) = (true, false),
                ':' | ')' if !negative || saw => {
                    let text = self.since(before);
                    match (c, text) {
                        (':', text) => self.open(text),
                        (_, "(?)") => {}
                        (_, text) => self.out.push_str(text),
                    }
                    return Ok(());
                }
                _ => break,
            }
        }
        Err((PERL, self.since(before)))
    }

    fn named(&mut self, before: &'p str) -> Step<'p> {
        let Some(end) = self.rest.find('>') else {
            return Err((CAPTURE, before));
        };
        let name = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        let valid =
            !name.is_empty() && name.bytes().all(|b| b == b'_' || b.is_ascii_alphanumeric());
        if !valid {
            return Err((CAPTURE, self.since(before)));
        }
        self.open(&format!("(?P<{name}>"));
        Ok(())
    }

    // --- repetition ---

    /// After a repetition operator: the part before it repeats `count` times.
    fn repeat(&mut self, before: &'p str, count: u64, counted: bool) -> Step<'p> {
        self.skip("?");
        if let Some(last) = self.last_repeat {
            return Err((REPEAT_NESTED, self.since(last)));
        }
        let Some(weight) = self.present.last else {
            return Err((REPEAT_ARGUMENT, self.since(before)));
        };
        let weight = weight.saturating_mul(count.max(1));
        if counted && count >= 2 && weight > MAX_REPEAT {
            return Err((REPEAT_SIZE, self.since(before)));
        }
        let operator = self.since(before);
        self.out.push_str(operator);
        self.part(weight);
        Ok(())
    }

    /// `{n}`, `{n,}`, `{n,m}`; false when it is just a brace.
    fn counted(&mut self, before: &'p str) -> Step<'p, bool> {
        let Some((inside, after)) = before[1..].split_once('}') else {
            return Ok(false);
        };
        let (least, most) = match inside.split_once(',') {
            Some((least, "")) => (number(least), None),
            Some((least, most)) => (number(least), Some(number(most))),
            None => (number(inside), Some(number(inside))),
        };
        let (Some(least), true) = (least, most != Some(None)) else {
            return Ok(false);
        };
        let most = most.flatten();
        self.rest = after;
        if least > MAX_REPEAT || most.is_some_and(|most| most > MAX_REPEAT || most < least) {
            return Err((REPEAT_SIZE, self.since(before)));
        }
        self.repeat(before, most.unwrap_or(least), true)?;
        Ok(true)
    }

    // --- escapes ---

    fn escape(&mut self) -> Step<'p> {
        let before = self.rest;
        for (name, text) in [
            ("\\A", "\\A"),
            ("\\z", "\\z"),
            ("\\b", "(?-u:\\b)"),
            ("\\B", "(?-u:\\B)"),
        ] {
            if self.skip(name) {
                self.verbatim(text);
                return Ok(());
            }
        }
        if before.starts_with("\\C") {
            return Err((ESCAPE, &before[..2]));
        }
        if self.skip("\\Q") {
            let (text, after) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
            text.chars().for_each(|c| self.literal(c));
            self.rest = after;
            return Ok(());
        }
        if let Some(class) = self.unicode_class()? {
            self.verbatim(&class);
            return Ok(());
        }
        if let Some(class) = self.perl_class() {
            self.verbatim(&format!("[{class}]"));
            return Ok(());
        }
        let c = self.escaped()?;
        self.literal(c);
        Ok(())
    }

    /// `\d` and its like, as the inside of a class.
    fn perl_class(&mut self) -> Option<&'static str> {
        const CLASSES: [(&str, &str); 6] = [
            ("\\d", "0-9"),
            ("\\D", "[^0-9]"),
            ("\\s", "\\t\\n\\x0C\\r "),
            ("\\S", "[^\\t\\n\\x0C\\r ]"),
            ("\\w", "0-9A-Za-z_"),
            ("\\W", "[^0-9A-Za-z_]"),
        ];
        let (_, class) = CLASSES.iter().find(|(name, _)| self.skip(name))?;
        Some(class)
    }

    /// `\pL`, `\p{Greek}`, `\p{^Greek}`.
    fn unicode_class(&mut self) -> Step<'p, Option<String>> {
        let before = self.rest;
        let Some(mut negative) = ["\\p", "\\P"]
            .iter()
            .position(|p| before.starts_with(p))
            .map(|p| p == 1)
        else {
            return Ok(None);
        };
        self.rest = &self.rest[2..];
        let Some(c) = self.bump() else {
            self.rest = before;
            return Ok(None);
        };
        let mut name = &before[2..2 + c.len_utf8()];
        if c == '{' {
            let Some(end) = self.rest.find('}') else {
                return Err((RANGE, before));
            };
            name = &self.rest[..end];
            self.rest = &self.rest[end + 1..];
        }
        if let Some(inner) = name.strip_prefix('^') {
            negative = !negative;
            name = inner;
        }
        let letter = if negative { 'P' } else { 'p' };
        let class = format!("\\{letter}{{{name}}}");
        self.classes = true;
        // where the library has no tables of Unicode, it knows no name at all
        let unknown = !cfg!(target_family = "wasm") && regex::Regex::new(&class).is_err();
        if name.contains(['=', ':', '!']) || unknown {
            return Err((RANGE, self.since(before)));
        }
        Ok(Some(class))
    }

    /// The character that an escape stands for.
    fn escaped(&mut self) -> Step<'p, char> {
        let before = self.rest;
        self.bump();
        let Some(c) = self.bump() else {
            return Err((BACKSLASH, ""));
        };
        let octal_follows = self.rest.starts_with(|c: char| ('0'..='7').contains(&c));
        let code = match c {
            'a' => Some(7),
            'f' => Some(12),
            'n' => Some(10),
            'r' => Some(13),
            't' => Some(9),
            'v' => Some(11),
            '0' => Some(self.octal(0)),
            '1'..='7' if octal_follows => Some(self.octal(c as u32 - '0' as u32)),
            'x' => self.hexadecimal(),
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Some(c as u32),
            _ => None,
        };
        match code {
            Some(code) => Ok(char::from_u32(code).unwrap_or('\u{FFFD}')),
            None => Err((ESCAPE, self.since(before))),
        }
    }

    /// At most two octal digits more.
    fn octal(&mut self, first: u32) -> u32 {
        let mut code = first;
        for _ in 0..2 {
            let Some(digit) = self.rest.chars().next().and_then(|c| c.to_digit(8)) else {
                break;
            };
            self.bump();
            code = code * 8 + digit;
        }
        code
    }

    /// `7F` or `{10FFFF}`.
    fn hexadecimal(&mut self) -> Option<u32> {
        let first = self.bump()?;
        if first != '{' {
            let high = first.to_digit(16);
            let low = self.bump()?.to_digit(16);
            return Some(high? * 16 + low?);
        }
        let mut code = None;
        loop {
            match self.bump()? {
                '}' => return code,
                c => {
                    let next = code.unwrap_or(0) * 16 + c.to_digit(16)?;
                    code = Some(next).filter(|code| *code <= 0x10_FFFF);
                    code?;
                }
            }
        }
    }

    // --- classes ---

    fn class(&mut self) -> Step<'p> {
        let before = self.rest;
        self.bump();
        self.out.push('[');
        if self.skip("^") {
            self.out.push('^');
        }
        let mut first = true;
        while first || !self.rest.starts_with(']') {
            first = false;
            if !self.posix_class()? {
                self.class_item(before)?;
            }
        }
        self.bump();
        self.out.push(']');
        self.part(1);
        Ok(())
    }

    /// `[:alpha:]`.
    fn posix_class(&mut self) -> Step<'p, bool> {
        const NAMES: [&str; 14] = [
            "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print",
            "punct", "space", "upper", "word", "xdigit",
        ];
        let Some(end) = self
            .rest
            .strip_prefix("[:")
            .and_then(|inside| inside.find(":]"))
        else {
            return Ok(false);
        };
        let (text, after) = self.rest.split_at(end + 4);
        let name = &text[2..end + 2];
        if !NAMES.contains(&name.strip_prefix('^').unwrap_or(name)) {
            return Err((RANGE, text));
        }
        self.out.push_str(text);
        self.rest = after;
        Ok(true)
    }

    fn class_item(&mut self, class: &'p str) -> Step<'p> {
        if let Some(unicode) = self.unicode_class()? {
            self.out.push_str(&unicode);
            return Ok(());
        }
        if let Some(perl) = self.perl_class() {
            self.out.push_str(perl);
            return Ok(());
        }
        let before = self.rest;
        let low = self.class_character(class)?;
        push_class_character(&mut self.out, low);
        let ranged =
            self.rest.starts_with('-') && self.rest.len() >= 2 && !self.rest.starts_with("-]");
        if ranged {
            self.bump();
            let high = self.class_character(class)?;
            if high < low {
                return Err((RANGE, self.since(before)));
            }
            self.out.push('-');
            push_class_character(&mut self.out, high);
        }
        Ok(())
    }

    fn class_character(&mut self, class: &'p str) -> Step<'p, char> {
        if self.rest.starts_with('\\') {
            return self.escaped();
        }
        self.bump().ok_or((BRACKET, class))
    }
}

fn push_class_character(out: &mut String, c: char) {
    if c.is_ascii_punctuation() {
        out.push('\\');
    }
    out.push(c);
}

/// A number without leading zeros.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits || (text.len() > 1 && text.starts_with('0')) {
        return None;
    }
    Some(text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::translated;

    #[test]
    fn gos_messages() {
        for (pattern, message) in [
            ("(", "missing closing ): `(`"),
            ("a)", "unexpected ): `a)`"),
            ("[a", "missing closing ]: `[a`"),
            ("a**", "invalid nested repetition operator: `**`"),
            ("*a", "missing argument to repetition operator: `*`"),
            ("a{2,1}", "invalid repeat count: `{2,1}`"),
            ("(a{500}){3}", "invalid repeat count: `{3}`"),
            ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"),
            ("\\8", "invalid escape sequence: `\\8`"),
            ("a\\", "trailing backslash at end of expression: ``"),
            ("[b-a]", "invalid character class range: `b-a`"),
            ("\\p{Nope}", "invalid character class range: `\\p{Nope}`"),
        ] {
            let expected = format!("error parsing regexp: {message}");
            assert_eq!(translated(pattern), Err(expected), "{pattern}");
        }
    }

    #[test]
    fn what_is_translated_compiles() {
        for pattern in [
            "^a.b$",
            "\\d+\\b\\B",
            "[^\\d\\W-]",
            "a{,2}",
            "\\Q(*\\E",
            "[[:alpha:]&&~~[]",
            "(?i)x(?P<n>y)",
            "(?<n>y)",
            "\\x{1F600}\\012",
            "[]a]",
            "(?)a",
            "\\pL\\P{Greek}",
        ] {
            let translated = translated(pattern).unwrap();
            assert!(
                regex::Regex::new(&translated.pattern).is_ok(),
                "{pattern} {}",
                translated.pattern
            );
        }
    }
}
