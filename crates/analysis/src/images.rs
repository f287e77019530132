//! The images that the steps of a task build, push and use, with their places.

use std::borrow::Cow;

use acrlint_task::build::{Word, words};
use acrlint_task::{Step, StepKind, Text};
use acrlint_text::TextRange;

use crate::file::File;

/// An image in a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image<'a> {
    /// The index of the step.
    pub step: usize,
    /// Its name as the runner has it, with `:latest` where it has neither tag nor digest.
    pub name: Cow<'a, str>,
    text: &'a Text<'a>,
    part: Option<TextRange>,
}

impl Image<'_> {
    /// Where it stands in the file.
    pub fn range(&self, file: &File<'_>) -> TextRange {
        match self.part {
            Some(part) => file.piece(self.text, part),
            None => file.place(self.text.node),
        }
    }
}

/// The images of a task.
#[derive(Debug, Clone, Default)]
pub struct Images<'a> {
    /// Those that build steps make.
    pub built: Vec<Image<'a>>,
    /// Those that push steps push.
    pub pushed: Vec<Image<'a>>,
    /// Whether some step may make or take images in a way that cannot be seen: it runs Docker itself, or holds words
    /// that are not known.
    pub unsure: bool,
    /// The places in `built`, by name.
    by_name: Vec<usize>,
}

impl<'a> File<'a> {
    /// The images of the task, if all of them can be seen.
    pub(crate) fn all_images(&self) -> Option<&Images<'a>> {
        Some(self.images()).filter(|images| !images.unsure)
    }

    /// The images of the task that can be seen.
    pub fn images(&self) -> &Images<'a> {
        self.images.get_or_init(|| {
            let task = &self.reading.task;
            let mut images = Images::default();
            for (index, item) in task.steps.iter().enumerate() {
                if let Some(step) = &item.value {
                    match step.kind() {
                        Some(StepKind::Build) => images.build(index, step),
                        Some(StepKind::Push) => images.push(index, step),
                        Some(StepKind::Cmd) | None => {}
                    }
                }
            }
            images.sort();
            images.unsure =
                !images.pushed.is_empty() | !images.built.is_empty() && images_are_unsure(self);
            images
        })
    }
}

impl<'a> Images<'a> {
    fn build(&mut self, index: usize, step: &'a Step<'a>) {
        if let Some(build) = &step.build {
            for tag in tagged(&build.value) {
                self.built.push(Image {
                    step: index,
                    name: with_tag(tag.text),
                    text: build,
                    part: Some(tag.range),
                });
            }
        }
        self.built
            .extend(step.tags.iter().map(|tag| whole(index, tag)));
    }

    fn sort(&mut self) {
        self.by_name = (0..self.built.len()).collect();
        // stable, so that those of a name stay in order
        self.by_name.sort_by_key(|at| &self.built[*at].name);
    }

    /// Where an image of a name is built, in the order of the file.
    pub(crate) fn built_as(&self, name: &str) -> impl Iterator<Item = &Image<'a>> {
        let from = self
            .by_name
            .partition_point(|at| *self.built[*at].name < *name);
        let places = self.by_name[from..].iter();
        let images = places.map(|at| &self.built[*at]);
        images.take_while(move |image| image.name == name)
    }

    fn push(&mut self, index: usize, step: &'a Step<'a>) {
        let entries = step.push.iter().filter(|entry| !entry.value.is_empty());
        self.pushed.extend(entries.map(|entry| whole(index, entry)));
    }
}

fn whole<'a>(step: usize, text: &'a Text<'a>) -> Image<'a> {
    Image {
        step,
        name: with_tag(&text.value),
        text,
        part: None,
    }
}

/// What Docker tags in a build: also where the runner does not see it, as in `--tag=x`.
pub(crate) fn tagged(build: &str) -> impl Iterator<Item = Word<'_>> {
    let mut before = "";
    words(build).filter_map(move |word| {
        let behind_flag = matches!(before, "-t" | "--tag");
        before = word.text;
        let tag = match word.text.strip_prefix("--tag=") {
            Some(tag) => tag,
            None if behind_flag => word.text,
            None => word.text.strip_prefix("-t").filter(|tag| !tag.is_empty())?,
        };
        let cut = word.text.len() - tag.len();
        let tag = tag.trim_matches(['"', '\'']);
        let start = word.range.start() + acrlint_text::TextSize::try_from(cut).unwrap_or_default();
        Some(Word {
            text: tag,
            range: TextRange::new(start, word.range.end()),
        })
    })
}

/// The runner's rule: `:latest` behind a name that has neither `@` nor `:`.
pub(crate) fn with_tag(image: &str) -> Cow<'_, str> {
    if image.contains(['@', ':']) {
        image.into()
    } else {
        format!("{image}:latest").into()
    }
}

/// An image's name without tag and digest.
pub(crate) fn repository(image: &str) -> &str {
    let name = image.split('@').next().unwrap_or_default();
    let last = name.rfind('/').map_or(0, |at| at + 1);
    match name[last..].find(':') {
        Some(at) => &name[..last + at],
        None => name,
    }
}

fn images_are_unsure(file: &File<'_>) -> bool {
    // a word holds no blank, and neither do these
    let docker = |cmd: &str| {
        let names = ["docker", "buildx", "podman", "skopeo"];
        names.into_iter().any(|name| cmd.contains(name))
    };
    let open = |text: &str| !file.is_known(text) && words(text).any(|word| file.is_open(word.text));
    file.reading.task.steps_lost
        || file.document().is_none()
        || file
            .steps()
            .any(|at| at.step.kinds().count() != 1 || !at.step.broken.is_empty())
        || file
            .cmds()
            .any(|(_, cmd)| docker(&cmd.value) || open(&cmd.value))
        || file.builds().any(|(_, build)| open(&build.value))
}
