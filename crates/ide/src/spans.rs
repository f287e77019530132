//! The way from a decoded text to the bytes of the file that it was written with.

use acrlint_analysis::File;
use acrlint_task::Text;
use acrlint_text::{Mapped, Origin, TextRange, TextSize};

/// An offset.
pub(crate) fn size(at: usize) -> TextSize {
    TextSize::try_from(at).unwrap_or(TextSize::new(u32::MAX))
}

/// A range.
pub(crate) fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(size(start), size(end.max(start)))
}

/// Where a line of the file ends, its line break not counted.
pub(crate) fn line_end(source: &str, at: usize) -> usize {
    let end = source.get(at..).and_then(|rest| rest.find('\n'));
    let end = end.map_or(source.len(), |found| at + found);
    match source[..end].strip_suffix('\r') {
        Some(line) if line.len() >= at => line.len(),
        _ => end,
    }
}

/// Where the line of an offset begins, behind a BOM.
pub(crate) fn line_start(source: &str, at: usize) -> usize {
    let before = source.get(..at).unwrap_or_default();
    match before.rfind('\n') {
        Some(found) => found + 1,
        None => bom(source).min(at),
    }
}

/// How many bytes of BOM a file begins with.
pub(crate) fn bom(source: &str) -> usize {
    source.len() - source.trim_start_matches('\u{feff}').len()
}

/// The line break of the file.
pub(crate) fn line_break(source: &str) -> &'static str {
    if source.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}

/// A text of the task with origins in the file as written; `None` where it is no scalar of its own.
pub(crate) fn mapped(file: &File<'_>, text: &Text<'_>) -> Option<Mapped> {
    let document = file.document()?;
    let mapped = document.mapped(document.target(text.node));
    let mapped = mapped.through(file.texts.rendered.as_ref()?);
    (mapped.text() == text.value).then_some(mapped)
}

/// The stretches of a part of a text that stand in the file word for word.
pub(crate) fn verbatim(mapped: &Mapped, part: TextRange) -> Vec<TextRange> {
    let segments = mapped.segments();
    let first = segments.partition_point(|segment| segment.start <= part.start());
    let mut found = Vec::new();
    for index in first.saturating_sub(1)..segments.len() {
        let segment = segments[index];
        if segment.start >= part.end() {
            break;
        }
        let next = segments.get(index + 1);
        let end = next.map_or_else(|| mapped.len(), |next| next.start);
        let both = TextRange::new(segment.start, end).intersect(part);
        if let (Origin::Verbatim(from), Some(both)) = (segment.origin, both)
            && !both.is_empty()
        {
            found.push(TextRange::at(
                from + (both.start() - segment.start),
                both.len(),
            ));
        }
    }
    found
}
