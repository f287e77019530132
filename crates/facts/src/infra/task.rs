//! What the resources of ARM templates, Bicep and azapi mean; they all have the shape of the REST API.

use super::content;
use super::eval::Evaluator;
use super::resource::{
    IDENTITY, REGISTRY, ROLE_ASSIGNMENT, TASK, TASK_RUN, find_ignoring_case, login_server, no_words,
};
use super::value::{Kind, Look, Node, Resource, ResourceKind};
use crate::model::{
    AssignedIdentity, CredentialFacts, Fact, Facts, Place, Problem, RegistryFacts, RoleAssignment,
    RunKind, SecretKind, TaskFacts, UserIdentity, Work,
};

/// A resource of Azure Resource Manager.
pub(crate) struct Declared {
    /// Its head.
    pub(crate) place: Place,
    /// The type without API version.
    pub(crate) of: String,
    /// The whole name with those of the parents: `registry/task`.
    pub(crate) name: Option<Fact<String>>,
    /// The registry that it is a child of, as the source says it, if the name does not.
    pub(crate) registry: Option<Fact<String>>,
    /// What it is called by in expressions.
    pub(crate) resource: Resource,
    /// What a role assignment holds for.
    pub(crate) scope: Option<Fact<String>>,
    /// `identity`, `properties` …
    pub(crate) body: Look,
    /// Whether the resource is made here and not only named.
    pub(crate) made_here: bool,
}

/// Whether facts come from resources of this type.
pub(crate) fn matters(of: &str) -> bool {
    [TASK, TASK_RUN, REGISTRY, IDENTITY, ROLE_ASSIGNMENT]
        .iter()
        .any(|known| is_type(of, known))
        || is_nested_role(of)
}

pub(crate) fn is_type(of: &str, known: &str) -> bool {
    of.trim_end_matches('/').eq_ignore_ascii_case(known)
}

/// `…/providers/roleAssignments`: a role assignment on the resource that its name begins with.
fn is_nested_role(of: &str) -> bool {
    let of = of.to_ascii_lowercase();
    of.trim_end_matches('/')
        .ends_with("/providers/roleassignments")
}

/// Adds what a resource says.
pub(crate) fn read(eval: &mut Evaluator<'_>, declared: Declared, facts: &mut Facts) {
    let of = declared.of.as_str();
    if is_type(of, TASK) && declared.made_here {
        let task = task(eval, &declared, None, facts);
        facts.tasks.push(task);
    } else if is_type(of, TASK_RUN) && declared.made_here {
        let task = task(eval, &declared, Some(RunKind::Resource), facts);
        facts.tasks.push(task);
    } else if is_type(of, REGISTRY) {
        facts.registries.push(registry(declared));
    } else if is_type(of, IDENTITY) {
        let identity = identity(eval, declared);
        facts.identities.push(identity);
    } else if declared.made_here && (is_type(of, ROLE_ASSIGNMENT) || is_nested_role(of)) {
        facts.roles.push(role(declared));
    }
}

fn identity(eval: &mut Evaluator<'_>, declared: Declared) -> UserIdentity {
    let of = Resource {
        kind: ResourceKind::Properties,
        ..declared.resource
    };
    let mut attribute = |name| {
        let node = eval.attribute(&of, name, no_words(declared.place));
        node.text().unwrap_or_default().to_owned()
    };
    UserIdentity {
        place: declared.place,
        client_id: attribute("clientId"),
        principal_id: attribute("principalId"),
        name: declared.name,
        id: of.id,
    }
}

fn registry(declared: Declared) -> RegistryFacts {
    let properties = declared.body.look("properties");
    let server = declared.resource.login_server.clone();
    let server = server.unwrap_or_else(|| login_server(&declared.resource.id));
    let mode = properties.look("roleAssignmentMode");
    let abac = match (&mode, declared.made_here) {
        (Look::Found(node), _) => node.known_text().map(|mode| Fact {
            value: mode.eq_ignore_ascii_case("AbacRepositoryPermissions"),
            place: node.place,
        }),
        (Look::Absent, true) => Some(Fact {
            value: false,
            place: declared.place,
        }),
        _ => None,
    };
    let anonymous = properties.look("anonymousPullEnabled");
    let anonymous_pull = match (&anonymous, declared.made_here) {
        (Look::Found(node), _) => node.truth().map(|value| Fact {
            value,
            place: node.place,
        }),
        (Look::Absent, true) => Some(Fact {
            value: false,
            place: declared.place,
        }),
        _ => None,
    };
    RegistryFacts {
        place: declared.place,
        id: declared.resource.id,
        name: declared.name,
        login_server: server,
        abac,
        anonymous_pull,
    }
}

