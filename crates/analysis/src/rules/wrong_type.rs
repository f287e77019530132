use acrlint_task::{Part, Refusal, RefusalKind};
use acrlint_text::TextRange;
use acrlint_yaml::NodeId;

use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::file::File;
use crate::rule::{declare_rule, refusals};

declare_rule! {
    /// ## What it finds
    /// A value of a type that its place does not take: a quoted number where a number is wanted, a list where a text is
    /// wanted, a step that is a text.
    ///
    /// ## Why it matters
    /// The runner refuses the task, and its message counts lines of a text that you have not seen.
    ///
    /// ## How to mend it
    /// Numbers and booleans stand without quotes and units: `timeout: 600`, `detach: true`. A `cmd` is one text, not a
    /// list. Environment entries are texts `NAME=value`. A step is a mapping; often a colon is missing (`cmd ""`).
    ///
    /// ```yaml
    /// steps:
    ///   - cmd: bash -c "make test"
    ///     timeout: 600
    ///     env: ["MODE=fast"]
    /// ```
    ///
    /// Source: graph/task.go, graph/step.go; gopkg.in/yaml.v2 decode.go.
    "wrong-type", Error, Refused,
    "a value of a type that its place does not take",
    |file, found| refusals(file, found, |refusal| explain(file, refusal)),
}

fn explain(file: &File<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let RefusalKind::WrongType(error, part) = &refusal.kind else {
        return None;
    };
    if error.go_type.starts_with("[]") {
        return None; // the rule not-a-list
    }
    let (got, wanted) = (kind_of(&error.tag), wanted(&error.go_type));
    let key = if *part == Part::Task {
        file.key_of(error.node)
    } else {
        None
    };
    let subject = match part {
        Part::Task => file.subject_of(error.node),
        Part::AliasBlock => "the alias block".to_owned(),
        Part::AliasSource => "a file of aliases".to_owned(),
        Part::Values => "the values file".to_owned(),
    };
    let place = key
        .as_deref()
        .map_or(String::new(), |key| format!(" in `{key}`"));
    let message = match error.go_type.as_str() {
        "graph.Step" => format!("{subject} is {got}, not a mapping of properties"),
        _ => format!("{subject} has {got}{place} where {wanted} is wanted"),
    };
    let written = file.written(refusal.range);
    let mut diagnostic = Diagnostic::new(&RULE, refusal.range, message);
    diagnostic.label = Some(format!("{got}, not {wanted}"));
    diagnostic.help = help(&error.go_type, &error.tag, key.as_deref(), written);
    let unquoted = written.trim_matches(['"', '\'']);
    let fits = match error.go_type.as_str() {
        "int" => unquoted.parse::<i64>().is_ok(),
        "bool" => matches!(unquoted, "true" | "false"),
        _ => false,
    };
    if *part == Part::Task && fits && unquoted != written && !file.is_anchored(error.node) {
        let edit = Edit::replace(refusal.range, unquoted);
        diagnostic = diagnostic.fix(Fix::safe("remove the quotes", vec![edit]));
    }
    if error.go_type == "string"
        && error.tag == "!!seq"
        && matches!(key.as_deref(), Some("cmd" | "build"))
    {
        diagnostic = diagnostic.fix(command_line(file, error.node, refusal.range));
    }
    Some(diagnostic)
}

fn kind_of(tag: &str) -> &'static str {
    match tag {
        "!!seq" => "a list",
        "!!map" => "a mapping",
        "!!int" => "a number",
        "!!float" => "a number with a fraction",
        "!!bool" => "a boolean",
        "!!timestamp" => "a date",
        "!!null" => "nothing",
        _ => "a text",
    }
}

fn wanted(go_type: &str) -> &'static str {
    match go_type {
        "string" => "a text",
        "int" => "a whole number",
        "bool" => "`true` or `false`",
        _ => "a mapping",
    }
}

fn help(go_type: &str, tag: &str, key: Option<&str>, written: &str) -> Option<String> {
    let bare = written.trim_matches(['"', '\'']);
    match (go_type, tag) {
        ("int", "!!str") if bare != written && bare.parse::<i64>().is_ok() => {
            Some(format!("write it without quotes: {bare}"))
        }
        ("int", "!!str")
            if matches!(
                key,
                Some("timeout" | "stepTimeout" | "startDelay" | "retryDelay")
            ) =>
        {
            Some("write the number of seconds, without a unit".to_owned())
        }
        ("bool", "!!str") if bare != written => Some(format!("write it without quotes: {bare}")),
        ("bool", _) => Some("write `true` or `false`".to_owned()),
        ("string", "!!seq") if matches!(key, Some("cmd" | "build")) => {
            Some("write one text, as on a command line".to_owned())
        }
        ("string", "!!map") if matches!(key, Some("env")) => {
            Some("write each entry as a text: `- NAME=value`".to_owned())
        }
        ("string", "!!map") => Some(
            "a colon followed by a blank makes a mapping: quote a text that holds one".to_owned(),
        ),
        ("graph.Step", "!!str") => {
            Some("begin with `cmd:`, `build:` or `push:`; mind the colon".to_owned())
        }
        ("graph.Task", _) => {
            Some("a task file begins with keys such as `version:` and `steps:`".to_owned())
        }
        _ => None,
    }
}

/// A list of words in brackets as one text, as on a command line.
fn command_line(file: &File<'_>, list: NodeId, range: TextRange) -> Option<Fix> {
    let document = file.reading.document.as_ref()?;
    let written = file.written(range);
    if !written.starts_with('[')
        || written.contains(['\n', '{', '$', '\\'])
        || file.is_anchored(list)
    {
        return None;
    }
    let mut line = String::new();
    for item in document.node(list).items() {
        let word = &document.node(*item).scalar()?.value;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
        let separator = if line.is_empty() { "" } else { " " };
        match word.chars().all(plain) && !word.is_empty() {
            true => line.push_str(&format!("{separator}{word}")),
            false => line.push_str(&format!("{separator}'{}'", word.replace('\'', "'\\''"))),
        }
    }
    // single quotes of YAML hold everything but themselves
    let edit = Edit::replace(range, format!("'{}'", line.replace('\'', "''")));
    (!line.is_empty()).then(|| Fix::unsafe_("write it as one text", vec![edit]))
}
