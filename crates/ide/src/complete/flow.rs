//! Where the cursor stands in a flow collection, `[a, {b: c`, which may be unfinished.

use std::ops::Range;

/// More brackets in each other than this are not looked into.
const DEEPEST: usize = 16;

/// The innermost collection around the cursor.
#[derive(Debug, Default)]
pub(crate) struct Flow<'s> {
    /// The brackets from the outermost to the innermost, each with the key that the next one, or the cursor, is the value of.
    pub(crate) path: Vec<(char, Option<&'s str>)>,
    /// The other elements of the innermost one: texts without quotes, or keys.
    pub(crate) others: Vec<&'s str>,
    /// The word of the cursor: an element, a key or a value, without quotes and blanks.
    pub(crate) word: Range<usize>,
    /// The quote that it begins with.
    pub(crate) quote: Option<char>,
    /// Whether the word is a key with its colon behind it.
    pub(crate) has_colon: bool,
}

/// A bracket that is open, with the beginnings of what stands in it.
struct Frame {
    bracket: char,
    /// Where the element begins.
    element: usize,
    /// The colon of the element.
    colon: Option<usize>,
    done: Vec<Range<usize>>,
}

/// Reads a collection that begins at `value.start`; `None` when the cursor is not inside.
pub(crate) fn read(source: &str, value: Range<usize>, at: usize) -> Option<Flow<'_>> {
    let mut frames: Vec<Frame> = Vec::new();
    let mut found: Option<(Flow<'_>, usize)> = None;
    let mut scan = Scan::new(source, value.clone());
    loop {
        let step = scan.next();
        let here = step.map_or(value.end.max(at), |(here, _)| here);
        if found.is_none() && here >= at {
            let innermost = frames.last()?;
            found = Some((around(source, &frames, innermost), frames.len()));
        }
        let Some((here, c)) = step else { break };
        match c {
            '[' | '{' if frames.len() < DEEPEST => frames.push(Frame {
                bracket: c,
                element: here + 1,
                colon: None,
                done: Vec::new(),
            }),
            ':' => {
                if let Some(frame) = frames.last_mut().filter(|frame| frame.bracket == '{') {
                    frame.colon.get_or_insert(here);
                }
            }
            ',' => {
                if let Some(frame) = frames.last_mut() {
                    frame.finish(here);
                }
            }
            ']' | '}' => {
                let depth = frames.len();
                let mut frame = frames.pop()?;
                frame.finish(here);
                if let Some((flow, _)) = found.as_mut().filter(|(_, inside)| *inside == depth) {
                    complete(source, flow, &frame, at);
                    return found.map(|(flow, _)| flow);
                }
            }
            _ => {}
        }
    }
    let (mut flow, depth) = found?;
    if let Some(frame) = frames.get_mut(depth - 1) {
        frame.finish(value.end.max(at));
        complete(source, &mut flow, frame, at);
    }
    Some(flow)
}

impl Frame {
    /// Ends an element; its range ends with its key where it has one.
    fn finish(&mut self, end: usize) {
        self.done.push(self.element..end);
        self.element = end + 1;
        self.colon = None;
    }
}

fn around<'s>(source: &'s str, frames: &[Frame], innermost: &Frame) -> Flow<'s> {
    let path = frames.iter().map(|frame| {
        let key = frame
            .colon
            .and_then(|colon| source.get(frame.element..colon));
        (frame.bracket, key.map(bare))
    });
    Flow {
        path: path.collect(),
        word: innermost.colon.map_or(innermost.element, |colon| colon + 1)..0,
        ..Flow::default()
    }
}

