use acrlint_analysis::{Applicability, Diagnostic, Fix};
use acrlint_task::Verdict;
use acrlint_text::{Lines, Position, TextRange};
use serde::Serialize;

use crate::{Checked, Summary};

/// Fields may be added under this number, never changed.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Output<'c> {
    version: u32,
    files: Vec<FileOutput<'c>>,
    summary: Summary,
}

#[derive(Serialize)]
struct FileOutput<'c> {
    path: &'c str,
    runner: Runner<'c>,
    diagnostics: Vec<Finding<'c>>,
}

#[derive(Serialize)]
struct Runner<'c> {
    accepts: Option<bool>,
    error: Option<&'c str>,
}

#[derive(Serialize)]
struct Finding<'c> {
    rule: &'static str,
    severity: &'static str,
    message: &'c str,
    help: Option<&'c str>,
    notes: &'c [String],
    url: String,
    range: Range,
    related: Vec<RelatedOutput<'c>>,
    fixes: Vec<FixOutput<'c>>,
}

#[derive(Serialize)]
struct RelatedOutput<'c> {
    path: &'c str,
    range: Range,
    message: &'c str,
}

#[derive(Serialize)]
struct FixOutput<'c> {
    title: &'c str,
    applicability: &'static str,
    edits: Vec<EditOutput<'c>>,
}

#[derive(Serialize)]
struct EditOutput<'c> {
    range: Range,
    text: &'c str,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    offset: u32,
}

/// All findings as JSON, one document with a line break behind it.
///
/// # Errors
/// When the serializer fails, which these types give no reason to.
pub fn json(files: &[Checked]) -> Result<String, serde_json::Error> {
    let output = Output {
        version: VERSION,
        files: files.iter().map(file_output).collect(),
        summary: Summary::of(files),
    };
    Ok(serde_json::to_string_pretty(&output)? + "\n")
}

fn file_output(file: &Checked) -> FileOutput<'_> {
    let lines = Lines::new(&file.source);
    let others: Vec<(&str, Lines)> = file
        .others
        .iter()
        .map(|(path, text)| (path.as_str(), Lines::new(text)))
        .collect();
    let (accepts, error) = match &file.report.verdict {
        Verdict::Accepts => (Some(true), None),
        Verdict::Refuses(error) => (Some(false), Some(error.as_str())),
        Verdict::Unknown => (None, None),
    };
    FileOutput {
        path: &file.path,
        runner: Runner { accepts, error },
        diagnostics: file
            .report
            .diagnostics
            .iter()
            .map(|diagnostic| finding(file, &lines, &others, diagnostic))
            .collect(),
    }
}

fn finding<'c>(
    file: &'c Checked,
    lines: &Lines,
    others: &[(&str, Lines)],
    diagnostic: &'c Diagnostic,
) -> Finding<'c> {
    let related = diagnostic.related.iter().map(|related| {
        let path = related.path.as_deref().unwrap_or(&file.path);
        let lines = others
            .iter()
            .find(|(other, _)| *other == path)
            .map_or(lines, |(_, lines)| lines);
        RelatedOutput {
            path,
            range: range(lines, related.range),
            message: &related.message,
        }
    });
    Finding {
        rule: diagnostic.rule.name,
        severity: diagnostic.severity.name(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        notes: &diagnostic.notes,
        url: diagnostic.rule.url(),
        range: range(lines, diagnostic.range),
        related: related.collect(),
        fixes: diagnostic
            .fixes
            .iter()
            .map(|fix| fix_output(lines, fix))
            .collect(),
    }
}

fn fix_output<'c>(lines: &Lines, fix: &'c Fix) -> FixOutput<'c> {
    let edits = fix.edits.iter().map(|edit| EditOutput {
        range: range(lines, edit.range),
        text: &edit.text,
    });
    FixOutput {
        title: &fix.title,
        applicability: match fix.applicability {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        },
        edits: edits.collect(),
    }
}

fn range(lines: &Lines, range: TextRange) -> Range {
    Range {
        start: place(lines.position(range.start())),
        end: place(lines.position(range.end())),
    }
}

fn place(position: Position) -> Place {
    Place {
        line: position.line,
        column: position.column,
        offset: position.offset,
    }
}
