//! What the sources say, in one shape for all of them.
//!
//! Every text may hold symbols (`acrlint_text::Symbols`) for parts that the source leaves open, such as a parameter.
//! Symbols are keyed by what they are, so two texts that are made from the same unknowns in the same way are equal.

use acrlint_text::{Mapped, Symbols, TextRange, has_symbol};

/// A range in one of the files that were read together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The index of the file in the group that was read.
    pub file: usize,
    /// The range there, in bytes.
    pub range: TextRange,
}

/// A value and where it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// The kind of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// `acrlint.toml`.
    Config,
    /// Saved output of `az acr task show`, `list`, `credential list`, `az rest` and the listDetails answer.
    AzJson,
    /// An ARM template.
    Arm,
    /// A Bicep file.
    Bicep,
    /// The Terraform files of one folder.
    Terraform,
    /// `terraform show -json`.
    TerraformJson,
    /// A script of bash or a POSIX shell.
    Shell,
    /// A PowerShell script.
    PowerShell,
    /// A CI file (YAML) with such commands in it.
    Ci,
}

/// What a group of files says.
#[derive(Debug, Clone)]
pub struct Facts {
    /// What the files are.
    pub kind: SourceKind,
    /// The tasks and runs.
    pub tasks: Vec<TaskFacts>,
    /// The role assignments.
    pub roles: Vec<RoleAssignment>,
    /// The registries.
    pub registries: Vec<RegistryFacts>,
    /// The user-assigned identities.
    pub identities: Vec<UserIdentity>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What the texts leave open.
    pub symbols: Symbols,
}

/// A place that could not be read, with the reason in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What is wrong there.
    pub message: String,
}

/// A task, a task run, or commands about a task that is made elsewhere.
#[derive(Debug, Clone)]
pub struct TaskFacts {
    /// The resource's head, or the command.
    pub place: Place,
    /// Whether this source makes the task (a resource, `az acr task create`, a saved answer) or only changes one.
    pub made_here: bool,
    /// A quick run (`az acr run`, `az acr build`) or a `taskRuns` resource instead of a stored task.
    pub run: Option<RunKind>,
    /// The task's name.
    pub name: Option<Fact<String>>,
    /// The home registry: its name, login server or resource, as the source says it.
    pub registry: Option<Fact<String>>,
    /// What the task runs.
    pub work: Work,
    /// The identities assigned to the task.
    pub identity: AssignedIdentity,
    /// `credentials.sourceRegistry.loginMode`, `--auth-mode`: `Default` or `None`.
    pub login_mode: Option<Fact<String>>,
    /// `credentials.sourceRegistry.identity`, `--source-acr-auth-id`.
    pub source_identity: Option<Fact<String>>,
    /// The credentials of other registries.
    pub credentials: Vec<CredentialFacts>,
    /// Whether a registry that is not among `credentials` surely has none by this source. False for a plain GET
    /// answer, for an expression that cannot be read, and for commands that only change a task.
    pub credentials_complete: bool,
    /// `--set` and the like: names and values.
    pub set: Vec<(Fact<String>, Option<Fact<String>>)>,
}

impl TaskFacts {
    /// A task of which nothing is said yet, made elsewhere.
    pub fn unsaid(place: Place) -> Self {
        Self {
            place,
            made_here: false,
            run: None,
            name: None,
            registry: None,
            work: Work::Unknown,
            identity: AssignedIdentity::default(),
            login_mode: None,
            source_identity: None,
            credentials: Vec::new(),
            credentials_complete: false,
            set: Vec::new(),
        }
    }
}

/// A run that is not of a stored task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunKind {
    /// `az acr run`, `az acr build`: carries no credential of another registry.
    Quick,
    /// A `Microsoft.ContainerRegistry/registries/taskRuns` resource: carries credentials and a user-assigned identity.
    Resource,
}

