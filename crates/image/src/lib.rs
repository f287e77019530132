//! Image references such as `registry.example/team/app:1.0@sha256:…`, as github.com/docker/distribution 2.8 reads them
//! for the runner, with the range of each part.
#![forbid(unsafe_code)]

mod registry;
mod symbols;

pub use registry::{Attribution, DOCKER_HUB, host_of, is_docker_hub};
pub use symbols::Tolerant;

use acrlint_text::{TextRange, TextSize};

/// An image reference. All ranges are byte ranges of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference<'t> {
    text: &'t str,
    /// The host with its port. By this grammar the first of several components is a host whenever it could be one, so
    /// `foo/bar` has the host `foo`.
    pub domain: Option<TextRange>,
    /// The repository's path, without the host.
    pub path: TextRange,
    /// The tag, without its colon.
    pub tag: Option<TextRange>,
    /// The digest, without its `@`.
    pub digest: Option<TextRange>,
}

/// Why a text is no image reference, in the words of the library that the runner uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReference {
    /// It does not have the form of a reference.
    #[error("invalid reference format")]
    Format,
    /// It would be a reference in lower case.
    #[error("repository name must be lowercase")]
    Uppercase,
    /// It is empty.
    #[error("repository name must have at least one component")]
    Empty,
    /// Host and path have more than 255 characters.
    #[error("repository name must not be more than 255 characters")]
    TooLong,
}

/// Host and path together, in bytes.
const LONGEST_NAME: usize = 255;
/// A tag, in bytes.
const LONGEST_TAG: usize = 128;

impl<'t> Reference<'t> {
    /// Reads a reference. Rule: docker/distribution reference.go `Parse`.
    ///
    /// # Errors
    /// Says why the text is none.
    pub fn parse(text: &'t str) -> Result<Self, InvalidReference> {
        let Some(found) = Self::matches(text) else {
            return Err(match text {
                "" => InvalidReference::Empty,
                _ if Reference::matches(&text.to_lowercase()).is_some() => {
                    InvalidReference::Uppercase
                }
                _ => InvalidReference::Format,
            });
        };
        if usize::from(found.path.end()) > LONGEST_NAME {
            return Err(InvalidReference::TooLong);
        }
        Ok(found)
    }

    /// The host, if the reference has one.
    pub fn domain(&self) -> Option<&'t str> {
        self.domain.map(|range| &self.text[range])
    }

    /// Host and path.
    pub fn name(&self) -> &'t str {
        &self.text[TextRange::up_to(self.path.end())]
    }

    fn matches(text: &'t str) -> Option<Self> {
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) if is_digest(digest) => (rest, Some(range_of(text, digest))),
            Some(_) => return None,
            None => (text, None),
        };
        // a colon before the last slash belongs to a port
        let last = rest.rfind('/').map_or(0, |at| at + 1);
        let (name, tag) = match rest[last..].find(':') {
            Some(at) => {
                let (name, tag) = rest.split_at(last + at);
                (name, Some(&tag[1..]))
            }
            None => (rest, None),
        };
        if tag.is_some_and(|tag| !is_tag(tag)) {
            return None;
        }
        let tag = tag.map(|tag| range_of(text, tag));
        let (domain, path) = match name.split_once('/') {
            Some((first, path)) if is_domain(first) && is_path(path) => (Some(first), path),
            _ if is_path(name) => (None, name),
            _ => return None,
        };
        Some(Self {
            text,
            domain: domain.map(|domain| range_of(text, domain)),
            path: range_of(text, path),
            tag,
            digest,
        })
    }
}

fn range_of(text: &str, part: &str) -> TextRange {
    let at = part.as_ptr() as usize - text.as_ptr() as usize;
    let start = TextSize::try_from(at).unwrap_or_default();
    TextRange::at(start, TextSize::of(part))
}

/// Components of letters, digits and inner hyphens, joined by dots, and a port.
fn is_domain(text: &str) -> bool {
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
        && host.split('.').all(|part| {
            !part.is_empty()
                && !part.starts_with('-')
                && !part.ends_with('-')
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}

fn is_path(text: &str) -> bool {
    text.split('/').all(is_path_component)
}

/// Lower-case letters and digits, separated by one dot, one or two underscores, or hyphens.
fn is_path_component(text: &str) -> bool {
    let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let separator = |part: &str| {
        matches!(part, "." | "_" | "__") || (!part.is_empty() && part.bytes().all(|b| b == b'-'))
    };
    let bytes = text.as_bytes();
    let inner_ends =
        bytes.first().is_some_and(|b| word(*b)) && bytes.last().is_some_and(|b| word(*b));
    inner_ends
        && text.is_ascii()
        && text
            .split(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            .all(|part| part.is_empty() || separator(part))
}

fn is_tag(text: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    text.len() <= LONGEST_TAG
        && text.bytes().next().is_some_and(word)
        && text.bytes().all(|b| word(b) || b == b'.' || b == b'-')
}

/// An algorithm, a colon and at least 32 hexadecimal digits.
fn is_digest(text: &str) -> bool {
    let Some((algorithm, hex)) = text.split_once(':') else {
        return false;
    };
    algorithm.split(['-', '_', '+', '.']).all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.bytes().all(|b| b.is_ascii_alphanumeric())
    }) && hex.len() >= 32
        && hex.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<&str>, &str, Option<&str>) {
        let found = Reference::parse(text).unwrap();
        (
            found.domain(),
            &text[found.path],
            found.tag.map(|tag| &text[tag]),
        )
    }

    #[test]
    fn the_first_component_is_a_host_whenever_it_could_be() {
        assert_eq!(parts("foo/bar:1"), (Some("foo"), "bar", Some("1")));
        assert_eq!(parts("Reg.io:5000/a/b"), (Some("Reg.io:5000"), "a/b", None));
        assert_eq!(parts("a_b/c"), (None, "a_b/c", None));
        assert_eq!(parts("alpine"), (None, "alpine", None));
        assert_eq!(parts("alpine:3"), (None, "alpine", Some("3")));
    }

    #[test]
    fn digests() {
        let text = format!("r.io/a:1@sha256:{}", "0a".repeat(32));
        let found = Reference::parse(&text).unwrap();
        assert_eq!(found.name(), "r.io/a");
        assert!(found.digest.is_some());
        assert_eq!(
            Reference::parse("a@sha256:12"),
            Err(InvalidReference::Format)
        );
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(Reference::parse("FOO"), Err(InvalidReference::Uppercase));
        assert_eq!(Reference::parse("alpine:"), Err(InvalidReference::Format));
        assert_eq!(Reference::parse(""), Err(InvalidReference::Empty));
        assert_eq!(Reference::parse("\"r/a:1\""), Err(InvalidReference::Format));
        assert_eq!(Reference::parse("a..b"), Err(InvalidReference::Format));
        assert_eq!(
            Reference::parse(&"a".repeat(256)),
            Err(InvalidReference::TooLong)
        );
    }
}
