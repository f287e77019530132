//! Paths as texts, with `/` between folders.

/// A path without `.`, `//` and, where it can be told, `..`.
pub(crate) fn clean(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut pieces: Vec<&str> = Vec::new();
    for piece in path.split('/') {
        match piece {
            "" | "." => {}
            ".." if pieces.last().is_some_and(|last| *last != "..") => {
                pieces.pop();
            }
            _ => pieces.push(piece),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", pieces.join("/"))
}

/// The folder of a path; empty for the working directory.
pub(crate) fn folder(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) => "/",
        Some(at) => &path[..at],
        None => "",
    }
}

/// Whether a path begins at the root, or at a drive of Windows.
pub(crate) fn is_absolute(path: &str) -> bool {
    let drive = |path: &[u8]| matches!(path, [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic());
    path.starts_with(['/', '\\']) || drive(path.as_bytes())
}

/// A path from a folder.
pub(crate) fn join(folder: &str, path: &str) -> String {
    if path.starts_with('/') || folder.is_empty() {
        clean(path)
    } else {
        clean(&format!("{folder}/{path}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        assert_eq!(clean("./a//b/../c"), "a/c");
        assert_eq!(clean("../a"), "../a");
        assert_eq!(clean("/a/./b"), "/a/b");
        assert_eq!(folder("a/b"), "a");
        assert_eq!(folder("a"), "");
        assert_eq!(folder("/a"), "/");
        assert_eq!(join("a", "../b"), "b");
        assert_eq!(join("", "./b"), "b");
    }
}
