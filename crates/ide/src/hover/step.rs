use acrlint_analysis::File;
use acrlint_task::StepKind;
use acrlint_text::TextSize;

use super::{Hover, code, duration, is_on};

/// A step, on its `id`, its kind or an entry of `when` that names it: what runs, after what, for how long.
pub(super) fn at(file: &File<'_>, at: TextSize) -> Option<Hover> {
    let document = file.document()?;
    for own in file.steps() {
        let kinds = ["id", "build", "push", "cmd"];
        let pairs = document.node(document.target(own.node)).pairs();
        let keys = pairs
            .iter()
            .filter(|(key, _)| kinds.contains(&document.node(*key).value()));
        let mut places = keys.map(|(key, _)| file.place(*key));
        let id = own.step.id.as_ref().map(|id| file.place(id.node));
        if let Some(range) = places
            .find(|range| is_on(*range, at))
            .or(id.filter(|range| is_on(*range, at)))
        {
            return Some(Hover {
                range,
                text: text(file, own.index)?,
            });
        }
        let entry = own
            .step
            .when
            .iter()
            .find(|entry| is_on(file.place(entry.node), at));
        if let Some(entry) = entry {
            let named = file
                .schedule()
                .steps
                .iter()
                .find(|step| step.id == entry.value)?;
            return Some(Hover {
                range: file.place(entry.node),
                text: text(file, named.index)?,
            });
        }
    }
    None
}

fn text(file: &File<'_>, index: usize) -> Option<String> {
    let schedule = file.schedule();
    let step = schedule.steps.iter().find(|step| step.index == index)?;
    let spell = |text: &str| file.texts.symbols().spell(text);
    let kind = step.kind.map_or("", StepKind::name);
    let mut text = format!("**step {}** {kind}", code(&spell(&step.id)));
    let command = match (&step.kind, &step.build) {
        (Some(StepKind::Build), Some(build)) => format!("docker build {}", spell(&build.command)),
        (Some(StepKind::Push), _) => {
            let images: Vec<String> = step
                .push
                .iter()
                .map(|image| format!("docker push {}", spell(image)))
                .collect();
            images.join("\n")
        }
        _ => spell(&step.cmd),
    };
    text.push_str(&format!("\n\n```sh\n{}\n```\n\n", command.trim_end()));
    let after: Vec<String> = step
        .after
        .iter()
        .filter_map(|at| schedule.steps.get(*at))
        .map(|before| code(&spell(&before.id)))
        .collect();
    text.push_str(&match after.is_empty() {
        true => "begins at once".to_owned(),
        false => format!("after {}", after.join(", ")),
    });
    if let Some(timeout) = step.timeout {
        text.push_str(&format!(" · may take {}", duration(timeout)));
    }
    Some(text)
}
