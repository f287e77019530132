//! `.Secrets.x` and `index .Secrets "x"` in the template.

use acrlint_template::ReferenceKind;
use acrlint_text::{TextRange, TextSize};

use super::{Finder, NameKind, Role};

impl Finder<'_, '_> {
    pub(super) fn secrets(&mut self) {
        let replaced = &self.file.texts.replaced;
        if !replaced.text().contains("Secrets") {
            return;
        }
        let parsed = acrlint_template::parse("", replaced.text());
        for reference in parsed.template.references() {
            let is_root = match reference.kind {
                ReferenceKind::Field => reference.at_root,
                ReferenceKind::Variable => reference.path.first() == Some(&"$"),
                _ => false,
            };
            let at = usize::from(reference.kind == ReferenceKind::Variable);
            if !is_root || reference.path.get(at) != Some(&"Secrets") {
                continue;
            }
            let field = reference.ranges.get(at + 1).copied();
            if let Some(range) = field.or_else(|| indexed(replaced.text(), reference.range)) {
                let name = self.name(NameKind::Secret, &replaced.text()[range]);
                let verbatim = replaced.is_verbatim(range);
                self.add_here(name, replaced.source_range(range), Role::Use, verbatim);
            }
        }
    }
}

/// The name in `index .Secrets "name"`, where `map` is `.Secrets`.
fn indexed(text: &str, map: TextRange) -> Option<TextRange> {
    let before = text.get(..usize::from(map.start()))?.trim_end();
    let after = text.get(usize::from(map.end())..)?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '`'))?;
    let (name, _) = after[1..].split_once(quote)?;
    let start = TextSize::of(text) - TextSize::of(after) + TextSize::of(quote);
    (before.ends_with("index") && !name.contains('\\'))
        .then(|| TextRange::at(start, TextSize::of(name)))
}
