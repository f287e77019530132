use acrlint_text::{Mapped, TextRange, TextSize};

/// Removes every line whose first visible character is `#`, as the runner does before it looks at anything else.
///
/// It does not know YAML: a `#` line inside a block scalar goes too. Rule: templating/template.go `NewTemplate`.
pub(crate) fn strip(source: &str) -> Mapped {
    let mut kept = Mapped::with_capacity(source.len());
    let mut from = 0; // everything before this is copied or dropped
    for sign in memchr::memchr_iter(b'#', source.as_bytes()) {
        let start = memchr::memrchr(b'\n', &source.as_bytes()[..sign]).map_or(0, |at| at + 1);
        if start < from || !source[start..sign].trim().is_empty() {
            continue;
        }
        let end = memchr::memchr(b'\n', &source.as_bytes()[sign..]).map(|at| sign + at);
        push(&mut kept, source, from, start);
        from = match end {
            Some(end) => end + 1,
            // the line break before the last line goes with it
            None => return without_last_break(kept),
        };
    }
    push(&mut kept, source, from, source.len());
    kept
}

fn push(kept: &mut Mapped, source: &str, from: usize, to: usize) {
    kept.push_verbatim(
        &source[from..to],
        TextSize::try_from(from).unwrap_or_default(),
    );
}

fn without_last_break(kept: Mapped) -> Mapped {
    let Some(end) = kept.len().checked_sub(TextSize::new(1)) else {
        return kept;
    };
    let mut shorter = Mapped::with_capacity(kept.text().len());
    shorter.push_part(&kept, TextRange::up_to(end));
    shorter
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
        assert_eq!(strip("a: 1\n  # b\n # c").text(), "a: 1");
        assert_eq!(strip("#\n\n#\n").text(), "\n");
    }
}
