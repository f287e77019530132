use acrlint_text::Names;

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A push of an image that a step builds, where nothing makes the push wait for that step.
    ///
    /// ## Why it matters
    /// A step with `when` waits only for the steps that it names, and one with `when: ["-"]` for none. The push may run
    /// before the build is done, and fails, or does not, from run to run.
    ///
    /// ## How to mend it
    /// Name the step that builds in the `when` of the push.
    ///
    /// ```yaml
    /// steps:
    ///   - id: build
    ///     build: -t $Registry/app:$ID .
    ///   - push: ["$Registry/app:$ID"]
    ///     when: [build]
    /// ```
    ///
    /// Source: graph/dag.go `NewDagFromTask`.
    "push-before-build", Warning, Sense,
    "a push that does not wait for its build",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let images = file.images();
    // without a `when`, steps run one after the other
    let ordered = file
        .reading
        .task
        .steps
        .iter()
        .flat_map(|item| &item.value)
        .all(|step| step.when.is_empty());
    let unsure = file.reading.task.steps_lost
        || file
            .reading
            .task
            .steps
            .iter()
            .any(|item| item.value.is_none());
    if images.pushed.is_empty() || ordered || unsure {
        return;
    }
    let schedule = file.schedule();
    let ids: Names<'_> = schedule.steps.iter().map(|step| &*step.id).collect();
    for image in &images.pushed {
        let mut builders = images.built_as(&image.name).peekable();
        let Some(builder) = builders.peek().copied() else {
            continue;
        };
        // what it waits for may not be known, or not exist, which is told by itself
        let waits = file.reading.task.steps[image.step]
            .value
            .iter()
            .flat_map(|step| &step.when);
        let unclear = |name: &str| name != "-" && ids.place(name).is_none();
        if waits.into_iter().any(|name| unclear(&name.value)) {
            continue;
        }
        if builders.any(|builder| {
            builder.step < image.step && schedule.waits_for(image.step, builder.step)
        }) {
            continue;
        }
        let (push, build) = (file.step_name(image.step), file.step_name(builder.step));
        found.push(
            Diagnostic::new(
                &RULE,
                image.range(file),
                format!(
                    "{push} does not wait for {build}, which builds `{}`",
                    image.name
                ),
            )
            .label("may not be built yet")
            .related(Some(builder.range(file)), "built here")
            .help(format!("add {build} to the `when` of {push}")),
        );
    }
}
