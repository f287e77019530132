use acrlint_task::{Part, Refusal, RefusalKind};
use acrlint_text::{TextRange, TextSize};
use acrlint_yaml::Problem;

use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// Text that is not YAML once its templates are rendered.
    ///
    /// ## Why it matters
    /// The runner refuses the task. The line that it names is one of the rendered text, without comment lines, and for
    /// some problems one too small.
    ///
    /// ## How to mend it
    /// The commonest causes are indentation that does not match, a blank behind a colon inside a text, and a value that a
    /// template puts in unquoted and that is empty or holds a colon: quote the whole text.
    ///
    /// ```yaml
    /// steps:
    ///   - push: ["{{ .Run.Registry }}/app:{{ .Values.tag }}"]
    /// ```
    ///
    /// Source: gopkg.in/yaml.v2 2.4.
    "yaml-syntax", Error, Refused,
    "text that is not YAML",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::YamlSyntax(error, part) = &refusal.kind else {
        return None;
    };
    let message = match part {
        Part::Task => words(&error.problem),
        Part::AliasBlock => format!("in the alias block, {}", words(&error.problem)),
        Part::AliasSource => format!("in a file of aliases, {}", words(&error.problem)),
        Part::Values => format!("in the values file, {}", words(&error.problem)),
    };
    let mut diagnostic = Diagnostic::new(&RULE, refusal.range, message);
    diagnostic.label = Some(label(&error.problem).to_owned());
    diagnostic.help = help(file, refusal, &error.problem);
    if refusal.elsewhere.is_some() {
        diagnostic.help = None; // what is around the fault is not in this file
    } else if file.written(refusal.range) == "\t" {
        diagnostic.message = "a tab stands where YAML wants blanks".to_owned();
        diagnostic.label = Some("a tab".to_owned());
        diagnostic.help = Some("indent with blanks".to_owned());
    } else if error.problem == Problem::UnexpectedValue && file.written(refusal.range) != ":" {
        let written = file.written(refusal.range);
        diagnostic.message = format!("`{written}` puts a colon where none can be");
        diagnostic.label = Some("not YAML with what this stands for".to_owned());
        diagnostic.help = Some("quote the whole text that it stands in".to_owned());
        diagnostic = diagnostic.fix(quote_value(file, refusal.range));
    } else if let Some(empty) = empty_action(file.source, refusal.range) {
        diagnostic.message = format!("`{empty}` gives nothing, and what is left is not YAML");
        diagnostic.label = Some("the text goes on with a blank".to_owned());
        diagnostic.help = Some(
            "give it a value when the run is queued: the runner takes one that is not given as empty, and puts it into the text as it is"
                .to_owned(),
        );
        diagnostic = diagnostic.fix(quote_value(file, refusal.range));
    }
    if let (Some(context), Some(range)) = (&error.context, refusal.related)
        && range.start() != refusal.range.start()
    {
        diagnostic = diagnostic.related(Some(range), began(context.text));
    }
    Some(diagnostic)
}

/// Quotes around the plain text that stands on the line of a range behind a key or a `-`.
fn quote_value(file: &File<'_>, range: TextRange) -> Option<Fix> {
    let line = file.line_around(range).trim_end();
    let key = line.find(": ").map(|at| at + 2);
    let value = match key {
        Some(at) if !line[..at].contains("{{") && !line[..at].contains('$') => &line[at..],
        _ => line.trim_start().strip_prefix("- ")?,
    };
    let value = value.trim_start();
    let plain = !value.starts_with(['[', '{', '|', '>', '&', '*', '!', '\''])
        && !value.contains(['"', '\\', '#']);
    let start = value.as_ptr() as usize - file.source.as_ptr() as usize;
    let place = TextRange::at(TextSize::try_from(start).ok()?, TextSize::of(value));
    let edit = Edit::replace(place, format!("\"{value}\""));
    (plain && place.contains_range(range)).then(|| Fix::unsafe_("quote the text", vec![edit]))
}

/// The template action or the alias right behind a colon that stands where none can: it gave nothing.
fn empty_action(source: &str, colon: TextRange) -> Option<&str> {
    let rest = source.get(usize::from(colon.end())..)?;
    let end = match rest.strip_prefix('$') {
        Some(name) => 1 + name.bytes().take_while(u8::is_ascii_alphanumeric).count(),
        None if rest.starts_with("{{") => rest.find("}}")? + 2,
        None => return None,
    };
    (&source[colon] == ":" && end > 1).then_some(&rest[..end])
}

