//! The values that variables of `FROM` have.

use std::collections::HashMap;

use acrlint_text::Symbols;

use crate::expand::{Expanded, Part, PartOrigin, ValueOrigin, expand};
use crate::model::{Dockerfile, PLATFORM_ARGS};

/// The arguments of a build.
#[derive(Debug, Clone, Default)]
pub struct Arguments<'a> {
    /// `--build-arg`: names and values, a later one wins. Without a value it comes from the environment of the Docker
    /// client, which is not known.
    pub given: Vec<(&'a str, Option<&'a str>)>,
    /// Whether these are all; if not, an argument without a default is unknown.
    pub complete: bool,
    /// The platform that the image is for, if it is known.
    pub platform: Option<Platform<'a>>,
    /// The platform of the machine that builds, if it is known.
    pub build_platform: Option<Platform<'a>>,
    /// The names that `--build-context NAME=…` replaces; BuildKit pulls nothing for them.
    pub replaced: Vec<&'a str>,
}

/// A platform such as `linux/amd64`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Platform<'a> {
    /// The operating system: `linux`, `windows`.
    pub os: &'a str,
    /// The architecture: `amd64`, `arm64`.
    pub architecture: &'a str,
    /// The variant: `v7`, often empty.
    pub variant: &'a str,
}

/// What a name stands for.
pub(crate) enum Value<'s> {
    Known(&'s Expanded, ValueOrigin),
    /// It may have a value, which is not known.
    Unknown,
    /// It has none.
    Missing,
}

/// The global arguments of a file in one build.
pub(crate) struct Scope {
    /// `None` where a value is not known.
    values: HashMap<String, Option<(Expanded, ValueOrigin)>>,
}

impl Scope {
    /// Rule: docs.docker.com/reference/dockerfile, "Understand how ARG and FROM interact"; BuildKit dockerfile2llb
    /// `toDispatchState`.
    pub(crate) fn new(
        file: &Dockerfile,
        args: &Arguments<'_>,
        buildkit: bool,
        symbols: &mut Symbols,
    ) -> Self {
        let mut scope = Self {
            values: HashMap::new(),
        };
        if buildkit {
            scope.platform(args);
        }
        let given: HashMap<_, _> = args.given.iter().enumerate().map(by_name).collect();
        for arg in &file.global_args {
            let name = arg.name.text();
            let value = match (given.get(name), &arg.default) {
                (Some((index, Some(value))), _) => Some(from_argument(*index, value)),
                (Some((_, None)), _) => None,
                (None, Some(default)) => {
                    let origin = ValueOrigin::Default(default.range());
                    Some((expand(default, &scope, file.escape, symbols), origin))
                }
                (None, None) if args.complete || scope.values.contains_key(name) => continue,
                (None, None) => None,
            };
            scope.values.insert(name.to_owned(), value);
        }
        scope
    }

    pub(crate) fn get(&self, name: &str) -> Value<'_> {
        match self.values.get(name) {
            Some(Some((value, origin))) => Value::Known(value, *origin),
            Some(None) => Value::Unknown,
            None => Value::Missing,
        }
    }

    /// The arguments that BuildKit fills in. Rule: docs.docker.com/reference/dockerfile, "Automatic platform ARGs in
    /// the global scope".
    fn platform(&mut self, args: &Arguments<'_>) {
        for name in PLATFORM_ARGS {
            let platform = match name.starts_with("BUILD") {
                true => args.build_platform,
                false => args.platform,
            };
            let value = platform.map(|platform| {
                let text = platform.part(
                    name.trim_start_matches("BUILD")
                        .trim_start_matches("TARGET"),
                );
                (whole(text, PartOrigin::Predefined), ValueOrigin::Predefined)
            });
            self.values.insert(name.to_owned(), value);
        }
        for (index, (name, value)) in args.given.iter().enumerate() {
            if PLATFORM_ARGS.contains(name) {
                let value = value.map(|value| from_argument(index, value));
                self.values.insert((*name).to_owned(), value);
            }
        }
    }
}

impl Platform<'_> {
    fn part(&self, kind: &str) -> String {
        match kind {
            "OS" => self.os.to_owned(),
            "ARCH" => self.architecture.to_owned(),
            "VARIANT" => self.variant.to_owned(),
            _ => {
                let parts = [self.os, self.architecture, self.variant];
                let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                parts.join("/")
            }
        }
    }
}

fn by_name<'a>(
    (index, (name, value)): (usize, &(&'a str, Option<&'a str>)),
) -> (&'a str, (usize, Option<&'a str>)) {
    (*name, (index, *value))
}

fn from_argument(index: usize, value: &str) -> (Expanded, ValueOrigin) {
    let bytes = 0..value.len();
    let origin = PartOrigin::BuildArgument { index, bytes };
    let value = whole(value.to_owned(), origin);
    (value, ValueOrigin::BuildArgument(index))
}

fn whole(text: String, origin: PartOrigin) -> Expanded {
    let bytes = 0..text.len();
    let parts = match text.is_empty() {
        true => Vec::new(),
        false => vec![Part { bytes, origin }],
    };
    Expanded {
        text,
        parts,
        uses: Vec::new(),
    }
}
