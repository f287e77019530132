//! What the rest of the file says: ids, aliases, images and more, as the runner reads them in any world.

use std::ops::Range;

use acrlint_analysis::{Access, File, Input, Registry, in_worlds};
use acrlint_dockerfile::Dockerfile;
use acrlint_task::alias::{AliasPlace, BUILT_IN};
use acrlint_task::{StepKind, Text, value};
use acrlint_text::{TextSize, has_symbol};

use super::outline::Outline;

/// What the file says apart from the place of the cursor.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Whether the file's version turns aliases on.
    pub(crate) has_aliases: bool,
    /// The character before names of aliases.
    pub(crate) directive: char,
    /// The aliases; of those with one name the first counts.
    pub(crate) aliases: Vec<Alias>,
    /// The steps, in their order.
    pub(crate) steps: Vec<Step>,
    /// The names of the networks.
    pub(crate) networks: Vec<String>,
    /// The names of the volumes.
    pub(crate) volumes: Vec<String>,
    /// The ids of the secrets, with their addresses.
    pub(crate) secrets: Vec<(String, String)>,
    /// The client IDs that secrets name.
    pub(crate) clients: Vec<String>,
    /// The registries that steps touch, and the one that runs the task.
    pub(crate) hosts: Vec<String>,
    /// Whether the text could be read at all.
    is_read: bool,
}

/// An alias.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Alias {
    pub(crate) name: String,
    pub(crate) value: String,
    /// The file of aliases that it comes from, or where else it does.
    pub(crate) from: String,
}

/// A step.
#[derive(Debug)]
pub(crate) struct Step {
    /// Where its mapping begins.
    pub(crate) start: usize,
    /// Its id, given or generated.
    pub(crate) id: String,
    /// Whether the author gave it.
    pub(crate) is_named: bool,
    /// Its kind with the beginning of its text.
    pub(crate) summary: String,
    /// The images that it builds.
    pub(crate) built: Vec<Image>,
    /// The images that it pushes.
    pub(crate) pushed: Vec<Image>,
    /// The Dockerfile that it builds, with its path.
    pub(crate) dockerfile: Option<(String, Dockerfile)>,
}

/// An image that a step names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Image {
    /// As it stands in the file.
    pub(crate) written: String,
    /// As the runner has it, with a tag.
    pub(crate) name: String,
}

impl Known {
    /// Reads the file without the piece that the author is writing; where that is no YAML, without the cursor's line; and
    /// where the fault is elsewhere, what its lines look like.
    pub(crate) fn read(input: Input<'_>, half: Range<usize>, outline: &Outline<'_>) -> Self {
        let known = Self::of_text(input, &blanked(input.source, half));
        if known.is_read {
            return known;
        }
        let mut known = Self::of_text(input, &blanked(input.source, outline.line.clone()));
        if !known.is_read {
            known.read_outline(outline);
        }
        known
    }

    fn of_text(input: Input<'_>, text: &str) -> Self {
        let mut input = input;
        input.source = text;
        let mut all: Option<Self> = None;
        for (_, known) in in_worlds(input, Self::of_file) {
            match &mut all {
                Some(all) => all.add(known),
                None => all = Some(known),
            }
        }
        all.unwrap_or_default()
    }

