//! What may stand at the cursor, found in the outline of the file.

use std::ops::Range;

use acrlint_analysis::schema::{ALIAS, Form, Key, Level, TASK};

use super::flow;
use super::outline::{Entry, Outline, closing, is_flow};

/// A place for a key.
#[derive(Debug)]
pub(crate) struct KeyPlace<'s> {
    /// The keys that may stand here.
    pub(crate) level: &'static Level,
    /// Those that are here already, without the one at the cursor.
    pub(crate) present: Vec<&'s str>,
    /// The word at the cursor.
    pub(crate) word: Range<usize>,
    /// The column of the mapping's keys.
    pub(crate) column: usize,
    /// How the word is bound to what is around it.
    pub(crate) lead: Lead,
    /// Whether a colon stands behind the word.
    pub(crate) has_colon: bool,
    /// Whether it is the first key of a list entry, so that a whole entry fits, too.
    pub(crate) begins_entry: bool,
    /// Whether it is in braces, where all stands on one line.
    pub(crate) in_flow: bool,
}

/// A place for a value.
#[derive(Debug)]
pub(crate) struct ValuePlace<'s> {
    /// The mapping of the key.
    pub(crate) level: &'static Level,
    /// The key whose value it is, or is an entry of.
    pub(crate) key: &'static Key,
    /// The keys beside it.
    pub(crate) siblings: Vec<&'s str>,
    /// Where the value stands.
    pub(crate) shape: Shape,
    /// Other entries of the list.
    pub(crate) others: Vec<&'s str>,
    /// The whole scalar without quotes; of several lines where the value has several.
    pub(crate) text: Range<usize>,
    /// The quote that the scalar begins with.
    pub(crate) quote: Option<char>,
    /// How it is bound to what is before it.
    pub(crate) lead: Lead,
}

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Behind its key.
    Scalar,
    /// In a block scalar.
    Block,
    /// Behind a dash.
    Entry,
    /// On a line of a list, at this column, where no dash stands yet.
    NewEntry(usize),
    /// In brackets.
    Flow,
}

/// What is inserted before a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lead {
    /// Nothing.
    None,
    /// A blank, behind a colon or a dash.
    Blank,
    /// The line's indentation is replaced by so many blanks.
    Indent {
        /// The beginning of the line.
        line: usize,
        /// The blanks.
        width: usize,
    },
}

