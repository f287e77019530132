//! What the resources of the azurerm provider mean.

use super::Found;
use crate::infra::content;
use crate::infra::eval::Evaluator;
use crate::infra::resource::{login_server, no_words};
use crate::infra::task::{has_system, role_name, texts};
use crate::infra::value::{Kind, Look, Node};
use crate::model::{
    AssignedIdentity, CredentialFacts, Fact, Facts, Place, RegistryFacts, RoleAssignment,
    SecretKind, TaskFacts, UserIdentity, Work,
};

/// Adds what a resource says.
pub(super) fn read(eval: &mut Evaluator<'_>, found: &Found, facts: &mut Facts) {
    match (found.of.as_str(), found.managed) {
        ("azurerm_container_registry_task", true) => {
            let task = task(eval, found);
            facts.tasks.push(task);
        }
        ("azurerm_role_assignment", true) => facts.roles.push(role(found)),
        ("azurerm_container_registry", _) => {
            let registry = registry(eval, found);
            facts.registries.push(registry);
        }
        ("azurerm_user_assigned_identity", _) => {
            let mut attribute = |name| computed(eval, found, name);
            facts.identities.push(UserIdentity {
                place: found.place,
                name: found.body.look("name").fact(),
                id: attribute("id"),
                client_id: attribute("client_id"),
                principal_id: attribute("principal_id"),
            });
        }
        _ => {}
    }
}

/// An attribute that Azure gives: what the body says, or a symbol.
pub(super) fn computed(eval: &mut Evaluator<'_>, found: &Found, name: &str) -> String {
    if let Look::Found(node) = found.body.look(name)
        && let Some(text) = node.text().filter(|text| !text.is_empty())
    {
        return text.to_owned();
    }
    let node = eval.attribute(&found.resource, name, no_words(found.place));
    node.text().unwrap_or_default().to_owned()
}

fn registry(eval: &mut Evaluator<'_>, found: &Found) -> RegistryFacts {
    let flag = |name: &str, wanted: &str| match found.body.look(name) {
        Look::Found(node) => {
            let value = node.known_text()?.eq_ignore_ascii_case(wanted);
            let place = node.place;
            Some(Fact { value, place })
        }
        Look::Absent if found.managed => Some(Fact {
            value: false,
            place: found.place,
        }),
        Look::Absent | Look::Hidden => None,
    };
    let name = found.body.look("name").fact();
    let server = match (&name, found.body.look("login_server").fact()) {
        (_, Some(server)) => server.value,
        (Some(name), None) => login_server(&name.value),
        (None, None) => computed(eval, found, "login_server"),
    };
    RegistryFacts {
        place: found.place,
        id: computed(eval, found, "id"),
        login_server: server,
        abac: flag("role_assignment_mode", "AbacRepositoryPermissions"),
        anonymous_pull: flag("anonymous_pull_enabled", "true"),
        name,
    }
}

fn role(found: &Found) -> RoleAssignment {
    let name = found.body.look("role_definition_name").fact();
    let id = found.body.look("role_definition_id").fact().map(role_name);
    RoleAssignment {
        place: found.place,
        role: name.or(id),
        principal: found.body.look("principal_id").fact(),
        scope: found.body.look("scope").fact(),
    }
}

fn task(eval: &mut Evaluator<'_>, found: &Found) -> TaskFacts {
    let body = &found.body;
    let credentials = first(&body.look("registry_credential"));
    let (work, set) = work(body);
    let mut task = TaskFacts {
        place: found.place,
        made_here: true,
        run: None,
        name: body.look("name").fact(),
        registry: body.look("container_registry_id").fact(),
        work,
        identity: identity(eval, found),
        login_mode: first(&credentials.look("source")).look("login_mode").fact(),
        source_identity: None,
        credentials: Vec::new(),
        credentials_complete: false,
        set,
    };
    task.credentials_complete = custom(eval, &credentials.look("custom"), &mut task.credentials);
    task
}

/// The first block of a list of blocks.
fn first(blocks: &Look) -> Look {
    match blocks {
        Look::Found(node) => node.first(),
        Look::Absent => Look::Absent,
        Look::Hidden => Look::Hidden,
    }
}

/// A block by its name, or by the name that it had in older versions.
fn step(body: &Node, name: &str, old: &str) -> Look {
    match first(&body.look(name)) {
        Look::Absent => first(&body.look(old)),
        found => found,
    }
}

type Set = Vec<(Fact<String>, Option<Fact<String>>)>;

