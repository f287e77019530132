/// An entry that has no `=`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadEntry {
    /// The entry, or the piece of it between commas.
    pub(crate) text: String,
    /// Which list it stands in.
    pub(crate) side: Side,
    /// Its index in that list.
    pub(crate) index: usize,
}

/// Whose entry it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The step's own.
    Step,
    /// The task's.
    Task,
}

impl BadEntry {
    /// The runner's text.
    pub(crate) fn runner_text(&self) -> String {
        let side = match self.side {
            Side::Step => "step",
            Side::Task => "task",
        };
        format!(
            "cannot parse {side} environment variable {} correctly",
            self.text
        )
    }
}

/// A step's environment: its own entries, then those of the task whose names the step does not have. Task entries are
/// split at every comma. Entries without `=` are kept. Rule: graph/task.go `mergeEnvs`.
pub(crate) fn merge<'e>(step: impl Iterator<Item = &'e str>, task: &[String]) -> Vec<String> {
    let mut merged: Vec<String> = step.map(str::to_owned).collect();
    let own = merged.len();
    for piece in task.iter().flat_map(|entry| entry.split(',')) {
        if !merged[..own].iter().any(|entry| name(entry) == name(piece)) {
            merged.push(piece.to_owned());
        }
    }
    merged
}

fn name(entry: &str) -> &str {
    entry.split_once('=').map_or(entry, |(name, _)| name)
}

/// The first entry at which the runner stops: a step's entries are checked only when the task has any.
pub(crate) fn bad_entry<'e>(
    step: impl Iterator<Item = &'e str>,
    task: impl Iterator<Item = &'e str>,
) -> Option<BadEntry> {
    let bad = |text: &str, side, index| {
        (!text.contains('=')).then(|| BadEntry {
            text: text.to_owned(),
            side,
            index,
        })
    };
    let mut task = task.peekable();
    task.peek()?;
    step.enumerate()
        .find_map(|(index, entry)| bad(entry, Side::Step, index))
        .or_else(|| {
            task.enumerate()
                .flat_map(|(index, entry)| entry.split(',').map(move |piece| (index, piece)))
                .find_map(|(index, piece)| bad(piece, Side::Task, index))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(step: &[&str], task: &[&str]) -> Vec<String> {
        let task: Vec<String> = task.iter().map(|&entry| entry.to_owned()).collect();
        merge(step.iter().copied(), &task)
    }

    fn bad(step: &[&str], task: &[&str]) -> Option<BadEntry> {
        bad_entry(step.iter().copied(), task.iter().copied())
    }

    #[test]
    fn step_entries_come_first_and_win() {
        assert_eq!(merged(&["A=2"], &["A=1", "B=4,C=5"]), ["A=2", "B=4", "C=5"]);
        // a name that the task has twice stays twice
        assert_eq!(merged(&[], &["A=1,A=2"]), ["A=1", "A=2"]);
    }

    #[test]
    fn a_step_is_checked_only_beside_task_entries() {
        assert_eq!(bad(&["FOO"], &[]), None);
        let bad = bad(&["FOO"], &["A=1"]).unwrap();
        assert_eq!(
            bad.runner_text(),
            "cannot parse step environment variable FOO correctly"
        );
    }

    #[test]
    fn a_comma_in_a_task_value_breaks() {
        let bad = bad(&[], &["A=1,2"]).unwrap();
        assert_eq!(
            (bad.text.as_str(), bad.side, bad.index),
            ("2", Side::Task, 0)
        );
    }
}
