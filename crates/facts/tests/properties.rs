//! Whatever the text, the readers do not panic, and every place is in its file.
#![allow(clippy::unwrap_used)]

mod dump;

use std::fs;
use std::path::Path;

use acrlint_facts::{SourceFile, SourceKind};
use proptest::prelude::*;

const KINDS: [SourceKind; 8] = [
    SourceKind::Arm,
    SourceKind::AzJson,
    SourceKind::Bicep,
    SourceKind::Ci,
    SourceKind::PowerShell,
    SourceKind::Shell,
    SourceKind::Terraform,
    SourceKind::TerraformJson,
];

fn check(text: &str) {
    let files = [
        SourceFile {
            path: "main.tf",
            text,
        },
        SourceFile {
            path: "terraform.tfvars",
            text: "a = \"b\"\n",
        },
    ];
    for kind in KINDS {
        let files = match kind {
            SourceKind::Terraform => &files[..],
            _ => &files[..1],
        };
        dump::check_places(files, &acrlint_facts::read(kind, files));
    }
}

/// The sources of the fixtures.
fn sources() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers");
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let fixture = fs::read_to_string(entry.unwrap().path()).unwrap();
        let blocks = fixture.split("```").skip(1).step_by(2);
        let sources_of = blocks.filter(|block| !block.starts_with("facts"));
        sources.extend(sources_of.map(|block| block.split_once('\n').unwrap().1.to_owned()));
    }
    assert!(sources.len() > 10);
    sources.sort();
    sources
}

/// A source with pieces taken out, put in or moved.
fn damaged() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "'",
        "\"",
        "'''",
        "${",
        "}",
        "{",
        "[",
        "]",
        "(",
        ")",
        "\\",
        "\n",
        "<<-E\n",
        "[[",
        "é",
        ":",
        "=",
        ",",
        "",
        "resource ",
        "/*",
        "//",
        "#",
        "\u{F0000}",
        "0",
        "?",
        "!",
        "\\u{",
        "\\ud83d",
    ]);
    let source = prop::sample::select(sources());
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, pieces), 1..5);
    (source, edits).prop_map(|(mut text, edits)| {
        for (at, length, piece) in edits {
            let inside = |at: usize| {
                (0..=at.min(text.len()))
                    .rev()
                    .find(|i| text.is_char_boundary(*i))
                    .unwrap()
            };
            let start = inside(at.index(text.len() + 1));
            let end = inside(start + length).max(start);
            text.replace_range(start..end, piece);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1500,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn damaged_files(text in damaged()) {
        check(&text);
    }
}

#[test]
fn sources_are_read_without_harm() {
    for source in sources() {
        check(&source);
    }
}

/// Neither time nor memory grows out of proportion, and no nesting overflows the stack.
#[test]
fn long_and_deep_files() {
    let head = "resource r 'Microsoft.ContainerRegistry/registries/tasks@1' = {\n name: ";
    for (begin, piece, end) in [
        ("", "[", ""),
        ("{\"a\":", "[{\"a\":", ""),
        ("a = ", "(", ""),
        ("a = ", "[", ""),
        ("a = ", "{ a = ", ""),
        ("a = ", "!", ""),
        ("a = ", "\"${", ""),
        ("a = x", " + x", ""),
        ("a = x", ".a", ""),
        ("a = x", "[0]", ""),
        ("a = ", "x ? ", ""),
        ("a {\n", "b {\n", ""),
        (head, "!", ""),
        (head, "(", ""),
        (head, "[\n", ""),
        (head, "{\na: ", ""),
        (head, "'${", ""),
        (head, "a ? ", ""),
        (head, "a.b", ""),
        (head, "a[", ""),
        ("var a = x", " ?? x", ""),
        ("var a = x", " + x", ""),
        ("", "var a = '''\n", ""),
        ("", "var a = [for x in y: z\n", ""),
        ("", "resource r 'a@b' = {\n", ""),
        ("", "param a {\n", ""),
        (
            "{\"resources\": [{\"type\": \"Microsoft.ContainerRegistry/registries/tasks\", \"name\": \"[",
            "a(",
            "]\"}]}",
        ),
        (
            "{\"resources\": [{\"type\": \"Microsoft.ContainerRegistry/registries/tasks\", \"name\": \"[a()",
            "[a()",
            "]\"}]}",
        ),
        ("resource \"a\" \"b\" {\n", "x = <<E\n", ""),
        (
            "x = = 1\n",
            "resource \"azurerm_role_assignment\" \"b\" {\n x = =\n}\n",
            "",
        ),
    ] {
        check(&format!(
            "{begin}{}{end}",
            piece.repeat(20_000 / piece.len())
        ));
    }
}

#[test]
fn values_that_double_each_other_end() {
    let (mut bicep, mut hcl, mut json) = (String::new(), String::new(), String::new());
    for n in 1..300 {
        let before = n - 1;
        bicep += &format!("var a{n} = '${{a{before}}}${{a{before}}}'\n");
        hcl += &format!("  a{n} = \"${{local.a{before}}}${{local.a{before}}}\"\n");
        json +=
            &format!(",\"a{n}\": \"[concat(variables('a{before}'), variables('a{before}'))]\"\n");
    }
    for last in [30, 299] {
        check(&format!(
            "var a0 = 'aaaaaaaa'\n{bicep}resource t 'Microsoft.ContainerRegistry/registries/tasks@1' = {{\n name: a{last}\n}}\n"
        ));
        check(&format!(
            "locals {{\n  a0 = \"aaaaaaaa\"\n{hcl}}}\nresource \"azurerm_container_registry_task\" \"t\" {{\n  name = local.a{last}\n}}\n"
        ));
        check(&format!(
            "{{\"variables\": {{\"a0\": \"aaaaaaaa\"{json}}}, \"resources\": [{{\"type\": \"Microsoft.ContainerRegistry/registries/tasks\", \"name\": \"[variables('a{last}')]\"}}]}}"
        ));
    }
}
