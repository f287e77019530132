//! What templates can reach: `.Run`, `.Build`, `.Values`, `.Secrets`, `.ValuesJSON`, `.RunJSON`. Rule:
//! templating/base_render_options.go `loadSteps`, `OverrideValuesWithBuildInfo`.

use std::borrow::Cow;

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

/// What Go writes for a value that is not there; the runner deletes it, whoever wrote it.
pub(crate) const NO_VALUE: &str = "<no value>";

/// The run variable that follows from `Registry`.
const REGISTRY_NAME: &str = "RegistryName";

/// All run variables that the context holds.
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
            let id = self.variable("ID", self.context.id.as_deref(), unknowns);
            add("Build", Value::map([(Text::fixed("ID"), id)]));
        }
        if reach.names("ValuesJSON") && text.contains("ValuesJSON") {
            let known = self.values_are_known();
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
            let value = self.variable(name, of(self.context).as_deref(), unknowns);
            entries.push((Text::fixed(name), value));
        }
        if reach.names(REGISTRY_NAME) {
            let value = self.variable(REGISTRY_NAME, self.registry_name(), unknowns);
            entries.push((Text::fixed(REGISTRY_NAME), value));
        }
        Value::map(entries)
    }

    fn variable(&self, name: &str, known: Option<&str>, unknowns: &mut Unknowns) -> Value {
        let text = self.text(name, known, unknowns);
        text.map_or(Value::Nil, |text| Value::from(&*text))
    }

    /// The text of a run variable; `None` only when there are no symbols left.
    fn text<'t>(
        &self,
        name: &str,
        known: Option<&'t str>,
        unknowns: &mut Unknowns,
    ) -> Option<Cow<'t, str>> {
        match known {
            Some(text) => Some(text.into()),
            None if self.context.complete => Some(complete_default(name).into()),
            None => Some(symbol(&format!(".Run.{name}"), unknowns)?.into()),
        }
    }

    fn registry_name(&self) -> Option<&'c str> {
        let registry = self.context.registry.as_deref();
        registry.map(|host| host.split('.').next().unwrap_or_default())
    }

    /// What an action prints that is this chain of fields, such as `.Run.ID`, for a run variable, a secret, and a value
    /// that is a text or surely missing. It is what the same chain gives from [`Data::root`].
    pub(crate) fn printed(
        &self,
        chain: &str,
        secrets: &Secrets,
        unknowns: &mut Unknowns,
    ) -> Option<Cow<'_, str>> {
        if let Some(name) = chain.strip_prefix(".Run.") {
            let known = match name {
                REGISTRY_NAME => self.registry_name(),
                _ => {
                    let (_, of) = RUN.iter().find(|(known, _)| *known == name)?;
                    of(self.context).as_deref()
                }
            };
            return self.text(name, known, unknowns);
        }
        if chain == ".Build.ID" {
            return self.text("ID", self.context.id.as_deref(), unknowns);
        }
        let (of, name) = chain.strip_prefix('.')?.split_once('.')?;
        if name == "ToYAMLString" || name.contains('.') {
            return None;
        }
        match of {
            "Values" => self.value(name),
            "Secrets" => match secrets {
                Secrets::Of(ids) if ids.iter().any(|id| id == name) => {
                    Some(self.secret(name, unknowns)?.into())
                }
                _ => Some(NO_VALUE.into()),
            },
            _ => None,
        }
    }

    fn value(&self, name: &str) -> Option<Cow<'_, str>> {
        match self.values.entries.iter().rfind(|(known, _)| known == name) {
            Some((_, Value::String(text))) => Some(std::str::from_utf8(text.bytes()).ok()?.into()),
            Some(_) => None,
            None => self.values_are_known().then_some(NO_VALUE.into()),
        }
    }

    /// Values that cannot be read are unknown, not absent.
    fn values_are_known(&self) -> bool {
        self.context.complete && self.values.fault.is_none()
    }

    fn values(&self) -> Value {
        let entries = self
            .values
            .entries
            .iter()
            .map(|(key, value)| (key.as_str(), value.clone()));
        if self.values_are_known() {
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
            let value = self.secret(id, unknowns).map_or(Value::Nil, Value::from);
            (id.as_str(), value)
        }))
    }

    /// The text of a secret; `None` only when there are no symbols left.
    fn secret(&self, id: &str, unknowns: &mut Unknowns) -> Option<String> {
        match self.context.secrets {
            SecretValues::Unknown => symbol(&format!(".Secrets.{id}"), unknowns),
            SecretValues::FromId(value) => Some(value(id)),
        }
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
    symbol(key, unknowns).map_or(Value::Nil, Value::from)
}

/// The symbol for what is not known; `None` when there are none left.
fn symbol(key: &str, unknowns: &mut Unknowns) -> Option<String> {
    let symbol = unknowns.symbols.intern(key, &format!("{{{{{key}}}}}"))?;
    Some(symbol.to_string())
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

#[cfg(test)]
mod tests {
    use acrlint_template::{execute, fill, parse};

    use super::*;

    /// What both ways print; the quick one where it has an answer.
    fn both(context: &Context, secrets: &Secrets, text: &str) -> (Option<String>, String) {
        let data = Data::new(context);
        let mut unknowns = Unknowns::default();
        let quick = fill(text, |chain| data.printed(chain, secrets, &mut unknowns));
        let parsed = parse("p", text);
        let root = data.root(text, secrets, &mut unknowns);
        let long = execute(&parsed.template, &root, &mut unknowns).text;
        (
            quick.map(|text| text.text().to_owned()),
            long.text().to_owned(),
        )
    }

    #[test]
    fn what_a_chain_prints_is_what_the_root_holds() {
        for complete in [true, false] {
            let context = Context {
                registry: Some("a.b.io".to_owned()),
                set: vec!["known=1".to_owned(), "known=2".to_owned()],
                complete,
                ..Context::default()
            };
            let secrets = Secrets::Of(vec!["s".to_owned()]);
            let names = RUN.iter().map(|(name, _)| *name);
            let run = names
                .chain([REGISTRY_NAME])
                .map(|name| format!("{{{{.Run.{name}}}}}"));
            let others = [
                "{{.Build.ID}}",
                "{{.Values.known}}",
                "{{.Secrets.s}}",
                "{{.Secrets.x}}",
            ]
            .map(str::to_owned);
            for text in run.chain(others) {
                let (quick, long) = both(&context, &secrets, &text);
                assert_eq!(quick.as_deref(), Some(&*long), "{text}");
            }
            let missing = both(&context, &secrets, "{{.Values.x}}");
            assert_eq!(missing.0, complete.then_some(missing.1));
            for text in [
                "{{.Run.x}}",
                "{{.Run}}",
                "{{.Values.a.b}}",
                "{{.Values.ToYAMLString}}",
                "{{.Secrets.s.t}}",
            ] {
                assert_eq!(both(&context, &secrets, text).0, None, "{text}");
            }
        }
    }
}