/// What a task runs.
#[derive(Debug, Clone)]
pub enum Work {
    /// It cannot be seen.
    Unknown,
    /// A task file in the context.
    File {
        /// Its path, as the source has it.
        path: Fact<String>,
        /// The context: a git URL or a folder.
        context: Option<Fact<String>>,
        /// The values file.
        values: Option<Fact<String>>,
    },
    /// A local file that the source embeds: `file("acb.yaml")`, `loadFileAsBase64('acb.yaml')`, `loadTextContent(…)`.
    Loaded {
        /// Its path, relative to the source.
        path: Fact<String>,
        /// The context.
        context: Option<Fact<String>>,
    },
    /// A task file within the source.
    Embedded {
        /// The text, with origins in the source; one expansion where it is encoded. Unknown parts are symbols.
        text: Mapped,
        /// The index of the file that it stands in.
        file: usize,
        /// The whole literal.
        range: TextRange,
        /// The context.
        context: Option<Fact<String>>,
    },
    /// A Docker step: a build without a task file.
    Docker {
        /// The Dockerfile; the service takes `Dockerfile` when absent.
        dockerfile: Option<Fact<String>>,
        /// The context: a git URL or a folder.
        context: Option<Fact<String>>,
        /// `--target`.
        target: Option<Fact<String>>,
        /// The images that are tagged and pushed.
        images: Vec<Fact<String>>,
        /// Build arguments: names and values (none for secret ones).
        arguments: Vec<(Fact<String>, Option<Fact<String>>)>,
    },
    /// One command (`--cmd`).
    Command(Fact<String>),
}

/// The identities assigned to a task.
#[derive(Debug, Clone, Default)]
pub struct AssignedIdentity {
    /// Where it is said; none if the source says nothing about identities.
    pub place: Option<Place>,
    /// Whether a system-assigned identity is there; none if that cannot be seen.
    pub system: Option<bool>,
    /// The principal ID of the system-assigned identity, or a symbol that names it.
    pub system_principal: Option<String>,
    /// The resource IDs of the user-assigned identities.
    pub user: Vec<Fact<String>>,
    /// Whether `user` lists all of them.
    pub complete: bool,
}

/// A credential of another registry than the home registry.
#[derive(Debug, Clone)]
pub struct CredentialFacts {
    /// The whole entry.
    pub place: Place,
    /// The login server, letter for letter as the source has it.
    pub host: Fact<String>,
    /// The identity: `[system]` or a client ID.
    pub identity: Option<Fact<String>>,
    /// The user name.
    pub username: Option<Fact<SecretKind>>,
    /// The password.
    pub password: Option<Fact<SecretKind>>,
    /// The source hides what it is (a null value of a plain GET answer): covered, kind unknown.
    pub hidden: bool,
    /// A command that takes the credential away again.
    pub removed: bool,
}

/// How a user name or password is given. The text itself is never kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    /// In the clear, or from a variable that is not a vault address.
    Opaque,
    /// The address of a Key Vault secret.
    Vault,
    /// An empty text.
    Empty,
    /// It cannot be seen which.
    Unknown,
}

impl SecretKind {
    /// How a text is given, as Azure's command line tells: one with the DNS suffix of Key Vault, in any case, is the
    /// address of a secret. A text with symbols that is no address may be anything. Source: azure-cli, acr/_utils.py.
    pub fn of(text: &str) -> Self {
        const VAULTS: [&str; 3] = [
            ".vault.azure.net",
            ".vault.azure.cn",
            ".vault.usgovcloudapi.net",
        ];
        let lower = text.to_lowercase();
        if lower.is_empty() {
            Self::Empty
        } else if VAULTS.iter().any(|vault| lower.contains(vault)) {
            Self::Vault
        } else if has_symbol(text) {
            Self::Unknown
        } else {
            Self::Opaque
        }
    }
}

/// A role given to an identity.
#[derive(Debug, Clone)]
pub struct RoleAssignment {
    /// The resource's head, or the command.
    pub place: Place,
    /// The role's name, or the GUID of its definition.
    pub role: Option<Fact<String>>,
    /// The principal ID, or a symbol that names it.
    pub principal: Option<Fact<String>>,
    /// The resource ID that it holds for: a registry, resource group or subscription; or a registry's `id`.
    pub scope: Option<Fact<String>>,
}

/// A registry that a source makes or names.
#[derive(Debug, Clone)]
pub struct RegistryFacts {
    /// The resource's head, or the command.
    pub place: Place,
    /// Its resource ID, or the symbol that names it.
    pub id: String,
    /// Its name.
    pub name: Option<Fact<String>>,
    /// Its login server, or the symbol that names it.
    pub login_server: String,
    /// Whether it uses ABAC repository permissions; none if that cannot be seen.
    pub abac: Option<Fact<bool>>,
    /// Whether anonymous pull is on; none if that cannot be seen.
    pub anonymous_pull: Option<Fact<bool>>,
}

/// A user-assigned identity that a source makes or names.
#[derive(Debug, Clone)]
pub struct UserIdentity {
    /// The resource's head, or the command.
    pub place: Place,
    /// Its name.
    pub name: Option<Fact<String>>,
    /// Its resource ID, or the symbol that names it.
    pub id: String,
    /// Its client ID, or the symbol that names it.
    pub client_id: String,
    /// Its principal ID, or the symbol that names it.
    pub principal_id: String,
}
