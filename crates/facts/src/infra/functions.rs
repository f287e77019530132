//! The functions of the three languages that say something about tasks. What a call of another one gives is unknown;
//! equal calls give equal values.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use acrlint_text::{TextRange, has_symbol};

use super::eval::{Dialect, Evaluator};
use super::expr::Expr;
use super::resource;
use super::text::{TextBuilder, made};
use super::value::{Entry, Kind, List, Look, Made, Node, Object, Resource, ResourceKind, Text};
use crate::model::{Fact, Place};
use crate::range::range;

/// `union` merges objects in objects, as deep as this.
const DEEPEST_UNION: usize = 16;

/// Evaluates a call.
pub(crate) fn call(eval: &mut Evaluator<'_>, name: &str, args: &[Expr], place: Place) -> Node {
    let name = name.to_ascii_lowercase();
    if let Some(node) = special(eval, &name, args, place) {
        return node.at(place);
    }
    let values: Vec<Node> = args.iter().map(|arg| eval.eval(arg)).collect();
    let kind = match eval.dialect {
        Dialect::Terraform => terraform(eval, &name, &values, place),
        Dialect::Arm | Dialect::Bicep => resource_manager(eval, &name, &values, place),
    };
    match kind {
        Some(kind) => Node::new(place, kind),
        None => unknown(eval, &name, &values, args, place),
    }
}

/// A value that is called by the function and its arguments.
fn unknown(
    eval: &mut Evaluator<'_>,
    name: &str,
    values: &[Node],
    args: &[Expr],
    place: Place,
) -> Node {
    let mut key = format!("{name}(");
    for (value, arg) in values.iter().zip(args) {
        eval.spend(value);
        match value.text().filter(|text| text.len() < 500) {
            Some(text) => key.push_str(text),
            None => key.push_str(eval.source(arg.place)),
        }
        key.push(',');
    }
    key.truncate(key.trim_end_matches(',').len());
    key.push(')');
    // what is not the same every time
    if matches!(name, "newguid" | "utcnow" | "uuid" | "timestamp") {
        key.push_str(&format!("@{}:{:?}", place.file, place.range));
    }
    eval.unknown(&key, place)
}

