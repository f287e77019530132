//! Tasks, and lists of credentials.

use acrlint_text::Mapped;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonc_parser::ast::{Object, ObjectProp, ObjectPropName, Value};

use super::reader::Reader;
use crate::model::{AssignedIdentity, CredentialFacts, Fact, SecretKind, TaskFacts, Work};

/// Whether an object is what `az acr task credential list` prints: login servers with what opens them.
pub(super) fn is_credential_list(object: &Object<'_>) -> bool {
    let members = ["identity", "userName", "password"];
    object.properties.iter().all(|entry| match &entry.value {
        Value::NullKeyword(_) => entry.name.as_str().contains('.'),
        Value::Object(inside) => inside
            .properties
            .iter()
            .all(|member| members.contains(&member.name.as_str())),
        _ => false,
    })
}

impl Reader<'_> {
    pub(super) fn credential_list(&mut self, object: &Object<'_>) {
        let place = self.place(object.range.start, object.range.start + 1);
        let mut task = TaskFacts {
            made_here: true,
            ..TaskFacts::unsaid(place)
        };
        for entry in &object.properties {
            task.credentials.push(self.credential(entry));
        }
        task.credentials_complete = true;
        self.facts.tasks.push(task);
    }

    pub(super) fn task(&mut self, object: &Object<'_>) {
        let inside = self.properties(object);
        let name = self.given(object, "name").map(|mut name| {
            // some answers put the registry before it
            let short = name.value.rsplit('/').next().unwrap_or_default();
            name.value = short.to_owned();
            name
        });
        let head = self.place(object.range.start, object.range.start + 1);
        let mut task = TaskFacts {
            made_here: true,
            ..TaskFacts::unsaid(name.as_ref().map_or(head, |name| name.place))
        };
        task.name = name;
        task.registry = self.given(object, "id").and_then(home);
        task.identity = self.assigned(object);
        if let Some(step) = inside.get_object("step") {
            task.work = self.work(step);
            task.set = self.pairs(step, "values");
        }
        if let Some(credentials) = inside.get_object("credentials") {
            if let Some(source) = credentials.get_object("sourceRegistry") {
                task.login_mode = self.given(source, "loginMode");
                task.source_identity = self.given(source, "identity");
            }
            if let Some(custom) = credentials.get_object("customRegistries") {
                let entries = custom.properties.iter();
                task.credentials = entries.map(|entry| self.credential(entry)).collect();
                // a plain answer hides them, or leaves them out
                let shown = task.credentials.iter().all(|credential| !credential.hidden);
                task.credentials_complete = shown && !task.credentials.is_empty();
            }
        }
        self.facts.tasks.push(task);
    }

    fn credential(&self, entry: &ObjectProp<'_>) -> CredentialFacts {
        let host = match &entry.name {
            ObjectPropName::String(literal) => self.literal(literal),
            ObjectPropName::Word(word) => Fact {
                value: word.value.to_owned(),
                place: self.place(word.range.start, word.range.end),
            },
        };
        let inside = entry.value.as_object();
        let identity = inside.and_then(|inside| self.given(inside, "identity"));
        let secret = |name| inside.and_then(|inside| self.secret(inside, name));
        CredentialFacts {
            place: self.place(entry.range.start, entry.range.end),
            username: secret("userName"),
            password: secret("password"),
            hidden: inside.is_none(),
            removed: false,
            identity,
            host,
        }
    }

    fn secret(&self, object: &Object<'_>, name: &str) -> Option<Fact<SecretKind>> {
        let secret = object.get_object(name)?;
        let of = self.text_of(secret, "type").unwrap_or_default();
        let value = match of.to_ascii_lowercase().as_str() {
            "vaultsecret" => SecretKind::Vault,
            "opaque" => match self.string(secret, "value") {
                Some(value) if value.value.is_empty() => SecretKind::Empty,
                _ => SecretKind::Opaque,
            },
            _ => match self.string(secret, "value") {
                Some(value) => SecretKind::of(&value.value),
                None => SecretKind::Unknown,
            },
        };
        Some(Fact {
            value,
            place: self.place(secret.range.start, secret.range.end),
        })
    }

    /// The block `identity`; without one the task has none.
    fn assigned(&mut self, object: &Object<'_>) -> AssignedIdentity {
        let mut assigned = AssignedIdentity {
            system: Some(false),
            complete: true,
            ..AssignedIdentity::default()
        };
        let Some(block) = object.get_object("identity") else {
            return assigned;
        };
        assigned.place = Some(self.place(block.range.start, block.range.end));
        let of = self
            .text_of(block, "type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        if of.contains("systemassigned") {
            assigned.system = Some(true);
            assigned.system_principal = self.text_of(block, "principalId");
        }
        let Some(users) = block.get_object("userAssignedIdentities") else {
            return assigned;
        };
        for user in &users.properties {
            let ObjectPropName::String(literal) = &user.name else {
                continue;
            };
            let id = self.literal(literal);
            assigned.user.push(id.clone());
            if let Some(inside) = user.value.as_object() {
                let (client, principal) = (
                    self.text_of(inside, "clientId"),
                    self.text_of(inside, "principalId"),
                );
                self.user_identity(id, client, principal);
            }
        }
        assigned
    }

    fn work(&self, step: &Object<'_>) -> Work {
        let context = self.given(step, "contextPath");
        match self.text_of(step, "type").unwrap_or_default().as_str() {
            "EncodedTask" => self.embedded(step, context).unwrap_or(Work::Unknown),
            "FileTask" => match self.given(step, "taskFilePath") {
                Some(path) => Work::File {
                    path,
                    context,
                    values: self.given(step, "valuesFilePath"),
                },
                None => Work::Unknown,
            },
            "Docker" => Work::Docker {
                dockerfile: self.given(step, "dockerFilePath"),
                context,
                target: self.given(step, "target"),
                images: self.images(step),
                arguments: self.pairs(step, "arguments"),
            },
            _ => Work::Unknown,
        }
    }

    fn images(&self, step: &Object<'_>) -> Vec<Fact<String>> {
        let names = step
            .get_array("imageNames")
            .map(|array| &array.elements[..]);
        let names = names
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_string_lit);
        names.map(|literal| self.literal(literal)).collect()
    }

    /// The task file in base64: all of it comes from the whole literal.
    fn embedded(&self, step: &Object<'_>, context: Option<Fact<String>>) -> Option<Work> {
        let content = self.given(step, "encodedTaskContent")?;
        let encoded: String = content.value.split_ascii_whitespace().collect();
        let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
        let mut text = Mapped::new();
        text.push_expansion(&decoded, content.place.range);
        Some(Work::Embedded {
            text,
            file: self.file,
            range: content.place.range,
            context,
        })
    }

    /// Names and values; a secret has none.
    fn pairs(&self, step: &Object<'_>, list: &str) -> Vec<(Fact<String>, Option<Fact<String>>)> {
        let mut pairs = Vec::new();
        for item in Self::objects(step, list) {
            let secret = self
                .boolean(item, "isSecret")
                .is_some_and(|secret| secret.value);
            if let Some(name) = self.given(item, "name") {
                let value = self.string(item, "value").filter(|_| !secret);
                pairs.push((name, value));
            }
        }
        pairs
    }
}

/// The registry's name in the resource ID of its task.
fn home(id: Fact<String>) -> Option<Fact<String>> {
    let lower = id.value.to_ascii_lowercase();
    let at = lower.find("/registries/")? + "/registries/".len();
    let name = id.value.get(at..)?.split('/').next()?.to_owned();
    Some(Fact {
        value: name,
        place: id.place,
    })
}
