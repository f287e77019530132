//! The options of `docker build`. Source: Docker's reference of `docker image build` and `docker buildx build`.

/// An option.
pub(crate) struct Flag {
    /// Its long name.
    pub(crate) name: &'static str,
    /// Its short name, or an empty text.
    pub(crate) short: &'static str,
    /// What its value is called; empty for an option without one.
    pub(crate) value: &'static str,
    /// Values that it may have.
    pub(crate) values: &'static [&'static str],
    /// Whether it may stand there several times.
    pub(crate) repeats: bool,
    /// Whether only BuildKit knows it.
    pub(crate) buildkit: bool,
    /// What it does.
    pub(crate) doc: &'static str,
}

const fn flag(name: &'static str, value: &'static str, doc: &'static str) -> Flag {
    Flag {
        name,
        short: "",
        value,
        values: &[],
        repeats: false,
        buildkit: false,
        doc,
    }
}

impl Flag {
    const fn short(self, short: &'static str) -> Self {
        Self { short, ..self }
    }

    const fn values(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }

    const fn repeats(self) -> Self {
        Self {
            repeats: true,
            ..self
        }
    }

    const fn buildkit(self) -> Self {
        Self {
            buildkit: true,
            ..self
        }
    }

    /// Whether a word is one of its names.
    pub(crate) fn is(&self, word: &str) -> bool {
        !word.is_empty() && (word == self.name || word == self.short)
    }
}

const PLATFORMS: &[&str] = &[
    "linux/amd64",
    "linux/arm64",
    "linux/arm/v7",
    "windows/amd64",
];
const CACHE_FROM: &[&str] = &["type=registry,ref=", "type=inline"];
const CACHE_TO: &[&str] = &["type=registry,mode=max,ref=", "type=inline"];

/// The options, those first that are used most.
#[rustfmt::skip] // a table, an option a line
pub(crate) static FLAGS: [Flag; 45] = [
    flag("--tag", "image", "A name of the image. The runner does not see `--tag=…`.").short("-t").repeats(),
    flag("--file", "path", "The Dockerfile; for a folder as context the runner takes the path from the working directory.").short("-f"),
    flag("--build-arg", "NAME=value", "A value for an `ARG` of the Dockerfile.").repeats(),
    flag("--target", "stage", "The stage to stop at."),
    flag("--platform", "os/architecture", "The platform to build for.").values(PLATFORMS),
    flag("--no-cache", "", "Builds all layers anew."),
    flag("--pull", "", "Always pulls base images, even those that are there."),
    flag("--cache-from", "source", "An image, or with BuildKit a cache, to take layers from.").values(CACHE_FROM).repeats(),
    flag("--label", "key=value", "A label of the image.").repeats(),
    flag("--network", "mode", "The network of `RUN` instructions.").values(&["default", "none", "host"]),
    flag("--isolation", "technology", "How Windows containers are isolated.").values(&["default", "process", "hyperv"]),
    flag("--memory", "bytes", "The most memory that a build container may use.").short("-m"),
    flag("--memory-swap", "bytes", "The most memory with swap; `-1` for no limit."),
    flag("--quiet", "", "Prints the image's ID and nothing else.").short("-q"),
    flag("--add-host", "host:ip", "A host name with its address for `RUN`.").repeats(),
    flag("--shm-size", "bytes", "The size of `/dev/shm`."),
    flag("--ulimit", "name=soft:hard", "A limit for processes.").repeats(),
    flag("--cgroup-parent", "path", "The parent cgroup of build containers."),
    flag("--cpu-period", "microseconds", "The period of the processor's scheduler."),
    flag("--cpu-quota", "microseconds", "The quota of the processor's scheduler."),
    flag("--cpu-shares", "weight", "The share of the processors.").short("-c"),
    flag("--cpuset-cpus", "list", "The processors to run on."),
    flag("--cpuset-mems", "list", "The memory nodes to use."),
    flag("--security-opt", "option", "A security option.").repeats(),
    flag("--compress", "", "Compresses the context; without BuildKit."),
    flag("--force-rm", "", "Always removes the containers of a build; without BuildKit."),
    flag("--rm", "", "Removes the containers of a build that succeeds; without BuildKit."),
    flag("--squash", "", "Makes one layer of the new ones; an experiment of Docker without BuildKit."),
    flag("--disable-content-trust", "", "Does not check signatures of images."),
    flag("--iidfile", "path", "Writes the image's ID into a file."),
    flag("--secret", "id=name,src=path", "A secret for `RUN --mount=type=secret`.").values(&["id="]).repeats().buildkit(),
    flag("--ssh", "default", "An SSH agent for `RUN --mount=type=ssh`.").values(&["default"]).repeats().buildkit(),
    flag("--build-context", "name=source", "A further context, for `FROM` and `COPY --from`.").repeats().buildkit(),
    flag("--cache-to", "target", "Where the cache goes.").values(CACHE_TO).repeats().buildkit(),
    flag("--output", "type=local,dest=path", "Where the result goes.").short("-o").values(&["type=local,dest=", "type=tar,dest=", "type=registry"]).repeats().buildkit(),
    flag("--push", "", "Pushes the image when it is built.").buildkit(),
    flag("--load", "", "Loads the image into Docker when it is built.").buildkit(),
    flag("--progress", "kind", "How progress is printed.").values(&["auto", "plain", "tty", "quiet", "rawjson"]).buildkit(),
    flag("--no-cache-filter", "stage", "Builds these stages anew.").repeats().buildkit(),
    flag("--provenance", "mode", "Adds a statement of the image's origin.").values(&["false", "mode=min", "mode=max"]).buildkit(),
    flag("--sbom", "true", "Adds a list of the image's contents.").values(&["true", "false"]).buildkit(),
    flag("--attest", "type=sbom", "Adds an attestation.").values(&["type=sbom", "type=provenance,mode=max"]).repeats().buildkit(),
    flag("--annotation", "key=value", "An annotation of the image's manifest.").repeats().buildkit(),
    flag("--metadata-file", "path", "Writes facts of the build into a file.").buildkit(),
    flag("--allow", "right", "Allows builds what they may not do otherwise.").values(&["network.host", "security.insecure"]).repeats().buildkit(),
];

/// The option of that name.
pub(crate) fn flag_of(word: &str) -> Option<&'static Flag> {
    FLAGS.iter().find(|flag| flag.is(word))
}
