//! Evaluates expressions as far as they can be known; the rest becomes symbols.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use acrlint_text::{Symbols, TextRange, has_symbol};

use super::expr::{Blocks, Expr, ExprKind, Field, Item, Piece};
use super::functions;
use super::resource::{self, Unbuilt};
use super::text::{TextBuilder, made};
use super::value::{Entry, Kind, List, Made, Node, Object};
use crate::SourceFile;
use crate::model::{Fact, Place};

/// Expressions nested as deep as this, through definitions too, are looked at.
const DEEPEST: usize = 100;
/// A piece of work as large as this, compared with the files, is not finished.
const WORK_PER_BYTE: usize = 40;

/// The language of the expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Arm,
    Bicep,
    Terraform,
}

/// What a name stands for.
#[derive(Debug, Clone)]
pub(crate) enum Definition {
    Expr(Rc<Expr>),
    /// A resource, whose ID is made when it is needed.
    Resource(Rc<Unbuilt>),
    /// Being evaluated: it needs itself.
    Busy,
    Value(Node),
}

/// Evaluates the expressions of a group of files.
pub(crate) struct Evaluator<'a> {
    pub(crate) files: &'a [SourceFile<'a>],
    pub(crate) dialect: Dialect,
    pub(crate) symbols: Symbols,
    /// Names and what they stand for: `parameters('x')`, `x`, `var.x`, `azurerm_container_registry.home`.
    pub(crate) definitions: HashMap<String, Definition>,
    /// The names whose values rest on the default of a parameter.
    pub(crate) assumptions: HashSet<String>,
    /// Whether what is being evaluated rests on the default of a parameter.
    assumed: bool,
    depth: usize,
    work: usize,
}

