use std::collections::HashSet;

use acrlint_analysis::Setup;
use acrlint_task::{FileAnswer, Files as _};

/// The texts of files that are pointed into, each once; those that cannot be read are left out.
pub(crate) fn others<'p>(
    setup: &Setup<'_>,
    paths: impl Iterator<Item = &'p str>,
) -> Vec<(String, String)> {
    let mut seen = HashSet::new();
    let paths = paths.filter(|path| seen.insert(*path));
    let texts = paths.filter_map(|path| {
        let text = match &setup.context.values {
            Some(values) if values.path == path => values.text.clone().ok()?,
            _ => match setup.files.read(path) {
                FileAnswer::Text(text) => text,
                FileAnswer::Unreadable(_) | FileAnswer::Unknown => return None,
            },
        };
        Some((path.to_owned(), text))
    });
    texts.collect()
}