fn role(declared: Declared) -> RoleAssignment {
    let properties = declared.body.look("properties");
    let role = properties.look("roleDefinitionId").fact();
    RoleAssignment {
        place: declared.place,
        role: role.map(role_name),
        principal: properties.look("principalId").fact(),
        scope: declared.scope,
    }
}

/// The GUID of a role definition's resource ID.
pub(crate) fn role_name(role: Fact<String>) -> Fact<String> {
    let value = match find_ignoring_case(&role.value, "roleDefinitions/") {
        Some(at) => role.value[at..].to_owned(),
        None => role.value,
    };
    Fact { value, ..role }
}

fn task(
    eval: &mut Evaluator<'_>,
    declared: &Declared,
    run: Option<RunKind>,
    facts: &mut Facts,
) -> TaskFacts {
    let properties = declared.body.look("properties");
    let (holder, step) = match run {
        None => (properties.clone(), properties.look("step")),
        Some(_) => (properties.look("runRequest"), properties.look("runRequest")),
    };
    let credentials = holder.look("credentials");
    let kind = step
        .look("type")
        .fact()
        .map(|kind| kind.value.to_ascii_lowercase());
    let (name, registry) = split_name(declared);
    let mut facts_of_task = TaskFacts {
        place: declared.place,
        made_here: true,
        run,
        name,
        registry,
        work: work(kind.as_deref(), &step, &mut facts.problems),
        identity: assigned(eval, declared),
        login_mode: None,
        source_identity: None,
        credentials: Vec::new(),
        credentials_complete: false,
        set: set(&step.look("values")),
    };
    let source = credentials.look("sourceRegistry");
    facts_of_task.login_mode = source.look("loginMode").fact();
    facts_of_task.source_identity = source.look("identity").fact();
    facts_of_task.credentials_complete = custom(&credentials.look("customRegistries"), &mut facts_of_task.credentials)
        && !credentials.is_open()
        // such a run has the credentials of the task that it names
        && kind.as_deref() != Some("taskrunrequest");
    facts_of_task
}

/// `registry/task` in two.
fn split_name(declared: &Declared) -> (Option<Fact<String>>, Option<Fact<String>>) {
    let Some(name) = declared.name.clone() else {
        return (None, declared.registry.clone());
    };
    match name.value.rsplit_once('/') {
        Some((registry, task)) => (
            Some(Fact {
                value: task.to_owned(),
                place: name.place,
            }),
            Some(Fact {
                value: registry.to_owned(),
                place: name.place,
            }),
        ),
        None => (Some(name), declared.registry.clone()),
    }
}

pub(crate) fn work(kind: Option<&str>, step: &Look, problems: &mut Vec<Problem>) -> Work {
    let context = step
        .look("contextPath")
        .fact()
        .or_else(|| step.look("sourceLocation").fact());
    match kind {
        Some("encodedtask" | "encodedtaskrunrequest") => {
            let Look::Found(content) = step.look("encodedTaskContent") else {
                return Work::Unknown;
            };
            content::work(&content, context, false).unwrap_or_else(|| {
                problems.push(Problem {
                    place: content.place,
                    message: "the content of the task is not base64".to_owned(),
                });
                Work::Unknown
            })
        }
        Some("filetask" | "filetaskrunrequest") => match step.look("taskFilePath").fact() {
            Some(path) => Work::File {
                path,
                context,
                values: step.look("valuesFilePath").fact(),
            },
            None => Work::Unknown,
        },
        Some("docker" | "dockerbuildrequest") => Work::Docker {
            dockerfile: step.look("dockerFilePath").fact(),
            context,
            target: step.look("target").fact(),
            images: texts(&step.look("imageNames")),
            arguments: set(&step.look("arguments")),
        },
        _ => Work::Unknown,
    }
}

/// The texts of a list.
pub(crate) fn texts(list: &Look) -> Vec<Fact<String>> {
    match list {
        Look::Found(list) => list.items().0.iter().filter_map(Node::fact).collect(),
        Look::Absent | Look::Hidden => Vec::new(),
    }
}

