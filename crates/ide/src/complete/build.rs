//! Build strings: options of `docker build`, their values, and the context.

use std::ops::Range;

use acrlint_dockerfile::Dockerfile;
use acrlint_task::build::words;

use super::flags::{FLAGS, Flag, flag_of};
use super::images::{offer_tags, word_end};
use super::place::{Lead, ValuePlace};
use super::{Asked, CompletionKind, Offers, files};

/// A build string around the cursor.
struct Build<'s> {
    /// The words before that of the cursor.
    before: Vec<&'s str>,
    /// The words behind it.
    after: Vec<&'s str>,
    /// The word of the cursor.
    word: Range<usize>,
    /// Its letters before the cursor.
    typed: &'s str,
}

impl<'s> Build<'s> {
    fn read(source: &'s str, text: Range<usize>, at: usize, end: usize) -> Self {
        let text_before = &source[text.start.min(at)..at];
        let start = at
            - text_before
                .chars()
                .rev()
                .take_while(|c| !c.is_whitespace())
                .map(char::len_utf8)
                .sum::<usize>();
        let list = |part: &'s str| {
            let all = words(part).map(|word| word.text);
            // a backslash continues the line
            all.filter(|word| *word != "\\").collect()
        };
        Self {
            before: list(&source[text.start.min(start)..start]),
            after: list(source.get(end..text.end).unwrap_or_default()),
            word: start..end,
            typed: &source[start..at],
        }
    }

    /// The option whose value the word is.
    fn option(&self) -> Option<&'static Flag> {
        let last = self.before.last().and_then(|last| flag_of(last));
        last.filter(|flag| !flag.value.is_empty())
    }

    fn others(&self) -> impl Iterator<Item = &'s str> {
        self.before.iter().chain(&self.after).copied()
    }

    fn has(&self, flag: &Flag) -> bool {
        self.others()
            .any(|word| flag.is(word) || word.split('=').next() == Some(flag.name))
    }

    /// The values of an option.
    fn values(&self, flag: &Flag) -> Vec<&'s str> {
        let mut found = Vec::new();
        for list in [&self.before, &self.after] {
            for (at, word) in list.iter().enumerate() {
                match word
                    .strip_prefix(flag.name)
                    .and_then(|rest| rest.strip_prefix('='))
                {
                    Some(value) => found.push(value),
                    None if flag.is(word) => found.extend(list.get(at + 1)),
                    None => {}
                }
            }
        }
        found
    }

    /// Whether a word is the context already.
    fn has_context(&self) -> bool {
        let positional = |list: &[&str]| {
            let mut is_value = false;
            list.iter().any(|word| {
                let was_value = is_value;
                is_value = flag_of(word).is_some_and(|flag| !flag.value.is_empty());
                !was_value && !word.starts_with('-')
            })
        };
        positional(&self.before) || positional(&self.after)
    }
}

/// The word of the cursor, with the option whose value it is: what stands behind is not to be taken for that value.
pub(crate) fn half_typed(source: &str, text: Range<usize>, at: usize) -> Range<usize> {
    let rest = source.get(at..text.end.max(at)).unwrap_or_default();
    let end = at + rest.find(char::is_whitespace).unwrap_or(rest.len());
    let build = Build::read(source, text.clone(), at, end);
    let start = match (build.option(), build.before.last()) {
        (Some(_), Some(option)) => {
            let before = &source[text.start.min(at)..build.word.start];
            before
                .rfind(option)
                .map_or(build.word.start, |found| text.start.min(at) + found)
        }
        _ if build.typed.starts_with('-') => build.word.start,
        _ => return at..at,
    };
    start..end
}

/// Offers what may stand in a build string.
pub(crate) fn offer(asked: &Asked<'_>, place: &ValuePlace<'_>, offers: &mut Offers) {
    let end = word_end(asked, place.text.end);
    let build = Build::read(asked.source(), place.text.clone(), asked.at, end);
    if let Some(flag) = build.option() {
        return values(asked, &build, flag, build.word.clone(), offers);
    }
    if let Some((flag, value)) = build
        .typed
        .split_once('=')
        .and_then(|(name, value)| Some((flag_of(name)?, value)))
    {
        if !flag.value.is_empty() {
            let start = asked.at - value.len();
            values(asked, &build, flag, start..build.word.end, offers);
        }
        return;
    }
    let (word, lead) = (build.word.clone(), &place.lead);
    let is_option = build.typed.starts_with('-');
    if build.before.is_empty() && !is_option {
        flags(&build, &["-t", "-f"], word.clone(), lead, offers);
    }
    if !is_option && !build.has_context() {
        for (folder, detail) in files::contexts(asked) {
            let (range, insert) = lead.apply(word.clone(), &folder);
            offers
                .add(&folder, CompletionKind::Folder, range, insert)
                .detail(detail);
        }
    }
    let all: Vec<&str> = FLAGS
        .iter()
        .flat_map(|flag| [flag.short, flag.name])
        .collect();
    flags(&build, &all, word, lead, offers);
}

