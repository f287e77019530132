use acrlint_text::has_symbol;

use crate::diagnostic::{Diagnostic, Fix};
use crate::file::File;
use crate::rule::declare_rule;
use crate::touch::acr_host;

declare_rule! {
    /// ## What it finds
    /// An ACR login server with a scheme, or with a slash behind it, in a build argument: `https://mybase.azurecr.io/`.
    ///
    /// ## Why it matters
    /// `FROM ${REGISTRY}/app` becomes `https://mybase.azurecr.io//app`, which is no image.
    ///
    /// ## How to mend it
    /// Write the host alone: `mybase.azurecr.io`.
    ///
    /// Source: docker/distribution reference.go `Parse`.
    "registry-address", Warning, Registries,
    "a login server with a scheme or a path",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (step, built) in file.built() {
        for argument in &built.arguments {
            let Some(value) = argument.value.as_deref().filter(|value| !has_symbol(value)) else {
                continue;
            };
            let bare = value
                .split_once("://")
                .map_or(value, |(_, rest)| rest)
                .trim_end_matches('/');
            if bare.len() == value.len() || acr_host(bare).is_none() {
                continue;
            }
            // an address may be meant as one; it is not where a base image is made of it
            let is_base = built.pulls.as_ref().is_none_or(|pulls| {
                pulls
                    .images
                    .iter()
                    .any(|pull| pull.uses.iter().any(|used| used.name == argument.name))
            });
            if !is_base {
                continue;
            }
            let place = file.build_piece(step, argument.value_range);
            let message = format!(
                "{} gives `{}` an address, `{value}`, in place of a host",
                file.step_name(step),
                argument.name
            );
            let fix = file
                .build_edit(step, argument.value_range, bare)
                .map(|edit| Fix::unsafe_(format!("write `{bare}`"), vec![edit]));
            found.push(
                Diagnostic::new(&RULE, place, message)
                    .label("an image's host has no scheme and no path")
                    .help(format!("write `{bare}`"))
                    .fix(fix),
            );
        }
    }
}
