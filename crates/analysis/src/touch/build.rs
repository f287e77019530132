//! What a `build` step touches: the base images of its Dockerfile, its caches and contexts.

use std::collections::HashMap;
use std::rc::Rc;

use acrlint_dockerfile::{Arguments, Dockerfile, PartOrigin, Platform, Pull};
use acrlint_image::host_of;
use acrlint_task::build::{ContextKind, Word, context_kind, read_build_command};
use acrlint_task::schedule::ScheduledStep;
use acrlint_task::{FileAnswer, Step, Text, value};
use acrlint_text::{Symbols, TextRange, TextSize, has_symbol};

use super::command::{Deed, build_flags};
use super::docker::{Argument, BUILD_SWITCHES, arguments};
use super::host::Registry;
use super::host::acr_host;
use super::model::{Access, BuildArgument, BuiltFrom, DockerfileAt, Reason, StepTouches, Touch};
use super::words::commands;
use crate::diagnostic::Edit;
use crate::file::File;
use crate::project::join;

/// The Dockerfiles of a task by the paths that its steps give them: many steps may build from one.
pub(super) type Dockerfiles = HashMap<String, (DockerfileAt, Option<Rc<Dockerfile>>)>;

/// Places in build strings.
impl<'a> File<'a> {
    fn build_text(&self, step: usize) -> Option<&'a Text<'a>> {
        self.reading
            .task
            .steps
            .get(step)?
            .value
            .as_ref()?
            .build
            .as_ref()
    }

    /// Where a part of the build string of a step stands in the file.
    pub fn build_piece(&self, step: usize, part: TextRange) -> TextRange {
        let text = self.build_text(step);
        text.map_or_else(TextRange::default, |text| self.piece(text, part))
    }

    /// Where a step names its Dockerfile: `-f`, the context, or the whole build string.
    pub fn build_place(&self, step: usize) -> TextRange {
        let Some(text) = self.build_text(step) else {
            return TextRange::default();
        };
        let command = read_build_command(&text.value);
        let word: Option<Word<'_>> = command.dockerfile.or(command.context);
        match word {
            Some(word) => self.piece(text, word.range),
            None => self.place(text.node),
        }
    }

    /// The build context as the runner reads it.
    pub fn build_context(&self, step: usize) -> Option<String> {
        let command = read_build_command(&self.build_text(step)?.value);
        command.context.map(|word| word.text.to_owned())
    }

    /// The replacement of a part of a build string, where that can be done.
    pub(crate) fn build_edit(&self, step: usize, part: TextRange, by: &str) -> Option<Edit> {
        self.edit(self.build_text(step)?, part, by)
    }

    /// Where a build argument stands as the runner cuts the string.
    pub(crate) fn scanned_argument(&self, step: usize, index: usize) -> Option<TextRange> {
        let text = self.build_text(step)?;
        let word = *read_build_command(&text.value).build_args.get(index)?;
        Some(self.piece(text, word.range))
    }
}

