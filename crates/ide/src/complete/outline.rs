//! The outline of a task file while it is being written: its keys and list entries, by lines and columns alone. It needs
//! no YAML that is in order; actions of templates on lines of their own are passed over.

use std::ops::Range;

/// A key or an entry of a list.
#[derive(Debug)]
pub(crate) struct Entry<'s> {
    /// The column at which it begins: the key's first letter, or the dash.
    pub(crate) column: usize,
    /// Where it begins.
    pub(crate) start: usize,
    /// What it stands in; none for a key of the file itself.
    pub(crate) parent: Option<usize>,
    /// The key without quotes; none for an entry of a list.
    pub(crate) key: Option<&'s str>,
    /// Behind the key, before the colon; behind the dash.
    pub(crate) name_end: usize,
    /// The scalar or flow collection behind it, over all its lines, without anchor, header and comment.
    pub(crate) value: Range<usize>,
    /// Whether the value is a block scalar, which begins on the next line.
    pub(crate) is_block: bool,
    /// Where a comment begins behind it.
    pub(crate) comment: Option<usize>,
}

/// The outline, and what it is at the line of the cursor.
#[derive(Debug)]
pub(crate) struct Outline<'s> {
    pub(crate) source: &'s str,
    pub(crate) entries: Vec<Entry<'s>>,
    /// The line of the cursor, without its line break.
    pub(crate) line: Range<usize>,
    /// The entries around the line's beginning, from the outermost on.
    pub(crate) stack: Vec<usize>,
    /// The entry whose value goes on on the line.
    pub(crate) continues: Option<usize>,
    /// The entries that begin on the line.
    pub(crate) on_line: Range<usize>,
}

/// A value that may go on on the next lines, if these stand deeper than its column.
#[derive(Debug, Clone, Copy)]
struct Open {
    entry: usize,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Block,
    Plain,
    Quoted(char),
    /// The brackets that are open, and the quote.
    Flow(usize, Option<char>),
}

impl<'s> Outline<'s> {
    /// Reads a text; `at` is the cursor, at the beginning of a character.
    pub(crate) fn read(source: &'s str, at: usize) -> Self {
        let mut outline = Self {
            source,
            entries: Vec::new(),
            line: source.len()..source.len(),
            stack: Vec::new(),
            continues: None,
            on_line: 0..0,
        };
        let mut stack: Vec<usize> = Vec::new();
        let mut open: Option<Open> = None;
        let mut start = 0;
        for piece in source.split_inclusive('\n').chain(last_line(source)) {
            let text = piece.strip_suffix('\n').unwrap_or(piece);
            let text = text.strip_suffix('\r').unwrap_or(text);
            let line = start..start + text.len();
            let has_cursor = line.start <= at && at < start + piece.len().max(1);
            let has_cursor = has_cursor || (at == source.len() && line.end == at);
            start += piece.len();
            if has_cursor {
                outline.line = line.clone();
                outline.stack.clone_from(&stack);
                outline.on_line = outline.entries.len()..outline.entries.len();
            }
            outline.read_line(line, has_cursor.then_some(at), &mut stack, &mut open);
            if has_cursor {
                outline.on_line.end = outline.entries.len();
            }
        }
        outline
    }

    fn read_line(
        &mut self,
        line: Range<usize>,
        cursor: Option<usize>,
        stack: &mut Vec<usize>,
        open: &mut Option<Open>,
    ) {
        let text = &self.source[line.clone()];
        let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let body = text[bom..].trim_start_matches([' ', '\t']);
        let indent = text.len() - bom - body.len();
        let blank = body.trim().is_empty();
        let column = match cursor {
            Some(at) if blank => {
                let own = at.saturating_sub(line.start + bom);
                // an empty line of a block scalar may have any column
                let in_block = open.is_some_and(|open| open.form == Form::Block);
                let next = in_block.then(|| first_column(&self.source[line.end..]));
                own.max(next.unwrap_or_default())
            }
            _ => indent,
        };
        if let Some(going) = open.filter(|going| self.goes_on(*going, column, body, cursor)) {
            if cursor.is_some() {
                self.continues = Some(going.entry);
            }
            if !blank {
                self.entries[going.entry].value.end = line.start + text.trim_end().len();
                *open = going.form.behind(body).map(|form| Open { form, ..going });
            }
            return;
        }
        if blank || body.starts_with('#') || is_mark(body) {
            return;
        }
        *open = None;
        self.read_entries(line.start + bom + indent..line.end, indent, stack, open);
    }

    /// Whether a line belongs to a value above it.
    fn goes_on(&self, open: Open, column: usize, body: &str, cursor: Option<usize>) -> bool {
        let entry = &self.entries[open.entry];
        if column <= entry.column || body.starts_with('#') {
            return false;
        }
        match open.form {
            Form::Plain if cursor.is_some() => matches!(entry.key, Some("cmd" | "build")),
            Form::Plain => key_end(body).is_none(),
            Form::Block | Form::Quoted(_) | Form::Flow(..) => true,
        }
    }