/// `[{name, value, isSecret}]`.
pub(crate) fn set(list: &Look) -> Vec<(Fact<String>, Option<Fact<String>>)> {
    let Look::Found(list) = list else {
        return Vec::new();
    };
    let pairs = list.items().0.into_iter().filter_map(|item| {
        let secret = item.look("isSecret").found();
        let secret = secret.is_some_and(|secret| secret.truth() != Some(false));
        let value = item.look("value").fact().filter(|_| !secret);
        Some((item.look("name").fact()?, value))
    });
    pairs.collect()
}

fn assigned(eval: &mut Evaluator<'_>, declared: &Declared) -> AssignedIdentity {
    let resource = Resource {
        kind: match declared.resource.kind {
            ResourceKind::Address => ResourceKind::Address,
            _ => ResourceKind::Full,
        },
        ..declared.resource.clone()
    };
    let place = no_words(declared.place);
    let block = eval.attribute(&resource, "identity", place);
    let principal = match resource.kind {
        ResourceKind::Address => "principal_id",
        _ => "principalId",
    };
    let principal = eval.member(&block, principal, place);
    assigned_from(&declared.body.look("identity"), principal.text())
}

/// The identities that an identity block assigns.
pub(crate) fn assigned_from(block: &Look, principal: Option<&str>) -> AssignedIdentity {
    let kind = block.look("type");
    let system = match (block, &kind) {
        (Look::Absent, _) | (_, Look::Absent) => Some(false),
        (_, Look::Found(kind)) => has_system(kind),
        _ => None,
    };
    let users = block.look("userAssignedIdentities");
    let (user, open) = match &users {
        Look::Found(users) => match &*users.kind {
            Kind::Object(object) => {
                let keys = object.entries.iter().map(|entry| entry.key.clone());
                (keys.collect(), object.open)
            }
            _ => (Vec::new(), true),
        },
        Look::Absent => (Vec::new(), false),
        Look::Hidden => (Vec::new(), true),
    };
    AssignedIdentity {
        place: match block {
            Look::Found(block) => Some(block.place),
            Look::Absent | Look::Hidden => None,
        },
        system,
        system_principal: principal
            .filter(|_| system != Some(false))
            .map(str::to_owned),
        user,
        complete: !open,
    }
}

/// Whether `SystemAssigned, UserAssigned` and the like have a system-assigned identity.
pub(crate) fn has_system(kind: &Node) -> Option<bool> {
    let kind = kind.known_text()?.to_ascii_lowercase();
    Some(kind.split(',').any(|part| part.trim() == "systemassigned"))
}

/// Reads `customRegistries`; says whether these are all.
pub(crate) fn custom(registries: &Look, found: &mut Vec<CredentialFacts>) -> bool {
    let node = match registries {
        Look::Absent => return true,
        Look::Hidden => return false,
        Look::Found(node) => node,
    };
    let Kind::Object(object) = &*node.kind else {
        return false;
    };
    for entry in &object.entries {
        let value = &entry.value;
        found.push(CredentialFacts {
            place: Place {
                file: entry.key.place.file,
                range: match entry.key.place.file == value.place.file {
                    true => entry.key.place.range.cover(value.place.range),
                    false => entry.key.place.range,
                },
            },
            host: entry.key.clone(),
            identity: value.look("identity").fact(),
            username: secret(&value.look("userName")),
            password: secret(&value.look("password")),
            hidden: !matches!(*value.kind, Kind::Object(_)),
            removed: false,
        });
    }
    !object.open
}

/// `{type, value}`.
fn secret(object: &Look) -> Option<Fact<SecretKind>> {
    let Look::Found(node) = object else {
        return object.is_hidden().then_some(None)?;
    };
    let kind = node.look("type").fact().map(|kind| kind.value);
    let value = match (kind.as_deref(), node.look("value")) {
        (Some(kind), _) if kind.eq_ignore_ascii_case("vaultsecret") => SecretKind::Vault,
        (_, Look::Found(value)) if value.is_empty() == Some(true) => SecretKind::Empty,
        (_, Look::Absent) if matches!(*node.kind, Kind::Object(_)) => SecretKind::Empty,
        (Some(kind), _) if kind.eq_ignore_ascii_case("opaque") => SecretKind::Opaque,
        _ => SecretKind::Unknown,
    };
    Some(Fact {
        value,
        place: node.place,
    })
}
