use std::ops::Range;

use acrlint_text::has_symbol;

use super::TokenKind;

/// The registry, the repository and the tag of an image, whose name need not be right.
pub(super) fn pieces(image: &str) -> Vec<(Range<usize>, TokenKind)> {
    let name_end = image.find('@').unwrap_or(image.len());
    let name = &image[..name_end];
    let registry = name.find('/').filter(|slash| {
        let first = &name[..*slash];
        first.contains(['.', ':']) || first == "localhost" || has_symbol(first)
    });
    let repository = registry.map_or(0, |slash| slash + 1);
    let last = name.rfind('/').map_or(0, |slash| slash + 1);
    let tag = name[last.max(repository)..]
        .find(':')
        .map(|at| last.max(repository) + at);
    let pieces = [
        (0..registry.unwrap_or(0), TokenKind::Registry),
        (repository..tag.unwrap_or(name_end), TokenKind::Image),
        (tag.map_or(name_end, |at| at + 1)..name_end, TokenKind::Tag),
        ((name_end + 1).min(image.len())..image.len(), TokenKind::Tag),
    ];
    pieces
        .into_iter()
        .filter(|(piece, _)| !piece.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(image: &str) -> Vec<(&str, TokenKind)> {
        let pieces = pieces(image).into_iter();
        pieces.map(|(piece, kind)| (&image[piece], kind)).collect()
    }

    #[test]
    fn images() {
        use TokenKind::{Image, Registry, Tag};
        assert_eq!(run("node:20"), [("node", Image), ("20", Tag)]);
        assert_eq!(
            run("r.azurecr.io:443/a/b:1@sha256:0"),
            [
                ("r.azurecr.io:443", Registry),
                ("a/b", Image),
                ("1", Tag),
                ("sha256:0", Tag)
            ]
        );
        assert_eq!(run("library/é"), [("library/é", Image)]);
        assert_eq!(run("localhost/"), [("localhost", Registry)]);
        assert_eq!(run(""), []);
        assert_eq!(run("@"), []);
    }
}
