use std::collections::BTreeMap;

use acrlint_analysis::{File, Input, in_worlds};
use acrlint_text::TextRange;
use acrlint_yaml::{Document, Style};

use super::template::blocks;
use super::{Fold, FoldKind};
use crate::names::{entries, text_range};

/// What can be folded in a task file, in any world: the parts of the task, the steps, block scalars, blocks of the
/// template and comments. Of those that begin on one line the longest is there.
pub fn folding(input: Input<'_>) -> Vec<Fold> {
    let source = input.source;
    let mut found: Vec<Fold> = comments(source);
    for (_, ranges) in in_worlds(input, of_file) {
        let kind = FoldKind::Region;
        let ranges = ranges.into_iter().filter_map(|range| lines(source, range));
        found.extend(ranges.map(|range| Fold { range, kind }));
    }
    let mut longest: BTreeMap<_, Fold> = BTreeMap::new();
    for fold in found {
        let known = longest.entry(fold.range.start()).or_insert(fold);
        if known.range.end() < fold.range.end() {
            *known = fold;
        }
    }
    let mut folds: Vec<Fold> = longest.into_values().collect();
    nest(&mut folds);
    folds
}

/// Makes each fold end no earlier than those that begin in it, such as a block of the template around the last steps:
/// editors drop what overlaps.
fn nest(folds: &mut [Fold]) {
    let mut open: Vec<usize> = Vec::new();
    for index in 0..folds.len() {
        let inner = folds[index].range;
        while let Some(last) = open.last()
            && folds[*last].range.end() < inner.start()
        {
            open.pop();
        }
        // those further out end no earlier than the last one
        for &outer in open.iter().rev() {
            if folds[outer].range.end() >= inner.end() {
                break;
            }
            folds[outer].range = TextRange::new(folds[outer].range.start(), inner.end());
        }
        open.push(index);
    }
}

fn of_file(file: &File<'_>) -> Vec<TextRange> {
    let mut found = Vec::new();
    let replaced = &file.texts.replaced;
    let parsed = acrlint_template::parse("", replaced.text());
    blocks(&parsed.template, &mut |range| {
        found.push(replaced.source_range(range));
    });
    if let Some(block) = &file.texts.aliases {
        let text = &block.text;
        found.push(text.source_range(TextRange::up_to(text.len())));
        scalars(&acrlint_yaml::load(text.text()), &mut |range| {
            found.push(text.source_range(range));
        });
    }
    let (Some(document), Some(rendered)) = (&file.reading.document, &file.texts.rendered) else {
        return found;
    };
    let pairs = document.root.map(|root| document.node(root).pairs());
    for (key, value) in pairs.unwrap_or_default() {
        let range = document.node(*key).range.cover(document.node(*value).range);
        found.push(rendered.source_range(range));
    }
    for list in ["steps", "secrets", "volumes", "networks"] {
        for item in entries(document, document.root, list) {
            found.push(rendered.source_range(document.node(item).range));
        }
    }
    scalars(document, &mut |range| {
        found.push(rendered.source_range(range));
    });
    found
}

/// The block scalars.
fn scalars(document: &Document<'_>, each: &mut dyn FnMut(TextRange)) {
    for (_, node) in document.nodes() {
        let style = node.scalar().map(|scalar| scalar.style);
        if matches!(style, Some(Style::Literal | Style::Folded)) {
            each(node.range);
        }
    }
}

/// The whole lines of a range, without those at its end that are blank, if there are several.
fn lines(source: &str, range: TextRange) -> Option<TextRange> {
    let range = std::ops::Range::<usize>::from(range);
    let written = source.get(range.clone())?;
    let text = written.trim_end();
    let inner = text.len() - text.trim_start().len();
    let first = range.start + inner;
    let last = (range.start + text.len()).max(first);
    source.get(first..last)?.contains('\n').then_some(())?;
    let start = source[..first].rfind('\n').map_or(0, |at| at + 1);
    let end = source[last..]
        .find('\n')
        .map_or(source.len(), |at| last + at);
    let end = source[..end].trim_end_matches('\r').len();
    Some(text_range(start..end))
}

/// Comment lines that follow each other.
fn comments(source: &str) -> Vec<Fold> {
    let mut found = Vec::new();
    let mut run: Option<(usize, usize, usize)> = None;
    let mut at = 0;
    // an empty line at the end lets the last run end
    for line in source.split_inclusive('\n').chain([""]) {
        if line.trim_start().starts_with('#') {
            let (start, count) = run.map_or((at, 0), |(start, _, count)| (start, count));
            let end = at + line.trim_end_matches(['\n', '\r']).len();
            run = Some((start, end, count + 1));
        } else if let Some((start, end, count)) = run.take()
            && count > 1
        {
            found.push(Fold {
                range: text_range(start..end),
                kind: FoldKind::Comment,
            });
        }
        at += line.len();
    }
    found
}
