//! The keys of a task file: what the runner decodes at which place, what it makes of it, and what people write instead.
//! Rule: graph/task.go, graph/step.go, graph/network.go, graph/preprocessor.go, pkg/volume, secretmgmt/secret.go.

use acrlint_task::StepKind::{self, Build, Cmd, Push};

/// A mapping of the task file with the keys that it may have.
#[derive(Debug)]
pub struct Level {
    /// What it is, as in "a secret".
    pub noun: &'static str,
    /// The keys that are meant to be used.
    pub keys: &'static [Key],
    /// The keys that are reachable because of the names of the runner's own fields.
    pub accidents: &'static [Accident],
    /// Words that people write, lower case, and the key that they mean.
    pub mistaken: &'static [(&'static str, &'static str)],
}

/// A key.
#[derive(Debug)]
pub struct Key {
    /// Its name; the case of its letters counts.
    pub name: &'static str,
    /// What stands behind it.
    pub form: Form,
    /// The type of the runner's field.
    pub go: &'static str,
    /// What counts when it is absent, in words; empty for nothing.
    pub default: &'static str,
    /// The kinds of steps that look at it; all for a key that is not a step's.
    pub kinds: &'static [StepKind],
    /// What it does.
    pub doc: &'static str,
}

/// What stands behind a key.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// One scalar, taken as text.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list of texts.
    Texts,
    /// A list of whole numbers.
    Numbers,
    /// Names with texts.
    TextMap,
    /// A list of mappings.
    Items(&'static Level),
}

/// A key that nobody was meant to use.
#[derive(Debug)]
pub struct Accident {
    /// Its name.
    pub name: &'static str,
    /// What comes of it.
    pub effect: &'static str,
    /// Whether it has one.
    pub effective: bool,
}

impl Level {
    /// The key of this name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The accidental key of this name.
    pub fn accident(&self, name: &str) -> Option<&'static Accident> {
        self.accidents.iter().find(|key| key.name == name)
    }
}

const ALL: &[StepKind] = &[Cmd, Build, Push];
const CONTAINER: &[StepKind] = &[Cmd, Build];

const fn key(
    name: &'static str,
    form: Form,
    default: &'static str,
    kinds: &'static [StepKind],
    doc: &'static str,
) -> Key {
    let go = match form {
        Form::Text => "string",
        Form::Number => "int",
        Form::Boolean => "bool",
        Form::Texts => "[]string",
        Form::Numbers => "[]int",
        Form::TextMap => "map[string]string",
        Form::Items(level) => level.go_list(),
    };
    Key {
        name,
        form,
        go,
        default,
        kinds,
        doc,
    }
}

impl Level {
    const fn go_list(&self) -> &'static str {
        match self.noun.as_bytes() {
            b"a step" => "[]*Step",
            b"a secret" => "[]*Secret",
            b"a network" => "[]*Network",
            b"a volume" => "[]*Volume",
            _ => "[]*Mount",
        }
    }
}

const fn overwritten(name: &'static str) -> Accident {
    Accident {
        name,
        effect: "the runner writes over what it says",
        effective: false,
    }
}

const fn unused(name: &'static str) -> Accident {
    Accident {
        name,
        effect: "the runner does nothing with it",
        effective: false,
    }
}

const fn effective(name: &'static str, effect: &'static str) -> Accident {
    Accident {
        name,
        effect,
        effective: true,
    }
}

/// The outermost mapping.
#[rustfmt::skip] // a table, a key a line
pub static TASK: Level = Level {
    noun: "the task",
    keys: &[
        key("version", Form::Text, "v1.0.0", ALL, "The version of the format; from v1.1.0 on, aliases are replaced."),
        key("steps", Form::Items(&STEP), "", ALL, "What the run does, step by step."),
        key("stepTimeout", Form::Number, "600", ALL, "The seconds that a step may take if it does not say itself."),
        key("workingDirectory", Form::Text, "/workspace", ALL, "The folder in which steps run that name none."),
        key("env", Form::Texts, "", ALL, "Variables `NAME=value` for all steps; the runner splits entries at commas."),
        key("secrets", Form::Items(&SECRET), "", ALL, "Secrets of a Key Vault, for templates as `.Secrets.<id>`."),
        key("networks", Form::Items(&NETWORK), "one network for all steps", ALL, "The networks that the run makes."),
        key("volumes", Form::Items(&VOLUME), "", ALL, "Files that steps can mount."),
    ],
    accidents: &[
        overwritten("registry"),
        overwritten("taskname"),
        overwritten("credentials"),
        overwritten("registrylogincredentials"),
        overwritten("dag"),
        unused("registryname"),
        effective("isbuildtask", "`true` leaves out the network that steps share"),
        effective("initbuildkitcontainer", "`true` starts a BuildKit container"),
    ],
    mistaken: &[
        ("totaltimeout", "stepTimeout"),
        ("timeout", "stepTimeout"),
        ("workdir", "workingDirectory"),
        ("environment", "env"),
        ("aliases", "alias"),
    ],
};

