use acrlint_task::RefusalKind;
use acrlint_task::alias::BUILT_IN;
use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::{Applicability, Diagnostic, Edit, Severity};
use crate::file::File;
use crate::rule::declare_rule;
use crate::shell::assigns;
use crate::steps::fix;

declare_rule! {
    /// ## What it finds
    /// An alias, or an `alias` block, in a file whose version has no aliases: `$Registry` and its like anywhere, `az`,
    /// `acr`, `curl`, `cssc` and `bash` as the first word of a `cmd`. A name that a script sets itself is a variable and
    /// not reported.
    ///
    /// ## Why it matters
    /// Only from `version: v1.1.0` on does the runner replace aliases. Otherwise `$Registry` stays as it is, and a shell
    /// makes nothing of it; `az` is the image `az` of Docker Hub, which does not exist.
    ///
    /// ## How to mend it
    /// Begin the file with `version: v1.1.0`, or write `{{.Run.Registry}}` and full image names.
    ///
    /// ```yaml
    /// version: v1.1.0
    /// steps:
    ///   - build: -t $Registry/app:$ID .
    /// ```
    ///
    /// Source: cmd/acb/commands/exec/exec.go; graph/preprocessor.go `FindVersion`.
    "alias-off", Warning, Silent,
    "an alias in a file whose version has none",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    if file.texts.aliases.is_some() || is_said_elsewhere(file) {
        return;
    }
    let mut uses: Vec<Use> = Vec::new();
    names(file, &mut uses);
    commands(file, &mut uses);
    let block = block(file);
    // Docker Hub has an image `bash`, which may be meant; and to say it once is enough
    uses.sort_by_key(|one| (one.name == BASH, one.range.start()));
    let diagnostic = match (block, uses.first()) {
        (Some(block), _) => Diagnostic::new(
            &RULE,
            block,
            "the alias block is ignored: the version of the file leaves aliases off",
        )
        .label("ignored"),
        (None, Some(one)) if one.name == BASH => Diagnostic::new(
            &RULE,
            one.range,
            "this is the image `bash` of Docker Hub: the version of the file leaves aliases off",
        )
        .severity(Severity::Hint)
        .label("docker.io/library/bash")
        .fix(version(file)),
        (None, Some(one)) => Diagnostic::new(
            &RULE,
            one.range,
            format!(
                "`{}` is no alias here: the version of the file leaves aliases off",
                one.name
            ),
        )
        .label("not replaced")
        .fix(version(file)),
        (None, None) => return,
    };
    let others = uses.len() - usize::from(block.is_none());
    let diagnostic = diagnostic.help("write `version: v1.1.0`");
    found.push(match others {
        0 => diagnostic,
        1 => diagnostic.note("one more place of the file uses an alias"),
        _ => diagnostic.note(format!("{others} more places of the file use aliases")),
    });
}

/// The name of an alias where it is used.
struct Use {
    range: TextRange,
    name: String,
}

const BASH: &str = "bash";

/// Whether another rule says what is wrong with the version: late-version or invalid-version.
fn is_said_elsewhere(file: &File<'_>) -> bool {
    let version = file.reading.task.version.as_ref();
    let refusals = &file.reading.refusals;
    version.is_some_and(|version| version.value.eq_ignore_ascii_case("v1.1.0"))
        || refusals
            .iter()
            .any(|refusal| matches!(refusal.kind, RefusalKind::Version { .. }))
}

/// The names of run variables; those of images are likely variables of a shell.
fn variables() -> impl Iterator<Item = &'static str> {
    BUILT_IN
        .iter()
        .filter(|(_, value)| value.starts_with("{{"))
        .map(|(name, _)| *name)
}

fn names(file: &File<'_>, uses: &mut Vec<Use>) {
    let Some(document) = file.document() else {
        return;
    };
    if !document.text().contains('$') {
        return;
    }
    for (id, node) in document.nodes() {
        let value = node.value();
        for (at, _) in value.match_indices('$') {
            let rest = &value[at + 1..];
            let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let (name, behind) = rest.split_at(length);
            let is_variable = behind.starts_with('_') || value[..at].ends_with(['$', '\\']);
            if is_variable || !variables().any(|known| known == name) {
                continue;
            }
            if assigns(value, name) || is_environment(file, name) {
                continue;
            }
            let range = TextRange::at(size(at), size(length + 1));
            let place = file.trace().map(|trace| trace.part(id, range));
            uses.extend(place.map(|range| Use {
                range,
                name: format!("${name}"),
            }));
        }
    }
}

/// Whether the task or a step gives a variable of this name.
fn is_environment(file: &File<'_>, name: &str) -> bool {
    let steps = file.steps().flat_map(|at| &at.step.env);
    let mut entries = file.reading.task.env.iter().chain(steps);
    entries.any(|entry| entry.value.split('=').next() == Some(name))
}

/// Commands that begin with the bare name of an image.
fn commands(file: &File<'_>, uses: &mut Vec<Use>) {
    for (_, cmd) in file.cmds() {
        let trimmed = cmd.value.trim_start();
        let first = trimmed.split([' ', '\n']).next().unwrap_or_default();
        let is_image = BUILT_IN
            .iter()
            .any(|(name, value)| *name == first && !value.starts_with("{{"));
        if is_image {
            let start = size(cmd.value.len() - trimmed.len());
            uses.push(Use {
                range: file.piece(cmd, TextRange::at(start, TextSize::of(first))),
                name: first.to_owned(),
            });
        }
    }
}

/// The key of an alias block.
fn block(file: &File<'_>) -> Option<TextRange> {
    let document = file.document()?;
    let pairs = document.node(document.root?).pairs();
    let (key, _) = pairs
        .iter()
        .find(|(key, _)| document.node(*key).value() == "alias")?;
    Some(file.place(*key))
}

/// Writes the version that has aliases.
fn version(file: &File<'_>) -> Option<crate::diagnostic::Fix> {
    let edit = match (&file.texts.version, &file.reading.task.version) {
        (Some(version), _) if file.written(version.range) == version.text => Edit {
            range: version.range,
            text: "v1.1.0".to_owned(),
        },
        (None, None) if !file.source.starts_with(['%', '\u{feff}', '-', '{', ' ']) => {
            let end = if file.source.contains("\r\n") {
                "\r\n"
            } else {
                "\n"
            };
            Edit {
                range: TextRange::default(),
                text: format!("version: v1.1.0{end}"),
            }
        }
        _ => return None,
    };
    Some(fix(
        "write `version: v1.1.0`".to_owned(),
        Applicability::Unsafe,
        edit,
    ))
}

fn size(n: usize) -> TextSize {
    TextSize::try_from(n).unwrap_or_default()
}
