use acrlint_task::alias::AliasPlace;
use acrlint_task::{Text, value};
use acrlint_text::TextRange;

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A secret, a volume, a network or an alias that nothing in the file uses.
    ///
    /// ## Why it matters
    /// The runner fetches an unused secret all the same, and the run fails when it may not. The rest is dead weight, or the
    /// sign of a misspelt use.
    ///
    /// ## How to mend it
    /// Use it, or take it away. A secret is used as `{{.Secrets.id}}`, an alias as `$name` or as the first word of a `cmd`.
    ///
    /// ```yaml
    /// secrets:
    ///   - id: token
    ///     keyvault: https://myvault.vault.azure.net/secrets/token
    /// steps:
    ///   - cmd: bash login {{.Secrets.token}}
    /// ```
    ///
    /// Source: templating/base_render_options.go `renderAndResolveSecrets`; graph/preprocessor.go.
    "unused-definition", Hint, Silent,
    "a secret, volume, network or alias that nothing uses",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    if file.document().is_none() {
        return;
    }
    secrets(file, found);
    aliases(file, found);
    if !file.reading.task.steps_lost {
        volumes(file, found);
        networks(file, found);
    }
}

fn unused(what: &str, name: &str, range: TextRange, found: &mut Vec<Diagnostic>) {
    found.push(
        Diagnostic::new(&RULE, range, format!("nothing uses the {what} `{name}`"))
            .label("not used")
            .help("use it, or take it away")
            .absence(),
    );
}

/// A name that can be told from others.
fn named<'t>(file: &File<'_>, name: &'t Option<Text<'t>>) -> Option<&'t Text<'t>> {
    let name = name.as_ref()?;
    (!name.value.is_empty() && file.is_known(&name.value)).then_some(name)
}

fn secrets(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let text = file.texts.replaced.text();
    for secret in file
        .reading
        .task
        .secrets
        .iter()
        .filter_map(|item| item.value.as_ref())
    {
        let Some(id) = named(file, &secret.id) else {
            continue;
        };
        let is_used = text.match_indices("Secrets").any(|(at, word)| {
            let rest = &text[at + word.len()..];
            match rest.strip_prefix('.') {
                Some(name) => name.starts_with(&*id.value),
                // `index .Secrets "id"`, or the map as a whole
                None => {
                    text[..at].ends_with('.') && !rest.trim_start().starts_with('"')
                        || rest
                            .trim_start()
                            .trim_start_matches('"')
                            .starts_with(&*id.value)
                }
            }
        });
        if !is_used {
            unused("secret", &id.value, file.place(id.node), found);
        }
    }
}

fn volumes(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for volume in file
        .reading
        .task
        .volumes
        .iter()
        .filter_map(|item| item.value.as_ref())
    {
        let Some(name) = named(file, &volume.name) else {
            continue;
        };
        let mut mounts = file
            .steps()
            .flat_map(|at| &at.step.volume_mounts)
            .filter_map(|item| item.value.as_ref());
        let is_used = mounts
            .any(|mount| value(&mount.name) == name.value || !file.is_known(value(&mount.name)));
        if !is_used {
            unused("volume", &name.value, file.place(name.node), found);
        }
    }
}

fn networks(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for network in file
        .reading
        .task
        .networks
        .iter()
        .filter_map(|item| item.value.as_ref())
    {
        let Some(name) = named(file, &network.name).filter(|_| network.is_default.is_none()) else {
            continue;
        };
        let is_used = file.steps().any(|at| {
            let used = value(&at.step.network);
            used == name.value || !file.is_known(used)
        });
        if !is_used {
            unused("network", &name.value, file.place(name.node), found);
        }
    }
}

fn aliases(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let Some(block) = &file.texts.aliases else {
        return;
    };
    for alias in block.aliases.defined() {
        let AliasPlace::Block(range) = alias.place else {
            continue;
        };
        if !file.is_known(&alias.name) {
            continue;
        }
        let by_name = block
            .uses
            .iter()
            .any(|one| one.known && file.written(one.name) == alias.name);
        let by_word = || {
            file.cmds()
                .any(|(_, cmd)| cmd.value.trim().split(' ').next() == Some(&alias.name))
        };
        if !by_name && !by_word() {
            unused("alias", &alias.name, file.visible(range), found);
        }
    }
}
