use crate::suggest::{listed, nearest};
use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::{Diagnostic, Fix};
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// An entry of `when` that is not the id of a step before it.
    ///
    /// ## Why it matters
    /// The runner knows only the steps that stand earlier in the file when it reads `when`, so it refuses an id that is
    /// misspelt and also one of a later step.
    ///
    /// ## How to mend it
    /// Name the id of an earlier step, or move the step that is waited for up. Steps without an `id` are called
    /// `acb_step_0`, `acb_step_1` and so on, by their place in the file. `when: ["-"]` starts a step at once.
    ///
    /// ```yaml
    /// steps:
    ///   - id: build
    ///     build: -t $Registry/app:$ID .
    ///   - push: ["$Registry/app:$ID"]
    ///     when: [build]
    /// ```
    ///
    /// Source: graph/dag.go `NewDagFromTask`, `validateFromAndTo`.
    "when-unknown", Error, Refused,
    "a step waits for an id that no earlier step has",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::WhenUnknown { id, earlier, later } = &refusal.kind else {
        return None;
    };
    let step = file.subject(refusal.step);
    let near = nearest(id, earlier.iter().map(String::as_str));
    let (message, label, help) = if *later {
        (
            format!("{step} waits for `{id}`, which stands later in the file"),
            "steps can only wait for earlier ones".to_owned(),
            format!("move the step `{id}` up, before {step}"),
        )
    } else if let Some(near) = near {
        (
            format!("{step} waits for `{id}`, which no earlier step is called"),
            format!("did you mean `{near}`?"),
            format!("write `{near}`, or give an earlier step the id `{id}`"),
        )
    } else {
        let help = if earlier.is_empty() {
            "it is the first step: leave `when` out, or write `when: [\"-\"]`".to_owned()
        } else {
            format!("the steps before it are {}", listed(earlier))
        };
        (
            format!("{step} waits for `{id}`, which no earlier step is called"),
            "no such step".to_owned(),
            help,
        )
    };
    let fix = near.filter(|_| !later).and_then(|near| {
        let edit = file.replace_scalar(refusal.range, id, near)?;
        Some(Fix::unsafe_(format!("write `{near}`"), vec![edit]))
    });
    Some(
        Diagnostic::new(&RULE, refusal.range, message)
            .label(label)
            .help(help)
            .fix(fix),
    )
}
