//! What the dependency scan of the ACR task runner makes of a Dockerfile. It reads lines, not instructions, and refuses
//! files that Docker builds; a build step whose scan fails, fails.
//!
//! Rules: acr-builder scan/dependencies.go, pkg/image/dependencies.go.

mod expand;
mod images;
mod lines;

use std::borrow::Cow;
use std::collections::HashMap;

use acrlint_image::InvalidReference;
use acrlint_text::{TextRange, has_symbol};

pub use images::{ImageDependencies, ScanImage};

use expand::expand;
use lines::{Line, lines, trim_quotes};

/// The answer of the scan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// Whether the scan succeeds; `None` if a symbol decides.
    pub accepts: Option<bool>,
    /// The first error. When `accepts` is `None`, what the runner would say if the symbols were ordinary words, or
    /// nothing.
    pub error: Option<ScanError>,
    /// Where the error stands.
    pub error_place: Option<ScanPlace>,
    /// One entry for each tag, or a single one without `image`; empty after an error.
    pub dependencies: Vec<ImageDependencies>,
    /// The runtime base image as the last `FROM` gives it; empty after an error in the lines.
    pub origin: String,
    /// The other base images, in the order of the file (the runner's own order changes from run to run).
    pub buildtime: Vec<String>,
}

impl Scan {
    /// Where in the Dockerfile the error stands; none if it is about an argument or about the file as a whole.
    pub fn error_range(&self) -> Option<TextRange> {
        match self.error_place? {
            ScanPlace::Dockerfile(range) => Some(range),
            ScanPlace::BuildArg(_) | ScanPlace::Tag(_) | ScanPlace::Whole => None,
        }
    }
}

/// What an error of the scan is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanPlace {
    /// A line or a word of the Dockerfile.
    Dockerfile(TextRange),
    /// The build argument of this index.
    BuildArg(usize),
    /// The tag of this index.
    Tag(usize),
    /// The Dockerfile as a whole.
    Whole,
}

/// An error of the scan, in the runner's words. Texts hold symbols as they came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// A build argument without `=`.
    #[error("{0} cannot be split into 2 tokens with '='")]
    BuildArg(String),
    /// A `FROM` that the scan cannot read.
    #[error("unable to understand line {0}")]
    Line(String),
    /// `ARG` alone.
    #[error("dockerfile syntax requires ARG directive to have exactly 1 argument. LINE: {0}")]
    Arg(String),
    /// No `FROM`.
    #[error("unexpected dockerfile format")]
    NoOrigin,
    /// A tag or a base image that is no image reference.
    #[error("Failed to parse image reference, ensure tags have a valid format: {image}: {error}")]
    Image {
        /// The text, after `:latest` was added.
        image: String,
        /// What is wrong with it.
        error: InvalidReference,
    },
}

/// Scans a Dockerfile as the runner does. `build_args`, `tags` and `target` are the words of the build string, quotes
/// as the runner keeps them; `target` is empty when there is none. They may hold symbols.
pub fn scan(text: &str, build_args: &[&str], tags: &[&str], target: &str) -> Scan {
    let found = read_build_args(build_args).and_then(|table| read_lines(text, table, target));
    let mut scan = match found {
        Ok(origins) => images::dependencies(origins, tags),
        Err(failure) => failure.into(),
    };
    // the scan may have ended at the target, before the error
    if scan.accepts == Some(false) && has_symbol(target) {
        scan.accepts = None;
    }
    scan
}

/// An error, its place and whether it is sure.
struct Failure {
    error: ScanError,
    place: ScanPlace,
    sure: bool,
}

impl From<Failure> for Scan {
    fn from(failure: Failure) -> Self {
        Scan {
            accepts: failure.sure.then_some(false),
            error: Some(failure.error),
            error_place: Some(failure.place),
            ..Scan::default()
        }
    }
}

/// A base image and the word that named it first.
struct Origin {
    image: String,
    range: TextRange,
}

/// The base images of a file.
struct Origins {
    /// All of them, in order, each once.
    all: Vec<Origin>,
    /// The index of the one that the last `FROM` leads to.
    runtime: usize,
}

