use acrlint_text::TextRange;
use acrlint_yaml::{Document, NodeId};

use crate::diagnostic::{Applicability, Diagnostic};
use crate::file::File;
use crate::rule::declare_rule;
use crate::schema::{ALIAS, Key, Level};
use crate::steps::{Mapping, fix};
use crate::suggest::nearest;

declare_rule! {
    /// ## What it finds
    /// A key that the runner does not know at its place: a misspelt one, one in another case, one of another place or of
    /// another tool.
    ///
    /// ## Why it matters
    /// The runner ignores it in silence, with all that stands behind it. `clientId` leaves a secret without its identity,
    /// `downloadRetries`, which the documentation names, does nothing.
    ///
    /// ## How to mend it
    /// Write the key as the runner has it; the case of letters counts. A key of the outermost mapping that begins with
    /// `x-` or holds anchors is a legal place for what is used elsewhere, and is not reported.
    ///
    /// ```yaml
    /// steps:
    ///   - cmd: bash make
    ///     retries: 3        # not `retry`
    /// ```
    ///
    /// Source: graph/task.go `NewTaskFromBytes` decodes without yaml.v2's strict mode.
    "unknown-key", Warning, Silent,
    "a key that the runner does not know and ignores",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    file.mappings(&mut |document, mapping| {
        for (key, value) in document.node(mapping.node).pairs() {
            let name = document.node(*key).value();
            if mapping.level.key(name).is_none() {
                found.extend(unknown(file, document, mapping, (*key, *value)));
            }
        }
    });
    in_alias_block(file, found);
}

fn unknown(
    file: &File<'_>,
    document: &Document<'_>,
    mapping: Mapping,
    (key, value): (NodeId, NodeId),
) -> Option<Diagnostic> {
    let name = document.node(key).value();
    let level = mapping.level;
    let is_root = level.noun == "the task";
    let elsewhere = name == "<<"
        || level.accident(name).is_some()
        || document.node(key).scalar().is_none()
        || !file.is_known(name)
        || (is_root && (name == "alias" || is_shelf(document, name, value)));
    if elsewhere {
        return None;
    }
    let (meant, sure) = match meant(level, name) {
        Some((meant, sure)) if document.get(mapping.node, meant).is_none() => (Some(meant), sure),
        _ => (None, false),
    };
    if matches!(meant, Some("cmd" | "build" | "push")) && has_no_kind(file, mapping) {
        return None; // the rule step-kind
    }
    let owner = file.owner(mapping);
    let owner = match mapping.step {
        Some(_) if level.noun != "a step" => format!("{} of {owner}", level.noun),
        _ => owner,
    };
    let diagnostic = Diagnostic::new(
        &RULE,
        file.place(key),
        format!("{owner} has the key `{name}`, which the runner does not know"),
    );
    Some(match meant {
        Some(meant) => diagnostic
            .label(format!("did you mean `{meant}`?"))
            .help(mend(name, meant))
            .fix(file.edit_node(key, meant).map(|edit| {
                let how = if sure {
                    Applicability::Safe
                } else {
                    Applicability::Unsafe
                };
                fix(format!("write `{meant}`"), how, edit)
            })),
        None => diagnostic.label("ignored").help(known(level)),
    })
}

fn mend(name: &str, meant: &str) -> String {
    if name.eq_ignore_ascii_case(meant) {
        format!("write `{meant}`: the case of letters counts")
    } else {
        format!("write `{meant}`")
    }
}

/// The key that somebody means, and whether that is sure.
fn meant(level: &'static Level, name: &str) -> Option<(&'static str, bool)> {
    let lower = name.to_lowercase();
    let same = |key: &&Key| key.name.to_lowercase() == lower;
    if let Some(key) = level.keys.iter().find(same) {
        return Some((key.name, true));
    }
    if let Some((_, meant)) = level.mistaken.iter().find(|(word, _)| *word == lower) {
        let documented = ["downloadretries", "downloadretrydelay"].contains(&lower.as_str());
        return Some((meant, documented));
    }
    nearest(name, level.keys.iter().map(|key| key.name)).map(|meant| (meant, false))
}

/// Whether a key of the outermost mapping only keeps what is used elsewhere.
fn is_shelf(document: &Document<'_>, name: &str, value: NodeId) -> bool {
    let range = document.node(value).range;
    let anchored = || {
        document
            .nodes()
            .any(|(_, node)| node.anchor().is_some() && range.contains_range(node.range))
    };
    name.starts_with("x-") || name.starts_with('.') || anchored()
}

fn has_no_kind(file: &File<'_>, mapping: Mapping) -> bool {
    file.steps()
        .any(|at| Some(at.node) == mapping.step && at.step.kinds().next().is_none())
}

fn known(level: &Level) -> String {
    let names: Vec<&str> = level.keys.iter().map(|key| key.name).collect();
    if names.len() > 8 {
        return format!(
            "{} has no such key: take it away or see the page of the rule",
            level.noun
        );
    }
    format!("{} has {}", level.noun, crate::suggest::listed(&names))
}

/// The alias block is a text of its own.
fn in_alias_block(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let Some(block) = &file.texts.aliases else {
        return;
    };
    if block.text.is_empty() || block.text.text().contains("{{") {
        return;
    }
    let document = acrlint_yaml::load(block.text.text());
    let (Some(root), None) = (document.root, &document.error) else {
        return;
    };
    let Some(alias) = document.get(root, "alias") else {
        return;
    };
    for (key, _) in document.node(alias).pairs() {
        let node = document.node(*key);
        let name = node.value();
        if ALIAS.key(name).is_some() || name == "<<" || node.scalar().is_none() {
            continue;
        }
        let place: TextRange = block.text.source_range(node.range);
        let message =
            format!("the alias block has the key `{name}`, which the runner does not know");
        let diagnostic = Diagnostic::new(&RULE, file.visible(place), message);
        found.push(match meant(&ALIAS, name) {
            Some((meant, _)) => diagnostic
                .label(format!("did you mean `{meant}`?"))
                .help(mend(name, meant)),
            None => diagnostic
                .label("ignored")
                .help("names with what is put in their place stand below `values`"),
        });
    }
}
