use acrlint_text::{Mapped, TextSize};

use crate::lines::lines;

/// Removes every line whose first visible character is `#`, as the runner does before it looks at anything else.
///
/// It does not know YAML: a `#` line inside a block scalar goes too. Rule: templating/template.go `NewTemplate`.
pub(crate) fn strip(source: &str) -> Mapped {
    if !source.contains('#') {
        return Mapped::verbatim(source);
    }
    let mut kept = Mapped::with_capacity(source.len());
    let mut first = true;
    for line in lines(source) {
        if line.text.trim_start().starts_with('#') {
            continue;
        }
        // the breaks belong between the kept lines
        if !first {
            let at = line.start.checked_sub(TextSize::new(1)).unwrap_or_default();
            kept.push_verbatim("\n", at);
        }
        first = false;
        kept.push_verbatim(line.text, line.start);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_line_comments_go_and_trailing_ones_stay() {
        let stripped = strip("# a\nx: 1 # b\n  # c\n\ny: 2\n#");
        assert_eq!(stripped.text(), "x: 1 # b\n\ny: 2");
        let y = stripped.source_range(acrlint_text::TextRange::new(10.into(), 11.into()));
        assert_eq!(u32::from(y.start()), 20);
    }

    #[test]
    fn a_text_of_comments_becomes_empty() {
        assert_eq!(strip("# a\n# b").text(), "");
        assert_eq!(strip("# a\n").text(), "");
    }
}
