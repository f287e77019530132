use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// An image that is built with the tag `latest`, written or implied, and with no other tag. Off unless it is asked
    /// for.
    ///
    /// ## Why it matters
    /// Nobody can tell which run made the image, or go back to the one before.
    ///
    /// ## How to mend it
    /// Add a tag of the run, such as `$Registry/app:$ID`.
    ///
    /// Source: good practice of image tags.
    off "latest-tag", Hint, Sense,
    "an image whose only tag is `latest`",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let built = &file.images().built;
    for image in built {
        let alone = !built
            .iter()
            .any(|other| other.step == image.step && !other.name.ends_with(":latest"));
        if alone && image.name.ends_with(":latest") {
            let message = format!(
                "{} builds `{}` with no other tag",
                file.step_name(image.step),
                image.name
            );
            found.push(
                Diagnostic::new(&RULE, image.range(file), message)
                    .help("add a tag of the run, such as `:$ID`"),
            );
        }
    }
}
