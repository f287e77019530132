//! From nodes to the task's structs. Rule: graph/task.go `NewTaskFromBytes`, gopkg.in/yaml.v2.

use std::borrow::Cow;

use acrlint_yaml::{Decoded, Decoder, Entry, NodeId, Presence, TypeError};

use crate::model::{Item, Mount, Network, Secret, Setting, Step, Task, Text, Volume};
use crate::refusal::{Part, Refusal, RefusalKind};
use crate::validate::Check;

/// Decodes the document of a check, and says what does not fit.
pub(crate) fn decode<'t>(check: &mut Check<'_, 't>, part: Part) -> Task<'t> {
    let document = check.trace.document();
    let mut task = Task::default();
    if let Some(error) = &document.error {
        let range = check.trace.range(error.range);
        let runner = error.to_string();
        let context = error
            .context
            .map(|context| check.trace.range(context.range));
        let kind = RefusalKind::YamlSyntax(error.clone(), part);
        check.stop_at(Refusal::new(kind, range, runner).related(context));
        return task;
    }
    let Some(root) = document.root else {
        return task;
    };
    let mut decoder = Decoder::with_symbols(document, check.symbols);
    let mut fields = Fields::new(&mut decoder);
    fields.task(root, &mut task);
    let unknown = fields.unknown;
    report(&decoder, part, check);
    if unknown {
        check.refusals.undecided();
    }
    task
}

/// Says what a decoder refuses: the runner gives all wrong types in one message.
pub(crate) fn report(decoder: &Decoder<'_, '_>, part: Part, check: &mut Check<'_, '_>) {
    if let Some(error) = decoder.fatal() {
        let range = check.trace.range(error.range);
        let kind = RefusalKind::YamlSyntax(error.clone(), part);
        check.stop_at(Refusal::new(kind, range, error.to_string()));
        return;
    }
    if decoder.errors().is_empty() {
        return;
    }
    let texts: Vec<String> = decoder
        .errors()
        .iter()
        .map(|error| runner_text(error, check))
        .collect();
    let all = texts.join("\n  ");
    check
        .refusals
        .stop_with(&check.prefix, &format!("yaml: unmarshal errors:\n  {all}"));
    for (error, text) in decoder.errors().iter().zip(texts) {
        let range = check.trace.node(error.node);
        let kind = RefusalKind::WrongType(error.clone(), part);
        check.refusals.note(Refusal::new(kind, range, text));
    }
}

/// The runner's words for a wrong type. They show the beginning of the value, which may not be known.
fn runner_text(error: &TypeError, check: &Check<'_, '_>) -> String {
    let value = check.trace.document().node(error.node).value();
    let unknown = value
        .char_indices()
        .take_while(|(at, _)| *at < SHOWN)
        .any(|(_, c)| check.symbols.get(c).is_some());
    let mut shown = error.clone();
    if unknown {
        shown.value = Some("…".to_owned());
    }
    shown.to_string()
}

/// So many bytes of a long value are shown.
const SHOWN: usize = 7;

/// For so many items of a list there is room from the beginning at most: a step is large.
const MAX_RESERVED: usize = 32;

/// Decodes fields; each function says whether the value fits.
pub(crate) struct Fields<'x, 'd, 't> {
    decoder: &'x mut Decoder<'d, 't>,
    /// Whether the type of some value is not known.
    unknown: bool,
}

impl<'x, 'd, 't> Fields<'x, 'd, 't> {
    pub(crate) fn new(decoder: &'x mut Decoder<'d, 't>) -> Self {
        Self {
            decoder,
            unknown: false,
        }
    }

