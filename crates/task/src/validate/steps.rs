//! Version, environments and steps: graph/task.go `initialize`, graph/step.go `Step.Validate`, graph/dag.go.

use std::borrow::Cow;

use acrlint_template::quote_str;
use acrlint_text::{Names, TextRange, TextSize};
use acrlint_yaml::NodeId;

use super::Check;
use crate::context::Context;
use crate::env::{self, BadEntry, Side};
use crate::model::{Setting, Step, Task, Text, value};
use crate::refusal::{Refusal, RefusalKind};
use crate::schedule::{ROOT, step_id, task_env};
use crate::version::VERSIONS;

/// Checks what the runner checks when it makes a decoded task ready.
pub(crate) fn check(task: &Task<'_>, context: &Context, check: &mut Check<'_, '_>) {
    default_env(task, context, check);
    version(task, check);
    for item in task.networks.iter().filter(|item| item.value.is_none()) {
        check.crash("networks", item.node);
    }
    step_envs(task, context, check);
    let mut earlier = Vertices {
        ids: Names::with_capacity(task.steps.len()),
        nodes: Vec::with_capacity(task.steps.len()),
    };
    for (index, item) in task.steps.iter().enumerate() {
        if let Some(step) = &item.value {
            let mut one = StepCheck {
                index,
                step,
                item: item.node,
                id: step_id(index, step),
                check,
            };
            one.properties();
            let node = one.vertex(task, &earlier);
            earlier.ids.push(one.id);
            earlier.nodes.push(node);
        }
    }
}

/// The steps that later ones can wait for.
struct Vertices<'s> {
    ids: Names<'s>,
    nodes: Vec<NodeId>,
}

fn version(task: &Task<'_>, check: &mut Check<'_, '_>) {
    let Some(version) = task
        .version
        .as_ref()
        .filter(|version| !version.value.is_empty())
    else {
        return;
    };
    // no letter beyond ASCII has a lower case that is in these words
    let is_this = |known: &&str| known.eq_ignore_ascii_case(&version.value);
    if VERSIONS.iter().any(is_this) {
        return;
    }
    if check.unknown(&version.value) {
        check.refusals.undecided();
        return;
    }
    let kind = RefusalKind::Version {
        version: version.value.to_string(),
    };
    let quoted = quote_str(&version.value);
    let runner = format!("invalid version specified: {quoted}, the current version is \"v1.0.0\"");
    check.stop(kind, version.node, runner);
}

/// The run's default environment meets the task's.
fn default_env(task: &Task<'_>, context: &Context, check: &mut Check<'_, '_>) {
    if context.env.is_empty() {
        return;
    }
    let own = || task.env.iter().map(|entry| &*entry.value);
    let Some(bad) = env::bad_entry(own(), context.env.iter().map(String::as_str)) else {
        return;
    };
    match bad.side {
        Side::Step => bad_entry(&bad, &task.env, true, "", None, check),
        // the run's own entry: nothing in the file is wrong
        Side::Task => check.refusals.stop_with(&check.prefix, &bad.runner_text()),
    }
}

fn step_envs(task: &Task<'_>, context: &Context, check: &mut Check<'_, '_>) {
    if task.env.is_empty() && context.env.is_empty() {
        return;
    }
    let task_entries = task_env(task, context);
    for (index, item) in task.steps.iter().enumerate() {
        let Some(step) = &item.value else { continue };
        let own = step.env.iter().map(|entry| &*entry.value);
        let Some(bad) = env::bad_entry(own, task_entries.iter().map(String::as_str)) else {
            continue;
        };
        let (entries, step) = match bad.side {
            Side::Step => (&step.env, Some(index)),
            Side::Task => (&task.env, None),
        };
        let prefix = "failed to merge task and step environment variables: ";
        bad_entry(&bad, entries, bad.side == Side::Task, prefix, step, check);
    }
}

