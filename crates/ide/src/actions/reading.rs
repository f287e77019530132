//! Whether the runner reads a text as it reads another one. What an action promises is checked in this way, so that no
//! special form of YAML has to be thought of.

use acrlint_analysis::{Edit, File, Input, in_worlds};
use acrlint_task::{StepKind, Verdict, value};

/// What the runner makes of a file, without places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// One for each world.
    worlds: Vec<World>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct World {
    version: Option<String>,
    aliases: Vec<(String, String)>,
    directive: Option<char>,
    /// The decoded nodes: what they are and hold.
    nodes: Vec<String>,
    /// The steps with their ids.
    steps: Vec<(String, Option<StepKind>)>,
    refusals: usize,
    refuses: bool,
}

impl Reading {
    pub(super) fn of(input: Input<'_>, text: &str) -> Self {
        let mut input = input;
        input.source = text;
        let worlds = in_worlds(input, World::of);
        Self {
            worlds: worlds.into_iter().map(|(_, world)| world).collect(),
        }
    }

    /// The reading of the text after some edits.
    pub(super) fn after(input: Input<'_>, edits: &[Edit]) -> Option<Self> {
        Some(Self::of(input, &applied(input.source, edits)?))
    }

    /// Whether the runner decodes the same task; an alias may have come, or a version.
    pub(super) fn has_same_task(&self, other: &Self) -> bool {
        let same =
            |one: &World, other: &World| one.nodes == other.nodes && one.refusals == other.refusals;
        let mut pairs = self.worlds.iter().zip(&other.worlds);
        self.worlds.len() == other.worlds.len() && pairs.all(|(one, other)| same(one, other))
    }

    /// Whether the runner has no more against it than against the other.
    pub(super) fn is_no_worse(&self, than: &Self) -> bool {
        let most = |reading: &Self| {
            let worlds = reading.worlds.iter();
            worlds.map(|one| (one.refuses, one.refusals)).max()
        };
        most(self) <= most(than)
    }

    /// Whether the runner finds this version in every world.
    pub(super) fn has_version(&self, version: &str) -> bool {
        let mut worlds = self.worlds.iter();
        worlds.all(|world| world.version.as_deref() == Some(version))
    }

    /// The ids of the steps of all worlds.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        let steps = self.worlds.iter().flat_map(|world| &world.steps);
        steps.map(|(id, _)| id.as_str())
    }

    /// The kinds of the steps, in each world.
    pub(super) fn kinds(&self) -> Vec<Vec<Option<StepKind>>> {
        let kinds = |world: &World| world.steps.iter().map(|(_, kind)| *kind).collect();
        self.worlds.iter().map(kinds).collect()
    }
}

impl World {
    fn of(file: &File<'_>) -> Self {
        let aliases = file.texts.aliases();
        let document = file.reading.document.as_ref();
        let nodes = document.iter().flat_map(|document| document.nodes());
        let spell = |text: &str| file.texts.symbols().spell(text);
        Self {
            version: file.texts.version.as_ref().map(|found| found.text.clone()),
            aliases: aliases
                .iter()
                .flat_map(|aliases| aliases.defined())
                .map(|alias| (alias.name.clone(), spell(&alias.value)))
                .collect(),
            directive: aliases.map(|aliases| aliases.directive()),
            nodes: nodes
                .map(|(_, node)| {
                    format!(
                        "{}/{}/{}",
                        node.items().len(),
                        node.pairs().len(),
                        node.value()
                    )
                })
                .collect(),
            steps: file
                .steps()
                .map(|at| (value(&at.step.id).to_owned(), at.step.kind()))
                .collect(),
            refusals: file.reading.refusals.len(),
            refuses: matches!(file.reading.verdict, Verdict::Refuses(_)),
        }
    }
}

/// The text after edits, which may be in any order.
pub(super) fn applied(source: &str, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    let mut text = String::with_capacity(source.len());
    let mut copied = 0;
    for edit in edits {
        text.push_str(source.get(copied..usize::from(edit.range.start()))?);
        text.push_str(&edit.text);
        copied = edit.range.end().into();
    }
    text.push_str(source.get(copied..)?);
    Some(text)
}
