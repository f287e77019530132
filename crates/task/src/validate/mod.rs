//! The runner's checks of a decoded task, in its order. Each list stops the runner at its first failure; here all are
//! noted.

pub(crate) mod declarations;
pub(crate) mod secret_url;
pub(crate) mod steps;

use acrlint_text::{Symbols, TextRange};
use acrlint_yaml::NodeId;

use crate::refusal::{Prefix, Refusal, RefusalKind, Refusals};
use crate::trace::Trace;

/// What every check needs.
pub(crate) struct Check<'c, 'd> {
    /// Leads to the author's file.
    pub(crate) trace: Trace<'c, 'd>,
    /// The unknown values.
    pub(crate) symbols: &'c Symbols,
    /// Where the faults go.
    pub(crate) refusals: &'c mut Refusals,
    /// What the runner writes before the texts of this stage.
    pub(crate) prefix: Prefix,
}

/// How Go says that it crashed.
pub(crate) const CRASH: &str =
    "PANIC: runtime error: invalid memory address or nil pointer dereference";

impl Check<'_, '_> {
    /// The runner stops at a fault that stands at this node.
    #[cold]
    pub(crate) fn stop(&mut self, kind: RefusalKind, node: NodeId, runner: impl Into<String>) {
        let range = self.trace.node(node);
        self.stop_at(Refusal::new(kind, range, runner));
    }

    /// The runner stops at this fault.
    #[cold]
    pub(crate) fn stop_at(&mut self, mut refusal: Refusal) {
        if self.unknown(&refusal.runner) {
            refusal.runner = self.symbols.spell(&refusal.runner);
        }
        self.refusals.stop(&self.prefix, refusal);
    }

    /// The runner crashes at a null entry.
    #[cold]
    pub(crate) fn crash(&mut self, list: &'static str, node: NodeId) {
        let range = self.trace.node(node);
        let refusal = Refusal::new(RefusalKind::NullItem { list }, range, CRASH);
        self.refusals.stop(&Prefix::NONE, refusal);
    }

    pub(crate) fn unknown(&self, text: &str) -> bool {
        self.symbols.occur_in(text)
    }

    pub(crate) fn range(&self, node: NodeId) -> TextRange {
        self.trace.node(node)
    }
}

/// Whether all characters whose value is known are of an allowed kind.
pub(crate) fn known_chars_are(
    text: &str,
    symbols: &Symbols,
    allowed: impl Fn(char) -> bool,
) -> bool {
    text.chars().all(|c| allowed(c) || symbols.get(c).is_some())
}
