use acrlint_task::{Part, Refusal, RefusalKind};
use acrlint_template::{ErrorKind, TemplateError, functions};
use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::Diagnostic;
use crate::file::File;
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
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::TemplateSyntax(error, part) = &refusal.kind else {
        return None;
    };
    let open = open_action(file.source, refusal.range);
    let (message, label, help) = match open {
        Some(_) => words(&ErrorKind::UnclosedAction, error),
        None => words(&error.kind, error),
    };
    let message = match part {
        Part::AliasBlock => format!("in the alias block, {message}"),
        _ => message,
    };
    let block = if error.kind == ErrorKind::UnexpectedEnd {
        open_block(file.source)
    } else {
        None
    };
    let help = hyphenated(file, refusal, error).or(help);
    let range = open.or(block).unwrap_or(refusal.range);
    let mut diagnostic = Diagnostic::new(&RULE, range, message).label(label);
    diagnostic.help = help;
    Some(diagnostic)
}

/// How to read a name that holds a hyphen: `{{ index .Secrets "my-secret" }}`.
fn hyphenated(file: &File<'_>, refusal: &Refusal, error: &TemplateError) -> Option<String> {
    let ErrorKind::BadCharacter { character: '-' } = &error.kind else {
        return None;
    };
    let (before, after) = file
        .source
        .split_at_checked(usize::from(refusal.range.start()))?;
    let ends = |c: char| !(c.is_alphanumeric() || c == '_' || c == '-');
    let (map, begin) =
        before[before.rfind([' ', '{', '(', '\n']).map_or(0, |at| at + 1)..].rsplit_once('.')?;
    let end = &after[..after.find(ends).unwrap_or(after.len())];
    let known = [".Values", ".Secrets", ".Run"].contains(&map);
    known.then(|| format!("read it by its text: `{{{{ index {map} \"{begin}{end}\" }}}}`"))
}

/// An action that is still open on an earlier line than a fault: Go reads on over the line's end, people do not.
fn open_action(source: &str, fault: TextRange) -> Option<TextRange> {
    let before = source.get(..usize::from(fault.start()))?;
    let open = before.rfind("{{")?;
    let inside = &before[open..];
    if inside.contains("}}")
        || !inside.contains('\n')
        || inside.starts_with("{{/*")
        || inside.starts_with("{{- /*")
    {
        return None;
    }
    let line = inside.lines().next().unwrap_or_default().trim_end();
    Some(TextRange::at(
        TextSize::try_from(open).ok()?,
        TextSize::of(line),
    ))
}

/// The innermost block that has no `end`.
fn open_block(source: &str) -> Option<TextRange> {
    let mut open = Vec::new();
    for (at, _) in source.match_indices("{{") {
        let line_start = source[..at].rfind('\n').map_or(0, |found| found + 1);
        if source[line_start..at].trim_start().starts_with('#') {
            continue; // a comment line is no part of the template
        }
        let inside = source[at + 2..].trim_start_matches('-').trim_start();
        let word = inside
            .split(|c: char| !c.is_ascii_alphabetic())
            .next()
            .unwrap_or_default();
        match word {
            "if" | "with" | "range" | "define" | "block" => open.push(at),
            "end" => _ = open.pop(),
            _ => {}
        }
    }
    let at = open.pop()?;
    let length = source[at..].find("}}").map_or(2, |found| found + 2);
    Some(TextRange::at(
        TextSize::try_from(at).ok()?,
        TextSize::try_from(length).ok()?,
    ))
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

fn words(kind: &ErrorKind, error: &TemplateError) -> (String, String, Option<String>) {
    match kind {
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
