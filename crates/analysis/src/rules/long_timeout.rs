use acrlint_text::TextRange;

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A `timeout` or `stepTimeout` of more than 28,800 seconds.
    ///
    /// ## Why it matters
    /// The service ends every run after 28,800 seconds (8 hours) at most, whatever the file says.
    ///
    /// ## How to mend it
    /// Write at most 28800, and give the run itself as much time (`az acr run --timeout`).
    ///
    /// Source: the limits of ACR Tasks.
    "long-timeout", Warning, Sense,
    "a timeout beyond the limit of the service",
    check,
}

/// Seconds that a run may take at most.
const LONGEST: i64 = 28_800;

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let task = file
        .reading
        .task
        .step_timeout
        .map(|setting| (None, setting));
    let of_steps = file
        .steps()
        .filter_map(|at| Some((Some(at.index), at.step.timeout?)));
    for (step, setting) in task.into_iter().chain(of_steps) {
        let Some(seconds) = setting.value.filter(|seconds| *seconds > LONGEST) else {
            continue;
        };
        let range: TextRange = file.place(setting.node);
        let message = format!(
            "{} may take {seconds} seconds, but a run ends after {LONGEST}",
            file.subject(step)
        );
        found.push(
            Diagnostic::new(&RULE, range, message)
                .label("more than 8 hours")
                .help("write at most 28800"),
        );
    }
}
