//! Comments that silence a finding.

use acrlint_analysis::{Diagnostic, Edit, Input, Rule, Selector, Settings, check};

use super::reading::{Reading, applied};
use super::{Action, ActionKind};
use crate::spans::{bom, line_break, line_end, line_start, range, size};

/// What marks a comment as ours.
const MARK: &str = "acrlint:";

/// The rule about these comments, which they cannot silence.
const ABOUT_COMMENTS: &str = "unused-ignore";

/// Silences a finding on its line.
pub(super) fn on_line(
    input: Input<'_>,
    before: &Reading,
    index: usize,
    finding: &Diagnostic,
) -> Option<Action> {
    let rule = finding.rule.name;
    let ways = line_comments(input.source, usize::from(finding.range.start()), rule);
    let first = size(bom(input.source));
    let mut ways = ways.into_iter().filter(|edit| {
        // what is about the whole file stands at its beginning, wherever the first line goes
        let is_sure = edit.range.start() > first || !finding.range.contains_inclusive(first);
        is_sure || is_silenced(input, finding.rule, edit)
    });
    let edit = ways.find(|edit| keeps(input, before, edit))?;
    let title = format!("ignore `{rule}` on this line");
    action(title, index, edit, rule)
}

/// Silences the rule of a finding in the file.
pub(super) fn in_file(
    input: Input<'_>,
    before: &Reading,
    index: usize,
    finding: &Diagnostic,
) -> Option<Action> {
    let rule = finding.rule.name;
    let mut ways = file_comments(input.source, rule).into_iter();
    let edit = ways.find(|edit| keeps(input, before, edit))?;
    let title = format!("ignore `{rule}` in this file");
    action(title, index, edit, rule)
}

fn action(title: String, index: usize, edit: Edit, rule: &str) -> Option<Action> {
    (rule != ABOUT_COMMENTS).then(|| Action {
        finding: Some(index),
        ..Action::new(title, ActionKind::QuickFix, vec![edit])
    })
}

/// Whether an edit adds nothing but a comment.
fn keeps(input: Input<'_>, before: &Reading, edit: &Edit) -> bool {
    let after = Reading::after(input, std::slice::from_ref(edit));
    after.is_some_and(|after| after == *before)
}

/// Whether an edit silences findings of a rule.
fn is_silenced(input: Input<'_>, rule: &'static Rule, edit: &Edit) -> bool {
    let text = applied(input.source, std::slice::from_ref(edit));
    text.is_some_and(|text| count(input, rule, &text) < count(input, rule, input.source))
}

/// How many findings of a rule there are in a text.
fn count(input: Input<'_>, rule: &'static Rule, text: &str) -> usize {
    let mut settings = Settings::none();
    settings.turn_on(Selector::Rule(rule));
    let mut input = input;
    input.source = text;
    check(input, &settings).diagnostics.len()
}

/// The ways to silence a rule on the line of an offset, best first.
fn line_comments(source: &str, at: usize, rule: &str) -> Vec<Edit> {
    let start = line_start(source, at);
    let end = line_end(source, at.max(start));
    let line = &source[start..end];
    if let Some(comment) = Comment::of_line(source, start, end).filter(|one| !one.whole_file) {
        return vec![comment.with(rule)];
    }
    let mut ways = Vec::new();
    if !line.contains(MARK) {
        let blanks = line.len() - line.trim_end_matches([' ', '\t']).len();
        let gap = " ".repeat(1_usize.saturating_sub(blanks));
        ways.push(Edit::insert(
            size(end),
            format!("{gap}# acrlint: ignore[{rule}]"),
        ));
    }
    let body = line.trim();
    if body.is_empty() || body.starts_with('#') {
        return ways;
    }
    match above(source, start) {
        Some(comment) => ways.push(comment.with(rule)),
        None => {
            let indent = &line[..line.len() - line.trim_start().len()];
            let line_break = line_break(source);
            ways.push(Edit::insert(
                size(start),
                format!("{indent}# acrlint: ignore[{rule}]{line_break}"),
            ));
        }
    }
    ways
}

/// A comment on a line of its own that speaks of the line at an offset.
fn above(source: &str, line: usize) -> Option<Comment> {
    let mut end = line;
    while end > 0 {
        let start = line_start(source, end - 1);
        let text = source.get(start..end)?;
        let body = text.trim();
        if !(body.is_empty() || body.starts_with('#')) || start == end {
            return None;
        }
        let end_of_text = start + text.trim_end_matches(['\r', '\n']).len();
        let comment = Comment::of_line(source, start, end_of_text);
        if let Some(comment) = comment.filter(|one| !one.whole_file) {
            return Some(comment);
        }
        end = start;
    }
    None
}

/// The ways to silence a rule in the file, best first.
fn file_comments(source: &str, rule: &str) -> Vec<Edit> {
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let end = at + line.trim_end_matches(['\r', '\n']).len();
        if let Some(comment) = Comment::of_line(source, at, end).filter(|one| one.whole_file) {
            return vec![comment.with(rule)];
        }
        at += line.len();
    }
    let line_break = line_break(source);
    let comment = format!("# acrlint: ignore-file[{rule}]");
    let start = bom(source);
    // a `#` right behind a BOM is none for those who look for comments
    let gap = if start > 0 { " " } else { "" };
    let own_line = if source.is_empty() || source.ends_with('\n') {
        ""
    } else {
        line_break
    };
    vec![
        Edit::insert(size(start), format!("{gap}{comment}{line_break}")),
        Edit::insert(
            size(source.len()),
            format!("{own_line}{comment}{line_break}"),
        ),
    ]
}

/// A comment that silences rules.
#[derive(Debug)]
struct Comment {
    whole_file: bool,
    /// Where a further name goes.
    at: usize,
    /// Whether there is a name already.
    has_names: bool,
}

impl Comment {
    /// Reads the comment of a line as acrlint does: the first mark of the line, behind a `#`.
    fn of_line(source: &str, start: usize, end: usize) -> Option<Self> {
        let line = source.get(start..end)?;
        let mark = line.find(MARK)?;
        let before = line[..mark].trim_end().strip_suffix('#')?;
        if !(before.is_empty() || before.ends_with([' ', '\t'])) {
            return None;
        }
        let word = line[mark + MARK.len()..].trim_start();
        let whole_file = word.starts_with("ignore-file");
        let list = word
            .strip_prefix("ignore-file")
            .or_else(|| word.strip_prefix("ignore"))?;
        let list = list.trim_start().strip_prefix('[')?;
        let names = &list[..list.find(']')?];
        let list_at = end - list.len();
        Some(Self {
            whole_file,
            at: list_at + names.trim_end().len(),
            has_names: !names.trim().is_empty(),
        })
    }

    /// Adds a rule.
    fn with(&self, rule: &str) -> Edit {
        let comma = if self.has_names { ", " } else { "" };
        Edit::replace(range(self.at, self.at), format!("{comma}{rule}"))
    }
}
