//! A document as readable text.

use acrlint_yaml::{Document, Layout, NodeId, NodeKind, Value};

/// One line for each node: what it is, what it holds and the text where it stands.
pub(crate) fn nodes(document: &Document<'_>) -> String {
    let mut out = String::new();
    if let Some(root) = document.root {
        node(document, root, 0, "", &mut out);
    }
    out
}

fn node(document: &Document<'_>, id: NodeId, depth: usize, role: &str, out: &mut String) {
    let node_ref = document.node(id);
    let mut line = format!("{}{role}", "  ".repeat(depth));
    if let Some(anchor) = node_ref.anchor() {
        line.push_str(&format!("&{} ", anchor.name));
    }
    if let Some(tag) = node_ref.tag() {
        line.push_str(&format!("<{}> ", tag.name));
    }
    line.push_str(&match &node_ref.kind {
        NodeKind::Scalar(scalar) => format!("{:?} {:?}", scalar.style, scalar.value),
        NodeKind::Alias(name, _) => format!("Alias {name}"),
        NodeKind::Sequence(layout, _) => format!("{} list", word(*layout)),
        NodeKind::Mapping(layout, _) => format!("{} mapping", word(*layout)),
    });
    let source = &document.text()[node_ref.range];
    line.push_str(&format!(" at {}", usize::from(node_ref.range.start())));
    if source.is_empty() {
        line.push_str(", empty");
    } else if node_ref.scalar().is_none() {
        let last = source.rsplit('\n').next().unwrap_or_default();
        line.push_str(&format!(" to {:?}", last.trim_start()));
    }
    if node_ref.recovered {
        line.push_str(", recovered");
    }
    out.push_str(&line);
    out.push('\n');
    for item in node_ref.items() {
        node(document, *item, depth + 1, "- ", out);
    }
    for (key, value) in node_ref.pairs() {
        node(document, *key, depth + 1, "? ", out);
        node(document, *value, depth + 1, ": ", out);
    }
}

fn word(layout: Layout) -> &'static str {
    match layout {
        Layout::Block => "Block",
        Layout::Flow => "Flow",
    }
}

/// A value in a form like JSON's.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Uint(value) => format!("{value}u"),
        Value::Float(value) => format!("{value:?}"),
        Value::Text(text) => format!("{text:?}"),
        Value::Unknown => "unknown".to_owned(),
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(self::value).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", self::value(key), self::value(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}