/// A step.
#[rustfmt::skip] // a table, a key a line
pub static STEP: Level = Level {
    noun: "a step",
    keys: &[
        key("id", Form::Text, "acb_step_<index>", ALL, "The step's name, for `when` and for its container."),
        key("cmd", Form::Text, "", ALL, "Runs a container: an image or an alias, then its arguments."),
        key("build", Form::Text, "", ALL, "Builds an image: the arguments of `docker build`."),
        key("push", Form::Texts, "", ALL, "Pushes images to their registries."),
        key("when", Form::Texts, "the step before", ALL, "The earlier steps that this one waits for; `-` for none."),
        key("timeout", Form::Number, "the task's `stepTimeout`", ALL, "The seconds that the step may take, tries included."),
        key("startDelay", Form::Number, "0", ALL, "The seconds to wait before the step begins."),
        key("ignoreErrors", Form::Boolean, "false", ALL, "Lets the run go on when the step fails."),
        key("workingDirectory", Form::Text, "the task's", CONTAINER, "The folder in which the container runs."),
        key("entryPoint", Form::Text, "the image's", &[Cmd], "The program of the container."),
        key("user", Form::Text, "the image's", CONTAINER, "The user of the container."),
        key("network", Form::Text, "the default network", CONTAINER, "The network of the container."),
        key("isolation", Form::Text, "", CONTAINER, "How a Windows container is isolated."),
        key("cpus", Form::Text, "", CONTAINER, "How many processors the container may use."),
        key("cache", Form::Text, "disabled", &[Build], "`enabled` keeps the build's layers in the registry."),
        key("volumeMounts", Form::Items(&MOUNT), "", CONTAINER, "The volumes that the container sees."),
        key("env", Form::Texts, "the task's", CONTAINER, "Variables `NAME=value` of the container."),
        key("expose", Form::Texts, "", CONTAINER, "Ports that the container exposes."),
        key("ports", Form::Texts, "", CONTAINER, "Ports that the container publishes."),
        key("retries", Form::Number, "0", CONTAINER, "How often the step is tried again when it fails."),
        key("retryDelay", Form::Number, "5", CONTAINER, "The seconds between two tries."),
        key("retryOnErrors", Form::Texts, "", CONTAINER, "Texts in the output, one of which a failure must have to be tried again."),
        key("repeat", Form::Number, "0", CONTAINER, "How often the step is done again, whatever comes of it."),
        key("keep", Form::Boolean, "false", CONTAINER, "Leaves the container there when the step is done."),
        key("detach", Form::Boolean, "false", CONTAINER, "Does not wait for the container to end."),
        key("privileged", Form::Boolean, "false", CONTAINER, "Runs the container with all rights of the host."),
        key("disableWorkingDirectoryOverride", Form::Boolean, "false", CONTAINER, "Leaves the image's working directory as it is."),
        key("pull", Form::Boolean, "false", &[Cmd], "Pulls the image before the container starts."),
        key("cmdDownloadRetries", Form::Number, "0", &[Cmd], "How often a pull is tried again; it needs `pull`."),
        key("cmdDownloadRetryDelay", Form::Number, "0", &[Cmd], "The seconds between two tries of a pull."),
        key("exitedWith", Form::Numbers, "", &[], "Exit codes; the runner decodes and never uses them."),
        key("exitedWithout", Form::Numbers, "", &[], "Exit codes; the runner decodes and never uses them."),
    ],
    accidents: &[
        effective("tags", "the runner takes these tags in place of those in `build`, but builds with the latter"),
        overwritten("buildargs"),
        overwritten("usesbuildkit"),
        overwritten("stepstatus"),
        overwritten("starttime"),
        overwritten("endtime"),
        overwritten("defaultbuildcachetag"),
        unused("completedchan"),
        unused("imagedependencies"),
    ],
    mistaken: &[
        ("downloadretries", "cmdDownloadRetries"),
        ("downloadretrydelay", "cmdDownloadRetryDelay"),
        ("volumemount", "volumeMounts"),
        ("mounts", "volumeMounts"),
        ("retry", "retries"),
        ("run", "cmd"),
        ("command", "cmd"),
        ("script", "cmd"),
        ("exec", "cmd"),
        ("docker", "cmd"),
        ("image", "cmd"),
        ("workdir", "workingDirectory"),
        ("environment", "env"),
        ("name", "id"),
        ("needs", "when"),
        ("dependson", "when"),
        ("steptimeout", "timeout"),
        ("cpu", "cpus"),
        ("continueonerror", "ignoreErrors"),
    ],
};

