use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A step whose id an earlier step has already, also where the runner makes the id up: the second step of a file is
    /// called `acb_step_1` unless it says otherwise.
    ///
    /// ## Why it matters
    /// Ids name the vertices of the step graph; the runner refuses the second one.
    ///
    /// ## How to mend it
    /// Give each step an id of its own.
    ///
    /// Source: graph/dag.go `AddVertex`.
    "duplicate-step-id", Error, Refused,
    "two steps of one id",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::StepDuplicate { id, generated } = &refusal.kind else {
        return None;
    };
    let message = match generated {
        true => format!(
            "{} gets the id `{id}`, which an earlier step has",
            file.subject(refusal.step)
        ),
        false => format!("two steps are called `{id}`"),
    };
    Some(
        Diagnostic::new(&RULE, refusal.range, message)
            .label("the second one")
            .related(refusal.related, "the first one")
            .help(match generated {
                true => "give this step an `id` of its own, or the earlier one another",
                false => "give each step an id of its own",
            }),
    )
}
