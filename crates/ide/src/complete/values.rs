//! Values, by their key.

use std::collections::HashSet;
use std::ops::Range;

use acrlint_analysis::schema::Form;
use acrlint_task::VERSIONS;

use super::place::{Shape, ValuePlace};
use super::{Asked, Completion, CompletionKind, Offers, build, files, images};

/// Offers what may be the value of a key.
pub(crate) fn offer(asked: &Asked<'_>, place: &ValuePlace<'_>, offers: &mut Offers) {
    if matches!(place.key.form, Form::Boolean) {
        return booleans(asked, place, offers);
    }
    match (place.level.noun, place.key.name) {
        ("the task", "version") => versions(asked, place, offers),
        ("a step", "cmd") => images::offer_command(asked, place, offers),
        ("a step", "build") => build::offer(asked, place, offers),
        ("a step", "push") => images::offer_push(asked, place, offers),
        ("a step", "when") => ids(asked, place, offers),
        ("a step", "cache") => table(asked, place, &CACHE, CompletionKind::Value, offers),
        ("a step", "isolation") => table(asked, place, &ISOLATION, CompletionKind::Value, offers),
        ("a step", "network") => {
            names(
                asked,
                place,
                &asked.known.networks,
                CompletionKind::Network,
                offers,
            );
            table(
                asked,
                place,
                &DOCKER_NETWORKS,
                CompletionKind::Network,
                offers,
            );
        }
        ("a mount", "name") => names(
            asked,
            place,
            &asked.known.volumes,
            CompletionKind::Volume,
            offers,
        ),
        ("a network", "driver") => table(asked, place, &DRIVERS, CompletionKind::Value, offers),
        ("a secret", "keyvault") => key_vault(asked, place, offers),
        ("a secret", "clientID") => names(
            asked,
            place,
            &asked.known.clients,
            CompletionKind::Value,
            offers,
        ),
        (_, "workingDirectory") => files::offer_folders(asked, place, offers),
        ("the alias block", "src") => files::offer_sources(asked, place, offers),
        ("a step" | "the task", "env") => environment(asked, place, offers),
        _ => {}
    }
}

const CACHE: [(&str, &str); 2] = [
    (
        "enabled",
        "keeps the layers beside the first tag; builds with BuildKit",
    ),
    ("disabled", "builds without the cache"),
];
const ISOLATION: [(&str, &str); 3] = [
    ("default", "Docker's choice"),
    ("process", "Windows: shares the kernel of the host"),
    ("hyperv", "Windows: a small virtual machine"),
];
const DOCKER_NETWORKS: [(&str, &str); 3] = [
    ("bridge", "Docker's own network"),
    ("host", "the network of the host"),
    ("none", "no network"),
];
const DRIVERS: [(&str, &str); 2] = [("bridge", "on Linux"), ("nat", "on Windows")];

fn versions(asked: &Asked<'_>, place: &ValuePlace<'_>, offers: &mut Offers) {
    for version in VERSIONS.iter().rev() {
        let detail = match *version {
            "v1.1.0" => "with aliases such as $Registry",
            "v1.0.0" => "the default, without aliases",
            _ => "the preview, without aliases",
        };
        whole(asked, place, version, CompletionKind::Value, offers).detail(detail);
    }
}

fn booleans(asked: &Asked<'_>, place: &ValuePlace<'_>, offers: &mut Offers) {
    // the runner refuses them in quotes
    if place.quote.is_some() {
        return;
    }
    for value in ["true", "false"] {
        let detail = if value == place.key.default {
            "the default"
        } else {
            ""
        };
        whole(asked, place, value, CompletionKind::Value, offers).detail(detail);
    }
}

fn table(
    asked: &Asked<'_>,
    place: &ValuePlace<'_>,
    values: &[(&str, &str)],
    kind: CompletionKind,
    offers: &mut Offers,
) {
    for (value, detail) in values {
        whole(asked, place, value, kind, offers).detail(*detail);
    }
}

fn names(
    asked: &Asked<'_>,
    place: &ValuePlace<'_>,
    names: &[String],
    kind: CompletionKind,
    offers: &mut Offers,
) {
    for name in names {
        whole(asked, place, name, kind, offers);
    }
}

/// The steps above that this one may wait for: only those are there when the runner reads its `when`.
fn ids(asked: &Asked<'_>, place: &ValuePlace<'_>, offers: &mut Offers) {
    let Some(step) = asked.outline.step(asked.at) else {
        return;
    };
    let above: Vec<_> = asked
        .known
        .steps
        .iter()
        .filter(|other| other.start < step.start)
        .collect();
    let others = |id: &str| place.others.contains(&id);
    // the nearest one is meant most
    let named = above.iter().rev().filter(|step| step.is_named);
    let generated = above.iter().rev().filter(|step| !step.is_named);
    let fits =
        |id: &str| !id.is_empty() && id != "-" && !acrlint_text::has_symbol(id) && !others(id);
    for step in named.filter(|step| fits(&step.id)) {
        whole(asked, place, &step.id, CompletionKind::Step, offers).detail(step.summary.as_str());
    }
    if place.others.is_empty() {
        whole(asked, place, "-", CompletionKind::Value, offers).detail("waits for no step");
    }
    for step in generated.filter(|step| fits(&step.id)) {
        let offer = whole(asked, place, &step.id, CompletionKind::Step, offers);
        offer.detail(step.summary.as_str());
        offer.documentation("The id that the runner makes up by the step's place in the file. It changes when steps are added above: better give the step an `id`.");
    }
}