    fn task(&mut self, node: NodeId, task: &mut Task<'t>) {
        self.mapping(node, "graph.Task", |fields, entry| {
            let value = entry.value;
            match &*entry.key {
                "steps" => {
                    let fits = fields.items(
                        value,
                        "[]*graph.Step",
                        &mut task.steps,
                        |fields, entry, step| {
                            let fits = fields.step(entry, step);
                            if !fits {
                                step.broken.push(entry.key.to_string());
                            }
                        },
                    );
                    task.steps_lost |= !fits;
                }
                "stepTimeout" => _ = fields.int(value, &mut task.step_timeout),
                "secrets" => {
                    fields.items(
                        value,
                        "[]*secretmgmt.Secret",
                        &mut task.secrets,
                        |fields, entry, secret| fields.secret(entry, secret),
                    );
                }
                "networks" => {
                    fields.items(
                        value,
                        "[]*graph.Network",
                        &mut task.networks,
                        |fields, entry, network| fields.network(entry, network),
                    );
                }
                "volumes" => {
                    let fits = fields.items(
                        value,
                        "[]*volume.Volume",
                        &mut task.volumes,
                        |fields, entry, volume| fields.volume(entry, volume),
                    );
                    task.volumes_lost |= !fits;
                }
                "env" => _ = fields.texts(value, &mut task.env),
                "workingDirectory" => _ = fields.text(value, &mut task.working_directory),
                "version" => _ = fields.text(value, &mut task.version),
                // reachable by accident, under the names of the Go fields
                "isbuildtask" => _ = fields.bool(value, &mut task.is_build_task),
                "initbuildkitcontainer" => _ = fields.bool(value, &mut None),
                "registryname" | "registry" | "taskname" => _ = fields.text(value, &mut None),
                "credentials" => {
                    let mut ignored: Vec<Item<()>> = Vec::new();
                    fields.items(
                        value,
                        "[]*graph.RegistryCredential",
                        &mut ignored,
                        |_, _, ()| {},
                    );
                }
                "registrylogincredentials" => {
                    fields.mapping(value, "graph.RegistryLoginCredentials", |_, _| {});
                }
                "dag" => {
                    fields.decoder.pointer(value, "graph.Dag", |_, _| {});
                }
                _ => {}
            }
        });
    }

    fn step(&mut self, entry: &Entry<'d>, step: &mut Step<'t>) -> bool {
        let value = entry.value;
        match &*entry.key {
            "id" => self.text(value, &mut step.id),
            "cmd" => self.text(value, &mut step.cmd),
            "build" => self.text(value, &mut step.build),
            "push" => self.texts(value, &mut step.push),
            "workingDirectory" => self.text(value, &mut step.working_directory),
            "entryPoint" => self.text(value, &mut step.entry_point),
            "user" => self.text(value, &mut step.user),
            "network" => self.text(value, &mut step.network),
            "isolation" => self.text(value, &mut step.isolation),
            "cpus" => self.text(value, &mut step.cpus),
            "cache" => self.text(value, &mut step.cache),
            "volumeMounts" => self.items(
                value,
                "[]*volume.Mount",
                &mut step.volume_mounts,
                |fields, entry, mount| fields.mount(entry, mount),
            ),
            "env" => self.texts(value, &mut step.env),
            "expose" => self.texts(value, &mut step.expose),
            "ports" => self.texts(value, &mut step.ports),
            "when" => self.texts(value, &mut step.when),
            "exitedWith" | "exitedWithout" => self.ints(value),
            "timeout" => self.int(value, &mut step.timeout),
            "cmdDownloadRetries" => self.int(value, &mut step.cmd_download_retries),
            "cmdDownloadRetryDelay" => self.int(value, &mut step.cmd_download_retry_delay),
            "startDelay" => self.int(value, &mut step.start_delay),
            "retryDelay" => self.int(value, &mut step.retry_delay),
            "retries" => self.int(value, &mut step.retries),
            "retryOnErrors" => self.texts(value, &mut step.retry_on_errors),
            "repeat" => self.int(value, &mut step.repeat),
            "keep" => self.bool(value, &mut step.keep),
            "detach" => self.bool(value, &mut step.detach),
            "privileged" => self.bool(value, &mut step.privileged),
            "disableWorkingDirectoryOverride" => {
                self.bool(value, &mut step.disable_working_directory_override)
            }
            "ignoreErrors" => self.bool(value, &mut step.ignore_errors),
            "pull" => self.bool(value, &mut step.pull),
            // reachable by accident, under the names of the Go fields
            "tags" => self.texts(value, &mut step.tags),
            "buildargs" => self.texts(value, &mut Vec::new()),
            "usesbuildkit" => self.bool(value, &mut None),
            "defaultbuildcachetag" => self.text(value, &mut None),
            "starttime" | "endtime" => self.decoder.time(value).is_some(),
            "stepstatus" => self.text(value, &mut None),
            "completedchan" => self.decoder.ignored(value, "graph.chanBool").is_some(),
            "imagedependencies" => {
                let mut ignored: Vec<Item<()>> = Vec::new();
                self.items(value, "[]*image.Dependencies", &mut ignored, |_, _, ()| {})
            }
            _ => true,
        }
    }

