use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A line of 65,536 bytes or more in a file with aliases.
    ///
    /// ## Why it matters
    /// The runner reads the file line by line to cut out the alias block. It gives up at such a line and goes on with what
    /// it has: this line and all below it are lost, without a message.
    ///
    /// ## How to mend it
    /// Break the line, or keep the text in a file of its own.
    ///
    /// Source: graph/preprocessor.go `SeparateAliasFromRest`: bufio.Scanner's limit.
    "long-line", Warning, Silent,
    "a line so long that the runner loses the rest of the file",
    check,
}

const LONGEST: usize = 65_535;

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    if file.source.len() <= LONGEST || file.texts.aliases.is_none() {
        return;
    }
    let mut start = 0;
    for line in file.source.split_inclusive('\n') {
        let length = line.trim_end_matches('\n').len();
        if length > LONGEST && !line.trim_start().starts_with('#') {
            let shown = line.chars().take(40).map(char::len_utf8).sum::<usize>();
            let size = |n: usize| TextSize::try_from(n).unwrap_or_default();
            found.push(
                Diagnostic::new(
                    &RULE,
                    TextRange::at(size(start), size(shown)),
                    format!(
                        "the line has {length} bytes, and the runner loses it and all below it"
                    ),
                )
                .label("the file ends here for the runner")
                .help("break the line: 65535 bytes is the most"),
            );
            return;
        }
        start += line.len();
    }
}

#[cfg(test)]
mod tests {
    use acrlint_task::{Context, NoFiles};

    #[test]
    fn the_longest_line_is_fine() {
        let found = |length: usize| {
            let start = "  - cmd: bash echo ";
            let line = format!("{start}{}", "a".repeat(length - start.len()));
            let source = format!("version: v1.1.0\nsteps:\n{line}\n");
            let report = crate::check(
                crate::Input::new(&source, "acb.yaml", &Context::default(), &NoFiles),
                &crate::Settings::default(),
            );
            report
                .diagnostics
                .iter()
                .any(|one| one.rule == &super::RULE)
        };
        assert!(!found(65_535));
        assert!(found(65_536));
    }
}
