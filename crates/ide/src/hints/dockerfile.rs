use acrlint_analysis::{DockerfileAt, Input, in_worlds};
use acrlint_dockerfile::Reason;
use acrlint_text::TextSize;

use super::{Hint, HintKind, code, short};
use crate::spans::{line_end, size};

/// At the end of each `FROM` of a Dockerfile with variables, what it becomes in the tasks that build it. The path is as the
/// files of the project are called.
pub fn dockerfile_hints(inputs: &[Input<'_>], path: &str) -> Vec<Hint> {
    let mut found: Vec<(TextSize, Vec<String>)> = Vec::new();
    for input in inputs {
        for (at, image) in in_worlds(*input, |file| bases(file, path))
            .into_iter()
            .flat_map(|(_, bases)| bases)
        {
            match found.iter_mut().find(|(known, _)| *known == at) {
                Some((_, images)) if images.contains(&image) => {}
                Some((_, images)) => images.push(image),
                None => found.push((at, vec![image])),
            }
        }
    }
    found.sort_by_key(|(at, _)| *at);
    let hint = |(at, images): (TextSize, Vec<String>)| Hint {
        at,
        text: format!("→ {}", short(&images.join(", "))),
        tooltip: Some(
            images
                .iter()
                .map(|image| code(image))
                .collect::<Vec<_>>()
                .join(", "),
        ),
        kind: HintKind::Image,
    };
    found.into_iter().map(hint).collect()
}

/// The images of the `FROM`s with variables, and the ends of their lines.
fn bases(file: &acrlint_analysis::File<'_>, path: &str) -> Vec<(TextSize, String)> {
    let mut found = Vec::new();
    for (_, built) in file.built() {
        let DockerfileAt::Known { path: known, text } = &built.dockerfile else {
            continue;
        };
        let same = known == path || file.files.locate(known) == path;
        let Some(pulls) = built.pulls.as_ref().filter(|_| same) else {
            continue;
        };
        for pull in &pulls.images {
            if pull.reason != Reason::Base || pull.uses.is_empty() || pull.image.is_empty() {
                continue;
            }
            let end = line_end(text, usize::from(pull.range.end()));
            found.push((size(end), built.symbols.spell(&pull.image)));
        }
    }
    found
}
