//! The registries that a run touches: every image that its steps pull or push, with the reason and the place.

mod build;
mod command;
mod docker;
mod host;
mod model;
mod words;

use acrlint_task::{StepKind, Text};
use acrlint_text::TextRange;

use crate::file::File;
use build::Dockerfiles;
use command::{Deed, deeds};

pub(crate) use build::host_source;
pub use host::Registry;
pub(crate) use host::{ACR_DOMAINS, acr_host, is_private, is_public, registry, registry_of};
pub use model::{
    Access, BuildArgument, BuiltFrom, DockerfileAt, Login, Reason, StepTouches, Touch,
};
pub use words::{ShellWord, commands};

impl<'a> File<'a> {
    /// What each step touches, in the order of the schedule.
    pub fn touches(&self) -> &[StepTouches] {
        self.touches.get_or_init(|| {
            let steps = self.schedule().steps.iter();
            let mut all: Vec<StepTouches> = Vec::new();
            let mut dockerfiles = Dockerfiles::default();
            for scheduled in steps {
                let mut touches = StepTouches::new(scheduled.index);
                let step = self.reading.task.steps.get(scheduled.index);
                if let Some(step) = step.and_then(|item| item.value.as_ref()) {
                    match scheduled.kind {
                        Some(StepKind::Build) => {
                            self.build(step, scheduled, &mut dockerfiles, &mut touches);
                        }
                        Some(StepKind::Cmd) => {
                            self.command(step.cmd.as_ref(), &scheduled.cmd, &mut touches)
                        }
                        Some(StepKind::Push) => self.push(&step.push, &mut touches),
                        None => {}
                    }
                }
                all.push(touches);
            }
            self.forget_built(&mut all);
            all
        })
    }

    /// The build steps whose strings are read, with the indices of the steps.
    pub fn built(&self) -> impl Iterator<Item = (usize, &BuiltFrom)> {
        let steps = self.touches().iter();
        steps.filter_map(|step| Some((step.step, step.build.as_ref()?)))
    }

    /// The login server of the registry that runs the task, if it is known.
    pub fn home(&self) -> Option<&str> {
        let given = self
            .context
            .registry
            .as_deref()
            .filter(|host| !host.is_empty());
        given.or_else(|| self.task_facts().and_then(|task| task.home()))
    }

    fn push(&self, entries: &[Text<'_>], touches: &mut StepTouches) {
        for entry in entries.iter().filter(|entry| !entry.value.is_empty()) {
            touches.touches.push(Touch {
                step: touches.step,
                access: Access::Push,
                image: entry.value.to_string(),
                registry: self.registry_of(&entry.value),
                reason: Reason::Push,
                range: self.place(entry.node),
                argument: None,
                base: None,
                certain: !self.is_open(&entry.value),
            });
        }
    }

    /// `cmd` is the command with a bare alias in its first word replaced, which moves what stands behind it.
    fn command(&self, text: Option<&Text<'_>>, cmd: &str, touches: &mut StepTouches) {
        let Some(text) = text else { return };
        let shift = cmd.len().abs_diff(text.value.len());
        let grown = cmd.len() >= text.value.len();
        let back = |range: TextRange| {
            let size = |n: usize| acrlint_text::TextSize::try_from(n).unwrap_or_default();
            let at = |offset: acrlint_text::TextSize| {
                if grown {
                    offset.checked_sub(size(shift)).unwrap_or_default()
                } else {
                    offset + size(shift)
                }
            };
            if shift == 0 {
                range
            } else {
                TextRange::new(at(range.start()).min(at(range.end())), at(range.end()))
            }
        };
        for deed in deeds(cmd) {
            self.done(deed, touches, |range| self.piece(text, back(range)));
        }
    }

    fn done(&self, deed: Deed, touches: &mut StepTouches, place: impl Fn(TextRange) -> TextRange) {
        match deed {
            Deed::Image {
                access,
                image,
                range,
                reason,
            } => touches.touches.push(Touch {
                step: touches.step,
                access,
                registry: self.registry_of(&image),
                certain: !self.is_open(&image),
                image,
                reason,
                range: place(range),
                argument: None,
                base: None,
            }),
            Deed::Purge {
                registry: named,
                range,
            } => touches.touches.push(Touch {
                step: touches.step,
                access: Access::Push,
                image: String::new(),
                registry: match named {
                    Some(host) => self.registry_of(&format!("{host}/")),
                    None => Registry::Home,
                },
                reason: Reason::Purge,
                range: place(range),
                argument: None,
                base: None,
                certain: true,
            }),
            Deed::Login { host, range } => touches.logins.push(Login {
                host: host.filter(|host| self.is_known(host)),
                range: place(range),
            }),
        }
    }

    /// The registry of an image.
    pub fn registry_of(&self, image: &str) -> Registry {
        registry_of(image, self.texts.symbols(), self.home())
    }

    /// An image that an earlier step builds is not pulled.
    fn forget_built(&self, all: &mut [StepTouches]) {
        let images = self.images();
        let named = |image: &str, step: usize| {
            let whole = crate::images::with_tag(image);
            images.built_as(&whole).any(|other| other.step < step)
        };
        for touches in all {
            touches
                .touches
                .retain(|touch| touch.access == Access::Push || !named(&touch.image, touch.step));
        }
    }
}
