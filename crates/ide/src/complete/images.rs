//! Images and registries.

use std::ops::Range;

use acrlint_task::alias::BUILT_IN;

use super::place::{Lead, Shape, ValuePlace};
use super::values::{whole, written};
use super::{Asked, CompletionKind, Offers, escaped};

/// Images with tools that anybody may pull.
const TOOLS: [(&str, &str); 4] = [
    ("mcr.microsoft.com/azure-cli", "the Azure command line"),
    (
        "mcr.microsoft.com/azure-powershell",
        "PowerShell with the Azure modules",
    ),
    ("mcr.microsoft.com/powershell", "PowerShell"),
    ("mcr.microsoft.com/dotnet/sdk:8.0", "the .NET SDK"),
];

/// What the built-in aliases of images are.
const ALIASES: [(&str, &str); 5] = [
    (
        "acr",
        "the command line of ACR, for purge, tag and manifest",
    ),
    ("az", "the Azure command line"),
    ("bash", "a shell"),
    ("curl", "fetches addresses"),
    ("cssc", "continuous patching"),
];

/// Offers images to push: those that are built and not pushed yet.
pub(crate) fn offer_push(asked: &Asked<'_>, place: &ValuePlace<'_>, offers: &mut Offers) {
    for (step, image) in asked.known.unpushed() {
        if place.others.contains(&image.written.as_str()) {
            continue;
        }
        let offer = whole(asked, place, &image.written, CompletionKind::Image, offers);
        offer.detail(format!("built by {}", step.id));
    }
    let text = format!(
        "{}/${{1:image}}:{}",
        escaped(&asked.run("Registry")),
        escaped(&asked.run("ID"))
    );
    let (range, text) = written(asked, place, &text);
    let label = format!("{}/<image>:{}", asked.run("Registry"), asked.run("ID"));
    let offer = offers
        .add(&label, CompletionKind::Snippet, range, text)
        .snippet();
    offer.detail("an image of the registry that runs the task");
    if place.shape == Shape::Entry || place.quote.is_some() {
        for (host, detail) in registries(asked) {
            whole(asked, place, &host, CompletionKind::Registry, offers).detail(detail);
        }
    }
}

/// Offers what a command may begin with.
pub(crate) fn offer_command(asked: &Asked<'_>, place: &ValuePlace<'_>, offers: &mut Offers) {
    let text = &asked.source()[place.text.clone()];
    let start = place.text.start + text.len() - text.trim_start().len();
    let start = start.min(asked.at);
    let before = &asked.source()[start..asked.at];
    if before.contains(char::is_whitespace) || before.starts_with('-') {
        return;
    }
    let end = word_end(asked, place.text.end);
    let step = asked
        .outline
        .step(asked.at)
        .map_or(asked.at, |step| step.start);
    let word = start..end;
    let mut add = |label: &str, detail: String, kind: CompletionKind| {
        let (range, insert) = place.lead.apply(word.clone(), label);
        offers.add(label, kind, range, insert).detail(detail);
    };
    for (other, image) in asked.known.built().filter(|(other, _)| other.start < step) {
        add(
            &image.written,
            format!("built by {}", other.id),
            CompletionKind::Image,
        );
    }
    for alias in &asked.known.aliases {
        let about = ALIASES
            .iter()
            .find(|(name, _)| *name == alias.name && alias.from == "the runner");
        match about {
            Some((_, about)) => add(
                &alias.name,
                format!("{about} ({})", alias.value),
                CompletionKind::Alias,
            ),
            // a value such as `{{.Run.ID}}` is no image
            None if alias.value.starts_with("{{") && alias.from == "the runner" => {}
            None => add(&alias.name, alias.value.clone(), CompletionKind::Alias),
        }
    }
    if !asked.known.has_aliases {
        for (name, about) in ALIASES {
            if let Some((_, image)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
                add(image, about.to_owned(), CompletionKind::Image);
            }
        }
    }
    for (image, about) in TOOLS {
        add(image, about.to_owned(), CompletionKind::Image);
    }
    offer_registries(asked, word, &place.lead, offers);
}

/// Offers the registries that this file and its project name, as the beginning of an image.
fn offer_registries(asked: &Asked<'_>, word: Range<usize>, lead: &Lead, offers: &mut Offers) {
    for (host, detail) in registries(asked) {
        let (range, insert) = lead.apply(word.clone(), &host);
        offers
            .add(&host, CompletionKind::Registry, range, insert)
            .detail(detail);
    }
}

/// Registries with a slash behind them, and where they are known from.
fn registries(asked: &Asked<'_>) -> Vec<(String, &'static str)> {
    let mut all = vec![(
        format!("{}/", asked.run("Registry")),
        "the registry that runs the task",
    )];
    let here = asked
        .known
        .hosts
        .iter()
        .map(|host| (host.clone(), "a registry of this file"));
    let around = asked.input.project.login_servers();
    let around = around
        .into_iter()
        .map(|host| (host.to_owned(), "a registry of the project"));
    for (host, detail) in here.chain(around) {
        let host = format!("{host}/");
        if !all.iter().any(|(known, _)| *known == host) {
            all.push((host, detail));
        }
    }
    all
}

/// Where the word of the cursor ends.
pub(crate) fn word_end(asked: &Asked<'_>, limit: usize) -> usize {
    let limit = limit.min(asked.outline.line.end).max(asked.at);
    let rest = &asked.source()[asked.at..limit];
    asked.at + rest.find(char::is_whitespace).unwrap_or(rest.len())
}

/// Offers names for an image that a build makes.
pub(crate) fn offer_tags(
    asked: &Asked<'_>,
    word: Range<usize>,
    given: &[&str],
    offers: &mut Offers,
) {
    for (step, image) in asked.known.unbuilt() {
        if given.contains(&image.written.as_str()) {
            continue;
        }
        offers
            .add(
                &image.written,
                CompletionKind::Image,
                word.clone(),
                image.written.clone(),
            )
            .detail(format!("pushed by {}", step.id));
    }
    let (registry, id) = (asked.run("Registry"), asked.run("ID"));
    let text = format!("{}/${{1:image}}:{}", escaped(&registry), escaped(&id));
    let label = format!("{registry}/<image>:{id}");
    offers
        .add(&label, CompletionKind::Snippet, word.clone(), text)
        .snippet()
        .detail("an image of the registry that runs the task");
    for (_, image) in asked.known.built() {
        let (repository, _) = image
            .written
            .rsplit_once(':')
            .unwrap_or((&image.written, ""));
        let repository = format!("{repository}:");
        offers
            .add(
                &repository,
                CompletionKind::Image,
                word.clone(),
                repository.clone(),
            )
            .detail("an image of this file");
    }
    offer_registries(asked, word, &Lead::None, offers);
}