/// A network.
#[rustfmt::skip] // a table, a key a line
pub static NETWORK: Level = Level {
    noun: "a network",
    keys: &[
        key("name", Form::Text, "", ALL, "The network's name, for `network` of a step."),
        key("driver", Form::Text, "Docker's choice", ALL, "The driver, such as `bridge`."),
        key("ipv6", Form::Boolean, "false", ALL, "Whether it has IPv6."),
        key("skipCreation", Form::Boolean, "false", ALL, "Whether it exists already."),
        key("isDefault", Form::Boolean, "false", ALL, "Whether steps use it that name none."),
    ],
    accidents: &[],
    mistaken: &[("default", "isDefault")],
};

/// A volume.
#[rustfmt::skip] // a table, a key a line
pub static VOLUME: Level = Level {
    noun: "a volume",
    keys: &[
        key("name", Form::Text, "", ALL, "The volume's name, for `volumeMounts`."),
        key("secret", Form::TextMap, "", ALL, "File names with their contents in base64."),
    ],
    accidents: &[],
    mistaken: &[("secrets", "secret"), ("values", "secret")],
};

/// A mount of a volume.
#[rustfmt::skip] // a table, a key a line
pub static MOUNT: Level = Level {
    noun: "a mount",
    keys: &[
        key("name", Form::Text, "", ALL, "The volume's name."),
        key("mountPath", Form::Text, "", ALL, "Where its files are in the container."),
    ],
    accidents: &[],
    mistaken: &[("path", "mountPath"), ("volume", "name")],
};

/// A secret.
#[rustfmt::skip] // a table, a key a line
pub static SECRET: Level = Level {
    noun: "a secret",
    keys: &[
        key("id", Form::Text, "", ALL, "The name for templates: `.Secrets.<id>`."),
        key("keyvault", Form::Text, "", ALL, "The address of a secret in a Key Vault."),
        key("clientID", Form::Text, "the system-assigned identity", ALL, "The client ID of a user-assigned identity."),
    ],
    accidents: &[
        effective("aadresourceid", "it makes the secret a token of the managed identity"),
        overwritten("resolvedvalue"),
        unused("resolvedchan"),
        unused("timeoutchan"),
    ],
    mistaken: &[("akv", "keyvault"), ("name", "id")],
};

/// The key of the alias block, which the runner takes out of the file before it reads the others.
pub static ALIAS_KEY: Key = Key {
    name: "alias",
    form: Form::Items(&ALIAS),
    go: "graph.Alias",
    default: "",
    kinds: ALL,
    doc: "Names with what the runner puts in their place, from version v1.1.0 on.",
};

/// The alias block.
#[rustfmt::skip] // a table, a key a line
pub static ALIAS: Level = Level {
    noun: "the alias block",
    keys: &[
        key("src", Form::Texts, "", ALL, "Files and addresses of more aliases; later ones win."),
        key("values", Form::TextMap, "", ALL, "Names with what is put in their place."),
        key("directive", Form::Text, "$", ALL, "The character before a name."),
    ],
    accidents: &[],
    mistaken: &[("value", "values"), ("sources", "src"), ("source", "src")],
};
