//! The task as the runner decodes it: graph/task.go, graph/step.go, graph/network.go, pkg/volume, secretmgmt.
//!
//! Every value keeps the node that it was decoded from. `'d` is the life of the rendered text.

use std::borrow::Cow;

use acrlint_yaml::NodeId;

/// A text and the scalar it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<'d> {
    /// The decoded value; it may hold symbols.
    pub value: Cow<'d, str>,
    /// The scalar.
    pub node: NodeId,
}

/// A number or a boolean and the scalar it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting<T> {
    /// The decoded value, or `None` when it is not known.
    pub value: Option<T>,
    /// The scalar.
    pub node: NodeId,
}

/// An entry of a list of mappings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item<T> {
    /// The entry's node.
    pub node: NodeId,
    /// The mapping, or `None` for a null entry, at which the runner crashes.
    pub value: Option<T>,
}

/// A task file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Task<'d> {
    /// `version`.
    pub version: Option<Text<'d>>,
    /// `stepTimeout` in seconds.
    pub step_timeout: Option<Setting<i64>>,
    /// `secrets`.
    pub secrets: Vec<Item<Secret<'d>>>,
    /// `networks`.
    pub networks: Vec<Item<Network<'d>>>,
    /// `volumes`.
    pub volumes: Vec<Item<Volume<'d>>>,
    /// `env`.
    pub env: Vec<Text<'d>>,
    /// `workingDirectory`.
    pub working_directory: Option<Text<'d>>,
    /// `steps`.
    pub steps: Vec<Item<Step<'d>>>,
    /// Whether some entry of `steps`, or all of it, is no mapping, so that steps are missing here.
    pub steps_lost: bool,
    /// Whether some entry of `volumes`, or all of it, is no mapping, so that volumes are missing here.
    pub volumes_lost: bool,
    /// The key `isbuildtask`, which works by accident: true leaves out the default network.
    pub is_build_task: Option<Setting<bool>>,
}

/// A step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step<'d> {
    /// The keys whose values have the wrong type.
    pub broken: Vec<String>,
    /// `id`; without one the step is called `acb_step_<index>`.
    pub id: Option<Text<'d>>,
    /// `cmd`.
    pub cmd: Option<Text<'d>>,
    /// `build`.
    pub build: Option<Text<'d>>,
    /// `push`.
    pub push: Vec<Text<'d>>,
    /// `workingDirectory`.
    pub working_directory: Option<Text<'d>>,
    /// `entryPoint`.
    pub entry_point: Option<Text<'d>>,
    /// `user`.
    pub user: Option<Text<'d>>,
    /// `network`.
    pub network: Option<Text<'d>>,
    /// `isolation`.
    pub isolation: Option<Text<'d>>,
    /// `cpus`.
    pub cpus: Option<Text<'d>>,
    /// `cache`.
    pub cache: Option<Text<'d>>,
    /// `volumeMounts`.
    pub volume_mounts: Vec<Item<Mount<'d>>>,
    /// `env`.
    pub env: Vec<Text<'d>>,
    /// `expose`.
    pub expose: Vec<Text<'d>>,
    /// `ports`.
    pub ports: Vec<Text<'d>>,
    /// `when`.
    pub when: Vec<Text<'d>>,
    /// `timeout` in seconds.
    pub timeout: Option<Setting<i64>>,
    /// `cmdDownloadRetries`.
    pub cmd_download_retries: Option<Setting<i64>>,
    /// `cmdDownloadRetryDelay` in seconds.
    pub cmd_download_retry_delay: Option<Setting<i64>>,
    /// `startDelay` in seconds.
    pub start_delay: Option<Setting<i64>>,
    /// `retryDelay` in seconds.
    pub retry_delay: Option<Setting<i64>>,
    /// `retries`.
    pub retries: Option<Setting<i64>>,
    /// `retryOnErrors`.
    pub retry_on_errors: Vec<Text<'d>>,
    /// `repeat`.
    pub repeat: Option<Setting<i64>>,
    /// `keep`.
    pub keep: Option<Setting<bool>>,
    /// `detach`.
    pub detach: Option<Setting<bool>>,
    /// `privileged`.
    pub privileged: Option<Setting<bool>>,
    /// `disableWorkingDirectoryOverride`.
    pub disable_working_directory_override: Option<Setting<bool>>,
    /// `ignoreErrors`.
    pub ignore_errors: Option<Setting<bool>>,
    /// `pull`.
    pub pull: Option<Setting<bool>>,
    /// The key `tags`, which works by accident: it replaces the tags of the build string.
    pub tags: Vec<Text<'d>>,
}

/// A network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network<'d> {
    /// `name`.
    pub name: Option<Text<'d>>,
    /// `driver`.
    pub driver: Option<Text<'d>>,
    /// `ipv6`.
    pub ipv6: Option<Setting<bool>>,
    /// `skipCreation`.
    pub skip_creation: Option<Setting<bool>>,
    /// `isDefault`.
    pub is_default: Option<Setting<bool>>,
}

/// A volume.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Volume<'d> {
    /// The keys whose values have the wrong type.
    pub broken: Vec<String>,
    /// `name`.
    pub name: Option<Text<'d>>,
    /// `secret`: file names and their contents; `None` when absent or null.
    pub secret: Option<Vec<(Text<'d>, Text<'d>)>>,
    /// The value of `secret`; its key where nothing stands behind that.
    pub secret_node: Option<NodeId>,
}

/// A mount of a volume.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mount<'d> {
    /// The keys whose values have the wrong type.
    pub broken: Vec<String>,
    /// `name`.
    pub name: Option<Text<'d>>,
    /// `mountPath`.
    pub mount_path: Option<Text<'d>>,
}

/// A secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Secret<'d> {
    /// The keys whose values have the wrong type.
    pub broken: Vec<String>,
    /// `id`.
    pub id: Option<Text<'d>>,
    /// `keyvault`.
    pub keyvault: Option<Text<'d>>,
    /// `clientID`.
    pub client_id: Option<Text<'d>>,
    /// The key `aadresourceid`, which works by accident.
    pub aad_resource_id: Option<Text<'d>>,
}

/// The value of an optional text, empty when there is none, as Go has it.
pub fn value<'t>(text: &'t Option<Text<'_>>) -> &'t str {
    text.as_ref().map_or("", |text| &text.value)
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Runs a container.
    Cmd,
    /// Builds an image.
    Build,
    /// Pushes images.
    Push,
}

impl StepKind {
    /// The property that makes a step one of this kind.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cmd => "cmd",
            Self::Build => "build",
            Self::Push => "push",
        }
    }
}

impl Step<'_> {
    /// The kinds that the step's properties name: one in a step that the runner takes. An empty property counts as
    /// absent.
    pub fn kinds(&self) -> impl Iterator<Item = StepKind> {
        let cmd = !value(&self.cmd).is_empty();
        let build = !value(&self.build).is_empty();
        let push = !self.push.is_empty();
        [
            (cmd, StepKind::Cmd),
            (build, StepKind::Build),
            (push, StepKind::Push),
        ]
        .into_iter()
        .filter(|(present, _)| *present)
        .map(|(_, kind)| kind)
    }

    /// The kind of a step that names exactly one.
    pub fn kind(&self) -> Option<StepKind> {
        let mut kinds = self.kinds();
        let first = kinds.next();
        if kinds.next().is_some() { None } else { first }
    }
}
