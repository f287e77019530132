use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// An entry of `env` that is not `NAME=value`, where the runner looks: in the task's `env`, and in a step's when the task
    /// has one as well. The runner cuts the task's entries at every comma, so a comma inside a value makes such an entry.
    ///
    /// ## Why it matters
    /// The runner refuses the task.
    ///
    /// ## How to mend it
    /// Write `NAME=value`. A value with a comma must stand in the `env` of the steps, which is not cut.
    ///
    /// Source: graph/task.go `mergeEnvs`.
    "env-entry", Error, Refused,
    "an environment entry without `=`",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::EnvEntry {
        entry,
        of_task,
        split,
    } = &refusal.kind
    else {
        return None;
    };
    let whose = if *of_task {
        "the task".to_owned()
    } else {
        file.subject(refusal.step)
    };
    let diagnostic = Diagnostic::new(
        &RULE,
        refusal.range,
        format!("{whose} has the environment entry `{entry}`, which has no `=`"),
    );
    Some(match split {
        true => diagnostic
            .label("the runner cuts the entry at its commas")
            .help(
                "move an entry whose value has a comma to the `env` of the steps, which is not cut",
            ),
        false => diagnostic
            .label("not `NAME=value`")
            .help(format!("write `{entry}=<value>`")),
    })
}
