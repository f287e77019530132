use acrlint_task::build::{Word, read_build_command, words};
use acrlint_text::TextRange;

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A build whose context is another one for the runner than for Docker: the context stands behind a flag that takes
    /// no value, or something stands behind the context.
    ///
    /// ## Why it matters
    /// The runner takes the last word that is neither a flag nor right behind one. In `--no-cache https://host/r.git` it
    /// sees no context at all and takes `.`, and so in `--label=a=b ./src`; in `. # note` it takes `note`, in `. && ls` it
    /// takes `ls`.
    ///
    /// ## How to mend it
    /// Write flags without a value, and those with `=`, first, and the context last.
    ///
    /// ```yaml
    /// steps:
    ///   - build: --no-cache -t $Registry/app:$ID https://github.com/me/app.git
    /// ```
    ///
    /// Source: builder/parse.go `parseDockerBuildCmd`.
    "hidden-context", Warning, Silent,
    "a build context that the runner does not see, or takes another word for",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (at, build) in file.builds() {
        // a word that is not known may be several
        let is_open = || words(&build.value).any(|word| file.is_open(word.text));
        if is_plain(&build.value) || (!file.is_known(&build.value) && is_open()) {
            continue;
        }
        let seen = read_build_command(&build.value).context;
        let end = words(&build.value).find(|word| ends_command(word.text));
        let Some(meant) = meant(&build.value, end) else {
            continue;
        };
        let taken = seen.map_or(".", |word| word.text);
        if taken == unquoted(meant.text) {
            continue;
        }
        let step = file.step_name(at.index);
        let place = |range: TextRange| file.piece(build, range);
        let behind_end = seen.filter(|seen| seen.range.start() > meant.range.end());
        found.push(match behind_end {
            Some(seen) => Diagnostic::new(
                &RULE,
                place(seen.range),
                format!(
                    "{step} has `{}` behind the context, and the runner takes it for the context",
                    seen.text
                ),
            )
            .label("taken for the context")
            .related(Some(place(meant.range)), "this is meant")
            .help("end the build with its context"),
            None => Diagnostic::new(
                &RULE,
                place(meant.range),
                format!(
                    "{step} builds `{}`, but the runner takes `{taken}` for the context",
                    meant.text
                ),
            )
            .label("not seen behind a flag")
            .help("put a flag and its value, with a blank between them, right before the context"),
        });
    }
}

/// Whether the last word is the context for everybody: it stands behind no flag, and nothing ends the command before it.
fn is_plain(build: &str) -> bool {
    let mut last = build.trim_end().rsplit(char::is_whitespace);
    let mut is_word = || last.next().is_some_and(|word| !word.starts_with('-'));
    is_word()
        && is_word()
        && !build
            .bytes()
            .any(|b| matches!(b, b'#' | b'&' | b'|' | b';' | b'\\'))
}

/// The context as Docker sees it: the last word that is neither a flag nor the value of one.
fn meant<'b>(build: &'b str, end: Option<Word<'b>>) -> Option<Word<'b>> {
    let mut before = "";
    let mut meant = None;
    for word in words(build) {
        if end.is_some_and(|end| end.range == word.range) {
            break;
        }
        let is_value = before.starts_with('-') && !before.contains('=') && !is_switch(before);
        if !word.text.starts_with('-') && !is_value && word.text != "\\" {
            meant = Some(word);
        }
        before = word.text;
    }
    meant
}

/// A word at which the shell ends the command, or stops reading.
fn ends_command(word: &str) -> bool {
    word.starts_with('#') || matches!(word, "&&" | "||" | ";" | "|" | "&")
}

/// A flag that takes no value.
fn is_switch(flag: &str) -> bool {
    let known = [
        "--no-cache",
        "--pull",
        "--squash",
        "--rm",
        "--force-rm",
        "--quiet",
        "-q",
        "--compress",
        "--load",
        "--push",
        "--disable-content-trust",
        "-D",
    ];
    known.contains(&flag)
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['"', '\''])
}
