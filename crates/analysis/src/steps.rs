//! The steps of a task with the words of their texts, and where these stand.

use acrlint_task::build::Word;
use acrlint_task::{Step, StepKind, Text, Trace, value};
use acrlint_text::TextRange;
use acrlint_yaml::{Document, NodeId, NodeKind};

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::file::File;
use crate::schema::{Form, Level, TASK};

/// A step and its index in the task.
#[derive(Clone, Copy)]
pub struct StepAt<'f> {
    /// Its index in the task's list.
    pub index: usize,
    /// Its mapping.
    pub node: NodeId,
    /// The step.
    pub step: &'f Step<'f>,
}

/// A mapping of the task with the keys that it may have.
#[derive(Clone, Copy)]
pub struct Mapping {
    /// The keys that it may have.
    pub level: &'static Level,
    /// Its node.
    pub node: NodeId,
    /// The entry of `steps` that it is, or belongs to.
    pub step: Option<NodeId>,
}

impl<'a> File<'a> {
    /// The document, if it parses.
    pub fn document(&self) -> Option<&'a Document<'a>> {
        let document = self.reading.document.as_ref()?;
        document.error.is_none().then_some(document)
    }

    /// The way from its nodes back to the file.
    pub fn trace(&self) -> Option<Trace<'a, 'a>> {
        self.document()?;
        self.texts.trace(self.reading)
    }

    /// The steps that were read.
    pub fn steps(&self) -> impl Iterator<Item = StepAt<'a>> {
        let items = self.reading.task.steps.iter().enumerate();
        items.filter_map(|(index, item)| {
            let step = item.value.as_ref()?;
            Some(StepAt {
                index,
                node: item.node,
                step,
            })
        })
    }

    /// The step whose mapping, or alias of one, is a node.
    pub fn step_at(&self, node: NodeId) -> Option<StepAt<'a>> {
        // the entries of a list have their nodes in its order
        let steps = &self.reading.task.steps;
        let index = steps.binary_search_by_key(&node, |item| item.node).ok()?;
        let step = steps[index].value.as_ref()?;
        Some(StepAt { index, node, step })
    }

    /// The steps of one kind with the text that makes them so.
    pub fn builds(&self) -> impl Iterator<Item = (StepAt<'a>, &'a Text<'a>)> {
        let builds = self
            .steps()
            .filter(|at| at.step.kind() == Some(StepKind::Build));
        builds.filter_map(|at| Some((at, at.step.build.as_ref()?)))
    }

    /// The commands with their steps.
    pub fn cmds(&self) -> impl Iterator<Item = (StepAt<'a>, &'a Text<'a>)> {
        let cmds = self
            .steps()
            .filter(|at| at.step.kind() == Some(StepKind::Cmd));
        cmds.filter_map(|at| Some((at, at.step.cmd.as_ref()?)))
    }

    /// Whether nothing in a text is unknown.
    pub fn is_known(&self, text: &str) -> bool {
        !self.texts.symbols().occur_in(text)
    }

    /// Whether a word is nothing but unknown, so that it may be any number of words.
    pub fn is_open(&self, word: &str) -> bool {
        !word.is_empty() && word.chars().all(|c| self.texts.symbols().get(c).is_some())
    }

    /// Where a node stands in the file.
    pub fn place(&self, node: NodeId) -> TextRange {
        let range = self.trace().map(|trace| trace.node(node));
        self.visible(range.unwrap_or_default())
    }

    /// Where a part of a text stands in the file.
    pub fn piece(&self, text: &Text<'_>, part: TextRange) -> TextRange {
        let range = self.trace().map(|trace| trace.part(text.node, part));
        self.visible(range.unwrap_or_default())
    }

    /// Calls for each mapping whose keys the runner knows, those that `<<` brings in among them.
    pub fn mappings(&self, each: &mut dyn FnMut(&'a Document<'a>, Mapping)) {
        let Some(document) = self.document() else {
            return;
        };
        if let Some(node) = document.root {
            let root = Mapping {
                level: &TASK,
                node,
                step: None,
            };
            visit(document, root, 0, each);
        }
    }

    /// How to call what a mapping is, at the beginning of a message.
    pub(crate) fn owner(&self, mapping: Mapping) -> String {
        match mapping.step.and_then(|node| self.step_at(node)) {
            Some(at) => self.step_name(at.index),
            None => mapping.level.noun.to_owned(),
        }
    }
}

