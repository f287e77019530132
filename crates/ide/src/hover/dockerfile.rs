use acrlint_analysis::{DockerfileAt, Input, in_worlds, plan};
use acrlint_text::{TextRange, TextSize};

use super::image::coverage;
use super::{Hover, code, is_on, joined};

/// What stands at an offset of a Dockerfile, as the task files that build it have it: a base image as it is resolved,
/// with its coverage; a build argument with its values.
pub fn dockerfile_hover(tasks: &[Input<'_>], path: &str, at: TextSize) -> Option<Hover> {
    let mut sections: Vec<Hover> = Vec::new();
    for task in tasks {
        for section in base_images(*task, path, at)
            .into_iter()
            .chain(arguments(*task, path, at))
        {
            if !sections.contains(&section) {
                sections.push(section);
            }
        }
    }
    joined(sections)
}

fn base_images(task: Input<'_>, path: &str, at: TextSize) -> Vec<Hover> {
    let planned = plan(task);
    let pulls = planned
        .steps
        .iter()
        .flat_map(|step| step.pulls.iter().map(move |pull| (step, pull)));
    let here = pulls.filter(|(_, pull)| pull.because.path == path && is_on(pull.because.range, at));
    here.map(|(step, pull)| Hover {
        range: pull.because.range,
        text: format!(
            "{} in step {} of `{}`\n\n{}",
            code(&pull.image),
            code(&step.id),
            planned.path,
            coverage(&planned, pull.registry.as_deref()),
        )
        .trim_end()
        .to_owned(),
    })
    .collect()
}

/// The value that each step gives to the argument that is declared here.
fn arguments(task: Input<'_>, path: &str, at: TextSize) -> Vec<Hover> {
    let worlds = in_worlds(task, |file| {
        let mut found: Vec<(TextRange, String)> = Vec::new();
        for (index, built) in file.built() {
            let (DockerfileAt::Known { path: own, .. }, Some(parsed)) =
                (&built.dockerfile, &built.parsed)
            else {
                continue;
            };
            let declared = parsed
                .declared_args()
                .find(|argument| is_on(argument.name.range(), at));
            let Some(declared) = declared.filter(|_| own == path) else {
                continue;
            };
            let name = declared.name.text();
            let given = built
                .arguments
                .iter()
                .rfind(|argument| argument.name == name);
            let value = match given.map(|given| &given.value) {
                Some(Some(value)) => code(&file.texts.symbols().spell(value)),
                Some(None) => "the environment's value".to_owned(),
                None => match &declared.default {
                    Some(default) => format!("its default {}", code(default.text())),
                    None => "no value".to_owned(),
                },
            };
            let text = format!(
                "`{name}`: {value} in {} of `{}`",
                file.step_name(index),
                task.name
            );
            found.push((declared.name.range(), text));
        }
        found
    });
    let all = worlds.into_iter().flat_map(|(_, found)| found);
    all.map(|(range, text)| Hover { range, text }).collect()
}
