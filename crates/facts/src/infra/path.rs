//! Looks values up: `a.b[0]['c']`.

use super::eval::{Dialect, Evaluator};
use super::expr::{Expr, ExprKind};
use super::text::made;
use super::value::{Kind, Look, Made, Node, Resource, ResourceKind};
use crate::model::Place;

impl Evaluator<'_> {
    /// `a.b[0]['c']`: the longest name that is defined, and the rest looked up in it.
    pub(super) fn path(&mut self, expr: &Expr) -> Node {
        let mut steps = Vec::new();
        let mut inner = expr;
        let root = loop {
            match &inner.kind {
                ExprKind::Member(of, name) => {
                    steps.push(Step::Name(name.clone(), inner.place));
                    inner = of;
                }
                ExprKind::Index(of, index) => {
                    let index = self.eval(index);
                    let Some(key) = index.text() else {
                        return self.opaque(expr.place);
                    };
                    steps.push(Step::Key(key.to_owned(), inner.place));
                    inner = of;
                }
                _ => break inner,
            }
        };
        steps.reverse();
        let (node, used) = match &root.kind {
            ExprKind::Name(name) => self.longest_name(name, &steps, root.place),
            _ => (self.eval(root), 0),
        };
        let mut node = node;
        for step in &steps[used..] {
            node = self.access(&node, step);
        }
        node.at(expr.place)
    }

    /// The definition with the longest name that a path begins with, and how many steps that takes.
    fn longest_name(&mut self, root: &str, steps: &[Step], place: Place) -> (Node, usize) {
        let mut name = root.to_owned();
        let mut found = self
            .definitions
            .contains_key(&name)
            .then(|| (name.clone(), 0));
        if self.dialect == Dialect::Terraform {
            for (index, step) in steps.iter().take(2).enumerate() {
                let Step::Name(part, _) = step else { break };
                name = format!("{name}.{part}");
                if self.definitions.contains_key(&name) {
                    found = Some((name.clone(), index + 1));
                }
            }
        }
        match found {
            Some((name, used)) => (self.name(&name, place), used),
            None => (self.unknown(root, place), 0),
        }
    }

    fn access(&mut self, node: &Node, step: &Step) -> Node {
        match step {
            Step::Name(name, place) => self.member(node, name, *place),
            Step::Key(key, place) => self.item(node, key, *place),
        }
    }

    /// `node.name`.
    pub(crate) fn member(&mut self, node: &Node, name: &str, place: Place) -> Node {
        match &*node.kind {
            Kind::Object(object) => match object.look(name) {
                Look::Found(value) => value,
                Look::Absent => Node::new(place, Kind::Null),
                Look::Hidden => self.opaque(place),
            },
            Kind::Resource(resource) => {
                let resource = resource.clone();
                self.attribute(&resource, name, place)
            }
            Kind::Unknown(symbol) => {
                let key = self.key_of(symbol);
                self.unknown(&canonical(&format!("{key}.{name}")), place)
            }
            _ => self.opaque(place),
        }
    }

    /// `node[key]`.
    fn item(&mut self, node: &Node, key: &str, place: Place) -> Node {
        match &*node.kind {
            Kind::List(list) => {
                let index: Option<usize> = key.parse().ok();
                match index.and_then(|index| list.items.get(index)) {
                    Some(item) => item.clone(),
                    None => self.opaque(place),
                }
            }
            // one of the instances of a resource
            Kind::Resource(resource) if resource.kind == ResourceKind::Address => node.clone(),
            // the only block of its kind
            Kind::Unknown(_) if self.dialect == Dialect::Terraform && is_number(key) => {
                node.clone()
            }
            Kind::Unknown(symbol) if is_number(key) => {
                let key = format!("{}[{key}]", self.key_of(symbol));
                self.unknown(&key, place)
            }
            _ => self.member(node, key, place),
        }
    }

    /// The key of a text that is one symbol, the text itself otherwise.
    fn key_of(&self, text: &str) -> String {
        let symbol = text.chars().next().and_then(|c| self.symbols.get(c));
        symbol.map_or_else(|| text.to_owned(), |symbol| symbol.key.clone())
    }

    /// An attribute of a resource.
    pub(crate) fn attribute(&mut self, resource: &Resource, name: &str, place: Place) -> Node {
        let Resource {
            id,
            kind,
            name: own,
            login_server,
        } = resource;
        let text = match (kind, name) {
            (ResourceKind::Full, "properties") => {
                let kind = Kind::Resource(Resource {
                    kind: ResourceKind::Properties,
                    ..resource.clone()
                });
                return Node::new(place, kind);
            }
            (ResourceKind::Full, "id") => Some(id.clone()),
            (ResourceKind::Full, "name") => match own {
                Some(name) => return name.clone().at(place),
                None => None,
            },
            (ResourceKind::Properties, "loginServer") => login_server.clone(),
            (ResourceKind::Address, "login_server") if login_server.is_some() => {
                login_server.clone()
            }
            (ResourceKind::Address, _) => {
                if let Some(node) = self.lookup(&format!("{id}.{name}")) {
                    return node.at(place);
                }
                None
            }
            _ => None,
        };
        if let Some(text) = text {
            let kind = Kind::Text(made(&text, place, Made::Plain));
            return Node::new(place, kind);
        }
        self.unknown(&canonical(&format!("{id}.{name}")), place)
    }
}

/// One name for the same thing.
fn canonical(key: &str) -> String {
    key.replace(".output.identity.principalId", ".identity.principal_id")
        .replace(".output.properties.loginServer", ".login_server")
}

/// A step of a path: `.name` or `[key]`.
enum Step {
    Name(String, Place),
    Key(String, Place),
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
