use std::sync::LazyLock;

use acrlint_text::{Mapped, TextRange, TextSize};
use memchr::memmem::Finder;

use crate::lines::{Line, SCANNER_LIMIT, scanned_lines};

/// The alias block and the rest of a task's text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cut {
    /// The lines of the alias block, each with an LF; empty when there is none.
    pub(crate) block: Mapped,
    /// All other lines, each with an LF.
    pub(crate) rest: Mapped,
}

/// Separates the alias block by its lines. It does not know YAML, drops CRs, and everything from a line of
/// 65,536 bytes on is lost. `None` where the rest is all of the text. Rule: graph/preprocessor.go
/// `SeparateAliasFromRest`.
pub(crate) fn cut(text: &str) -> Option<Cut> {
    if is_all_rest(text) {
        return None;
    }
    let mut cut = Cut::default();
    let mut inside = false;
    let mut run: Option<Run> = None;
    for line in scanned_lines(text) {
        let was_inside = inside;
        inside = match inside {
            true => !starts_a_key(line.text),
            false => starts_the_block(line.text),
        };
        match &mut run {
            Some(run) if was_inside == inside && run.goes_on(line) => {
                run.end = line.start + TextSize::of(line.text)
            }
            _ => {
                if let Some(run) = run.take() {
                    run.push(
                        if was_inside {
                            &mut cut.block
                        } else {
                            &mut cut.rest
                        },
                        text,
                    );
                }
                run = Some(Run {
                    start: line.start,
                    end: line.start + TextSize::of(line.text),
                });
            }
        }
    }
    if let Some(run) = run {
        run.push(
            if inside {
                &mut cut.block
            } else {
                &mut cut.rest
            },
            text,
        );
    }
    Some(cut)
}

/// Whether all lines surely go into the rest as they are: each ends in an LF without a CR before it, none begins with
/// `alias` or is too long.
fn is_all_rest(text: &str) -> bool {
    text.ends_with('\n')
        && text.len() < SCANNER_LIMIT
        && memchr::memchr(b'\r', text.as_bytes()).is_none()
        && !text.starts_with("alias")
        && BLOCK.find(text.as_bytes()).is_none()
}

/// How a line begins that may begin the block.
static BLOCK: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("\nalias"));

/// Lines that go into one text and have nothing but an LF between them; the last one's line break is not part of it.
struct Run {
    start: TextSize,
    end: TextSize,
}

impl Run {
    fn goes_on(&self, line: Line<'_>) -> bool {
        self.end + TextSize::new(1) == line.start
    }

    /// Appends the lines with an LF behind, which is the text's own where it has one.
    fn push(self, to: &mut Mapped, text: &str) {
        let rest = &text[usize::from(self.end)..];
        if rest.starts_with('\n') {
            let range = TextRange::new(self.start, self.end + TextSize::new(1));
            to.push_verbatim(&text[range], self.start);
            return;
        }
        to.push_verbatim(&text[TextRange::new(self.start, self.end)], self.start);
        if rest.starts_with("\r\n") {
            to.push_verbatim("\n", self.end + TextSize::new(1));
        } else {
            to.push_expansion(
                "\n",
                TextRange::new(
                    self.end,
                    TextSize::of(text).min(self.end + TextSize::of(rest)),
                ),
            );
        }
    }
}

/// `alias`, blanks, a colon.
fn starts_the_block(line: &str) -> bool {
    line.strip_prefix("alias")
        .is_some_and(|after| after.trim_start_matches(is_blank).starts_with(':'))
}

/// Something visible in the first column that is not a colon, and a colon later.
fn starts_a_key(line: &str) -> bool {
    let mut chars = line.chars();
    chars
        .next()
        .is_some_and(|first| !is_blank(first) && first != ':')
        && chars.as_str().contains(':')
}

/// What `\s` matches in Go's regular expressions.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{c}' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> (String, String) {
        let Some(cut) = cut(text) else {
            return (String::new(), text.to_owned());
        };
        (cut.block.text().to_owned(), cut.rest.text().to_owned())
    }

    #[test]
    fn the_block_ends_at_the_next_key() {
        let (block, rest) =
            split("version: v1.1.0\r\nalias:\r\n  values:\n    a: 1\nsteps:\n  - cmd: a");
        assert_eq!(block, "alias:\n  values:\n    a: 1\n");
        assert_eq!(rest, "version: v1.1.0\nsteps:\n  - cmd: a\n");
    }

    #[test]
    fn lines_without_a_colon_stay_in_the_block() {
        let (block, rest) = split("alias:\n- x\n{{if a}}\n- a: b\n");
        assert_eq!(block, "alias:\n- x\n{{if a}}\n");
        assert_eq!(rest, "- a: b\n");
    }

    #[test]
    fn a_second_block_counts_only_behind_another_key() {
        assert_eq!(split("alias:\n a: 1\nalias:\n b: 2\n").0, "alias:\n a: 1\n");
        assert_eq!(
            split("alias:\n a: 1\nx: y\nalias:\n b: 2\n").0,
            "alias:\n a: 1\nalias:\n b: 2\n"
        );
    }

    #[test]
    fn a_quoted_or_indented_key_is_not_the_block() {
        assert_eq!(split("\"alias\":\n a: 1\n alias: x\n").0, "");
        assert_eq!(split("alias  : x\n").0, "alias  : x\n");
    }
}
