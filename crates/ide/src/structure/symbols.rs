use std::collections::HashMap;
use std::collections::hash_map::Entry;

use acrlint_analysis::{File, Input, in_worlds};
use acrlint_task::alias::AliasPlace;
use acrlint_task::build::read_build_command;
use acrlint_text::{Mapped, TextRange, TextSize};
use acrlint_yaml::{Document, NodeId};

use super::{Symbol, SymbolKind, trimmed};
use crate::names::entries;

/// The outline of a task file: one symbol for the task, in it the steps with their tags, and the aliases, secrets,
/// volumes and networks that there are, in the order of the file. Nothing for a file without any.
pub fn symbols(input: Input<'_>) -> Vec<Symbol> {
    let mut parts: Vec<Symbol> = Vec::new();
    let mut version = None;
    for (_, (found, text)) in in_worlds(input, |file| (of_file(file), version_of(file))) {
        version = version.or(text);
        merge(&mut parts, found);
    }
    if parts.is_empty() {
        return parts;
    }
    let whole = TextRange::up_to(TextSize::of(input.source));
    let (detail, selection) = match version {
        Some((text, range)) => (Some(text), range),
        None => (None, parts[0].selection),
    };
    let mut task = Symbol {
        name: input.name.rsplit('/').next().unwrap_or_default().to_owned(),
        detail,
        kind: SymbolKind::Task,
        range: whole,
        selection,
        children: parts,
    };
    if task.name.is_empty() {
        task.name = "task".to_owned();
    }
    task.embrace();
    vec![task]
}

/// Adds what another world has at other places, and sorts it.
fn merge(known: &mut Vec<Symbol>, others: Vec<Symbol>) {
    let place = |symbol: &Symbol| (symbol.kind, symbol.selection);
    let places = known.iter().enumerate();
    let mut places: HashMap<_, _> = places.map(|(at, symbol)| (place(symbol), at)).collect();
    for other in others {
        match places.entry(place(&other)) {
            Entry::Occupied(at) => {
                let one = &mut known[*at.get()];
                one.range = one.range.cover(other.range);
                merge(&mut one.children, other.children);
            }
            Entry::Vacant(free) => {
                free.insert(known.len());
                known.push(other);
            }
        }
    }
    known.sort_by_key(|symbol| (symbol.range.start(), symbol.range.end()));
}

impl Symbol {
    /// Makes the range hold what it has to hold; the children hold theirs.
    pub(super) fn embrace(&mut self) {
        self.children.iter_mut().for_each(Symbol::embrace);
        let inner = self.children.iter().map(|child| child.range);
        self.range = inner.fold(self.range.cover(self.selection), TextRange::cover);
    }
}

fn version_of(file: &File<'_>) -> Option<(String, TextRange)> {
    let found = file.texts.version.as_ref()?;
    let written = file.written(found.range);
    let text = written.trim().trim_matches(['"', '\'']);
    (!text.is_empty()).then(|| (text.to_owned(), found.range))
}

fn of_file(file: &File<'_>) -> Vec<Symbol> {
    let mut found: Vec<Symbol> = aliases(file).into_iter().collect();
    let (Some(document), Some(rendered)) = (&file.reading.document, &file.texts.rendered) else {
        return found;
    };
    let outline = Outline {
        file,
        document,
        rendered,
    };
    for (key, name, kind) in [
        ("secrets", "id", SymbolKind::Secret),
        ("volumes", "name", SymbolKind::Volume),
        ("networks", "name", SymbolKind::Network),
    ] {
        found.extend(outline.group(key, name, kind));
    }
    let steps = entries(document, document.root, "steps");
    let steps = steps.into_iter().enumerate();
    found.extend(steps.filter_map(|(index, step)| outline.step(index, step)));
    found
}

/// The aliases of the file's own block.
fn aliases(file: &File<'_>) -> Option<Symbol> {
    let block = file.texts.aliases.as_ref()?;
    let own = block.aliases.defined().filter_map(|alias| {
        let AliasPlace::Block(key) = alias.place else {
            return None;
        };
        let line = file.written(TextRange::new(key.start(), TextSize::of(file.source)));
        let line = line.split('\n').next().unwrap_or_default().trim_end();
        Some(Symbol {
            name: file.texts.symbols().spell(&alias.name),
            detail: Some(short(&file.texts.symbols().spell(&alias.value))),
            kind: SymbolKind::Alias,
            range: TextRange::at(key.start(), TextSize::of(line)).cover(key),
            selection: key,
            children: Vec::new(),
        })
    });
    let children: Vec<Symbol> = own.filter(|alias| !alias.name.is_empty()).collect();
    let range = block.text.source_range(TextRange::up_to(block.text.len()));
    let range = trimmed(file.source, range)?;
    let word = TextSize::of("alias");
    let starts = file.written(range).starts_with("alias");
    (!children.is_empty()).then(|| Symbol {
        name: "alias".to_owned(),
        detail: None,
        kind: SymbolKind::Group,
        range,
        selection: match starts {
            true => TextRange::at(range.start(), word),
            false => range,
        },
        children,
    })
}

