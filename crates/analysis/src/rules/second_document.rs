use std::sync::LazyLock;

use acrlint_text::{TextRange, TextSize};
use memchr::memmem::Finder;

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A second YAML document, behind a line `---`.
    ///
    /// ## Why it matters
    /// The runner decodes the first document of a file and does not look at what follows, not even at its syntax.
    ///
    /// ## How to mend it
    /// Make it a file of its own, or part of the first document.
    ///
    /// Source: gopkg.in/yaml.v2 `Unmarshal`, as graph/task.go `NewTaskFromBytes` calls it.
    "second-document", Warning, Silent,
    "a second YAML document, which is not read",
    check,
}

static MARK: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("---"));

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let (Some(document), Some(trace)) = (file.document(), file.trace()) else {
        return;
    };
    let text = document.text();
    // a line of the first document cannot begin so
    for at in MARK.find_iter(text.as_bytes()) {
        let (before, rest) = (&text[..at], &text[at + 3..]);
        let is_mark = (before.is_empty() || before.ends_with('\n'))
            && rest.chars().next().is_none_or(char::is_whitespace);
        let ends = is_mark && before.lines().any(is_content);
        if !ends {
            continue;
        }
        if rest.lines().any(is_content) {
            let mark = TextRange::at(
                TextSize::try_from(at).unwrap_or_default(),
                TextSize::of("---"),
            );
            found.push(
                Diagnostic::new(
                    &RULE,
                    trace.range(mark),
                    "another document begins here, and the runner does not read it",
                )
                .label("nothing below this is read")
                .help("make it a file of its own, or take the line `---` away"),
            );
        }
        return;
    }
}

fn is_content(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with(['#', '%']) && line != "---" && line != "..."
}
