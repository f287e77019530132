use acrlint_text::TextRange;
use acrlint_yaml::{Document, Node, NodeId};

use crate::diagnostic::{Applicability, Diagnostic, Edit, Severity};
use crate::file::File;
use crate::rule::declare_rule;
use crate::steps::fix;

declare_rule! {
    /// ## What it finds
    /// A key that a mapping has twice.
    ///
    /// ## Why it matters
    /// The runner takes the later one and says nothing; only in mappings of names with texts, such as `secret` of a
    /// volume, do the two merge.
    ///
    /// ## How to mend it
    /// Take one of them away. A second `cmd` is often meant to begin another step, with a `-` before it.
    ///
    /// ```yaml
    /// steps:
    ///   - cmd: bash make
    ///   - cmd: bash make test
    /// ```
    ///
    /// Source: gopkg.in/yaml.v2 decode.go, as graph/task.go `NewTaskFromBytes` calls it.
    "duplicate-key", Warning, Silent,
    "a key twice in one mapping: the later one counts",
    check,
}

type Pair = (NodeId, NodeId);

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let Some(document) = file.document() else {
        return;
    };
    for (_, node) in document.nodes() {
        let pairs = node.pairs();
        if pairs.len() > MANY {
            in_many(file, document, pairs, found);
            continue;
        }
        for (at, pair) in pairs.iter().enumerate() {
            let name = key(document, *pair);
            let again = pairs[at + 1..]
                .iter()
                .find(|later| key(document, **later) == name);
            if let (Some(name), Some(winner)) = (name, again) {
                found.extend(twice(file, document, name, [*pair, pairs[at + 1], *winner]));
            }
        }
    }
}

/// From so many pairs on, comparing each with each takes too long.
const MANY: usize = 40;

fn in_many(file: &File<'_>, document: &Document<'_>, pairs: &[Pair], found: &mut Vec<Diagnostic>) {
    let mut last = std::collections::HashMap::new();
    for (at, pair) in pairs.iter().enumerate().rev() {
        let Some(name) = key(document, *pair) else {
            continue;
        };
        if let Some(winner) = last.insert(name, *pair) {
            found.extend(twice(file, document, name, [*pair, pairs[at + 1], winner]));
        }
    }
}

fn key<'d>(document: &'d Document<'_>, pair: Pair) -> Option<&'d str> {
    let node = document.node(pair.0);
    let name = node.scalar().map(|scalar| scalar.value.as_ref())?;
    (name != "<<").then_some(name)
}

/// `pairs`: the one that loses, the one right behind it, the one that wins.
fn twice(
    file: &File<'_>,
    document: &Document<'_>,
    name: &str,
    [loser, next, winner]: [Pair; 3],
) -> Option<Diagnostic> {
    let (one, other) = (document.node(loser.1), document.node(winner.1));
    // pieces of a mapping in several templates or worlds of unknown names are not told apart
    if !file.is_known(name) || file.place(loser.0) == file.place(winner.0) {
        return None;
    }
    let merges = one.scalar().is_none() && !one.pairs().is_empty() && !other.pairs().is_empty();
    let equal = text(document, one) == text(document, other);
    let (severity, label) = match (equal, merges) {
        (true, _) => (Severity::Hint, "said again below"),
        (false, true) => (Severity::Hint, "the runner may merge it with the later one"),
        (false, false) => (Severity::Warning, "ignored"),
    };
    let how = if equal {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    let removal = removal(file, document, loser.0, next.0).filter(|_| !merges || equal);
    Some(
        Diagnostic::new(
            &RULE,
            file.place(loser.0),
            format!("`{name}` stands twice in one mapping, and the later one counts"),
        )
        .severity(severity)
        .label(label)
        .related(Some(file.place(winner.0)), "this one counts")
        .help("take one of them away")
        .fix(removal.map(|edit| fix(format!("remove this `{name}`"), how, edit))),
    )
}

fn text<'d>(document: &'d Document<'_>, node: &Node<'_>) -> &'d str {
    document
        .text()
        .get(std::ops::Range::<usize>::from(node.range))
        .unwrap_or_default()
        .trim_end()
}

/// From a key to the next one, if nothing but the pair stands there.
fn removal(file: &File<'_>, document: &Document<'_>, key: NodeId, next: NodeId) -> Option<Edit> {
    let range = TextRange::new(
        document.node(key).range.start(),
        document.node(next).range.start(),
    );
    let text = document.text().get(std::ops::Range::<usize>::from(range))?;
    let range = file.editable(range, text)?;
    // a comment would go with it, an anchor of the next key be lost
    let plain = !text.contains(['#', '&', '*', '!']);
    plain.then(|| Edit {
        range,
        text: String::new(),
    })
}
