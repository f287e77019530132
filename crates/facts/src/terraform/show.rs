//! `terraform show -json`: the state, or a plan.

use std::collections::HashMap;

use super::{Found, MATTERS, azapi, azurerm, resource};
use crate::SourceFile;
use crate::infra::eval::{Dialect, Evaluator};
use crate::infra::json;
use crate::infra::resource::no_words;
use crate::infra::value::{Entry, Kind, Look, Node};
use crate::model::{Fact, Facts, SourceKind};

/// Modules nested as deep as this are looked at.
const DEEPEST: usize = 32;

/// Reads what `terraform show -json` prints. What a plan knows only after it is applied is a symbol; where the
/// configuration refers to another resource, it is called by that reference.
pub(crate) fn read(files: &[SourceFile<'_>]) -> Facts {
    let mut facts = Facts::empty(SourceKind::TerraformJson);
    let mut eval = Evaluator::new(files, Dialect::Terraform);
    for (index, file) in files.iter().enumerate() {
        match json::read(file.text, index, &mut json::plain) {
            Ok(Some(document)) => {
                let document = eval.eval(&document);
                let mut reader = Reader {
                    eval: &mut eval,
                    facts: &mut facts,
                    unknown: unknown(&document),
                };
                let planned = document.look("planned_values");
                let values = match planned {
                    Look::Found(_) => planned,
                    Look::Absent | Look::Hidden => document.look("values"),
                };
                let configuration = document.look("configuration").look("root_module");
                reader.module(&values.look("root_module"), &configuration, 0);
            }
            Ok(None) => {}
            Err(problem) => facts.problems.push(problem),
        }
    }
    facts.symbols = eval.symbols;
    facts
}

struct Reader<'e, 'f> {
    eval: &'e mut Evaluator<'f>,
    facts: &'e mut Facts,
    /// What is known only after the plan is applied, by address.
    unknown: HashMap<String, Look>,
}

impl Reader<'_, '_> {
    fn module(&mut self, module: &Look, configuration: &Look, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for found in items(&module.look("resources")) {
            self.resource(&found, configuration);
        }
        for child in items(&module.look("child_modules")) {
            let address = child.look("address").fact().map(|address| address.value);
            let address = address.unwrap_or_default();
            let name = address.rsplit("module.").next().unwrap_or_default();
            let name = name.split('[').next().unwrap_or_default();
            let calls = configuration.look("module_calls");
            let configuration = calls.look(name).look("module");
            self.module(&Look::Found(child), &configuration, depth + 1);
        }
    }

    fn resource(&mut self, node: &Node, configuration: &Look) {
        let (Some(of), Some(address)) = (node.look("type").fact(), node.look("address").fact())
        else {
            return;
        };
        if !MATTERS.contains(&of.value.as_str()) {
            return;
        }
        let body = match node.look("values") {
            Look::Found(values) => values,
            Look::Absent | Look::Hidden => node.clone(),
        };
        let unknown = self.unknown.get(&address.value).cloned();
        let unknown = unknown.unwrap_or(Look::Absent);
        let plain = plain(&address.value);
        let local = local(&plain);
        let names = Names {
            expressions: expressions(configuration, local),
            prefix: &plain[..plain.len() - local.len()],
        };
        let body = self.overlay(&body, &unknown, &names, &plain, 0);
        let found = Found {
            place: address.place,
            managed: node
                .look("mode")
                .fact()
                .is_none_or(|mode| mode.value == "managed"),
            resource: resource(&plain),
            of: of.value,
            body,
        };
        match found.of.as_str() {
            "azapi_resource" => azapi::read(self.eval, &found, self.facts),
            _ => azurerm::read(self.eval, &found, self.facts),
        }
    }

    /// Puts symbols where values are not known yet.
    fn overlay(
        &mut self,
        node: &Node,
        unknown: &Look,
        names: &Names<'_>,
        key: &str,
        depth: usize,
    ) -> Node {
        let Look::Found(unknown) = unknown else {
            return node.clone();
        };
        match (&*node.kind, &*unknown.kind) {
            _ if depth > DEEPEST => node.clone(),
            (_, Kind::Bool(true)) => {
                let key = names.reference().unwrap_or_else(|| key.to_owned());
                self.eval.unknown(&key, no_words(node.place))
            }
            (Kind::Object(object), Kind::Object(holes)) => {
                let mut object = object.clone();
                for hole in &holes.entries {
                    let name = hole.key.value.as_str();
                    let old = object.look(name).found();
                    let old = old.unwrap_or_else(|| Node::new(node.place, Kind::Null));
                    let unknown = Look::Found(hole.value.clone());
                    let key = format!("{key}.{name}");
                    let value = self.overlay(&old, &unknown, &names.inner(name), &key, depth + 1);
                    // the last entry of a name counts
                    object.entries.push(Entry {
                        key: Fact {
                            value: name.to_owned(),
                            place: node.place,
                        },
                        value,
                    });
                }
                Node::new(node.place, Kind::Object(object))
            }
            (Kind::List(list), Kind::List(holes)) => {
                let mut list = list.clone();
                for (item, hole) in list.items.iter_mut().zip(&holes.items) {
                    let unknown = Look::Found(hole.clone());
                    *item = self.overlay(item, &unknown, &names.first(), key, depth + 1);
                }
                Node::new(node.place, Kind::List(list))
            }
            _ => node.clone(),
        }
    }
}

/// What the configuration says about a value.
struct Names<'p> {
    expressions: Look,
    /// The modules that the resource is in.
    prefix: &'p str,
}

impl Names<'_> {
    /// The first thing that the value's expression refers to.
    fn reference(&self) -> Option<String> {
        let references = items(&self.expressions.look("references"));
        let of = references.first()?.text()?;
        Some(format!("{}{}", self.prefix, plain(of)))
    }

    fn inner(&self, name: &str) -> Self {
        Self {
            expressions: self.expressions.look(name),
            ..*self
        }
    }

    fn first(&self) -> Self {
        Self {
            expressions: match &self.expressions {
                Look::Found(list) => list.first(),
                other => other.clone(),
            },
            ..*self
        }
    }
}

/// `after_unknown` of each change.
fn unknown(document: &Node) -> HashMap<String, Look> {
    let changes = items(&document.look("resource_changes")).into_iter();
    let pairs = changes.filter_map(|change| {
        let unknown = change.look("change").look("after_unknown");
        Some((change.look("address").fact()?.value, unknown))
    });
    pairs.collect()
}

fn items(list: &Look) -> Vec<Node> {
    match list {
        Look::Found(list) => list.items().0,
        Look::Absent | Look::Hidden => Vec::new(),
    }
}

/// The address without the modules that it is in.
fn local(address: &str) -> &str {
    let parts: Vec<&str> = address.split('.').collect();
    let data = parts.len() > 2 && parts[parts.len() - 3] == "data";
    let length: usize = parts
        .iter()
        .rev()
        .take(if data { 3 } else { 2 })
        .map(|p| p.len() + 1)
        .sum();
    address
        .get((address.len() + 1).saturating_sub(length)..)
        .unwrap_or(address)
}

/// The address without instance keys.
fn plain(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut depth = 0_usize;
    for c in address.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The expressions of a resource in the configuration.
fn expressions(configuration: &Look, address: &str) -> Look {
    let resources = items(&configuration.look("resources"));
    let mut resources = resources.into_iter();
    let found = resources.find(|resource| {
        let of = resource.look("address").fact();
        of.is_some_and(|of| of.value == address)
    });
    found.map_or(Look::Absent, |found| found.look("expressions"))
}
