//! `azapi_resource`: resources in the shape of the REST API.

use super::azurerm::{computed, system_principal};
use super::{Found, azurerm};
use crate::infra::eval::Evaluator;
use crate::infra::resource::{REGISTRY, TASK, TASK_RUN, login_server, no_words};
use crate::infra::task::{self, Declared, is_type, matters};
use crate::infra::value::{Entry, Kind, Look, Node, Object, Resource};
use crate::model::{Fact, Facts};

/// Adds what a resource says.
pub(super) fn read(eval: &mut Evaluator<'_>, found: &Found, facts: &mut Facts) {
    let Some(of) = found.body.look("type").fact() else {
        return;
    };
    let of = of.value.split('@').next().unwrap_or_default().to_owned();
    if !matters(&of) {
        return;
    }
    let name = found.body.look("name").fact();
    let parent = found.body.look("parent_id").fact();
    let is_task = is_type(&of, TASK) || is_type(&of, TASK_RUN);
    let server = match &name {
        Some(name) if is_type(&of, REGISTRY) => Some(login_server(&name.value)),
        _ => None,
    };
    let id = match is_task {
        true => found.resource.id.clone(),
        false => computed(eval, found, "id"),
    };
    let declared = Declared {
        place: found.place,
        name,
        registry: parent.clone().filter(|_| is_task),
        resource: Resource {
            login_server: server,
            id,
            ..found.resource.clone()
        },
        scope: parent,
        body: Look::Found(body(eval, found)),
        made_here: found.managed,
        of,
    };
    let tasks = facts.tasks.len();
    task::read(eval, declared, facts);
    // one name for the principal, whichever way it is asked for
    let principal = system_principal(eval, found);
    for task in &mut facts.tasks[tasks..] {
        if task.identity.system != Some(false) {
            task.identity.system_principal.clone_from(&principal);
        }
    }
    if let Some(identity) = facts.identities.last_mut()
        && identity.place == found.place
    {
        identity.client_id = azurerm::computed(eval, found, "client_id");
        identity.principal_id = azurerm::computed(eval, found, "principal_id");
    }
}

/// `azapi_update_resource`: changes a registry that stands elsewhere.
pub(super) fn update(found: &Found, facts: &mut Facts) {
    let Some(id) = found.body.look("resource_id").fact() else {
        return;
    };
    let properties = found.body.look("body").look("properties");
    let counted = ["count", "for_each"].map(|name| found.body.look(name));
    let sure = counted.iter().all(|look| matches!(look, Look::Absent));
    for registry in facts.registries.iter_mut().filter(|r| r.id == id.value) {
        let change = |name: &str, wanted: &str, old: &Option<Fact<bool>>| {
            let node = match properties.look(name) {
                Look::Absent => return old.clone(),
                Look::Hidden => return None,
                Look::Found(node) => node,
            };
            let value = node.known_text().filter(|_| sure)?;
            Some(Fact {
                value: value.eq_ignore_ascii_case(wanted),
                place: node.place,
            })
        };
        let mode = ("roleAssignmentMode", "AbacRepositoryPermissions");
        registry.abac = change(mode.0, mode.1, &registry.abac);
        let pull = &registry.anonymous_pull;
        registry.anonymous_pull = change("anonymousPullEnabled", "true", pull);
    }
}

/// `body` with the `identity` block in the REST API's shape.
fn body(eval: &mut Evaluator<'_>, found: &Found) -> Node {
    let mut object = match found.body.look("body") {
        Look::Found(body) => match &*body.kind {
            Kind::Object(object) => object.clone(),
            _ => Object {
                entries: Vec::new(),
                open: true,
            },
        },
        Look::Absent => Object::default(),
        Look::Hidden => Object {
            entries: Vec::new(),
            open: true,
        },
    };
    let block = match found.body.look("identity") {
        Look::Found(blocks) => blocks.first(),
        other => other,
    };
    if let Look::Found(block) = block {
        let mut identity = Object::default();
        if let Look::Found(kind) = block.look("type") {
            identity.entries.push(entry("type", kind));
        }
        let users = match block.look("identity_ids") {
            Look::Found(ids) => {
                let (ids, open) = ids.items();
                let entries = ids.iter().filter_map(|id| {
                    Some(Entry {
                        key: id.fact()?,
                        value: Node::new(id.place, Kind::Object(Object::default())),
                    })
                });
                Object {
                    entries: entries.collect(),
                    open,
                }
            }
            other => Object {
                entries: Vec::new(),
                open: other.is_hidden(),
            },
        };
        let users = Node::new(block.place, Kind::Object(users));
        identity
            .entries
            .push(entry("userAssignedIdentities", users));
        let identity = Node::new(block.place, Kind::Object(identity));
        object.entries.push(entry("identity", identity));
    } else if block.is_hidden() {
        let key = format!("{}.identity", found.resource.id);
        let hidden = eval.unknown(&key, no_words(found.place));
        object.entries.push(entry("identity", hidden));
    }
    Node::new(found.place, Kind::Object(object))
}

fn entry(key: &str, value: Node) -> Entry {
    Entry {
        key: Fact {
            value: key.to_owned(),
            place: value.place,
        },
        value,
    }
}
