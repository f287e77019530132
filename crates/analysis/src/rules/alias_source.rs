use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// An entry of `alias.src` that names a file which does not exist.
    ///
    /// ## Why it matters
    /// The runner refuses the task. It looks for the file in its working directory, which is the root of the build context,
    /// not beside the task file.
    ///
    /// ## How to mend it
    /// Give the path from the root of the context, or an `https://` address.
    ///
    /// Source: graph/preprocessor.go `addAliasFromFile`.
    "alias-source", Error, Refused,
    "an alias file that cannot be read",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::AliasSource { path } = &refusal.kind else {
        return None;
    };
    Some(
        Diagnostic::new(&RULE, refusal.range, format!("the alias file `{path}` cannot be read"))
            .label("not found")
            .help("the path counts from the working directory of the run (the root of its context), not from the task file"),
    )
}
