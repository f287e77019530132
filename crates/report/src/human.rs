use std::fmt::Write as _;

use acrlint_analysis::{Diagnostic, Severity};
use acrlint_text::{Lines, TextRange, TextSize};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, MietteError, Report,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use crate::Checked;

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// With colours.
    pub color: bool,
    /// With box-drawing characters rather than ASCII.
    pub unicode: bool,
    /// The width to wrap texts at, in columns.
    pub width: usize,
}

/// Each finding with the lines that it is about.
pub fn human(file: &Checked, style: Style) -> String {
    let mut out = String::new();
    for diagnostic in &file.report.diagnostics {
        one(&mut out, file, diagnostic, style);
        out.push('\n');
    }
    out
}

fn one(out: &mut String, file: &Checked, diagnostic: &Diagnostic, style: Style) {
    let paint = Paint { on: style.color };
    let severity = diagnostic.severity;
    let head = format!("{}[{}]", severity.name(), diagnostic.rule.name);
    let _ = writeln!(
        out,
        "{}: {}",
        paint.severity(severity, &head),
        paint.bold(&diagnostic.message)
    );

    let canvas = Canvas { style, severity };
    let aside = Canvas {
        style,
        severity: Severity::Hint,
    };
    let lines = Lines::new(&file.source);
    let line = lines.position(diagnostic.range.start()).line;
    let mut labels = vec![label(
        diagnostic.label.clone(),
        diagnostic.range,
        &file.source,
    )];
    let mut apart = Vec::new();
    for related in diagnostic
        .related
        .iter()
        .filter(|related| related.path.is_none())
    {
        let label = label(Some(related.message.clone()), related.range, &file.source);
        let near = lines.position(related.range.start()).line.abs_diff(line) <= NEAR;
        if near { &mut labels } else { &mut apart }.push(label);
    }
    // a fault of another file alone has no place here
    let elsewhere = diagnostic.range.is_empty()
        && diagnostic
            .related
            .iter()
            .any(|related| related.path.is_some());
    if !elsewhere {
        canvas.snippet(out, &file.path, &file.source, labels);
    }
    for label in apart {
        aside.snippet(out, &file.path, &file.source, vec![label]);
    }
    for related in &diagnostic.related {
        let Some(path) = &related.path else { continue };
        if let Some((_, text)) = file.others.iter().find(|(other, _)| other == path) {
            let label = label(Some(related.message.clone()), related.range, text);
            aside.snippet(out, path, text, vec![label]);
        }
    }
    if let Some(help) = &diagnostic.help {
        paragraph(out, &paint.help("help"), "help", help, style.width);
    }
    for note in &diagnostic.notes {
        paragraph(out, &paint.note("note"), "note", note, style.width);
    }
}

/// `  word: text`, with further lines below the text.
fn paragraph(out: &mut String, painted: &str, word: &str, text: &str, width: usize) {
    let indent = " ".repeat(word.len() + 4);
    let room = width.saturating_sub(indent.len()).max(20);
    let mut lines = text.lines().flat_map(|line| wrapped(line, room));
    let _ = writeln!(out, "  {painted}: {}", lines.next().unwrap_or_default());
    for line in lines {
        let _ = writeln!(out, "{indent}{line}");
    }
}

/// A line cut at blanks so that each piece fits into `room` columns where it can. An indented line is a command to copy
/// and stays whole.
pub(crate) fn wrapped(line: &str, room: usize) -> Vec<String> {
    if line.starts_with(' ') {
        return vec![line.to_owned()];
    }
    let mut pieces = vec![String::new()];
    for word in line.split_whitespace() {
        let last = pieces
            .last_mut()
            .map(|piece| piece.chars().count())
            .unwrap_or_default();
        let begins = last == 0;
        if !begins && last + 1 + word.chars().count() > room {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            if !piece.is_empty() {
                piece.push(' ');
            }
            piece.push_str(word);
        }
    }
    pieces
}

/// So many lines apart, two places stand in one frame.
const NEAR: u32 = 2;

