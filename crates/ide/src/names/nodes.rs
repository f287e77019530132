//! The ids of steps, and the names of secrets, volumes and networks, by the nodes: those of a broken text, too.

use acrlint_yaml::{Document, NodeId};

use super::{Finder, NameKind, Role};

impl Finder<'_, '_> {
    pub(super) fn nodes(&mut self) {
        let Some(document) = self.file.reading.document.as_ref() else {
            return;
        };
        for (list, key, kind) in [
            ("secrets", "id", NameKind::Secret),
            ("volumes", "name", NameKind::Volume),
            ("networks", "name", NameKind::Network),
            ("steps", "id", NameKind::Step),
        ] {
            for item in entries(document, document.root, list) {
                self.values(document, item, key, kind, Role::Definition);
            }
        }
        for step in entries(document, document.root, "steps") {
            self.values(document, step, "when", NameKind::Step, Role::Use);
            self.values(document, step, "network", NameKind::Network, Role::Use);
            for mount in entries(document, Some(step), "volumeMounts") {
                self.values(document, mount, "name", NameKind::Volume, Role::Use);
            }
        }
    }

    /// Adds the scalar behind a key, or the scalars in the list there.
    fn values(
        &mut self,
        document: &Document<'_>,
        mapping: NodeId,
        key: &str,
        kind: NameKind,
        role: Role,
    ) {
        for value in behind(document, mapping, key) {
            let items = document.node(document.target(value)).items();
            let items = if items.is_empty() { &[value] } else { items };
            for item in items {
                let text = document.node(document.target(*item)).value();
                // `when: ["-"]` waits for no step
                if !text.is_empty() && text != "-" {
                    self.add_node(self.name(kind, text), *item, None, role);
                }
            }
        }
    }
}

/// The entries of the list behind a key.
pub(crate) fn entries(document: &Document<'_>, mapping: Option<NodeId>, key: &str) -> Vec<NodeId> {
    let lists = mapping.map(|mapping| behind(document, mapping, key));
    let items = |list: NodeId| document.node(document.target(list)).items().to_vec();
    lists.into_iter().flatten().flat_map(items).collect()
}

/// The values of a key in a mapping and in those that `<<` brings in.
fn behind(document: &Document<'_>, mapping: NodeId, key: &str) -> Vec<NodeId> {
    let mut found = Vec::new();
    for (name, value) in document.node(document.target(mapping)).pairs() {
        match document.node(*name).value() {
            name if name == key => found.push(*value),
            "<<" => {
                let target = document.target(*value);
                let merged = match document.node(target).items() {
                    [] => &[target],
                    items => items,
                };
                // what is merged into what is merged is too rare to look for
                let inner = merged
                    .iter()
                    .filter_map(|inner| document.get(document.target(*inner), key));
                found.extend(inner);
            }
            _ => {}
        }
    }
    found
}
