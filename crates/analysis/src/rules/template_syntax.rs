use acrlint_task::{Part, Refusal, RefusalKind};
use acrlint_template::{ErrorKind, TemplateError, functions};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};
use crate::suggest::nearest;

declare_rule! {
    /// ## What it finds
    /// A template that Go's text/template cannot parse: an action that is not closed, an `if` without `end`, a function
    /// that does not exist, a character that cannot stand there.
    ///
    /// ## Why it matters
    /// A task file is a template before it is YAML. The runner refuses it, and its message counts lines without the
    /// comment lines of the file.
    ///
    /// ## How to mend it
    /// A value of yours is `{{ .Values.name }}`, one of the run `{{ .Run.ID }}`, a secret `{{ .Secrets.id }}`; a bare
    /// word is taken for a function. Names with a hyphen are read with `index`: `{{ index .Values "my-name" }}`. Braces
    /// that are meant for Docker are written `{{ "{{.Names}}" }}`.
    ///
    /// ```yaml
    /// steps:
    ///   - cmd: bash echo {{ .Values.greeting }}
    /// ```
    ///
    /// Source: templating/engine.go `RenderGoTemplate`; Go's text/template.
    "template-syntax", Error, Refused,
    "a template that does not parse",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::TemplateSyntax(error, part) = &refusal.kind else {
        return None;
    };
    let (message, label, help) = words(error);
    let message = match part {
        Part::AliasBlock => format!("in the alias block, {message}"),
        _ => message,
    };
    let mut diagnostic = Diagnostic::new(&RULE, refusal.range, message).label(label);
    diagnostic.help = help;
    Some(diagnostic)
}

/// Go's reason without the name and the line of the template.
pub(super) fn reason(error: &TemplateError) -> &str {
    error
        .message
        .splitn(4, ':')
        .nth(3)
        .unwrap_or(&error.message)
        .trim()
}

fn words(error: &TemplateError) -> (String, String, Option<String>) {
    match &error.kind {
        ErrorKind::UnknownFunction { name } => unknown_function(name),
        ErrorKind::BadCharacter { character: '-' } => (
            "a name in a template cannot hold `-`".to_owned(),
            "not part of a name".to_owned(),
            Some("read it by its text: `{{ index .Values \"my-name\" }}`".to_owned()),
        ),
        ErrorKind::BadCharacter { character } => (
            format!("a template cannot hold `{character}` here"),
            "unexpected".to_owned(),
            Some("texts in a template stand in double quotes or backticks".to_owned()),
        ),
        ErrorKind::UnclosedAction => (
            "a template action is not closed".to_owned(),
            "no `}}` behind it".to_owned(),
            Some("close it with `}}` on the same line".to_owned()),
        ),
        ErrorKind::UnexpectedEnd => (
            "the file ends inside a template block".to_owned(),
            "not closed".to_owned(),
            Some(
                "each `if`, `with`, `range`, `define` and `block` needs an `{{ end }}`".to_owned(),
            ),
        ),
        ErrorKind::UndefinedVariable { name } => (
            format!("nothing declares the template variable `{name}`"),
            "not declared".to_owned(),
            Some(format!("declare it before: `{{{{ {name} := … }}}}`")),
        ),
        ErrorKind::UnterminatedString => (
            "a text in a template is not closed".to_owned(),
            "no closing quote".to_owned(),
            None,
        ),
        _ => (
            format!("the template does not parse: {}", reason(error)),
            "here".to_owned(),
            None,
        ),
    }
}

fn unknown_function(name: &str) -> (String, String, Option<String>) {
    let message = format!("there is no template function `{name}`");
    if let Some(near) = nearest(name, functions().iter().map(|function| function.name)) {
        return (message, format!("did you mean `{near}`?"), None);
    }
    (
        message,
        "a bare word is a function".to_owned(),
        Some(format!(
            "a value is written `{{{{ .Values.{name} }}}}`, one of the run `{{{{ .Run.ID }}}}`"
        )),
    )
}
