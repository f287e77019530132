use acrlint_template::{Reference, ReferenceKind};
use acrlint_text::{Mapped, TextRange};

use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::file::File;
use crate::rule::declare_rule;
use crate::steps::fix;
use crate::suggest::nearest;

declare_rule! {
    /// ## What it finds
    /// A template that asks for something that no run has: `{{.Run.Id}}`, `{{.Run.Foo}}`, `{{.Foo}}`, and
    /// `{{.Secrets.foo}}` where the task declares no secret `foo`.
    ///
    /// ## Why it matters
    /// It renders as nothing, without a message. So does `--format {{.Names}}`, which is meant for Docker.
    ///
    /// ## How to mend it
    /// The run has Architecture, Branch, Commit, Date, GitTag, ID, OS, OSVersion, Registry, RegistryName, Repository,
    /// SharedVolume, TaskName and TriggeredBy; the case of letters counts. Your own values stand below `.Values`. Braces
    /// that Docker shall see are written `{{ "{{.Names}}" }}`.
    ///
    /// ```yaml
    /// steps:
    ///   - build: -t {{.Run.Registry}}/app:{{.Run.ID}} .
    /// ```
    ///
    /// Source: templating/base_render_options.go `OverrideValuesWithBuildInfo`; text/template's `missingkey=zero`.
    "unknown-variable", Warning, Silent,
    "a template that asks for something that no run has",
    check,
}

const RUN: [&str; 14] = [
    "Architecture",
    "Branch",
    "Commit",
    "Date",
    "GitTag",
    "ID",
    "OS",
    "OSVersion",
    "Registry",
    "RegistryName",
    "Repository",
    "SharedVolume",
    "TaskName",
    "TriggeredBy",
];
const ROOT: [&str; 6] = ["Run", "Values", "Secrets", "Build", "RunJSON", "ValuesJSON"];

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    in_text(file, &file.texts.replaced, found);
    if let Some(block) = &file.texts.aliases {
        in_text(file, &block.text, found);
    }
}

fn in_text(file: &File<'_>, text: &Mapped, found: &mut Vec<Diagnostic>) {
    if !may_ask(text.text()) {
        return;
    }
    let parsed = acrlint_template::parse("", text.text());
    for reference in parsed.template.references() {
        if reference.kind == ReferenceKind::Field && reference.at_root {
            found.extend(unknown(file, text, &reference));
        }
    }
}

/// Whether some name behind a dot is none that is known: to parse each template again would take long.
fn may_ask(text: &str) -> bool {
    let mut rest = text;
    while let Some(start) = doubled(rest, b'{').next() {
        let action = &rest[start..];
        let end = doubled(action, b'}').next().unwrap_or(action.len());
        if asks(&action[..end]) {
            return true;
        }
        rest = &action[end..];
    }
    false
}

/// Whether some name behind a dot of an action is none that is known.
fn asks(action: &str) -> bool {
    let bytes = action.bytes().enumerate();
    let mut dots = bytes.filter_map(|(at, byte)| (byte == b'.').then_some(at));
    dots.any(|dot| {
        let name = name_at(&action[dot + 1..]);
        let before = &action[..dot];
        match before.bytes().next_back() {
            // a field of something
            Some(b) if b.is_ascii_alphanumeric() || b == b'_' => {
                (before.ends_with(".Run") && !RUN.contains(&name)) || before.ends_with(".Secrets")
            }
            _ => !name.is_empty() && !ROOT.contains(&name),
        }
    })
}

/// Where a sign stands twice.
fn doubled(text: &str, sign: u8) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(sign, bytes).filter(move |at| bytes.get(at + 1) == Some(&sign))
}

fn name_at(text: &str) -> &str {
    let letter = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || !b.is_ascii();
    &text[..text.bytes().take_while(letter).count()]
}

/// A secret that the task does not declare.
fn undeclared_secret(
    file: &File<'_>,
    text: &Mapped,
    reference: &Reference<'_>,
) -> Option<Diagnostic> {
    let ["Secrets", name, ..] = reference.path[..] else {
        return None;
    };
    let declared: Vec<&str> = file
        .reading
        .task
        .secrets
        .iter()
        .filter_map(|item| item.value.as_ref()?.id.as_ref())
        .map(|id| &*id.value)
        .collect();
    let unsure = file
        .reading
        .document
        .as_ref()
        .is_none_or(|document| document.error.is_some())
        || declared.iter().any(|id| file.texts.symbols().occur_in(id));
    if unsure || declared.contains(&name) {
        return None;
    }
    let range = TextRange::new(reference.range.start(), reference.ranges[1].end());
    let message = format!("the task has no secret `{name}`, and nothing is put in its place");
    let diagnostic = Diagnostic::new(&RULE, file.visible(text.source_range(range)), message);
    Some(match nearest(name, declared) {
        Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
        None => diagnostic.label("not declared").help(format!(
            "add it to `secrets`, with `id: {name}` and the address of its `keyvault`"
        )),
    })
}

fn unknown(file: &File<'_>, text: &Mapped, reference: &Reference<'_>) -> Option<Diagnostic> {
    if let Some(diagnostic) = undeclared_secret(file, text, reference) {
        return Some(diagnostic);
    }
    let (known, at, prefix): (&[&str], usize, &str) = match reference.path[..] {
        ["Run", name, ..] if !RUN.contains(&name) => (&RUN, 1, ".Run."),
        ["Build", name, ..] if name != "ID" => (&["ID"], 1, ".Build."),
        [name, ..] if !ROOT.contains(&name) => (&ROOT, 0, "."),
        _ => return None,
    };
    let (name, range) = (reference.path[at], reference.ranges[at]);
    let dot = TextRange::new(reference.range.start(), range.end());
    let message = format!("no run has `{prefix}{name}`, and nothing is put in its place");
    let diagnostic = Diagnostic::new(&RULE, file.visible(text.source_range(dot)), message);
    let same = known
        .iter()
        .find(|other| other.eq_ignore_ascii_case(name))
        .copied();
    let run = RUN
        .iter()
        .find(|other| prefix != ".Run." && other.eq_ignore_ascii_case(name));
    Some(
        if let Some(meant) = same.or_else(|| nearest(name, known.iter().copied())) {
            let place = text.source_range(range);
            let whole = text.is_verbatim(range) && file.written(place) == name;
            let how = if same.is_some() {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            };
            let edit = Edit {
                range: place,
                text: meant.to_owned(),
            };
            diagnostic
                .label(format!("did you mean `{prefix}{meant}`?"))
                .help("the case of letters counts")
                .fix(whole.then(|| fix(format!("write `{meant}`"), how, edit)))
        } else if let Some(run) = run {
            let edit = Edit {
                range: text.source_range(dot),
                text: format!(".Run.{run}"),
            };
            let whole = text.is_verbatim(dot) && file.written(edit.range).starts_with('.');
            diagnostic
                .label(format!("did you mean `.Run.{run}`?"))
                .help("what is known of the run stands below `.Run`")
                .fix(whole.then(|| fix(format!("write `.Run.{run}`"), Applicability::Unsafe, edit)))
        } else if at == 0 {
            diagnostic.label("renders as nothing").help(format!(
            "values of your own stand below `.Values`; braces for another program are written `{{{{ \"{{{{.{name}}}}}\" }}}}`"
        ))
        } else {
            diagnostic
                .label("renders as nothing")
                .help(format!("the run has {}", crate::suggest::listed(known)))
        },
    )
}
