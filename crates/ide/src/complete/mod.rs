//! What can be written at a place of a task file.

mod alias;
mod build;
mod comment;
mod files;
mod flags;
mod flow;
mod functions;
mod images;
mod keys;
mod known;
mod outline;
mod place;
mod snippets;
mod template;
mod values;

use std::collections::HashSet;
use std::ops::Range;

use acrlint_analysis::Input;
use acrlint_text::{TextRange, TextSize};

use known::{Known, text_range};
use outline::Outline;
use place::{Lead, Place};
pub(crate) use template::run_field;

/// Something that can be written at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// How it is listed, and what a typed prefix is compared with.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words beside the label, such as the type of a key.
    pub detail: Option<String>,
    /// More about it, in Markdown.
    pub documentation: Option<String>,
    /// What is replaced, on one line of the file; the cursor is inside or at its end.
    pub replace: TextRange,
    /// The text. Its lines bring their whole indentation (LSP: `insertTextMode` `asIs`).
    pub insert: String,
    /// Whether the text is a snippet of LSP, with `$1` and `${1:name}`.
    pub snippet: bool,
    /// Its place in the list, from 0 on.
    pub sort: u32,
    /// Whether the editor should ask again when it is inserted, since a value comes next.
    pub retrigger: bool,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    /// A key.
    Key,
    /// Several lines with places to fill in.
    Snippet,
    /// A value.
    Value,
    /// The id of a step.
    Step,
    /// An alias.
    Alias,
    /// A field of a template's data, or a variable of a template.
    Field,
    /// A function or a word of the template language.
    Function,
    /// An option of `docker build`.
    Flag,
    /// A build argument.
    Argument,
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A stage of a Dockerfile.
    Stage,
    /// A registry.
    Registry,
    /// An image.
    Image,
    /// A secret.
    Secret,
    /// A volume.
    Volume,
    /// A network.
    Network,
    /// A rule of acrlint.
    Rule,
}

/// What can be written at an offset, best first. What the place holds already is not among it. `last` is the text of the
/// file when it was YAML last: while it is none, that says what its steps build.
pub fn completions(input: Input<'_>, at: TextSize, last: Option<&str>) -> Vec<Completion> {
    let source = input.source;
    let mut at = usize::from(at).min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    // a line break of two characters is one
    if source[..at].ends_with('\r') && source[at..].starts_with('\n') {
        at -= 1;
    }
    let outline = Outline::read(source, at);
    let places = outline.places(at);
    let mut offers = Offers::default();
    if let [Place::Comment(line)] = &places[..] {
        comment::offer(source, line.clone(), at, &mut offers);
        return offers.finish(source);
    }
    let action = template::action(source, at);
    let half = match &action {
        Some(action) => action.start..action.end,
        None => half_typed(&outline, &places, at),
    };
    let known = Known::read(input, half, &outline, last);
    let asked = Asked {
        input,
        at,
        outline: &outline,
        known: &known,
    };
    if let Some(action) = &action {
        template::offer(&asked, action, &mut offers);
        return offers.finish(source);
    }
    for place in &places {
        match place {
            Place::Key(place) => keys::offer(&asked, place, &mut offers),
            Place::Value(place) => values::offer(&asked, place, &mut offers),
            Place::Entry {
                level,
                column,
                word,
                lead,
            } => snippets::offer_entries(
                &asked,
                level,
                *column,
                word.clone(),
                lead,
                true,
                &mut offers,
            ),
            Place::Comment(_) => {}
        }
    }
    let mut aliases = Offers::default();
    if alias::offer(&asked, &mut aliases) {
        // what begins with an alias, too, such as an image
        let begins = |offer: &Completion| offer.label.starts_with(known.directive);
        offers.list.retain(begins);
        offers.list.append(&mut aliases.list);
    }
    offers.finish(source)
}