impl File<'_> {
    pub(super) fn build(
        &self,
        step: &Step<'_>,
        scheduled: &ScheduledStep,
        dockerfiles: &mut Dockerfiles,
        touches: &mut StepTouches,
    ) {
        let Some(text) = &step.build else { return };
        let words = commands(&text.value).into_iter().next().unwrap_or_default();
        let flags = arguments(&words, BUILD_SWITCHES, false);
        let mut deeds: Vec<Deed> = Vec::new();
        let buildkit = self.has_buildkit(step);
        build_flags(&flags, buildkit != Some(false), &mut deeds);
        for deed in deeds {
            self.done(deed, touches, |range| self.piece(text, range));
        }
        if value(&step.cache).eq_ignore_ascii_case("enabled") {
            self.cache(text, touches);
        }
        let command = read_build_command(&text.value);
        let context = scheduled
            .build
            .as_ref()
            .and_then(|build| build.context.clone());
        self.context_image(text, context.as_deref(), touches);
        let complete = !acrlint_task::build::words(&text.value).any(|word| self.is_open(word.text));
        let named = command.dockerfile.map(|word| word.text);
        let path = context
            .as_deref()
            .and_then(|context| self.dockerfile_path(context, named, &scheduled.working_directory));
        let (dockerfile, parsed) = match path {
            Some(path) => self.dockerfile(path, dockerfiles),
            None => (DockerfileAt::Unknown, None),
        };
        let mut built = BuiltFrom {
            arguments: build_arguments(&flags),
            dockerfile,
            parsed,
            target: target(&flags),
            pulls: None,
            scan: None,
            buildkit,
            complete,
            symbols: Symbols::default(),
        };
        self.read_dockerfile(&flags, scheduled, &mut built);
        match &built.pulls {
            Some(pulls) => {
                let DockerfileAt::Known { path, .. } = &built.dockerfile else {
                    return;
                };
                let shown = self.build_place(touches.step);
                for pull in pulls.images.iter().filter(|pull| !pull.image.is_empty()) {
                    touches
                        .touches
                        .push(self.base(text, path, pull, &built, shown, touches.step));
                }
            }
            None => self.probable(text, &built, touches),
        }
        touches.build = Some(built);
    }

    /// The cache that `cache: enabled` keeps beside the first tag with a registry, or the first tag in the home registry.
    /// Rule: graph/step.go `GetCmdWithCacheFlags`.
    fn cache(&self, text: &Text<'_>, touches: &mut StepTouches) {
        let tags: Vec<Word<'_>> = crate::images::tagged(&text.value).collect();
        let with_registry = tags.iter().find(|tag| tag.text.contains('/'));
        let Some(tag) = with_registry.or(tags.first()) else {
            return;
        };
        let registry = match with_registry {
            Some(tag) => self.registry_of(tag.text),
            None => Registry::Home,
        };
        for access in [Access::Pull, Access::Push] {
            touches.touches.push(Touch {
                step: touches.step,
                access,
                image: crate::images::repository(tag.text).to_owned(),
                registry: registry.clone(),
                reason: Reason::Cache,
                range: self.piece(text, tag.range),
                argument: None,
                base: None,
                certain: !self.is_open(tag.text),
            });
        }
    }

    /// `oci://HOST/REPOSITORY` as a context.
    fn context_image(&self, text: &Text<'_>, context: Option<&str>, touches: &mut StepTouches) {
        let Some(context) = context.filter(|context| context_kind(context) == ContextKind::Oci)
        else {
            return;
        };
        let Some(image) = context.get("oci://".len()..) else {
            return;
        };
        let range = text.value.find(image).map(|at| range(at, at + image.len()));
        touches.touches.push(Touch {
            step: touches.step,
            access: Access::Pull,
            image: image.to_owned(),
            registry: self.registry_of(image),
            reason: Reason::Context,
            range: range.map_or_else(|| self.place(text.node), |range| self.piece(text, range)),
            argument: None,
            base: None,
            certain: !self.is_open(image),
        });
    }

    /// Where the runner looks for the Dockerfile, if that can be seen. Rule: scan/dependencies.go `createDockerfilePath`.
    fn dockerfile_path(
        &self,
        context: &str,
        named: Option<&str>,
        working_directory: &str,
    ) -> Option<String> {
        let kind = context_kind(context);
        let named = named.filter(|named| !named.is_empty());
        let path = match kind {
            ContextKind::Local => {
                let inner = match named {
                    Some(named) => named.to_owned(),
                    None => format!("{}/Dockerfile", context.trim_end_matches('/')),
                };
                join(working_directory, &inner)
            }
            ContextKind::Git | ContextKind::Url | ContextKind::Oci => {
                let folder = self.project.context_folder(context)?;
                join(&folder, named.unwrap_or("Dockerfile"))
            }
        };
        (!has_symbol(&path) && !path.starts_with('/')).then_some(path)
    }

    /// A Dockerfile as it was read and parsed for an earlier step, or is now.
    fn dockerfile(
        &self,
        path: String,
        known: &mut Dockerfiles,
    ) -> (DockerfileAt, Option<Rc<Dockerfile>>) {
        if let Some(found) = known.get(&path) {
            return found.clone();
        }
        let found = match self.files.read(&path) {
            FileAnswer::Text(text) => {
                let parsed = Rc::new(acrlint_dockerfile::parse(&text));
                let at = DockerfileAt::Known {
                    path: self.files.locate(&path),
                    text: text.into(),
                };
                (at, Some(parsed))
            }
            FileAnswer::Unreadable(_) => (DockerfileAt::Missing(path.clone()), None),
            FileAnswer::Unknown => (DockerfileAt::Unknown, None),
        };
        known.insert(path, found.clone());
        found
    }

    fn read_dockerfile(
        &self,
        flags: &[Argument<'_>],
        scheduled: &ScheduledStep,
        built: &mut BuiltFrom,
    ) {
        let (
            DockerfileAt::Known {
                text: dockerfile, ..
            },
            Some(parsed),
        ) = (&built.dockerfile, &built.parsed)
        else {
            return;
        };
        let replaced = flags
            .iter()
            .filter(|one| one.is(&["--build-context"]))
            .filter_map(|one| Some(one.value.split_once('=')?.0))
            .collect();
        let given = built
            .arguments
            .iter()
            .map(|one| (one.name.as_str(), one.value.as_deref()))
            .collect();
        let arguments = Arguments {
            given,
            complete: built.complete,
            platform: self.platform(),
            build_platform: self.platform(),
            replaced,
        };
        let mut symbols = self.texts.symbols().clone();
        let target = built.target.as_ref().map(|(target, _)| target.as_str());
        let pulls = parsed.pulls(&arguments, target, built.buildkit, &mut symbols);
        let scan = scheduled
            .build
            .as_ref()
            .filter(|_| built.complete)
            .map(|build| {
                let args: Vec<&str> = build.build_args.iter().map(String::as_str).collect();
                let tags: Vec<&str> = build.tags.iter().map(String::as_str).collect();
                acrlint_dockerfile::scan(dockerfile, &args, &tags, &build.target)
            });
        built.pulls = Some(pulls);
        built.scan = scan;
        built.symbols = symbols;
    }

    /// A text in which only the symbols of the task are left; others are spelled.
    fn with_own_symbols(&self, text: &str, all: &Symbols) -> String {
        let own = self.texts.symbols();
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match all.get(c).filter(|_| own.get(c).is_none()) {
                Some(symbol) => out.push_str(&symbol.spelling),
                None => out.push(c),
            }
        }
        out
    }

    fn platform(&self) -> Option<Platform<'_>> {
        Some(Platform {
            os: self.context.os.as_deref()?,
            architecture: self.context.architecture.as_deref()?,
            variant: "",
        })
    }

    /// A base image with the place in the task that decides about its registry.
    fn base(
        &self,
        text: &Text<'_>,
        path: &str,
        pull: &Pull,
        built: &BuiltFrom,
        shown: TextRange,
        step: usize,
    ) -> Touch {
        let argument = host_source(pull).and_then(|index| built.arguments.get(index));
        let range = argument.map_or(shown, |argument| self.piece(text, argument.value_range));
        Touch {
            step,
            access: Access::Pull,
            registry: super::registry_of(&pull.image, &built.symbols, self.home()),
            image: self.with_own_symbols(&pull.image, &built.symbols),
            reason: Reason::Dockerfile,
            range,
            argument: argument.map(|argument| argument.name.clone()),
            base: Some((path.to_owned(), pull.range)),
            certain: pull.certain,
        }
    }

    /// Without the Dockerfile, a build argument whose value looks like a registry, or an image of one, is probably the
    /// base image's.
    fn probable(&self, text: &Text<'_>, built: &BuiltFrom, touches: &mut StepTouches) {
        if !matches!(built.dockerfile, DockerfileAt::Unknown) {
            return;
        }
        for argument in &built.arguments {
            let Some(value) = argument.value.as_deref() else {
                continue;
            };
            let host = match value.split_once('/') {
                Some((host, rest)) if !rest.is_empty() && !host.contains(':') => host,
                Some((host, "")) => host,
                _ => value,
            };
            if acr_host(host).is_none() || has_symbol(host) {
                continue;
            }
            let only_host = host.len() == value.trim_end_matches('/').len();
            touches.touches.push(Touch {
                step: touches.step,
                access: Access::Pull,
                image: if only_host {
                    String::new()
                } else {
                    value.to_owned()
                },
                registry: super::registry(host, self.home()),
                reason: Reason::BuildArgument(argument.name.clone()),
                range: self.piece(text, argument.value_range),
                argument: None,
                base: None,
                certain: true,
            });
        }
    }
}

