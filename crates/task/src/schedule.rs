//! The task as the runner would run it: defaults filled in, environments merged, steps named and put into their order.
//! Rule: graph/task.go `AddTaskDefaults`, `initialize`; graph/dag.go.

use std::borrow::Cow;

use acrlint_text::{Names, Symbols};

use crate::build::{ContextKind, context_kind, read_build_command, words};
use crate::context::Context;
use crate::env;
use crate::model::{Network, Setting, Step, StepKind, Task, Text, value};
use crate::{alias::Aliases, cache};

/// The id that stands for the beginning of the run.
pub const ROOT: &str = "acb_root";
/// The name of the network that the runner makes when a task names none.
pub const DEFAULT_NETWORK: &str = "acb_default_network";
/// Seconds that a step may take when neither it nor its task says.
pub const DEFAULT_TIMEOUT: i64 = 600;
/// Seconds between tries when a step does not say.
pub const DEFAULT_RETRY_DELAY: i64 = 5;

/// A task ready to run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    /// The steps in file order; null entries are left out.
    pub steps: Vec<ScheduledStep>,
    /// The networks that the run makes or uses.
    pub networks: Vec<ScheduledNetwork>,
    /// Seconds that a step may take by default; `None` when not known.
    pub step_timeout: Option<i64>,
}

impl Schedule {
    /// Whether a step of the task runs after another one, by their indices in the task's list.
    pub fn waits_for(&self, step: usize, other: usize) -> bool {
        let place = |index: usize| self.steps.binary_search_by_key(&index, |step| step.index);
        let (Ok(step), Ok(other)) = (place(step), place(other)) else {
            return false;
        };
        if other >= step {
            return false;
        }
        // dependencies stand before the steps that wait for them; what stands before `other` does not lead to it
        let mut reached = vec![false; step - other + 1];
        reached[step - other] = true;
        for at in (1..reached.len()).rev() {
            let after = self.steps[other + at].after.iter();
            for near in after.filter_map(|before| before.checked_sub(other)) {
                reached[near] |= reached[at];
            }
        }
        reached[0]
    }
}

/// A step ready to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduledStep {
    /// Its index in the task's list.
    pub index: usize,
    /// Its id.
    pub id: String,
    /// Whether the runner made up the id.
    pub generated_id: bool,
    /// Its kind, if it has exactly one.
    pub kind: Option<StepKind>,
    /// The command of a cmd step, after a bare alias in its first word is replaced.
    pub cmd: String,
    /// What a build step builds.
    pub build: Option<ScheduledBuild>,
    /// The images of a push step, with `:latest` where they have no tag, each once.
    pub push: Vec<String>,
    /// Environment entries.
    pub env: Vec<String>,
    /// Seconds that it may take; `None` when not known.
    pub timeout: Option<i64>,
    /// Seconds between tries; `None` when not known.
    pub retry_delay: Option<i64>,
    /// How often it is tried again; `None` when not known.
    pub retries: Option<i64>,
    /// The network of its container; empty for none.
    pub network: String,
    /// The working directory; empty for the shared volume.
    pub working_directory: String,
    /// The steps that it waits for, as indices into [`Schedule::steps`], each once; none for a step that starts at once.
    pub after: Vec<usize>,
    /// How many steps the runner believes that it waits for, the beginning of the run among them; an id twice in
    /// `when` counts twice.
    pub degree: usize,
    /// Whether it waits for the beginning of the run, too.
    pub hangs_on_root: bool,
}

/// What the runner reads in a build step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduledBuild {
    /// The arguments of the build, with the cache's options in front where the step has a cache.
    pub command: String,
    /// The tags.
    pub tags: Vec<String>,
    /// The build arguments, `NAME=value`.
    pub build_args: Vec<String>,
    /// The Dockerfile; empty for the context's own.
    pub dockerfile: String,
    /// The target stage; empty for the last one.
    pub target: String,
    /// The build context; `None` when not known.
    pub context: Option<String>,
}

impl ScheduledBuild {
    /// The kind of the build context, if that is known.
    pub fn context_kind(&self) -> Option<ContextKind> {
        self.context.as_deref().map(context_kind)
    }
}

/// A network of the run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScheduledNetwork {
    /// Its name.
    pub name: String,
    /// Its driver; empty for Docker's choice.
    pub driver: String,
    /// Whether it has IPv6.
    pub ipv6: bool,
    /// Whether it exists already.
    pub skip_creation: bool,
    /// Whether steps that name no network use it.
    pub is_default: bool,
}

