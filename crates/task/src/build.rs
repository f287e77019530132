//! What the runner reads in a `build:` string.

use acrlint_text::{TextRange, TextSize};

/// A word of a build string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'b> {
    /// The word; outer quotes are gone where the runner trims them.
    pub text: &'b str,
    /// Where `text` stands in the build string, in bytes.
    pub range: TextRange,
}

/// What the runner itself reads from a `build:` string, besides handing it to Docker.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BuildCommand<'b> {
    /// The words after `-t` or `--tag`, quotes kept.
    pub tags: Vec<Word<'b>>,
    /// The words after `--build-arg`, quotes kept.
    pub build_args: Vec<Word<'b>>,
    /// The last word after `-f` or `--file`.
    pub dockerfile: Option<Word<'b>>,
    /// The last word after `--target`.
    pub target: Option<Word<'b>>,
    /// The last word that is neither a flag nor directly behind one; the runner takes `.` when there is none.
    pub context: Option<Word<'b>>,
}

/// Reads a build string as the runner does: cut at white space, quotes group nothing, `--flag=value` is not understood.
/// Rule: util/parse.go `ParseTags`, `ParseBuildArgs`; builder/parse.go `parseDockerBuildCmd`.
pub fn read_build_command(build: &str) -> BuildCommand<'_> {
    let mut command = BuildCommand::default();
    let mut before = "";
    for word in words(build) {
        match before {
            "-t" | "--tag" => command.tags.push(word),
            "--build-arg" => command.build_args.push(word),
            "-f" | "--file" => command.dockerfile = Some(unquoted(word)),
            "--target" => command.target = Some(unquoted(word)),
            _ => {}
        }
        if !word.text.starts_with('-') && !before.starts_with('-') {
            command.context = Some(unquoted(word));
        }
        before = word.text;
    }
    command
}

/// The words of a text, cut at Unicode white space.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + blanks(&text[at..]);
        at = start + visible(&text[start..]);
        (start < at).then(|| Word {
            text: &text[start..at],
            range: TextRange::new(size(start), size(at)),
        })
    })
}

/// How many bytes of white space a text begins with.
fn blanks(text: &str) -> usize {
    match text.as_bytes() {
        [] => 0,
        // the usual case
        [b' ', second, ..] if second.is_ascii_graphic() => 1,
        _ => text.len() - text.trim_start().len(),
    }
}

/// How many bytes a text has before its first white space.
fn visible(text: &str) -> usize {
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    let ends = eights.iter().map(|eight| first_end(*eight));
    let ascii = match ends.enumerate().find(|(_, end)| *end < 8) {
        Some((index, end)) => index * 8 + end,
        None => {
            let end = rest.iter().position(|b| !b.is_ascii_graphic());
            eights.len() * 8 + end.unwrap_or(rest.len())
        }
    };
    match text.as_bytes().get(ascii) {
        None | Some(b' ' | b'\n') => ascii,
        Some(_) => text[ascii..]
            .find(char::is_whitespace)
            .map_or(text.len(), |more| ascii + more),
    }
}

/// Where in eight bytes the first one is that is no visible ASCII; 8 if there is none.
fn first_end(eight: [u8; 8]) -> usize {
    const ALL: u64 = 0x0101_0101_0101_0101;
    let bytes = u64::from_le_bytes(eight);
    // a byte up to the blank borrows its highest bit when 0x21 is taken away; one beyond ASCII has it anyway
    let ends = (bytes | bytes.wrapping_sub(ALL * 0x21)) & (ALL * 0x80);
    ends.trailing_zeros() as usize / 8
}

fn unquoted(word: Word<'_>) -> Word<'_> {
    let quote = |c| c == '"' || c == '\'';
    let left = word.text.trim_start_matches(quote);
    let cut = TextSize::of(word.text) - TextSize::of(left);
    let text = left.trim_end_matches(quote);
    Word {
        text,
        range: TextRange::at(word.range.start() + cut, TextSize::of(text)),
    }
}

fn size(n: usize) -> TextSize {
    TextSize::try_from(n).unwrap_or(TextSize::new(u32::MAX))
}

/// Where a build's files come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContextKind {
    /// A git repository.
    Git,
    /// A tar file behind a URL.
    Url,
    /// An OCI artifact.
    Oci,
    /// A folder of the run's working directory.
    Local,
}

