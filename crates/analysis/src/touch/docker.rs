//! The options of `docker build` and `docker run`, as far as it takes to tell them from what stands behind them.

use acrlint_text::TextRange;

use super::words::ShellWord;

/// An option with its value, or a word that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Argument<'w> {
    /// The option's name with its dashes; none for a positional word.
    pub(crate) option: Option<&'w str>,
    /// The value, or the positional word; empty for an option without one.
    pub(crate) value: &'w str,
    word: Option<&'w ShellWord>,
    from: usize,
}

impl Argument<'_> {
    /// Where a part of the value stands, by its bytes.
    pub(crate) fn part(&self, from: usize, to: usize) -> Option<TextRange> {
        Some(self.word?.part(self.from + from, self.from + to))
    }

    /// Where the value stands.
    pub(crate) fn range(&self) -> Option<TextRange> {
        self.part(0, self.value.len())
    }

    /// Whether this is one of these options.
    pub(crate) fn is(&self, names: &[&str]) -> bool {
        self.option.is_some_and(|option| names.contains(&option))
    }
}

/// Options of `docker build` and `docker buildx build` without a value.
pub(crate) const BUILD_SWITCHES: &[&str] = &[
    "--check",
    "--compress",
    "--debug",
    "-D",
    "--disable-content-trust",
    "--force-rm",
    "--help",
    "--load",
    "--no-cache",
    "--pull",
    "--push",
    "--quiet",
    "-q",
    "--rm",
    "--squash",
    "--stream",
];

/// Options of `docker run` without a value.
pub(crate) const RUN_SWITCHES: &[&str] = &[
    "--detach",
    "-d",
    "--disable-content-trust",
    "--help",
    "--init",
    "--interactive",
    "-i",
    "--no-healthcheck",
    "--oom-kill-disable",
    "--privileged",
    "--publish-all",
    "-P",
    "--quiet",
    "-q",
    "--read-only",
    "--rm",
    "--sig-proxy",
    "--tty",
    "-t",
];

/// Cuts words into options with their values and positional words. An option that is not among `switches` takes the next
/// word when it has no `=value`. With `stop`, everything from the first positional word on is positional, as for `docker
/// run`.
pub(crate) fn arguments<'w>(
    words: &'w [ShellWord],
    switches: &[&str],
    stop: bool,
) -> Vec<Argument<'w>> {
    let mut arguments = Vec::with_capacity(words.len());
    let mut words = words.iter();
    let mut only_words = false;
    while let Some(word) = words.next() {
        let text = word.text.as_str();
        if only_words || !text.starts_with('-') || text == "-" {
            only_words |= stop;
            arguments.push(positional(word));
            continue;
        }
        if text == "--" {
            only_words = true;
            continue;
        }
        arguments.push(option(word, switches).unwrap_or_else(|| {
            let value = words.next();
            Argument {
                option: Some(text),
                value: value.map_or("", |value| value.text.as_str()),
                word: value,
                from: 0,
            }
        }));
    }
    arguments
}

fn positional(word: &ShellWord) -> Argument<'_> {
    Argument {
        option: None,
        value: &word.text,
        word: Some(word),
        from: 0,
    }
}

/// An option that is complete in its word: `--name=value`, `-tvalue`, `-it`, a switch. `None` if its value is the next
/// word.
fn option<'w>(word: &'w ShellWord, switches: &[&str]) -> Option<Argument<'w>> {
    let text = word.text.as_str();
    let whole = |option: &'w str, from: usize| Argument {
        option: Some(option),
        value: &text[from..],
        word: Some(word),
        from,
    };
    if let Some(at) = text.find('=').filter(|_| text.starts_with("--")) {
        return Some(whole(&text[..at], at + 1));
    }
    if switches.contains(&text) {
        return Some(whole(text, text.len()));
    }
    if text.starts_with("--") {
        return None;
    }
    // short options: switches may stand together, the first other one takes the rest
    for (at, c) in text.char_indices().skip(1) {
        let end = at + c.len_utf8();
        if switches
            .iter()
            .any(|switch| switch.len() == 1 + c.len_utf8() && switch.ends_with(c))
        {
            continue;
        }
        if end == text.len() {
            return (at != 1).then(|| whole(text, text.len()));
        }
        return Some(if at == 1 {
            whole(&text[..end], end)
        } else {
            whole(text, end)
        });
    }
    Some(whole(text, text.len()))
}

#[cfg(test)]
mod tests {
    use super::super::words::commands;
    use super::*;

    fn cut(text: &str, switches: &[&str], stop: bool) -> Vec<(String, String)> {
        let words = commands(text).remove(0);
        arguments(&words, switches, stop)
            .iter()
            .map(|one| {
                (
                    one.option.unwrap_or_default().to_owned(),
                    one.value.to_owned(),
                )
            })
            .collect()
    }

    fn pair(option: &str, value: &str) -> (String, String) {
        (option.to_owned(), value.to_owned())
    }

    #[test]
    fn builds() {
        assert_eq!(
            cut(
                "-t a --tag=b -tc --no-cache --build-arg X=1 . -f D",
                BUILD_SWITCHES,
                false
            ),
            [
                pair("-t", "a"),
                pair("--tag", "b"),
                pair("-t", "c"),
                pair("--no-cache", ""),
                pair("--build-arg", "X=1"),
                pair("", "."),
                pair("-f", "D"),
            ]
        );
    }

    #[test]
    fn runs_end_their_options_at_the_image() {
        assert_eq!(
            cut("-it -v a:b --rm img -c x", RUN_SWITCHES, true),
            [
                pair("-it", ""),
                pair("-v", "a:b"),
                pair("--rm", ""),
                pair("", "img"),
                pair("", "-c"),
                pair("", "x"),
            ]
        );
        assert_eq!(cut("-v", RUN_SWITCHES, true), [pair("-v", "")]);
    }
}