fn work(body: &Node) -> (Work, Set) {
    let docker = step(body, "docker_step", "docker_task_step");
    let file = step(body, "file_step", "file_task_step");
    let encoded = step(body, "encoded_step", "encoded_task_step");
    match (&docker, &file, &encoded) {
        (Look::Found(_), _, _) => {
            let work = Work::Docker {
                dockerfile: docker.look("dockerfile_path").fact(),
                context: docker.look("context_path").fact(),
                target: docker.look("target").fact(),
                images: texts(&docker.look("image_names")),
                arguments: pairs(&docker, "arguments", "secret_arguments"),
            };
            (work, Vec::new())
        }
        (_, Look::Found(_), _) => {
            let work = match file.look("task_file_path").fact() {
                Some(path) => Work::File {
                    path,
                    context: file.look("context_path").fact(),
                    values: file.look("value_file_path").fact(),
                },
                None => Work::Unknown,
            };
            (work, pairs(&file, "values", "secret_values"))
        }
        (_, _, Look::Found(_)) => {
            let context = encoded.look("context_path").fact();
            let context = context.filter(|context| !context.value.is_empty());
            let content = encoded.look("task_content").found();
            let work = content.and_then(|content| content::work(&content, context, true));
            let set = pairs(&encoded, "values", "secret_values");
            (work.unwrap_or(Work::Unknown), set)
        }
        _ => (Work::Unknown, Vec::new()),
    }
}

/// Names and values of a map, and the names of a secret one.
fn pairs(block: &Look, open: &str, secret: &str) -> Set {
    let mut all = Vec::new();
    for (name, is_secret) in [(open, false), (secret, true)] {
        let Look::Found(map) = block.look(name) else {
            continue;
        };
        if let Kind::Object(object) = &*map.kind {
            for entry in &object.entries {
                let value = entry.value.fact().filter(|_| !is_secret);
                all.push((entry.key.clone(), value));
            }
        }
    }
    all
}

fn identity(eval: &mut Evaluator<'_>, found: &Found) -> AssignedIdentity {
    let block = first(&found.body.look("identity"));
    let system = match (&block, block.look("type")) {
        (Look::Absent, _) => Some(false),
        (Look::Found(_), Look::Found(kind)) => has_system(&kind),
        _ => None,
    };
    let (user, open) = match block.look("identity_ids") {
        Look::Found(ids) => {
            let (items, open) = ids.items();
            let facts = items.iter().filter_map(Node::fact).collect();
            (facts, open)
        }
        Look::Absent => (Vec::new(), false),
        Look::Hidden => (Vec::new(), true),
    };
    let said = block
        .look("principal_id")
        .fact()
        .filter(|id| !id.value.is_empty());
    let principal = said
        .map(|fact| fact.value)
        .or_else(|| system_principal(eval, found));
    AssignedIdentity {
        place: block.clone().found().map(|block| block.place),
        system,
        system_principal: principal.filter(|_| system != Some(false)),
        user,
        complete: !open,
    }
}

/// The symbol of the principal ID of the system-assigned identity.
pub(super) fn system_principal(eval: &mut Evaluator<'_>, found: &Found) -> Option<String> {
    let place = no_words(found.place);
    let key = format!("{}.identity.principal_id", found.resource.id);
    eval.unknown(&key, place).text().map(str::to_owned)
}

/// Reads `custom` blocks; says whether these are all.
fn custom(eval: &Evaluator<'_>, blocks: &Look, found: &mut Vec<CredentialFacts>) -> bool {
    let node = match blocks {
        Look::Absent => return true,
        Look::Hidden => return false,
        Look::Found(node) => node,
    };
    let (blocks, open) = node.items();
    let mut complete = !open;
    for block in blocks {
        let Some(host) = block.look("login_server").fact() else {
            complete = false;
            continue;
        };
        let filled = |fact: &Fact<String>| !fact.value.is_empty();
        found.push(CredentialFacts {
            place: block.place,
            host,
            identity: block.look("identity").fact().filter(filled),
            username: secret(eval, &block.look("username")),
            password: secret(eval, &block.look("password")),
            hidden: false,
            removed: false,
        });
    }
    complete
}

/// Rule: azurerm takes the ID of a Key Vault item for a vault secret and anything else for the secret itself.
fn secret(eval: &Evaluator<'_>, value: &Look) -> Option<Fact<SecretKind>> {
    let node = match value {
        Look::Found(node) => node,
        Look::Absent | Look::Hidden => return None,
    };
    let text = node.text()?;
    let place: Place = node.place;
    let value = if text.is_empty() {
        // the provider reads an empty text as none
        return None;
    } else if SecretKind::of(text) == SecretKind::Vault {
        SecretKind::Vault
    } else {
        secret_of_symbol(eval, text)
    };
    Some(Fact { value, place })
}

fn secret_of_symbol(eval: &Evaluator<'_>, text: &str) -> SecretKind {
    let mut symbols = text.chars().filter_map(|c| eval.symbols.get(c)).peekable();
    if symbols.peek().is_none() {
        return SecretKind::Opaque;
    }
    let mut kinds = symbols.map(|symbol| {
        let attribute = symbol.key.rsplit('.').next().unwrap_or_default();
        match symbol.key.contains("azurerm_key_vault_secret.") {
            true if matches!(attribute, "id" | "versionless_id") => SecretKind::Vault,
            true if attribute == "value" => SecretKind::Opaque,
            _ => SecretKind::Unknown,
        }
    });
    kinds.next().unwrap_or(SecretKind::Unknown)
}
