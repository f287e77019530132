use acrlint_template::TemplateError;
use acrlint_text::TextRange;
use acrlint_yaml::{TypeError, YamlError};

/// Something that the runner refuses, or that crashes or hangs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// What is wrong.
    pub kind: RefusalKind,
    /// Where, in the author's file. For a fault of another file: where the task file brings it in.
    pub range: TextRange,
    /// A second place that explains the first, such as the earlier step of the same id.
    pub related: Option<TextRange>,
    /// The place in another file, when the fault stands there.
    pub elsewhere: Option<Elsewhere>,
    /// The runner's own words, without the prefixes of its stages.
    pub runner: String,
    /// The index of the step that it is about.
    pub step: Option<usize>,
}

/// A place in a file beside the task file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The file's path as the run context or the task names it.
    pub path: String,
    /// The place in it.
    pub range: TextRange,
}

/// What holds a YAML or template text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The task.
    Task,
    /// The alias block, which the runner cuts out and reads by itself.
    AliasBlock,
    /// A file of aliases.
    AliasSource,
    /// The values file.
    Values,
}

/// What the runner refuses.
#[derive(Debug, Clone, PartialEq)]
pub enum RefusalKind {
    /// A `--set` text without `=` or without a key.
    SetFormat {
        /// The text.
        text: String,
    },
    /// A values file that cannot be read.
    ValuesUnreadable {
        /// The path.
        path: String,
    },
    /// A registry credential that the runner cannot use.
    Credential {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The values file holds a mapping inside a value.
    NestedValues,
    /// A template that does not parse.
    TemplateSyntax(TemplateError, Part),
    /// A template that fails when it is executed.
    TemplateExecution(TemplateError, Part),
    /// The rendered text is empty.
    EmptyRender(Part),
    /// Text that is not YAML, or YAML that cannot be put together.
    YamlSyntax(YamlError, Part),
    /// A value of the wrong type.
    WrongType(TypeError, Part),
    /// An alias directive of more than one character.
    AliasDirectiveLength {
        /// The directive.
        directive: String,
    },
    /// An alias directive that is a letter or a digit.
    AliasDirectiveAlphanumeric {
        /// The directive.
        directive: char,
    },
    /// An alias name with something else than ASCII letters and digits.
    AliasName {
        /// The name.
        name: String,
    },
    /// An alias file that cannot be read.
    AliasSource {
        /// The path as the task gives it.
        path: String,
    },
    /// A version that does not exist.
    Version {
        /// The version.
        version: String,
    },
    /// A null entry in a list of mappings; it crashes the runner.
    NullItem {
        /// The key of the list.
        list: &'static str,
    },
    /// A secret without an id.
    SecretWithoutId,
    /// A secret's id with white space.
    SecretIdSpaces {
        /// The id.
        id: String,
    },
    /// A secret that names no Key Vault.
    SecretWithoutSource {
        /// The id.
        id: String,
    },
    /// A client ID that is no UUID.
    SecretClientId {
        /// The text.
        client_id: String,
    },
    /// Two secrets of one id.
    SecretDuplicate {
        /// The id.
        id: String,
    },
    /// A Key Vault address that the runner does not understand.
    SecretUrl {
        /// The address.
        url: String,
        /// What is wrong with it.
        problem: SecretUrlProblem,
    },
    /// A volume without a name.
    VolumeWithoutName,
    /// A volume's name with other characters than ASCII letters, digits, `-` and `_`.
    VolumeName {
        /// The name.
        name: String,
    },
    /// A volume without `secret`, or with an empty one.
    VolumeWithoutSecret {
        /// Whether there is an empty mapping.
        empty: bool,
    },
    /// A volume's file name that is empty or has other characters than ASCII letters, digits, `-`, `_` and `.`.
    VolumeFileName {
        /// The file name.
        name: String,
    },
    /// Two volumes of one name.
    VolumeDuplicate {
        /// The name.
        name: String,
    },
    /// A mount of a volume that the task does not have.
    MountUnknown {
        /// The name.
        name: String,
        /// The volumes that exist.
        volumes: Vec<String>,
    },
    /// A mount without a path.
    MountIncomplete,
    /// Two mounts of one step at one path.
    MountDuplicatePath {
        /// The path.
        path: String,
    },
    /// A mount on a push step.
    MountOnPush,
    /// An environment entry without `=`.
    EnvEntry {
        /// The entry, or the piece between commas.
        entry: String,
        /// Whether it stands in the task's list.
        of_task: bool,
        /// Whether the comma in the entry made the piece.
        split: bool,
    },
    /// `retries` or `repeat` below zero.
    Negative {
        /// The property.
        property: &'static str,
    },
    /// A step with more than one of cmd, build and push.
    StepManyKinds {
        /// The properties.
        kinds: Vec<&'static str>,
    },
    /// A step with none of cmd, build and push.
    StepWithoutKind,
    /// A step's id with white space.
    StepIdSpaces {
        /// The id.
        id: String,
    },
    /// Two steps of one id.
    StepDuplicate {
        /// The id.
        id: String,
        /// Whether it is the generated one of this step.
        generated: bool,
    },
    /// A step called like the root of the graph.
    StepReserved,
    /// `-` in a `when` that names other steps too.
    WhenToken,
    /// A step that waits for itself.
    WhenSelf {
        /// The id.
        id: String,
    },
    /// An empty entry in `when`.
    WhenEmpty,
    /// A `when` entry that no earlier step is called.
    WhenUnknown {
        /// The entry.
        id: String,
        /// The ids of the steps before.
        earlier: Vec<String>,
        /// Whether a later step is called so.
        later: bool,
    },
    /// An id twice in `when`: the runner accepts it and then waits for ever.
    WhenTwice {
        /// The id.
        id: String,
    },
    /// A value of `cache` that does not exist.
    CacheValue {
        /// The value.
        value: String,
    },
}

/// What is wrong with a Key Vault address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretUrlProblem {
    /// It is no URL.
    Unparsable,
    /// It does not begin with `https`.
    Scheme,
    /// Its path has not two or three segments.
    Segments(usize),
    /// Its path does not begin with `/secrets/`.
    Collection(String),
    /// Its host has no dot.
    Host,
}

