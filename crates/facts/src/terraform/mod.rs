//! Terraform: the files of a folder, and what `terraform show -json` prints.

mod azapi;
mod azurerm;
mod hcl;
mod parse;
mod show;
mod template;

use std::collections::HashMap;
use std::rc::Rc;

use crate::SourceFile;
use crate::infra::eval::{Dialect, Evaluator};
use crate::infra::expr::{Expr, ExprKind};
use crate::infra::resource::no_words;
use crate::infra::value::{Kind, Node, Resource, ResourceKind};
use crate::model::{Facts, Place, SourceKind};

pub(crate) use show::read as read_json;

/// A resource or data source.
struct Found {
    /// Its head.
    place: Place,
    of: String,
    /// A resource; otherwise a data source.
    managed: bool,
    resource: Resource,
    body: Node,
}

/// Reads the `*.tf` and `*.tfvars` files of a folder. A variable counts as what the variable files say, or as its
/// default; one without either is a symbol, and so is what a module gives.
pub(crate) fn read(files: &[SourceFile<'_>]) -> Facts {
    let mut facts = Facts::empty(SourceKind::Terraform);
    let mut eval = Evaluator::new(files, Dialect::Terraform);
    let mut blocks = Vec::new();
    let mut given = Given::default();
    for (index, file) in files.iter().enumerate() {
        let parsed = parse::file(file.text, index);
        facts.problems.extend(parsed.problems);
        if file.path.ends_with(".tfvars") {
            let automatic =
                file.path.ends_with("terraform.tfvars") || file.path.ends_with(".auto.tfvars");
            given.add(parsed.attributes, automatic);
        } else {
            blocks.extend(parsed.blocks);
        }
    }
    define(&mut eval, &blocks);
    for (name, value) in given.values() {
        let name = format!("var.{name}");
        eval.assumptions.remove(&name);
        match value {
            Some(value) => eval.define(&name, value),
            // several files say different things
            None => {
                eval.definitions.remove(&name);
            }
        }
    }
    for text in ["path.module", "path.root", "path.cwd"] {
        let here = Place {
            file: 0,
            range: acrlint_text::TextRange::default(),
        };
        let dot = crate::infra::text::made(".", here, crate::infra::value::Made::Plain);
        eval.define_value(text, Node::new(here, Kind::Text(dot)));
    }
    let mut updates = Vec::new();
    for block in &blocks {
        if let Some(found) = found(&mut eval, block) {
            match found.of.as_str() {
                "azapi_resource" => azapi::read(&mut eval, &found, &mut facts),
                "azapi_update_resource" => updates.push(found),
                _ => azurerm::read(&mut eval, &found, &mut facts),
            }
        }
    }
    for update in &updates {
        azapi::update(update, &mut facts);
    }
    facts.symbols = eval.symbols;
    facts
}

/// The variables that variable files set.
#[derive(Default)]
struct Given {
    automatic: HashMap<String, Rc<Expr>>,
    /// Those of files that are named on the command line: of several, none is sure.
    named: HashMap<String, Vec<Rc<Expr>>>,
}

impl Given {
    fn add(&mut self, attributes: Vec<(String, Rc<Expr>)>, automatic: bool) {
        for (name, value) in attributes {
            if automatic {
                self.automatic.insert(name, value);
            } else {
                self.named.entry(name).or_default().push(value);
            }
        }
    }

    fn values(self) -> impl Iterator<Item = (String, Option<Rc<Expr>>)> {
        let automatic = self
            .automatic
            .into_iter()
            .map(|(name, value)| (name, Some(value)));
        let named = self.named.into_iter().map(|(name, mut values)| {
            let value = match values.len() {
                1 => values.pop(),
                _ => None,
            };
            (name, value)
        });
        automatic.chain(named)
    }
}

/// Variables, locals, and what resources are called.
fn define(eval: &mut Evaluator<'_>, blocks: &[parse::TopBlock]) {
    for block in blocks {
        match (block.kind.as_str(), &block.labels[..]) {
            ("variable", [name]) => {
                if let Some(default) = block.body.field("default") {
                    eval.define_default(&format!("var.{name}"), Rc::clone(default));
                }
            }
            ("locals", _) => {
                for (name, value) in block.body.fields() {
                    eval.define(&format!("local.{name}"), Rc::clone(value));
                }
            }
            ("resource" | "data", [of, _]) => {
                let address = block.address();
                for (name, value) in block.body.fields() {
                    if !matches!(value.kind, ExprKind::Blocks(_)) {
                        eval.define(&format!("{address}.{name}"), Rc::clone(value));
                    }
                }
                if of == "azurerm_container_registry" {
                    define_server(eval, &address, block);
                }
                let resource = Kind::Resource(resource(&address));
                eval.define_value(&address, Node::new(block.head, resource));
            }
            _ => {}
        }
    }
}

/// The login server of a registry follows from its name, which may need other definitions: it is a call.
fn define_server(eval: &mut Evaluator<'_>, address: &str, block: &parse::TopBlock) {
    if block.body.field("domain_name_label_scope").is_some() {
        return;
    }
    let name = ExprKind::Name(format!("{address}.name"));
    let name = Expr::new(no_words(block.head), name);
    let server = ExprKind::Call("login_server".to_owned(), vec![name]);
    let server = Expr::new(no_words(block.head), server);
    eval.define(&format!("{address}.login_server"), Rc::new(server));
}

fn resource(address: &str) -> Resource {
    Resource {
        id: address.to_owned(),
        kind: ResourceKind::Address,
        name: None,
        login_server: None,
    }
}

const MATTERS: [&str; 6] = [
    "azurerm_container_registry_task",
    "azurerm_container_registry",
    "azurerm_user_assigned_identity",
    "azurerm_role_assignment",
    "azapi_resource",
    "azapi_update_resource",
];

fn found(eval: &mut Evaluator<'_>, block: &parse::TopBlock) -> Option<Found> {
    let [of, _] = &block.labels[..] else {
        return None;
    };
    let managed = block.kind == "resource";
    if !(managed || block.kind == "data") || !MATTERS.contains(&of.as_str()) {
        return None;
    }
    let address = block.address();
    for name in ["each.key", "each.value", "count.index"] {
        let value = eval.unknown(&format!("{address} {name}"), no_words(block.head));
        let Kind::Unknown(symbol) = &*value.kind else {
            continue;
        };
        if let Some(c) = symbol.chars().next() {
            eval.symbols.spell_as(c, name);
        }
        eval.define_value(name, value);
    }
    let body = eval.eval(&block.body);
    Some(Found {
        place: block.head,
        of: of.clone(),
        managed,
        resource: resource(&address),
        body,
    })
}
