use acrlint_task::alias::AliasPlace;
use acrlint_task::{Item, Text, value};
use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::{Diagnostic, Edit, Fix};
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

fn unused(what: &str, name: &str, range: TextRange) -> Diagnostic {
    Diagnostic::new(&RULE, range, format!("nothing uses the {what} `{name}`"))
        .label("not used")
        .help("use it, or take it away")
        .absence()
}

/// Takes an entry away that stands on lines of its own, beside others.
fn removal<T>(file: &File<'_>, items: &[Item<T>], item: &Item<T>) -> Option<Fix> {
    let trace = file.trace()?;
    let rendered = file.texts.rendered.as_ref()?;
    let node = trace.document().node(item.node).range;
    if items.len() < 2 || !rendered.is_verbatim(node) || file.is_anchored(item.node) {
        return None;
    }
    let range = trace.node(item.node);
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let line = file.source[..start].rfind('\n')? + 1;
    let behind = file.source[end..]
        .split_inclusive('\n')
        .next()
        .unwrap_or_default();
    if file.source[line..start].trim() != "-"
        || !(behind.trim().is_empty() || behind.trim().starts_with('#'))
    {
        return None;
    }
    let size = |n: usize| TextSize::try_from(n).unwrap_or_default();
    let whole = TextRange::new(size(line), size(end + behind.len()));
    Some(Fix::unsafe_(
        "take the entry away",
        vec![Edit::replace(whole, "")],
    ))
}

/// A name that can be told from others.
fn named<'t>(file: &File<'_>, name: &'t Option<Text<'t>>) -> Option<&'t Text<'t>> {
    let name = name.as_ref()?;
    (!name.value.is_empty() && file.is_known(&name.value)).then_some(name)
}

fn secrets(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let text = file.texts.replaced.text();
    let items = &file.reading.task.secrets;
    for (item, secret) in items
        .iter()
        .filter_map(|item| Some((item, item.value.as_ref()?)))
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
            found.push(
                unused("secret", &id.value, file.place(id.node)).fix(removal(file, items, item)),
            );
        }
    }
}

fn volumes(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let items = &file.reading.task.volumes;
    for (item, volume) in items
        .iter()
        .filter_map(|item| Some((item, item.value.as_ref()?)))
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
            found.push(
                unused("volume", &name.value, file.place(name.node))
                    .fix(removal(file, items, item)),
            );
        }
    }
}

fn networks(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let items = &file.reading.task.networks;
    for (item, network) in items
        .iter()
        .filter_map(|item| Some((item, item.value.as_ref()?)))
    {
        let Some(name) = named(file, &network.name).filter(|_| network.is_default.is_none()) else {
            continue;
        };
        let is_used = file.steps().any(|at| {
            let used = value(&at.step.network);
            used == name.value || !file.is_known(used)
        });
        if !is_used {
            found.push(
                unused("network", &name.value, file.place(name.node))
                    .fix(removal(file, items, item)),
            );
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
            found.push(unused("alias", &alias.name, file.visible(range)));
        }
    }
}