/// What the runner makes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It would begin to run it.
    Accepts,
    /// It refuses it with this text.
    Refuses(String),
    /// That depends on what is not known.
    Unknown,
}

/// What the runner writes before the texts of a stage: one piece for each stage around it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Prefix([&'static str; 3]);

impl Prefix {
    pub(crate) const NONE: Self = Self([""; 3]);

    /// A prefix of one piece.
    pub(crate) const fn new(piece: &'static str) -> Self {
        Self([piece, "", ""])
    }

    /// The prefix with another piece behind; there are never more than three.
    pub(crate) fn then(mut self, piece: &'static str) -> Self {
        if let Some(free) = self.0.iter_mut().find(|free| free.is_empty()) {
            *free = piece;
        }
        self
    }
}

/// What the runner rewords in its errors.
const DEADLINE: &str = "context deadline exceeded";

/// The refusals of a file in the runner's order. The runner stops at its first; acrlint goes on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refusals {
    list: Vec<Refusal>,
    verdict: Option<Verdict>,
}

impl Refusals {
    /// Adds a fault at which the runner stops with this text.
    pub(crate) fn stop(&mut self, prefix: &Prefix, refusal: Refusal) {
        self.stop_with(prefix, &refusal.runner);
        self.note(refusal);
    }

    /// The runner stops here with this text.
    pub(crate) fn stop_with(&mut self, prefix: &Prefix, text: &str) {
        self.verdict.get_or_insert_with(|| {
            let mut said = prefix.0.concat();
            said.push_str(text);
            if said.contains(DEADLINE) {
                said = said.replace(DEADLINE, "timed out");
            }
            Verdict::Refuses(said)
        });
    }

    /// Adds a fault that does not stop the runner.
    pub(crate) fn note(&mut self, refusal: Refusal) {
        let again = self
            .list
            .iter()
            .any(|known| known.range == refusal.range && known.kind == refusal.kind);
        if !again {
            self.list.push(refusal);
        }
    }

    /// Whether the runner stops here depends on what is not known.
    pub(crate) fn undecided(&mut self) {
        self.verdict.get_or_insert(Verdict::Unknown);
    }

    pub(crate) fn finish(self) -> (Vec<Refusal>, Verdict) {
        (self.list, self.verdict.unwrap_or(Verdict::Accepts))
    }
}

impl Refusal {
    pub(crate) fn new(kind: RefusalKind, range: TextRange, runner: impl Into<String>) -> Self {
        Self {
            kind,
            range,
            related: None,
            elsewhere: None,
            runner: runner.into(),
            step: None,
        }
    }

    pub(crate) fn related(mut self, range: Option<TextRange>) -> Self {
        self.related = range;
        self
    }

    pub(crate) fn in_step(mut self, step: usize) -> Self {
        self.step = Some(step);
        self
    }
}
