//! tmp
mod support;
use acrlint_facts::SourceFile;
#[test]
fn look() {
    let paths: Vec<String> = std::env::var("LOOK")
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let texts: Vec<String> = paths
        .iter()
        .map(|p| std::fs::read_to_string(p).unwrap())
        .collect();
    for (path, text) in paths.iter().zip(&texts) {
        let files = [SourceFile { path, text }];
        let facts = if path.ends_with(".bicep") {
            acrlint_facts::bicep::read(&files)
        } else {
            acrlint_facts::arm::read(&files)
        };
        println!("=== {path}\n{}", support::dump(&files, &facts));
        support::check_places(&files, &facts);
    }
}
