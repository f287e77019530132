use acrlint_task::{Part, Refusal, RefusalKind};
use acrlint_template::{ErrorKind, TemplateError};

use super::template_syntax::reason;
use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A template that parses but fails when it is rendered: a function with too few arguments or with a value of the
    /// wrong type, a field of something that has no fields, `fail`.
    ///
    /// ## Why it matters
    /// The runner refuses the task. A value that is not given is *nothing*, which most functions on texts refuse:
    /// `{{ .Values.tag | upper }}` fails in a run without `--set tag=…`. Secrets are nothing in a first rendering, in
    /// which the runner only looks for their addresses.
    ///
    /// ## How to mend it
    /// Give the value, or a default: `{{ .Values.tag | default "latest" | upper }}`. For secrets use functions that take
    /// nothing as well, such as `b64enc`, `quote` and `default`.
    ///
    /// Source: templating/engine.go `RenderGoTemplate`; Go's text/template; sprig 2.22.
    "template-execution", Error, Refused,
    "a template that fails when it is rendered",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::TemplateExecution(error, part) = &refusal.kind else {
        return None;
    };
    let (mut message, mut help) = words(error);
    let mut range = refusal.range;
    let line = file.line_around(refusal.range);
    if let (ErrorKind::WrongType { got, .. }, Some(action)) =
        (&error.kind, file.action_around(range))
        && is_nothing(got)
    {
        range = action;
        if let [name] = values_in(file.written(action))[..] {
            message = format!("`.Values.{name}` is nothing here, and a function needs a value");
            help = Some(format!(
                "give the value (`--set {name}=…`), or a default: `{{{{ .Values.{name} | default \"…\" }}}}`"
            ));
        }
    }
    if matches!(&error.kind, ErrorKind::WrongType { got, .. } if is_nothing(got))
        && line.contains(".Secrets")
    {
        help = Some(
            "a secret has no value in a first rendering: use what takes nothing as well, such as `b64enc`, `quote` or `default`"
                .to_owned(),
        );
    } else if help.is_none() && file.written(refusal.range).contains('\'') {
        help = Some(
            "single quotes make the number of a character: write texts in double quotes".to_owned(),
        );
    }
    let message = match part {
        Part::AliasBlock => format!("in the alias block, {message}"),
        _ => message,
    };
    let mut diagnostic = Diagnostic::new(&RULE, range, message).label("fails here");
    diagnostic.help = help;
    Some(diagnostic)
}

fn words(error: &TemplateError) -> (String, Option<String>) {
    match &error.kind {
        ErrorKind::WrongArgumentCount { function, want, got } => {
            (format!("`{function}` takes {want} arguments, not {got}"), None)
        }
        ErrorKind::NilField { field } => (
            format!("the field `{field}` is asked of nothing"),
            Some("give the value that it belongs to, or ask `if` first".to_owned()),
        ),
        ErrorKind::NoField { field, of } => (
            match of.as_str() {
                "interface {}" => format!("this value has no field `{field}`"),
                of => format!("a value of type {of} has no field `{field}`"),
            },
            Some("run variables, values and secrets are plain: nothing stands below them".to_owned()),
        ),
        ErrorKind::WrongType { got, .. } if is_nothing(got) => (
            "a function gets nothing where it needs a value".to_owned(),
            Some("give the value (`--set name=…`), or a default: `{{ .Values.name | default \"…\" }}`".to_owned()),
        ),
        ErrorKind::WrongType { expected, got } => {
            (format!("a function needs a value of type {expected} and gets one of type {got}"), None)
        }
        ErrorKind::CallFailed { function, reason } => (format!("`{function}` fails: {reason}"), None),
        _ => {
            let text = reason(error);
            let text = text.split_once(">: ").map_or(text, |(_, reason)| reason);
            (format!("the template fails: {text}"), None)
        }
    }
}

fn is_nothing(go_type: &str) -> bool {
    matches!(go_type, "" | "nil" | "interface {}")
}

/// The names of the values that an action reads.
fn values_in(action: &str) -> Vec<&str> {
    let ends = |c: char| !(c.is_alphanumeric() || c == '_');
    let mut names: Vec<&str> = action
        .split(".Values.")
        .skip(1)
        .map(|rest| &rest[..rest.find(ends).unwrap_or(rest.len())])
        .collect();
    names.dedup();
    names
}