    fn network(&mut self, entry: &Entry<'d>, network: &mut Network<'t>) {
        let value = entry.value;
        match &*entry.key {
            "name" => _ = self.text(value, &mut network.name),
            "driver" => _ = self.text(value, &mut network.driver),
            "ipv6" => _ = self.bool(value, &mut network.ipv6),
            "skipCreation" => _ = self.bool(value, &mut network.skip_creation),
            "isDefault" => _ = self.bool(value, &mut network.is_default),
            _ => {}
        }
    }

    fn volume(&mut self, entry: &Entry<'d>, volume: &mut Volume<'t>) {
        let fits = match &*entry.key {
            "name" => self.text(entry.value, &mut volume.name),
            "secret" => {
                let empty = self.decoder.document().node(entry.value).range.is_empty();
                volume.secret_node = Some(if empty { entry.key_node } else { entry.value });
                self.text_map(entry.value, &mut volume.secret)
            }
            _ => true,
        };
        if !fits {
            volume.broken.push(entry.key.to_string());
        }
    }

    fn mount(&mut self, entry: &Entry<'d>, mount: &mut Mount<'t>) {
        let fits = match &*entry.key {
            "name" => self.text(entry.value, &mut mount.name),
            "mountPath" => self.text(entry.value, &mut mount.mount_path),
            _ => true,
        };
        if !fits {
            mount.broken.push(entry.key.to_string());
        }
    }

    fn secret(&mut self, entry: &Entry<'d>, secret: &mut Secret<'t>) {
        let value = entry.value;
        let fits = match &*entry.key {
            "id" => self.text(value, &mut secret.id),
            "keyvault" => self.text(value, &mut secret.keyvault),
            "clientID" => self.text(value, &mut secret.client_id),
            // reachable by accident, under the names of the Go fields
            "aadresourceid" => self.text(value, &mut secret.aad_resource_id),
            "resolvedvalue" => self.text(value, &mut None),
            "resolvedchan" | "timeoutchan" => self.decoder.opaque(value, "chan bool").is_some(),
            _ => true,
        };
        if !fits {
            secret.broken.push(entry.key.to_string());
        }
    }
}

