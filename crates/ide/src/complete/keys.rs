//! Keys, by their place.

use acrlint_analysis::schema::{ALIAS, ALIAS_KEY, Form, Key, Level, STEP, TASK};
use acrlint_task::StepKind;

use super::place::KeyPlace;
use super::{Asked, CompletionKind, Offers, snippets};

/// The keys of a step that are written most, in this order.
const FREQUENT: [&str; 8] = [
    "cmd",
    "build",
    "push",
    "id",
    "when",
    "env",
    "timeout",
    "workingDirectory",
];

/// The keys that make a step one of a kind; a step has one of them.
const KINDS: [StepKind; 3] = [StepKind::Cmd, StepKind::Build, StepKind::Push];

/// Offers the keys that may be added, and whole entries where one begins.
pub(crate) fn offer(asked: &Asked<'_>, place: &KeyPlace<'_>, offers: &mut Offers) {
    if asked.outline.entries.is_empty() {
        snippets::offer_files(asked, place, offers);
    }
    if place.begins_entry && !place.has_colon {
        let word = place.word.clone();
        snippets::offer_entries(
            asked,
            place.level,
            place.column,
            word,
            &place.lead,
            false,
            offers,
        );
    }
    let kind = KINDS
        .into_iter()
        .find(|kind| place.present.contains(&kind.name()));
    let is_step = std::ptr::eq(place.level, &STEP);
    let mut keys: Vec<(bool, usize, &'static Key)> = Vec::new();
    for (index, key) in place.level.keys.iter().enumerate() {
        let second_kind =
            is_step && kind.is_some() && KINDS.iter().any(|kind| kind.name() == key.name);
        if place.present.contains(&key.name) || second_kind {
            continue;
        }
        let is_ignored =
            is_step && kind.map_or(key.kinds.is_empty(), |kind| !key.kinds.contains(&kind));
        let frequent = is_step.then(|| FREQUENT.iter().position(|name| *name == key.name));
        let rank = frequent.flatten().unwrap_or(FREQUENT.len() + index);
        keys.push((is_ignored, rank, key));
    }
    if std::ptr::eq(place.level, &TASK) && !place.present.contains(&"alias") {
        let is_off = place.present.contains(&"version") && !asked.known.has_aliases;
        keys.push((is_off, FREQUENT.len() + 2, &ALIAS_KEY));
    }
    keys.sort_by_key(|(is_ignored, rank, _)| (*is_ignored, *rank));
    for (is_ignored, _, key) in keys {
        let note = match (is_ignored, kind) {
            (false, _) => String::new(),
            (true, _) if key.name == "alias" => "ignored in this version".to_owned(),
            (true, Some(kind)) if !key.kinds.is_empty() => {
                format!("ignored by a {} step", kind.name())
            }
            (true, _) => "the runner never uses it".to_owned(),
        };
        let (insert, snippet) = continued(asked, place, key);
        let (replace, insert) = place.lead.apply(place.word.clone(), &insert);
        let offer = offers.add(key.name, CompletionKind::Key, replace, insert);
        offer.snippet = snippet;
        offer.retrigger =
            !place.has_colon && (has_values(key) || matches!(key.form, Form::Items(_)));
        offer.detail(if note.is_empty() {
            short(key)
        } else {
            note.clone()
        });
        offer.documentation(documentation(key, place.level, &note));
    }
}

/// The key with what comes behind it, and whether that is a snippet.
fn continued(asked: &Asked<'_>, place: &KeyPlace<'_>, key: &Key) -> (String, bool) {
    let name = key.name;
    if place.has_colon {
        return (name.to_owned(), false);
    }
    if place.in_flow {
        return match key.form {
            Form::Texts | Form::Numbers => (format!("{name}: [$1]"), true),
            Form::Items(_) => (format!("{name}: [{{ $1 \\}}]"), true),
            Form::TextMap => (format!("{name}: {{ $1 \\}}"), true),
            Form::Text | Form::Number | Form::Boolean => (format!("{name}: "), false),
        };
    }
    let line = |indent: usize, text: &str| {
        let blanks = " ".repeat(place.column + indent);
        format!("{name}:{}{blanks}{text}", asked.line_break())
    };
    let text = match key.form {
        _ if name == "alias" => {
            let values = line(2, "values:");
            format!(
                "{values}{}{}",
                asked.line_break(),
                " ".repeat(place.column + 4)
            )
        }
        Form::Text | Form::Number | Form::Boolean => format!("{name}: "),
        Form::Texts | Form::Numbers | Form::Items(_) => line(asked.list_indent(), "- "),
        Form::TextMap => line(2, ""),
    };
    (text, false)
}

/// Whether there is something to offer for its value.
fn has_values(key: &Key) -> bool {
    const TEXTS: [&str; 15] = [
        "version",
        "cmd",
        "build",
        "push",
        "when",
        "cache",
        "isolation",
        "network",
        "driver",
        "name",
        "keyvault",
        "clientID",
        "workingDirectory",
        "src",
        "env",
    ];
    matches!(key.form, Form::Boolean) || TEXTS.contains(&key.name)
}

/// The type of a key and its default.
fn short(key: &Key) -> String {
    match key.default {
        "" => type_of(key.form).to_owned(),
        default => format!(
            "{}, default: {}",
            type_of(key.form),
            default.replace('`', "")
        ),
    }
}

/// A form in words.
fn type_of(form: Form) -> &'static str {
    match form {
        Form::Text => "text",
        Form::Number => "whole number",
        Form::Boolean => "true or false",
        Form::Texts => "list of texts",
        Form::Numbers => "list of whole numbers",
        Form::TextMap => "names with texts",
        Form::Items(level) if level.noun == ALIAS.noun => "names with texts",
        Form::Items(_) => "list of mappings",
    }
}

/// What a key does, its type and default, and the steps that look at it.
fn documentation(key: &Key, level: &Level, note: &str) -> String {
    let mut facts = vec![format!("Type: {}", type_of(key.form))];
    if !key.default.is_empty() {
        let is_prose = key.default.contains(' ');
        facts.push(match is_prose {
            true => format!("default: {}", key.default),
            false => format!("default: `{}`", key.default),
        });
    }
    if level.noun == STEP.noun && !key.kinds.is_empty() && key.kinds.len() < KINDS.len() {
        let kinds: Vec<String> = key
            .kinds
            .iter()
            .map(|kind| format!("`{}`", kind.name()))
            .collect();
        facts.push(format!("for {} steps", kinds.join(" and ")));
    }
    let mut text = format!("{}\n\n{}.", key.doc, facts.join("; "));
    if !note.is_empty() && !key.kinds.is_empty() {
        text.push_str(&format!("\n\n**It is {note}.**"));
    }
    text
}
