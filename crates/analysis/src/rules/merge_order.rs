use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;
use crate::steps::merged;

declare_rule! {
    /// ## What it finds
    /// A merge key `<<` behind a key that the merged mapping has, too.
    ///
    /// ## Why it matters
    /// YAML says that a mapping's own keys win. The runner applies pairs in the order of the text, so the merged value
    /// replaces the one before it.
    ///
    /// ## How to mend it
    /// Write `<<` as the first key of the mapping.
    ///
    /// ```yaml
    /// x-common: &common { timeout: 600 }
    /// steps:
    ///   - <<: *common
    ///     timeout: 1200
    ///     cmd: bash make
    /// ```
    ///
    /// Source: gopkg.in/yaml.v2 decode.go.
    "merge-order", Warning, Silent,
    "a merge key `<<` that overrides the keys before it",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let Some(document) = file.document() else {
        return;
    };
    for (_, node) in document.nodes() {
        let is_merge = |pair: &(_, _)| document.node(pair.0).value() == "<<";
        let Some(at) = node.pairs().iter().rposition(is_merge) else {
            continue;
        };
        let (merge, value) = node.pairs()[at];
        let sources = merged(document, document.target(value));
        for (key, own) in &node.pairs()[..at] {
            let name = document.node(*key).value();
            let other = sources
                .iter()
                .find_map(|source| document.get(*source, name));
            let Some(other) = other.filter(|_| name != "<<" && file.is_known(name)) else {
                continue;
            };
            if document.node(document.target(*own)).value()
                == document.node(document.target(other)).value()
                && document.node(other).scalar().is_some()
            {
                continue;
            }
            found.push(
                Diagnostic::new(
                    &RULE,
                    file.place(*key),
                    format!("`<<` comes later and replaces this `{name}`"),
                )
                .label("replaced")
                .related(Some(file.place(merge)), "by what is merged here")
                .help("write `<<` first: the runner goes by the order of the text"),
            );
        }
    }
}
