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

/// A step's environment: its own entries, then those of the task whose names the step does not have. Task entries are split at every
/// comma; a step's are checked only when the task has any. Rule: graph/task.go `mergeEnvs`.
pub(crate) fn merge<S: AsRef<str>, T: AsRef<str>>(
    step: &[S],
    task: &[T],
) -> Result<Vec<String>, BadEntry> {
    let mut merged: Vec<String> = step.iter().map(|e| e.as_ref().to_owned()).collect();
    if task.is_empty() {
        return Ok(merged);
    }
    let mut names: Vec<&str> = Vec::with_capacity(merged.len());
    for (index, entry) in step.iter().enumerate() {
        names.push(name(entry.as_ref(), Side::Step, index)?);
    }
    for (index, entry) in task.iter().enumerate() {
        for piece in entry.as_ref().split(',') {
            let name = name(piece, Side::Task, index)?;
            if !names.contains(&name) {
                merged.push(piece.to_owned());
            }
        }
    }
    Ok(merged)
}

fn name(entry: &str, side: Side, index: usize) -> Result<&str, BadEntry> {
    match entry.split_once('=') {
        Some((name, _)) => Ok(name),
        None => Err(BadEntry {
            text: entry.to_owned(),
            side,
            index,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn step_entries_come_first_and_win() {
        let merged = merge(&["A=2"], &["A=1", "B=4,C=5"]).unwrap();
        assert_eq!(merged, ["A=2", "B=4", "C=5"]);
        // a name that the task has twice stays twice
        assert_eq!(merge(&[] as &[&str], &["A=1,A=2"]).unwrap(), ["A=1", "A=2"]);
    }

    #[test]
    fn a_step_is_checked_only_beside_task_entries() {
        assert_eq!(merge(&["FOO"], &[] as &[&str]).unwrap(), ["FOO"]);
        let bad = merge(&["FOO"], &["A=1"]).unwrap_err();
        assert_eq!(
            bad.runner_text(),
            "cannot parse step environment variable FOO correctly"
        );
    }

    #[test]
    fn a_comma_in_a_task_value_breaks() {
        let bad = merge(&[] as &[&str], &["A=1,2"]).unwrap_err();
        assert_eq!(
            (bad.text.as_str(), bad.side, bad.index),
            ("2", Side::Task, 0)
        );
    }
}