struct Outline<'o, 'f> {
    file: &'o File<'f>,
    document: &'o Document<'f>,
    rendered: &'o Mapped,
}

impl Outline<'_, '_> {
    fn place(&self, node: NodeId) -> Option<TextRange> {
        let range = self.rendered.source_range(self.document.node(node).range);
        trimmed(self.file.source, range)
    }

    fn pair(&self, mapping: NodeId, key: &str) -> Option<(NodeId, NodeId)> {
        let mut pairs = self
            .document
            .node(self.document.target(mapping))
            .pairs()
            .iter();
        let pair = pairs.find(|(name, _)| self.document.node(*name).value() == key);
        pair.copied()
    }

    /// The scalar behind a key, with its text for people.
    fn text(&self, mapping: NodeId, key: &str) -> Option<(NodeId, String)> {
        let value = self.document.get(self.document.target(mapping), key)?;
        let text = self.document.node(self.document.target(value)).value();
        let text = self.file.texts.symbols().spell(text);
        (!text.is_empty()).then_some((value, text))
    }

    fn group(&self, key: &str, name: &str, kind: SymbolKind) -> Option<Symbol> {
        let root = self.document.root?;
        let children: Vec<Symbol> = entries(self.document, Some(root), key)
            .into_iter()
            .filter_map(|item| {
                let (node, name) = self.text(item, name)?;
                let detail = ["keyvault", "driver"];
                let detail = detail.into_iter().find_map(|key| self.text(item, key));
                Some(Symbol {
                    name: short(&name),
                    detail: detail.map(|(_, text)| short(&text)),
                    kind,
                    range: self.place(item)?,
                    selection: self.place(node)?,
                    children: Vec::new(),
                })
            })
            .collect();
        let (key_node, value) = self.pair(root, key)?;
        let selection = self.place(key_node)?;
        (!children.is_empty()).then_some(())?;
        Some(Symbol {
            name: key.to_owned(),
            detail: None,
            kind: SymbolKind::Group,
            range: selection.cover(self.place(value)?),
            selection,
            children,
        })
    }

    fn step(&self, index: usize, step: NodeId) -> Option<Symbol> {
        let range = self.place(step)?;
        let id = self.text(step, "id");
        let kinds = ["cmd", "build", "push"];
        let kind = kinds.into_iter().find_map(|kind| {
            let (key, value) = self.pair(step, kind)?;
            let text = match self.text(step, kind) {
                Some((_, text)) => text,
                None => {
                    let items = self.document.node(self.document.target(value)).items();
                    let items = items
                        .iter()
                        .map(|item| self.document.node(self.document.target(*item)).value());
                    let texts: Vec<&str> = items.collect();
                    self.file.texts.symbols().spell(&texts.join(", "))
                }
            };
            Some((key, format!("{kind}: {text}")))
        });
        if range.is_empty() || (id.is_none() && kind.is_none()) {
            return None;
        }
        let shown = id.as_ref().map(|(node, _)| *node);
        let shown = shown.or(kind.as_ref().map(|(key, _)| *key));
        let selection = shown.and_then(|node| self.place(node)).unwrap_or(range);
        let mut symbol = Symbol {
            name: match id {
                Some((_, id)) => short(&id),
                // as the runner calls it
                None => format!("acb_step_{index}"),
            },
            detail: kind.map(|(_, text)| short(text.trim_end_matches(": "))),
            kind: SymbolKind::Step,
            range,
            selection,
            children: self.tags(step),
        };
        symbol.embrace();
        Some(symbol)
    }

    /// The images that a step builds.
    fn tags(&self, step: NodeId) -> Vec<Symbol> {
        let Some(build) = self.document.get(self.document.target(step), "build") else {
            return Vec::new();
        };
        let node = self.document.target(build);
        let tags = read_build_command(self.document.node(node).value()).tags;
        let image = |tag: acrlint_task::build::Word<'_>| {
            let range = self.document.locate(build, tag.range);
            let range = trimmed(self.file.source, self.rendered.source_range(range))?;
            let name = tag.text.trim_matches(['"', '\'']);
            (!name.is_empty()).then(|| Symbol {
                name: self.file.texts.symbols().spell(name),
                detail: None,
                kind: SymbolKind::Image,
                range,
                selection: range,
                children: Vec::new(),
            })
        };
        tags.into_iter().filter_map(image).collect()
    }
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
