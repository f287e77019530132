use acrlint_text::has_symbol;

use crate::diagnostic::{Diagnostic, Severity};
use crate::file::File;
use crate::rule::declare_rule;
use crate::suggest::nearest;

declare_rule! {
    /// ## What it finds
    /// A `--build-arg` that no `ARG` of the Dockerfile declares. A warning where another `ARG` is spelt nearly so.
    ///
    /// ## Why it matters
    /// Docker builds without it, and says so in one line of a long log.
    ///
    /// ## How to mend it
    /// Spell it as the Dockerfile does, declare it there with `ARG`, or drop it.
    ///
    /// Source: Docker's reference on `ARG`.
    "unused-build-argument", Hint, Registries,
    "a build argument that the Dockerfile does not declare",
    check,
}

/// Arguments that need no `ARG`.
const PREDEFINED: [&str; 12] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "FTP_PROXY",
    "ftp_proxy",
    "NO_PROXY",
    "no_proxy",
    "ALL_PROXY",
    "all_proxy",
    "SOURCE_DATE_EPOCH",
    "BUILDKIT_INLINE_CACHE",
];

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (step, built) in file.built() {
        let Some(parsed) = &built.parsed else {
            continue;
        };
        let declared: Vec<&str> = parsed.declared_args().map(|arg| arg.name.text()).collect();
        for argument in &built.arguments {
            let name = argument.name.as_str();
            if name.is_empty()
                || has_symbol(name)
                || declared.contains(&name)
                || PREDEFINED.contains(&name)
                || name.starts_with("BUILDKIT_")
            {
                continue;
            }
            let message = format!(
                "{} gives `{name}`, which {} does not declare",
                file.step_name(step),
                built.path()
            );
            let diagnostic =
                Diagnostic::new(&RULE, file.build_piece(step, argument.whole), message)
                    .label("not declared");
            found.push(match nearest(name, declared.iter().copied()) {
                Some(near) => {
                    let place = parsed
                        .declared_args()
                        .find(|arg| arg.name.text() == near)
                        .map(|arg| arg.name.range());
                    let diagnostic = diagnostic
                        .severity(Severity::Warning)
                        .help(format!("did you mean `{near}`?"));
                    match place {
                        Some(place) => diagnostic
                            .elsewhere((built.path().to_owned(), place), "this is declared"),
                        None => diagnostic,
                    }
                }
                None => diagnostic.help(format!(
                    "write `ARG {name}` into the Dockerfile, or drop it"
                )),
            });
        }
    }
}
