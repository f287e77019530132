//! The values of a template: a values file and `--set`. Rule: templating/base_render_options.go `parseValues`,
//! templating/values.go.

use acrlint_template::Value;
use acrlint_text::TextRange;
use acrlint_yaml::{Decoder, Value as Yaml};

use crate::context::{Context, ValuesFile};
use crate::refusal::{Part, RefusalKind};

/// Values by their names.
#[derive(Debug, Default)]
pub(crate) struct Values {
    /// What is known, a later entry of the same name wins.
    pub(crate) entries: Vec<(String, Value)>,
    /// Why the runner refuses them.
    pub(crate) fault: Option<ValuesFault>,
}

/// What is wrong with the values.
#[derive(Debug)]
pub(crate) struct ValuesFault {
    /// The path of the values file.
    pub(crate) path: String,
    /// The faults, with their ranges in the values file where they stand there.
    pub(crate) kinds: Vec<(RefusalKind, Option<TextRange>)>,
    /// The runner's text without its stage.
    pub(crate) runner: String,
}

const UNREADABLE: &str = "failed to override values: failed to deserialize values. Try rendering your template locally \
                          using the instructions found at https://github.com/Azure/acr-builder. Err: ";
const NESTED: &str = "failed to override values: failed to serialize Values: json: unsupported type: \
                      map[interface {}]interface {}";

impl Values {
    /// Reads the values of a context as the runner does.
    pub(crate) fn read(context: &Context) -> Self {
        let mut values = Self::default();
        let mut set: Vec<(String, Value)> = Vec::new();
        for text in &context.set {
            let runner = match text.split_once('=') {
                Some(("", _)) => "failed to parse --set data; expected a key=val format",
                Some((key, value)) => {
                    set.push((key.to_owned(), Value::from(value)));
                    continue;
                }
                None => "failed to parse --set data; invalid format, no = assignment found",
            };
            values.refuse(
                "",
                vec![(RefusalKind::SetFormat { text: text.clone() }, None)],
                runner.to_owned(),
            );
        }
        if let Some(file) = &context.values {
            values.read_file(file, &set);
        }
        values.entries.extend(set);
        values
    }

    fn refuse(&mut self, path: &str, kinds: Vec<(RefusalKind, Option<TextRange>)>, runner: String) {
        self.fault.get_or_insert(ValuesFault {
            path: path.to_owned(),
            kinds,
            runner,
        });
    }

    fn read_file(&mut self, file: &ValuesFile, set: &[(String, Value)]) {
        let path = &file.path;
        let text = match &file.text {
            Ok(text) => text,
            Err(reason) => {
                let kind = RefusalKind::ValuesUnreadable { path: path.clone() };
                let runner =
                    format!("failed to load values file at path {path}: stat {path}: {reason}");
                self.refuse(path, vec![(kind, None)], runner);
                return;
            }
        };
        let document = acrlint_yaml::load(text);
        if let Some(error) = document.error.clone() {
            let runner = format!("{UNREADABLE}{error}");
            let range = error.range;
            self.refuse(
                &file.path,
                vec![(RefusalKind::YamlSyntax(error, Part::Values), Some(range))],
                runner,
            );
            return;
        }
        let Some(root) = document.root else { return };
        let mut decoder = Decoder::new(&document);
        let mut decoded: Vec<(String, Yaml, TextRange)> = Vec::new();
        decoder.mapping(root, "templating.Values", |decoder, entry| {
            let Some(value) = decoder.value(entry.value) else {
                return;
            };
            decoded.retain(|(known, ..)| *known != entry.key);
            let range = decoder.document().node(entry.value).range;
            decoded.push((entry.key.to_string(), value, range));
        });
        if let Some(error) = decoder.fatal() {
            let (runner, range) = (format!("{UNREADABLE}{error}"), error.range);
            let kind = RefusalKind::YamlSyntax(error.clone(), Part::Values);
            self.refuse(&file.path, vec![(kind, Some(range))], runner);
            return;
        }
        if let Some(text) = decoder.error_text() {
            let kinds = decoder
                .errors()
                .iter()
                .map(|error| {
                    (
                        RefusalKind::WrongType(error.clone(), Part::Values),
                        Some(error.range),
                    )
                })
                .collect();
            self.refuse(&file.path, kinds, format!("{UNREADABLE}{text}"));
            return;
        }
        for (key, value, range) in decoded {
            // a value that `--set` replaces is not looked at
            if set.iter().any(|(known, _)| *known == key) {
                continue;
            }
            match template_value(&value) {
                Some(value) => self.entries.push((key, value)),
                None => self.refuse(
                    &file.path,
                    vec![(RefusalKind::NestedValues, Some(range))],
                    NESTED.to_owned(),
                ),
            }
        }
    }
}

/// A value as templates hold it; `None` for one that holds a mapping, which the runner cannot turn into JSON.
fn template_value(value: &Yaml) -> Option<Value> {
    Some(match value {
        Yaml::Null => Value::Nil,
        Yaml::Bool(value) => Value::Bool(*value),
        Yaml::Int(value) => Value::Int(*value),
        Yaml::Uint(value) => Value::Uint64(*value),
        Yaml::Float(value) => Value::Float(*value),
        Yaml::Text(text) => Value::from(text.as_str()),
        Yaml::List(items) => Value::list(items.iter().map(template_value).collect::<Option<_>>()?),
        Yaml::Unknown | Yaml::Map(_) => return None,
    })
}
