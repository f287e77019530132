use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A comment `# acrlint: ignore[rule]` or `# acrlint: ignore-file[rule]` that silences nothing, or names a rule that
    /// does not exist.
    ///
    /// ## Why it matters
    /// It hides the next mistake of its kind, and tells a reader of one that is no longer there.
    ///
    /// ## How to mend it
    /// Remove it. A comment at the end of a line speaks of that line, one on a line of its own of the next line; what
    /// stands behind the brackets is the reason.
    ///
    /// ```yaml
    /// version: 1.0 # acrlint: ignore[invalid-version] our own runner takes it
    /// steps: []
    /// ```
    ///
    /// Source: acrlint itself; the runner drops comment lines.
    "unused-ignore", Warning, Sense,
    "a comment that ignores nothing",
    // crates/analysis/src/suppress.rs finds it, since it is about the findings of all other rules
    |_, _| {},
}
