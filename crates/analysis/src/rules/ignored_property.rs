use acrlint_task::StepKind;

use crate::diagnostic::{Diagnostic, Severity};
use crate::file::File;
use crate::rule::declare_rule;
use crate::schema::STEP;

declare_rule! {
    /// ## What it finds
    /// A property that the runner decodes and does not use in this kind of step: `env` or `retries` of a push, `pull` of
    /// a build, `cache` of a cmd, and `exitedWith` anywhere.
    ///
    /// ## Why it matters
    /// The step does not do what it says. A push is tried three times whatever `retries` says.
    ///
    /// ## How to mend it
    /// Take the property away, or move it to the step that it is meant for.
    ///
    /// Push steps look at `id`, `when`, `timeout`, `startDelay` and `ignoreErrors` only.
    ///
    /// ```yaml
    /// steps:
    ///   - build: -t $Registry/app:$ID .
    ///     retries: 2
    ///   - push: ["$Registry/app:$ID"]
    /// ```
    ///
    /// Source: builder/builder.go `runStep`; builder/context.go; builder/push.go.
    "ignored-property", Warning, Silent,
    "a property that this kind of step does not use",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    file.mappings(&mut |document, mapping| {
        let Some(node) = mapping.step.filter(|_| mapping.level.noun == STEP.noun) else {
            return;
        };
        let Some(at) = file.step_at(node) else {
            return;
        };
        let Some(kind) = at.step.kind() else {
            return;
        };
        for (key, value) in document.node(mapping.node).pairs() {
            let name = document.node(*key).value();
            let Some(known) = STEP.key(name).filter(|known| !known.kinds.contains(&kind)) else {
                continue;
            };
            let value = document.node(document.target(*value));
            let is_empty = value.scalar().is_some_and(|scalar| scalar.value.is_empty());
            // mounts on a push are refused; an empty value says nothing; another step's kind is refused
            let said = (kind == StepKind::Push && name == "volumeMounts")
                || is_empty
                || KINDS.contains(&name);
            if said {
                continue;
            }
            found.push(finding(
                file,
                at.index,
                kind,
                *key,
                known.name,
                known.kinds,
                value.value(),
            ));
        }
    });
}

const KINDS: [&str; 3] = ["cmd", "build", "push"];

fn finding(
    file: &File<'_>,
    index: usize,
    kind: StepKind,
    key: acrlint_yaml::NodeId,
    name: &str,
    kinds: &[StepKind],
    value: &str,
) -> Diagnostic {
    let step = file.step_name(index);
    let message = match kinds {
        [] => format!("{step} has `{name}`, which the runner never uses"),
        _ => format!(
            "{step} has `{name}`, which does nothing in a {} step",
            kind.name()
        ),
    };
    let for_kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    let help = match kinds {
        [] => "take it away".to_owned(),
        _ => format!(
            "it is for steps with {}",
            crate::suggest::listed(&for_kinds)
        ),
    };
    // what is so anyway is no loss
    let harmless = matches!(value, "false" | "0" | "disabled");
    Diagnostic::new(&RULE, file.place(key), message)
        .severity(if harmless {
            Severity::Hint
        } else {
            Severity::Warning
        })
        .label("ignored")
        .help(help)
}
