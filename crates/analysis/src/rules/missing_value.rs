use std::collections::HashSet;

use acrlint_template::{Block, Expr, Node, Pipe};
use acrlint_text::TextRange;

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A template that writes `.Values.x` where the run gets no such value, at its first place. This needs to be known: it looks only where a
    /// values file is given, or the run context is said to be complete.
    ///
    /// ## Why it matters
    /// It renders as nothing, without a message: `app:{{.Values.tag}}` becomes `app:`.
    ///
    /// ## How to mend it
    /// Give the value with `--set` or in the values file, or say what counts without it.
    ///
    /// ```yaml
    /// steps:
    ///   - build: -t $Registry/app:{{ .Values.tag | default "latest" }} .
    /// ```
    ///
    /// Source: templating/base_render_options.go `loadSteps`; text/template's `missingkey=zero`.
    "missing-value", Hint, Silent,
    "a template that writes a value that the run does not get",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let text = &file.texts.replaced;
    let told = file.context.complete || file.context.values.is_some();
    // a text that is not YAML without the value has its own finding
    if !told || file.document().is_none() || !text.text().contains(".Values.") {
        return;
    }
    let Some(given) = given(file) else {
        return;
    };
    let parsed = acrlint_template::parse("", text.text());
    let mut written: Vec<(&str, TextRange)> = Vec::new();
    collect(&parsed.template.root, &mut written);
    for (at, (name, range)) in written.iter().enumerate() {
        let again = written[..at].iter().any(|(earlier, _)| earlier == name);
        if again || given.contains(*name) {
            continue;
        }
        let place = file.visible(text.source_range(*range));
        found.push(
            Diagnostic::new(
                &RULE,
                place,
                format!("the run gets no value `{name}`, and nothing is put in its place"),
            )
            .label("renders as nothing")
            .help(format!(
                "give it with `--set {name}=…`, or write `{{{{ .Values.{name} | default \"…\" }}}}`"
            )),
        );
    }
}

/// The names of the values that the run gets; `None` when the values file cannot be read.
fn given(file: &File<'_>) -> Option<HashSet<String>> {
    let set = file
        .context
        .set
        .iter()
        .filter_map(|text| text.split_once('='));
    let mut given: HashSet<String> = set.map(|(name, _)| name.to_owned()).collect();
    if let Some(values) = &file.context.values {
        let document = acrlint_yaml::load(values.text.as_ref().ok()?);
        if document.error.is_some() {
            return None;
        }
        let pairs = document
            .root
            .map(|root| document.node(root).pairs())
            .unwrap_or_default();
        // what `<<` brings in is not followed
        if pairs
            .iter()
            .any(|(key, _)| document.node(*key).value() == "<<")
        {
            return None;
        }
        given.extend(
            pairs
                .iter()
                .map(|(key, _)| document.node(*key).value().to_owned()),
        );
    }
    Some(given)
}

/// The values that are written as they are: an action that is nothing but `.Values.x`, outside of branches, which may
/// depend on it.
fn collect<'t>(block: &'t Block<'t>, written: &mut Vec<(&'t str, TextRange)>) {
    for node in &block.nodes {
        if let Node::Action(action) = node {
            written.extend(alone(&action.pipe));
        }
    }
}

fn alone<'t>(pipe: &'t Pipe<'t>) -> Option<(&'t str, TextRange)> {
    let [command] = &pipe.commands[..] else {
        return None;
    };
    let [field @ Expr::Field { names }] = &command.words[..] else {
        return None;
    };
    let mut names = names.iter();
    let is_value = pipe.variables.is_empty() && names.next()?.name == "Values";
    let name = names.next()?;
    is_value.then(|| (name.name, field.range()))
}
