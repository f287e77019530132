use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// The login server of the registry that runs the task, written out in an image that is built or pushed. It is known
    /// only where the run context gives it (`--registry`, or `registry` in `acrlint.toml`).
    ///
    /// ## Why it matters
    /// The task cannot be moved to another registry, such as the one for tests.
    ///
    /// ## How to mend it
    /// Write `$Registry`, or `{{.Run.Registry}}` in a version without aliases.
    ///
    /// ```yaml
    /// version: v1.1.0
    /// steps:
    ///   - build: -t $Registry/app:$ID .
    ///   - push: ["$Registry/app:$ID"]
    /// ```
    ///
    /// Source: graph/global-defaults-linux.go.
    "literal-registry", Hint, Sense,
    "the task's own registry written out in an image",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let Some(registry) = file
        .context
        .registry
        .as_deref()
        .filter(|host| !host.is_empty())
    else {
        return;
    };
    let images = file.images();
    for image in images.built.iter().chain(&images.pushed) {
        let own = image
            .name
            .strip_prefix(registry)
            .is_some_and(|rest| rest.starts_with('/'));
        if !own {
            continue;
        }
        let range = image.range(file);
        let written = file.written(range);
        let quotes = written.len() - written.trim_start_matches(['"', '\'']).len();
        if !written[quotes..].starts_with(registry) {
            continue;
        }
        let start = range.start() + TextSize::try_from(quotes).unwrap_or_default();
        let place = TextRange::at(start, TextSize::of(registry));
        let name = match file.texts.aliases() {
            Some(aliases) if aliases.directive() == '$' => "$Registry",
            _ => "{{.Run.Registry}}",
        };
        let message = format!(
            "{} writes the task's own registry out",
            file.step_name(image.step)
        );
        found.push(
            Diagnostic::new(&RULE, place, message)
                .label(format!("write `{name}`"))
                .help(format!("`{name}` is the registry that runs the task"))
                .fix(Fix::unsafe_(
                    format!("write `{name}`"),
                    vec![Edit::replace(place, name)],
                )),
        );
    }
}