impl<'a> Evaluator<'a> {
    pub(crate) fn new(files: &'a [SourceFile<'a>], dialect: Dialect) -> Self {
        let size: usize = files.iter().map(|file| file.text.len()).sum();
        let mut own = files.iter().filter(|file| has_symbol(file.text));
        let symbols = match (own.next(), own.next()) {
            (None, _) => Symbols::default(),
            (Some(file), None) => Symbols::avoiding(file.text),
            (Some(_), Some(_)) => {
                let all: String = files.iter().map(|file| file.text).collect();
                Symbols::avoiding(&all)
            }
        };
        Self {
            files,
            dialect,
            symbols,
            definitions: HashMap::new(),
            assumptions: HashSet::new(),
            assumed: false,
            depth: 0,
            work: size.saturating_mul(WORK_PER_BYTE) + 100_000,
        }
    }

    pub(crate) fn define(&mut self, name: &str, expr: Rc<Expr>) {
        self.definitions
            .insert(name.to_owned(), Definition::Expr(expr));
    }

    /// Defines a parameter by its default. Whoever uses the template may say something else, so nothing can be concluded
    /// from what it lacks.
    pub(crate) fn define_default(&mut self, name: &str, default: Rc<Expr>) {
        self.assumptions.insert(name.to_owned());
        self.define(name, default);
    }

    pub(crate) fn define_value(&mut self, name: &str, value: Node) {
        self.definitions
            .insert(name.to_owned(), Definition::Value(value));
    }

    /// The source text of a place.
    pub(crate) fn source(&self, place: Place) -> &'a str {
        let text = self.files.get(place.file).map_or("", |file| file.text);
        text.get(std::ops::Range::<usize>::from(place.range))
            .unwrap_or_default()
    }

    /// The text of the unknown value called `key`, spelled as the source at `place` does.
    pub(crate) fn symbol(&mut self, key: &str, place: Place) -> String {
        let spelling = self.source(place).trim();
        let spelling = match spelling.split_once('\n') {
            _ if spelling.is_empty() => self.symbols.spell(key),
            Some((first, _)) => format!("{} …", first.trim_end()),
            None => spelling.to_owned(),
        };
        let c = self.symbols.intern(key, &spelling);
        c.unwrap_or(char::REPLACEMENT_CHARACTER).to_string()
    }

    pub(crate) fn unknown(&mut self, key: &str, place: Place) -> Node {
        let symbol = self.symbol(key, place);
        Node::new(place, Kind::Unknown(symbol))
    }

    /// Something that equals nothing else: it is called by its place.
    pub(crate) fn opaque(&mut self, place: Place) -> Node {
        let at = usize::from(place.range.start());
        let key = format!("{}:{at}", place.file);
        self.unknown(&key, place)
    }

    /// Evaluates an expression.
    pub(crate) fn eval(&mut self, expr: &Expr) -> Node {
        self.depth += 1;
        self.work = self.work.saturating_sub(1);
        let node = match self.depth > DEEPEST || self.work == 0 {
            true => self.opaque(expr.place),
            false => self.eval_kind(expr),
        };
        self.depth -= 1;
        node
    }

    fn eval_kind(&mut self, expr: &Expr) -> Node {
        let place = expr.place;
        let kind = match &expr.kind {
            ExprKind::Bool(truth) => Kind::Bool(*truth),
            ExprKind::Null => Kind::Null,
            ExprKind::Text(pieces) => return self.text(pieces, place),
            ExprKind::Object(fields) => Kind::Object(self.object(fields)),
            ExprKind::List(items) => Kind::List(self.list(items)),
            ExprKind::Blocks(blocks) => Kind::List(self.blocks(blocks)),
            ExprKind::Name(name) => return self.name(name, place),
            ExprKind::Member(..) | ExprKind::Index(..) => return self.path(expr),
            ExprKind::Call(name, args) => return functions::call(self, name, args, place),
            ExprKind::If(parts) => {
                let [condition, yes, no] = &**parts;
                return match self.choose(condition, yes, no) {
                    Some(node) => node.at(place),
                    None => self.opaque(place),
                };
            }
            ExprKind::Equal { sides, negated } => {
                let [left, right] = &**sides;
                let (left, right) = (self.eval(left), self.eval(right));
                match functions::equal(&left, &right) {
                    Some(equal) => Kind::Bool(equal != *negated),
                    None => return self.opaque(place),
                }
            }
            ExprKind::And(sides) => return self.logic(sides, false, place),
            ExprKind::Or(sides) => return self.logic(sides, true, place),
            ExprKind::Either(sides) => {
                let first = self.eval(&sides[0]);
                return match &*first.kind {
                    Kind::Null => self.eval(&sides[1]),
                    Kind::Unknown(_) => self.opaque(place),
                    _ => first.at(place),
                };
            }
            ExprKind::Not(inner) => match self.eval(inner).truth() {
                Some(truth) => Kind::Bool(!truth),
                None => return self.opaque(place),
            },
            ExprKind::Opaque => return self.opaque(place),
        };
        Node::new(place, kind)
    }

    /// The branch that a condition takes, if it is known.
    pub(crate) fn choose(&mut self, condition: &Expr, yes: &Expr, no: &Expr) -> Option<Node> {
        let outer = std::mem::replace(&mut self.assumed, false);
        let truth = self.eval(condition).truth();
        let assumed = std::mem::replace(&mut self.assumed, outer);
        let node = self.eval(if truth? { yes } else { no });
        self.assumed |= assumed;
        match assumed {
            true => Some(self.with_more(node)),
            false => Some(node),
        }
    }

    /// The value with room for what a default leaves out.
    fn with_more(&mut self, node: Node) -> Node {
        let kind = match &*node.kind {
            Kind::Object(object) => Kind::Object(Object {
                open: true,
                ..object.clone()
            }),
            Kind::List(list) => Kind::List(List {
                open: true,
                ..list.clone()
            }),
            Kind::Null => return self.opaque(node.place),
            Kind::Text(text) if text.mapped.is_empty() => return self.opaque(node.place),
            _ => return node,
        };
        Node::new(node.place, kind)
    }

    /// `&&` and `||`: one side that decides is enough.
    fn logic(&mut self, sides: &[Expr; 2], decides: bool, place: Place) -> Node {
        let [left, right] = sides;
        let truths = [self.eval(left).truth(), self.eval(right).truth()];
        let kind = match truths {
            truths if truths.contains(&Some(decides)) => Kind::Bool(decides),
            [Some(_), Some(_)] => Kind::Bool(!decides),
            _ => return self.opaque(place),
        };
        Node::new(place, kind)
    }

    fn text(&mut self, pieces: &[Piece], place: Place) -> Node {
        // nothing but one hole is the value itself
        if let [Piece::Hole(hole)] = pieces {
            let node = self.eval(hole);
            return node.at(place);
        }
        let mut builder = TextBuilder::new(place);
        for piece in pieces {
            match piece {
                Piece::Literal(mapped) => {
                    builder.literal(mapped, TextRange::up_to(mapped.len()));
                }
                Piece::Hole(hole) => {
                    let node = self.eval(hole);
                    if !self.spend(&node) || builder.value(&node, hole.place).is_none() {
                        let symbol = self.opaque(hole.place);
                        builder.value(&symbol, hole.place);
                    }
                }
            }
        }
        Node::new(place, Kind::Text(builder.finish()))
    }

    /// Counts a text that is about to be copied; false when too much was.
    pub(crate) fn spend(&mut self, node: &Node) -> bool {
        let length = node.text().map_or(0, str::len);
        self.work = self.work.saturating_sub(length);
        self.work > 0
    }

    fn object(&mut self, fields: &[Field]) -> Object {
        let mut object = Object::default();
        for field in fields {
            let Field::Entry(key, value) = field else {
                object.open = true;
                continue;
            };
            let key = self.eval(key);
            match key.fact() {
                Some(key) => object.entries.push(Entry {
                    key,
                    value: self.eval(value),
                }),
                None => object.open = true,
            }
        }
        object
    }

    fn list(&mut self, items: &[Item]) -> List {
        let mut list = List::default();
        for item in items {
            match item {
                Item::Value(value) => list.items.push(self.eval(value)),
                Item::More => list.open = true,
            }
        }
        list
    }

    /// Blocks of one name; those of a `dynamic` are there if its elements are known.
    fn blocks(&mut self, blocks: &[Blocks]) -> List {
        let mut list = List::default();
        for block in blocks {
            let (each, iterator, content) = match block {
                Blocks::One(body) => {
                    list.items.push(self.eval(body));
                    continue;
                }
                Blocks::Dynamic {
                    each,
                    iterator,
                    content,
                } => (each, iterator, content),
            };
            let each = self.eval(each);
            let (elements, open): (Vec<(Option<Node>, Node)>, bool) = match &*each.kind {
                Kind::List(elements) => {
                    let items = elements.items.iter();
                    (items.map(|v| (None, v.clone())).collect(), elements.open)
                }
                Kind::Object(object) => {
                    let entries = object.entries.iter();
                    let pairs = entries.map(|e| (Some(key_node(&e.key)), e.value.clone()));
                    (pairs.collect(), object.open)
                }
                Kind::Null => (Vec::new(), false),
                _ => (Vec::new(), true),
            };
            list.open |= open;
            let value_name = format!("{iterator}.value");
            let key_name = format!("{iterator}.key");
            for (key, value) in elements {
                let key = key.unwrap_or_else(|| value.clone());
                let old_key = self
                    .definitions
                    .insert(key_name.clone(), Definition::Value(key));
                let new = Definition::Value(value);
                let old_value = self.definitions.insert(value_name.clone(), new);
                list.items.push(self.eval(content));
                restore(&mut self.definitions, &key_name, old_key);
                restore(&mut self.definitions, &value_name, old_value);
            }
        }
        list
    }

    /// What a name stands for.
    pub(crate) fn name(&mut self, name: &str, place: Place) -> Node {
        match self.lookup(name) {
            Some(node) => node.at(place),
            None => self.unknown(name, place),
        }
    }

    /// The value of a definition; something unknown if it needs itself.
    pub(crate) fn lookup(&mut self, name: &str) -> Option<Node> {
        let outer = std::mem::replace(&mut self.assumed, false);
        let value = self.resolve(name);
        self.assumed |= self.assumptions.contains(name);
        if self.assumed {
            self.assumptions.insert(name.to_owned());
        }
        self.assumed |= outer;
        value
    }

    fn resolve(&mut self, name: &str) -> Option<Node> {
        let definition = self.definitions.get_mut(name)?;
        let value = match std::mem::replace(definition, Definition::Busy) {
            Definition::Expr(expr) => self.eval(&expr),
            Definition::Resource(unbuilt) => {
                let resource = resource::build(self, &unbuilt);
                Node::new(unbuilt.place, Kind::Resource(resource))
            }
            Definition::Value(value) => {
                *definition = Definition::Value(value.clone());
                return Some(value);
            }
            Definition::Busy => return None,
        };
        // a text is taken as it is; a map, a list or nothing may be more
        let value = match self.assumptions.contains(name) && !matches!(*value.kind, Kind::Text(_)) {
            true => self.with_more(value),
            false => value,
        };
        self.define_value(name, value.clone());
        Some(value)
    }
}

fn restore(definitions: &mut HashMap<String, Definition>, name: &str, old: Option<Definition>) {
    match old {
        Some(old) => definitions.insert(name.to_owned(), old),
        None => definitions.remove(name),
    };
}

fn key_node(key: &Fact<String>) -> Node {
    Node::new(
        key.place,
        Kind::Text(made(&key.value, key.place, Made::Plain)),
    )
}
