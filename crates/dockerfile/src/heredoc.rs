//! Here-documents: `RUN <<EOF`, `COPY <<-"EOF" /x`.

use acrlint_text::TextRange;

/// The start of a here-document in an instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heredoc {
    /// The text of the line that ends it.
    pub(crate) name: String,
    /// Whether tabs before that text are taken away (`<<-`).
    pub(crate) chomp: bool,
}

impl Heredoc {
    /// Reads a word as the start of a here-document. Rule: BuildKit parser/parser.go `reHeredoc`, `ParseHeredoc`.
    pub(crate) fn read(word: &str) -> Option<Self> {
        let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = rest.strip_prefix("<<")?;
        let (chomp, name) = match rest.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, rest),
        };
        if name.contains('<') {
            return None;
        }
        let name: String = name.chars().filter(|c| !matches!(c, '"' | '\'')).collect();
        (!name.is_empty()).then_some(Self { name, chomp })
    }

    /// Whether this line ends the document.
    pub(crate) fn ends_at(&self, line: &str) -> bool {
        let line = line.trim_end_matches('\r');
        let line = if self.chomp {
            line.trim_start_matches('\t')
        } else {
            line
        };
        line == self.name
    }
}

/// Whether an instruction can have here-documents.
pub(crate) fn allowed(keyword: &str) -> bool {
    ["RUN", "COPY", "ADD"]
        .iter()
        .any(|k| k.eq_ignore_ascii_case(keyword))
}

/// A here-document of an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HeredocBody {
    /// The word that begins it.
    pub(crate) start: TextRange,
    /// Whether the file ends before it does.
    pub(crate) unterminated: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts() {
        let read = |word| Heredoc::read(word).map(|h| (h.name, h.chomp));
        assert_eq!(read("<<EOF"), Some(("EOF".into(), false)));
        assert_eq!(read("3<<-'E'"), Some(("E".into(), true)));
        assert_eq!(read("<<<EOF"), None);
        assert_eq!(read("\"<<EOF\""), None);
        assert_eq!(read("<<"), None);
    }
}
