//! What a `[[task]]` of `acrlint.toml` says about the task in Azure.

use acrlint_facts::{
    AssignedIdentity, CredentialFacts, Fact, Facts, Place, RegistryFacts, RoleAssignment,
    SecretKind, SourceKind, TaskFacts, UserIdentity, Work,
};
use acrlint_text::TextRange;
use toml_edit::{Item, Key, TableLike, Value};

use super::{Reader, entries, item_range, key_range};

/// The keys of a `[[task]]` that are about the task in Azure.
pub(super) const KEYS: [&str; 3] = ["name", "identity", "credentials"];

/// The keys of a credential.
const CREDENTIAL_KEYS: [&str; 4] = ["identity", "username", "password", "role"];

/// The principal of the system-assigned identity of a task.
const SYSTEM_PRINCIPAL: &str = "principal of [system]";

pub(super) fn no_facts() -> Facts {
    Facts::empty(SourceKind::Config)
}

impl Reader {
    /// Adds what one `[[task]]` says, if it says something about the task in Azure.
    pub(super) fn task_facts(&mut self, table: &dyn TableLike, facts: &mut Facts) {
        let item = |name: &str| table.get_key_value(name);
        if !KEYS.iter().any(|name| table.contains_key(name)) {
            return;
        }
        let Some((file_key, file)) = item("file") else {
            return;
        };
        let Some(path) = file.as_str() else { return };
        let lists_credentials = table.contains_key("credentials") || table.contains_key("identity");
        let mut task = TaskFacts {
            made_here: lists_credentials,
            registry: item("registry").and_then(|(_, item)| fact(item)),
            work: Work::File {
                path: Fact {
                    value: path.to_owned(),
                    place: place(item_range(file)),
                },
                context: None,
                values: None,
            },
            credentials_complete: lists_credentials,
            ..TaskFacts::unsaid(place(key_range(file_key)))
        };
        if let Some((key, item)) = item("name") {
            task.name = self.text(key, item).and(fact(item));
        }
        if let Some((key, item)) = item("identity") {
            task.identity = self.identity(key, item, facts);
        }
        if let Some((key, item)) = item("credentials")
            && let Some(table) = self.table(key, item)
        {
            for (host, item) in entries(table) {
                self.credential(host, item, &mut task, facts);
            }
        }
        facts.tasks.push(task);
    }

    /// Login servers of registries that let anybody pull.
    pub(super) fn anonymous(&mut self, key: &Key, item: &Item, facts: &mut Facts) {
        let Some(array) = item.as_array() else {
            return self.wrong(key, item, "a list of login servers");
        };
        for value in array {
            let Some(host) = value.as_str() else {
                self.wrong(key, item, "a list of login servers");
                continue;
            };
            let place = place(value.span().map_or_else(|| item_range(item), super::range));
            facts.registries.push(RegistryFacts {
                place,
                id: format!("registry {host}"),
                name: None,
                login_server: host.to_owned(),
                abac: None,
                anonymous_pull: Some(Fact { value: true, place }),
            });
        }
    }

    /// `"[system]"`, a client ID, or a list of them.
    fn identity(&mut self, key: &Key, item: &Item, facts: &mut Facts) -> AssignedIdentity {
        let mut assigned = AssignedIdentity {
            place: Some(place(key_range(key))),
            system: Some(false),
            complete: true,
            ..AssignedIdentity::default()
        };
        let values: Vec<&Value> = match item.as_value() {
            Some(Value::Array(array)) => array.iter().collect(),
            Some(value) => vec![value],
            None => Vec::new(),
        };
        for value in values {
            let range = value.span().map_or_else(|| item_range(item), super::range);
            match value.as_str() {
                Some("[system]" | "system") => {
                    assigned.system = Some(true);
                    assigned.system_principal = Some(SYSTEM_PRINCIPAL.to_owned());
                }
                Some(id) => {
                    let fact = Fact {
                        value: id.to_owned(),
                        place: place(range),
                    };
                    facts.identities.push(UserIdentity {
                        place: fact.place,
                        name: None,
                        // the file knows identities by their client IDs alone
                        id: id.to_owned(),
                        client_id: id.to_owned(),
                        principal_id: format!("principal of {id}"),
                    });
                    assigned.user.push(fact);
                }
                None => self.wrong(key, item, "`\"[system]\"`, a client ID, or a list of them"),
            }
        }
        assigned
    }

    /// `"HOST" = "[system]"`, or a table with `identity`, `username`, `password` and `role`.
    fn credential(&mut self, host: &Key, item: &Item, task: &mut TaskFacts, facts: &mut Facts) {
        let mut credential = CredentialFacts {
            place: place(key_range(host)),
            host: Fact {
                value: host.get().to_owned(),
                place: place(key_range(host)),
            },
            identity: None,
            username: None,
            password: None,
            hidden: false,
            removed: false,
        };
        if item.as_str().is_some() {
            credential.identity = fact(item);
        } else if let Some(table) = self.table(host, item) {
            for (key, item) in entries(table) {
                if self.text(key, item).is_none() {
                    continue;
                }
                match key.get() {
                    "identity" => credential.identity = fact(item),
                    "username" => credential.username = secret(item),
                    "password" => credential.password = secret(item),
                    "role" => {}
                    _ => self.unknown(key, &CREDENTIAL_KEYS),
                }
            }
            if let Some(role) = table.get("role").and_then(fact) {
                let principal = credential.identity.as_ref().map(|identity| Fact {
                    value: match identity.value.as_str() {
                        "[system]" | "system" => SYSTEM_PRINCIPAL.to_owned(),
                        id => format!("principal of {id}"),
                    },
                    place: identity.place,
                });
                facts.roles.push(RoleAssignment {
                    place: role.place,
                    role: Some(role),
                    principal,
                    scope: Some(Fact {
                        value: format!("registry {}", host.get()),
                        place: credential.place,
                    }),
                });
            }
        }
        facts.registries.push(RegistryFacts {
            place: credential.place,
            id: format!("registry {}", host.get()),
            name: None,
            login_server: host.get().to_owned(),
            abac: None,
            anonymous_pull: None,
        });
        task.credentials.push(credential);
    }
}

fn place(range: TextRange) -> Place {
    Place { file: 0, range }
}

fn fact(item: &Item) -> Option<Fact<String>> {
    Some(Fact {
        value: item.as_str()?.to_owned(),
        place: place(item_range(item)),
    })
}

fn secret(item: &Item) -> Option<Fact<SecretKind>> {
    let fact = fact(item)?;
    Some(Fact {
        value: SecretKind::of(&fact.value),
        place: fact.place,
    })
}