fn label(text: Option<String>, range: TextRange, source: &str) -> LabeledSpan {
    LabeledSpan::new_with_span(text, span(range, source))
}

/// Where snippets are drawn.
struct Canvas {
    style: Style,
    severity: Severity,
}

impl Canvas {
    fn theme(&self) -> GraphicalTheme {
        let mut styles = if self.style.color {
            ThemeStyles::ansi()
        } else {
            ThemeStyles::none()
        };
        let first = match self.severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Hint => styles.advice,
        };
        styles.highlights = vec![first, styles.help];
        GraphicalTheme {
            characters: if self.style.unicode {
                ThemeCharacters::unicode()
            } else {
                ThemeCharacters::ascii()
            },
            styles,
        }
    }

    /// The lines of some labels; the first label names the position.
    fn snippet(&self, out: &mut String, path: &str, source: &str, labels: Vec<LabeledSpan>) {
        let Some(first) = labels.first() else { return };
        let start = TextSize::try_from(first.offset()).unwrap_or_default();
        let at = Lines::new(source).position(start);
        let place = Paint {
            on: self.style.color,
        }
        .place(&format!("{path}:{}:{}", at.line, at.column));
        let report = Report::new(MietteDiagnostic::new("").with_labels(labels))
            .with_source_code(WholeLines(source.to_owned()));
        let theme = self.theme();
        let corner = format!("{}{}", theme.characters.ltop, theme.characters.hbar);
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(self.style.width)
            .with_context_lines(0)
            .without_cause_chain();
        let mut drawn = String::new();
        if handler.render_report(&mut drawn, report.as_ref()).is_err() {
            return;
        }
        // our own heading stands instead of miette's; the first frame says where the finding is
        let mut place = Some(place);
        for line in drawn
            .lines()
            .skip_while(|line| !line.trim_start().starts_with(&corner))
        {
            let indent = &line[..line.len() - line.trim_start().len()];
            if line.trim_start().starts_with(&corner) {
                match place.take() {
                    Some(place) => _ = writeln!(out, "{indent}{corner}[{place}]"),
                    None => _ = writeln!(out, "{indent}{corner}"),
                }
            } else if !line.trim().is_empty() {
                let _ = writeln!(out, "{}", line.trim_end());
            }
        }
    }
}

/// A source of which whole lines are shown, also without lines around them.
#[derive(Debug)]
struct WholeLines(String);

impl SourceCode for WholeLines {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = self.0.as_bytes();
        let (start, end) = (
            span.offset().min(text.len()),
            (span.offset() + span.len()).min(text.len()),
        );
        let start = text[..start]
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
        let end = text[end..]
            .iter()
            .position(|b| *b == b'\n')
            .map_or(text.len(), |at| end + at);
        self.0
            .read_span(&SourceSpan::from((start, end - start)), before, after)
    }
}

/// A span that shows something: an empty range takes the character behind it.
fn span(range: TextRange, source: &str) -> (usize, usize) {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    if end > start {
        return (start, end - start);
    }
    match source.get(start..).and_then(|rest| rest.chars().next()) {
        Some(c) if c != '\n' && c != '\r' => (start, c.len_utf8()),
        _ => (start, 0),
    }
}

/// Puts colours around texts.
pub(crate) struct Paint {
    pub(crate) on: bool,
}

impl Paint {
    fn with(&self, code: &str, text: &str) -> String {
        if self.on {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn severity(&self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Hint => "1;36",
        };
        self.with(code, text)
    }

    pub(crate) fn place(&self, text: &str) -> String {
        self.with("36", text)
    }

    pub(crate) fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    fn help(&self, text: &str) -> String {
        self.with("36", text)
    }

    fn note(&self, text: &str) -> String {
        self.with("2", text)
    }

    pub(crate) fn faint(&self, text: &str) -> String {
        self.with("2", text)
    }

    pub(crate) fn red(&self, text: &str) -> String {
        self.with("31", text)
    }

    pub(crate) fn green(&self, text: &str) -> String {
        self.with("32", text)
    }
}