type Table<'a> = HashMap<&'a str, &'a str>;

fn read_build_args<'a>(build_args: &[&'a str]) -> Result<Table<'a>, Failure> {
    let mut table = Table::new();
    for (index, arg) in build_args.iter().enumerate() {
        let Some((name, value)) = arg.split_once('=') else {
            return Err(Failure {
                error: ScanError::BuildArg((*arg).to_owned()),
                place: ScanPlace::BuildArg(index),
                sure: !has_symbol(arg),
            });
        };
        table.insert(name, trim_quotes(value));
    }
    Ok(table)
}

fn read_lines<'a>(text: &'a str, mut table: Table<'a>, target: &str) -> Result<Origins, Failure> {
    // both lead to an origin's index
    let mut aliases: HashMap<&str, usize> = HashMap::new();
    let mut known: HashMap<Cow<'_, str>, usize> = HashMap::new();
    let mut all = Vec::new();
    let mut runtime = 0;
    for line in lines(text) {
        let [first, rest @ ..] = &*line.words else {
            continue;
        };
        if first.text.eq_ignore_ascii_case("arg") {
            let Some(word) = rest.first() else {
                return Err(line.fails(ScanError::Arg));
            };
            if let Some((name, value)) = word.text.split_once('=') {
                table.entry(name).or_insert(trim_quotes(value));
            }
        } else if first.text.eq_ignore_ascii_case("from") {
            let Some(word) = rest.first() else {
                return Err(line.fails(ScanError::Line));
            };
            let image = expand(trim_quotes(word.text), &table);
            runtime = match aliases.get(&*image) {
                Some(origin) => *origin,
                None => *known.entry(image).or_insert_with_key(|image| {
                    all.push(Origin {
                        image: image.clone().into_owned(),
                        range: word.range,
                    });
                    all.len() - 1
                }),
            };
            match rest {
                [_] => {}
                [_, r#as, alias, ..] if is_as(r#as.text) => {
                    aliases.insert(alias.text, runtime);
                    if alias.text == target {
                        break;
                    }
                }
                _ => return Err(line.fails(ScanError::Line)),
            }
        }
    }
    if all.is_empty() {
        return Err(Failure {
            error: ScanError::NoOrigin,
            place: ScanPlace::Whole,
            sure: true,
        });
    }
    Ok(Origins { all, runtime })
}

/// Go's `strings.EqualFold`: the long s is an s, too.
fn is_as(word: &str) -> bool {
    word.eq_ignore_ascii_case("as") || matches!(word, "aſ" | "Aſ")
}

impl Line<'_> {
    fn fails(&self, error: impl FnOnce(String) -> ScanError) -> Failure {
        Failure {
            error: error(self.text.to_owned()),
            place: ScanPlace::Dockerfile(self.range),
            sure: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_at_the_word() {
        let text = "FROM alpine AS a\nFROM Up:1\n";
        let scan = scan(text, &[], &[], "");
        assert_eq!(scan.accepts, Some(false));
        assert_eq!(&text[scan.error_range().unwrap()], "Up:1");
    }

    #[test]
    fn a_symbol_is_an_ordinary_word_or_decides() {
        let text = "ARG V\nFROM alpine:$V\n";
        let found = scan(text, &["V=\u{F0000}"], &["\u{F0001}/a:\u{F0002}"], "");
        assert_eq!(found.accepts, Some(true));
        assert_eq!(found.origin, "alpine:\u{F0000}");
        assert_eq!(scan(text, &["\u{F0000}"], &[], "").accepts, None);
        let digest = "ARG V\nFROM alpine@$V\n";
        assert_eq!(scan(digest, &["V=\u{F0000}"], &[], "").accepts, None);
        let bad = "FROM a AS b\nFROM B\n";
        assert_eq!(scan(bad, &[], &[], "\u{F0000}").accepts, None);
    }

    #[test]
    fn a_quarrel_with_a_tag_names_it() {
        let found = scan("FROM a\n", &[], &["a", "\"b\""], "");
        assert_eq!(found.error_place, Some(ScanPlace::Tag(1)));
        assert_eq!(found.error_range(), None);
    }
}