/// Fills in what the task leaves out. Entries that the runner refuses are taken as far as they make sense.
pub(crate) fn schedule(
    task: &Task<'_>,
    context: &Context,
    aliases: Option<&Aliases>,
    symbols: &Symbols,
) -> Schedule {
    let networks = networks(task, context);
    let default_network = networks
        .iter()
        .rev()
        .find(|network| network.is_default)
        .map_or(String::new(), |network| network.name.clone());
    let step_timeout = positive(task.step_timeout, Some(DEFAULT_TIMEOUT));
    let defaults = Defaults {
        env: task_env(task, context),
        working_directory: first_non_empty(
            value(&task.working_directory),
            context.working_directory.as_deref(),
        ),
        network: default_network,
        step_timeout,
        context,
        aliases,
        symbols,
    };
    let mut steps: Vec<ScheduledStep> = Vec::with_capacity(task.steps.len());
    let mut ids = Names::default();
    for (index, item) in task.steps.iter().enumerate() {
        if let Some(step) = &item.value {
            steps.push(defaults.step(index, step, &ids));
            ids.push(step_id(index, step));
        }
    }
    Schedule {
        steps,
        networks,
        step_timeout,
    }
}

/// A task's own environment, and the run's defaults that it does not have.
pub(crate) fn task_env(task: &Task<'_>, context: &Context) -> Vec<String> {
    env::merge(task.env.iter().map(|entry| &*entry.value), &context.env)
}

/// The id of a step, generated from its place if it names none.
pub fn step_id<'s>(index: usize, step: &'s Step<'_>) -> Cow<'s, str> {
    match (value(&step.id), GENERATED.get(index)) {
        ("", Some(first)) => Cow::Borrowed(first),
        ("", None) => Cow::Owned(format!("acb_step_{index}")),
        (id, _) => Cow::Borrowed(id),
    }
}

/// The generated ids of the first steps.
const GENERATED: [&str; 8] = [
    "acb_step_0",
    "acb_step_1",
    "acb_step_2",
    "acb_step_3",
    "acb_step_4",
    "acb_step_5",
    "acb_step_6",
    "acb_step_7",
];

struct Defaults<'a> {
    env: Vec<String>,
    working_directory: String,
    network: String,
    step_timeout: Option<i64>,
    context: &'a Context,
    aliases: Option<&'a Aliases>,
    symbols: &'a Symbols,
}

impl Defaults<'_> {
    fn step(&self, index: usize, step: &Step<'_>, before: &Names<'_>) -> ScheduledStep {
        let kind = step.kind();
        let id = step_id(index, step).into_owned();
        let edges = edges(step, before);
        let build = step
            .build
            .as_ref()
            .filter(|_| kind == Some(StepKind::Build));
        ScheduledStep {
            index,
            generated_id: value(&step.id).is_empty(),
            kind,
            cmd: self.cmd(value(&step.cmd)),
            build: build.map(|build| self.build(&id, step, build)),
            push: normalized(&step.push),
            env: env::merge(step.env.iter().map(|entry| &*entry.value), &self.env),
            timeout: positive(step.timeout, self.step_timeout),
            retry_delay: positive(step.retry_delay, Some(DEFAULT_RETRY_DELAY)),
            retries: step.retries.map_or(Some(0), |retries| retries.value),
            network: first_non_empty(value(&step.network), Some(&self.network)),
            working_directory: first_non_empty(
                value(&step.working_directory),
                Some(&self.working_directory),
            ),
            after: edges.after,
            degree: edges.degree,
            hangs_on_root: edges.on_root,
            id,
        }
    }

    fn cmd(&self, cmd: &str) -> String {
        self.aliases
            .and_then(|aliases| aliases.expand_command(cmd))
            .unwrap_or_else(|| cmd.to_owned())
    }

    fn build(&self, id: &str, step: &Step<'_>, build: &Text<'_>) -> ScheduledBuild {
        let command = read_build_command(&build.value);
        let texts = |words: &[crate::build::Word<'_>]| {
            words
                .iter()
                .map(|word| word.text.to_owned())
                .collect::<Vec<_>>()
        };
        let tags = if step.tags.is_empty() {
            texts(&command.tags)
        } else {
            step.tags.iter().map(|tag| tag.value.to_string()).collect()
        };
        let cached =
            value(&step.cache).eq_ignore_ascii_case("enabled") && !self.context.on_windows();
        let flags = if cached {
            cache::flags(&tags, id, self.context)
        } else {
            None
        };
        let context = match self.context_is_known(&build.value) {
            true => Some(command.context.map_or(".", |word| word.text).to_owned()),
            false => None,
        };
        ScheduledBuild {
            command: format!("{}{}", flags.unwrap_or_default(), build.value),
            tags,
            build_args: texts(&command.build_args),
            dockerfile: command.dockerfile.map_or("", |word| word.text).to_owned(),
            target: command.target.map_or("", |word| word.text).to_owned(),
            context,
        }
    }

    /// Whether the words that decide about the context are known: a word that is nothing but an unknown value may be
    /// any number of words.
    fn context_is_known(&self, build: &str) -> bool {
        if !self.symbols.occur_in(build) {
            return true;
        }
        let unknown = |word: &str| word.chars().all(|c| self.symbols.get(c).is_some());
        let words: Vec<&str> = words(build).map(|word| word.text).collect();
        let plain = |at: usize| !words[at].starts_with('-');
        let context = (0..words.len()).rfind(|at| plain(*at) && (*at == 0 || plain(at - 1)));
        let from = context.map_or(0, |at| at.saturating_sub(1));
        !words[from..].iter().any(|word| unknown(word))
    }
}