impl ContextKind {
    /// The runner's name of the kind.
    pub fn name(self) -> &'static str {
        match self {
            Self::Git => "git",
            Self::Url => "url",
            Self::Oci => "oci",
            Self::Local => "local",
        }
    }
}

/// The kind of a build context. Rule: util/url.go and Docker's urlutil.
pub fn context_kind(context: &str) -> ContextKind {
    if is_git(context) || is_azure_git(context) {
        ContextKind::Git
    } else if is_web(context) {
        ContextKind::Url
    } else if starts_with_ignoring_case(context, "oci://") {
        ContextKind::Oci
    } else {
        ContextKind::Local
    }
}

fn is_web(context: &str) -> bool {
    context.starts_with("http://") || context.starts_with("https://")
}

fn is_git(context: &str) -> bool {
    let prefixes = ["git://", "github.com/", "git@"];
    prefixes.iter().any(|prefix| context.starts_with(prefix))
        || (is_web(context) && ends_like_a_repository(context))
}

/// Ends in `.git`, or `.git#` with something behind it.
fn ends_like_a_repository(context: &str) -> bool {
    context.ends_with(".git")
        || context
            .match_indices(".git#")
            .any(|(at, found)| context.len() > at + found.len())
}

/// A repository of Azure DevOps or Visual Studio Team Services.
fn is_azure_git(context: &str) -> bool {
    let lower = context.to_lowercase();
    let Some(rest) = lower.strip_prefix("https://") else {
        return false;
    };
    let rest = rest.split('#').next().unwrap_or_default();
    if rest.contains('?') {
        return false;
    }
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    (host == "dev.azure.com" || host.ends_with(".visualstudio.com")) && path.contains("/_git/")
}

fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_words_as_the_runner_does() {
        let build = "-t $R/a:1 --tag \"b c\" --build-arg X=1 -f 'Dockerfile' --target prod --tag=no https://h/r.git#main";
        let command = read_build_command(build);
        let texts =
            |words: &[Word<'_>]| words.iter().map(|w| w.text.to_owned()).collect::<Vec<_>>();
        assert_eq!(texts(&command.tags), ["$R/a:1", "\"b"]);
        assert_eq!(texts(&command.build_args), ["X=1"]);
        let dockerfile = command.dockerfile.unwrap();
        assert_eq!(dockerfile.text, "Dockerfile");
        assert_eq!(&build[dockerfile.range], "Dockerfile");
        assert_eq!(command.target.unwrap().text, "prod");
        // behind a word that looks like a flag
        assert_eq!(command.context.unwrap().text, "c\"".trim_matches('"'));
    }

    #[test]
    fn words_are_cut_at_any_white_space() {
        for text in [
            "",
            " ",
            "a  b ",
            "\u{b}a\u{85}b\u{3000}c\r\n\td",
            "a\u{1}b é",
        ] {
            let cut: Vec<&str> = words(text).map(|word| word.text).collect();
            let right: Vec<&str> = text.split_whitespace().collect();
            assert_eq!(cut, right);
        }
    }

    #[test]
    fn a_context_behind_a_flag_is_not_seen() {
        assert_eq!(
            read_build_command("-t x --no-cache https://h/r.git").context,
            None
        );
        assert_eq!(read_build_command(". # note").context.unwrap().text, "note");
    }

    #[test]
    fn context_kinds() {
        use ContextKind::{Git, Local, Oci, Url};
        for (context, kind) in [
            ("https://github.com/a/b.git", Git),
            ("https://github.com/a/b.git#main:dir", Git),
            ("https://github.com/a/b.git#", Url),
            ("https://github.com/a/b#main", Url),
            ("git@github.com:a/b", Git),
            ("github.com/a/b", Git),
            ("HTTPS://dev.azure.com/o/p/_git/r", Git),
            ("https://o.visualstudio.com/p/_git/r#x", Git),
            ("https://dev.azure.com/o/p/_git/r?x=1", Url),
            ("https://h/x.tar.gz", Url),
            ("OCI://r.azurecr.io/a:1", Oci),
            ("HTTPS://h/x.git", Local),
            ("ssh://h/x.git", Local),
            (".", Local),
        ] {
            assert_eq!(context_kind(context), kind, "{context}");
        }
    }
}
