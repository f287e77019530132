//! What a Dockerfile consists of.

use acrlint_text::TextRange;

use crate::directive::Directive;
use crate::word::Word;

/// A Dockerfile. All ranges are byte ranges of the text that was read.
#[derive(Debug, Clone, Default)]
pub struct Dockerfile {
    /// The parser directives at the top.
    pub directives: Vec<Directive>,
    /// The character that continues lines and protects others: `\` or a backtick.
    pub escape: char,
    /// The build arguments declared before the first `FROM`.
    pub global_args: Vec<Argument>,
    /// The stages, in order.
    pub stages: Vec<Stage>,
    /// What Docker would refuse.
    pub problems: Vec<Problem>,
    /// Every instruction: its keyword in upper case and its range.
    pub instructions: Vec<(String, TextRange)>,
    pub(crate) needs_buildkit: Option<TextRange>,
}

/// A declared build argument. One `ARG` can declare several.
#[derive(Debug, Clone)]
pub struct Argument {
    /// The name.
    pub name: Word,
    /// What is taken if the build gives no value.
    pub default: Option<Word>,
}

/// A build stage.
#[derive(Debug, Clone)]
pub struct Stage {
    /// The `FROM` instruction.
    pub range: TextRange,
    /// The base image or stage.
    pub base: Word,
    /// The value of `--platform`.
    pub platform: Option<Word>,
    /// The name behind `AS`.
    pub name: Option<Word>,
    /// The build arguments declared in the stage.
    pub args: Vec<Argument>,
    /// The images and stages that instructions refer to.
    pub references: Vec<ImageWord>,
}

/// A word that names an image or a stage.
#[derive(Debug, Clone)]
pub struct ImageWord {
    /// The word.
    pub word: Word,
    /// Where it stands.
    pub kind: ReferenceKind,
    /// Whether it is part of an `ONBUILD` trigger.
    pub onbuild: bool,
}

/// Where a reference to an image or a stage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceKind {
    /// `COPY --from=`, `ADD --from=`.
    Copy,
    /// `RUN --mount=type=bind,from=` or `type=cache`.
    Mount,
}

/// What Docker would refuse, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub range: TextRange,
    /// What.
    pub kind: ProblemKind,
}

/// What Docker would refuse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    /// No stage at all.
    #[error("the file has no FROM")]
    NoStage,
    /// An instruction other than `ARG` before the first `FROM`.
    #[error("{0} stands before the first FROM")]
    BeforeStage(String),
    /// A keyword that Docker does not know.
    #[error("{0} is no Dockerfile instruction")]
    Unknown(String),
    /// `FROM` with other words than an image, or an image, `AS` and a name.
    #[error("FROM takes an image, or an image, AS and a name")]
    From,
    /// A stage name that is no such name.
    #[error("{0} cannot be the name of a stage")]
    StageName(String),
    /// `ARG` without a name.
    #[error("ARG needs a name")]
    Argument,
    /// A here-document without end.
    #[error("the here-document has no end")]
    Heredoc,
    /// A variable where Docker expands none.
    #[error("variables are not expanded here; name a stage with FROM instead")]
    Variable,
    /// `COPY --from=3` where no such stage is above.
    #[error("there is no stage {0} above")]
    StageIndex(String),
    /// `ONBUILD` with nothing, `FROM` or `ONBUILD` behind it.
    #[error("ONBUILD cannot trigger this")]
    OnBuild,
}

impl Dockerfile {
    /// All declared build arguments, those of stages too.
    pub fn declared_args(&self) -> impl Iterator<Item = &Argument> {
        let stages = self.stages.iter().flat_map(|stage| &stage.args);
        self.global_args.iter().chain(stages)
    }

    /// Whether `--build-arg NAME=…` means anything to this file: it is declared, or Docker or BuildKit knows it anyway.
    pub fn takes_argument(&self, name: &str) -> bool {
        is_predefined(name) || self.declared_args().any(|arg| arg.name.text() == name)
    }

    /// The first thing that only BuildKit understands: a here-document, `RUN --mount`, `COPY --link` and the like.
    pub fn needs_buildkit(&self) -> Option<TextRange> {
        self.needs_buildkit
    }

    /// The stage of that name or number, as `--target` takes it.
    pub fn stage(&self, target: &str) -> Option<usize> {
        let named = |stage: &Stage| {
            let name = stage.name.as_ref();
            name.is_some_and(|name| name.text().eq_ignore_ascii_case(target))
        };
        // of several stages with a name the last one counts
        let by_name = self.stages.iter().rposition(named);
        by_name.or_else(|| target.parse().ok().filter(|at| *at < self.stages.len()))
    }
}

/// Arguments that need no `ARG`. Rule: docs.docker.com/reference/dockerfile, "Predefined ARGs", "BuildKit built-in build
/// args".
fn is_predefined(name: &str) -> bool {
    const PROXY: [&str; 5] = ["HTTP", "HTTPS", "FTP", "NO", "ALL"];
    let proxy = name.strip_suffix("_PROXY").or(name.strip_suffix("_proxy"));
    let proxy = proxy.is_some_and(|kind| PROXY.iter().any(|p| p.eq_ignore_ascii_case(kind)));
    proxy
        || name.starts_with("BUILDKIT_")
        || matches!(name, "SOURCE_DATE_EPOCH")
        || PLATFORM_ARGS.contains(&name)
}

/// The arguments that BuildKit fills in for `FROM`.
pub(crate) const PLATFORM_ARGS: [&str; 8] = [
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDARCH",
    "BUILDVARIANT",
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETARCH",
    "TARGETVARIANT",
];