fn words(problem: &Problem) -> String {
    match problem {
        Problem::UnexpectedValue => "a colon stands where no mapping can begin".to_owned(),
        Problem::UnexpectedEntry => "a list entry `-` stands where no list can begin".to_owned(),
        Problem::ExpectedKey => {
            "the indentation does not fit: a key of the mapping is expected here".to_owned()
        }
        Problem::ExpectedEntry => {
            "the indentation does not fit: a list entry `- ` is expected here".to_owned()
        }
        Problem::MissingColon => {
            "this line is neither a key with a colon nor part of a text".to_owned()
        }
        Problem::NoToken => "nothing in YAML begins with this character".to_owned(),
        Problem::ExpectedCommaOrBracket => "a list in brackets does not go on here".to_owned(),
        Problem::ExpectedCommaOrBrace => "a mapping in braces does not go on here".to_owned(),
        Problem::UnclosedQuotes => "a quoted text is not closed".to_owned(),
        Problem::UnknownAnchor(name) => format!("nothing before this is anchored as `&{name}`"),
        Problem::TabIndentation | Problem::TabInPlain => {
            "a tab stands in the indentation".to_owned()
        }
        Problem::IncompatibleVersion => "the runner reads YAML 1.1 only".to_owned(),
        Problem::UnknownEscape => "there is no such escape in double quotes".to_owned(),
        other => format!("the YAML does not parse: {}", other.text()),
    }
}

fn label(problem: &Problem) -> &'static str {
    match problem {
        Problem::UnexpectedValue => "this colon",
        Problem::UnexpectedEntry => "this `-`",
        Problem::ExpectedKey => "not a key of this mapping",
        Problem::ExpectedEntry => "not an entry of this list",
        Problem::MissingColon => "no `:` behind it",
        Problem::ExpectedCommaOrBracket => "`,` or `]` expected",
        Problem::ExpectedCommaOrBrace => "`,` or `}` expected",
        Problem::UnclosedQuotes => "begins here",
        Problem::TabIndentation | Problem::TabInPlain => "a tab",
        _ => "here",
    }
}

fn began(context: &str) -> String {
    let what = match context {
        "while parsing a block collection" => "the list",
        "while parsing a block mapping" => "the mapping",
        "while parsing a flow sequence" => "the bracket",
        "while parsing a flow mapping" => "the brace",
        "while scanning a simple key" => "the key",
        "while scanning a quoted scalar" => "the quoted text",
        "while scanning a block scalar" => "the text",
        other => other
            .trim_start_matches("while parsing ")
            .trim_start_matches("while scanning "),
    };
    format!("{what} begins here")
}

fn help(file: &File<'_>, refusal: &Refusal, problem: &Problem) -> Option<String> {
    let help = match problem {
        Problem::UnexpectedValue => return Some(unexpected_value(file, refusal)),
        Problem::MissingColon => return Some(missing_colon(file, refusal)),
        Problem::UnexpectedEntry => {
            "put the list on lines of its own below the key, or in brackets: `[a, b]`"
        }
        Problem::ExpectedKey | Problem::ExpectedEntry => {
            "begin the line in the same column as the lines that it belongs with"
        }
        Problem::NoToken => {
            "quote a text that begins with `@`, `%` or a backtick; indent with blanks, not tabs"
        }
        Problem::ExpectedCommaOrBracket | Problem::ExpectedCommaOrBrace => {
            "look for a quote or a bracket that is not closed before this"
        }
        Problem::UnclosedQuotes => "close the text with the quote that opens it",
        Problem::TabIndentation | Problem::TabInPlain => "indent with blanks",
        _ => return None,
    };
    Some(help.to_owned())
}

/// What to do about a colon depends on what it was meant to be, which the line before tells.
fn unexpected_value(file: &File<'_>, refusal: &Refusal) -> String {
    let line = file.line_around(refusal.range);
    let column = line.len() - line.trim_start().len();
    let is_first_colon = line.find(':').is_some_and(|at| {
        let start = line.as_ptr() as usize - file.source.as_ptr() as usize;
        start + at == usize::from(refusal.range.start())
    });
    if is_first_colon && let Some((before, _)) = file.line_before(refusal.range) {
        let outer = before.trim_start().trim_start_matches("- ");
        let indent = before.len() - outer.len();
        match outer.split_once(':') {
            Some((key, value)) if column > indent && !value.trim().is_empty() => {
                return format!(
                    "`{key}` has its value already: begin this line in the column of `{key}`"
                );
            }
            None => {
                return format!(
                    "the line before it, `{}`, is no `key: value`: make it one, or a comment",
                    before.trim()
                );
            }
            _ => {}
        }
    }
    if line.contains("{{") && file.is_expanded(refusal.range) {
        return "a template puts its value into the text as it is: quote the whole text, so that a colon in it does no harm"
            .to_owned();
    }
    "indent the line to the key that it belongs to, or quote a text that holds a colon and a blank"
        .to_owned()
}

fn missing_colon(file: &File<'_>, refusal: &Refusal) -> String {
    let written = file.written(refusal.range);
    if let Some((key, value)) = written.split_once(':')
        && key.bytes().all(|b| b.is_ascii_alphanumeric())
        && !value.is_empty()
    {
        return format!("put a blank behind the colon: `{key}: {value}`");
    }
    if let Some((before, _)) = file.line_before(refusal.range)
        && before.trim_end().ends_with(['|', '>'])
    {
        return "indent the lines of the text deeper than the key that it belongs to".to_owned();
    }
    "write `key: value` with a blank behind the colon; indent the lines of a `|` or `>` text deeper than its key".to_owned()
}
