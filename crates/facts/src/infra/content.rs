//! The task file that a resource embeds or loads.

use acrlint_text::{Mapped, has_symbol};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::value::{Kind, Made, Node, Text, is_one_symbol};
use crate::model::{Fact, Work};

/// What a task runs whose file is in `node`: in base64, or in the clear if `plain` allows that, too. `None` if it is a
/// text that is neither.
pub(crate) fn work(node: &Node, context: Option<Fact<String>>, plain: bool) -> Option<Work> {
    let Kind::Text(text) = &*node.kind else {
        return Some(Work::Unknown);
    };
    if let Made::Loaded(path) = &text.made {
        let path = path.clone();
        return Some(Work::Loaded { path, context });
    }
    if let Made::Encoded(inner) = &text.made {
        return Some(embedded(inner.mapped.clone(), inner, context));
    }
    let written = text.mapped.text();
    if is_one_symbol(written) {
        return Some(Work::Unknown);
    }
    if let Some(decoded) = decode(written) {
        let mut mapped = Mapped::new();
        mapped.push_expansion(&decoded, text.home.range);
        return Some(embedded(mapped, text, context));
    }
    if plain {
        return Some(embedded(text.mapped.clone(), text, context));
    }
    has_symbol(written).then_some(Work::Unknown)
}

fn embedded(mapped: Mapped, text: &Text, context: Option<Fact<String>>) -> Work {
    Work::Embedded {
        text: mapped,
        file: text.home.file,
        range: text.home.range,
        context,
    }
}

/// The text in base64, line breaks apart.
fn decode(text: &str) -> Option<String> {
    if text.is_empty() || text.contains(':') || has_symbol(text) {
        return None;
    }
    let text: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    String::from_utf8(STANDARD.decode(text).ok()?).ok()
}