    /// The dashes and the key of a line.
    fn read_entries(
        &mut self,
        body: Range<usize>,
        indent: usize,
        stack: &mut Vec<usize>,
        open: &mut Option<Open>,
    ) {
        let (mut at, mut column) = (body.start, indent);
        loop {
            let rest = &self.source[at..body.end];
            let behind = rest
                .strip_prefix('-')
                .map(|rest| rest.trim_start_matches([' ', '\t']));
            let Some(behind) = behind.filter(|_| {
                rest == "-" || rest.starts_with(['-']) && rest[1..].starts_with([' ', '\t'])
            }) else {
                break;
            };
            let width = rest.len() - behind.len();
            self.push(stack, column, at..at + 1, None, at + width..body.end, open);
            (at, column) = (at + width, column + width);
        }
        let rest = &self.source[at..body.end];
        if let Some((name, colon)) = key_end(rest) {
            let behind = &rest[colon + 1..];
            let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
            let value = at + colon + 1 + blanks..body.end;
            let key = rest[..name].trim_matches(['"', '\'']);
            // the entry around it is no scalar
            if let Some(last) = self
                .entries
                .last_mut()
                .filter(|last| last.value.start == at)
            {
                last.value = last.name_end..last.name_end;
            }
            self.push(stack, column, at..at + name, Some(key), value, open);
        }
    }

    fn push(
        &mut self,
        stack: &mut Vec<usize>,
        column: usize,
        name: Range<usize>,
        key: Option<&'s str>,
        value: Range<usize>,
        open: &mut Option<Open>,
    ) {
        while let Some(&top) = stack.last() {
            let around = &self.entries[top];
            // a list may stand at the column of its key
            let list_of_key = key.is_none() && around.key.is_some() && around.column == column;
            if around.column < column || list_of_key {
                break;
            }
            stack.pop();
        }
        let index = self.entries.len();
        let text = &self.source[value.clone()];
        let properties = properties(text);
        let written = &text[properties..];
        let comment = comment_start(written);
        let bare = written[..comment.unwrap_or(written.len())].trim_end();
        let start = value.start + properties;
        let form = Form::of(bare);
        let is_block = form == Some(Form::Block);
        self.entries.push(Entry {
            column,
            start: name.start,
            parent: stack.last().copied(),
            key,
            name_end: name.end,
            value: if is_block {
                // the text begins on the next line
                let end = self.source.len().min(value.end + 1);
                end..end
            } else {
                start..start + bare.len()
            },
            is_block,
            comment: comment.map(|at| start + at),
        });
        stack.push(index);
        *open = form.map(|form| Open { entry: index, form });
    }
}

/// Reading it.
impl<'s> Outline<'s> {
    /// The entries of a list of the task.
    pub(crate) fn items(&self, list: &str) -> impl Iterator<Item = usize> {
        let key = self
            .entries
            .iter()
            .position(|entry| entry.parent.is_none() && entry.key == Some(list));
        let entries = self.entries.iter().enumerate();
        let items = entries
            .filter(move |(_, entry)| key.is_some() && entry.parent == key && entry.key.is_none());
        items.map(|(index, _)| index)
    }

    /// The text of a key in an entry, without its quotes.
    pub(crate) fn text_of(&self, item: usize, key: &str) -> Option<&'s str> {
        // what belongs to an entry stands behind it
        let mut inside = self.entries[item + 1..]
            .iter()
            .take_while(|entry| entry.column > self.entries[item].column);
        let found = inside.find(|entry| entry.parent == Some(item) && entry.key == Some(key))?;
        Some(
            self.source[found.value.clone()]
                .trim()
                .trim_matches(['"', '\'']),
        )
    }
}

/// The column at which the first line of a text begins that is not blank.
fn first_column(text: &str) -> usize {
    let line = text.lines().find(|line| !line.trim().is_empty());
    line.map_or(0, |line| {
        line.len() - line.trim_start_matches([' ', '\t']).len()
    })
}

/// The empty line behind a last line break.
fn last_line(source: &str) -> Option<&str> {
    (source.is_empty() || source.ends_with('\n')).then_some("")
}

/// A line that is nothing but actions, or begins or ends a document.
fn is_mark(body: &str) -> bool {
    let body = body.trim_end();
    let action = body.starts_with("{{") && body.ends_with("}}") && key_end(body).is_none();
    action || body == "---" || body == "..."
}

