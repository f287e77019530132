use acrlint_task::Part;
use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A task file whose text is empty after its templates are rendered, though it was not before.
    ///
    /// ## Why it matters
    /// The runner refuses it. Often an `if` around the whole file is not met.
    ///
    /// ## How to mend it
    /// Keep something outside the `if`, such as `version: v1.1.0`.
    ///
    /// Source: templating/base_render_options.go `LoadAndRenderSteps`.
    "empty-template", Error, Refused,
    "a template that renders to nothing",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::EmptyRender(part) = &refusal.kind else {
        return None;
    };
    let what = match part {
        Part::AliasBlock => "the alias block",
        _ => "the task",
    };
    Some(
        Diagnostic::new(
            &RULE,
            refusal.range,
            format!("the template of {what} renders to nothing"),
        )
        .help("keep something outside the `if`, such as `version: v1.1.0`"),
    )
}
