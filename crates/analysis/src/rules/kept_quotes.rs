use acrlint_task::build::{Word, words};

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::file::File;
use crate::rule::declare_rule;
use crate::shell::is_plain;
use crate::steps::{StepAt, within};
use acrlint_task::Text;

declare_rule! {
    /// ## What it finds
    /// Quotes around a tag, a build argument or a file of a build.
    ///
    /// ## Why it matters
    /// The runner cuts the build's text at white space, whatever quotes say, before a shell sees it. It keeps the quotes
    /// of a tag, and the step fails with `Failed to parse image reference`. With `--build-arg "A=b"` it knows a variable
    /// that is called `"A`, so that a base image that depends on `A` is not found. `-f "my file"` is the file `my`.
    ///
    /// ## How to mend it
    /// Leave the quotes out. Where the value of an argument holds a blank, quote the value alone: `--build-arg A="b c"`.
    ///
    /// ```yaml
    /// steps:
    ///   - build: -t $Registry/app:$ID --build-arg MODE=fast .
    /// ```
    ///
    /// Source: util/parse.go `ParseTags`, `ParseBuildArgs`; scan/dependencies.go.
    "kept-quotes", Warning, Silent,
    "quotes in a build that the runner keeps or that do not group for it",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (at, build) in file.builds() {
        if !build.value.contains(['"', '\'']) {
            continue;
        }
        let mut before = "";
        for word in words(&build.value) {
            found.extend(quoted(file, at, build, before, word));
            before = word.text;
        }
    }
}

fn quoted(
    file: &File<'_>,
    at: StepAt<'_>,
    build: &Text<'_>,
    flag: &str,
    word: Word<'_>,
) -> Option<Diagnostic> {
    let quote = word
        .text
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\''))?;
    let inner = word.text[1..].strip_suffix(quote);
    let (severity, message, label) = match (flag, inner) {
        ("-t" | "--tag", _) => (
            Severity::Warning,
            "has quotes around a tag, and the runner takes them as part of it",
            "no image can be called so",
        ),
        ("--build-arg", _) => (
            Severity::Hint,
            "has quotes around a build argument, and the runner takes the first as part of its name",
            "not known to the runner by its name",
        ),
        ("-f" | "--file" | "--target", None) => (
            Severity::Warning,
            "has a blank between quotes, and the runner ends the value there",
            "cut off here",
        ),
        _ => return None,
    };
    // one word without need of its quotes
    let edits = inner
        .filter(|inner| {
            inner
                .chars()
                .all(|c| is_plain(c) || file.texts.symbols().get(c).is_some())
        })
        .and_then(|_| {
            let first = file.edit(build, within(word, 0, 1), "")?;
            let last = word.text.len();
            Some(vec![
                first,
                file.edit(build, within(word, last - 1, last), "")?,
            ])
        });
    let help = match flag {
        "--build-arg" => "quote the value alone, if it needs quotes: `--build-arg A=\"b c\"`",
        _ => "write it without quotes",
    };
    Some(
        Diagnostic::new(
            &RULE,
            file.piece(build, word.range),
            format!("{} {message}", file.step_name(at.index)),
        )
        .severity(severity)
        .label(label)
        .help(help)
        .fix(edits.map(|edits| Fix::safe("remove the quotes", edits))),
    )
}
