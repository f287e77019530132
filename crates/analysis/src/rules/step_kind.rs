use crate::suggest::{listed, nearest};
use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
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
        RefusalKind::StepManyKinds { kinds } => {
            let message = format!(
                "{} has {}, but a step does one thing",
                file.subject(refusal.step),
                listed(kinds)
            );
            Some(
                Diagnostic::new(&RULE, refusal.range, message)
                    .label("more than one of build, push and cmd")
                    .help("make a step of each"),
            )
        }
        RefusalKind::StepWithoutKind => Some(without_kind(file, refusal)),
        _ => None,
    }
}

fn without_kind(file: &File<'_>, refusal: &Refusal) -> Diagnostic {
    let message = format!(
        "{} has no `build`, `push` or `cmd`",
        file.subject(refusal.step)
    );
    let diagnostic = Diagnostic::new(&RULE, refusal.range, message);
    let meant = refusal.step.and_then(|step| {
        let keys = file.step_keys(step);
        keys.into_iter().find_map(|(key, range)| {
            let near = nearest(&key, ["build", "push", "cmd"])?;
            (near != key).then_some((key, near, range))
        })
    });
    match meant {
        Some((key, near, range)) => diagnostic
            .label("does nothing")
            .related(Some(range), format!("did you mean `{near}`?"))
            .help(format!(
                "write `{near}` for `{key}`: the runner ignores keys that it does not know"
            )),
        None => diagnostic
            .label("does nothing")
            .help("say what the step does: `build`, `push` or `cmd`, and not an empty one"),
    }
}
