use acrlint_task::Setting;

use crate::diagnostic::{Applicability, Diagnostic};
use crate::file::File;
use crate::rule::declare_rule;
use crate::steps::fix;

declare_rule! {
    /// ## What it finds
    /// A boolean in one of the words of YAML 1.1: `yes`, `on`, `y`, `no`, `off`, `n`.
    ///
    /// ## Why it matters
    /// The runner takes them, but other readers of the file, which know YAML 1.2, see texts.
    ///
    /// ## How to mend it
    /// Write `true` or `false`.
    ///
    /// ```yaml
    /// steps:
    ///   - cmd: bash make
    ///     detach: true
    /// ```
    ///
    /// Source: gopkg.in/yaml.v2 resolve.go.
    "yaml-boolean", Hint, Silent,
    "a boolean in a word that only YAML 1.1 has",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for at in file.steps() {
        let step = at.step;
        for setting in [
            step.keep,
            step.detach,
            step.privileged,
            step.disable_working_directory_override,
            step.ignore_errors,
            step.pull,
        ] {
            look(file, setting, found);
        }
    }
    let networks = &file.reading.task.networks;
    for network in networks.iter().filter_map(|item| item.value.as_ref()) {
        for setting in [network.ipv6, network.skip_creation, network.is_default] {
            look(file, setting, found);
        }
    }
}

fn look(file: &File<'_>, setting: Option<Setting<bool>>, found: &mut Vec<Diagnostic>) {
    let Some(Setting {
        value: Some(value),
        node,
    }) = setting
    else {
        return;
    };
    let text = file
        .document()
        .map_or("", |document| document.node(node).value());
    let words = ["y", "yes", "on", "n", "no", "off"];
    if words.contains(&text.to_lowercase().as_str()) {
        found.push(
            Diagnostic::new(
                &RULE,
                file.place(node),
                format!("`{text}` is `{value}` for the runner, and a text for readers of YAML 1.2"),
            )
            .label(format!("{value}"))
            .help(format!("write `{value}`"))
            .fix(
                file.edit_node(node, &value.to_string())
                    .map(|edit| fix(format!("write `{value}`"), Applicability::Safe, edit)),
            ),
        );
    }
}
