/// Bytes as text, the way Go prints them: each byte that belongs to no character becomes U+FFFD.
pub(crate) fn text(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_stray_byte_counts() {
        assert_eq!(super::text(b"a\xE2\x82b"), "a\u{FFFD}\u{FFFD}b");
    }
}
