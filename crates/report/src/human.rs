use std::fmt::Write as _;

use acrlint_analysis::{Diagnostic, Severity};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report,
    ThemeCharacters, ThemeStyles,
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
    let _ = writeln!(out, "{}: {}", paint.severity(severity, &head), paint.bold(&diagnostic.message));

    let mut labels = vec![LabeledSpan::new_primary_with_span(
        diagnostic.label.clone(),
        span(diagnostic.range, &file.source),
    )];
    for related in diagnostic.related.iter().filter(|related| related.path.is_none()) {
        labels.push(LabeledSpan::new_with_span(
            Some(related.message.clone()),
            span(related.range, &file.source),
        ));
    }
    snippet(out, &file.path, &file.source, labels, style);
    for related in &diagnostic.related {
        let Some(path) = &related.path else { continue };
        if let Some((_, text)) = file.others.iter().find(|(other, _)| other == path) {
            let label = LabeledSpan::new_primary_with_span(
                Some(related.message.clone()),
                span(related.range, text),
            );
            snippet(out, path, text, vec![label], style);
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

/// A line cut at blanks so that each piece fits into `room` columns where it can; its indentation is kept.
fn wrapped(line: &str, room: usize) -> Vec<String> {
    let indent: String = line.chars().take_while(|c| *c == ' ').collect();
    let mut pieces = vec![indent.clone()];
    for word in line.split_whitespace() {
        let last = pieces.last_mut().map(|piece| piece.chars().count()).unwrap_or_default();
        let begins = last == indent.len();
        if !begins && last + 1 + word.chars().count() > room {
            pieces.push(indent.clone());
        }
        if let Some(piece) = pieces.last_mut() {
            if piece.len() > indent.len() {
                piece.push(' ');
            }
            piece.push_str(word);
        }
    }
    pieces
}

/// The lines around some labels; the first label names the position.
fn snippet(out: &mut String, path: &str, source: &str, labels: Vec<LabeledSpan>, style: Style) {
    let report = Report::new(MietteDiagnostic::new("").with_labels(labels))
        .with_source_code(NamedSource::new(path, source.to_owned()));
    let theme = GraphicalTheme {
        characters: if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_context_lines(0)
        .without_cause_chain();
    let mut drawn = String::new();
    if handler.render_report(&mut drawn, report.as_ref()).is_ok() {
        // our own heading stands instead of miette's
        let body = drawn.lines().skip_while(|line| !line.contains('[')).filter(|line| !line.trim().is_empty());
        for line in body {
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
}

/// A span that shows something: an empty range takes the character behind it, or the one before at the end.
fn span(range: acrlint_text::TextRange, source: &str) -> (usize, usize) {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    if end > start {
        return (start, end - start);
    }
    match source.get(start..).and_then(|rest| rest.chars().next()) {
        Some(c) if c != '\n' && c != '\r' => (start, c.len_utf8()),
        _ => (start, 0),
    }
}

struct Paint {
    on: bool,
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

    fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    fn help(&self, text: &str) -> String {
        self.with("36", text)
    }

    fn note(&self, text: &str) -> String {
        self.with("2", text)
    }
}
