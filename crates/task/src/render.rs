//! Rendering: values and run variables, the pre-pass for secrets, the template itself. Rule:
//! templating/base_render_options.go.

use std::cell::OnceCell;
use std::sync::LazyLock;

use acrlint_template::{Parsed, TemplateError, Unknowns, execute, fill, parse};
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
    let rendering = Rendering {
        stage,
        text,
        data,
        parsed: OnceCell::new(),
    };
    let secrets = if SECRETS.find(text.text().as_bytes()).is_some() {
        rendering.pre_pass(unknowns, refusals)?
    } else {
        Secrets::None
    };
    let secrets = if stage.secrets {
        secrets
    } else {
        Secrets::None
    };
    let prefix = stage.prefix.then("error while rendering templates: ");
    let rendered = rendering.render(&prefix, &secrets, unknowns, refusals)?;
    if rendered.is_empty() {
        rendering.refuse_empty(&stage.prefix, refusals);
    }
    Some(rendered)
}

/// What makes a text one that speaks of secrets.
static SECRETS: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("secrets"));

/// A text that is rendered once or twice.
struct Rendering<'r> {
    stage: &'r Stage<'r>,
    text: &'r Mapped,
    data: &'r Data<'r>,
    /// Its template, once that is needed.
    parsed: OnceCell<Parsed<'r>>,
}

impl Rendering<'_> {
    /// In a text that speaks of secrets, the runner renders once without their values, reads the result as a task, and
    /// fetches the secrets that it declares. Rule: `renderAndResolveSecrets`.
    fn pre_pass(&self, unknowns: &mut Unknowns, refusals: &mut Refusals) -> Option<Secrets> {
        let outer = self
            .stage
            .prefix
            .then("failed to resolve secrets in the task with error: ");
        let prefix = outer.then("failed to render the template: ");
        let rendered = self.render(&prefix, &Secrets::None, unknowns, refusals)?;
        if rendered.is_empty() {
            self.refuse_empty(&outer, refusals);
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
        let task = decode(&mut check, self.stage.part);
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
        &self,
        prefix: &Prefix,
        secrets: &Secrets,
        unknowns: &mut Unknowns,
        refusals: &mut Refusals,
    ) -> Option<Mapped> {
        let (stage, text) = (self.stage, self.text);
        if !has_action(text.text()) {
            return Some(text.clone().without(NO_VALUE));
        }
        let print = |chain: &str| self.data.printed(chain, secrets, unknowns);
        // what was parsed could not be filled in
        if self.parsed.get().is_none()
            && let Some(filled) = fill(text.text(), print)
        {
            return Some(filled.without(NO_VALUE).through(text));
        }
        let parsed = self.parsed.get_or_init(|| parse(stage.name, text.text()));
        if let Some(error) = parsed.error.clone() {
            let runner = format!(
                "failed to parse template: {}. Err: {}",
                stage.name, error.message
            );
            let range = text.source_range(error.range);
            let kind = RefusalKind::TemplateSyntax(error, stage.part);
            refusals.stop(prefix, Refusal::new(kind, range, runner));
            return None;
        }
        let root = self.data.root(text.text(), secrets, unknowns);
        let rendered = execute(&parsed.template, &root, unknowns);
        for error in rendered.errors {
            self.failed(prefix, error, refusals);
        }
        if !rendered.complete {
            // more work than a task file can need: what comes of it is not known
            refusals.undecided();
        }
        Some(rendered.text.without(NO_VALUE).through(text))
    }

    /// An execution ends with an error.
    fn failed(&self, prefix: &Prefix, error: TemplateError, refusals: &mut Refusals) {
        let stage = self.stage;
        let range = self.text.source_range(error.range);
        let runner = format!(
            "failed to execute template: {}. Err: {}",
            stage.name, error.message
        );
        let kind = RefusalKind::TemplateExecution(error, stage.part);
        refusals.stop(prefix, Refusal::new(kind, range, runner));
    }

    /// Nothing comes of the text.
    fn refuse_empty(&self, prefix: &Prefix, refusals: &mut Refusals) {
        let whole = self.text.source_range(TextRange::up_to(self.text.len()));
        let kind = RefusalKind::EmptyRender(self.stage.part);
        refusals.stop(
            prefix,
            Refusal::new(kind, whole, "rendered template was empty"),
        );
    }
}
