use std::str::FromStr;

use ls_types::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands in the path of a URI as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The path of a URI, with `/` between folders: `/a/b c` of `file:///a/b%20c`, `c:/a` of `file:///c%3A/a`.
pub(crate) fn path_of(uri: &Uri) -> String {
    let path = uri.path().as_str();
    let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
    match path.as_bytes() {
        [b'/', letter, b':', ..] if letter.is_ascii_alphabetic() => path[1..].to_owned(),
        [b'/', ..] => path,
        // `untitled:Untitled-1`
        _ => format!("/{path}"),
    }
}

/// The path of a folder's URI, without a `/` at its end but that of the root.
pub(crate) fn folder_path(uri: &Uri) -> String {
    match path_of(uri).trim_end_matches('/') {
        "" => "/".to_owned(),
        path => path.to_owned(),
    }
}

/// The path of the folder with this URI as a [`Tree`](acrlint_analysis::Tree) is asked for it; `None` if it is no URI.
pub fn folder_of(uri: &str) -> Option<String> {
    Some(folder_path(&uri.parse().ok()?))
}

/// What stands before the path of a URI: `file://`, `vscode-vfs://github`.
pub(crate) fn origin_of(uri: &Uri) -> String {
    let text = uri.as_str();
    match text.find(uri.path().as_str()) {
        Some(at) if !uri.path().as_str().is_empty() => text[..at].to_owned(),
        _ => text.to_owned(),
    }
}

/// The URI of a path.
pub(crate) fn uri_of(origin: &str, path: &str) -> Option<Uri> {
    let encoded = utf8_percent_encode(path, PLAIN);
    let slash = if path.starts_with('/') { "" } else { "/" };
    Uri::from_str(&format!("{origin}{slash}{encoded}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_uris_and_back() {
        for (uri, path, origin) in [
            ("file:///a/b%20c/%C3%A4.yaml", "/a/b c/ä.yaml", "file://"),
            ("file:///c%3A/x", "c:/x", "file://"),
            (
                "vscode-vfs://github/o/r/acb.yaml",
                "/o/r/acb.yaml",
                "vscode-vfs://github",
            ),
        ] {
            let parsed = Uri::from_str(uri).unwrap();
            assert_eq!(path_of(&parsed), path);
            assert_eq!(origin_of(&parsed), origin);
            assert_eq!(uri_of(origin, path).unwrap().as_str(), uri);
        }
        assert_eq!(folder_of("file:///c%3A/w/").as_deref(), Some("c:/w"));
        assert_eq!(folder_of("file:///").as_deref(), Some("/"));
        assert_eq!(
            path_of(&Uri::from_str("untitled:Untitled-1").unwrap()),
            "/Untitled-1"
        );
    }
}
