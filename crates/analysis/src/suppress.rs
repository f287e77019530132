//! Comments that silence findings: `# acrlint: ignore[rule]` on a line or on the line above, and
//! `# acrlint: ignore-file[rule]` anywhere, each with a reason behind it if its author likes.

use std::sync::LazyLock;

use acrlint_text::{TextRange, TextSize};
use memchr::memmem::Finder;

use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix};
use crate::rules;
use crate::settings::Settings;
use crate::suggest::nearest;

/// What marks a comment as ours.
const MARK: &str = "acrlint:";
static FINDER: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(MARK));

/// A comment that silences findings.
#[derive(Debug)]
struct Suppression<'s> {
    /// From the `#` to the end of the comment.
    comment: TextRange,
    /// The names between the brackets.
    names: Vec<Name<'s>>,
    /// Where findings are silenced; `None` for the whole file.
    lines: Option<TextRange>,
}

/// A name between the brackets.
#[derive(Debug)]
struct Name<'s> {
    text: &'s str,
    range: TextRange,
    used: bool,
}

/// Takes out the findings that comments silence, and adds what is wrong with these comments.
pub(crate) fn apply(source: &str, found: Vec<Diagnostic>, settings: &Settings) -> Vec<Diagnostic> {
    if FINDER.find(source.as_bytes()).is_none() {
        return found;
    }
    let mut suppressions = read(source);
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(found.len());
    for diagnostic in found {
        if !silenced(&mut suppressions, &diagnostic) {
            kept.push(diagnostic);
        }
    }
    let rule = &rules::unused_ignore::RULE;
    if settings.level(rule).is_some() {
        for suppression in &suppressions {
            for name in suppression.names.iter().filter(|name| !name.used) {
                kept.extend(unused(source, suppression, name, settings));
            }
        }
    }
    kept
}

fn silenced(suppressions: &mut [Suppression<'_>], diagnostic: &Diagnostic) -> bool {
    let at = diagnostic.range.start();
    let mut silenced = false;
    for suppression in suppressions {
        let here = suppression
            .lines
            .is_none_or(|lines| lines.contains_inclusive(at));
        for name in suppression
            .names
            .iter_mut()
            .filter(|name| here && name.text == diagnostic.rule.name)
        {
            name.used = true;
            silenced = true;
        }
    }
    silenced
}

fn read(source: &str) -> Vec<Suppression<'_>> {
    let mut suppressions = Vec::new();
    let text = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut start = source.len() - text.len();
    let lines: Vec<(usize, &str)> = text
        .split_inclusive('\n')
        .map(|line| {
            let at = start;
            start += line.len();
            (at, line.trim_end_matches(['\n', '\r']))
        })
        .collect();
    for (number, (at, line)) in lines.iter().enumerate() {
        let Some(sign) = comment(line) else { continue };
        let Some((names, whole_file)) = directive(&line[sign..], at + sign) else {
            continue;
        };
        let own_line = line[..sign].trim().is_empty();
        // a comment on a line of its own speaks of the next line that is none
        let target = lines[number..].iter().find(|(_, line)| {
            !own_line || !(line.trim().is_empty() || line.trim_start().starts_with('#'))
        });
        let lines = target.map(|(at, line)| range(*at, line.len()));
        suppressions.push(Suppression {
            comment: range(at + sign, line.len() - sign),
            names,
            lines: if whole_file {
                None
            } else {
                lines.or(Some(TextRange::default()))
            },
        });
    }
    suppressions
}

/// Where the comment of a line begins that holds our mark: a `#` at the line's beginning or behind a blank.
fn comment(line: &str) -> Option<usize> {
    let mark = line.find(MARK)?;
    let sign = line[..mark].trim_end().strip_suffix('#')?.len();
    (sign == 0 || line[..sign].ends_with([' ', '\t'])).then_some(sign)
}

/// The names of `# acrlint: ignore[a, b]` and whether it is `ignore-file`.
fn directive(comment: &str, at: usize) -> Option<(Vec<Name<'_>>, bool)> {
    let behind = comment.find(MARK)? + MARK.len();
    let word = comment[behind..].trim_start();
    let whole_file = word.starts_with("ignore-file");
    let list = word
        .strip_prefix("ignore-file")
        .or_else(|| word.strip_prefix("ignore"))?;
    let list = list.trim_start().strip_prefix('[')?;
    let list = &list[..list.find(']')?];
    let names = list.split(',').map(|piece| {
        let text = piece.trim();
        let offset = text.as_ptr() as usize - comment.as_ptr() as usize;
        Name {
            text,
            range: range(at + offset, text.len()),
            used: false,
        }
    });
    Some((names.collect(), whole_file))
}

/// What is wrong with a name that silences nothing: it may not exist, or its rule may not run.
fn unused(
    source: &str,
    suppression: &Suppression<'_>,
    name: &Name<'_>,
    settings: &Settings,
) -> Option<Diagnostic> {
    let rule = &rules::unused_ignore::RULE;
    let Some(known) = rules::by_name(name.text) else {
        let diagnostic = Diagnostic::new(
            rule,
            name.range,
            format!("there is no rule `{}` to ignore", name.text),
        );
        return Some(
            match nearest(name.text, rules::ALL.iter().map(|rule| rule.name)) {
                Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
                None => diagnostic
                    .label("no such rule")
                    .help("`acrlint rules` lists them"),
            },
        );
    };
    settings.level(known)?;
    let diagnostic = Diagnostic::new(
        rule,
        name.range,
        format!("nothing here breaks the rule `{}`", name.text),
    )
    .label("ignores nothing")
    .help("remove it");
    Some(match removal(source, suppression) {
        Some(edit) => diagnostic.fix(Fix {
            title: "remove the comment".to_owned(),
            applicability: Applicability::Safe,
            edits: vec![edit],
        }),
        None => diagnostic,
    })
}

/// Removes a comment of which no name is used: its line where it stands alone, else with the blanks before it.
fn removal(source: &str, suppression: &Suppression<'_>) -> Option<Edit> {
    if suppression
        .names
        .iter()
        .any(|name| name.used || rules::by_name(name.text).is_none())
    {
        return None;
    }
    let (start, end) = (
        usize::from(suppression.comment.start()),
        usize::from(suppression.comment.end()),
    );
    let before = source[..start].trim_end_matches([' ', '\t']);
    let alone = before.is_empty() || before.ends_with('\n');
    let rest = &source[end..];
    let line_break = if rest.starts_with("\r\n") {
        2
    } else {
        usize::from(rest.starts_with('\n'))
    };
    let end = if alone { end + line_break } else { end };
    Some(Edit {
        range: range(before.len(), end - before.len()),
        text: String::new(),
    })
}

fn range(at: usize, len: usize) -> TextRange {
    let size = |n: usize| TextSize::try_from(n).unwrap_or_default();
    TextRange::at(size(at), size(len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_stands_before_the_comment() {
        let source = "\u{feff}# acrlint: ignore[when-self]\nsteps: []\n";
        let found = read(source);
        assert_eq!(found.len(), 1);
        assert_eq!(&source[found[0].comment], "# acrlint: ignore[when-self]");
        assert_eq!(found[0].lines.map(|line| &source[line]), Some("steps: []"));
    }
}
