//! Inside of `{{ … }}`: fields, functions, variables and the words of the language.

use std::collections::HashSet;

use super::functions::{offer_functions, offer_words};
use super::{Asked, CompletionKind, Offers};

/// An action of a template around the cursor, which may be unfinished.
pub(crate) struct Action {
    /// Where its braces begin.
    pub(crate) start: usize,
    /// Where it ends: behind its closing braces, or at the cursor's word.
    pub(crate) end: usize,
    /// Whether closing braces are there.
    pub(crate) is_closed: bool,
}

/// The action that the cursor is in.
pub(crate) fn action(source: &str, at: usize) -> Option<Action> {
    let before = &source[..at];
    let start = before.rfind("{{")?;
    let inner = &before[start + 2..];
    if inner.contains("}}") {
        return None;
    }
    let after = &source[at..];
    let is_long = inner.contains('\n');
    let here = match is_long {
        true => after,
        false => after.split('\n').next().unwrap_or_default(),
    };
    let close = here
        .find("}}")
        .filter(|close| !here[..*close].contains("{{"));
    if is_long && close.is_none() {
        return None;
    }
    let word = here.find(|c: char| !is_name(c)).unwrap_or(here.len());
    Some(Action {
        start,
        end: at + close.map_or(word, |close| close + 2),
        is_closed: close.is_some(),
    })
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The place in an action.
pub(crate) struct Spot<'s> {
    /// Where the word of the cursor begins.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// What closes the action, with the blank that it begins with; empty where it is closed.
    pub(crate) close: &'s str,
    /// Whether the word is the first one.
    pub(crate) is_first: bool,
    /// Whether something is piped into it.
    pub(crate) is_piped: bool,
    /// The blocks that are open here, by their words.
    pub(crate) blocks: Vec<&'s str>,
}

/// Offers what may stand in an action.
pub(crate) fn offer(asked: &Asked<'_>, action: &Action, offers: &mut Offers) {
    let source = asked.source();
    let inner = &source[action.start + 2..asked.at];
    if inner.trim_start_matches('-').trim_start().starts_with("/*") || in_string(inner) {
        return;
    }
    let in_chain = |c: &char| is_name(*c) || matches!(c, '.' | '$');
    let length: usize = inner
        .chars()
        .rev()
        .take_while(in_chain)
        .map(char::len_utf8)
        .sum();
    let (before, chain) = inner.split_at(inner.len() - length);
    let (head, word) = match chain.rsplit_once('.') {
        Some((head, word)) => (Some(head), word),
        None => (None, chain),
    };
    let behind = &source[asked.at..];
    let more = behind.find(|c: char| !is_name(c)).unwrap_or(behind.len());
    let trimmed = before.trim_end();
    let blocks = blocks(&source[..action.start]);
    let spot = Spot {
        start: asked.at - word.len(),
        end: asked.at + more,
        close: match (
            action.is_closed,
            inner.trim_start_matches('-').starts_with(' ') || inner.is_empty(),
        ) {
            (true, _) => "",
            (false, true) => " }}",
            (false, false) => "}}",
        },
        is_first: trimmed.is_empty() || trimmed == "-",
        is_piped: trimmed.ends_with('|'),
        blocks,
    };
    let is_root = !spot
        .blocks
        .iter()
        .any(|block| matches!(*block, "range" | "with" | "define" | "block"));
    match head {
        None if word.starts_with('$') => variables(asked, &spot, offers),
        None => {
            if !spot.is_piped {
                roots(&spot, if is_root { "." } else { "$." }, offers);
                variables(asked, &spot, offers);
            }
            if spot.is_first {
                offer_words(&spot, offers);
            }
            offer_functions(&spot, offers);
        }
        Some("") if is_root => roots(&spot, "", offers),
        Some("$") => roots(&spot, "", offers),
        Some(path) => {
            let from_root = path.strip_prefix('$').or(is_root.then_some(path));
            let chain = asked.at - chain.len()..spot.end;
            match from_root {
                Some(".Run") => run(&spot, offers),
                Some(".Build") => field(&spot, "ID", "the same as .Run.ID", offers),
                Some(".Values") => values(asked, &spot, offers),
                Some(".Secrets") => secrets(asked, &spot, chain, offers),
                _ => {}
            }
        }
    }
}

/// Whether a text ends inside of a string.
fn in_string(text: &str) -> bool {
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match quote {
            Some('"') if c == '\\' => _ = chars.next(),
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '`') => quote = Some(c),
            _ => {}
        }
    }
    quote.is_some()
}

/// The blocks that are open at the end of a text.
fn blocks(text: &str) -> Vec<&str> {
    let mut open: Vec<&str> = Vec::new();
    for line in text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
    {
        for action in line.split("{{").skip(1) {
            let body = action.split("}}").next().unwrap_or_default();
            let body = body.trim_start_matches('-').trim_start();
            let end = body.find(|c: char| !is_name(c)).unwrap_or(body.len());
            match &body[..end] {
                word @ ("if" | "range" | "with" | "define" | "block") => open.push(word),
                "end" => _ = open.pop(),
                _ => {}
            }
        }
    }
    open
}

/// Adds a field.
fn field(spot: &Spot<'_>, name: &str, detail: &str, offers: &mut Offers) {
    let insert = format!("{name}{}", spot.close);
    offers
        .add(name, CompletionKind::Field, spot.start..spot.end, insert)
        .detail(detail);
}

