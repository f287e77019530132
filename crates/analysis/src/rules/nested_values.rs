use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A values file in which a value is a mapping, or a list that holds one, even an empty one.
    ///
    /// ## Why it matters
    /// The runner turns all values into JSON when it starts and cannot do that with such a mapping; it refuses the task
    /// whether the template uses the value or not. Lists of plain values are fine.
    ///
    /// ## How to mend it
    /// Write plain keys: `imageTag: v1` instead of `image: {tag: v1}`.
    ///
    /// Source: templating/base_render_options.go `OverrideValuesWithBuildInfo` (Go 1.26 and older).
    "nested-values", Error, Refused,
    "a values file with a mapping inside a value",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::NestedValues = &refusal.kind else {
        return None;
    };
    Some(
        Diagnostic::new(
            &RULE,
            refusal.range,
            "the values file has a mapping inside a value, which the runner cannot take",
        )
        .help("write plain keys: `imageTag: v1` instead of `image: {tag: v1}`"),
    )
}
