use acrlint_task::alias::{Aliases, BUILT_IN};

use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::file::File;
use crate::rule::declare_rule;
use crate::shell::assigns;
use crate::steps::fix;
use crate::suggest::nearest;

declare_rule! {
    /// ## What it finds
    /// A `$name` that is no alias and very like one: `$registry`, `$Regsitry`, `$RunID`; and the names of run variables
    /// that have no alias, such as `$TaskName`. Names that the file sets as variables of a shell are not reported.
    ///
    /// ## Why it matters
    /// The runner leaves unknown names as they are, and a shell makes nothing of them: `$registry/app` becomes `/app`.
    /// The case of letters counts.
    ///
    /// ## How to mend it
    /// Write the alias as it is defined. For run variables without an alias write the template.
    ///
    /// ```yaml
    /// steps:
    ///   - build: -t $Registry/{{.Run.TaskName}}:$ID .
    /// ```
    ///
    /// Source: graph/preprocessor.go `preprocessString`; graph/global-defaults-linux.go.
    "unknown-alias", Warning, Silent,
    "a `$name` that is like an alias and is none",
    check,
}

/// Run variables that have no alias.
const WITHOUT_ALIAS: [&str; 5] = [
    "TaskName",
    "Repository",
    "TriggeredBy",
    "GitTag",
    "OSVersion",
];

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let Some(block) = &file.texts.aliases else {
        return;
    };
    for one in block.uses.iter().filter(|one| !one.known) {
        let name = file.written(one.name);
        let Some(meant) = meant(&block.aliases, name) else {
            continue;
        };
        // `$name_x` is a longer name to a shell
        let behind = file
            .source
            .get(usize::from(one.name.end())..)
            .unwrap_or_default();
        if behind.starts_with('_') || assigns(file.source, name) {
            continue;
        }
        let directive = block.aliases.directive();
        let range = file.alias_use(one.name, directive);
        let by = match meant {
            Meant::Alias(alias) => format!("{directive}{alias}"),
            Meant::Variable(variable) => format!("{{{{.Run.{variable}}}}}"),
        };
        let edit = Edit {
            range,
            text: by.clone(),
        };
        let whole = file.written(range).starts_with(directive);
        found.push(
            Diagnostic::new(
                &RULE,
                range,
                format!("`{directive}{name}` is no alias, and stays as it is"),
            )
            .label(format!("did you mean `{by}`?"))
            .help(format!("write `{by}`"))
            .fix(whole.then(|| fix(format!("write `{by}`"), Applicability::Unsafe, edit))),
        );
    }
}

enum Meant<'a> {
    Alias(&'a str),
    Variable(&'static str),
}

fn meant<'a>(aliases: &'a Aliases, name: &str) -> Option<Meant<'a>> {
    let same = |known: &&str| known.eq_ignore_ascii_case(name);
    let known = || {
        BUILT_IN
            .iter()
            .map(|(name, _)| *name)
            .chain(aliases.defined().map(|alias| alias.name.as_str()))
    };
    if let Some(variable) = WITHOUT_ALIAS.iter().find(|known| same(known)) {
        return Some(Meant::Variable(variable));
    }
    if let Some(alias) = known().find(same) {
        return Some(Meant::Alias(alias));
    }
    if name.eq_ignore_ascii_case("runid") {
        return Some(Meant::Alias("ID"));
    }
    // short names are like many others
    let long = known().filter(|alias| alias.len() >= SHORT);
    let near = nearest(name, long).filter(|alias| strsim::osa_distance(alias, name) == 1);
    near.filter(|_| name.len() >= SHORT).map(Meant::Alias)
}

const SHORT: usize = 5;
