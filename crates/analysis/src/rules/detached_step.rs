use acrlint_task::{Step, StepKind};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A step with `detach: true` whose next step begins at once and is not tried again, and one that no step waits for.
    ///
    /// ## Why it matters
    /// A detached step counts as done as soon as its container starts; nobody looks whether the program in it answers
    /// yet. The step after it may come too early. Without a step after it, the container is stopped when the run ends.
    ///
    /// ## How to mend it
    /// Give the step that follows a `startDelay`, or `retries`.
    ///
    /// ```yaml
    /// steps:
    ///   - id: web
    ///     cmd: $Registry/web:$ID
    ///     detach: true
    ///   - cmd: curl http://web/health
    ///     retries: 3
    ///     retryDelay: 5
    /// ```
    ///
    /// Source: builder/builder.go (a detached step has no health check).
    "detached-step", Hint, Sense,
    "a detached step that nothing waits for properly",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    if !file.steps().any(|at| is_detached(at.step)) || file.reading.task.steps_lost {
        return;
    }
    let schedule = file.schedule();
    for at in file.steps().filter(|at| is_detached(at.step)) {
        let Some(place) = schedule
            .steps
            .iter()
            .position(|step| step.index == at.index)
        else {
            continue;
        };
        let mut next = schedule
            .steps
            .iter()
            .filter(|step| step.after.contains(&place))
            .peekable();
        let step = file.step_name(at.index);
        let Some(range) = at.step.detach.map(|detach| file.place(detach.node)) else {
            continue;
        };
        if next.peek().is_none() {
            found.push(
                Diagnostic::new(
                    &RULE,
                    range,
                    format!("no step waits for {step}, which is stopped when the run ends"),
                )
                .label("started and then forgotten")
                .help("add the step that uses it, or take `detach` away"),
            );
            continue;
        }
        let hasty = next.find(|next| {
            let steps = &file.reading.task.steps;
            let step = steps.get(next.index).and_then(|item| item.value.as_ref());
            step.is_some_and(|step| step.kind() == Some(StepKind::Cmd) && is_hasty(step))
        });
        if let Some(next) = hasty {
            let after = file.step_name(next.index);
            found.push(
                Diagnostic::new(
                    &RULE,
                    range,
                    format!("{after} begins as soon as the container of {step} starts"),
                )
                .label("done as soon as it starts")
                .help(format!("give {after} a `startDelay`, or `retries`")),
            );
        }
    }
}

fn is_detached(step: &Step<'_>) -> bool {
    let cmd = step.kind() == Some(StepKind::Cmd);
    cmd && step.detach.is_some_and(|detach| detach.value == Some(true))
}

/// A step that neither waits nor is tried again, as far as is known; one that only stops or shows containers may come at
/// any time.
fn is_hasty(step: &Step<'_>) -> bool {
    let none = |setting: Option<acrlint_task::Setting<i64>>| {
        setting.is_none_or(|setting| setting.value == Some(0))
    };
    let cmd = acrlint_task::value(&step.cmd);
    let waits = [
        "sleep",
        "wait",
        "docker stop",
        "docker ps",
        "docker logs",
        "docker rm",
    ];
    none(step.start_delay)
        && none(step.retries)
        && none(step.repeat)
        && !waits.iter().any(|word| cmd.contains(word))
}
