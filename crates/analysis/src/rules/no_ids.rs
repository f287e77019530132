use acrlint_task::value;

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A step without an `id`, in a task of more than one step. Off unless it is asked for.
    ///
    /// ## Why it matters
    /// The log calls it `acb_step_1` or the like, by its place, which changes when a step is put before it.
    ///
    /// ## How to mend it
    /// Give the step an id that says what it does.
    ///
    /// Source: graph/task.go `initialize`.
    off "no-ids", Hint, Sense,
    "a step without an id",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let items = &file.reading.task.steps;
    if items.len() < 2 {
        return;
    }
    for at in file.steps().filter(|at| value(&at.step.id).is_empty()) {
        let index = at.index;
        let range = file.place(at.node);
        let message = format!(
            "{} has no id; the log calls it `acb_step_{index}`",
            file.step_name(index)
        );
        found.push(
            Diagnostic::new(&RULE, range, message).help("give it an id that says what it does"),
        );
    }
}