/// Where the key ends that a text begins with, and where its colon stands.
fn key_end(text: &str) -> Option<(usize, usize)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let end = match quote {
        Some(quote) => 2 + text[1..].find(quote)?,
        None => text.find(|c: char| c.is_whitespace() || c == ':')?,
    };
    let mut end = end;
    loop {
        let rest = &text[end..];
        let behind = rest.trim_start_matches([' ', '\t']);
        let colon = end + rest.len() - behind.len();
        let after = behind.strip_prefix(':')?;
        if after.is_empty() || after.starts_with([' ', '\t', '\r']) {
            let is_name =
                end > 0 && !text.starts_with(['[', '{', '#', '|', '>', '&', '*', '!', '-']);
            return is_name.then_some((end, colon));
        }
        if quote.is_some() {
            return None;
        }
        // a colon inside of the word
        let more = after.find(|c: char| c.is_whitespace() || c == ':')?;
        end = colon + 1 + more;
    }
}

/// How long the anchor and the tag are that a value begins with, with the blanks behind them.
fn properties(text: &str) -> usize {
    let mut rest = text;
    while rest.starts_with(['&', '!']) {
        let end = rest.find([' ', '\t']).unwrap_or(rest.len());
        rest = rest[end..].trim_start_matches([' ', '\t']);
    }
    text.len() - rest.len()
}

/// Where a comment begins in a value.
fn comment_start(text: &str) -> Option<usize> {
    let mut before = ' ';
    let mut quote = None;
    let quotes = text.starts_with(['"', '\'']) || is_flow(text);
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open && before != '\\' => quote = None,
            Some(_) => {}
            None if quotes && matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '#' && matches!(before, ' ' | '\t') => return Some(at),
            None => {}
        }
        before = c;
    }
    None
}

/// Whether a value is a flow collection.
pub(crate) fn is_flow(text: &str) -> bool {
    text.starts_with('[') || (text.starts_with('{') && !text.starts_with("{{"))
}

impl Form {
    /// The form of a value that may go on behind its first line.
    fn of(text: &str) -> Option<Self> {
        match text.chars().next()? {
            '|' | '>' => Some(Self::Block),
            quote @ ('"' | '\'') => Self::Quoted(quote).behind(&text[1..]),
            _ if is_flow(text) => Self::Flow(0, None).behind(text),
            _ => Some(Self::Plain),
        }
    }

    /// The form behind another stretch of text; none when the value has ended in it.
    fn behind(self, text: &str) -> Option<Self> {
        match self {
            Self::Block | Self::Plain => Some(self),
            Self::Quoted(quote) => closing(text, quote).is_none().then_some(self),
            Self::Flow(mut depth, mut quote) => {
                for c in text.chars() {
                    match quote {
                        Some(open) if c == open => quote = None,
                        Some(_) => {}
                        None => match c {
                            '"' | '\'' => quote = Some(c),
                            '[' | '{' => depth += 1,
                            ']' | '}' => depth = depth.saturating_sub(1),
                            _ => {}
                        },
                    }
                }
                (depth > 0).then_some(Self::Flow(depth, quote))
            }
        }
    }
}

/// Where the closing quote stands in a text behind an opening one.
pub(crate) fn closing(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote == '"' => _ = chars.next(),
            '\'' if quote == '\'' && text[at + 1..].starts_with('\'') => _ = chars.next(),
            _ if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(source: &str) -> Vec<String> {
        let outline = Outline::read(source, source.len());
        let shown = outline.entries.iter().map(|entry| {
            let parent = entry.parent.map(|at| at.to_string()).unwrap_or_default();
            format!(
                "{parent}/{}={}",
                entry.key.unwrap_or("-"),
                &source[entry.value.clone()]
            )
        });
        shown.collect()
    }

    #[test]
    fn keys_and_entries_by_their_columns() {
        let source = "version: v1.1.0 # x\nsteps:\n- id: a\n  cmd: |\n    x: y\n    # z\n  when: [\"-\",\n    b]\n- - c\nenv:\n  - A=b: c\n";
        assert_eq!(
            shape(source),
            [
                "/version=v1.1.0",
                "/steps=",
                "1/-=",
                "2/id=a",
                "2/cmd=    x: y",
                "2/when=[\"-\",\n    b]",
                "1/-=- c",
                "6/-=c",
                "/env=",
                "8/-=",
                "9/A=b=c",
            ]
        );
    }

    #[test]
    fn words_that_are_no_keys() {
        for text in ["a:b", "a b: c", "\"a", "-t a: b", "[a: b", ": a", ""] {
            assert_eq!(key_end(text), None, "{text}");
        }
        assert_eq!(key_end("\"a b\" : c"), Some((5, 6)));
        assert_eq!(key_end("a:b:"), Some((3, 3)));
    }

    #[test]
    fn comments_stand_behind_a_blank() {
        assert_eq!(comment_start("a#b #c"), Some(4));
        assert_eq!(comment_start("'a #b' #c"), Some(7));
        assert_eq!(comment_start("# c"), Some(0));
        assert_eq!(comment_start("it's #c"), Some(5));
    }
}
