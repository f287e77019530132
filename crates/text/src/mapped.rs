use crate::{TextRange, TextSize};

/// Where a stretch of a produced text came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// These bytes are the source's bytes from this offset on, one to one.
    Verbatim(TextSize),
    /// These bytes were produced by what stands in this range of the source, such as `$Name` or `{{…}}`.
    Expansion(TextRange),
}

/// A stretch of a produced text with its origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Where the stretch begins in the produced text; it ends where the next one begins.
    pub start: TextSize,
    /// Where it came from.
    pub origin: Origin,
}

/// A text made from another one, and for each of its bytes the place in the other that it came from.
///
/// Stages compose: the origins of a later text lead back through [`Mapped::through`] to the first one, and nothing is
/// searched for afterwards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapped {
    text: String,
    segments: Vec<Segment>,
}

/// So many stretches most texts are made of.
const SEGMENTS: usize = 32;

impl Mapped {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty text with room for `capacity` bytes.
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            text: String::with_capacity(capacity),
            segments: Vec::with_capacity(SEGMENTS),
        }
    }

    /// A text that is its own source.
    pub fn verbatim(text: &str) -> Self {
        let mut mapped = Self::with_capacity(text.len());
        mapped.push_verbatim(text, TextSize::new(0));
        mapped
    }

    /// The produced text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The produced text's stretches, in order; the first begins at 0, none is empty.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The length of the produced text in bytes.
    pub fn len(&self) -> TextSize {
        TextSize::of(self.text.as_str())
    }

    /// Whether the produced text is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends bytes that stand at `at` in the source.
    pub fn push_verbatim(&mut self, text: &str, at: TextSize) {
        self.push(text, Origin::Verbatim(at));
    }

    /// Appends bytes that `by` in the source produced.
    pub fn push_expansion(&mut self, text: &str, by: TextRange) {
        self.push(text, Origin::Expansion(by));
    }

    fn push(&mut self, text: &str, origin: Origin) {
        if text.is_empty() {
            return;
        }
        note(&mut self.segments, TextSize::of(&*self.text), origin);
        self.text.push_str(text);
    }

    /// Appends a part of `inner`, keeping that part's origins.
    pub fn push_part(&mut self, inner: &Mapped, part: TextRange) {
        let Some(part) = part.intersect(TextRange::up_to(inner.len())) else {
            return;
        };
        inner.trace(part, self.len(), 0, &mut self.segments);
        self.text.push_str(&inner.text[part]);
    }

    /// The same text with origins in the source of `inner`, where `self` was made from the text of `inner`.
    pub fn through(self, inner: &Mapped) -> Mapped {
        if inner.is_identity() {
            return self;
        }
        let mut segments = Vec::with_capacity(self.segments.len() + inner.segments.len());
        let mut near = 0;
        for (index, segment) in self.segments.iter().enumerate() {
            match segment.origin {
                Origin::Verbatim(from) => {
                    let part = TextRange::at(from, self.segment_end(index) - segment.start);
                    near = inner.trace(part, segment.start, near, &mut segments);
                }
                Origin::Expansion(by) => {
                    let origin = Origin::Expansion(inner.source_range_near(by, near));
                    note(&mut segments, segment.start, origin);
                }
            }
        }
        Mapped {
            text: self.text,
            segments,
        }
    }

    /// Adds the origins of a part of the text, which stands at `to` in another one. Returns the segment in which it ends,
    /// and looks first near that of an earlier part.
    fn trace(
        &self,
        part: TextRange,
        to: TextSize,
        near: usize,
        segments: &mut Vec<Segment>,
    ) -> usize {
        let mut index = self.segment_near(part.start(), near);
        let mut at = part.start();
        while at < part.end() && index < self.segments.len() {
            let segment = self.segments[index];
            let origin = match segment.origin {
                Origin::Verbatim(from) => Origin::Verbatim(from + (at - segment.start)),
                expansion @ Origin::Expansion(_) => expansion,
            };
            note(segments, to + (at - part.start()), origin);
            at = self.segment_end(index);
            index += 1;
        }
        index.saturating_sub(1)
    }

    /// Whether the text stands in the source at the same offsets, from the beginning on.
    fn is_identity(&self) -> bool {
        let whole = Origin::Verbatim(TextSize::new(0));
        matches!(self.segments[..], [Segment { origin, .. }] if origin == whole)
    }

    /// The smallest range of the source that covers where `range` of the text came from. An empty range maps to an
    /// empty range where the source's bytes are known one to one.
    pub fn source_range(&self, range: TextRange) -> TextRange {
        self.source_range_near(range, 0)
    }

    fn source_range_near(&self, range: TextRange, near: usize) -> TextRange {
        if range.is_empty() {
            return self.source_point(range.start());
        }
        let mut covered: Option<TextRange> = None;
        let mut index = self.segment_near(range.start(), near);
        let mut at = range.start();
        while at < range.end() && index < self.segments.len() {
            let end = self.segment_end(index).min(range.end());
            let segment = self.segments[index];
            let part = match segment.origin {
                Origin::Verbatim(from) => TextRange::at(from + (at - segment.start), end - at),
                Origin::Expansion(by) => by,
            };
            covered = Some(covered.map_or(part, |c| c.cover(part)));
            at = end;
            index += 1;
        }
        covered.unwrap_or_else(|| self.source_point(range.start()))
    }

    fn source_point(&self, at: TextSize) -> TextRange {
        let index = self.segment_at(at);
        match self.segments.get(index).or(self.segments.last()) {
            Some(segment) => match segment.origin {
                Origin::Verbatim(from) => {
                    let inside = at.min(self.len()).checked_sub(segment.start);
                    TextRange::empty(from + inside.unwrap_or_default())
                }
                Origin::Expansion(by) => by,
            },
            None => TextRange::empty(TextSize::new(0)),
        }
    }

    /// Whether every byte of `range` stands in the source one to one and in one piece.
    pub fn is_verbatim(&self, range: TextRange) -> bool {
        let index = self.segment_at(range.start());
        match self.segments.get(index) {
            Some(segment) => {
                matches!(segment.origin, Origin::Verbatim(_))
                    && range.end() <= self.segment_end(index)
            }
            None => range.is_empty(),
        }
    }

    /// What produced the bytes `at..at + len` of the text, if exactly these bytes are one expansion.
    pub fn expansion_of(&self, at: usize, len: usize) -> Option<TextRange> {
        let range = range_of(at, at + len);
        let index = self.segment_at(range.start());
        let segment = self.segments.get(index)?;
        match segment.origin {
            Origin::Expansion(by)
                if segment.start == range.start() && self.segment_end(index) == range.end() =>
            {
                Some(by)
            }
            _ => None,
        }
    }

    /// The text without any occurrence of `needle`, which must not be empty.
    pub fn without(self, needle: &str) -> Mapped {
        let (bytes, first) = (self.text.as_bytes(), needle.bytes().next());
        let mut out: Option<Mapped> = None;
        let mut kept = 0;
        for at in memchr::memchr_iter(first.unwrap_or_default(), bytes) {
            if at >= kept && bytes[at..].starts_with(needle.as_bytes()) {
                let out = out.get_or_insert_with(|| Mapped::with_capacity(self.text.len()));
                out.push_part(&self, range_of(kept, at));
                kept = at + needle.len();
            }
        }
        let Some(mut out) = out else { return self };
        out.push_part(&self, range_of(kept, self.text.len()));
        out
    }

    /// The index of the segment that holds the byte at `at`; the number of segments when `at` is the end.
    fn segment_at(&self, at: TextSize) -> usize {
        if at >= self.len() {
            return self.segments.len();
        }
        self.segments
            .partition_point(|s| s.start <= at)
            .saturating_sub(1)
    }

    /// The same, found at once when it is the segment at `near` or the next one.
    fn segment_near(&self, at: TextSize, near: usize) -> usize {
        let holds = |index: &usize| {
            let begins = self.segments.get(*index).is_some_and(|s| s.start <= at);
            begins && at < self.segment_end(*index)
        };
        let found = [near, near + 1].into_iter().find(holds);
        found.unwrap_or_else(|| self.segment_at(at))
    }

    fn segment_end(&self, index: usize) -> TextSize {
        self.segments
            .get(index + 1)
            .map_or_else(|| self.len(), |next| next.start)
    }
}

