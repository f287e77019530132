use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A run context with which the runner refuses to begin: a `--set` without `=` or without a key before it, a values
    /// file that cannot be read, a registry credential that lacks a field.
    ///
    /// ## Why it matters
    /// It is no fault of the task file, but no run begins with it.
    ///
    /// ## How to mend it
    /// Write one `--set key=value` for each value. It is not split at commas, and dots are no path. A credential of the
    /// runner is JSON; the fields that it needs depend on its provider types.
    ///
    /// Source: templating/base_render_options.go `parseValues`; templating/load.go `LoadConfig`;
    /// graph/registry_credential.go.
    "run-context", Error, Refused,
    "a run context with which the runner does not begin",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    let (message, help) = match &refusal.kind {
        RefusalKind::SetFormat { text } => (
            format!("`--set {text}` is no `key=value`"),
            "write `--set key=value`, once for each value",
        ),
        RefusalKind::ValuesUnreadable { path } => (
            format!("the values file `{path}` cannot be read"),
            "give the path of a file that exists",
        ),
        RefusalKind::Credential { problem } => (
            format!("the runner cannot use a registry credential: {problem}"),
            "a credential needs `registry`, and the fields that go with its provider types",
        ),
        _ => return None,
    };
    Some(Diagnostic::new(&RULE, refusal.range, message).help(help))
}
