//! ARM templates.

mod expression;

use std::rc::Rc;

use crate::SourceFile;
use crate::infra::eval::{Dialect, Evaluator};
use crate::infra::expr::{Expr, ExprKind, Field, Item};
use crate::infra::json;
use crate::infra::resource::{OWN_GROUP, REGISTRY, join_id, login_server, no_words, text_node};
use crate::infra::task::{self, Declared, is_type, matters};
use crate::infra::value::{Kind, Look, Node, Resource, ResourceKind};
use crate::model::{Fact, Facts, Place, SourceKind};

/// Templates nested as deep as this are looked at.
const DEEPEST: usize = 8;

/// Reads an ARM template: its resources of ACR tasks, registries, identities and role assignments, nested ones too.
/// A parameter with a default counts as that default; one without is a symbol.
pub(crate) fn read(files: &[SourceFile<'_>]) -> Facts {
    let mut facts = Facts::empty(SourceKind::Arm);
    let mut eval = Evaluator::new(files, Dialect::Arm);
    for (index, file) in files.iter().enumerate() {
        match json::read(file.text, index, &mut expression::read) {
            Ok(Some(template)) => {
                let mut reader = Reader {
                    eval: &mut eval,
                    facts: &mut facts,
                    depth: 0,
                };
                reader.template(&template);
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
    depth: usize,
}

/// A resource above another one.
struct Parent {
    of: String,
    name: Option<Fact<String>>,
}

impl Reader<'_, '_> {
    fn template(&mut self, template: &Expr) {
        self.define(template);
        if let Some(resources) = template.field("resources") {
            self.name_resources(resources);
            self.resources(resources, None);
        }
    }

    /// The parameters' defaults and the variables.
    fn define(&mut self, template: &Expr) {
        let parameters = template.field("parameters");
        for (name, parameter) in parameters.iter().flat_map(|section| section.fields()) {
            if let Some(default) = parameter.field("defaultValue") {
                let key = format!("parameters('{}')", name.to_ascii_lowercase());
                self.eval.define_default(&key, Rc::clone(default));
            }
        }
        let variables = template.field("variables");
        for (name, value) in variables.iter().flat_map(|section| section.fields()) {
            let key = format!("variables('{}')", name.to_ascii_lowercase());
            self.eval.define(&key, Rc::clone(value));
        }
    }

    /// What `reference()` needs to know before the resources are read: symbolic names and login servers.
    fn name_resources(&mut self, resources: &Expr) {
        for (symbol, resource) in each(resources) {
            let of = self.text(resource.field("type"));
            let name = self.text(resource.field("name"));
            let (Some(of), Some(name)) = (of, name) else {
                continue;
            };
            let node = self.resource(&of.value, Some(&name), resource.place);
            let node = Node::new(resource.place, Kind::Resource(node));
            if let Some(symbol) = symbol {
                self.eval
                    .define_value(&format!("resource {symbol}"), node.clone());
            }
            if is_type(&of.value, REGISTRY)
                && has_domain_label(resource)
                && let Kind::Resource(found) = &*node.kind
            {
                let id = found.id.clone();
                let server = self
                    .eval
                    .unknown(&format!("{id}.loginServer"), resource.place);
                let key = format!("login server of {}", id.to_ascii_lowercase());
                self.eval.define_value(&key, server);
            }
        }
    }

    fn resources(&mut self, resources: &Expr, parent: Option<&Parent>) {
        self.depth += 1;
        if self.depth <= DEEPEST {
            for (_, resource) in each(resources) {
                self.one(resource, parent);
            }
        }
        self.depth -= 1;
    }

    fn one(&mut self, resource: &Expr, parent: Option<&Parent>) {
        let of = self.text(resource.field("type")).map(|of| of.value);
        let mut of = of.unwrap_or_default();
        let mut name = self.text(resource.field("name"));
        if let Some(parent) = parent {
            let relative = !of.contains('.');
            if relative {
                of = format!("{}/{of}", parent.of);
            }
            // the name of a nested resource is usually its own alone
            if let (Some(own), Some(above)) = (&mut name, &parent.name)
                && own.value.split('/').count() < of.split('/').count() - 1
            {
                own.value = format!("{}/{}", above.value, own.value);
            }
        }
        if is_type(&of, "Microsoft.Resources/deployments") {
            self.deployment(resource);
        }
        if matters(&of) {
            self.declare(resource, &of, name.clone());
        }
        if let Some(children) = resource.field("resources") {
            let parent = Parent { of, name };
            self.resources(children, Some(&parent));
        }
    }

    fn declare(&mut self, resource: &Expr, of: &str, name: Option<Fact<String>>) {
        let head = resource.field("type").map_or(resource.place, |of| of.place);
        let existing = resource.field("existing");
        let made_here = existing.is_none_or(|e| !matches!(e.kind, ExprKind::Bool(true)));
        let found = self.resource(of, name.as_ref(), head);
        let scope = self.scope(resource, of, name.as_ref(), head);
        let body = self.eval.eval(resource);
        let declared = Declared {
            place: head,
            of: of.to_owned(),
            name,
            registry: None,
            resource: found,
            scope: Some(scope),
            body: Look::Found(body),
            made_here,
        };
        task::read(self.eval, declared, self.facts);
    }

    /// What a role assignment holds for.
    fn scope(
        &mut self,
        resource: &Expr,
        of: &str,
        name: Option<&Fact<String>>,
        head: Place,
    ) -> Fact<String> {
        if let Some(scope) = self.text(resource.field("scope")) {
            return scope;
        }
        let above = of.to_ascii_lowercase().find("/providers/");
        if let (Some(above), Some(name)) = (above, name) {
            return Fact {
                value: join_id(&of[..above], &[&name.value]),
                place: name.place,
            };
        }
        Fact {
            value: self.eval.symbol(OWN_GROUP, no_words(head)),
            place: head,
        }
    }

    fn resource(&mut self, of: &str, name: Option<&Fact<String>>, place: Place) -> Resource {
        let unnamed = name
            .is_none()
            .then(|| self.eval.symbol(&format!("{of}@{place:?}"), place));
        let text = name.map_or(unnamed.as_deref().unwrap_or_default(), |name| &name.value);
        let id = join_id(of, &[text]);
        let key = format!("login server of {}", id.to_ascii_lowercase());
        let server = match self.eval.lookup(&key) {
            Some(known) => known.text().map(str::to_owned),
            None => is_type(of, REGISTRY).then(|| login_server(text)),
        };
        Resource {
            id,
            kind: ResourceKind::Full,
            name: name.map(text_node),
            login_server: server,
        }
    }

    /// A deployment with a template of its own. Its expressions belong to the outer template unless it says otherwise.
    fn deployment(&mut self, resource: &Expr) {
        let Some(properties) = resource.field("properties") else {
            return;
        };
        let Some(template) = properties.field("template") else {
            return;
        };
        self.depth += 1;
        if self.depth <= DEEPEST {
            let scope = properties.field("expressionEvaluationOptions");
            let scope = scope.and_then(|options| options.field("scope")?.literal());
            if scope.is_some_and(|scope| scope.eq_ignore_ascii_case("inner")) {
                self.inner(properties, template);
            } else if let Some(resources) = template.field("resources") {
                self.name_resources(resources);
                self.resources(resources, None);
            }
        }
        self.depth -= 1;
    }

    fn inner(&mut self, properties: &Expr, template: &Expr) {
        let mut given = Vec::new();
        if let Some(parameters) = properties.field("parameters") {
            for (name, parameter) in parameters.fields() {
                let key = format!("parameters('{}')", name.to_ascii_lowercase());
                let value = match parameter.field("value") {
                    Some(value) => self.eval.eval(value),
                    None => self.eval.unknown(&key, parameter.place),
                };
                given.push((key, value));
            }
        }
        let outer = std::mem::take(&mut self.eval.definitions);
        let assumptions = std::mem::take(&mut self.eval.assumptions);
        self.define(template);
        for (key, value) in given {
            self.eval.assumptions.remove(&key);
            self.eval.define_value(&key, value);
        }
        if let Some(resources) = template.field("resources") {
            self.name_resources(resources);
            self.resources(resources, None);
        }
        self.eval.definitions = outer;
        self.eval.assumptions = assumptions;
    }

    fn text(&mut self, expr: Option<&Rc<Expr>>) -> Option<Fact<String>> {
        self.eval.eval(expr?).fact()
    }
}

/// The resources of a list, or of an object with symbolic names.
fn each(resources: &Expr) -> Vec<(Option<String>, &Expr)> {
    match &resources.kind {
        ExprKind::List(items) => {
            let items = items.iter().filter_map(|item| match item {
                Item::Value(value) => Some((None, value)),
                Item::More => None,
            });
            items.collect()
        }
        ExprKind::Object(fields) => {
            let fields = fields.iter().filter_map(|field| match field {
                Field::Entry(key, value) => Some((key.literal(), &**value)),
                Field::More => None,
            });
            fields.collect()
        }
        _ => Vec::new(),
    }
}

/// Whether the login server has a part that cannot be known from the name.
fn has_domain_label(resource: &Expr) -> bool {
    let properties = resource.field("properties");
    let label = properties.and_then(|p| p.field("autoGeneratedDomainNameLabelScope"));
    label.is_some_and(|label| label.literal().as_deref() != Some("Unsecure"))
}
