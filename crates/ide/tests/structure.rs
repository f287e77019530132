//! The pages in `tests/structure`: below a task stand the files beside it (`dockerfile`, `file PATH`, `values PATH`), and
//! what is made of it: `symbols`, `dockerfile-symbols`, `folds`, `links`, and `selection` around the cursor `‸`.
//!
//! `UPDATE_FIXTURES=1 cargo test -p acrlint-ide` writes the answers; read the difference.
#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write as _;

use acrlint_ide::{
    FoldKind, Symbol, Target, dockerfile_symbols, folding, links, selection, symbols,
};
use acrlint_text::TextSize;
use support::navigation::{Case, run_pages, shown};

fn answer(case: &Case, kind: &str) -> String {
    let mut out = String::new();
    let source = &case.task.replacen('‸', "", 1);
    let input = case.input(source);
    match kind {
        "symbols" => list(source, &symbols(input), 0, &mut out),
        "dockerfile-symbols" => {
            let text = case.files.text("Dockerfile").unwrap();
            list(text, &dockerfile_symbols(text), 0, &mut out);
        }
        "folds" => {
            for fold in folding(input) {
                let comment = match fold.kind {
                    FoldKind::Comment => " (comment)",
                    FoldKind::Region => "",
                };
                let _ = writeln!(out, "{}{comment}", shown(source, fold.range));
            }
        }
        "links" => {
            for link in links(input) {
                let target = match link.target {
                    Target::File(path) => format!("file {path}"),
                    Target::Url(url) => url,
                };
                let place = shown(source, link.range);
                let _ = writeln!(out, "{place} -> {target} ({})", link.tooltip);
            }
        }
        "selection" => {
            let at = case.task.find('‸').unwrap();
            for range in selection(input, TextSize::try_from(at).unwrap()) {
                let _ = writeln!(out, "{}", shown(source, range));
            }
        }
        other => panic!("there is no block `{other}`"),
    }
    if out.is_empty() {
        out.push_str("nothing\n");
    }
    out
}

fn list(text: &str, symbols: &[Symbol], depth: usize, out: &mut String) {
    for symbol in symbols {
        let indent = "  ".repeat(depth);
        let detail = symbol.detail.as_deref().unwrap_or_default();
        let gap = if detail.is_empty() { "" } else { ": " };
        let kind = format!("{:?}", symbol.kind).to_lowercase();
        let _ = writeln!(out, "{indent}{} ({kind}{gap}{detail})", symbol.name);
        let _ = writeln!(out, "{indent}  │{}", shown(text, symbol.range));
        let _ = writeln!(out, "{indent}  │{}", shown(text, symbol.selection));
        list(text, &symbol.children, depth + 1, out);
    }
}

#[test]
fn structure_is_what_the_pages_say() {
    let asked = [
        "symbols",
        "dockerfile-symbols",
        "folds",
        "links",
        "selection",
    ];
    let (seen, wrong) = run_pages("structure", &asked, answer);
    assert!(seen > 10, "{seen} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
