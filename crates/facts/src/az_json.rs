//! Saved answers about tasks: `az acr task show`, `list` and `credential list`, the same from the REST API (where the
//! values stand below `properties`), the listDetails answer; and of what belongs to them: `az acr show`, `az identity
//! show`, `az role assignment list`.

use acrlint_text::TextRange;

use crate::SourceFile;
use crate::infra::eval::{Dialect, Evaluator};
use crate::infra::json;
use crate::infra::resource::registry_of_id;
use crate::infra::task::{assigned_from, custom, role_name, set, work};
use crate::infra::value::{Kind, Look, Node};
use crate::model::{
    AssignedIdentity, Fact, Facts, RegistryFacts, RoleAssignment, SourceKind, TaskFacts,
    UserIdentity, Work,
};

const TASK: &str = "Microsoft.ContainerRegistry/registries/tasks";

/// Reads saved answers. A plain answer hides the credentials of other registries: a host with a null value is covered by
/// something that cannot be seen, and hosts that are not there are not known.
pub(crate) fn read(files: &[SourceFile<'_>]) -> Facts {
    let mut facts = Facts::empty(SourceKind::AzJson);
    let mut eval = Evaluator::new(files, Dialect::Terraform);
    for (index, file) in files.iter().enumerate() {
        match json::read(file.text, index, &mut json::plain) {
            Ok(Some(document)) => {
                let document = eval.eval(&document);
                for answer in answers(&document) {
                    one(&answer, &mut facts);
                }
            }
            Ok(None) => {}
            Err(problem) => facts.problems.push(problem),
        }
    }
    facts.symbols = eval.symbols;
    facts
}

/// The answers of a list, of the `value` of a REST list, or the one answer.
fn answers(document: &Node) -> Vec<Node> {
    match (&*document.kind, document.look("value")) {
        (Kind::List(list), _) => list.items.clone(),
        (_, Look::Found(value)) if matches!(&*value.kind, Kind::List(_)) => value.items().0,
        _ => vec![document.clone()],
    }
}

fn one(answer: &Node, facts: &mut Facts) {
    let text = |key: &str| answer.look(key).fact();
    let id = text("id");
    let of = text("type").map(|of| of.value).unwrap_or_default();
    if of.eq_ignore_ascii_case(TASK) || is_task_id(id.as_ref()) {
        task(answer, id, facts);
    } else if text("clientId").is_some() && text("principalId").is_some() {
        facts.identities.extend(identity(answer, id));
    } else if text("roleDefinitionId").is_some() && text("principalId").is_some() {
        facts.roles.push(role(answer));
    } else if text("loginServer").is_some()
        || answer
            .look("properties")
            .look("loginServer")
            .fact()
            .is_some()
    {
        facts.registries.extend(registry(answer, id));
    } else {
        credential_list(answer, facts);
    }
}

fn is_task_id(id: Option<&Fact<String>>) -> bool {
    id.is_some_and(|id| {
        let lower = id.value.to_lowercase();
        lower.contains("microsoft.containerregistry/registries/") && lower.contains("/tasks/")
    })
}

fn task(answer: &Node, id: Option<Fact<String>>, facts: &mut Facts) {
    let body = match answer.look("properties") {
        Look::Found(properties) => Look::Found(properties),
        Look::Absent | Look::Hidden => Look::Found(answer.clone()),
    };
    let step = body.look("step");
    let kind = step
        .look("type")
        .fact()
        .map(|kind| kind.value.to_ascii_lowercase());
    let registry = id.as_ref().and_then(|id| {
        Some(Fact {
            value: registry_of_id(&id.value)?.to_owned(),
            place: id.place,
        })
    });
    let name = answer.look("name").fact().map(|name| Fact {
        // the REST API says `registry/task` in places
        value: name.value.rsplit('/').next().unwrap_or_default().to_owned(),
        place: name.place,
    });
    let credentials = body.look("credentials");
    let source = credentials.look("sourceRegistry");
    let block = answer.look("identity");
    let mut task = TaskFacts {
        place: name.as_ref().map_or(answer.place, |name| name.place),
        made_here: true,
        run: None,
        name,
        registry,
        work: work(kind.as_deref(), &step, &mut facts.problems),
        identity: assigned(&block),
        login_mode: source.look("loginMode").fact(),
        source_identity: source
            .look("identity")
            .fact()
            .filter(|identity| !identity.value.is_empty()),
        credentials: Vec::new(),
        credentials_complete: false,
        set: set(&step.look("values")),
    };
    custom(&credentials.look("customRegistries"), &mut task.credentials);
    // an answer without values may leave hosts out
    task.credentials_complete =
        !task.credentials.is_empty() && task.credentials.iter().all(|one| !one.hidden);
    user_identities(&block, facts);
    facts.tasks.push(task);
}

fn assigned(block: &Look) -> AssignedIdentity {
    let principal = block.look("principalId").fact();
    assigned_from(
        block,
        principal.as_ref().map(|principal| principal.value.as_str()),
    )
}

/// `userAssignedIdentities` of an answer names the client and the principal of each.
fn user_identities(block: &Look, facts: &mut Facts) {
    let Look::Found(users) = block.look("userAssignedIdentities") else {
        return;
    };
    let Kind::Object(object) = &*users.kind else {
        return;
    };
    for entry in &object.entries {
        let part = |key: &str| entry.value.look(key).fact().map(|fact| fact.value);
        let (Some(client_id), Some(principal_id)) = (part("clientId"), part("principalId")) else {
            continue;
        };
        let name = entry.key.value.rsplit('/').next().unwrap_or_default();
        facts.identities.push(UserIdentity {
            place: entry.key.place,
            name: Some(Fact {
                value: name.to_owned(),
                place: entry.key.place,
            }),
            id: entry.key.value.clone(),
            client_id,
            principal_id,
        });
    }
}

fn identity(answer: &Node, id: Option<Fact<String>>) -> Option<UserIdentity> {
    let part = |key: &str| answer.look(key).fact();
    let id = id?;
    Some(UserIdentity {
        place: id.place,
        name: part("name"),
        id: id.value,
        client_id: part("clientId")?.value,
        principal_id: part("principalId")?.value,
    })
}

fn role(answer: &Node) -> RoleAssignment {
    let part = |key: &str| answer.look(key).fact();
    let role = part("roleDefinitionName").or_else(|| part("roleDefinitionId").map(role_name));
    RoleAssignment {
        place: role.as_ref().map_or(answer.place, |role| role.place),
        role,
        principal: part("principalId"),
        scope: part("scope"),
    }
}

fn registry(answer: &Node, id: Option<Fact<String>>) -> Option<RegistryFacts> {
    let own = |key: &str| match answer.look(key) {
        Look::Found(node) => Look::Found(node),
        Look::Absent | Look::Hidden => answer.look("properties").look(key),
    };
    let server = own("loginServer").fact()?;
    let mode = own("roleAssignmentMode").fact();
    let anonymous = own("anonymousPullEnabled").found();
    Some(RegistryFacts {
        place: server.place,
        id: id.map_or_else(|| server.value.clone(), |id| id.value),
        name: answer.look("name").fact(),
        login_server: server.value,
        abac: mode.map(|mode| Fact {
            value: mode.value.eq_ignore_ascii_case("AbacRepositoryPermissions"),
            place: mode.place,
        }),
        anonymous_pull: anonymous.and_then(|node| {
            Some(Fact {
                value: node.truth()?,
                place: node.place,
            })
        }),
    })
}

/// `az acr task credential list`: hosts with what each has. It does not say of which task.
fn credential_list(answer: &Node, facts: &mut Facts) {
    let Kind::Object(object) = &*answer.kind else {
        return;
    };
    let is_credential = |value: &Node| {
        let has = |key: &str| !matches!(value.look(key), Look::Absent);
        matches!(*value.kind, Kind::Null) || has("identity") || has("userName") || has("password")
    };
    let looks_so = !object.entries.is_empty()
        && object
            .entries
            .iter()
            .all(|entry| entry.key.value.contains('.') && is_credential(&entry.value));
    if !looks_so {
        return;
    }
    let mut task = TaskFacts {
        place: crate::Place {
            range: TextRange::empty(answer.place.range.start()),
            ..answer.place
        },
        made_here: true,
        run: None,
        name: None,
        registry: None,
        work: Work::Unknown,
        identity: AssignedIdentity::default(),
        login_mode: None,
        source_identity: None,
        credentials: Vec::new(),
        credentials_complete: true,
        set: Vec::new(),
    };
    custom(&Look::Found(answer.clone()), &mut task.credentials);
    facts.tasks.push(task);
}
