use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::images::{Images, repository};
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// An image that a step builds and that no step pushes or names.
    ///
    /// ## Why it matters
    /// The image is gone when the run ends. In a check of a pull request that is what one wants; elsewhere a push is
    /// missing.
    ///
    /// ## How to mend it
    /// Push the image, or leave its tag out.
    ///
    /// ```yaml
    /// steps:
    ///   - build: -t $Registry/app:$ID .
    ///   - push: ["$Registry/app:$ID"]
    /// ```
    ///
    /// Source: builder/builder.go; the agent of a run is thrown away.
    "built-unused", Hint, Sense,
    "an image that is built and then not used",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let Some(Images { built, pushed, .. }) = file.all_images() else {
        return;
    };
    // a push that misses its image is told by push-unbuilt
    if pushed
        .iter()
        .any(|push| built.iter().all(|image| image.name != push.name))
    {
        return;
    }
    for image in built {
        let name = repository(&image.name);
        let used = pushed.iter().any(|other| other.name == image.name)
            || file.cmds().any(|(_, cmd)| cmd.value.contains(name))
            || file.builds().any(|(at, build)| {
                build.value.contains("--push")
                    || build.value.contains("--output")
                    || (at.index != image.step && build.value.contains(name))
            });
        if !used {
            let message = format!(
                "{} builds `{}`, and nothing pushes or uses it",
                file.step_name(image.step),
                image.name
            );
            found.push(
                Diagnostic::new(&RULE, image.range(file), message)
                    .label("gone when the run ends")
                    .help("push it, or leave the tag out"),
            );
        }
    }
}
