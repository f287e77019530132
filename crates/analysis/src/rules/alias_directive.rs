use acrlint_task::{Refusal, RefusalKind};

use crate::diagnostic::Diagnostic;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// An alias `directive` of more than one character, or one that is an ASCII letter or digit.
    ///
    /// ## Why it matters
    /// The directive takes the place of `$`; the runner refuses any other than one character that no name can hold.
    ///
    /// ## How to mend it
    /// Write one sign, such as `directive: "@"`, or leave it out for `$`.
    ///
    /// Source: graph/preprocessor.go `resolveMapAndValidate`.
    "alias-directive", Error, Refused,
    "a directive that aliases cannot begin with",
    |file, found| refusals(file, found, explain),
}

fn explain(refusal: &Refusal) -> Option<Diagnostic> {
    let (directive, label) = match &refusal.kind {
        RefusalKind::AliasDirectiveLength { directive } => {
            (directive.clone(), "must be one character")
        }
        RefusalKind::AliasDirectiveAlphanumeric { directive } => {
            (directive.to_string(), "must not be a letter or a digit")
        }
        _ => return None,
    };
    Some(
        Diagnostic::new(
            &RULE,
            refusal.range,
            format!("aliases cannot begin with `{directive}`"),
        )
        .label(label)
        .help("write one sign, such as `\"@\"`, or leave `directive` out for `$`"),
    )
}
