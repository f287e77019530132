use acrlint_analysis::File;
use acrlint_analysis::schema::{ALIAS, ALIAS_KEY, Form, Key, Level};
use acrlint_text::{TextRange, TextSize};

use super::{Hover, is_on};

/// A key with its type, its default and the kinds of steps that look at it.
pub(super) fn at(file: &File<'_>, at: TextSize) -> Option<Hover> {
    let mut found = None;
    file.mappings(&mut |document, mapping| {
        for (key, _) in document.node(mapping.node).pairs() {
            let range = file.place(*key);
            let name = document.node(*key).value();
            if is_on(range, at) && file.written(range).contains(name) {
                found = text(mapping.level, name).map(|text| Hover { range, text });
            }
        }
    });
    found.or_else(|| in_alias_block(file, at))
}

/// A key of the alias block, which the runner cuts out before it reads any YAML.
fn in_alias_block(file: &File<'_>, at: TextSize) -> Option<Hover> {
    let block = &file.texts.aliases.as_ref()?.text;
    let mut start = TextSize::new(0);
    for line in block.text().split_inclusive('\n') {
        let name = line.trim_start();
        let indent = TextSize::of(line) - TextSize::of(name);
        let name = name.split([':', ' ', '\n']).next().unwrap_or_default();
        let range = block.source_range(TextRange::at(start + indent, TextSize::of(name)));
        start += TextSize::of(line);
        if !is_on(range, at) || file.written(range) != name {
            continue;
        }
        let key = match name {
            "alias" if indent == TextSize::new(0) => Some(&ALIAS_KEY),
            _ => ALIAS.key(name),
        };
        return key.map(|key| Hover {
            range,
            text: about(&ALIAS, key),
        });
    }
    None
}

fn text(level: &Level, name: &str) -> Option<String> {
    if let Some(key) = level.key(name) {
        return Some(about(level, key));
    }
    let accident = level.accident(name)?;
    Some(format!(
        "**`{name}`** is no key that anybody was meant to use: {}.",
        accident.effect
    ))
}

fn about(level: &Level, key: &Key) -> String {
    let mut text = format!("**`{}`** — {}\n\n{}", key.name, form(key), key.doc);
    if !key.default.is_empty() {
        text.push_str(&format!("\n\nWithout it: {}.", key.default));
    }
    if level.noun == "a step" {
        let kinds: Vec<String> = key
            .kinds
            .iter()
            .map(|kind| format!("`{}`", kind.name()))
            .collect();
        match kinds.len() {
            0 => text.push_str("\n\nNo step uses it."),
            3 => {}
            _ => text.push_str(&format!("\n\nUsed by {} steps.", kinds.join(" and "))),
        }
    }
    text
}

fn form(key: &Key) -> &'static str {
    match key.form {
        Form::Text => "a text",
        Form::Number => "a whole number",
        Form::Boolean => "`true` or `false`",
        Form::Texts => "a list of texts",
        Form::Numbers => "a list of whole numbers",
        Form::TextMap => "names with texts",
        Form::Items(level) if std::ptr::eq(level, &ALIAS) => "a mapping",
        Form::Items(_) => "a list of mappings",
    }
}