/// Functions that look at names, or not at all their arguments.
fn special(eval: &mut Evaluator<'_>, name: &str, args: &[Expr], place: Place) -> Option<Node> {
    match (name, args) {
        ("parameters" | "variables", [arg]) if eval.dialect == Dialect::Arm => {
            let of = eval.eval(arg).known_text()?.to_ascii_lowercase();
            let key = format!("{name}('{of}')");
            let node = eval.lookup(&key);
            Some(node.unwrap_or_else(|| eval.unknown(&key, place)))
        }
        ("if", [condition, yes, no]) => eval.choose(condition, yes, no),
        (
            "try" | "nonsensitive" | "sensitive" | "any" | "tostring" | "tolist" | "toset"
            | "tomap" | "one" | "jsondecode" | "jsonencode" | "element" | "string",
            [first, ..],
        ) if eval.dialect != Dialect::Arm || name == "string" => {
            let node = eval.eval(first);
            match (&*node.kind, name) {
                (Kind::Text(_), "jsondecode" | "jsonencode")
                | (Kind::List(_) | Kind::Object(_), "string") => None,
                (Kind::List(list), "one" | "element") => list.items.first().cloned(),
                _ => Some(node),
            }
        }
        ("lookup", [of, key, ..]) if eval.dialect == Dialect::Terraform => {
            let key = eval.eval(key).known_text()?.to_owned();
            let of = eval.eval(of);
            match (of.look(&key), args.get(2)) {
                (Look::Found(node), _) => Some(node),
                (Look::Absent, Some(default)) => Some(eval.eval(default)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn resource_manager(
    eval: &mut Evaluator<'_>,
    name: &str,
    args: &[Node],
    place: Place,
) -> Option<Kind> {
    match (name, args) {
        ("concat", args) if args.iter().any(|arg| matches!(*arg.kind, Kind::List(_))) => {
            let mut list = List::default();
            for arg in args {
                let (items, open) = arg.items();
                list.items.extend(items);
                list.open |= open;
            }
            Some(Kind::List(list))
        }
        ("concat", args) => join(eval, args, place),
        ("format", [pattern, args @ ..]) => format(eval, pattern, args, place),
        ("uri", [base, relative]) => {
            let (base, relative) = (base.text()?, relative.text()?);
            let text = match base.ends_with('/') {
                true => format!("{base}{}", relative.trim_start_matches('/')),
                false => format!("{base}/{}", relative.trim_start_matches('/')),
            };
            Some(Kind::Text(made(&text, place, Made::Plain)))
        }
        ("resourceid", args) => {
            let id = resource::resource_id(args)?;
            Some(Kind::Text(made(&id, place, Made::Plain)))
        }
        ("subscriptionresourceid" | "tenantresourceid", args) => {
            let start = args.iter().position(is_type)?;
            let id = resource::resource_id(&args[start..])?;
            Some(Kind::Text(made(&id, place, Made::Plain)))
        }
        ("extensionresourceid", [of, rest @ ..]) => {
            let id = resource::resource_id(rest)?;
            let id = format!("{}/providers/{id}", of.text()?);
            Some(Kind::Text(made(&id, place, Made::Plain)))
        }
        ("resourcegroup", args) => {
            let id = match args {
                [group] => format!("/resourceGroups/{}", group.text()?),
                [subscription, group] => {
                    let (subscription, group) = (subscription.text()?, group.text()?);
                    format!("/subscriptions/{subscription}/resourceGroups/{group}")
                }
                _ => eval.symbol(resource::OWN_GROUP, place),
            };
            Some(Kind::Resource(Resource {
                id,
                kind: ResourceKind::Full,
                name: None,
                login_server: None,
            }))
        }
        ("reference", [id, rest @ ..]) => {
            let full = rest.last().and_then(Node::known_text);
            let full = full.is_some_and(|full| full.eq_ignore_ascii_case("full"));
            resource::reference(eval, id, full)
        }
        ("base64", [text]) => encoded(eval, text, place),
        ("base64tostring", [text]) => match &*text.kind {
            Kind::Text(text) => match &text.made {
                Made::Encoded(inner) => Some(Kind::Text((**inner).clone())),
                Made::Plain | Made::Loaded(_) => None,
            },
            _ => None,
        },
        ("loadtextcontent" | "loadfileasbase64", [path, ..]) => loaded(eval, name, path, place),
        ("coalesce", args) => {
            let first = args.iter().find(|arg| !matches!(*arg.kind, Kind::Null))?;
            (!matches!(*first.kind, Kind::Unknown(_))).then(|| (*first.kind).clone())
        }
        ("equals", [left, right]) => equal(left, right).map(Kind::Bool),
        ("not", [truth]) => truth.truth().map(|truth| Kind::Bool(!truth)),
        ("and", args) => truths(args, false),
        ("or", args) => truths(args, true),
        ("contains", [of, key]) => match of.look(key.known_text()?) {
            Look::Found(_) => Some(Kind::Bool(true)),
            Look::Absent => Some(Kind::Bool(false)),
            Look::Hidden => None,
        },
        ("createarray", args) => Some(Kind::List(List {
            items: args.to_vec(),
            open: false,
        })),
        ("union", [first, rest @ ..]) => union(first, rest, DEEPEST_UNION),
        ("environment", []) => Some(environment(place)),
        ("true", []) => Some(Kind::Bool(true)),
        ("false", []) => Some(Kind::Bool(false)),
        ("null", []) => Some(Kind::Null),
        _ => both(eval, name, args, place),
    }
}

fn terraform(eval: &mut Evaluator<'_>, name: &str, args: &[Node], place: Place) -> Option<Kind> {
    match (name, args) {
        ("login_server", [name]) => {
            let server = resource::login_server(name.text()?);
            Some(Kind::Text(made(&server, place, Made::Plain)))
        }
        ("file" | "filebase64", [path]) => loaded(eval, name, path, place),
        ("base64encode", [text]) => encoded(eval, text, place),
        ("lower", args) => both(eval, "tolower", args, place),
        ("upper", args) => both(eval, "toupper", args, place),
        ("coalesce", args) => {
            let empty = |arg: &&Node| arg.is_empty() == Some(true);
            let first = args.iter().find(|arg| !empty(arg))?;
            (!matches!(*first.kind, Kind::Unknown(_))).then(|| (*first.kind).clone())
        }
        ("merge", [first, rest @ ..]) => union(first, rest, 0),
        ("concat", args) => resource_manager(eval, "concat", args, place),
        ("join", [separator, list]) => {
            let (items, open) = list.items();
            let texts: Option<Vec<_>> = items.iter().map(Node::text).collect();
            let text = texts.filter(|_| !open)?.join(separator.text()?);
            Some(Kind::Text(made(&text, place, Made::Plain)))
        }
        ("format", [pattern, args @ ..]) => printf(eval, pattern, args, place),
        ("trimspace" | "chomp", [text]) => match &*text.kind {
            Kind::Text(text) if !has_symbol(text.mapped.text()) => {
                let all = text.mapped.text();
                let trimmed = all.trim();
                let start = all.len() - all.trim_start().len();
                let mut builder = TextBuilder::new(text.home);
                builder.literal(&text.mapped, range(start, start + trimmed.len()));
                Some(Kind::Text(builder.finish()))
            }
            _ => None,
        },
        _ => both(eval, name, args, place),
    }
}

/// Functions that all of them have.
fn both(eval: &mut Evaluator<'_>, name: &str, args: &[Node], place: Place) -> Option<Kind> {
    match (name, args) {
        ("tolower" | "toupper" | "trim", [text]) => {
            let text = text.known_text()?;
            let text = match name {
                "tolower" => text.to_lowercase(),
                "toupper" => text.to_uppercase(),
                _ => text.trim().to_owned(),
            };
            Some(Kind::Text(made(&text, place, Made::Plain)))
        }
        ("replace", [text, from, to]) => {
            let (text, from, to) = (text.known_text()?, from.known_text()?, to.known_text()?);
            let grown = text.len().saturating_mul(to.len() + 1);
            // Terraform takes /…/ for a pattern
            if from.is_empty() || from.starts_with('/') && from.len() > 1 || grown > 1 << 20 {
                return None;
            }
            let text = text.replace(from, to);
            Some(Kind::Text(made(&text, place, Made::Plain)))
        }
        ("empty", [of]) => of.is_empty().map(Kind::Bool),
        ("length", [of]) => match &*of.kind {
            Kind::List(list) if !list.open => {
                let text = list.items.len().to_string();
                Some(Kind::Text(made(&text, place, Made::Plain)))
            }
            _ => None,
        },
        _ => {
            args.iter().for_each(|arg| {
                eval.spend(arg);
            });
            None
        }
    }
}

/// Whether two values are equal, if that is known.
pub(crate) fn equal(left: &Node, right: &Node) -> Option<bool> {
    let simple = |node: &Node| matches!(*node.kind, Kind::Text(_) | Kind::Bool(_));
    match (&*left.kind, &*right.kind) {
        (Kind::Null, Kind::Null) => Some(true),
        (Kind::Null, Kind::Unknown(_)) | (Kind::Unknown(_), Kind::Null) => None,
        (Kind::Null, _) | (_, Kind::Null) => Some(false),
        _ => {
            let (a, b) = (left.text()?, right.text()?);
            if a == b {
                return Some(true);
            }
            (simple(left) && simple(right) && !has_symbol(a) && !has_symbol(b))
                .then(|| a.eq_ignore_ascii_case(b))
        }
    }
}

fn truths(args: &[Node], decides: bool) -> Option<Kind> {
    let truths: Vec<_> = args.iter().map(Node::truth).collect();
    if truths.contains(&Some(decides)) {
        return Some(Kind::Bool(decides));
    }
    (!truths.contains(&None)).then_some(Kind::Bool(!decides))
}

/// `environment()` of the public cloud, which login servers are taken to be in.
fn environment(place: Place) -> Kind {
    let object = |entries: Vec<(&str, Kind)>| {
        let entries = entries.into_iter().map(|(key, kind)| Entry {
            key: Fact {
                value: key.to_owned(),
                place,
            },
            value: Node::new(place, kind),
        });
        Kind::Object(Object {
            entries: entries.collect(),
            open: true,
        })
    };
    let text = |text: &str| Kind::Text(made(text, place, Made::Plain));
    let suffixes = object(vec![
        ("acrLoginServer", text(".azurecr.io")),
        ("keyvaultDns", text(".vault.azure.net")),
    ]);
    object(vec![("suffixes", suffixes)])
}

fn is_type(node: &Node) -> bool {
    node.text()
        .is_some_and(|text| text.contains('.') && text.contains('/'))
}

fn join(eval: &mut Evaluator<'_>, args: &[Node], place: Place) -> Option<Kind> {
    let mut builder = TextBuilder::new(place);
    for arg in args {
        if !eval.spend(arg) {
            return None;
        }
        builder.value(arg, arg.place)?;
    }
    Some(Kind::Text(builder.finish()))
}

/// `format('{0}/{1:…}', …)` of .NET.
fn format(eval: &mut Evaluator<'_>, pattern: &Node, args: &[Node], place: Place) -> Option<Kind> {
    let Kind::Text(pattern) = &*pattern.kind else {
        return None;
    };
    let text = pattern.mapped.text();
    let mut builder = TextBuilder::new(place);
    let mut at = 0;
    while let Some(found) = text[at..].find(['{', '}']) {
        let brace = at + found;
        push_literal(&mut builder, pattern, at..brace, place);
        let rest = &text[brace..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            push_literal(&mut builder, pattern, brace..brace + 1, place);
            at = brace + 2;
            continue;
        }
        let end = rest.find('}')?;
        let index = rest.get(1..end)?.split([',', ':']).next()?;
        let arg = args.get(index.trim().parse::<usize>().ok()?)?;
        if !eval.spend(arg) {
            return None;
        }
        builder.value(arg, arg.place)?;
        at = brace + end + 1;
    }
    push_literal(&mut builder, pattern, at..text.len(), place);
    Some(Kind::Text(builder.finish()))
}

/// `format("%s/%s", …)` of Terraform.
fn printf(eval: &mut Evaluator<'_>, pattern: &Node, args: &[Node], place: Place) -> Option<Kind> {
    let Kind::Text(pattern) = &*pattern.kind else {
        return None;
    };
    let text = pattern.mapped.text();
    let mut builder = TextBuilder::new(place);
    let mut args = args.iter();
    let mut at = 0;
    while let Some(found) = text[at..].find('%') {
        let percent = at + found;
        push_literal(&mut builder, pattern, at..percent, place);
        match text.as_bytes().get(percent + 1)? {
            b'%' => push_literal(&mut builder, pattern, percent..percent + 1, place),
            b's' | b'd' | b'v' => {
                let arg = args.next()?;
                if !eval.spend(arg) {
                    return None;
                }
                builder.value(arg, arg.place)?;
            }
            _ => return None,
        }
        at = percent + 2;
    }
    push_literal(&mut builder, pattern, at..text.len(), place);
    Some(Kind::Text(builder.finish()))
}

/// Appends a part of a pattern, verbatim if it stands in the same file.
fn push_literal(
    builder: &mut TextBuilder,
    pattern: &Text,
    part: std::ops::Range<usize>,
    place: Place,
) {
    let part: TextRange = range(part.start, part.end);
    if pattern.home.file == place.file {
        builder.literal(&pattern.mapped, part);
    } else {
        let text = pattern
            .mapped
            .text()
            .get(std::ops::Range::<usize>::from(part));
        builder
            .mapped
            .push_expansion(text.unwrap_or_default(), place.range);
    }
}

/// Objects put together; what is not known of a later one may replace anything. `deep` merges objects under one key.
fn union(first: &Node, rest: &[Node], deep: usize) -> Option<Kind> {
    let Kind::Object(first) = &*first.kind else {
        return None;
    };
    let mut all = first.clone();
    for more in rest {
        let object = match &*more.kind {
            Kind::Object(object) if !object.open => object,
            Kind::Null => continue,
            _ => return None,
        };
        for entry in &object.entries {
            let mut entry = entry.clone();
            if deep > 0
                && let Look::Found(old) = all.look(&entry.key.value)
                && let Kind::Object(_) = &*old.kind
                && let Kind::Object(_) = &*entry.value.kind
            {
                let kind = union(&old, std::slice::from_ref(&entry.value), deep - 1)?;
                entry.value = Node::new(entry.value.place, kind);
            }
            all.entries.push(entry);
        }
    }
    Some(Kind::Object(all))
}

fn encoded(eval: &mut Evaluator<'_>, text: &Node, place: Place) -> Option<Kind> {
    let Kind::Text(inner) = &*text.kind else {
        return None;
    };
    if !eval.spend(text) {
        return None;
    }
    let result = match has_symbol(inner.mapped.text()) {
        true => eval.symbol(&format!("base64({})", inner.mapped.text()), place),
        false => STANDARD.encode(inner.mapped.text()),
    };
    let how = match &inner.made {
        Made::Loaded(path) => Made::Loaded(path.clone()),
        Made::Plain | Made::Encoded(_) => Made::Encoded(Box::new(inner.clone())),
    };
    Some(Kind::Text(made(&result, place, how)))
}

fn loaded(eval: &mut Evaluator<'_>, name: &str, path: &Node, place: Place) -> Option<Kind> {
    let path = path.fact()?;
    let symbol = eval.symbol(&format!("{name}({})", path.value), place);
    let value = path.value.trim_start_matches("./").to_owned();
    let path = Fact { value, ..path };
    Some(Kind::Text(made(&symbol, place, Made::Loaded(path))))
}
