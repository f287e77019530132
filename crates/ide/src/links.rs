//! Where the words of a task file lead to.

mod web;

use std::collections::{HashMap, HashSet};

use acrlint_analysis::{BuiltFrom, DockerfileAt, File, Input, StepAt, in_worlds};
use acrlint_task::Text;
use acrlint_task::build::{ContextKind, context_kind, read_build_command};
use acrlint_template::ReferenceKind;
use acrlint_text::{TextRange, TextSize, has_symbol};
use acrlint_yaml::load;

use crate::names::entries;

/// A place of the task file that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// The place.
    pub range: TextRange,
    /// Where it leads.
    pub target: Target,
    /// What is there, in a few words.
    pub tooltip: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A file, by its path as [`Files::locate`](acrlint_task::Files::locate) has it.
    File(String),
    /// A page on the web.
    Url(String),
}

/// The links of a task file in any world, in their order: Dockerfiles, contexts on the web, files of aliases, secrets in
/// key vaults, and `.Values.x` where the run has a values file.
pub fn links(input: Input<'_>) -> Vec<Link> {
    let mut all: Vec<Link> = Vec::new();
    let mut seen = HashSet::new();
    for (_, found) in in_worlds(input, of_file) {
        all.extend(found.into_iter().filter(|link| seen.insert(link.clone())));
    }
    all.sort_by_key(|link| (link.range.start(), link.range.end()));
    all
}

fn of_file(file: &File<'_>) -> Vec<Link> {
    let mut found = Vec::new();
    let built: HashMap<usize, &BuiltFrom> = file.built().collect();
    for (at, text) in file.builds() {
        build(file, at, text, built.get(&at.index).copied(), &mut found);
    }
    for secret in &file.reading.task.secrets {
        let keyvault = secret.value.as_ref().and_then(|it| it.keyvault.as_ref());
        if let Some(url) = keyvault.filter(|url| is_web(&url.value) && file.is_known(&url.value)) {
            found.push(Link {
                range: file.piece(url, whole(&url.value)),
                target: Target::Url(url.value.to_string()),
                tooltip: "the secret in its key vault".to_owned(),
            });
        }
    }
    alias_sources(file, &mut found);
    values(file, &mut found);
    found.retain(|link| !link.range.is_empty());
    found
}

fn build(
    file: &File<'_>,
    at: StepAt<'_>,
    text: &Text<'_>,
    built: Option<&BuiltFrom>,
    found: &mut Vec<Link>,
) {
    let command = read_build_command(&text.value);
    let context = command.context.filter(|word| !has_symbol(word.text));
    let page = context.and_then(|word| Some((word, web::page(word.text)?)));
    if let Some((word, (page, tooltip))) = &page {
        found.push(Link {
            range: file.piece(text, word.range),
            target: Target::Url(page.clone()),
            tooltip: (*tooltip).to_owned(),
        });
    }
    let is_local = context.is_some_and(|word| context_kind(word.text) == ContextKind::Local);
    let is_named = command.dockerfile.is_some_and(|word| !word.text.is_empty());
    if let Some(DockerfileAt::Known { path, .. }) = built.map(|built| &built.dockerfile)
        && (is_named || is_local)
    {
        found.push(Link {
            range: file.build_place(at.index),
            target: Target::File(path.clone()),
            tooltip: format!("the Dockerfile `{path}`"),
        });
    }
}

/// The entries of `src` in the alias block.
fn alias_sources(file: &File<'_>, found: &mut Vec<Link>) {
    let Some(block) = &file.texts.aliases else {
        return;
    };
    let document = load(block.text.text());
    let alias = document.root.and_then(|root| document.get(root, "alias"));
    for source in entries(&document, alias, "src") {
        let path = document.node(document.target(source)).value();
        let target = match is_web(path) {
            true => Target::Url(path.to_owned()),
            false if file.files.exists(path) == Some(true) => Target::File(file.files.locate(path)),
            false => continue,
        };
        let range = document.locate(source, whole(path));
        found.push(Link {
            range: block.text.source_range(range),
            target,
            tooltip: "a file of aliases".to_owned(),
        });
    }
}

/// `.Values.x`, where the run has a values file that is a file of the project.
fn values(file: &File<'_>, found: &mut Vec<Link>) {
    let Some(values) = &file.context.values else {
        return;
    };
    if file.files.exists(&values.path) != Some(true) {
        return;
    }
    let replaced = &file.texts.replaced;
    let parsed = acrlint_template::parse("", replaced.text());
    for reference in parsed.template.references() {
        let is_values = match reference.kind {
            ReferenceKind::Field => reference.at_root && reference.path.first() == Some(&"Values"),
            ReferenceKind::Variable => reference.path.starts_with(&["$", "Values"]),
            _ => false,
        };
        if is_values {
            found.push(Link {
                range: replaced.source_range(reference.range),
                target: Target::File(file.files.locate(&values.path)),
                tooltip: format!("the values in `{}`", values.path),
            });
        }
    }
}

fn whole(text: &str) -> TextRange {
    TextRange::up_to(TextSize::of(text))
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}
