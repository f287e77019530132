use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::file::File;
use crate::rule::declare_rule;
use crate::steps::fix;

declare_rule! {
    /// ## What it finds
    /// A `version: v1.1.0` that does not turn aliases on: behind a byte-order mark, indented, in braces, in other letters
    /// (`V1.1.0`), or below another `version`.
    ///
    /// ## Why it matters
    /// The runner looks for the version in the lines of the file, before it reads YAML, and compares its text. What it
    /// does not see there leaves aliases off, although the version is accepted later.
    ///
    /// ## How to mend it
    /// Write `version: v1.1.0` once, at the beginning of a line, in a file without a byte-order mark.
    ///
    /// ```yaml
    /// version: v1.1.0
    /// ```
    ///
    /// Source: graph/preprocessor.go `FindVersion`; cmd/acb/commands/exec/exec.go.
    "late-version", Warning, Silent,
    "a `version: v1.1.0` that leaves aliases off",
    check,
}

const MARK: char = '\u{feff}';

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let Some(version) = &file.reading.task.version else {
        return;
    };
    if file.texts.aliases.is_some() || !version.value.eq_ignore_ascii_case("v1.1.0") {
        return;
    }
    let diagnostic = Diagnostic::new(
        &RULE,
        file.place(version.node),
        "this version leaves aliases off: the runner does not see it where it looks for aliases",
    )
    .label("not seen");
    let mark = file.source.starts_with(MARK);
    found.push(if mark {
        let edit = Edit {
            range: TextRange::up_to(TextSize::of(MARK)),
            text: String::new(),
        };
        diagnostic
            .help("save the file without a byte-order mark")
            .fix(fix(
                "remove the byte-order mark".to_owned(),
                Applicability::Unsafe,
                edit,
            ))
    } else if version.value != "v1.1.0" {
        diagnostic
            .help("write `v1.1.0`: the case of letters counts here")
            .fix(
                file.edit_node(version.node, "v1.1.0")
                    .map(|edit| fix("write `v1.1.0`".to_owned(), Applicability::Unsafe, edit)),
            )
    } else {
        diagnostic.help("write `version: v1.1.0` once, at the beginning of a line")
    });
}
