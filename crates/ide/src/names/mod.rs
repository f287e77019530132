//! The names of a task: where each is defined, and where it is used.

mod alias;
mod build;
mod check;
mod dockerfile;
mod images;
mod nodes;
mod secrets;

use std::cmp::Reverse;
use std::collections::HashSet;

use acrlint_analysis::{File, Input, in_worlds};
use acrlint_text::{TextRange, TextSize};
use acrlint_yaml::NodeId;

use crate::Place;

pub use check::{RenameError, check_new_name};
pub(crate) use nodes::entries;

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A step.
    Step,
    /// An alias.
    Alias,
    /// A secret.
    Secret,
    /// A volume.
    Volume,
    /// A network.
    Network,
    /// A stage of a Dockerfile.
    Stage,
    /// A build argument of a Dockerfile.
    BuildArgument,
    /// An image that a step builds.
    Image,
}

/// A name. Equal names are the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    /// What it is the name of.
    pub kind: NameKind,
    /// The name: an image without the tag `latest`, a stage as its definition spells it, unknown values as they are written.
    pub text: String,
    /// The file that the name belongs to: the task file's place, or the Dockerfile's path for stages and build arguments.
    pub home: String,
}

/// What a name does at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// It is given to something.
    Definition,
    /// Something is meant by it.
    Use,
}

/// A name at a place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Occurrence {
    /// The name.
    pub name: Name,
    /// Exactly the name's text; where a template or an alias has a part in it, what makes it.
    pub place: Place,
    /// What it does there.
    pub role: Role,
    /// Whether the range holds the name word for word, so that it can be renamed: a stage perhaps in other case, an image
    /// perhaps with `:latest`.
    pub editable: bool,
}

/// All names in the task file and in the Dockerfiles that it builds, in any world, each place once, in their order: the
/// task file first, then the others by their paths. Of a text that is no YAML there are those that its nodes show.
pub fn occurrences(input: Input<'_>) -> Vec<Occurrence> {
    let mut all: Vec<Occurrence> = Vec::new();
    let mut seen = HashSet::new();
    for (_, found) in in_worlds(input, |file| Finder::new(file, input.place).find()) {
        all.extend(found.into_iter().filter(|one| seen.insert(one.clone())));
    }
    all.sort_by(|a, b| order(a, input.place).cmp(&order(b, input.place)));
    all
}

type Order<'o> = (bool, &'o str, TextSize, TextSize, Role, NameKind, &'o str);

fn order<'o>(one: &'o Occurrence, task: &str) -> Order<'o> {
    let Place { path, range } = &one.place;
    let (kind, text) = (one.name.kind, one.name.text.as_str());
    let (start, end) = (range.start(), range.end());
    (path != task, path, start, end, one.role, kind, text)
}

/// The name at an offset of a file. A cursor at the end of a name counts; the smallest range wins, then the first.
pub fn occurrence_at<'o>(
    all: &'o [Occurrence],
    path: &str,
    at: TextSize,
) -> Option<&'o Occurrence> {
    let here = |one: &&Occurrence| one.place.path == path && one.place.range.contains_inclusive(at);
    let size = |one: &&Occurrence| (one.place.range.len(), Reverse(one.editable));
    all.iter().filter(here).min_by_key(size)
}

/// Finds the names of a file in one world.
struct Finder<'f, 'a> {
    file: &'f File<'a>,
    /// The task file.
    home: &'f str,
    found: Vec<Occurrence>,
}

impl<'f, 'a> Finder<'f, 'a> {
    fn new(file: &'f File<'a>, home: &'f str) -> Self {
        Self {
            file,
            home,
            found: Vec::new(),
        }
    }

    fn find(mut self) -> Vec<Occurrence> {
        self.nodes();
        self.aliases();
        self.secrets();
        self.builds();
        self.images();
        self.found
    }

    /// A name of the task file.
    fn name(&self, kind: NameKind, text: &str) -> Name {
        Name {
            kind,
            text: self.file.texts.symbols().spell(text),
            home: self.home.to_owned(),
        }
    }

    /// Adds a part of a scalar of the task file; without a part all of it.
    fn add_node(&mut self, name: Name, node: NodeId, part: Option<TextRange>, role: Role) {
        let (Some(document), Some(rendered)) = (
            self.file.reading.document.as_ref(),
            self.file.texts.rendered.as_ref(),
        ) else {
            return;
        };
        let all = TextRange::up_to(TextSize::of(document.node(node).value()));
        let decoded = document.locate(node, part.unwrap_or(all));
        let range = rendered.source_range(decoded);
        let verbatim = rendered.is_verbatim(decoded);
        self.add_here(name, range, role, verbatim);
    }

    /// Adds a range of the task file; `verbatim` says whether nothing made it.
    fn add_here(&mut self, name: Name, range: TextRange, role: Role, verbatim: bool) {
        let (path, text) = (self.home.to_owned(), self.file.source);
        self.add(name, path, text, range, role, verbatim);
    }

    /// Adds a range of any file, without quotes around it.
    fn add(
        &mut self,
        name: Name,
        path: String,
        text: &str,
        range: TextRange,
        role: Role,
        verbatim: bool,
    ) {
        let Some(written) = text.get(std::ops::Range::<usize>::from(range)) else {
            return;
        };
        if written.is_empty() || name.text.is_empty() {
            return;
        }
        let range = unquoted(written, range);
        let written = &text[range];
        let same = match name.kind {
            NameKind::Stage => written.eq_ignore_ascii_case(&name.text),
            NameKind::Image => images::without_latest(written) == name.text,
            _ => written == name.text,
        };
        self.found.push(Occurrence {
            name,
            place: Place { path, range },
            role,
            editable: same && verbatim,
        });
    }
}

/// A range by its bytes.
pub(crate) fn text_range(range: std::ops::Range<usize>) -> TextRange {
    let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
    TextRange::new(size(range.start), size(range.end.max(range.start)))
}

/// A range without the quotes with which its text begins and ends.
fn unquoted(written: &str, range: TextRange) -> TextRange {
    let quoted = |quote: char| {
        let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.is_empty()).then_some(())
    };
    match quoted('"').or_else(|| quoted('\'')) {
        Some(()) => {
            let width = TextSize::new(1);
            TextRange::new(range.start() + width, range.end() - width)
        }
        None => range,
    }
}
