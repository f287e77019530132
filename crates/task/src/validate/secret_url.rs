//! Key Vault addresses of secrets: vaults/azurekeyvault.go `NewAKVSecretConfig`.

use crate::refusal::SecretUrlProblem;

/// Checks the address of a secret.
///
/// # Errors
/// What the runner refuses in it, with the runner's text.
pub(crate) fn check(url: &str) -> Result<(), (SecretUrlProblem, String)> {
    let lower = url.to_lowercase();
    let address = lower.strip_suffix('/').unwrap_or(&lower);
    let refuse = |problem, text: String| Err((problem, text));
    if let Some(reason) = unparsable(address) {
        let text =
            format!("failed to parse the azure keyvault secret URL: parse {address:?}: {reason}");
        return refuse(SecretUrlProblem::Unparsable, text);
    }
    let Some(rest) = address.strip_prefix("https:") else {
        let text = "invalid azure keyvault secret URL scheme. Expected Https".to_owned();
        return refuse(SecretUrlProblem::Scheme, text);
    };
    let (host, path) = host_and_path(rest);
    let pieces: Vec<&str> = path.split('/').collect();
    if !(3..=4).contains(&pieces.len()) {
        let text = format!(
            "invalid azure keyvault secret URL. Bad number of URL segments: {}",
            pieces.len()
        );
        return refuse(SecretUrlProblem::Segments(pieces.len()), text);
    }
    if pieces[1] != "secrets" {
        let text = format!(
            "invalid azure keyvault secret URL. Expected 'secrets' collection, but found: {}",
            pieces[1]
        );
        return refuse(SecretUrlProblem::Collection(pieces[1].to_owned()), text);
    }
    if !host.contains('.') {
        let text =
            format!("extracted vault resource https://{host} from vault URL {address} is invalid");
        return refuse(SecretUrlProblem::Host, text);
    }
    Ok(())
}

/// The host and the path of what stands behind a scheme.
fn host_and_path(rest: &str) -> (&str, &str) {
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    match rest.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = authority.rsplit('@').next().unwrap_or_default();
            (host, path)
        }
        None => ("", rest),
    }
}

/// Why Go's net/url does not parse a text, for the faults that a person can make here.
fn unparsable(url: &str) -> Option<String> {
    if url.bytes().any(|b| b < 0x20 || b == 0x7f) {
        return Some("net/url: invalid control character in URL".to_owned());
    }
    if url.starts_with(':') {
        return Some("missing protocol scheme".to_owned());
    }
    let before_slash = url.split('/').next().unwrap_or_default();
    let scheme = url.split(':').next().unwrap_or_default();
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    if before_slash.contains(':') && !is_scheme {
        return Some("first path segment in URL cannot contain colon".to_owned());
    }
    for (at, _) in url.match_indices('%') {
        let escape: String = url[at..].chars().take(3).collect();
        let hex = escape.len() == 3 && escape.bytes().skip(1).all(|b| b.is_ascii_hexdigit());
        if !hex {
            return Some(format!("invalid URL escape {escape:?}"));
        }
    }
    let (host, _) = host_and_path(url.split_once(':').map_or("", |(_, rest)| rest));
    host.chars()
        .find(|c| matches!(c, ' ' | '{' | '}' | '|' | '\\' | '^' | '`'))
        .map(|c| format!("invalid character {:?} in host name", c.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(url: &str) -> String {
        check(url).map_or_else(|(_, text)| text, |()| "ok".to_owned())
    }

    #[test]
    fn the_checks_in_their_order() {
        assert_eq!(text("https://v.vault.azure.net/secrets/x/"), "ok");
        assert_eq!(text("HTTPS://v.vault.azure.net/Secrets/x/1"), "ok");
        assert_eq!(
            text("http://v.vault.azure.net/secrets/x"),
            "invalid azure keyvault secret URL scheme. Expected Https"
        );
        assert_eq!(
            text("https://v.vault.azure.net/secrets"),
            "invalid azure keyvault secret URL. Bad number of URL segments: 2"
        );
        assert_eq!(
            text("https://v.vault.azure.net/keys/x"),
            "invalid azure keyvault secret URL. Expected 'secrets' collection, but found: keys"
        );
        assert_eq!(
            text("https://v/secrets/x"),
            "extracted vault resource https://v from vault URL https://v/secrets/x is invalid"
        );
        assert!(text(":x").starts_with("failed to parse the azure keyvault secret URL: "));
    }
}
