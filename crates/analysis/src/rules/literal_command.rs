use acrlint_task::alias::BUILT_IN;
use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::{Applicability, Diagnostic};
use crate::file::File;
use crate::rule::declare_rule;
use crate::steps::fix;

declare_rule! {
    /// ## What it finds
    /// A `cmd` whose first word is the bare name of an alias that stands for a template, such as `ID` or `Registry`.
    ///
    /// ## Why it matters
    /// The runner replaces a bare alias in the first word after it has rendered templates, so the command begins with the
    /// text `{{.Run.ID}}` itself.
    ///
    /// ## How to mend it
    /// Write the directive before the name, `$Registry`, which is replaced before templates are rendered.
    ///
    /// ```yaml
    /// steps:
    ///   - cmd: $Registry/tool:1 --check
    /// ```
    ///
    /// Source: graph/preprocessor.go `ExpandCommandAliases`.
    "literal-command", Warning, Silent,
    "a command that begins with the name of an alias for a template",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let Some(block) = &file.texts.aliases else {
        return;
    };
    for (at, cmd) in file.cmds() {
        let trimmed = cmd.value.trim();
        let first = trimmed.split(' ').next().unwrap_or_default();
        let own = block.aliases.defined().find(|alias| alias.name == first);
        let built_in = || BUILT_IN.iter().find(|(name, _)| *name == first);
        // a source of aliases that is not known may define the name
        let value = match own {
            Some(alias) => Some(alias.value.as_str()),
            None if block.text.text().contains("src") => None,
            None => built_in().map(|(_, value)| *value),
        };
        let Some(value) = value.filter(|value| value.contains("{{")) else {
            continue;
        };
        let lead = cmd.value.len() - cmd.value.trim_start().len();
        let part = TextRange::at(
            TextSize::try_from(lead).unwrap_or_default(),
            TextSize::of(first),
        );
        let meant = format!("{}{first}", block.aliases.directive());
        let edit = file.edit(cmd, part, &meant);
        found.push(
            Diagnostic::new(
                &RULE,
                file.piece(cmd, part),
                format!(
                    "{} begins with the text `{value}` itself",
                    file.step_name(at.index)
                ),
            )
            .label("replaced after templates are rendered")
            .help(format!("write `{meant}`"))
            .fix(edit.map(|edit| fix(format!("write `{meant}`"), Applicability::Unsafe, edit))),
        );
    }
}