/// Adds a segment that begins at `start`, unless its bytes belong to the last one.
fn note(segments: &mut Vec<Segment>, start: TextSize, origin: Origin) {
    let goes_on = segments
        .last()
        .is_some_and(|last| match (last.origin, origin) {
            (Origin::Verbatim(from), Origin::Verbatim(at)) => from + (start - last.start) == at,
            (known, origin) => known == origin,
        });
    if !goes_on {
        segments.push(Segment { start, origin });
    }
}

fn range_of(start: usize, end: usize) -> TextRange {
    let size = |n: usize| TextSize::try_from(n).unwrap_or(TextSize::new(u32::MAX));
    TextRange::new(size(start), size(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::new(start.into(), end.into())
    }

    #[test]
    fn leads_back_through_two_stages() {
        // the file: `a $R b`, the aliases give `a {{.R}} b`, the template gives `a reg b`
        let mut aliased = Mapped::new();
        aliased.push_verbatim("a ", 0.into());
        aliased.push_expansion("{{.R}}", range(2, 4));
        aliased.push_verbatim(" b", 4.into());
        let mut rendered = Mapped::new();
        rendered.push_verbatim("a ", 0.into());
        rendered.push_expansion("reg", range(2, 8));
        rendered.push_verbatim(" b", 8.into());
        let rendered = rendered.through(&aliased);
        assert_eq!(rendered.source_range(range(2, 5)), range(2, 4));
        assert_eq!(rendered.source_range(range(0, 7)), range(0, 6));
        assert_eq!(rendered.source_range(range(6, 7)), range(5, 6));
        assert_eq!(rendered.source_range(range(7, 7)), range(6, 6));
    }

    #[test]
    fn removes_a_text_and_keeps_the_rest() {
        let mapped = Mapped::verbatim("x<no value>y").without("<no value>");
        assert_eq!(mapped.text(), "xy");
        assert_eq!(mapped.source_range(range(1, 2)), range(11, 12));
    }

    proptest! {
        /// Whatever pieces a text is put together from, each byte leads inside the source, and a verbatim byte leads
        /// to an equal one.
        #[test]
        fn the_map_holds_what_it_promises(source in "[a-zé\n]{1,40}", cuts in prop::collection::vec((0usize..40, 0usize..40, any::<bool>()), 0..8)) {
            let mut mapped = Mapped::new();
            for (a, b, verbatim) in cuts {
                let floor = |n: usize| (0..=n.min(source.len())).rev().find(|i| source.is_char_boundary(*i)).unwrap_or(0);
                let (a, b) = (floor(a.min(b)), floor(a.max(b)));
                if verbatim {
                    mapped.push_verbatim(&source[a..b], TextSize::try_from(a).unwrap());
                } else {
                    mapped.push_expansion("→", range_of(a, b));
                }
            }
            let text = mapped.text().to_owned();
            for (at, c) in text.char_indices() {
                let here = range_of(at, at + c.len_utf8());
                let there = mapped.source_range(here);
                prop_assert!(usize::from(there.end()) <= source.len());
                if mapped.is_verbatim(here) {
                    prop_assert_eq!(&source[there], &text[here]);
                }
            }
            let again = Mapped::verbatim(&text).through(&mapped);
            prop_assert_eq!(&again, &mapped);
        }
    }
}
