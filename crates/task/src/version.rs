use std::sync::LazyLock;

use acrlint_text::{TextRange, TextSize};
use memchr::memmem::Finder;

use crate::lines::scanned_lines;

/// From this text on, compared byte by byte, aliases are on.
const ALIASES_SINCE: &str = "v1.1.0";

/// The versions that the runner knows, in lower case.
pub const VERSIONS: [&str; 3] = ["1.0-preview-1", "v1.0.0", "v1.1.0"];

static KEY: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("version"));

/// The version that the runner finds by looking at lines, before any YAML is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetectedVersion {
    /// What stands after the colon, without blanks and quotes; a trailing comment is part of it.
    pub text: String,
    /// Where `text` stands in the comment-stripped text.
    pub range: TextRange,
}

impl DetectedVersion {
    /// Whether the runner replaces aliases in a file of this version. Rule: cmd/acb/commands/exec/exec.go.
    pub fn enables_aliases(&self) -> bool {
        self.text.as_str() >= ALIASES_SINCE
    }
}

/// Looks for the first line that names a version. Rule: graph/preprocessor.go `FindVersion`.
pub(crate) fn detect(stripped: &str) -> Option<DetectedVersion> {
    // many files name none
    KEY.find(stripped.as_bytes())?;
    let quote = |c| c == '\'' || c == '"';
    for line in scanned_lines(stripped) {
        if !line.text.trim_start_matches(quote).starts_with("version") {
            continue;
        }
        let Some((key, value)) = line.text.split_once(':') else {
            continue;
        };
        if key.trim().trim_matches(quote) != "version" {
            continue;
        }
        let text = value.trim().trim_matches(quote);
        let at = if text.is_empty() {
            key.len() + 1
        } else {
            text.as_ptr() as usize - line.text.as_ptr() as usize
        };
        let start = line.start + TextSize::try_from(at).unwrap_or_default();
        return Some(DetectedVersion {
            text: text.to_owned(),
            range: TextRange::at(start, TextSize::of(text)),
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> Option<String> {
        detect(source).map(|v| v.text)
    }

    #[test]
    fn reads_lines_not_yaml() {
        assert_eq!(text("version: v1.1.0").as_deref(), Some("v1.1.0"));
        assert_eq!(
            text("a: b\n\"version\" : 'v1.1.0\"\n").as_deref(),
            Some("v1.1.0")
        );
        assert_eq!(text("version:v1.1.0 # x").as_deref(), Some("v1.1.0 # x"));
        assert_eq!(text(" version: v1.1.0"), None);
        assert_eq!(text("{version: v1.1.0}"), None);
        assert_eq!(text("\u{feff}version: v1.1.0"), None);
        assert_eq!(text("version v1.1.0"), None);
    }

    #[test]
    fn points_at_the_value() {
        let found = detect("x: y\nversion:  'v2'\n").unwrap();
        assert_eq!(found.range, TextRange::new(16.into(), 18.into()));
    }

    #[test]
    fn aliases_are_switched_by_byte_order() {
        for (version, on) in [
            ("v1.1.0", true),
            ("v1.0.0", false),
            ("V1.1.0", false),
            ("1.1.0", false),
            ("v2", true),
            ("{{.Values.v}}", true),
            ("", false),
        ] {
            let detected = DetectedVersion {
                text: version.into(),
                range: TextRange::default(),
            };
            assert_eq!(detected.enables_aliases(), on, "{version}");
        }
    }
}
