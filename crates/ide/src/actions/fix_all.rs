use acrlint_analysis::{Applicability, Edit, Input, Settings, check, fix};

use crate::spans::range;

/// The change that mends all findings which can be mended without asking; `None` where there is none.
pub fn fix_all(input: Input<'_>, settings: &Settings) -> Option<Vec<Edit>> {
    let look = |text: &str| {
        let mut input = input;
        input.source = text;
        // a text of its own, which lives as long as the look at it
        check(input, settings)
    };
    let mended = fix::mend(input.source, Applicability::Safe, look);
    (mended.text != input.source).then(|| vec![difference(input.source, &mended.text)])
}

/// The stretch in which two texts differ, as an edit of the first.
fn difference(before: &str, after: &str) -> Edit {
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let start: usize = before
        .chars()
        .zip(after.chars())
        .take_while(same)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let (left, right) = (&before[start..], &after[start..]);
    let end: usize = left
        .chars()
        .rev()
        .zip(right.chars().rev())
        .take_while(same)
        .map(|(c, _)| c.len_utf8())
        .sum();
    Edit::replace(
        range(start, before.len() - end),
        &right[..right.len() - end],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_replaced() {
        let run = |before: &str, after: &str| difference(before, after);
        assert_eq!(run("aéb", "axb"), Edit::replace(range(1, 3), "x"));
        assert_eq!(run("aa", "aaa"), Edit::replace(range(2, 2), "a"));
        assert_eq!(run("é", "è"), Edit::replace(range(0, 2), "è"));
    }
}
