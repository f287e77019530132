//! Resource IDs, and what `reference()` leads to.

use std::rc::Rc;

use super::eval::Evaluator;
use super::expr::Expr;
use super::text::made;
use super::value::{Kind, Made, Node, Resource, ResourceKind};
use crate::model::{Fact, Place};

pub(crate) const REGISTRY: &str = "Microsoft.ContainerRegistry/registries";
pub(crate) const TASK: &str = "Microsoft.ContainerRegistry/registries/tasks";
pub(crate) const TASK_RUN: &str = "Microsoft.ContainerRegistry/registries/taskRuns";
pub(crate) const IDENTITY: &str = "Microsoft.ManagedIdentity/userAssignedIdentities";
/// The key of the resource group that a template is deployed to.
pub(crate) const OWN_GROUP: &str = "resourceGroup()";
pub(crate) const ROLE_ASSIGNMENT: &str = "Microsoft.Authorization/roleAssignments";

/// `resourceId([subscription,] [group,] type, name, …)`: `type/name`, behind the scope if one is given.
pub(crate) fn resource_id(args: &[Node]) -> Option<String> {
    let texts: Option<Vec<&str>> = args.iter().map(Node::text).collect();
    let texts = texts?;
    let is_type = |text: &&str| text.contains('/') && text.contains('.');
    let at = texts.iter().position(is_type)?;
    let id = join_id(texts[at], &texts[at + 1..]);
    match texts[..at] {
        [] => Some(id),
        [group] => Some(in_group(None, group, &id)),
        [subscription, group, ..] => Some(in_group(Some(subscription), group, &id)),
    }
}

/// A resource ID with the scope that it is in.
pub(crate) fn in_group(subscription: Option<&str>, group: &str, id: &str) -> String {
    match subscription {
        Some(subscription) => {
            format!("/subscriptions/{subscription}/resourceGroups/{group}/providers/{id}")
        }
        None => format!("/resourceGroups/{group}/providers/{id}"),
    }
}

/// `A/b/c` with the names `x`, `y` is `A/b/x/c/y`. A name can hold the names of the parents, too.
pub(crate) fn join_id(of: &str, names: &[&str]) -> String {
    let mut kinds = of.trim_end_matches('/').split('/');
    let mut id = kinds.next().unwrap_or_default().to_owned();
    let mut names = names.iter().flat_map(|name| name.split('/'));
    for kind in kinds {
        id.push('/');
        id.push_str(kind);
        if let Some(name) = names.next() {
            id.push('/');
            id.push_str(name);
        }
    }
    id
}

/// The login server of a registry by its name. Rule: `<name>.azurecr.io`, in lower case.
pub(crate) fn login_server(name: &str) -> String {
    format!("{}.azurecr.io", name.to_lowercase())
}

/// The registry's name at the end of its resource ID.
pub(crate) fn registry_of_id(id: &str) -> Option<&str> {
    let at = find_ignoring_case(id, "Microsoft.ContainerRegistry/registries/")?;
    let name = &id[at..];
    (!name.is_empty() && !name.contains('/')).then_some(name)
}

/// Where the text behind the last `needle` begins; letters of both cases are equal.
pub(crate) fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    let found = text
        .to_ascii_lowercase()
        .rfind(&needle.to_ascii_lowercase())?;
    Some(found + needle.len())
}

/// A resource as it is declared.
#[derive(Debug)]
pub(crate) struct Unbuilt {
    /// Its head.
    pub(crate) place: Place,
    /// The whole type, without API version.
    pub(crate) of: String,
    pub(crate) name: Option<Rc<Expr>>,
    /// The resource that it is a child of.
    pub(crate) parent: Option<Rc<Expr>>,
    /// The scope that it is in.
    pub(crate) scope: Option<Rc<Expr>>,
    /// Whether its login server has a part that cannot be known from its name.
    pub(crate) labelled: bool,
}

/// Makes the ID of a resource.
pub(crate) fn build(eval: &mut Evaluator<'_>, unbuilt: &Unbuilt) -> Resource {
    let name = unbuilt.name.as_ref().map(|name| eval.eval(name));
    let text = match name.as_ref().and_then(Node::text) {
        Some(text) => text.to_owned(),
        None => eval.symbol(&format!("name of {:?}", unbuilt.place), unbuilt.place),
    };
    let parent = unbuilt.parent.as_ref().map(|parent| eval.eval(parent));
    let id = match parent.as_ref().and_then(Node::text) {
        Some(parent) => {
            let last = unbuilt.of.rsplit('/').next().unwrap_or_default();
            format!("{parent}/{last}/{text}")
        }
        None => join_id(&unbuilt.of, &[&text]),
    };
    // a scope that is known is part of the ID; the group of the deployment itself is not written
    let scope = unbuilt.scope.as_ref().map(|scope| eval.eval(scope));
    let id = match scope.as_ref().and_then(Node::text) {
        Some(scope) if scope.starts_with('/') => format!("{scope}/providers/{id}"),
        _ => id,
    };
    let login_server = match unbuilt.of.eq_ignore_ascii_case(REGISTRY) {
        true if unbuilt.labelled => {
            Some(eval.symbol(&format!("{id}.loginServer"), no_words(unbuilt.place)))
        }
        true => Some(login_server(&text)),
        false => None,
    };
    Resource {
        id,
        kind: ResourceKind::Full,
        name,
        login_server,
    }
}

/// A text as a node.
pub(crate) fn text_node(fact: &Fact<String>) -> Node {
    let text = made(&fact.value, fact.place, Made::Plain);
    Node::new(fact.place, Kind::Text(text))
}

/// A place without any text, so that a symbol is spelled as what it is.
pub(crate) fn no_words(place: Place) -> Place {
    Place {
        range: acrlint_text::TextRange::empty(place.range.start()),
        ..place
    }
}

/// What `reference(id)` leads to.
pub(crate) fn reference(eval: &mut Evaluator<'_>, id: &Node, full: bool) -> Option<Kind> {
    // the symbolic name of a resource instead of its ID
    if let Some(name) = id.known_text().filter(|name| !name.contains('/'))
        && let Some(node) = eval.lookup(&format!("resource {name}"))
        && let Kind::Resource(resource) = &*node.kind
    {
        let kind = match full {
            true => ResourceKind::Full,
            false => ResourceKind::Properties,
        };
        return Some(Kind::Resource(Resource {
            kind,
            ..resource.clone()
        }));
    }
    let id = id.text()?.to_owned();
    let login_server = match eval.lookup(&format!("login server of {}", id.to_ascii_lowercase())) {
        Some(known) => known.text().map(str::to_owned),
        None => registry_of_id(&id).map(login_server),
    };
    Some(Kind::Resource(Resource {
        login_server,
        id,
        kind: match full {
            true => ResourceKind::Full,
            false => ResourceKind::Properties,
        },
        name: None,
    }))
}
