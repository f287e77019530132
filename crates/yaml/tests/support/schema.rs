//! The runner's task as far as its YAML types matter (reference/task-format.md, section 7), written down as data.

use acrlint_yaml::{Decoder, Entry, NodeId, load};

/// A Go type.
#[derive(Debug)]
pub(crate) enum Type {
    Text,
    Int,
    Bool,
    Time,
    List(&'static str, &'static Type),
    Pointer(&'static Struct),
    Struct(&'static Struct),
    TextMap,
    Opaque(&'static str),
    Ignored,
}

/// A Go struct.
#[derive(Debug)]
pub(crate) struct Struct {
    name: &'static str,
    fields: &'static [(&'static str, Type)],
}

use Type::{Bool, Ignored, Int, List, Opaque, Pointer, Text, TextMap, Time};

const TEXTS: Type = List("[]string", &Text);

static STEP: Struct = Struct {
    name: "graph.Step",
    fields: &[
        ("id", Text),
        ("cmd", Text),
        ("build", Text),
        ("push", TEXTS),
        ("workingDirectory", Text),
        ("entryPoint", Text),
        ("user", Text),
        ("network", Text),
        ("isolation", Text),
        ("cpus", Text),
        ("cache", Text),
        ("volumeMounts", List("[]*volume.Mount", &Pointer(&MOUNT))),
        ("env", TEXTS),
        ("expose", TEXTS),
        ("ports", TEXTS),
        ("when", TEXTS),
        ("exitedWith", List("[]int", &Int)),
        ("exitedWithout", List("[]int", &Int)),
        ("timeout", Int),
        ("cmdDownloadRetries", Int),
        ("cmdDownloadRetryDelay", Int),
        ("startDelay", Int),
        ("retryDelay", Int),
        ("retries", Int),
        ("retryOnErrors", TEXTS),
        ("repeat", Int),
        ("keep", Bool),
        ("detach", Bool),
        ("privileged", Bool),
        ("disableWorkingDirectoryOverride", Bool),
        ("ignoreErrors", Bool),
        ("pull", Bool),
        ("tags", TEXTS),
        ("buildargs", TEXTS),
        ("usesbuildkit", Bool),
        ("defaultbuildcachetag", Text),
        ("starttime", Time),
        ("endtime", Time),
        ("stepstatus", Text),
        ("completedchan", Ignored),
        (
            "imagedependencies",
            List("[]*image.Dependencies", &Pointer(&DEPENDENCIES)),
        ),
    ],
};

static MOUNT: Struct = Struct {
    name: "volume.Mount",
    fields: &[("name", Text), ("mountPath", Text)],
};

static DEPENDENCIES: Struct = Struct {
    name: "image.Dependencies",
    fields: &[],
};

static SECRET: Struct = Struct {
    name: "secretmgmt.Secret",
    fields: &[
        ("id", Text),
        ("keyvault", Text),
        ("clientID", Text),
        ("aadresourceid", Text),
        ("resolvedvalue", Text),
        ("resolvedchan", Opaque("chan bool")),
        ("timeoutchan", Opaque("chan error")),
    ],
};

static NETWORK: Struct = Struct {
    name: "graph.Network",
    fields: &[
        ("name", Text),
        ("driver", Text),
        ("ipv6", Bool),
        ("skipCreation", Bool),
        ("isDefault", Bool),
    ],
};

static VOLUME: Struct = Struct {
    name: "volume.Volume",
    fields: &[("name", Text), ("secret", TextMap)],
};

static DAG: Struct = Struct {
    name: "graph.Dag",
    fields: &[],
};

static TASK: Struct = Struct {
    name: "graph.Task",
    fields: &[
        ("steps", List("[]*graph.Step", &Pointer(&STEP))),
        ("stepTimeout", Int),
        ("secrets", List("[]*secretmgmt.Secret", &Pointer(&SECRET))),
        ("networks", List("[]*graph.Network", &Pointer(&NETWORK))),
        ("volumes", List("[]*volume.Volume", &Pointer(&VOLUME))),
        ("env", TEXTS),
        ("workingDirectory", Text),
        ("version", Text),
        ("registryname", Text),
        ("registry", Text),
        ("taskname", Text),
        ("isbuildtask", Bool),
        ("initbuildkitcontainer", Bool),
        ("dag", Pointer(&DAG)),
    ],
};

/// What the runner says when it decodes a text as a task.
pub(crate) fn task_error(text: &str) -> Option<String> {
    let document = load(text);
    if let Some(error) = &document.error {
        return Some(error.to_string());
    }
    let mut decoder = Decoder::new(&document);
    decode(&mut decoder, document.root?, &Type::Struct(&TASK));
    decoder.error_text()
}

fn decode(decoder: &mut Decoder<'_, '_>, node: NodeId, wanted: &Type) {
    match wanted {
        Text => _ = decoder.string(node),
        Int => _ = decoder.int(node),
        Bool => _ = decoder.bool(node),
        Time => _ = decoder.time(node),
        List(name, item) => {
            decoder.list(node, name, |decoder, node| decode(decoder, node, item));
        }
        Pointer(of) => {
            decoder.pointer(node, of.name, |decoder, entry| field(decoder, &entry, of));
        }
        Type::Struct(of) => {
            decoder.mapping(node, of.name, |decoder, entry| field(decoder, &entry, of));
        }
        TextMap => {
            let name = "map[string]string";
            decoder.mapping(node, name, |decoder, entry| _ = decoder.string(entry.value));
        }
        Opaque(name) => _ = decoder.opaque(node, name),
        Ignored => _ = decoder.ignored(node, "graph.chanBool"),
    }
}

fn field(decoder: &mut Decoder<'_, '_>, entry: &Entry<'_>, of: &Struct) {
    if let Some((_, wanted)) = of.fields.iter().find(|(name, _)| *name == entry.key) {
        decode(decoder, entry.value, wanted);
    }
}