fn key_vault(asked: &Asked<'_>, place: &ValuePlace<'_>, offers: &mut Offers) {
    let vaults = asked.known.secrets.iter().filter_map(|(_, address)| {
        let end = address.find("/secrets/")? + "/secrets/".len();
        address.get(..end)
    });
    for vault in vaults {
        whole(asked, place, vault, CompletionKind::Value, offers).detail("a vault of this file");
    }
    let address = "https://${1:vault}.vault.azure.net/secrets/${2:name}";
    let offer = whole(asked, place, address, CompletionKind::Snippet, offers).snippet();
    offer.label = "https://<vault>.vault.azure.net/secrets/<name>".to_owned();
    offer.detail("a secret of a Key Vault");
}

fn environment(asked: &Asked<'_>, place: &ValuePlace<'_>, offers: &mut Offers) {
    let name_of = |entry: &&str| entry.split('=').next().unwrap_or_default().to_owned();
    let given: HashSet<String> = place.others.iter().map(name_of).collect();
    let switch = "DOCKER_BUILDKIT";
    if place.siblings.contains(&"build") && !given.contains(switch) {
        let entry = format!("{switch}=1");
        whole(asked, place, &entry, CompletionKind::Value, offers)
            .detail("builds with BuildKit, which the runner turns off without it");
    }
    let entries = asked.outline.entries.iter();
    for entry in entries.filter(|entry| entry.key.is_none()) {
        let list = entry
            .parent
            .and_then(|parent| asked.outline.entries[parent].key);
        let is_own = entry.value.start <= asked.at && asked.at <= entry.value.end;
        let text = super::flow::bare(&asked.source()[entry.value.clone()]);
        let Some((name, _)) = text
            .split_once('=')
            .filter(|_| list == Some("env") && !is_own)
        else {
            continue;
        };
        let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if is_name && !name.is_empty() && name != switch && !given.contains(name) {
            let entry = format!("{name}=");
            whole(asked, place, &entry, CompletionKind::Value, offers)
                .detail("a variable of this file");
        }
    }
}

/// Offers a text as the whole value, in the quotes that it needs there.
pub(crate) fn whole<'o>(
    asked: &Asked<'_>,
    place: &ValuePlace<'_>,
    text: &str,
    kind: CompletionKind,
    offers: &'o mut Offers,
) -> &'o mut Completion {
    let (range, insert) = written(asked, place, text);
    offers.add(text, kind, range, insert)
}

/// The range of a whole value on the cursor's line, and the text as it is written there.
pub(crate) fn written(
    asked: &Asked<'_>,
    place: &ValuePlace<'_>,
    text: &str,
) -> (Range<usize>, String) {
    let line = &asked.outline.line;
    let mut range =
        place.text.start.max(line.start).min(asked.at)..place.text.end.min(line.end).max(asked.at);
    let is_list = matches!(place.key.form, Form::Texts | Form::Numbers);
    let mut insert = match place.shape {
        // a list in place of the quoted text
        Shape::Scalar if is_list && place.quote.is_some() && place.text.start > line.start => {
            range.start -= 1;
            range.end += usize::from(asked.source()[range.end..line.end].starts_with(['"', '\'']));
            format!("[{}]", quoted_in_flow(text))
        }
        _ if place.quote.is_some() => text.to_owned(),
        Shape::Scalar if is_list => format!("[{}]", quoted_in_flow(text)),
        Shape::Flow => quoted_in_flow(text),
        Shape::NewEntry(_) => format!("- {}", quoted_in_block(text)),
        Shape::Scalar | Shape::Entry => quoted_in_block(text),
        Shape::Block => text.to_owned(),
    };
    if place.shape == Shape::Flow {
        let before = asked.source()[..range.start].chars().next_back();
        if before == Some(',') {
            insert.insert(0, ' ');
        }
    }
    place.lead.apply(range, &insert)
}

/// In brackets most signs mean something.
fn quoted_in_flow(text: &str) -> String {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"_./".contains(&b) || b == b'-';
    match text.bytes().all(is_plain) && !text.starts_with('-') {
        true => text.to_owned(),
        false => format!("\"{text}\""),
    }
}

fn quoted_in_block(text: &str) -> String {
    let begins_badly = text.starts_with([
        '-', '?', '*', '&', '!', '%', '@', '`', '#', '|', '>', '[', '{', '"', '\'', ',',
    ]) && !text.starts_with("{{");
    match begins_badly || text.contains(": ") || text.contains(" #") {
        true => format!("\"{text}\""),
        false => text.to_owned(),
    }
}
