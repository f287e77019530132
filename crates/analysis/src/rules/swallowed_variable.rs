use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;
use crate::shell::assigns;

declare_rule! {
    /// ## What it finds
    /// A variable of a script that is called like an alias: the script sets `ID` and then reads `$ID`.
    ///
    /// ## Why it matters
    /// The runner replaces `$ID` by the run's id before any shell sees the script, so the variable is never read.
    ///
    /// ## How to mend it
    /// Call the variable something else, write `${ID}`, which is no alias, or `$$ID`.
    ///
    /// ```yaml
    /// steps:
    ///   - cmd: bash -c 'for NAME in a b; do echo $NAME; done'
    /// ```
    ///
    /// Source: graph/preprocessor.go `preprocessString`.
    "swallowed-variable", Warning, Silent,
    "a variable of a script that an alias takes the place of",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let Some(block) = &file.texts.aliases else {
        return;
    };
    for (at, cmd) in file.cmds() {
        let place = file
            .trace()
            .map(|trace| trace.node(cmd.node))
            .unwrap_or_default();
        let script = file.written(place);
        let inside = block
            .uses
            .iter()
            .filter(|one| one.known && place.contains_range(one.name));
        for one in inside {
            let name = file.written(one.name);
            if !assigns(script, name) {
                continue;
            }
            let directive = block.aliases.directive();
            let range = file.alias_use(one.name, directive);
            let step = file.step_name(at.index);
            found.push(
                Diagnostic::new(&RULE, range, format!("{step} sets `{name}`, but `{directive}{name}` is an alias and replaced before that"))
                    .label("not the script's variable")
                    .help(format!("call the variable something else, or write `${{{name}}}`")),
            );
        }
    }
}
