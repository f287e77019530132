//! What an editor writes between the words of a file: what the runner makes of them.

mod dockerfile;

use std::collections::HashMap;

use acrlint_analysis::{File, Input, in_worlds};
use acrlint_dockerfile::Reason;
use acrlint_task::schedule::ScheduledStep;
use acrlint_task::{Step, value};
use acrlint_template::{Block, BranchKind, Node};
use acrlint_text::{Mapped, Origin, TextRange, TextSize, has_symbol};
use acrlint_yaml::NodeId;

use crate::spans::{line_end, size};

pub use dockerfile::dockerfile_hints;

/// A text that an editor shows at a place of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Where it is shown.
    pub at: TextSize,
    /// The text, at most [`SHOWN`] characters behind its arrow.
    pub text: String,
    /// More about it, in Markdown.
    pub tooltip: Option<String>,
    /// What it says.
    pub kind: HintKind,
}

/// What a hint says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HintKind {
    /// What an alias or an action stands for.
    Expansion,
    /// The base images of a build.
    Image,
    /// The id that the runner makes up.
    Id,
    /// How long a step may take.
    Timeout,
}

/// So many characters of a value are shown.
pub const SHOWN: usize = 40;

/// What the runner makes of what stands in a range, in the order of the file. What is not known, or not the same in all
/// worlds, is left out.
pub fn hints(input: Input<'_>, range: TextRange) -> Vec<Hint> {
    let mut all = Merged::default();
    for (_, found) in in_worlds(input, of_file) {
        for (place, said) in found {
            all.add(place, said);
        }
    }
    let mut hints = all.finish();
    hints.retain(|hint| {
        range.contains_inclusive(hint.at) && input.source.is_char_boundary(usize::from(hint.at))
    });
    hints
}

type Place = (TextSize, HintKind);

/// What is said at a place: the text with the tooltip.
type Said = (String, Option<String>);

/// Hints by their places; none where there are two opinions.
#[derive(Debug, Default)]
struct Merged {
    said: HashMap<Place, Option<Said>>,
}

impl Merged {
    fn add(&mut self, place: Place, said: Option<Said>) {
        let known = self.said.entry(place).or_insert_with(|| said.clone());
        if *known != said {
            *known = None;
        }
    }

    fn finish(self) -> Vec<Hint> {
        let mut hints: Vec<Hint> = self
            .said
            .into_iter()
            .filter_map(|((at, kind), said)| {
                let (text, tooltip) = said?;
                Some(Hint {
                    at,
                    text,
                    tooltip,
                    kind,
                })
            })
            .collect();
        hints.sort_by_key(|hint| (hint.at, hint.kind));
        hints
    }
}

fn of_file(file: &File<'_>) -> Vec<(Place, Option<Said>)> {
    let mut found = Vec::new();
    expansions(file, &mut found);
    for scheduled in &file.schedule().steps {
        of_step(file, scheduled, &mut found);
    }
    images(file, &mut found);
    found
}

/// What aliases and actions expand to. What a loop renders has as many values as it has turns.
fn expansions(file: &File<'_>, found: &mut Vec<(Place, Option<Said>)>) {
    let Some(rendered) = &file.texts.rendered else {
        return;
    };
    let repeated = repeated(&file.texts.replaced);
    let segments = rendered.segments();
    for (index, segment) in segments.iter().enumerate() {
        let Origin::Expansion(by) = segment.origin else {
            continue;
        };
        let next = segments.get(index + 1);
        let end = next.map_or_else(|| rendered.len(), |next| next.start);
        let value = &rendered.text()[TextRange::new(segment.start, end)];
        let written = file.written(by);
        let directive = file.texts.aliases().map(|aliases| aliases.directive());
        let is_name = directive.is_some_and(|sign| written.starts_with(sign));
        // `$$` is nothing but a sign
        let doubled = is_name && !written.ends_with(|c: char| c.is_ascii_alphanumeric());
        if doubled || !(is_name || written.starts_with("{{")) {
            continue;
        }
        let in_loop = repeated.iter().any(|range| range.contains_range(by));
        let known = !has_symbol(value) && !value.trim().is_empty() && !in_loop;
        let said = known.then(|| (format!("→ {}", short(value)), Some(code(value))));
        found.push(((by.end(), HintKind::Expansion), said));
    }
}