/// Fills in the other elements, and the word of the cursor.
fn complete<'s>(source: &'s str, flow: &mut Flow<'s>, frame: &Frame, at: usize) {
    let mut end = at;
    for element in &frame.done {
        let text = source.get(element.clone()).unwrap_or_default();
        let key_end = match frame.bracket {
            '{' => colon(text),
            _ => None,
        };
        if element.start <= at && at <= element.end {
            let begins = flow.word.start;
            end = match key_end {
                // the cursor is at the key
                Some(colon) if begins == element.start => {
                    flow.has_colon = true;
                    element.start + colon
                }
                _ => element.end,
            };
        } else {
            flow.others
                .push(bare(&text[..key_end.unwrap_or(text.len())]));
        }
    }
    let text = source.get(flow.word.start..end.max(at)).unwrap_or_default();
    let trimmed = text.trim_start();
    let mut start = flow.word.start + text.len() - trimmed.len();
    let mut end = start + trimmed.trim_end().len();
    if let Some(quote) = trimmed.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        flow.quote = Some(quote);
        start += 1;
        if end > start && source[..end].ends_with(quote) {
            end -= 1;
        }
    }
    // the blanks before the cursor belong to the word
    flow.word = start.min(at)..end.max(at);
}

/// Where the colon behind the key of an element stands.
fn colon(text: &str) -> Option<usize> {
    let mut scan = Scan::new(text, 0..text.len());
    std::iter::from_fn(|| scan.next())
        .find(|(_, c)| *c == ':')
        .map(|(at, _)| at)
}

/// A text without blanks and quotes.
pub(crate) fn bare(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}

/// The characters that are neither in quotes nor in an action; of colons those that end a key.
struct Scan<'s> {
    source: &'s str,
    range: Range<usize>,
    quote: Option<char>,
}

impl<'s> Scan<'s> {
    fn new(source: &'s str, range: Range<usize>) -> Self {
        Self {
            source,
            range,
            quote: None,
        }
    }

    fn next(&mut self) -> Option<(usize, char)> {
        while let Some(rest) = self.source.get(self.range.clone()) {
            let c = rest.chars().next()?;
            let here = self.range.start;
            self.range.start += c.len_utf8();
            match self.quote {
                Some(quote) if c == quote => self.quote = None,
                Some(_) => {}
                None if matches!(c, '"' | '\'') => self.quote = Some(c),
                None if rest.starts_with("{{") => {
                    let line = rest.split('\n').next().unwrap_or_default();
                    if let Some(end) = line.find("}}") {
                        self.range.start = here + end + 2;
                    } else {
                        self.range.start = here + line.len().max(1);
                    }
                }
                None if c == ':'
                    && !rest[1..].starts_with([' ', '\t', '\n', '\r'])
                    && rest.len() > 1 => {}
                None => return Some((here, c)),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(marked: &str) -> Option<String> {
        let at = marked.find('‸').unwrap();
        let source = marked.replace('‸', "");
        let flow = read(&source, 0..source.len(), at)?;
        let path: String = flow
            .path
            .iter()
            .map(|(c, key)| format!("{c}{}", key.unwrap_or("")))
            .collect();
        Some(format!(
            "{path} <{}> {:?}{}",
            &source[flow.word.clone()],
            flow.others,
            if flow.has_colon { " :" } else { "" }
        ))
    }

    #[test]
    fn the_word_and_its_neighbours() {
        for (text, wanted) in [
            ("[a, \"b\", ‸", "[ <> [\"a\", \"b\"]"),
            ("[a, b‸c , d]", "[ <bc> [\"a\", \"d\"]"),
            ("[\"a‸\", 'd']", "[ <a> [\"d\"]"),
            ("[‸]", "[ <> []"),
            ("{a: b, c‸", "{ <c> [\"a\"]"),
            ("{a: b, c‸: d}", "{ <c> [\"a\"] :"),
            ("{a: b‸, c: d}", "{a <b> [\"c\"]"),
            ("[{n: a, m: ‸}, x]", "[{m <> [\"n\"]"),
            ("[{{ .Run.ID }}, b‸]", "[ <b> [\"{{ .Run.ID }}\"]"),
            ("[r:5/é, x:‸", "[ <x:> [\"r:5/é\"]"),
        ] {
            assert_eq!(at(text).as_deref(), Some(wanted), "{text}");
        }
        assert_eq!(at("[a]‸"), None);
        assert_eq!(at("‸[a]"), None);
    }
}