/// What a step waits for.
struct Edges {
    after: Vec<usize>,
    degree: usize,
    on_root: bool,
}

/// The steps that `when` names; without it, the step before. Rule: graph/dag.go `NewDagFromTask`.
fn edges(step: &Step<'_>, before: &Names<'_>) -> Edges {
    let root = Edges {
        after: Vec::new(),
        degree: 1,
        on_root: true,
    };
    match &step.when[..] {
        [] => match before.iter().len().checked_sub(1) {
            Some(last) => Edges {
                after: vec![last],
                on_root: false,
                ..root
            },
            None => root,
        },
        [only] if only.value == "-" => root,
        names => {
            let place = |name: &Text<'_>| before.place(&name.value);
            let mut after: Vec<usize> = names.iter().filter_map(place).collect();
            let roots = names.iter().filter(|name| name.value == ROOT).count();
            let degree = after.len() + roots;
            after.sort_unstable();
            after.dedup();
            Edges {
                after,
                degree,
                on_root: roots > 0,
            }
        }
    }
}

/// Images with `:latest` behind those that have neither tag nor digest, each once. Rule: util/prefixes.go.
fn normalized(push: &[Text<'_>]) -> Vec<String> {
    let mut images: Vec<String> = Vec::with_capacity(push.len());
    for entry in push {
        let image = if entry.value.contains(['@', ':']) {
            entry.value.to_string()
        } else {
            format!("{}:latest", entry.value)
        };
        if !images.contains(&image) {
            images.push(image);
        }
    }
    images
}

fn networks(task: &Task<'_>, context: &Context) -> Vec<ScheduledNetwork> {
    let flag =
        |setting: Option<Setting<bool>>| setting.and_then(|setting| setting.value).unwrap_or(false);
    let named = |network: &Network<'_>| ScheduledNetwork {
        name: value(&network.name).to_owned(),
        driver: value(&network.driver).to_owned(),
        ipv6: flag(network.ipv6),
        skip_creation: flag(network.skip_creation),
        is_default: flag(network.is_default),
    };
    let mut networks: Vec<ScheduledNetwork> = task
        .networks
        .iter()
        .filter_map(|item| item.value.as_ref())
        .map(named)
        .collect();
    if let Some(name) = context.network.as_ref().filter(|name| !name.is_empty()) {
        networks.push(ScheduledNetwork {
            name: name.clone(),
            driver: "external".to_owned(),
            skip_creation: true,
            is_default: true,
            ..ScheduledNetwork::default()
        });
    }
    if networks.is_empty() && !flag(task.is_build_task) {
        networks.push(ScheduledNetwork {
            name: DEFAULT_NETWORK.to_owned(),
            driver: if context.on_windows() {
                "nat"
            } else {
                "bridge"
            }
            .to_owned(),
            is_default: true,
            ..ScheduledNetwork::default()
        });
    }
    networks
}

/// A number above zero, or the default.
fn positive(setting: Option<Setting<i64>>, default: Option<i64>) -> Option<i64> {
    match setting {
        Some(Setting { value: None, .. }) => None,
        Some(Setting { value: Some(n), .. }) if n > 0 => Some(n),
        _ => default,
    }
}

fn first_non_empty(text: &str, or: Option<&str>) -> String {
    if text.is_empty() {
        or.unwrap_or_default()
    } else {
        text
    }
    .to_owned()
}
