use std::collections::HashSet;

use memchr::memmem;

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::images::{Image, Images, repository};
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
    let built_names: HashSet<&str> = built.iter().map(|image| &*image.name).collect();
    let pushed_names: HashSet<&str> = pushed.iter().map(|image| &*image.name).collect();
    // a push that misses its image is told by push-unbuilt
    if !pushed_names.is_subset(&built_names) {
        return;
    }
    let mut left = built
        .iter()
        .filter(|image| !pushed_names.contains(&*image.name))
        .peekable();
    if left.peek().is_none() {
        return;
    }
    let texts = Texts::of(file);
    for image in left.filter(|image| !texts.use_image(image)) {
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

/// The texts of all commands and builds, one behind the other: to look through them one by one for each image takes long
/// where there are many of both.
struct Texts {
    text: String,
    /// The steps with the place where each one's text ends.
    ends: Vec<(usize, usize)>,
    /// Whether a build takes its image elsewhere itself.
    builds_take: bool,
}

impl Texts {
    fn of(file: &File<'_>) -> Self {
        let mut all = Self {
            text: String::new(),
            ends: Vec::new(),
            builds_take: false,
        };
        for (at, build) in file.builds() {
            all.builds_take |= build.value.contains("--push") || build.value.contains("--output");
            all.add(at.index, &build.value);
        }
        for (at, cmd) in file.cmds() {
            all.add(at.index, &cmd.value);
        }
        all
    }

    fn add(&mut self, step: usize, text: &str) {
        self.text.push_str(text);
        // no image holds a line break
        self.text.push('\n');
        self.ends.push((step, self.text.len()));
    }

    /// Whether a step other than its own names an image.
    fn use_image(&self, image: &Image<'_>) -> bool {
        let name = repository(&image.name);
        let step_at = |at: usize| {
            let index = self.ends.partition_point(|(_, end)| *end <= at);
            self.ends.get(index).map(|(step, _)| *step)
        };
        let mut places = memmem::find_iter(self.text.as_bytes(), name);
        self.builds_take || places.any(|at| step_at(at) != Some(image.step))
    }
}
