use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A text, or a mapping, where the task format wants a list: `push`, `when`, `env`, `ports`, `expose`, and the lists
    /// `steps`, `secrets`, `volumes`, `networks` and `volumeMounts`.
    ///
    /// ## Why it matters
    /// The runner does not make a list of one entry by itself and refuses the task.
    ///
    /// ## How to mend it
    /// Put the value into brackets, or on a line of its own behind `-`. Environment entries are texts `NAME=value`, not
    /// a mapping.
    ///
    /// ```yaml
    /// steps:
    ///   - push: ["$Registry/app:$ID"]
    ///     env: ["A=b"]
    /// ```
    ///
    /// Source: graph/task.go, graph/step.go; gopkg.in/yaml.v2.
    "not-a-list", Error, Refused,
    "a text or a mapping where a list is wanted",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::WrongType(error, _) = &refusal.kind else {
        return None;
    };
    let entries = error.go_type.strip_prefix("[]")?;
    let key = file.key_of(error.node).unwrap_or_default();
    let subject = file.subject_of(error.node);
    let mapping = error.tag == "!!map";
    let what = if mapping { "a mapping" } else { "a text" };
    let message = match key.as_str() {
        "" => format!("{subject} has {what} where a list is wanted"),
        key => format!("{subject} has {what} in `{key}`, which is a list"),
    };
    let written = file.written(refusal.range);
    let diagnostic = Diagnostic::new(&RULE, refusal.range, message);
    Some(match (entries, mapping) {
        ("string", false) if !written.contains('\n') => diagnostic
            .label(format!("write `[{}]`", bracketed(written)))
            .help(format!(
                "a list of one entry: `{key}: [{}]`",
                bracketed(written)
            ))
            .fix((!file.is_anchored(error.node)).then(|| {
                let edit = Edit::replace(refusal.range, format!("[{}]", bracketed(written)));
                Fix::safe("make it a list of one entry", vec![edit])
            })),
        ("string", true) => diagnostic.label("not a list").help(format!(
            "write the entries as texts: `{key}: [\"NAME=value\"]`"
        )),
        ("string", false) => diagnostic
            .label("not a list")
            .help("begin each entry with `- `"),
        _ => diagnostic
            .label("not a list")
            .help("begin each entry with `- `, and indent what belongs to it"),
    })
}

/// How a text is written between brackets.
fn bracketed(written: &str) -> String {
    let quoted = written.starts_with(['"', '\'']);
    if quoted || !written.contains([',', '[', ']', '{', '}', '#', ':', '-', '$', '*', '&']) {
        written.to_owned()
    } else {
        format!("\"{}\"", written.replace('\\', "\\\\").replace('"', "\\\""))
    }
}
