use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A step's id with white space in it, and the id `acb_root`.
    ///
    /// ## Why it matters
    /// The id becomes the name of a container, and `acb_root` is the runner's own name for the beginning of the run. It
    /// refuses both.
    ///
    /// ## How to mend it
    /// Use letters, digits, `-` and `_`.
    ///
    /// Source: graph/step.go `Step.Validate`; graph/dag.go `AddVertex`.
    "step-id", Error, Refused,
    "an id that a step cannot have",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    match &refusal.kind {
        RefusalKind::StepIdSpaces { id } => {
            let better: Vec<&str> = id.split_whitespace().collect();
            Some(
                Diagnostic::new(&RULE, refusal.range, format!("the step id `{id}` has white space in it"))
                    .label(format!("write `{}`", better.join("-")))
                    .help("a step's id becomes the name of its container: use letters, digits, `-` and `_`"),
            )
        }
        RefusalKind::StepReserved => Some(
            Diagnostic::new(
                &RULE,
                refusal.range,
                format!("{} has a reserved id", file.subject(refusal.step)),
            )
            .label("the runner's name for the beginning of the run")
            .help("choose another id"),
        ),
        _ => None,
    }
}
