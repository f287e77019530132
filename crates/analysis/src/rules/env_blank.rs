use acrlint_task::StepKind;
use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// An entry of `env` with a blank that no quotes inside the entry protect.
    ///
    /// ## Why it matters
    /// The runner writes entries into a command line of a shell, as they are. What comes behind the blank is taken for the
    /// image, and the step fails. The quotes of YAML are gone by then.
    ///
    /// ## How to mend it
    /// Quote the value inside the entry.
    ///
    /// ```yaml
    /// env:
    ///   - GREETING="hello world"
    /// ```
    ///
    /// Source: builder/context.go `getDockerRunArgs`.
    "env-blank", Warning, Silent,
    "a blank in an `env` entry that cuts the entry short",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let uses_env = |kind| kind != StepKind::Push;
    let steps = || {
        file.steps()
            .filter(|at| at.step.kind().is_some_and(uses_env))
    };
    let task = file
        .reading
        .task
        .env
        .iter()
        .filter(|_| steps().next().is_some());
    for entry in task.chain(steps().flat_map(|at| &at.step.env)) {
        let Some(blank) = open_blank(&entry.value) else {
            continue;
        };
        let rest = TextRange::new(blank, TextSize::of(&*entry.value));
        let cut = entry.value.get(usize::from(blank)..).unwrap_or_default();
        let lead = TextSize::of(cut) - TextSize::of(cut.trim_start());
        let rest = TextRange::new(rest.start() + lead, rest.end());
        let name = entry.value.split('=').next().unwrap_or_default();
        found.push(
            Diagnostic::new(
                &RULE,
                file.piece(entry, rest),
                format!(
                    "the blank ends the variable `{name}`, and what follows is taken for the image"
                ),
            )
            .label("not part of the value")
            .help(format!("quote the value inside the entry: `{name}=\"…\"`")),
        );
    }
}

/// The first blank outside quotes, if something follows it.
fn open_blank(entry: &str) -> Option<TextSize> {
    // what a shell puts in may hold blanks of its own
    if !entry.trim_end().contains([' ', '\t']) || entry.contains("$(") {
        return None;
    }
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in entry.trim_end().char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (None | Some('"'), '\\') => escaped = true,
            (None, '"' | '\'' | '`') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, ' ' | '\t') if at > 0 => return TextSize::try_from(at).ok(),
            _ => {}
        }
    }
    None
}
