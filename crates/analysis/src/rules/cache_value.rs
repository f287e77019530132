use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::{Diagnostic, Fix};
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A `cache` other than `enabled` and `disabled`, in any case. It is checked in steps of every kind.
    ///
    /// ## Why it matters
    /// The runner refuses the task; `true` and `yes` are not understood.
    ///
    /// ## How to mend it
    /// Write `cache: enabled`.
    ///
    /// Source: graph/step.go `Step.Validate`.
    "cache-value", Error, Refused,
    "a `cache` that is neither enabled nor disabled",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::CacheValue { value } = &refusal.kind else {
        return None;
    };
    let off = matches!(
        value.to_lowercase().as_str(),
        "no" | "false" | "off" | "n" | "none" | "disable"
    );
    let meant = if off { "disabled" } else { "enabled" };
    Some(
        Diagnostic::new(
            &RULE,
            refusal.range,
            format!("{} has the cache `{value}`", file.subject(refusal.step)),
        )
        .label(format!("did you mean `{meant}`?"))
        .help("`cache` takes `enabled` or `disabled`")
        .fix(
            file.replace_scalar(refusal.range, value, meant)
                .map(|edit| Fix::unsafe_(format!("write `{meant}`"), vec![edit])),
        ),
    )
}
