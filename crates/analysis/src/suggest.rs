/// The candidate that is most like a misspelt word, if one is near enough to be meant.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = word.to_lowercase();
    // a third of the letters may be wrong
    let letters = word.chars().count();
    let limit = (letters / 3).max(1);
    let held = letters_of(&folded);
    candidates
        .into_iter()
        // each letter too many or too few is a difference
        .filter(|candidate| {
            !candidate.is_empty() && candidate.chars().count().abs_diff(letters) <= limit
        })
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            // so is each letter that only one of them holds, which is quickly seen
            let other = letters_of(&lower);
            let missing = (held & !other)
                .count_ones()
                .max((other & !held).count_ones());
            let near = missing as usize <= limit;
            near.then(|| (strsim::osa_distance(&folded, &lower), candidate))
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The letters that a word holds, a bit each; letters beyond ASCII share bits.
fn letters_of(word: &str) -> u64 {
    word.chars()
        .fold(0, |bits, c| bits | 1 << (u32::from(c) % u64::BITS))
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
    }

    #[test]
    fn lists() {
        assert_eq!(listed(&["a"]), "`a`");
        assert_eq!(listed(&["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
