use crate::diagnostic::{Diagnostic, Severity};
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A key that the runner decodes only because one of its own fields is called so: `tags`, `registry`, `credentials`.
    ///
    /// ## Why it matters
    /// Most of them are written over before they are used; a few have an effect that nobody documents, such as `tags`,
    /// which hides the tags of the build string from the runner. Any of them may change without notice.
    ///
    /// ## How to mend it
    /// Say it where it belongs: tags in `build`, credentials with `az acr task credential add`.
    ///
    /// ```yaml
    /// steps:
    ///   - build: -t $Registry/app:$ID .   # instead of `tags`
    /// ```
    ///
    /// Source: graph/task.go and graph/step.go: fields without a name of their own in YAML are reachable in lower case.
    "accidental-key", Warning, Silent,
    "a key that works only by accident, or not at all",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    file.mappings(&mut |document, mapping| {
        for (key, _) in document.node(mapping.node).pairs() {
            let name = document.node(*key).value();
            let Some(accident) = mapping.level.accident(name) else {
                continue;
            };
            let message = format!(
                "{} has the key `{name}`, which is none of the format",
                file.owner(mapping)
            );
            let label = if accident.effective {
                "works by accident"
            } else {
                "has no effect"
            };
            let mut diagnostic = Diagnostic::new(&RULE, file.place(*key), message)
                .label(label)
                .note(format!(
                    "the runner decodes it under the name of a field of its own: {}",
                    accident.effect
                ));
            diagnostic.help = help(name).map(str::to_owned);
            // there is no other way to say it
            if name == "aadresourceid" {
                diagnostic = diagnostic.severity(Severity::Hint);
            }
            found.push(diagnostic);
        }
    });
}

fn help(name: &str) -> Option<&'static str> {
    match name {
        "tags" => Some("name the tags in `build`, each behind `-t`"),
        "buildargs" => Some("name the arguments in `build`, each behind `--build-arg`"),
        "credentials" | "registrylogincredentials" => {
            Some("give the task a credential with `az acr task credential add`")
        }
        "registry" | "registryname" => Some("the registry is the one that the run is queued in"),
        "usesbuildkit" => Some("put `DOCKER_BUILDKIT=1` into the step's `env`"),
        _ => None,
    }
}
