use crate::suggest::{listed, nearest};
use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::{Diagnostic, Fix};
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A step with none of `build`, `push` and `cmd`, or with more than one. An empty property counts as absent.
    ///
    /// ## Why it matters
    /// The property decides what the step does; the runner refuses the task. A misspelt property (`Build`, `command`) is
    /// ignored in silence and leads here, too.
    ///
    /// ## How to mend it
    /// Give each step exactly one of the three; make two steps of one that has two.
    ///
    /// ```yaml
    /// steps:
    ///   - build: -t $Registry/app:$ID .
    ///   - push: ["$Registry/app:$ID"]
    /// ```
    ///
    /// Source: graph/step.go `Step.Validate`.
    "step-kind", Error, Refused,
    "a step that is not exactly one of build, push and cmd",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    match &refusal.kind {
        RefusalKind::StepManyKinds { kinds } => Some(many_kinds(file, refusal, kinds)),
        RefusalKind::StepWithoutKind => Some(without_kind(file, refusal)),
        _ => None,
    }
}

fn many_kinds(file: &File<'_>, refusal: &Refusal, kinds: &[&str]) -> Diagnostic {
    let step = file.subject(refusal.step);
    let message = format!("{step} has {}, but a step does one thing", listed(kinds));
    let keys = refusal
        .step
        .map(|step| file.step_keys(step))
        .unwrap_or_default();
    let mut places = keys
        .into_iter()
        .filter(|(key, _)| kinds.contains(&key.as_str()))
        .map(|(_, range)| range);
    let first = places.next();
    Diagnostic::new(&RULE, places.next().unwrap_or(refusal.range), message)
        .label("one too many")
        .related(first, "this is what it does already")
        .help("make a step of each")
}

fn without_kind(file: &File<'_>, refusal: &Refusal) -> Diagnostic {
    let step = file.subject(refusal.step);
    let keys = refusal
        .step
        .map(|step| file.step_keys(step))
        .unwrap_or_default();
    if let Some((key, range)) = keys.iter().find(|(key, _)| KINDS.contains(&key.as_str())) {
        return Diagnostic::new(
            &RULE,
            *range,
            format!("{step} has an empty `{key}` and so does nothing"),
        )
        .label("empty")
        .help("give it a value; indent the lines that belong to it");
    }
    let message = format!("{step} has no `build`, `push` or `cmd`");
    let diagnostic = Diagnostic::new(&RULE, refusal.range, message).label("does nothing");
    match keys
        .iter()
        .find_map(|(key, range)| Some((key, meant(key)?, *range)))
    {
        Some((key, meant, range)) => Diagnostic {
            range,
            ..diagnostic
        }
        .label(format!("did you mean `{meant}`?"))
        .help(format!(
            "write `{meant}` for `{key}`: the runner ignores keys that it does not know"
        ))
        .fix(
            file.replace_scalar(range, key, meant)
                .map(|edit| Fix::unsafe_(format!("write `{meant}`"), vec![edit])),
        ),
        None => diagnostic.help("say what the step does: `build`, `push` or `cmd`"),
    }
}

const KINDS: [&str; 3] = ["build", "push", "cmd"];

/// The property that somebody means who writes another key.
fn meant(key: &str) -> Option<&'static str> {
    match key.to_lowercase().as_str() {
        "run" | "command" | "script" | "exec" | "docker" | "image" => Some("cmd"),
        key => nearest(key, KINDS),
    }
}
