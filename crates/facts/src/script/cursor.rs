/// Where a parser of scripts stands in its text.
pub(crate) trait Cursor<'t> {
    /// The text from here on.
    fn rest(&self) -> &'t str;

    /// Goes on by so many bytes.
    fn advance(&mut self, bytes: usize);

    /// The next character.
    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Whether a text stands here.
    fn starts(&self, with: &str) -> bool {
        self.rest().starts_with(with)
    }

    /// Goes over a text, if it stands here.
    fn eat(&mut self, what: &str) -> bool {
        let found = self.starts(what);
        if found {
            self.advance(what.len());
        }
        found
    }

    /// Goes over a character.
    fn bump(&mut self) {
        self.advance(self.peek().map_or(0, char::len_utf8));
    }
}

/// How many bytes `<name>` has, by which manuals name what their reader fills in; `None` if something else stands here.
pub(crate) fn placeholder(text: &str) -> Option<usize> {
    const LONGEST: usize = 64;
    let inside = text.strip_prefix('<')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
    let length = inside.find(|c| !is_name(c)).unwrap_or(inside.len());
    let is_one = inside[length..].starts_with('>')
        && inside.starts_with(|c: char| c.is_ascii_alphabetic())
        && length <= LONGEST;
    is_one.then_some(length + 2)
}
