//! The language server as editors see it.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod chaos;
mod client;
mod conversation;
mod same_answer;

use std::path::Path;

/// Every page of `tests/conversations` is played against a fresh server. `UPDATE_FIXTURES=1` writes the answers into the
/// pages; `ACRLINT_SERVER` names another server, `ACRLINT_SERVER_FILES=sent` one that sees no disk.
#[test]
fn conversations() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations");
    let update = std::env::var_os("UPDATE_FIXTURES").is_some();
    let disk = std::env::var("ACRLINT_SERVER_FILES").as_deref() != Ok("sent");
    let mut played = 0;
    let mut wrong = Vec::new();
    let mut pages: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    pages.sort();
    for path in pages.iter().filter(|path| !path.ends_with("README.md")) {
        let page = std::fs::read_to_string(path).unwrap();
        let answered = conversation::play(&page, disk);
        played += 1;
        if update {
            std::fs::write(path, &answered).unwrap();
        } else if answered != page {
            let diff = similar::TextDiff::from_lines(&page, &answered);
            wrong.push(format!("{}\n{}", path.display(), diff.unified_diff()));
        }
    }
    assert!(played > 0);
    assert!(
        wrong.is_empty(),
        "{} of {played} conversations differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    eprintln!("{played} conversations");
}
