use acrlint_task::schedule::DEFAULT_NETWORK;
use acrlint_task::value;

use crate::diagnostic::{Applicability, Diagnostic};
use crate::file::File;
use crate::rule::declare_rule;
use crate::steps::fix;
use crate::suggest::nearest;

declare_rule! {
    /// ## What it finds
    /// A step in a network that the task does not make and Docker does not have.
    ///
    /// ## Why it matters
    /// The runner hands the name to Docker unseen. The step fails when its container starts.
    ///
    /// ## How to mend it
    /// Name the network in `networks`.
    ///
    /// ```yaml
    /// networks:
    ///   - name: backend
    /// steps:
    ///   - cmd: bash make
    ///     network: backend
    /// ```
    ///
    /// Source: graph/task.go; builder/context.go `getDockerRunArgs`.
    "undeclared-network", Warning, Silent,
    "a step in a network that does not exist",
    check,
}

const BUILT_IN: [&str; 5] = ["host", "none", "bridge", "default", "nat"];

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for at in file.steps() {
        let Some(network) = at
            .step
            .network
            .as_ref()
            .filter(|network| !network.value.is_empty())
        else {
            continue;
        };
        let name: &str = &network.value;
        let networks = &file.reading.task.networks;
        let declared = || {
            networks
                .iter()
                .filter_map(|item| Some(value(&item.value.as_ref()?.name)))
        };
        let exists = BUILT_IN.contains(&name)
            || name.starts_with("container:")
            || !file.is_known(name)
            || file.context.network.as_deref() == Some(name)
            || (name == DEFAULT_NETWORK && networks.is_empty())
            || declared().any(|known| known == name || !file.is_known(known));
        // on a push it is ignored
        if exists
            || at
                .step
                .kind()
                .is_none_or(|kind| kind == acrlint_task::StepKind::Push)
        {
            continue;
        }
        let meant = nearest(name, declared());
        let diagnostic = Diagnostic::new(
            &RULE,
            file.place(network.node),
            format!(
                "{} runs in the network `{name}`, which the task does not make",
                file.step_name(at.index)
            ),
        );
        found.push(match meant {
            Some(meant) => diagnostic
                .label(format!("did you mean `{meant}`?"))
                .help(format!("write `{meant}`, or name `{name}` in `networks`"))
                .fix(
                    file.edit_node(network.node, meant)
                        .map(|edit| fix(format!("write `{meant}`"), Applicability::Unsafe, edit)),
                ),
            None => diagnostic
                .label("does not exist")
                .help(format!("give the task `networks: [{{name: {name}}}]`")),
        });
    }
}
