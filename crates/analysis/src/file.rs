use std::cell::OnceCell;

use acrlint_task::{
    Context, Files, Reading, StepKind, Texts,
    schedule::{Schedule, step_id},
    value,
};
use acrlint_text::{Origin, TextRange, TextSize};
use acrlint_yaml::NodeId;

use crate::diagnostic::Edit;
use crate::images::Images;
use crate::input::Input;
use crate::project::{Project, TaskView};
use crate::touch::StepTouches;

/// A task file as a rule sees it, in one world.
pub struct File<'a> {
    /// The file as written.
    pub source: &'a str,
    /// The texts of the runner's stages.
    pub texts: &'a Texts,
    /// What the runner decodes and makes of it.
    pub reading: &'a Reading<'a>,
    /// What is known of the run.
    pub context: &'a Context,
    /// The files beside it.
    pub files: &'a dyn Files,
    /// What the project says of its tasks.
    pub(crate) project: &'a Project,
    input: Input<'a>,
    // what follows is made once some rule has asked for it
    pub(crate) images: OnceCell<Images<'a>>,
    schedule: OnceCell<Schedule>,
    pub(crate) touches: OnceCell<Vec<StepTouches>>,
    views: OnceCell<Vec<TaskView<'a>>>,
}

impl<'a> File<'a> {
    pub(crate) fn new(input: Input<'a>, texts: &'a Texts, reading: &'a Reading<'a>) -> Self {
        Self {
            source: input.source,
            texts,
            reading,
            context: input.context,
            files: input.files,
            project: input.project,
            input,
            images: OnceCell::new(),
            schedule: OnceCell::new(),
            touches: OnceCell::new(),
            views: OnceCell::new(),
        }
    }

    /// The tasks in Azure that run this file.
    pub(crate) fn views(&self) -> &[TaskView<'a>] {
        self.views.get_or_init(|| match self.input.task {
            Some(task) => vec![self.project.view_of(task)],
            None => self.project.tasks_of(self.input.place),
        })
    }

    /// The path as given.
    pub fn name(&self) -> &'a str {
        self.input.name
    }
}

impl File<'_> {
    /// The task as it would run.
    pub fn schedule(&self) -> &Schedule {
        self.schedule
            .get_or_init(|| self.texts.schedule(self.reading, self.context))
    }

    /// How to call a step in a message: `` step `build` `` or `step 2 (a push)`.
    pub fn step_name(&self, index: usize) -> String {
        let step = self
            .reading
            .task
            .steps
            .get(index)
            .and_then(|item| item.value.as_ref());
        let Some(step) = step else {
            return format!("step {}", index + 1);
        };
        if !value(&step.id).is_empty() {
            let id = step_id(index, step);
            return format!("step `{}`", self.texts.symbols().spell(&id));
        }
        match step.kinds().next() {
            Some(StepKind::Cmd) => format!("step {} (a cmd)", index + 1),
            Some(StepKind::Build) => format!("step {} (a build)", index + 1),
            Some(StepKind::Push) => format!("step {} (a push)", index + 1),
            None => format!("step {}", index + 1),
        }
    }

    /// The same at the beginning of a message about the step of a refusal, or a word for the task itself.
    pub(crate) fn subject(&self, step: Option<usize>) -> String {
        step.map_or_else(|| "the task".to_owned(), |index| self.step_name(index))
    }
}