fn bad_entry(
    bad: &BadEntry,
    entries: &[Text<'_>],
    of_task: bool,
    prefix: &str,
    step: Option<usize>,
    check: &mut Check<'_, '_>,
) {
    if check.unknown(&bad.text) {
        check.refusals.undecided();
        return;
    }
    let runner = format!("{prefix}{}", bad.runner_text());
    let Some(entry) = entries.get(bad.index) else {
        check.refusals.stop_with(&check.prefix, &runner);
        return;
    };
    let piece = entry
        .value
        .find(&bad.text)
        .filter(|_| !bad.text.is_empty())
        .map(|at| {
            let start = TextSize::try_from(at).unwrap_or_default();
            TextRange::at(start, TextSize::of(bad.text.as_str()))
        });
    let range = match piece {
        Some(piece) => check.trace.part(entry.node, piece),
        None => check.range(entry.node),
    };
    let kind = RefusalKind::EnvEntry {
        entry: bad.text.clone(),
        of_task,
        split: entry.value != bad.text,
    };
    let mut refusal = Refusal::new(kind, range, runner);
    refusal.step = step;
    check.stop_at(refusal);
}

struct StepCheck<'s, 'm, 'c, 'd, 'k> {
    index: usize,
    step: &'s Step<'d>,
    item: NodeId,
    id: Cow<'s, str>,
    check: &'m mut Check<'c, 'k>,
}

impl<'s> StepCheck<'s, '_, '_, '_, '_> {
    #[cold]
    fn stop(&mut self, kind: RefusalKind, node: NodeId, runner: impl Into<String>) {
        let refusal = Refusal::new(kind, self.check.range(node), runner).in_step(self.index);
        self.check.stop_at(refusal);
    }

    fn properties(&mut self) {
        self.not_negative("retries", self.step.retries);
        self.not_negative("repeat", self.step.repeat);
        self.kind();
        self.mounts();
        self.when_form();
        self.cache();
    }

    fn not_negative(&mut self, property: &'static str, setting: Option<Setting<i64>>) {
        match setting {
            Some(Setting {
                value: Some(n),
                node,
            }) if n < 0 => {
                let runner = format!("step must specify {property} >= 0");
                self.stop(RefusalKind::Negative { property }, node, runner);
            }
            Some(Setting { value: None, .. }) => self.check.refusals.undecided(),
            _ => {}
        }
    }

    fn kind(&mut self) {
        let kinds = self.step.kinds().count();
        if kinds > 1 {
            let names = self.step.kinds().map(|kind| kind.name()).collect();
            let runner = "step must only contain a single build, cmd, or push property";
            self.stop(
                RefusalKind::StepManyKinds { kinds: names },
                self.item,
                runner,
            );
        }
        if let Some(id) = self
            .step
            .id
            .as_ref()
            .filter(|id| id.value.contains(char::is_whitespace))
        {
            let kind = RefusalKind::StepIdSpaces {
                id: id.value.to_string(),
            };
            self.stop(kind, id.node, "step ID cannot contain spaces");
        }
        let broken = self
            .step
            .broken
            .iter()
            .any(|key| ["cmd", "build", "push"].contains(&key.as_str()));
        if kinds == 0 && !broken {
            let runner = "step is missing a cmd, build, or push property";
            self.stop(RefusalKind::StepWithoutKind, self.item, runner);
        }
    }

