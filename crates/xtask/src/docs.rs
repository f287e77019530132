use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use acrlint_analysis::{Family, rules};

use crate::shell::{cargo, root};

/// Writes the generated pages.
///
/// # Errors
/// When a file cannot be written.
pub(crate) fn write() -> anyhow::Result<()> {
    for (path, text) in pages()? {
        fs::write(root().join(path), text)?;
    }
    Ok(())
}

/// The generated pages by their paths.
fn pages() -> anyhow::Result<BTreeMap<PathBuf, String>> {
    let mut pages = BTreeMap::new();
    for rule in rules::ALL {
        let text = format!(
            "<!-- written by `cargo xtask docs` from the rule's source -->\n# {}\n\n{} · {}: {}.\n\n{}\n",
            rule.name,
            rule.family.title(),
            rule.severity.name(),
            rule.summary,
            rule.page().trim(),
        );
        pages.insert(PathBuf::from(format!("docs/rules/{}.md", rule.name)), text);
    }
    let readme = fs::read_to_string(root().join("README.md"))?;
    let readme = between(&readme, "rules", &table());
    pages.insert(PathBuf::from("README.md"), with_outputs(&readme)?);
    Ok(pages)
}

/// What a mark like `<!-- output: check FILE -->` is followed by: the command and its output, indented as code.
fn with_outputs(readme: &str) -> anyhow::Result<String> {
    let mut out = String::new();
    let mut lines = readme.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(args) = line
            .strip_prefix("<!-- output: ")
            .and_then(|rest| rest.strip_suffix(" -->"))
        else {
            continue;
        };
        while lines
            .next_if(|old| old.is_empty() || old.starts_with("    "))
            .is_some()
        {}
        let mut command = cargo(&["run", "--quiet", "--package", "acrlint", "--"]);
        let shown = output(command.args(args.split(' ')))?;
        out.push_str(&format!("\n    $ acrlint {args}\n"));
        for line in shown.lines() {
            out.push_str(format!("    {line}").trim_end());
            out.push('\n');
        }
        out.push('\n');
    }
    Ok(out)
}

fn output(command: &mut Command) -> anyhow::Result<String> {
    let output = command.current_dir(root()).env("NO_COLOR", "1").output()?;
    Ok(String::from_utf8(output.stdout)?)
}

/// The rules, a table a family.
fn table() -> String {
    let mut table = String::new();
    for family in Family::ALL {
        table.push_str(&format!(
            "### {}\n\n| rule | what it finds | |\n|---|---|---|\n",
            family.title()
        ));
        for rule in rules::ALL.iter().filter(|rule| rule.family == family) {
            let level = if rule.on { rule.severity.name() } else { "off" };
            table.push_str(&format!(
                "| [`{0}`](docs/rules/{0}.md) | {1} | {level} |\n",
                rule.name, rule.summary
            ));
        }
        table.push('\n');
    }
    table
}

/// A text with the part between two marks replaced.
fn between(text: &str, mark: &str, part: &str) -> String {
    let (begin, end) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
    match (text.split_once(&begin), text.split_once(&end)) {
        (Some((before, _)), Some((_, after))) => format!("{before}{begin}{part}{end}{after}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_pages_are_fresh() {
        for (path, text) in pages().unwrap() {
            let written = fs::read_to_string(root().join(&path)).unwrap_or_default();
            assert!(
                written == text,
                "{} is stale: run `cargo xtask docs`",
                path.display()
            );
        }
    }

    #[test]
    fn every_page_belongs_to_a_rule() {
        for entry in fs::read_dir(root().join("docs/rules")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            assert!(
                rules::by_name(&name).is_some(),
                "{} is left over",
                path.display()
            );
        }
    }
}
