//! The recorded verdicts of the runner, which lie beside the workspace.

use std::path::PathBuf;

use serde_json::Value;

/// The lines of a file of verdicts. `None`, and a word on why, when the data is not there.
pub(crate) fn verdicts(path: &str) -> Option<Vec<Value>> {
    let file = folder().join(path);
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("skipped: no {}", file.display());
        return None;
    };
    let lines = text.lines().map(serde_json::from_str);
    let lines: Result<Vec<Value>, _> = lines.collect();
    Some(lines.expect("JSON in every line"))
}

/// A file beside the verdicts.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(folder().join(path)).expect("a file that the verdicts name")
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared")
}
