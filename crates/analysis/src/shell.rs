//! What a text would be to a shell, as far as rules ask.

/// Whether a text sets a shell variable: `NAME=`, `for NAME in`, `read NAME`.
pub(crate) fn assigns(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let begins = !before.ends_with(|c: char| {
            c.is_alphanumeric() || matches!(c, '_' | '$' | '{' | '-' | '.' | '/')
        });
        let whole = !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let before = before.trim_end();
        let looped =
            before.ends_with("for") || before.ends_with("read") || before.ends_with("read -r");
        begins && whole && (after.starts_with('=') && !after.starts_with("==") || looped)
    })
}

/// Whether a character is one like any other to a shell, or begins a variable.
pub(crate) fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "-_./:=@$+,%~^{}".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assignments() {
        for text in [
            "ID=1",
            "a; ID=$(x)",
            "for ID in a b; do",
            "export ID=1",
            "read -r ID",
            "'ID=1",
        ] {
            assert!(assigns(text, "ID"), "{text}");
        }
        for text in [
            "$ID",
            "echo ID",
            "UUID=1",
            "ID2=1",
            "--ID=1",
            "[ $ID == 1 ]",
            "${ID}=",
        ] {
            assert!(!assigns(text, "ID"), "{text}");
        }
    }
}
