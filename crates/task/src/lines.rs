use acrlint_text::TextSize;

/// A line without its LF.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    /// The line's text; a CR before the LF is part of it.
    pub(crate) text: &'t str,
    /// Where the line begins.
    pub(crate) start: TextSize,
}

/// The pieces between LFs, as Go's `strings.Split` gives them: a final LF is followed by one empty piece.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut start = 0;
    ends.map(move |end| {
        let line = Line {
            text: &text[start..end],
            start: TextSize::try_from(start).unwrap_or_default(),
        };
        start = end + 1;
        line
    })
}

/// The runner's line scanner gives up at a line that does not fit its buffer, counted in bytes with the line break.
pub(crate) const SCANNER_LIMIT: usize = 65_536;

/// The lines as Go's `bufio.Scanner` gives them: without a final empty line, without the CR before an LF, and silently
/// ending before a line of 65,536 bytes or more.
pub(crate) fn scanned_lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let end = TextSize::of(text);
    lines(text)
        .take_while(|line| line.text.len() < SCANNER_LIMIT)
        .filter(move |line| !(line.text.is_empty() && line.start == end))
        .map(|line| Line {
            text: line.text.strip_suffix('\r').unwrap_or(line.text),
            start: line.start,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        scanned_lines(text).map(|l| l.text).collect()
    }

    #[test]
    fn scanned_lines_are_gos() {
        assert_eq!(texts("a\r\nb\n\n"), ["a", "b", ""]);
        assert_eq!(texts(""), [""; 0]);
        assert_eq!(texts("a"), ["a"]);
        let long = "x".repeat(65_536);
        assert_eq!(texts(&format!("a\n{long}\nb")), ["a"]);
    }
}