/// A mapping may hold itself by an alias; the format has three levels, and `<<` adds some.
const DEEPEST: usize = 8;

fn visit<'a>(
    document: &'a Document<'a>,
    mapping: Mapping,
    depth: usize,
    each: &mut dyn FnMut(&'a Document<'a>, Mapping),
) {
    if depth > DEEPEST {
        return;
    }
    let node = document.target(mapping.node);
    each(document, Mapping { node, ..mapping });
    for (key, value) in document.node(node).pairs() {
        let value = document.target(*value);
        match document.node(*key).value() {
            "<<" => {
                for node in merged(document, value) {
                    visit(document, Mapping { node, ..mapping }, depth + 1, each);
                }
            }
            name => {
                let Some(Form::Items(level)) = mapping.level.key(name).map(|key| key.form) else {
                    continue;
                };
                for item in document.node(value).items() {
                    let step = mapping.step.or((name == "steps").then_some(*item));
                    let inner = Mapping {
                        level,
                        node: *item,
                        step,
                    };
                    visit(document, inner, depth + 1, each);
                }
            }
        }
    }
}

/// The mappings that the value of `<<` brings in.
pub(crate) fn merged(document: &Document<'_>, value: NodeId) -> Vec<NodeId> {
    match document.node(value).items() {
        [] => vec![value],
        items => items.iter().map(|item| document.target(*item)).collect(),
    }
}

/// How builds are run.
impl File<'_> {
    /// Whether the runner leaves BuildKit on; `None` when that is not known.
    pub fn has_buildkit(&self, step: &Step<'_>) -> Option<bool> {
        if value(&step.cache).eq_ignore_ascii_case("enabled") {
            return Some(true);
        }
        let task = self.reading.task.env.iter().map(|entry| &*entry.value);
        let task = task.chain(self.context.env.iter().map(String::as_str));
        let pieces = task.flat_map(|entry| entry.split(','));
        let mut own = step.env.iter().map(|entry| &*entry.value).peekable();
        let own_name = own
            .clone()
            .any(|entry| entry.starts_with("DOCKER_BUILDKIT="));
        let mut unknown = false;
        let mut on = |entry: &str| {
            unknown |= !self.is_known(entry);
            entry == "DOCKER_BUILDKIT=1"
        };
        let on = own.any(&mut on) || (!own_name && pieces.into_iter().any(&mut on));
        (on || !unknown).then_some(on)
    }
}

/// What can be edited.
impl File<'_> {
    /// Where a stretch of the decoded text stands in the file, if it is there word for word and nothing else is made of
    /// it there.
    pub fn editable(&self, range: TextRange, text: &str) -> Option<TextRange> {
        let rendered = self.texts.rendered.as_ref()?;
        let place = rendered.source_range(range);
        let same = rendered.is_verbatim(range) && self.written(place) == text;
        (same && !self.is_shared(range)).then_some(place)
    }

    /// Whether a stretch of the decoded text is part of an anchored node that an alias repeats.
    fn is_shared(&self, range: TextRange) -> bool {
        let Some(document) = self.document() else {
            return true;
        };
        document.nodes().any(|(_, node)| match node.kind {
            NodeKind::Alias(_, target) => document.node(target).range.contains_range(range),
            _ => false,
        })
    }

    /// The replacement of a part of a text, where that can be done.
    pub fn edit(&self, text: &Text<'_>, part: TextRange, by: &str) -> Option<Edit> {
        let range = self.document()?.locate(text.node, part);
        let range = self.editable(range, text.value.get(std::ops::Range::<usize>::from(part))?)?;
        Some(Edit {
            range,
            text: by.to_owned(),
        })
    }

    /// The replacement of a whole plain scalar, where that can be done.
    pub fn edit_node(&self, node: NodeId, by: &str) -> Option<Edit> {
        let node = self.document()?.node(node);
        let range = self.editable(node.range, node.value())?;
        Some(Edit {
            range,
            text: by.to_owned(),
        })
    }
}

/// A fix of one edit.
pub(crate) fn fix(title: String, applicability: Applicability, edit: Edit) -> Fix {
    Fix {
        title,
        applicability,
        edits: vec![edit],
    }
}

/// A part of a word, by its bytes.
pub(crate) fn within(word: Word<'_>, from: usize, to: usize) -> TextRange {
    let at =
        |n: usize| word.range.start() + acrlint_text::TextSize::try_from(n).unwrap_or_default();
    TextRange::new(at(from), at(to))
}
