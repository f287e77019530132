//! Gives a name to an image that is repeated.

use acrlint_analysis::{Edit, File, Input, in_worlds};
use acrlint_task::Text;
use acrlint_task::alias::BUILT_IN;
use acrlint_text::{TextRange, has_symbol};

use super::missing::unique;
use super::reading::Reading;
use super::registry::{MOST, places, texts};
use super::{Action, ActionKind, touch};
use crate::spans::{line_break, line_end, mapped, range, size};

pub(super) fn action(input: Input<'_>, at: TextRange) -> Option<Action> {
    let worlds = in_worlds(input, |file| Repeated::of(file, at));
    let found = worlds.into_iter().find_map(|(_, found)| found)?;
    let definition = found.definition(input.source)?;
    let by = format!("{}{}", found.directive, found.name);
    let uses = found.places.iter();
    let uses = uses.map(|place| Edit::replace(*place, by.clone()));
    let edits: Vec<Edit> = std::iter::once(definition).chain(uses).collect();
    let before = Reading::of(input, input.source);
    let after = Reading::after(input, &edits)?;
    after.has_same_task(&before).then(|| {
        let title = format!("extract `{}` into the alias `{by}`", found.image);
        Action::new(title, ActionKind::Extract, edits)
    })
}

/// An image that is named more than once.
struct Repeated {
    /// Its registry and repository.
    image: String,
    name: String,
    directive: char,
    /// Where it stands.
    places: Vec<TextRange>,
    /// The alias block.
    block: Option<TextRange>,
    /// Behind the line that says the version.
    version_end: usize,
}

impl Repeated {
    fn of(file: &File<'_>, at: TextRange) -> Option<Self> {
        let block = file.texts.aliases.as_ref()?;
        let image = texts(file).find_map(|text| {
            let mapped = mapped(file, text)?;
            let words = acrlint_task::build::words(&text.value);
            let under = |range: TextRange| touch(mapped.source_range(range), at);
            let mut images = words.filter(|word| under(word.range));
            images.find_map(|word| literal_image(word.text))
        })?;
        let of_text = |text: &Text<'_>| uses(&text.value, &image).len();
        if texts(file).map(of_text).sum::<usize>() > MOST {
            return None;
        }
        let mut places = Vec::new();
        for text in texts(file) {
            for place in uses(&text.value, &image) {
                let edit = file.edit(text, range(place, place + image.len()), "");
                if let Some(edit) = edit.filter(|edit| !places.contains(&edit.range)) {
                    places.push(edit.range);
                }
            }
        }
        if places.len() < 2 {
            return None;
        }
        let aliases = &block.aliases;
        let taken = |name: &str| {
            aliases.defined().any(|alias| alias.name == name)
                || BUILT_IN.iter().any(|(known, _)| *known == name)
        };
        let last = image.rsplit('/').next().unwrap_or_default();
        let letters: String = last.chars().filter(char::is_ascii_alphanumeric).collect();
        let version = file.texts.version.as_ref()?;
        let whole = TextRange::up_to(block.text.len());
        Some(Self {
            name: unique(
                if letters.is_empty() {
                    "image"
                } else {
                    &letters
                },
                taken,
            ),
            image,
            directive: aliases.directive(),
            places,
            block: (!block.text.is_empty()).then(|| block.text.source_range(whole)),
            version_end: line_end(file.source, usize::from(version.range.end())),
        })
    }

    /// Adds the alias to the block, or the block behind the version.
    fn definition(&self, source: &str) -> Option<Edit> {
        let line_break = line_break(source);
        let entry = format!("{}: {}", self.name, self.image);
        let Some(block) = self.block else {
            let text = format!("{line_break}alias:{line_break}  values:{line_break}    {entry}");
            return Some(Edit::insert(size(self.version_end), text));
        };
        let block = std::ops::Range::<usize>::from(block);
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let is_key = |line: &str, key: &str| line.trim_start().trim_end() == key;
        let mut at = block.start;
        let mut alias_end = None;
        for line in source.get(block)?.split_inclusive('\n') {
            let end = at + line.trim_end_matches(['\r', '\n']).len();
            at += line.len();
            let behind = source.get(at..).unwrap_or_default().lines();
            let mut next = behind.filter(|line| !line.trim().is_empty());
            if is_key(line, "values:") {
                let inner = next.next().map_or(0, indent);
                let width = if inner > indent(line) {
                    inner
                } else {
                    indent(line) + 2
                };
                let text = format!("{line_break}{}{entry}", " ".repeat(width));
                return Some(Edit::insert(size(end), text));
            }
            if is_key(line, "alias:") {
                let inner = next.next().map_or(0, indent);
                alias_end = Some((end, if inner > 0 { inner } else { 2 }));
            }
        }
        let (end, width) = alias_end?;
        let (outer, inner) = (" ".repeat(width), " ".repeat(width + 2));
        let text = format!("{line_break}{outer}values:{line_break}{inner}{entry}");
        Some(Edit::insert(size(end), text))
    }
}

/// The registry and the repository of a word that is an image, if nothing of it is unknown.
fn literal_image(word: &str) -> Option<String> {
    let word = word.trim_matches(['"', '\'']);
    let word = word.strip_prefix("--tag=").unwrap_or(word);
    let image = acrlint_image::Reference::parse(strip_unknown_tag(word)).ok()?;
    image.domain?;
    let name = image.name();
    (!has_symbol(name)).then(|| name.to_owned())
}

/// An image without a tag that is not known.
fn strip_unknown_tag(image: &str) -> &str {
    let last = image.rfind('/').map_or(0, |at| at + 1);
    match image[last..].find(':') {
        Some(at) if has_symbol(&image[last + at..]) => &image[..last + at],
        _ => image,
    }
}

/// Where an image stands in a text, whatever its tag.
fn uses(text: &str, image: &str) -> Vec<usize> {
    let mut found = places(text, image);
    found.retain(|at| {
        let next = text[at + image.len()..].chars().next();
        next.is_none_or(|c| c.is_whitespace() || matches!(c, ':' | '@' | '"' | '\''))
    });
    found
}