/// The fields of the data itself; `lead` is what stands before them.
fn roots(spot: &Spot<'_>, lead: &str, offers: &mut Offers) {
    const MAPS: [(&str, &str); 4] = [
        ("Run", "what is known of the run"),
        ("Values", "the values of --values and --set"),
        ("Secrets", "the secrets of this file"),
        ("Build", "the older place of the run's ID"),
    ];
    for (name, detail) in MAPS {
        let text = format!("{lead}{name}");
        let offer = offers.add(
            &text,
            CompletionKind::Field,
            spot.start..spot.end,
            format!("{text}."),
        );
        offer.detail(detail).retrigger();
    }
    for (name, detail) in [
        ("ValuesJSON", "all values as JSON, quoted for a shell"),
        ("RunJSON", "all of .Run as JSON, quoted for a shell"),
    ] {
        field(spot, &format!("{lead}{name}"), detail, offers);
    }
}

/// The fields of `.Run`.
const RUN: [(&str, &str); 14] = [
    ("ID", "The run's ID, such as `ca1`."),
    (
        "Registry",
        "The login server of the registry that runs the task, such as `myregistry.azurecr.io`.",
    ),
    ("RegistryName", "The registry's name, such as `myregistry`."),
    ("Date", "When the run began, in UTC: `20260131-235959z`."),
    (
        "Commit",
        "The commit that triggered the run; empty for other runs.",
    ),
    ("Branch", "The branch of that commit."),
    ("GitTag", "The git tag that triggered the run."),
    (
        "Repository",
        "The repository of the source that triggered the run.",
    ),
    ("TriggeredBy", "What triggered the run."),
    ("TaskName", "The name of the task; empty in quick runs."),
    (
        "OS",
        "The operating system of the agent: `linux` or `windows`.",
    ),
    ("OSVersion", "The version of the operating system."),
    (
        "Architecture",
        "The architecture of the agent, such as `amd64`.",
    ),
    (
        "SharedVolume",
        "The volume that all steps share; it holds `/workspace`.",
    ),
];

/// What a field of `.Run` is.
pub(crate) fn run_field(name: &str) -> Option<&'static str> {
    RUN.iter()
        .find(|(known, _)| *known == name)
        .map(|(_, what)| *what)
}

fn run(spot: &Spot<'_>, offers: &mut Offers) {
    for (name, what) in RUN {
        let insert = format!("{name}{}", spot.close);
        let offer = offers.add(name, CompletionKind::Field, spot.start..spot.end, insert);
        offer
            .detail(what.trim_end_matches('.').replace('`', ""))
            .documentation(what);
    }
}

/// The values that are given, and those that the file uses elsewhere.
fn values(asked: &Asked<'_>, spot: &Spot<'_>, offers: &mut Offers) {
    let context = asked.input.context;
    for text in context.set.iter().rev() {
        if let Some((name, value)) = text.split_once('=').filter(|(name, _)| can_be_field(name)) {
            field(spot, name, &format!("--set: {value}"), offers);
        }
    }
    if let Some(Ok(text)) = context.values.as_ref().map(|file| &file.text) {
        let document = acrlint_yaml::load(text);
        let pairs = document.root.map(|root| document.node(root).pairs());
        for (key, value) in pairs.into_iter().flatten() {
            let name = document.node(*key).value();
            if can_be_field(name) {
                let value = document.node(*value).value();
                field(spot, name, &format!("values: {value}"), offers);
            }
        }
    }
    let source = asked.source();
    for (at, found) in source.match_indices(".Values.") {
        let start = at + found.len();
        let rest = &source[start..];
        let name = &rest[..rest.find(|c: char| !is_name(c)).unwrap_or(rest.len())];
        // not the word that is being written
        if can_be_field(name) && start != spot.start {
            field(spot, name, "used in this file", offers);
        }
    }
    let mut seen: HashSet<String> = HashSet::new();
    offers.list.retain(|offer| seen.insert(offer.label.clone()));
}

fn can_be_field(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_name) && !name.starts_with(|c: char| c.is_numeric())
}

fn secrets(asked: &Asked<'_>, spot: &Spot<'_>, chain: std::ops::Range<usize>, offers: &mut Offers) {
    for (id, address) in &asked.known.secrets {
        if acrlint_text::has_symbol(id) {
            continue;
        }
        // a field cannot have every name
        let (range, insert) = match can_be_field(id) {
            true => (spot.start..spot.end, id.clone()),
            false => (chain.clone(), format!("index .Secrets \"{id}\"")),
        };
        let insert = format!("{insert}{}", spot.close);
        offers
            .add(id, CompletionKind::Secret, range, insert)
            .detail(address.as_str());
    }
}

/// The variables that are declared above.
fn variables(asked: &Asked<'_>, spot: &Spot<'_>, offers: &mut Offers) {
    let before = &asked.source()[..spot.start];
    for (at, _) in before.match_indices('$') {
        let rest = &before[at + 1..];
        let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
        let behind = rest[end..].trim_start();
        // `range $index, $element := …` declares two
        let declares = behind.starts_with(":=") || behind.starts_with(", $");
        if end > 0 && declares {
            let name = format!("${}", &rest[..end]);
            let insert = format!("{name}{}", spot.close);
            offers
                .add(&name, CompletionKind::Field, spot.start..spot.end, insert)
                .detail("a variable");
        }
    }
}
