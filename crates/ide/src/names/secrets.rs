//! `.Secrets.x` in the template.

use acrlint_template::ReferenceKind;

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
            if let (Some(text), Some(range)) =
                (reference.path.get(at + 1), reference.ranges.get(at + 1))
            {
                let verbatim = replaced.is_verbatim(*range);
                let name = self.name(NameKind::Secret, text);
                self.add_here(name, replaced.source_range(*range), Role::Use, verbatim);
            }
        }
    }
}