/// What may stand at the cursor.
#[derive(Debug)]
pub(crate) enum Place<'s> {
    /// A key.
    Key(KeyPlace<'s>),
    /// A value.
    Value(ValuePlace<'s>),
    /// A whole entry of a list of mappings, where no dash stands yet.
    Entry {
        /// The mapping that an entry is.
        level: &'static Level,
        /// The column of the dashes.
        column: usize,
        /// The word at the cursor.
        word: Range<usize>,
        /// How it is bound to what is around it.
        lead: Lead,
    },
    /// Part of a comment on this line.
    Comment(Range<usize>),
}

/// What a node is for.
#[derive(Debug, Clone, Copy)]
enum Owner {
    /// A mapping.
    Mapping(&'static Level),
    /// The value of a key.
    Value(&'static Level, &'static Key),
    /// An entry of a key's list.
    Entry(&'static Level, &'static Key),
    /// Nothing that is known, or a mapping of names that the author chooses.
    Open,
}

/// More levels than this no task has.
const DEEPEST: usize = 12;

impl<'s> Outline<'s> {
    /// What may stand at `at`, which is on the line that the outline was read for.
    pub(crate) fn places(&self, at: usize) -> Vec<Place<'s>> {
        let text = &self.source[self.line.clone()];
        let body = text.trim_start_matches(['\u{feff}', ' ', '\t']);
        let begin = self.line.end - body.len();
        if body.starts_with('#') {
            return match at > begin {
                true => vec![Place::Comment(self.line.clone())],
                false => Vec::new(),
            };
        }
        if let Some(entry) = self.continues {
            return self.value(entry, at).into_iter().collect();
        }
        let blank = body.trim().is_empty();
        // beside an action on a line of its own nothing fits
        let is_action = body.starts_with("{{");
        if !blank && (at < begin || is_action) {
            return Vec::new();
        }
        let on_line = self.on_line.clone().rev();
        let entry = on_line
            .clone()
            .find(|index| self.entries[*index].start <= at);
        match entry {
            Some(index) => self.at_entry(index, at).into_iter().collect(),
            None if self.on_line.is_empty() => self.at_column(begin.min(at)..self.word_end(at)),
            None => Vec::new(),
        }
    }

    fn word_end(&self, at: usize) -> usize {
        let rest = &self.source[at..self.line.end.max(at)];
        at + rest
            .find(|c: char| c.is_whitespace() || c == ':')
            .unwrap_or(rest.len())
    }

    /// A cursor behind the beginning of an entry of its line.
    fn at_entry(&self, index: usize, at: usize) -> Option<Place<'s>> {
        let entry = &self.entries[index];
        if entry.comment.is_some_and(|comment| at > comment) {
            return Some(Place::Comment(self.line.clone()));
        }
        if entry.key.is_some() && at <= entry.name_end {
            let before = self.entry_before(index);
            return self
                .key_place(
                    entry.parent,
                    entry.start..entry.name_end,
                    Some(index),
                    before,
                )
                .map(|mut place| {
                    place.has_colon = true;
                    Place::Key(place)
                });
        }
        let behind = &self.source[entry.name_end..self.line.end];
        match entry.key {
            Some(_) => {
                let colon = entry.name_end + behind.find(':')?;
                (at > colon).then(|| self.value(index, at))?
            }
            // between the dash and what stands behind it
            None if at == entry.start || index + 1 < self.on_line.end => None,
            None => match self.owner(Some(index), 0) {
                Owner::Mapping(_) if !is_flow(behind.trim_start()) => {
                    let start = self.line.end - behind.trim_start().len();
                    let word = start.min(at)..self.word_end(at);
                    self.key_place(Some(index), word, None, true)
                        .map(Place::Key)
                }
                _ => self.value(index, at),
            },
        }
    }

    /// Whether a key stands on the line of the dash of its entry.
    fn entry_before(&self, index: usize) -> bool {
        let parent = self.entries[index].parent;
        parent.is_some_and(|parent| parent + 1 == index && self.entries[parent].key.is_none())
    }

    fn key_place(
        &self,
        parent: Option<usize>,
        word: Range<usize>,
        own: Option<usize>,
        begins_entry: bool,
    ) -> Option<KeyPlace<'s>> {
        let Owner::Mapping(level) = self.owner(parent, 0) else {
            return None;
        };
        let before = &self.source[self.line.start..word.start];
        let lead = match before.ends_with('-') {
            true => Lead::Blank,
            false => Lead::None,
        };
        let column = before.trim_start_matches('\u{feff}').len() + usize::from(lead == Lead::Blank);
        let present = self.keys_of(parent, own);
        Some(KeyPlace {
            level,
            begins_entry: begins_entry && present.is_empty(),
            present,
            word,
            column,
            lead,
            has_colon: false,
            in_flow: false,
        })
    }

    /// The keys of a mapping, without one of them.
    fn keys_of(&self, parent: Option<usize>, own: Option<usize>) -> Vec<&'s str> {
        let entries = self.entries.iter().enumerate();
        let inside = entries.filter(|(index, entry)| entry.parent == parent && Some(*index) != own);
        inside.filter_map(|(_, entry)| entry.key).collect()
    }

    /// A line without key and dash: the column decides what it belongs to.
    fn at_column(&self, word: Range<usize>) -> Vec<Place<'s>> {
        let before = &self.source[self.line.start..word.start];
        let column = before.trim_start_matches('\u{feff}').len();
        let Some(&top) = self.stack.last() else {
            return self
                .new_key(None, false, column, 0, word)
                .into_iter()
                .collect();
        };
        let mut places = Vec::new();
        let last = &self.entries[top];
        let is_empty = last.value.is_empty() && !last.is_block;
        let is_deeper = column > last.column;
        if is_empty && last.key.is_none() && is_deeper {
            places.extend(self.new_key(
                Some(top),
                true,
                column,
                column.max(last.column + 2),
                word.clone(),
            ));
        } else if is_empty && last.key.is_some() && column >= last.column {
            places.extend(self.new_entry(top, column, column, word.clone()));
            if is_deeper {
                places.extend(self.new_key(Some(top), true, column, column, word.clone()));
            }
        }
        if is_deeper && !places.is_empty() {
            return places;
        }
        let distance = |index: &&usize| self.entries[**index].column.abs_diff(column);
        let nearest = self.stack.iter().rev().min_by_key(distance);
        let nearest = nearest.map_or(0, |index| self.entries[*index].column);
        for &index in self.stack.iter().rev() {
            let entry = &self.entries[index];
            if entry.column != nearest {
                continue;
            }
            places.extend(match (entry.key, entry.parent) {
                (None, Some(list)) => self.new_entry(list, column, nearest, word.clone()),
                (None, None) => None,
                (Some(_), parent) => self.new_key(parent, false, column, nearest, word.clone()),
            });
        }
        places
    }

    /// A new key of a mapping whose keys stand at the column `wanted`.
    fn new_key(
        &self,
        parent: Option<usize>,
        begins_entry: bool,
        column: usize,
        wanted: usize,
        word: Range<usize>,
    ) -> Option<Place<'s>> {
        let mut place = self.key_place(parent, word, None, begins_entry)?;
        place.column = wanted;
        place.lead = self.indent(column, wanted);
        Some(Place::Key(place))
    }

    /// A new entry of the list of a key; its dash stands at the column `wanted`.
    fn new_entry(
        &self,
        list: usize,
        column: usize,
        wanted: usize,
        word: Range<usize>,
    ) -> Option<Place<'s>> {
        let Owner::Value(level, key) = self.owner(Some(list), 0) else {
            return None;
        };
        let lead = self.indent(column, wanted);
        match key.form {
            Form::Items(level) => Some(Place::Entry {
                level,
                column: wanted,
                word,
                lead,
            }),
            Form::Texts | Form::Numbers => Some(Place::Value(ValuePlace {
                level,
                key,
                siblings: self.keys_of(self.entries[list].parent, Some(list)),
                shape: Shape::NewEntry(wanted),
                others: self.texts_of(list, None),
                text: word,
                quote: None,
                lead,
            })),
            Form::Text | Form::Number | Form::Boolean | Form::TextMap => None,
        }
    }

    fn indent(&self, column: usize, width: usize) -> Lead {
        match column == width {
            true => Lead::None,
            false => Lead::Indent {
                line: self.line.start,
                width,
            },
        }
    }

    /// The scalars of a list, without that of one entry.
    fn texts_of(&self, list: usize, own: Option<usize>) -> Vec<&'s str> {
        let entries = self.entries.iter().enumerate();
        let inside = entries.filter(|(index, entry)| {
            entry.parent == Some(list) && entry.key.is_none() && Some(*index) != own
        });
        inside
            .map(|(_, entry)| flow::bare(&self.source[entry.value.clone()]))
            .collect()
    }

    /// What a mapping is, or what an entry of a list or a key holds.
    fn owner(&self, node: Option<usize>, depth: usize) -> Owner {
        let Some(node) = node else {
            return Owner::Mapping(&TASK);
        };
        if depth > DEEPEST {
            return Owner::Open;
        }
        let entry = &self.entries[node];
        let around = self.owner(entry.parent, depth + 1);
        match (entry.key, around) {
            (Some("alias"), _) if entry.parent.is_none() => Owner::Mapping(&ALIAS),
            (Some(name), Owner::Mapping(level)) => value_of(level, name),
            (None, Owner::Value(level, key)) => entry_of(level, key),
            _ => Owner::Open,
        }
    }

    /// The value of a key, or the scalar of a list entry.
    fn value(&self, index: usize, at: usize) -> Option<Place<'s>> {
        let entry = &self.entries[index];
        if at < entry.value.start.min(self.source.len())
            && (entry.is_block || !self.is_blank(entry.name_end..at))
        {
            return None;
        }
        let owner = self.owner(Some(index), 0);
        // a comment may stand where the value is to be
        let end = if entry.value.is_empty() {
            at
        } else {
            entry.value.end.max(at)
        };
        let whole = entry.value.start.min(at)..end;
        let first = self.source[whole.clone()].trim_start();
        let begin = whole.end - first.len();
        if is_flow(first) && at > begin {
            return self.in_flow(owner, index, begin..whole.end, at);
        }
        let (level, key) = match owner {
            Owner::Value(level, key) | Owner::Entry(level, key) => (level, key),
            Owner::Mapping(_) | Owner::Open => return None,
        };
        let quote = first
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\'') && !entry.is_block);
        let mut text = begin.min(at)..whole.end;
        if let Some(quote) = quote {
            if at <= begin {
                return None;
            }
            text.start = begin + 1;
            text.end = closing(&first[1..], quote).map_or(whole.end, |end| begin + 1 + end);
            if at > text.end {
                return None;
            }
        }
        let list = entry.key.is_none().then_some(entry.parent).flatten();
        let of = list.unwrap_or(index);
        let glued = self.source[..at].ends_with([':', '-'])
            && at == entry.name_end + usize::from(entry.key.is_some());
        Some(Place::Value(ValuePlace {
            level,
            key,
            siblings: self.keys_of(self.entries[of].parent, Some(of)),
            shape: match (entry.is_block, entry.key) {
                (true, _) => Shape::Block,
                (false, Some(_)) => Shape::Scalar,
                (false, None) => Shape::Entry,
            },
            others: list
                .map(|list| self.texts_of(list, Some(index)))
                .unwrap_or_default(),
            text,
            quote,
            lead: if glued { Lead::Blank } else { Lead::None },
        }))
    }

    fn is_blank(&self, range: Range<usize>) -> bool {
        let text = self.source.get(range).unwrap_or_default();
        text.trim_start_matches([' ', '\t', ':']).is_empty()
    }

    /// In a flow collection that begins at `value.start`.
    fn in_flow(
        &self,
        owner: Owner,
        index: usize,
        value: Range<usize>,
        at: usize,
    ) -> Option<Place<'s>> {
        let flow = flow::read(self.source, value, at)?;
        let mut owner = owner;
        for (bracket, key) in &flow.path {
            owner = match (bracket, owner) {
                ('[', Owner::Value(level, key)) => entry_of(level, key),
                ('{', Owner::Mapping(level)) => match key {
                    Some(name) => value_of(level, name),
                    None => owner,
                },
                _ => Owner::Open,
            };
        }
        let is_key = flow
            .path
            .last()
            .is_some_and(|(bracket, key)| *bracket == '{' && key.is_none());
        match owner {
            Owner::Mapping(level) if is_key => Some(Place::Key(KeyPlace {
                level,
                begins_entry: false,
                present: flow.others,
                word: flow.word,
                column: 0,
                lead: Lead::None,
                has_colon: flow.has_colon,
                in_flow: true,
            })),
            Owner::Value(level, key) | Owner::Entry(level, key) => {
                let entry = &self.entries[index];
                let in_braces = flow.path.last().is_some_and(|(bracket, _)| *bracket == '{');
                Some(Place::Value(ValuePlace {
                    level,
                    key,
                    siblings: match in_braces {
                        true => flow.others.clone(),
                        false => self.keys_of(entry.parent, Some(index)),
                    },
                    shape: Shape::Flow,
                    others: if in_braces { Vec::new() } else { flow.others },
                    text: flow.word,
                    quote: flow.quote,
                    lead: Lead::None,
                }))
            }
            _ => None,
        }
    }

    /// The entry of `steps` around the cursor, from its dash to the next one.
    pub(crate) fn step(&self, at: usize) -> Option<Range<usize>> {
        let around = self.stack.iter().copied().chain(self.on_line.clone());
        let is_step = |index: &usize| {
            let entry = &self.entries[*index];
            let list = entry.parent.map(|parent| &self.entries[parent]);
            entry.key.is_none()
                && entry.start <= at
                && list.is_some_and(|list| list.key == Some("steps") && list.parent.is_none())
        };
        let index = around.rev().find(is_step)?;
        let entry = &self.entries[index];
        let later = self.entries[index + 1..].iter();
        let ends = |other: &&Entry<'_>| other.column <= entry.column;
        let end = later.filter(|other| other.start > at).find(ends);
        Some(entry.start..end.map_or(self.source.len(), |end| end.start))
    }

    /// Whether the cursor is in the alias block.
    pub(crate) fn in_alias_block(&self) -> bool {
        let first = self.stack.first().copied();
        let first = match self.on_line.clone().next() {
            Some(index) if self.entries[index].parent.is_none() => Some(index),
            _ => first,
        };
        first.is_some_and(|first| self.entries[first].key == Some("alias"))
    }
}

/// The value of a key of a level.
fn value_of(level: &'static Level, name: &str) -> Owner {
    level
        .key(name)
        .map_or(Owner::Open, |key| Owner::Value(level, key))
}

/// An entry of the list that is the value of a key.
fn entry_of(level: &'static Level, key: &'static Key) -> Owner {
    match key.form {
        Form::Items(inner) => Owner::Mapping(inner),
        Form::Texts | Form::Numbers => Owner::Entry(level, key),
        Form::Text | Form::Number | Form::Boolean | Form::TextMap => Owner::Open,
    }
}