/// The kinds of fields that there are.
impl<'d, 't> Fields<'_, 'd, 't> {
    pub(crate) fn mapping(
        &mut self,
        node: NodeId,
        go_type: &str,
        mut each: impl FnMut(&mut Fields<'_, 'd, 't>, &Entry<'d>),
    ) -> Option<Presence> {
        let mut unknown = false;
        let presence = self.decoder.mapping(node, go_type, |decoder, entry| {
            let mut fields = Fields::new(decoder);
            each(&mut fields, &entry);
            unknown |= fields.unknown;
        });
        self.unknown |= unknown;
        presence
    }

    /// A list of pointers to structs; `go_type` is the list's.
    fn items<T: Default>(
        &mut self,
        node: NodeId,
        go_type: &str,
        into: &mut Vec<Item<T>>,
        mut each: impl FnMut(&mut Fields<'_, 'd, 't>, &Entry<'d>, &mut T),
    ) -> bool {
        let document = self.decoder.document();
        let count = document.node(document.target(node)).items().len();
        let mut items: Vec<Item<T>> = Vec::with_capacity(count.min(MAX_RESERVED));
        let mut all_fit = true;
        let mut unknown = false;
        let item_type = go_type.strip_prefix("[]*").unwrap_or(go_type);
        let presence = self.decoder.list(node, go_type, |decoder, node| {
            // decoded where it stays: a step is large
            items.push(Item {
                node,
                value: Some(T::default()),
            });
            let mut value = items.last_mut().and_then(|item| item.value.as_mut());
            let presence = decoder.pointer(node, item_type, |decoder, entry| {
                let mut fields = Fields::new(decoder);
                if let Some(value) = &mut value {
                    each(&mut fields, &entry, value);
                }
                unknown |= fields.unknown;
            });
            match presence {
                Some(Presence::Absent) => {
                    items.pop();
                    items.push(Item { node, value: None });
                }
                Some(_) => {}
                None => {
                    items.pop();
                    all_fit = false;
                }
            }
        });
        self.unknown |= unknown;
        if presence.is_some() {
            *into = items;
        }
        presence.is_some() && all_fit
    }

    pub(crate) fn text(&mut self, node: NodeId, into: &mut Option<Text<'t>>) -> bool {
        let Some(scalar) = self.decoder.string(node) else {
            return false;
        };
        let value = match scalar.value {
            Decoded::Known(value) => self.owned(scalar.node, value),
            Decoded::Null => Cow::Borrowed(""),
            Decoded::Unknown => {
                self.unknown = true;
                Cow::Borrowed("")
            }
        };
        *into = Some(Text {
            value,
            node: scalar.node,
        });
        true
    }

    /// A value that lives as long as the decoded text, without a copy where the value is a stretch of that text.
    fn owned(&self, node: NodeId, value: Cow<'d, str>) -> Cow<'t, str> {
        let scalar = self.decoder.document().node(node).scalar();
        match (value, scalar.map(|scalar| &scalar.value)) {
            (Cow::Borrowed(value), Some(Cow::Borrowed(text))) if std::ptr::eq(*text, value) => {
                Cow::Borrowed(text)
            }
            (value, _) => Cow::Owned(value.into_owned()),
        }
    }

    pub(crate) fn texts(&mut self, node: NodeId, into: &mut Vec<Text<'t>>) -> bool {
        let mut texts = Vec::new();
        let mut all_fit = true;
        let mut unknown = false;
        let presence = self.decoder.list(node, "[]string", |decoder, item| {
            let mut fields = Fields::new(decoder);
            let mut text = None;
            all_fit &= fields.text(item, &mut text);
            texts.extend(text);
            unknown |= fields.unknown;
        });
        self.unknown |= unknown;
        if presence.is_some() {
            *into = texts;
        }
        presence.is_some() && all_fit
    }

    fn ints(&mut self, node: NodeId) -> bool {
        let mut all_fit = true;
        let presence = self.decoder.list(node, "[]int", |decoder, item| {
            all_fit &= decoder.int(item).is_some()
        });
        presence.is_some() && all_fit
    }

    /// A map of texts; entries of equal keys merge.
    pub(crate) fn text_map(
        &mut self,
        node: NodeId,
        into: &mut Option<Vec<(Text<'t>, Text<'t>)>>,
    ) -> bool {
        let mut entries = into.take().unwrap_or_default();
        let mut all_fit = true;
        let presence = self.mapping(node, "map[string]string", |fields, entry| {
            let mut value = None;
            all_fit &= fields.text(entry.value, &mut value);
            let Some(value) = value else { return };
            let key = Text {
                value: fields.owned(entry.key_node, entry.key.clone()),
                node: entry.key_node,
            };
            entries.retain(|(known, _): &(Text<'t>, _)| known.value != key.value);
            entries.push((key, value));
        });
        if presence == Some(Presence::Present) {
            *into = Some(entries);
        }
        presence.is_some() && all_fit
    }

    fn int(&mut self, node: NodeId, into: &mut Option<Setting<i64>>) -> bool {
        let scalar = self.decoder.int(node);
        self.setting(scalar.map(|scalar| (scalar.node, scalar.value)), into)
    }

    fn bool(&mut self, node: NodeId, into: &mut Option<Setting<bool>>) -> bool {
        let scalar = self.decoder.bool(node);
        self.setting(scalar.map(|scalar| (scalar.node, scalar.value)), into)
    }

    fn setting<T: Default>(
        &mut self,
        decoded: Option<(NodeId, Decoded<T>)>,
        into: &mut Option<Setting<T>>,
    ) -> bool {
        let Some((node, decoded)) = decoded else {
            return false;
        };
        let value = match decoded {
            Decoded::Known(value) => Some(value),
            Decoded::Null => Some(T::default()),
            Decoded::Unknown => {
                self.unknown = true;
                None
            }
        };
        *into = Some(Setting { value, node });
        true
    }
}
