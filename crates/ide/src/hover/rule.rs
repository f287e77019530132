use acrlint_analysis::rules;
use acrlint_text::{TextRange, TextSize};

use super::Hover;

/// The page of a rule that a comment `# acrlint: ignore[…]` names.
pub(super) fn at(source: &str, at: TextSize) -> Option<Hover> {
    let (before, after) = source.split_at_checked(usize::from(at))?;
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let mark = line + before[line..].find("acrlint:")?;
    if !before[line..mark].contains('#') || !before[mark..].contains('[') {
        return None;
    }
    let is_name = |c: char| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit();
    let start = before.trim_end_matches(is_name).len();
    let rest = after.len() - after.trim_start_matches(is_name).len();
    let end = before.len() + rest;
    let rule = rules::by_name(source.get(start..end)?)?;
    let size = |n: usize| TextSize::try_from(n).unwrap_or_default();
    Some(Hover {
        range: TextRange::new(size(start), size(end)),
        text: format!(
            "# {}\n\n{}\n\n[the page]({})",
            rule.name,
            rule.page().trim(),
            rule.url()
        ),
    })
}