/// Where things stand.
impl File<'_> {
    /// The text of a range as written.
    pub fn written(&self, range: TextRange) -> &str {
        self.source
            .get(usize::from(range.start())..usize::from(range.end()))
            .unwrap_or_default()
    }

    /// A range to show: of several lines the first; in place of an empty range the action that gave nothing there, or
    /// the last visible character before it on its line.
    pub fn visible(&self, range: TextRange) -> TextRange {
        if let Some((first, _)) = self.written(range).split_once('\n') {
            return TextRange::at(range.start(), TextSize::of(first.trim_end()));
        }
        if !range.is_empty() {
            return range;
        }
        let (before, after) = self
            .source
            .split_at(usize::from(range.start()).min(self.source.len()));
        let action = after.trim_start_matches([' ', '\t']);
        if let Some(end) = action.find("}}").filter(|_| action.starts_with("{{")) {
            let start = TextSize::of(before) + TextSize::of(after) - TextSize::of(action);
            return TextRange::at(start, TextSize::of(&action[..end + 2]));
        }
        let trimmed = before.trim_end_matches([' ', '\t', '\r']);
        match trimmed.chars().next_back() {
            Some(c) if c != '\n' => {
                let width = TextSize::of(c);
                TextRange::at(TextSize::of(trimmed) - width, width)
            }
            _ => range,
        }
    }

    /// The use of an alias with the directive before its name.
    pub fn alias_use(&self, name: TextRange, directive: char) -> TextRange {
        let start = name.start().checked_sub(TextSize::of(directive));
        TextRange::new(start.unwrap_or_default(), name.end())
    }

    /// Whether a node of the task may be used elsewhere, too, by its anchor.
    pub(crate) fn is_anchored(&self, node: NodeId) -> bool {
        let document = self.reading.document.as_ref();
        document.is_some_and(|document| document.node(node).anchor().is_some())
    }

    /// A replacement of a scalar that stands in the file as it is decoded, with or without quotes, by another text in the
    /// same quotes. `None` for one that a template or an alias has a part in, or that is written otherwise.
    pub(crate) fn replace_scalar(&self, range: TextRange, decoded: &str, by: &str) -> Option<Edit> {
        let written = self.written(range);
        let quote = written.chars().next().filter(|c| *c == '"' || *c == '\'');
        let inner = match quote {
            Some(quote) => written.strip_prefix(quote)?.strip_suffix(quote)?,
            None => written,
        };
        let plain = |text: &str| {
            text.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._-/".contains(&b))
        };
        let fits =
            inner == decoded && (plain(by) || (quote.is_some() && !by.contains(['"', '\'', '\\'])));
        let quote = quote.map(String::from).unwrap_or_default();
        fits.then(|| Edit::replace(range, format!("{quote}{by}{quote}")))
    }

    /// The line before the one in which a range begins, without blank and comment lines, and where it stands.
    pub(crate) fn line_before(&self, range: TextRange) -> Option<(&str, TextRange)> {
        let at = usize::from(range.start()).min(self.source.len());
        let start = self.source[..at].rfind('\n')?;
        let line = self.source[..start]
            .lines()
            .rfind(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))?;
        let body = line.trim();
        let offset = body.as_ptr() as usize - self.source.as_ptr() as usize;
        Some((
            line,
            TextRange::at(TextSize::try_from(offset).ok()?, TextSize::of(body)),
        ))
    }

    /// The template action around a range, with its braces.
    pub fn action_around(&self, range: TextRange) -> Option<TextRange> {
        let (before, after) = self.source.split_at_checked(usize::from(range.start()))?;
        let start = before.rfind("{{")?;
        let end = before.len() + after.find("}}")? + 2;
        Some(TextRange::new(
            TextSize::try_from(start).ok()?,
            TextSize::try_from(end).ok()?,
        ))
    }

    /// The whole line in which a range begins.
    pub fn line_around(&self, range: TextRange) -> &str {
        let at = usize::from(range.start()).min(self.source.len());
        let Some((before, after)) = self.source.split_at_checked(at) else {
            return "";
        };
        let start = before.rfind('\n').map_or(0, |found| found + 1);
        let end = after
            .find('\n')
            .map_or(self.source.len(), |found| at + found);
        &self.source[start..end]
    }

    /// Whether a template or an alias wrote something on the line in which a range begins.
    pub(crate) fn is_expanded(&self, range: TextRange) -> bool {
        let line = self.line_around(range);
        let start = line.as_ptr() as usize - self.source.as_ptr() as usize;
        let in_line =
            |by: TextRange| (start..start + line.len() + 1).contains(&usize::from(by.start()));
        let removed = line.contains("{{") && line.contains("}}");
        removed
            || self.texts.rendered.as_ref().is_some_and(|rendered| {
                rendered
                    .segments()
                    .iter()
                    .any(|segment| match segment.origin {
                        Origin::Expansion(by) => in_line(by),
                        Origin::Verbatim(_) => false,
                    })
            })
    }

    /// The keys of a step with their places.
    pub fn step_keys(&self, index: usize) -> Vec<(String, TextRange)> {
        let (Some(item), Some(trace)) = (
            self.reading.task.steps.get(index),
            self.texts.trace(self.reading),
        ) else {
            return Vec::new();
        };
        let document = trace.document();
        let pairs = document.node(document.target(item.node)).pairs();
        pairs
            .iter()
            .map(|(key, _)| (document.node(*key).value().to_owned(), trace.node(*key)))
            .collect()
    }

    /// The key whose value a node of the task is, or is an entry of.
    pub fn key_of(&self, node: NodeId) -> Option<String> {
        let document = self.reading.document.as_ref()?;
        for (_, mapping) in document.nodes() {
            for (key, value) in mapping.pairs() {
                if *value == node || document.node(*value).items().contains(&node) {
                    return Some(document.node(*key).value().to_owned());
                }
            }
        }
        None
    }

    /// The step that a node of the task stands in, named as in a message; or the task.
    pub(crate) fn subject_of(&self, node: NodeId) -> String {
        let Some(document) = &self.reading.document else {
            return "the task".to_owned();
        };
        let place = document.node(node).range;
        let within = |item: NodeId| {
            document
                .node(document.target(item))
                .range
                .contains_range(place)
        };
        let steps = document.root.and_then(|root| document.get(root, "steps"));
        let entries = steps
            .map(|steps| document.node(document.target(steps)).items())
            .unwrap_or_default();
        match entries.iter().position(|entry| within(*entry)) {
            // the list of the task leaves out entries that are no steps
            Some(at) => match self
                .reading
                .task
                .steps
                .iter()
                .position(|item| item.node == entries[at])
            {
                Some(index) => self.step_name(index),
                None => format!("step {}", at + 1),
            },
            None => "the task".to_owned(),
        }
    }
}