fn flags(build: &Build<'_>, names: &[&str], word: Range<usize>, lead: &Lead, offers: &mut Offers) {
    for name in names {
        let Some(flag) = flag_of(name).filter(|flag| flag.repeats || !build.has(flag)) else {
            continue;
        };
        // the long form of the runner's own options is the same to it
        let insert = if flag.value.is_empty() {
            (*name).to_owned()
        } else {
            format!("{name} ")
        };
        let (range, insert) = lead.apply(word.clone(), &insert);
        let offer = offers.add(name, CompletionKind::Flag, range, insert);
        offer.retrigger = !flag.value.is_empty();
        let only = if flag.buildkit { "BuildKit only" } else { "" };
        offer.detail(match (flag.value, only) {
            ("", only) => only.to_owned(),
            (value, "") => value.to_owned(),
            (value, only) => format!("{value}, {only}"),
        });
        let note = "\n\nOnly BuildKit knows it: set `cache: enabled`, or `DOCKER_BUILDKIT=1` in the step's `env`.";
        offer.documentation(format!(
            "{}{}",
            flag.doc,
            if flag.buildkit { note } else { "" }
        ));
    }
}

/// Offers values of an option.
fn values(
    asked: &Asked<'_>,
    build: &Build<'_>,
    flag: &Flag,
    word: Range<usize>,
    offers: &mut Offers,
) {
    let given = build.values(flag);
    match flag.name {
        "--tag" => offer_tags(asked, word, &given, offers),
        "--file" => files::offer_dockerfiles(asked, word, offers),
        "--build-arg" => arguments(asked, &given, word, offers),
        "--target" | "--no-cache-filter" => stages(asked, &given, word, offers),
        _ => {
            for value in flag.values {
                let offer = offers.add(
                    value,
                    CompletionKind::Value,
                    word.clone(),
                    (*value).to_owned(),
                );
                offer.detail(if *value == "default" {
                    "Docker's choice"
                } else {
                    ""
                });
            }
        }
    }
}

/// The Dockerfile of the cursor's step.
fn dockerfile<'k>(asked: &Asked<'k>) -> Option<(&'k str, &'k Dockerfile)> {
    let (path, dockerfile) = asked.step()?.dockerfile.as_ref()?;
    Some((path, dockerfile))
}

fn arguments(asked: &Asked<'_>, given: &[&str], word: Range<usize>, offers: &mut Offers) {
    let Some((path, dockerfile)) = dockerfile(asked) else {
        return;
    };
    for argument in dockerfile.declared_args() {
        let name = argument.name.text();
        let is_given = given
            .iter()
            .any(|given| given.trim_start_matches(['"', '\'']).split('=').next() == Some(name));
        let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if is_given || !is_name || name.is_empty() {
            continue;
        }
        let default = argument.default.as_ref();
        let offer = offers.add(
            &format!("{name}="),
            CompletionKind::Argument,
            word.clone(),
            format!("{name}="),
        );
        offer.detail(match default {
            Some(default) => format!("default: {}", default.text()),
            None => "no default".to_owned(),
        });
        offer.documentation(format!("`ARG {name}` of `{path}`"));
    }
}

fn stages(asked: &Asked<'_>, given: &[&str], word: Range<usize>, offers: &mut Offers) {
    let Some((path, dockerfile)) = dockerfile(asked) else {
        return;
    };
    for stage in &dockerfile.stages {
        let Some(name) = stage
            .name
            .as_ref()
            .map(|name| name.text())
            .filter(|name| !given.contains(name))
        else {
            continue;
        };
        let offer = offers.add(name, CompletionKind::Stage, word.clone(), name.to_owned());
        offer.detail(format!("FROM {}", stage.base.text()));
        offer.documentation(format!("A stage of `{path}`"));
    }
}
