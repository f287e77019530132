//! What a step touches, as plain data.

use std::rc::Rc;

use acrlint_dockerfile::{Dockerfile, Pulls, Scan};
use acrlint_text::{Symbols, TextRange};

use super::host::Registry;

/// What is done with an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// It is pulled.
    Pull,
    /// It is pushed.
    Push,
}

/// Why an image is touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The Dockerfile of a build names it.
    Dockerfile,
    /// A build argument looks like its registry, and the Dockerfile cannot be seen.
    BuildArgument(String),
    /// It holds a build's cache.
    Cache,
    /// It is the context of a build.
    Context,
    /// It is one of the further contexts of a build.
    BuildContext,
    /// A step runs it.
    Command,
    /// A step tells Docker to.
    DockerCommand,
    /// A step pushes it.
    Push,
    /// A step deletes images of the registry.
    Purge,
}

/// An image that a step pulls or pushes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// The index of the step in the task's list.
    pub step: usize,
    /// What is done with it.
    pub access: Access,
    /// The image, which may hold symbols; empty where only the registry shows.
    pub image: String,
    /// Its registry.
    pub registry: Registry,
    /// Why.
    pub reason: Reason,
    /// The place in the task file.
    pub range: TextRange,
    /// The build argument that supplies its host.
    pub argument: Option<String>,
    /// The place in the Dockerfile that names it.
    pub base: Option<(String, TextRange)>,
    /// Whether every run of the step does it, so far as can be seen.
    pub certain: bool,
}

/// A login that a step makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The host; none when it cannot be seen.
    pub host: Option<String>,
    /// The place in the task file.
    pub range: TextRange,
}

/// What one step touches.
#[derive(Debug, Clone, Default)]
pub struct StepTouches {
    /// The index of the step in the task's list.
    pub step: usize,
    /// The images.
    pub touches: Vec<Touch>,
    /// The logins.
    pub logins: Vec<Login>,
    /// What a build step is built from.
    pub build: Option<BuiltFrom>,
}

impl StepTouches {
    pub(super) fn new(step: usize) -> Self {
        Self {
            step,
            ..Self::default()
        }
    }
}

/// The Dockerfile of a build step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DockerfileAt {
    /// It can be read.
    Known {
        /// Its path, as the files of the project are called.
        path: String,
        /// Its text.
        text: Rc<str>,
    },
    /// There is none at this path.
    Missing(String),
    /// It cannot be seen: the context is remote, or holds unknown parts.
    Unknown,
}

/// A build argument of a build step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildArgument {
    /// Its name.
    pub name: String,
    /// Its value; none when it comes from the environment.
    pub value: Option<String>,
    /// Where the whole argument stands in the build string, and where its value does.
    pub whole: TextRange,
    /// Where the value stands in the build string.
    pub value_range: TextRange,
}

/// What a build step is built from.
#[derive(Debug, Clone)]
pub struct BuiltFrom {
    /// The Dockerfile.
    pub dockerfile: DockerfileAt,
    /// The build arguments, as the shell hands them to Docker.
    pub arguments: Vec<BuildArgument>,
    /// The Dockerfile as it is read.
    pub parsed: Option<Rc<Dockerfile>>,
    /// The value of `--target`, and where it stands in the build string.
    pub target: Option<(String, TextRange)>,
    /// What a real build pulls, where the Dockerfile can be read.
    pub pulls: Option<Pulls>,
    /// What the runner's own scan makes of the Dockerfile, where that can be read.
    pub scan: Option<Scan>,
    /// Whether BuildKit builds it; none when that is not known.
    pub buildkit: Option<bool>,
    /// Whether all words of the build string are known.
    pub complete: bool,
    /// What is unknown in `pulls`, where there are any.
    pub symbols: Symbols,
}

impl BuiltFrom {
    /// The path of the Dockerfile; empty where it cannot be seen.
    pub fn path(&self) -> &str {
        match &self.dockerfile {
            DockerfileAt::Known { path, .. } | DockerfileAt::Missing(path) => path,
            DockerfileAt::Unknown => "",
        }
    }

    /// The text of the Dockerfile.
    pub fn text(&self) -> &str {
        match &self.dockerfile {
            DockerfileAt::Known { text, .. } => text,
            DockerfileAt::Missing(_) | DockerfileAt::Unknown => "",
        }
    }
}
