use acrlint_task::build::{Word, words};

use crate::diagnostic::{Applicability, Diagnostic};
use crate::file::File;
use crate::rule::declare_rule;
use crate::steps::{fix, within};

declare_rule! {
    /// ## What it finds
    /// A flag of a build that Docker understands and the runner does not: `--tag=x`, `--file=x`, `--target=x`,
    /// `--build-arg=x`, `-tx`, `-fx`. Also `--image`, which the documentation names and nobody understands.
    ///
    /// ## Why it matters
    /// The runner reads the build's text itself to find the Dockerfile, the base images and the tags. With `--file=x` it
    /// looks for `Dockerfile` and the step fails if there is none; with `--build-arg=x` a base image that depends on the
    /// argument is not found.
    ///
    /// ## How to mend it
    /// Put a blank between the flag and its value.
    ///
    /// ```yaml
    /// steps:
    ///   - build: -t $Registry/app:$ID -f docker/Dockerfile .
    /// ```
    ///
    /// Source: util/parse.go `ParseTags`, `ParseBuildArgs`; builder/parse.go `parseDockerBuildCmd`.
    "unseen-flag", Warning, Silent,
    "a flag of a build in a form that the runner does not see",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (at, build) in file.builds() {
        for word in words(&build.value).filter(|word| word.text.starts_with('-')) {
            let Some(unseen) = unseen(word) else { continue };
            let range = file.piece(build, word.range);
            let step = file.step_name(at.index);
            let message = format!("{step} has `{}`, which the runner does not see", word.text);
            let written = &word.text[unseen.written..];
            let part = within(word, 0, unseen.written);
            let how = if unseen.flag == "-t" && word.text == "--image" {
                Applicability::Unsafe
            } else {
                Applicability::Safe
            };
            let blank = if written.is_empty() { "" } else { " " };
            let edit = file.edit(build, part, &format!("{}{blank}", unseen.flag));
            found.push(
                Diagnostic::new(&RULE, range, message)
                    .label(unseen.consequence)
                    .help(format!("write `{}{blank}{written}`", unseen.flag))
                    .fix(edit.map(|edit| {
                        fix(
                            format!("write `{}{blank}{written}`", unseen.flag),
                            how,
                            edit,
                        )
                    })),
            );
        }
    }
}

struct Unseen {
    /// The flag that the runner sees.
    flag: &'static str,
    /// How much of the word it replaces.
    written: usize,
    consequence: &'static str,
}

const TAG: &str = "the image has no tag for the runner";
const FILE: &str = "the runner looks for another Dockerfile";
const TARGET: &str = "the runner looks at all stages";
const ARGUMENT: &str = "the runner does not know the argument";

fn unseen(word: Word<'_>) -> Option<Unseen> {
    let long = [
        ("--tag=", "-t", TAG),
        ("--file=", "-f", FILE),
        ("--target=", "--target", TARGET),
        ("--build-arg=", "--build-arg", ARGUMENT),
        ("--image=", "-t", "neither the runner nor Docker knows it"),
        ("-t=", "-t", TAG),
        ("-f=", "-f", FILE),
    ];
    if word.text == "--image" {
        return Some(Unseen {
            flag: "-t",
            written: word.text.len(),
            consequence: "neither the runner nor Docker knows it",
        });
    }
    let long = long
        .iter()
        .find(|(prefix, ..)| word.text.starts_with(prefix));
    if let Some((prefix, flag, consequence)) = long {
        return Some(Unseen {
            flag,
            written: prefix.len(),
            consequence,
        });
    }
    let is_value = |rest: &str| rest.starts_with(|c: char| c != '-');
    let (flag, consequence) = match word.text.get(..2)? {
        "-t" => ("-t", TAG),
        "-f" => ("-f", FILE),
        _ => return None,
    };
    is_value(&word.text[2..]).then_some(Unseen {
        flag,
        written: 2,
        consequence,
    })
}
