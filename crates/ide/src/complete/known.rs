//! What the rest of the file says: ids, aliases, images and more, as the runner reads them in any world.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::ops::Range;
use std::rc::Rc;

use acrlint_analysis::{BuiltFrom, File, Input, Registry, in_worlds};
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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
    pub(crate) dockerfile: Option<(String, Rc<Dockerfile>)>,
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
    /// where the fault is elsewhere, what its lines look like, with what its steps did when it could be read last.
    pub(crate) fn read(
        input: Input<'_>,
        half: Range<usize>,
        outline: &Outline<'_>,
        last: Option<&str>,
    ) -> Self {
        let known = Self::of_text(input, &blanked(input.source, half));
        if known.is_read {
            return known;
        }
        let mut known = Self::of_text(input, &blanked(input.source, outline.line.clone()));
        if !known.is_read {
            known.read_outline(outline);
            if let Some(last) = last {
                known.recall(Self::of_text(input, last));
            }
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
            let mut names: Vec<String> = texts.map(|text| value(text).to_owned()).collect();
            distinct(&mut names);
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
        let mut seen: HashSet<String> = HashSet::new();
        let all = defined.chain(built_in);
        self.aliases
            .extend(all.filter(|alias| seen.insert(alias.name.clone())));
    }

    fn read_steps(&mut self, file: &File<'_>) {
        let images = file.images();
        let (mut built, mut pushed) = (by_step(file, &images.built), by_step(file, &images.pushed));
        let mut built_from: HashMap<usize, &BuiltFrom> = file.built().collect();
        let ids = file
            .schedule()
            .steps
            .iter()
            .map(|step| (step.index, step.id.as_str()));
        let ids: HashMap<usize, &str> = ids.collect();
        for at in file.steps() {
            let from = built_from.remove(&at.index);
            self.steps.push(Step {
                start: usize::from(file.place(at.node).start()),
                id: ids.get(&at.index).copied().unwrap_or_default().to_owned(),
                is_named: !value(&at.step.id).is_empty(),
                summary: file.texts.symbols().spell(&summary(at.step)),
                built: built.remove(&at.index).unwrap_or_default(),
                pushed: pushed.remove(&at.index).unwrap_or_default(),
                dockerfile: from
                    .and_then(|from| Some((from.path().to_owned(), from.parsed.clone()?))),
            });
        }
    }

    fn read_hosts(&mut self, file: &File<'_>) {
        let touches = file.touches().iter().flat_map(|step| &step.touches);
        // the home registry has names that do not change with it
        let foreign = touches.filter_map(|touch| match &touch.registry {
            Registry::Host(host) if !has_symbol(host) => Some(host),
            _ => None,
        });
        self.hosts.extend(foreign.cloned());
        distinct(&mut self.hosts);
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

    /// Takes from an earlier look at the file what its lines alone do not say.
    fn recall(&mut self, earlier: Self) {
        let mut steps: HashMap<String, Step> = earlier
            .steps
            .into_iter()
            .map(|step| (step.id.clone(), step))
            .collect();
        for step in &mut self.steps {
            if let Some(then) = steps.remove(&step.id) {
                step.built = then.built;
                step.pushed = then.pushed;
                step.dockerfile = then.dockerfile;
            }
        }
        self.clients = earlier.clients;
        self.hosts = earlier.hosts;
    }

    /// Adds what another world says.
    fn add(&mut self, other: Self) {
        for (mine, theirs) in [
            (&mut self.networks, other.networks),
            (&mut self.volumes, other.volumes),
            (&mut self.clients, other.clients),
            (&mut self.hosts, other.hosts),
        ] {
            mine.extend(theirs);
            distinct(mine);
        }
        self.secrets.extend(other.secrets);
        distinct(&mut self.secrets);
        self.aliases.extend(other.aliases);
        distinct(&mut self.aliases);
        let known = self.steps.iter().map(|step| (step.start, step.id.clone()));
        let known: HashSet<(usize, String)> = known.collect();
        let others = other.steps.into_iter();
        let new = others.filter(|step| !known.contains(&(step.start, step.id.clone())));
        self.steps.extend(new);
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
    fn pushed(&self) -> impl Iterator<Item = (&Step, &Image)> {
        self.steps
            .iter()
            .flat_map(|step| step.pushed.iter().map(move |image| (step, image)))
    }

    /// The images that are built and not pushed.
    pub(crate) fn unpushed(&self) -> impl Iterator<Item = (&Step, &Image)> {
        let pushed: HashSet<&str> = self.pushed().map(|(_, image)| &*image.name).collect();
        self.built()
            .filter(move |(_, image)| !pushed.contains(&*image.name))
    }

    /// The images that are pushed and not built.
    pub(crate) fn unbuilt(&self) -> impl Iterator<Item = (&Step, &Image)> {
        let built: HashSet<&str> = self.built().map(|(_, image)| &*image.name).collect();
        self.pushed()
            .filter(move |(_, image)| !built.contains(&*image.name))
    }
}

/// Images by the index of their step.
fn by_step(file: &File<'_>, images: &[acrlint_analysis::Image<'_>]) -> HashMap<usize, Vec<Image>> {
    let mut by_step: HashMap<usize, Vec<Image>> = HashMap::new();
    for image in images {
        let written = file.written(image.range(file)).trim();
        by_step.entry(image.step).or_default().push(Image {
            written: written.trim_matches(['"', '\'']).to_owned(),
            name: file.texts.symbols().spell(&image.name),
        });
    }
    by_step
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

/// Removes what is there for a second time.
fn distinct<T: Clone + Eq + Hash>(list: &mut Vec<T>) {
    let mut seen: HashSet<T> = HashSet::with_capacity(list.len());
    list.retain(|one| seen.insert(one.clone()));
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
