use acrlint_image::host_of;

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;
use crate::touch::host_source;

declare_rule! {
    /// ## What it finds
    /// A build argument that holds the bare name of a registry where the Dockerfile wants its login server, as in
    /// `FROM ${REGISTRY_NAME}/base/node:20` with `REGISTRY_NAME=mybaseregistry`.
    ///
    /// ## Why it matters
    /// A first part without a dot is no host to Docker: the image becomes `docker.io/mybaseregistry/base/node`, and the
    /// pull is denied.
    ///
    /// ## How to mend it
    /// Write the login server: `--build-arg REGISTRY_NAME=mybaseregistry.azurecr.io`.
    ///
    /// Source: docker/distribution reference/normalize.go `splitDockerDomain`.
    "registry-name", Warning, Registries,
    "a registry's bare name where its login server belongs",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (step, built) in file.built() {
        for pull in built.pulls.iter().flat_map(|pulls| &pulls.images) {
            let Some((first, rest)) = pull.image.split_once('/') else {
                continue;
            };
            if host_of(&pull.image).is_some() {
                continue;
            }
            let Some(argument) = host_source(pull).and_then(|index| built.arguments.get(index))
            else {
                continue;
            };
            let named = ["registry", "acr", "login_server", "loginserver"];
            let name = argument.name.to_lowercase();
            let whole = argument.value.as_deref() == Some(first);
            if !whole || !named.iter().any(|word| name.contains(word)) || !is_registry_name(first) {
                continue;
            }
            let message = format!(
                "{} pulls `docker.io/{first}/{rest}`: `{first}` is no host without its domain",
                file.step_name(step)
            );
            found.push(
                Diagnostic::new(&RULE, file.build_piece(step, argument.value_range), message)
                    .label("a name, not a login server")
                    .elsewhere(
                        (built.path().to_owned(), pull.range),
                        "becomes an image of Docker Hub",
                    )
                    .help(format!("write `{first}.azurecr.io`")),
            );
        }
    }
}

/// The names that ACR allows.
fn is_registry_name(text: &str) -> bool {
    (5..=50).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}
