use crate::diagnostic::{Diagnostic, Fix};
use crate::file::File;
use crate::rule::declare_rule;
use crate::suggest::nearest;

declare_rule! {
    /// ## What it finds
    /// A push of an image that no step of the task builds, in a task that builds others or none, and whose other steps
    /// do not call Docker themselves.
    ///
    /// ## Why it matters
    /// Each run begins without images. The push fails after the builds with `An image does not exist locally with the
    /// tag`.
    ///
    /// ## How to mend it
    /// Push what is built: registry, repository and tag must be the same texts.
    ///
    /// ```yaml
    /// steps:
    ///   - build: -t $Registry/app:$ID .
    ///   - push: ["$Registry/app:$ID"]
    /// ```
    ///
    /// Source: builder/push.go `pushWithRetries`; graph/task.go `getNormalizedDockerImageNames`.
    "push-unbuilt", Warning, Sense,
    "a push of an image that no step builds",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let Some(images) = file.all_images() else {
        return;
    };
    for image in &images.pushed {
        if images.built_as(&image.name).next().is_some() {
            continue;
        }
        let step = file.step_name(image.step);
        let message = format!("{step} pushes `{}`, which no step builds", image.name);
        let diagnostic = Diagnostic::new(&RULE, image.range(file), message);
        let names = images.built.iter().map(|other| other.name.as_ref());
        found.push(match nearest(&image.name, names) {
            Some(near) => {
                let other = images.built_as(near).next();
                let place = other.map(|other| other.range(file));
                diagnostic
                    .label("not built")
                    .related(place, "this is what is built")
                    .help(format!("push `{near}`, or build what is pushed"))
                    .fix(
                        file.replace_scalar(image.range(file), &image.name, near)
                            .map(|edit| Fix::unsafe_(format!("push `{near}`"), vec![edit])),
                    )
            }
            None => diagnostic.label("not built").help(
                "registry, repository and tag must be the same as in a build step of this task",
            ),
        });
    }
}
