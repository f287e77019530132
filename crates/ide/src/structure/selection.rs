use acrlint_analysis::{File, Input, in_worlds};
use acrlint_text::{Mapped, TextRange, TextSize};
use acrlint_yaml::{Document, NodeId};

use super::template::pieces;
use super::trimmed;
use crate::names::text_range;

/// What is selected around an offset, from the innermost to the whole file, each strictly inside of the next: a word, the
/// content of a scalar, the scalar, its pair, the mapping, its entry with the dash, the list and so on; in a template the
/// name, the field, the pipeline, the action and its block.
pub fn selection(input: Input<'_>, at: TextSize) -> Vec<TextRange> {
    let source = input.source;
    let whole = TextRange::up_to(TextSize::of(source));
    let at = at.min(whole.end());
    let mut found = comment(source, at);
    for (_, ranges) in in_worlds(input, |file| around(file, at)) {
        found.extend(ranges);
    }
    found.retain(|range| !range.is_empty() && range.contains_inclusive(at));
    found.retain(|range| source.get(std::ops::Range::<usize>::from(*range)).is_some());
    // of two beside the offset, what begins there
    found.sort_by_key(|range| (range.len(), std::cmp::Reverse(range.start())));
    found.push(whole);
    let mut chain: Vec<TextRange> = Vec::new();
    for range in found {
        let fits = |inner: &TextRange| range.contains_range(*inner) && range != *inner;
        if chain.last().is_none_or(fits) {
            chain.push(range);
        }
    }
    chain
}

fn around(file: &File<'_>, at: TextSize) -> Vec<TextRange> {
    let mut found = Vec::new();
    let replaced = &file.texts.replaced;
    if replaced.text().contains("{{") {
        let parsed = acrlint_template::parse("", replaced.text());
        pieces(&parsed.template, &mut |range, _| {
            found.push(replaced.source_range(range));
        });
    }
    if let Some(block) = &file.texts.aliases {
        let document = acrlint_yaml::load(block.text.text());
        nodes(file.source, &document, &block.text, at, &mut found);
    }
    if let (Some(document), Some(rendered)) = (&file.reading.document, &file.texts.rendered) {
        nodes(file.source, document, rendered, at, &mut found);
    }
    found
}

/// The nodes around the offset, with what belongs to them.
fn nodes(
    source: &str,
    document: &Document<'_>,
    map: &Mapped,
    at: TextSize,
    found: &mut Vec<TextRange>,
) {
    let place = |node: NodeId| {
        trimmed(source, map.source_range(document.node(node).range))
            .filter(|range| range.contains_inclusive(at))
    };
    for (id, node) in document.nodes() {
        for (key, value) in node.pairs() {
            let pair = document.node(*key).range.cover(document.node(*value).range);
            found.extend(trimmed(source, map.source_range(pair)));
        }
        for item in node.items() {
            let range = trimmed(source, map.source_range(document.node(*item).range));
            found.extend(range.and_then(|range| with_dash(source, range)));
        }
        let Some(range) = place(id) else { continue };
        found.push(range);
        if node.scalar().is_some() {
            let content = TextRange::up_to(TextSize::of(node.value()));
            let content = map.source_range(document.locate(id, content));
            if let Some(content) = trimmed(source, content) {
                found.push(content);
                found.extend(word(source, content, at));
            }
        }
    }
}

/// The entry of a list that stands behind a dash on its line.
fn with_dash(source: &str, range: TextRange) -> Option<TextRange> {
    let before = source.get(..usize::from(range.start()))?;
    let before = before.trim_end_matches([' ', '\t']).strip_suffix('-')?;
    Some(TextRange::new(TextSize::of(before), range.end()))
}

/// The word of a text around the offset, cut at white space.
fn word(source: &str, text: TextRange, at: TextSize) -> Option<TextRange> {
    if !text.contains_inclusive(at) {
        return None;
    }
    let (start, at, end) = (
        usize::from(text.start()),
        usize::from(at),
        usize::from(text.end()),
    );
    let before = source.get(start..at)?;
    let after = source.get(at..end)?;
    let left = before.len() - before.trim_end_matches(|c: char| !c.is_whitespace()).len();
    let right = after.len() - after.trim_start_matches(|c: char| !c.is_whitespace()).len();
    Some(text_range(at - left..at + right))
}

/// The comment line around the offset.
fn comment(source: &str, at: TextSize) -> Vec<TextRange> {
    let at = usize::from(at);
    let (Some(before), Some(after)) = (source.get(..at), source.get(at..)) else {
        return Vec::new();
    };
    let start = before.rfind('\n').map_or(0, |found| found + 1);
    let end = after.find('\n').map_or(source.len(), |found| at + found);
    let line = &source[start..end];
    let text = line.trim();
    if !text.starts_with('#') {
        return Vec::new();
    }
    let start = start + line.len() - line.trim_start().len();
    let whole = text_range(start..start + text.len());
    let mut found = vec![whole];
    found.extend(word(
        source,
        whole,
        TextSize::try_from(at).unwrap_or_default(),
    ));
    found
}
