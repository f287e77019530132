use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A negative number of `retries` or `repeat`.
    ///
    /// ## Why it matters
    /// The runner refuses the task.
    ///
    /// ## How to mend it
    /// Write 0 for none, or leave the property out.
    ///
    /// Source: graph/step.go `Step.Validate`.
    "negative-retries", Error, Refused,
    "`retries` or `repeat` below zero",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::Negative { property } = &refusal.kind else {
        return None;
    };
    let message = format!("{} has a negative `{property}`", file.subject(refusal.step));
    Some(
        Diagnostic::new(&RULE, refusal.range, message)
            .label("must be 0 or more")
            .help(format!("leave `{property}` out for none")),
    )
}
