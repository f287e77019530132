use acrlint_text::{TextRange, TextSize};
use acrlint_yaml::Style;

use crate::diagnostic::{Diagnostic, Severity};
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A line that begins with `#` inside a here-document of a script, and the line `#!` at the beginning of a text.
    ///
    /// ## Why it matters
    /// The runner drops every line that begins with `#` before it looks at YAML, also inside texts. The file that a
    /// here-document writes lacks these lines: headings of Markdown, comments of a configuration, `#!/bin/sh`. A comment
    /// of a script itself is no loss and not reported.
    ///
    /// ## How to mend it
    /// Put something before the `#`, or write the file in another way, such as with `printf`.
    ///
    /// ```yaml
    /// steps:
    ///   - cmd: |
    ///       bash -c 'printf "# heading\n" > README.md'
    /// ```
    ///
    /// Source: templating/template.go `NewTemplate`.
    "dropped-comment", Warning, Silent,
    "a line of a here-document that the runner drops as a comment",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    // the text that the runner decodes has all lines but these
    if file.texts.replaced.segments().len() < 2 || !file.source.contains('#') {
        return;
    }
    let (Some(document), Some(trace)) = (file.document(), file.trace()) else {
        return;
    };
    for (id, node) in document.nodes() {
        let is_block = node
            .scalar()
            .is_some_and(|scalar| matches!(scalar.style, Style::Literal | Style::Folded));
        if is_block {
            in_text(file, trace.node(id), found);
        }
    }
}

fn in_text(file: &File<'_>, text: TextRange, found: &mut Vec<Diagnostic>) {
    let mut start = text.start();
    let mut end_of_document: Option<&str> = None;
    for (number, line) in file.written(text).split_inclusive('\n').enumerate() {
        let body = line.trim();
        let at = start + TextSize::of(line) - TextSize::of(line.trim_start());
        start += TextSize::of(line);
        let range = TextRange::at(at, TextSize::of(body));
        if !body.starts_with('#') {
            end_of_document = match end_of_document {
                Some(end) if body.trim_end_matches(['\'', '"']) == end => None,
                Some(end) => Some(end),
                None => here_document(body),
            };
            continue;
        }
        if end_of_document.is_some() {
            found.push(
                Diagnostic::new(
                    &RULE,
                    range,
                    "the runner drops this line: it begins with `#`, even inside a text",
                )
                .label("missing in what the here-document writes")
                .help("put something before the `#`, or write the line with `printf`"),
            );
        } else if number == 1 && body.starts_with("#!") {
            found.push(
                Diagnostic::new(
                    &RULE,
                    range,
                    "the runner drops this line: it begins with `#`, even inside a text",
                )
                .severity(Severity::Hint)
                .label("names no program")
                .help("name the program in the command itself"),
            );
        }
    }
}

/// The delimiter of a here-document that begins in a line.
fn here_document(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("<<")?;
    let rest = rest
        .strip_prefix('-')
        .unwrap_or(rest)
        .trim_start()
        .trim_start_matches(['\'', '"', '\\']);
    let length = rest
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'_')
        .count();
    (length > 0 && rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
        .then(|| &rest[..length])
}
