use acrlint_analysis::File;
use acrlint_text::{Mapped, Origin, TextRange, TextSize};

use super::{Hover, code, is_on};
use crate::complete::run_field;

/// An alias or a template, with what is put in its place.
pub(super) fn at(file: &File<'_>, at: TextSize) -> Option<Hover> {
    let symbols = file.texts.symbols();
    let alias =
        expansion(&file.texts.replaced, at).filter(|(by, _)| !file.written(*by).starts_with("{{"));
    let rendered = file
        .texts
        .rendered
        .as_ref()
        .and_then(|text| expansion(text, at));
    let (range, first) = alias.clone().or_else(|| rendered.clone())?;
    let written = file.written(range);
    let mut text = String::new();
    if let Some((_, value)) = &alias {
        text = format!(
            "{} stands for {}",
            code(written),
            code(&symbols.spell(value))
        );
    }
    let value = rendered.map_or(first, |(_, value)| value);
    let whole = value.trim();
    let what = match (file.is_known(whole), whole.is_empty()) {
        (true, true) => "nothing in this run".to_owned(),
        (true, false)
            if alias
                .as_ref()
                .is_some_and(|(_, alias)| alias.trim() == whole) =>
        {
            String::new()
        }
        (true, false) => format!("in this run {}", code(whole)),
        (false, _) if file.is_open(whole) => "known only when a run begins".to_owned(),
        (false, _) => format!(
            "in this run {}, so far as it is known",
            code(&symbols.spell(whole))
        ),
    };
    if !what.is_empty() {
        let start = if text.is_empty() { code(written) } else { text };
        text = format!("{start}: {what}");
    }
    let of = alias.map_or_else(|| written.to_owned(), |(_, value)| value);
    for field in of.split(".Run.").skip(1) {
        let end = field
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(field.len());
        if let Some(doc) = run_field(&field[..end]) {
            text.push_str(&format!("\n\n`.Run.{}`: {doc}", &field[..end]));
        }
    }
    Some(Hover { range, text })
}

/// The stretch of a text that what stands at an offset of its source produced.
fn expansion(text: &Mapped, at: TextSize) -> Option<(TextRange, String)> {
    let segments = text.segments();
    let by = segments.iter().find_map(|segment| match segment.origin {
        Origin::Expansion(by) if is_on(by, at) => Some(by),
        _ => None,
    })?;
    let mut value = String::new();
    for (index, segment) in segments.iter().enumerate() {
        if segment.origin == Origin::Expansion(by) {
            let end = segments
                .get(index + 1)
                .map_or(text.len(), |next| next.start);
            value.push_str(&text.text()[TextRange::new(segment.start, end)]);
            // a loop writes the same place several times
            if segments
                .get(index + 1)
                .is_none_or(|next| next.origin != Origin::Expansion(by))
            {
                break;
            }
        }
    }
    Some((by, value))
}