    fn mounts(&mut self) {
        let mounts = &self.step.volume_mounts;
        if !self.step.push.is_empty() {
            if let Some(mount) = mounts.first() {
                let runner = "invalid use of Mounts. Mounts must have unique container paths and only used for cmd or build steps";
                self.stop(RefusalKind::MountOnPush, mount.node, runner);
            }
            return;
        }
        let mut seen: Vec<(&str, NodeId)> = Vec::new();
        for item in mounts {
            let Some(mount) = &item.value else { continue };
            let (name, path) = (value(&mount.name), value(&mount.mount_path));
            // a mount without a name is told apart before: it is of no volume
            if !mount.broken.is_empty() || name.is_empty() {
                continue;
            }
            if path.is_empty() {
                self.stop(
                    RefusalKind::MountIncomplete,
                    item.node,
                    "mount name or mount path is empty",
                );
                continue;
            }
            let node = mount
                .mount_path
                .as_ref()
                .map_or(item.node, |path| path.node);
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == path) {
                let kind = RefusalKind::MountDuplicatePath {
                    path: path.to_owned(),
                };
                let refusal = Refusal::new(
                    kind,
                    self.check.range(node),
                    "mount with duplicate container file path found",
                )
                .related(Some(self.check.range(*first)))
                .in_step(self.index);
                self.check.stop_at(refusal);
            }
            seen.push((path, node));
        }
    }

    fn when_form(&mut self) {
        let when = &self.step.when;
        for entry in when {
            if entry.value == "-" && when.len() > 1 {
                let runner = "step cannot contain other IDs in when if the immediate execution token is specified";
                self.stop(RefusalKind::WhenToken, entry.node, runner);
            } else if entry.value == self.id {
                let kind = RefusalKind::WhenSelf {
                    id: self.id.to_string(),
                };
                let runner = format!("Step ID: {} is self-referenced", self.id);
                self.stop(kind, entry.node, runner);
            }
        }
    }

    fn cache(&mut self) {
        let Some(cache) = self
            .step
            .cache
            .as_ref()
            .filter(|cache| !cache.value.is_empty())
        else {
            return;
        };
        let is_this = |known: &str| known.eq_ignore_ascii_case(&cache.value);
        if is_this("enabled") || is_this("disabled") {
            return;
        }
        if self.check.unknown(&cache.value) {
            self.check.refusals.undecided();
            return;
        }
        let kind = RefusalKind::CacheValue {
            value: cache.value.to_string(),
        };
        let runner = "invalid value for cache property. Valid values are 'enabled', 'disabled'";
        self.stop(kind, cache.node, runner);
    }

    /// The step enters the graph as a node, with the edges to those that it waits for.
    fn vertex(&mut self, task: &Task<'_>, earlier: &Vertices<'_>) -> NodeId {
        let node = self
            .step
            .id
            .as_ref()
            .filter(|id| !id.value.is_empty())
            .map_or(self.item, |id| id.node);
        if self.id == ROOT {
            self.stop(
                RefusalKind::StepReserved,
                node,
                "acb_root is a reserved ID, it can't be used",
            );
        } else if let Some(first) = earlier.ids.place(&self.id) {
            let kind = RefusalKind::StepDuplicate {
                id: self.id.to_string(),
                generated: value(&self.step.id).is_empty(),
            };
            let runner = format!("{} already exists as a vertex", self.id);
            let refusal = Refusal::new(kind, self.check.range(node), runner)
                .related(Some(self.check.range(earlier.nodes[first])))
                .in_step(self.index);
            self.check.stop_at(refusal);
        }
        let immediate = matches!(&self.step.when[..], [only] if only.value == "-");
        if !immediate {
            self.edges(task, earlier);
        }
        node
    }

    fn edges(&mut self, task: &Task<'_>, earlier: &Vertices<'_>) {
        let mut seen: Vec<&Text<'_>> = Vec::new();
        for entry in &self.step.when {
            let name: &str = &entry.value;
            let refused = name == "-" || name == self.id;
            if name.is_empty() {
                self.stop(RefusalKind::WhenEmpty, entry.node, "from cannot be empty");
            } else if let Some(first) = seen.iter().find(|known| known.value == name) {
                self.twice(entry, first);
            } else if name != ROOT && !refused && earlier.ids.place(name).is_none() {
                self.no_such_step(task, entry, earlier);
            }
            seen.push(entry);
        }
    }

    /// The runner accepts this, and the step then waits for ever.
    fn twice(&mut self, entry: &Text<'_>, first: &Text<'_>) {
        let kind = RefusalKind::WhenTwice {
            id: entry.value.to_string(),
        };
        let refusal = Refusal::new(kind, self.check.range(entry.node), "")
            .related(Some(self.check.range(first.node)))
            .in_step(self.index);
        self.check.refusals.note(refusal);
    }

    fn no_such_step(&mut self, task: &Task<'_>, entry: &Text<'_>, earlier: &Vertices<'_>) {
        let name: &str = &entry.value;
        let unsure = task.steps_lost || earlier.ids.iter().any(|id| self.check.unknown(id));
        if unsure || self.check.unknown(name) {
            self.check.refusals.undecided();
            return;
        }
        let kind = RefusalKind::WhenUnknown {
            id: name.to_owned(),
            earlier: earlier.ids.iter().map(str::to_owned).collect(),
            later: task.steps[self.index + 1..]
                .iter()
                .enumerate()
                .filter_map(|(after, item)| {
                    Some(step_id(self.index + 1 + after, item.value.as_ref()?))
                })
                .any(|id| id == name),
        };
        let runner = format!(
            "{name} does not exist as a vertex [from: {name}, to: {}]",
            self.id
        );
        self.stop(kind, entry.node, runner);
    }
}