/// The piece of the cursor's line that is not to be taken for what the author means.
fn half_typed(outline: &Outline<'_>, places: &[Place<'_>], at: usize) -> Range<usize> {
    match places {
        [Place::Value(place), ..] if place.key.name == "build" => {
            build::half_typed(outline.source, place.text.clone(), at)
        }
        [Place::Value(place), ..] if place.key.name == "cmd" => at..at,
        [Place::Value(place), ..] => {
            let quote = usize::from(place.quote.is_some());
            place.text.start - quote..place.text.end.min(outline.line.end).max(at)
        }
        [Place::Key(place), ..] if place.has_colon => at..at,
        [Place::Key(place), ..] => place.word.start.min(at)..place.word.end.max(at),
        [Place::Entry { word, .. }, ..] => word.start.min(at)..word.end.max(at),
        _ => at..at,
    }
}

/// What is asked, with what is known.
struct Asked<'a> {
    input: Input<'a>,
    /// The cursor.
    at: usize,
    outline: &'a Outline<'a>,
    known: &'a Known,
}

impl<'a> Asked<'a> {
    fn source(&self) -> &'a str {
        self.input.source
    }

    /// The step of the cursor, if it can be read.
    fn step(&self) -> Option<&'a known::Step> {
        let range = self.outline.step(self.at)?;
        let mut steps = self.known.steps.iter();
        steps.find(|step| range.contains(&step.start))
    }

    /// The line break of the file.
    fn line_break(&self) -> &'static str {
        if self.source().contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }

    /// How far the dash of a list stands to the right of its key in this file.
    fn list_indent(&self) -> usize {
        let entries = &self.outline.entries;
        let dash = |entry: &outline::Entry<'_>| {
            let key = &entries[entry.parent?];
            (entry.key.is_none() && key.key.is_some())
                .then(|| entry.column.saturating_sub(key.column))
        };
        entries.iter().find_map(dash).unwrap_or(2)
    }

    /// What the runner replaces by the name `alias`, or by the field of `.Run`.
    fn run(&self, name: &str) -> String {
        if self.known.has_aliases {
            format!("{}{name}", self.known.directive)
        } else {
            format!("{{{{.Run.{name}}}}}")
        }
    }
}

/// The completions in their order.
#[derive(Debug, Default)]
struct Offers {
    list: Vec<Completion>,
}

/// More files, folders and the like than this are not offered.
const MOST: usize = 200;

impl Offers {
    /// Adds a text in place of a range.
    fn add(
        &mut self,
        label: &str,
        kind: CompletionKind,
        replace: Range<usize>,
        insert: String,
    ) -> &mut Completion {
        let at = self.list.len();
        self.list.push(Completion {
            label: label.to_owned(),
            kind,
            detail: None,
            documentation: None,
            replace: text_range(replace),
            insert,
            snippet: false,
            sort: 0,
            retrigger: false,
        });
        &mut self.list[at]
    }

    /// The list without what is there already, or twice.
    fn finish(mut self, source: &str) -> Vec<Completion> {
        let mut seen: HashSet<(String, String)> = HashSet::new();
        self.list.retain(|offer| {
            let written = &source[offer.replace];
            offer.insert != written && seen.insert((offer.label.clone(), offer.insert.clone()))
        });
        for (at, offer) in self.list.iter_mut().enumerate() {
            offer.sort = u32::try_from(at).unwrap_or(u32::MAX);
        }
        self.list
    }
}

impl Completion {
    fn detail(&mut self, text: impl Into<String>) -> &mut Self {
        self.detail = Some(text.into()).filter(|text| !text.is_empty());
        self
    }

    fn documentation(&mut self, text: impl Into<String>) -> &mut Self {
        self.documentation = Some(text.into()).filter(|text| !text.is_empty());
        self
    }

    /// Makes the text a snippet, whose signs are in it already.
    fn snippet(&mut self) -> &mut Self {
        self.snippet = true;
        self
    }

    fn retrigger(&mut self) -> &mut Self {
        self.retrigger = true;
        self
    }
}

/// A text as part of a snippet.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('$', "\\$")
        .replace('}', "\\}")
}

impl Lead {
    /// The range and the text with what has to stand before it.
    fn apply(&self, replace: Range<usize>, insert: &str) -> (Range<usize>, String) {
        match self {
            Self::None => (replace, insert.to_owned()),
            Self::Blank => (replace, format!(" {insert}")),
            Self::Indent { line, width } => (
                *line..replace.end,
                format!("{}{insert}", " ".repeat(*width)),
            ),
        }
    }
}
