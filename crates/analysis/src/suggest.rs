use std::borrow::Cow;

/// The candidate that is most like a misspelt word, if one is near enough to be meant.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = word.to_lowercase();
    let letters = word.chars().count();
    let counts = counts_of(&folded);
    // a third of the letters may be wrong, and fewer once a candidate is found
    let mut bound = (letters / 3).max(1) + 1;
    let mut found = None;
    for candidate in candidates {
        // each letter too many or too few is a difference
        let apart = candidate.chars().count().abs_diff(letters);
        if candidate.is_empty() || apart >= bound {
            continue;
        }
        let lower = lower(candidate);
        // so is each letter that one of them holds more often, which is quickly seen
        let theirs = counts_of(&lower);
        if surplus(&counts, &theirs).max(surplus(&theirs, &counts)) >= bound {
            continue;
        }
        let (ours, theirs) = differing(&folded, &lower);
        let distance = strsim::osa_distance(ours, theirs);
        if distance < bound {
            bound = distance;
            found = Some(candidate);
        }
    }
    found
}

/// A word in lower case; most are.
fn lower(word: &str) -> Cow<'_, str> {
    let is_lower = |b: u8| b.is_ascii() && !b.is_ascii_uppercase();
    match word.bytes().all(is_lower) {
        true => word.into(),
        false => word.to_lowercase().into(),
    }
}

/// Two words without what both begin and end with.
fn differing<'w>(a: &'w str, b: &'w str) -> (&'w str, &'w str) {
    let same = |(a, b): &(char, char)| a == b;
    let width = |(c, _): (char, char)| c.len_utf8();
    let start: usize = a.chars().zip(b.chars()).take_while(same).map(width).sum();
    let (a, b) = (&a[start..], &b[start..]);
    let ends = a.chars().rev().zip(b.chars().rev());
    let end: usize = ends.take_while(same).map(width).sum();
    (&a[..a.len() - end], &b[..b.len() - end])
}

/// How often a word holds each letter, up to 255 times; letters share a place when they are beyond ASCII.
fn counts_of(word: &str) -> [u8; 64] {
    let mut counts = [0_u8; 64];
    for c in word.chars() {
        let count = &mut counts[c as usize % 64];
        *count = count.saturating_add(1);
    }
    counts
}

/// How many letters one word holds more often than the other.
fn surplus(one: &[u8; 64], other: &[u8; 64]) -> usize {
    let pairs = one.iter().zip(other);
    pairs.map(|(a, b)| usize::from(a.saturating_sub(*b))).sum()
}

/// `a`, `a and b`, `a, b and c`, each in backticks.
pub(crate) fn listed<S: AsRef<str>>(words: &[S]) -> String {
    let quoted: Vec<String> = words
        .iter()
        .map(|word| format!("`{}`", word.as_ref()))
        .collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_only() {
        assert_eq!(nearest("bulid", ["push", "build"]), Some("build"));
        assert_eq!(nearest("Build", ["push", "build"]), Some("build"));
        assert_eq!(nearest("deploy", ["push", "build"]), None);
        assert_eq!(nearest("", ["push"]), None);
        assert_eq!(nearest("push", ["pull", "push"]), Some("push"));
        assert_eq!(nearest("abxab", ["abab", "abyab"]), Some("abab"));
    }

    #[test]
    fn lists() {
        assert_eq!(listed(&["a"]), "`a`");
        assert_eq!(listed(&["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