/// The parts of the file that may be rendered more than once, or in the place of another one.
fn repeated(text: &Mapped) -> Vec<TextRange> {
    if !text.text().contains("range") && !text.text().contains("define") {
        return Vec::new();
    }
    let parsed = acrlint_template::parse("", text.text());
    let mut found: Vec<TextRange> = Vec::new();
    loops(&parsed.template.root, &mut found);
    found.extend(parsed.template.definitions.iter().map(|one| one.range));
    found
        .into_iter()
        .map(|range| text.source_range(range))
        .collect()
}

fn loops(block: &Block<'_>, found: &mut Vec<TextRange>) {
    for node in &block.nodes {
        let Node::Branch(branch) = node else { continue };
        if branch.kind == BranchKind::Range {
            let end = branch.end.unwrap_or(branch.opening);
            found.push(branch.opening.cover(end));
            continue;
        }
        loops(&branch.body, found);
        if let Some(otherwise) = &branch.otherwise {
            loops(&otherwise.body, found);
        }
    }
}

/// A step by its index in the task's list, with its mapping.
fn step_at<'f>(file: &'f File<'_>, index: usize) -> Option<(NodeId, &'f Step<'f>)> {
    let item = file.reading.task.steps.get(index)?;
    Some((item.node, item.value.as_ref()?))
}

/// The id and the timeout that a step does not name, at the end of its first line.
fn of_step(file: &File<'_>, scheduled: &ScheduledStep, found: &mut Vec<(Place, Option<Said>)>) {
    let Some((node, step)) = step_at(file, scheduled.index) else {
        return;
    };
    let place = file.place(node);
    if place.is_empty() {
        return;
    }
    let end = size(line_end(file.source, usize::from(place.start())));
    if scheduled.generated_id && value(&step.id).is_empty() {
        let tooltip = "The runner makes up this id, since the step has none.".to_owned();
        found.push((
            (end, HintKind::Id),
            Some((scheduled.id.clone(), Some(tooltip))),
        ));
    }
    if step.timeout.is_none() {
        let said = scheduled.timeout.map(|seconds| {
            let from = match &file.reading.task.step_timeout {
                Some(_) => "The task's `stepTimeout`",
                None => "The runner's default",
            };
            (
                duration(seconds),
                Some(format!("{from}: {seconds} seconds.")),
            )
        });
        found.push(((end, HintKind::Timeout), said));
    }
}

/// The base images of the builds whose Dockerfiles are known.
fn images(file: &File<'_>, found: &mut Vec<(Place, Option<Said>)>) {
    for (index, built) in file.built() {
        let text = step_at(file, index).and_then(|(_, step)| step.build.as_ref());
        let (Some(text), Some(pulls)) = (text, &built.pulls) else {
            continue;
        };
        let mut bases: Vec<String> = Vec::new();
        for pull in pulls
            .images
            .iter()
            .filter(|pull| pull.reason == Reason::Base)
        {
            let image = built.symbols.spell(&pull.image);
            if !image.is_empty() && !bases.contains(&image) {
                bases.push(image);
            }
        }
        let place = file.place(text.node);
        let end = line_end(file.source, usize::from(place.start()));
        let said = (!bases.is_empty() && !place.is_empty()).then(|| {
            let list: Vec<String> = bases
                .iter()
                .map(|base| format!("- {}", code(base)))
                .collect();
            let tooltip = format!(
                "Base images in {}:\n\n{}",
                code(built.path()),
                list.join("\n")
            );
            (format!("← {}", short(&bases.join(", "))), Some(tooltip))
        });
        found.push(((size(end), HintKind::Image), said));
    }
}

/// Seconds in words: `10 min`.
fn duration(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds % 3600 / 60, seconds % 60);
    let parts = [(hours, "h"), (minutes, "min"), (rest, "s")];
    let parts = parts.iter().filter(|(n, _)| *n != 0);
    let parts: Vec<String> = parts.map(|(n, unit)| format!("{n} {unit}")).collect();
    match parts.is_empty() {
        true => "0 s".to_owned(),
        false => parts.join(" "),
    }
}

/// The beginning of a value, on one line.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// A text as code of Markdown.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    if text.contains('\n') {
        let fence = "`".repeat(longest.max(2) + 1);
        return format!("{fence}\n{}\n{fence}", text.trim_end_matches('\n'));
    }
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}