    fn of_file(file: &File<'_>) -> Self {
        let task = &file.reading.task;
        let names = |texts: &mut dyn Iterator<Item = &Option<Text<'_>>>| {
            let mut names = Vec::new();
            for text in texts {
                push_new(&mut names, value(text).to_owned());
            }
            names.retain(|name| !name.is_empty() && !has_symbol(name));
            names
        };
        let secrets = task.secrets.iter().filter_map(|item| item.value.as_ref());
        let mut known = Self {
            networks: names(
                &mut task
                    .networks
                    .iter()
                    .filter_map(|item| Some(&item.value.as_ref()?.name)),
            ),
            volumes: names(
                &mut task
                    .volumes
                    .iter()
                    .filter_map(|item| Some(&item.value.as_ref()?.name)),
            ),
            clients: names(&mut secrets.clone().map(|secret| &secret.client_id)),
            secrets: secrets
                .filter(|secret| !value(&secret.id).is_empty())
                .map(|secret| {
                    let address = file.texts.symbols().spell(value(&secret.keyvault));
                    (value(&secret.id).to_owned(), address)
                })
                .collect(),
            is_read: file.document().is_some(),
            ..Self::default()
        };
        known.read_aliases(file);
        known.read_steps(file);
        known.read_hosts(file);
        known
    }

    fn read_aliases(&mut self, file: &File<'_>) {
        self.directive = '$';
        let Some(aliases) = file.texts.aliases() else {
            return;
        };
        self.has_aliases = true;
        self.directive = aliases.directive();
        let spell = |text: &str| file.texts.symbols().spell(text);
        let defined = aliases.defined().map(|alias| Alias {
            name: alias.name.clone(),
            value: spell(&alias.value),
            from: match &alias.place {
                AliasPlace::Block(_) => "the alias block".to_owned(),
                AliasPlace::Source { path, .. } => format!("`{path}`"),
            },
        });
        let on_windows = file.context.os.as_deref() == Some("windows");
        let built_in = BUILT_IN
            .iter()
            .filter(|(_, value)| !on_windows || value.starts_with("{{"));
        let built_in = built_in.map(|(name, value)| Alias {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
            from: "the runner".to_owned(),
        });
        for alias in defined.chain(built_in) {
            if !self.aliases.iter().any(|known| known.name == alias.name) {
                self.aliases.push(alias);
            }
        }
    }

    fn read_steps(&mut self, file: &File<'_>) {
        let images = file.images();
        let of_step = |list: &[acrlint_analysis::Image<'_>], step: usize| {
            let of_step = list.iter().filter(|image| image.step == step);
            let image = |image: &acrlint_analysis::Image<'_>| {
                let written = file.written(image.range(file)).trim();
                Image {
                    written: written.trim_matches(['"', '\'']).to_owned(),
                    name: file.texts.symbols().spell(&image.name),
                }
            };
            of_step.map(image).collect()
        };
        for scheduled in &file.schedule().steps {
            let Some(at) = file.steps().find(|at| at.index == scheduled.index) else {
                continue;
            };
            let dockerfile = file.built().find(|(index, _)| *index == at.index);
            self.steps.push(Step {
                start: usize::from(file.place(at.node).start()),
                id: scheduled.id.to_string(),
                is_named: !value(&at.step.id).is_empty(),
                summary: file.texts.symbols().spell(&summary(at.step)),
                built: of_step(&images.built, at.index),
                pushed: of_step(&images.pushed, at.index),
                dockerfile: dockerfile
                    .and_then(|(_, built)| Some((built.path().to_owned(), built.parsed.clone()?))),
            });
        }
    }

    fn read_hosts(&mut self, file: &File<'_>) {
        let touches = file.touches().iter().flat_map(|step| &step.touches);
        // the home registry has names that do not change with it
        let foreign = touches.filter_map(|touch| match (&touch.registry, touch.access) {
            (Registry::Host(host), Access::Pull | Access::Push) if !has_symbol(host) => Some(host),
            _ => None,
        });
        for host in foreign {
            push_new(&mut self.hosts, host.clone());
        }
    }

    /// Takes steps and names from the lines of a file that cannot be read.
    fn read_outline(&mut self, outline: &Outline<'_>) {
        let name = |item: usize, key: &str| {
            let text = outline.text_of(item, key)?;
            (!text.is_empty()).then(|| text.to_owned())
        };
        let names = |list: &str| {
            outline
                .items(list)
                .filter_map(|item| name(item, "name"))
                .collect()
        };
        self.networks = names("networks");
        self.volumes = names("volumes");
        self.secrets = outline
            .items("secrets")
            .filter_map(|item| {
                Some((
                    name(item, "id")?,
                    name(item, "keyvault").unwrap_or_default(),
                ))
            })
            .collect();
        self.steps = outline
            .items("steps")
            .enumerate()
            .map(|(index, item)| {
                let id = name(item, "id");
                let kind = ["cmd", "build", "push"]
                    .into_iter()
                    .find_map(|kind| Some((kind, outline.text_of(item, kind)?)));
                Step {
                    start: outline.entries[item].start,
                    is_named: id.is_some(),
                    id: id.unwrap_or_else(|| format!("acb_step_{index}")),
                    summary: kind
                        .map(|(kind, text)| short(&format!("{kind}: {text}")))
                        .unwrap_or_default(),
                    built: Vec::new(),
                    pushed: Vec::new(),
                    dockerfile: None,
                }
            })
            .collect();
    }

    /// Adds what another world says.
    fn add(&mut self, other: Self) {
        for (mine, theirs) in [
            (&mut self.networks, other.networks),
            (&mut self.volumes, other.volumes),
            (&mut self.clients, other.clients),
            (&mut self.hosts, other.hosts),
        ] {
            for name in theirs {
                push_new(mine, name);
            }
        }
        for secret in other.secrets {
            push_new(&mut self.secrets, secret);
        }
        for alias in other.aliases {
            push_new(&mut self.aliases, alias);
        }
        for step in other.steps {
            let known = |mine: &Step| mine.start == step.start && mine.id == step.id;
            if !self.steps.iter().any(known) {
                self.steps.push(step);
            }
        }
        self.steps.sort_by_key(|step| step.start);
        self.has_aliases |= other.has_aliases;
        self.is_read |= other.is_read;
    }

    /// The images that steps build.
    pub(crate) fn built(&self) -> impl Iterator<Item = (&Step, &Image)> {
        self.steps
            .iter()
            .flat_map(|step| step.built.iter().map(move |image| (step, image)))
    }

    /// The images that steps push.
    pub(crate) fn pushed(&self) -> impl Iterator<Item = (&Step, &Image)> {
        self.steps
            .iter()
            .flat_map(|step| step.pushed.iter().map(move |image| (step, image)))
    }
}

/// What a step does, in a few words.
fn summary(step: &acrlint_task::Step<'_>) -> String {
    let text = match step.kinds().next() {
        Some(StepKind::Cmd) => format!("cmd: {}", value(&step.cmd)),
        Some(StepKind::Build) => format!("build: {}", value(&step.build)),
        Some(StepKind::Push) => {
            let images: Vec<&str> = step.push.iter().map(|image| &*image.value).collect();
            format!("push: {}", images.join(", "))
        }
        None => String::new(),
    };
    short(&text)
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    const LONGEST: usize = 50;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if !list.contains(&one) {
        list.push(one);
    }
}

/// The text with blanks in place of a range, so that all others stay.
fn blanked(text: &str, range: Range<usize>) -> String {
    let mut out = text.to_owned();
    let Some(piece) = text.get(range.clone()) else {
        return out;
    };
    let blanks: String = piece
        .chars()
        .map(|c| match c {
            '\n' | '\r' => c.to_string(),
            _ => " ".repeat(c.len_utf8()),
        })
        .collect();
    out.replace_range(range, &blanks);
    out
}

/// A range of the file as others have it.
pub(crate) fn text_range(range: Range<usize>) -> acrlint_text::TextRange {
    let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
    acrlint_text::TextRange::new(size(range.start), size(range.end.max(range.start)))
}