/// The build argument that supplies the host of a pull, by its index.
pub(crate) fn host_source(pull: &Pull) -> Option<usize> {
    let end = host_of(&pull.image).map_or(pull.image.len(), str::len);
    let mut parts = pull.parts.iter().filter(|part| part.bytes.start < end);
    parts.find_map(|part| match part.origin {
        PartOrigin::BuildArgument { index, .. } => Some(index),
        _ => None,
    })
}

/// The value of the last `--target`.
fn target(flags: &[Argument<'_>]) -> Option<(String, TextRange)> {
    let target = flags.iter().rfind(|one| one.is(&["--target"]))?;
    Some((target.value.to_owned(), target.range()?))
}

fn build_arguments(flags: &[Argument<'_>]) -> Vec<BuildArgument> {
    let given = flags.iter().filter(|one| one.is(&["--build-arg"]));
    given.filter_map(build_argument).collect()
}

fn build_argument(one: &Argument<'_>) -> Option<BuildArgument> {
    let whole = one.range()?;
    Some(match one.value.split_once('=') {
        Some((name, value)) => BuildArgument {
            name: name.to_owned(),
            value: Some(value.to_owned()),
            whole,
            value_range: one
                .part(name.len() + 1, one.value.len())
                .filter(|_| !value.is_empty())
                .unwrap_or(whole),
        },
        None => BuildArgument {
            name: one.value.to_owned(),
            value: None,
            whole,
            value_range: whole,
        },
    })
}

fn range(from: usize, to: usize) -> TextRange {
    let size = |n: usize| TextSize::try_from(n).unwrap_or_default();
    TextRange::new(size(from), size(to))
}
