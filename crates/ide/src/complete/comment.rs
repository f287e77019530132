//! Comments: the names of rules in `# acrlint: ignore[…]`.

use std::ops::Range;

use acrlint_analysis::rules;

use super::{CompletionKind, Offers};

/// Offers the rules that a comment does not ignore yet.
pub(crate) fn offer(source: &str, line: Range<usize>, at: usize, offers: &mut Offers) {
    let before = &source[line.start..at];
    let Some(mark) = before.rfind("acrlint:") else {
        return;
    };
    let directive = before[mark + "acrlint:".len()..].trim_start();
    let list = directive
        .strip_prefix("ignore-file")
        .or_else(|| directive.strip_prefix("ignore"));
    let Some(typed) = list.and_then(|list| list.trim_start().strip_prefix('[')) else {
        return;
    };
    if typed.contains(']') {
        return;
    }
    let behind = &source[at..line.end];
    let behind = &behind[..behind.find(']').unwrap_or(behind.len())];
    let typed_names = typed.rsplit_once(',').map_or("", |(names, _)| names);
    let word = typed.rsplit(',').next().unwrap_or_default().trim_start();
    let word_end = behind
        .find(|c: char| c == ',' || c.is_whitespace())
        .unwrap_or(behind.len());
    let given = typed_names
        .split(',')
        .chain(behind[word_end..].split(','))
        .map(str::trim);
    let given: Vec<&str> = given.collect();
    for rule in rules::ALL.iter().filter(|rule| !given.contains(&rule.name)) {
        let range = at - word.len()..at + word_end;
        let offer = offers.add(rule.name, CompletionKind::Rule, range, rule.name.to_owned());
        offer.detail(rule.summary).documentation(rule.page());
    }
}
