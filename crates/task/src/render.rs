//! Rendering: values and run variables, the pre-pass for secrets, the template itself. Rule:
//! templating/base_render_options.go.

use std::sync::LazyLock;

use acrlint_template::{TemplateError, Unknowns, execute, fill, parse};
use acrlint_text::{Mapped, TextRange};
use memchr::memmem::Finder;

use crate::data::{Data, NO_VALUE, Secrets};
use crate::decode::decode;
use crate::reach::has_action;
use crate::refusal::{Part, Prefix, Refusal, RefusalKind, Refusals};
use crate::trace::Trace;
use crate::validate::{Check, declarations, secret_url};

/// A text to render and how the runner speaks of it.
pub(crate) struct Stage<'s> {
    /// What the runner writes before its errors.
    pub(crate) prefix: Prefix,
    /// The template's name in messages.
    pub(crate) name: &'s str,
    /// What the text is.
    pub(crate) part: Part,
    /// Whether the values of secrets are known in the last rendering.
    pub(crate) secrets: bool,
}

/// Renders a text whose origins are in the author's file; the result's origins are there, too. `None` when nothing comes
/// of it.
pub(crate) fn load_and_render(
    stage: &Stage<'_>,
    text: &Mapped,
    data: &Data<'_>,
    unknowns: &mut Unknowns,
    refusals: &mut Refusals,
) -> Option<Mapped> {
    data.report_errors(stage.prefix, refusals);
    if text.is_empty() {
        return Some(Mapped::new());
    }
    let secrets = if SECRETS.find(text.text().as_bytes()).is_some() {
        pre_pass(stage, text, data, unknowns, refusals)?
    } else {
        Secrets::None
    };
    let secrets = if stage.secrets {
        secrets
    } else {
        Secrets::None
    };
    let prefix = stage.prefix.then("error while rendering templates: ");
    let rendered = render(stage, &prefix, text, data, &secrets, unknowns, refusals)?;
    if rendered.is_empty() {
        let whole = text.source_range(TextRange::up_to(text.len()));
        let kind = RefusalKind::EmptyRender(stage.part);
        refusals.stop(
            &stage.prefix,
            Refusal::new(kind, whole, "rendered template was empty"),
        );
    }
    Some(rendered)
}

/// What makes a text one that speaks of secrets.
static SECRETS: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("secrets"));

/// In a text that speaks of secrets, the runner renders once without their values, reads the result as a task, and
/// fetches the secrets that it declares. Rule: `renderAndResolveSecrets`.
fn pre_pass(
    stage: &Stage<'_>,
    text: &Mapped,
    data: &Data<'_>,
    unknowns: &mut Unknowns,
    refusals: &mut Refusals,
) -> Option<Secrets> {
    let outer = stage
        .prefix
        .then("failed to resolve secrets in the task with error: ");
    let prefix = outer.then("failed to render the template: ");
    let rendered = render(
        stage,
        &prefix,
        text,
        data,
        &Secrets::None,
        unknowns,
        refusals,
    )?;
    if rendered.is_empty() {
        let whole = text.source_range(TextRange::up_to(text.len()));
        let kind = RefusalKind::EmptyRender(stage.part);
        refusals.stop(
            &outer,
            Refusal::new(kind, whole, "rendered template was empty"),
        );
        return None;
    }
    let prefix = outer.then("failed to parse template to create task: ");
    let document = acrlint_yaml::load(rendered.text());
    let trace = Trace::new(&document, &rendered);
    let mut check = Check {
        trace,
        symbols: &unknowns.symbols,
        refusals,
        prefix,
    };
    let task = decode(&mut check, stage.part);
    declarations::check(&task, &mut check);
    check.prefix = outer;
    let mut ids = Vec::new();
    for secret in task.secrets.iter().filter_map(|item| item.value.as_ref()) {
        if let Some(url) = secret.keyvault.as_ref().filter(|url| !url.value.is_empty()) {
            if check.unknown(&url.value) {
                check.refusals.undecided();
            } else if let Err((problem, text)) = secret_url::check(&url.value) {
                let kind = RefusalKind::SecretUrl {
                    url: url.value.to_string(),
                    problem,
                };
                check.stop(kind, url.node, text);
            }
        }
        ids.extend(secret.id.as_ref().map(|id| id.value.to_string()));
    }
    Some(Secrets::Of(ids))
}

/// One rendering. Rule: templating/engine.go `RenderGoTemplate`.
fn render(
    stage: &Stage<'_>,
    prefix: &Prefix,
    text: &Mapped,
    data: &Data<'_>,
    secrets: &Secrets,
    unknowns: &mut Unknowns,
    refusals: &mut Refusals,
) -> Option<Mapped> {
    if !has_action(text.text()) {
        return Some(text.clone().without(NO_VALUE));
    }
    if let Some(filled) = fill(text.text(), |chain| data.printed(chain, secrets, unknowns)) {
        return Some(filled.without(NO_VALUE).through(text));
    }
    let parsed = parse(stage.name, text.text());
    if let Some(error) = parsed.error {
        let runner = format!(
            "failed to parse template: {}. Err: {}",
            stage.name, error.message
        );
        let range = text.source_range(error.range);
        let kind = RefusalKind::TemplateSyntax(error, stage.part);
        refusals.stop(prefix, Refusal::new(kind, range, runner));
        return None;
    }
    let root = data.root(text.text(), secrets, unknowns);
    let rendered = execute(&parsed.template, &root, unknowns);
    for error in rendered.errors {
        failed(stage, prefix, text, error, refusals);
    }
    if !rendered.complete {
        // more work than a task file can need: what comes of it is not known
        refusals.undecided();
    }
    Some(rendered.text.without(NO_VALUE).through(text))
}

fn failed(
    stage: &Stage<'_>,
    prefix: &Prefix,
    text: &Mapped,
    error: TemplateError,
    refusals: &mut Refusals,
) {
    let range = text.source_range(error.range);
    let runner = format!(
        "failed to execute template: {}. Err: {}",
        stage.name, error.message
    );
    let kind = RefusalKind::TemplateExecution(error, stage.part);
    refusals.stop(prefix, Refusal::new(kind, range, runner));
}
