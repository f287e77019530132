//! Aliases, behind the sign that the file has for them.

use super::known::Alias;
use super::{Asked, CompletionKind, Offers};

/// Offers the aliases where one begins; whether that is so.
pub(crate) fn offer(asked: &Asked<'_>, offers: &mut Offers) -> bool {
    let known = asked.known;
    if !known.has_aliases || asked.outline.in_alias_block() {
        return false;
    }
    let (line, source) = (&asked.outline.line, asked.source());
    let before = &source[line.start.min(asked.at)..asked.at];
    let stem = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    let Some(rest) = stem.strip_suffix(known.directive) else {
        return false;
    };
    // twice the sign is the sign itself
    let doubled = rest
        .chars()
        .rev()
        .take_while(|c| *c == known.directive)
        .count();
    if doubled % 2 == 1 {
        return false;
    }
    let behind = &source[asked.at..line.end.max(asked.at)];
    let end = behind
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(behind.len());
    let start = line.start + rest.len();
    for alias in &known.aliases {
        let name = format!("{}{}", known.directive, alias.name);
        let offer = offers.add(
            &name,
            CompletionKind::Alias,
            start..asked.at + end,
            name.clone(),
        );
        offer.detail(alias.value.as_str());
        offer.documentation(about(alias));
    }
    true
}

fn about(alias: &Alias) -> String {
    let field = alias
        .value
        .strip_prefix("{{.Run.")
        .and_then(|rest| rest.strip_suffix("}}"));
    let what = field.and_then(super::template::run_field);
    let what = what.map(|what| format!("{what}\n\n")).unwrap_or_default();
    format!("{what}From {}.", alias.from)
}
