use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A mistake in `acrlint.toml`: a key or a rule that does not exist, a value of the wrong type, a pattern that cannot
    /// be read.
    ///
    /// ## Why it matters
    /// What cannot be understood is left out, so files are linted in another way than you think.
    ///
    /// ## How to mend it
    /// The keys are:
    ///
    /// ```toml
    /// exclude = ["vendor/**"]        # left out when folders are searched
    ///
    /// [rules]                        # a rule, a family (refused, silent, sense) or all
    /// unpinned-base = "warning"      # error, warning, hint or off
    ///
    /// [[override]]                   # for some files
    /// files = ["legacy/**"]
    /// rules = { silent = "off" }
    ///
    /// [context]                      # what is known of every run, named like the options
    /// registry = "myregistry.azurecr.io"
    /// set = { tag = "v1" }
    ///
    /// [[task]]                       # what is known of the runs of one file
    /// file = "ci/acr-task.yaml"
    /// values = "ci/values.yaml"
    /// ```
    ///
    /// Source: acrlint itself.
    "configuration", Error, Sense,
    "a mistake in `acrlint.toml`",
    // crates/analysis/src/config.rs finds it, in a file of its own
    |_, _| {},
}
