//! What az and the REST interface print about tasks, identities, registries and roles.

mod reader;
mod task;

use acrlint_text::TextRange;
use jsonc_parser::ast::{Object, Value};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use self::reader::Reader;
use crate::SourceFile;
use crate::model::{Facts, Problem, RoleAssignment, SourceKind};

/// Reads saved answers, each for itself. A list of answers and the `value` of a REST answer are read one by one.
pub(crate) fn read(files: &[SourceFile<'_>]) -> Facts {
    let mut facts = Facts::empty(SourceKind::AzJson);
    let texts: String = files.iter().map(|file| file.text).collect();
    facts.symbols = acrlint_text::Symbols::avoiding(&texts);
    for (file, source) in files.iter().enumerate() {
        let body = source.text.strip_prefix('\u{FEFF}').unwrap_or(source.text);
        let mut reader = Reader {
            text: source.text,
            bom: source.text.len() - body.len(),
            file,
            facts: &mut facts,
        };
        let parsed = parse_to_ast(body, &CollectOptions::default(), &ParseOptions::default());
        match parsed {
            Ok(parsed) => {
                if let Some(value) = parsed.value {
                    reader.answer(&value);
                }
            }
            Err(error) => {
                let at = error.range();
                let place = reader.place(at.start, at.end);
                let message = format!("this is not JSON: {}", error.kind());
                reader.facts.problems.push(Problem { place, message });
            }
        }
    }
    facts
}

impl Reader<'_> {
    fn answer(&mut self, value: &Value<'_>) {
        let items = match value {
            Value::Array(array) => &array.elements[..],
            Value::Object(object) => match object.get_array("value") {
                Some(array) => &array.elements[..],
                None => std::slice::from_ref(value),
            },
            _ => return,
        };
        for item in items.iter().filter_map(Value::as_object) {
            self.object(item);
        }
    }

    fn object(&mut self, object: &Object<'_>) {
        let of = self
            .text_of(object, "type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let id = self
            .text_of(object, "id")
            .unwrap_or_default()
            .to_ascii_lowercase();
        match of.as_str() {
            "microsoft.containerregistry/registries/tasks" => self.task(object),
            "microsoft.managedidentity/userassignedidentities" => self.identity(object),
            "microsoft.containerregistry/registries" => self.registry(object),
            "microsoft.authorization/roleassignments" => self.role(object),
            "" if id.contains("/registries/") && id.contains("/tasks/") => self.task(object),
            "" if object.get("principalId").is_some() && object.get("scope").is_some() => {
                self.role(object);
            }
            "" if task::is_credential_list(object) => self.credential_list(object),
            _ => {}
        }
    }

    /// The members of a REST answer, which az shows without this level.
    fn properties<'o, 'j>(&self, object: &'o Object<'j>) -> &'o Object<'j> {
        object.get_object("properties").unwrap_or(object)
    }

    fn identity(&mut self, object: &Object<'_>) {
        let inside = self.properties(object);
        if let Some(id) = self.string(object, "id") {
            let (client, principal) = (
                self.text_of(inside, "clientId"),
                self.text_of(inside, "principalId"),
            );
            self.user_identity(id, client, principal);
        }
    }

    fn registry(&mut self, object: &Object<'_>) {
        let inside = self.properties(object);
        let (Some(id), Some(server)) = (
            self.string(object, "id"),
            self.text_of(inside, "loginServer"),
        ) else {
            return;
        };
        let abac = self
            .string(inside, "roleAssignmentMode")
            .map(|mode| crate::model::Fact {
                value: mode.value == "AbacRepositoryPermissions",
                place: mode.place,
            });
        self.facts.registries.push(crate::model::RegistryFacts {
            place: id.place,
            name: self.string(object, "name"),
            login_server: server,
            abac,
            anonymous_pull: self.boolean(inside, "anonymousPullEnabled"),
            id: id.value,
        });
    }

    fn role(&mut self, object: &Object<'_>) {
        let inside = self.properties(object);
        let role = self
            .string(inside, "roleDefinitionName")
            .filter(|role| !role.value.is_empty());
        let role = role.or_else(|| {
            // the definition's ID ends in its GUID
            let mut id = self.string(inside, "roleDefinitionId")?;
            id.value = id.value.rsplit('/').next().unwrap_or_default().to_owned();
            Some(id)
        });
        let principal = self.string(inside, "principalId");
        let scope = self.string(inside, "scope");
        let place = self.place(object.range.start, object.range.start + 1);
        let first = [&role, &principal, &scope]
            .into_iter()
            .flatten()
            .map(|fact| fact.place);
        let head: Option<TextRange> = first
            .map(|place| place.range)
            .min_by_key(|range| range.start());
        self.facts.roles.push(RoleAssignment {
            place: crate::model::Place {
                range: head.unwrap_or(place.range),
                ..place
            },
            role,
            principal,
            scope,
        });
    }
}
