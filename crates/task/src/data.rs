//! What templates can reach: `.Run`, `.Build`, `.Values`, `.Secrets`, `.ValuesJSON`, `.RunJSON`. Rule:
//! templating/base_render_options.go `loadSteps`, `OverrideValuesWithBuildInfo`.

use acrlint_template::{OpenRest, Text, Unknowns, Value};
use acrlint_text::TextRange;

use crate::context::{Context, SecretValues};
use crate::go;
use crate::reach::Reach;
use crate::refusal::{Elsewhere, Prefix, Refusal, Refusals};
use crate::values::{Values, ValuesFault};

/// The data of a file's templates.
pub(crate) struct Data<'c> {
    context: &'c Context,
    values: Values,
}

/// What is known of the secrets in a rendering.
pub(crate) enum Secrets {
    /// They have no values yet.
    None,
    /// These ids have values.
    Of(Vec<String>),
}

/// A run variable: its name in templates, and the context's field.
type RunVariable = (&'static str, fn(&Context) -> &Option<String>);

/// All run variables that the context holds; `RegistryName` follows from `Registry`.
const RUN: [RunVariable; 13] = [
    ("Architecture", |context| &context.architecture),
    ("Branch", |context| &context.branch),
    ("Commit", |context| &context.commit),
    ("Date", |context| &context.date),
    ("GitTag", |context| &context.git_tag),
    ("ID", |context| &context.id),
    ("OS", |context| &context.os),
    ("OSVersion", |context| &context.os_version),
    ("Registry", |context| &context.registry),
    ("Repository", |context| &context.repository),
    ("SharedVolume", |context| &context.shared_volume),
    ("TaskName", |context| &context.task_name),
    ("TriggeredBy", |context| &context.triggered_by),
];

impl<'c> Data<'c> {
    /// Reads the values of a context.
    pub(crate) fn new(context: &'c Context) -> Self {
        Self {
            context,
            values: Values::read(context),
        }
    }

    /// Says what is wrong with the values; the runner stops there in each stage that renders.
    pub(crate) fn report_errors(&self, prefix: Prefix, refusals: &mut Refusals) {
        let Some(fault) = &self.values.fault else {
            return;
        };
        let prefix = prefix.then("error while loading exec steps: ");
        let nowhere = TextRange::default();
        for refusal in fault.refusals(nowhere) {
            refusals.note(refusal);
        }
        refusals.stop_with(&prefix, &fault.runner);
    }

    /// The root of a rendering of `text`, without what the text cannot name.
    pub(crate) fn root(&self, text: &str, secrets: &Secrets, unknowns: &mut Unknowns) -> Value {
        let reach = Reach::of(text);
        let mut entries = Vec::with_capacity(6);
        let mut add = |name, value| entries.push((Text::fixed(name), value));
        if reach.names("Build") {
            let id = self.variable("ID", &self.context.id, unknowns);
            add("Build", Value::map([(Text::fixed("ID"), id)]));
        }
        if reach.names("ValuesJSON") && text.contains("ValuesJSON") {
            let known = self.context.complete && self.values.fault.is_none();
            let value = json(".ValuesJSON", &self.values(), known, unknowns);
            add("ValuesJSON", value);
        }
        if reach.names("Run") {
            let run = self.run(&reach, unknowns);
            if reach.names("RunJSON") && text.contains("RunJSON") {
                let known = RUN
                    .iter()
                    .all(|(_, of)| self.context.complete || of(self.context).is_some());
                add("RunJSON", json(".RunJSON", &run, known, unknowns));
            }
            add("Run", run);
        }
        if reach.names("Values") {
            add("Values", self.values());
        }
        if reach.names("Secrets") {
            add("Secrets", self.secrets(secrets, unknowns));
        }
        Value::values(entries)
    }

    fn run(&self, reach: &Reach<'_>, unknowns: &mut Unknowns) -> Value {
        let mut entries = Vec::with_capacity(RUN.len() + 1);
        for (name, of) in RUN.iter().filter(|(name, _)| reach.names(name)) {
            let value = self.variable(name, of(self.context), unknowns);
            entries.push((Text::fixed(name), value));
        }
        if reach.names("RegistryName") {
            let registry = self.context.registry.as_deref();
            let name = registry.map(|host| host.split('.').next().unwrap_or_default().to_owned());
            let value = self.variable("RegistryName", &name, unknowns);
            entries.push((Text::fixed("RegistryName"), value));
        }
        Value::map(entries)
    }

    fn variable(&self, name: &str, known: &Option<String>, unknowns: &mut Unknowns) -> Value {
        match known {
            Some(text) => Value::from(text.as_str()),
            None if self.context.complete => Value::from(complete_default(name)),
            None => unknown_text(&format!(".Run.{name}"), unknowns),
        }
    }

    fn values(&self) -> Value {
        let entries = self
            .values
            .entries
            .iter()
            .map(|(key, value)| (key.as_str(), value.clone()));
        // values that cannot be read are unknown, not absent
        if self.context.complete && self.values.fault.is_none() {
            Value::values(entries)
        } else {
            Value::open(".Values", entries, OpenRest::Anything)
        }
    }

    fn secrets(&self, secrets: &Secrets, unknowns: &mut Unknowns) -> Value {
        let Secrets::Of(ids) = secrets else {
            return Value::values(std::iter::empty::<(&str, Value)>());
        };
        Value::values(ids.iter().map(|id| {
            let value = match self.context.secrets {
                SecretValues::Unknown => unknown_text(&format!(".Secrets.{id}"), unknowns),
                SecretValues::FromId(value) => Value::from(value(id)),
            };
            (id.as_str(), value)
        }))
    }
}

/// What the runner takes for a run variable that is not given.
fn complete_default(name: &str) -> &'static str {
    match name {
        "OS" => "linux",
        "Architecture" => "amd64",
        _ => "",
    }
}

fn unknown_text(key: &str, unknowns: &mut Unknowns) -> Value {
    let symbol = unknowns.symbols.intern(key, &format!("{{{{{key}}}}}"));
    symbol.map_or(Value::Nil, |symbol| Value::from(symbol.to_string()))
}

/// The JSON of a map, quoted for a shell.
fn json(key: &str, of: &Value, known: bool, unknowns: &mut Unknowns) -> Value {
    if known {
        Value::from(shell_quoted(&go::json(of)))
    } else {
        unknown_text(key, unknowns)
    }
}

/// Rule: `shellQuote`.
fn shell_quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_^@=+%,:./-".contains(c);
    match text {
        "" => "''".to_owned(),
        _ if text.chars().all(plain) => text.to_owned(),
        _ => format!("'{}'", text.replace('\'', "'\"'\"'")),
    }
}

impl ValuesFault {
    fn refusals(&self, range: TextRange) -> Vec<Refusal> {
        self.kinds
            .iter()
            .map(|(kind, elsewhere)| {
                let mut refusal = Refusal::new(kind.clone(), range, self.runner.clone());
                refusal.elsewhere = elsewhere.map(|range| Elsewhere {
                    path: self.path.clone(),
                    range,
                });
                refusal
            })
            .collect()
    }
}
