use acrlint_facts::Work;
use acrlint_task::{Context, Files, Verdict};
use acrlint_text::Mapped;

use crate::check::{FileReport, check};
use crate::diagnostic::Diagnostic;
use crate::input::Input;
use crate::project::Project;
use crate::recognise::is_task;
use crate::settings::Settings;

/// The kinds of files that say something about tasks in Azure, and may embed one.
const KINDS: [&str; 5] = ["bicep", "json", "ps1", "sh", "tf"];

/// Whether a file is no task file but may embed one, by its path.
pub fn embeds(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, kind)| KINDS.contains(&kind))
}

/// Whether a file that nobody named is linted: a task file, or one with a place for an embedded task.
pub fn is_linted(path: &str, text: &str) -> bool {
    const PLACES: [&str; 3] = ["encodedTaskContent", "task_content", "az acr "];
    if embeds(path) {
        PLACES.iter().any(|place| text.contains(place))
    } else {
        is_task(path, text)
    }
}

/// Whether a file may be linted, by its path.
pub fn may_be_linted(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".yml") || embeds(path)
}

/// Looks at the tasks that a file with task facts embeds, with ranges in that file; `None` if it embeds none.
pub fn check_embedded(
    path: &str,
    context: &Context,
    files: &dyn Files,
    project: &Project,
    settings: &Settings,
) -> Option<FileReport> {
    let mut whole: Option<FileReport> = None;
    for task in project.embedded(path) {
        let Work::Embedded { text, .. } = &task.what.work else {
            continue;
        };
        let input = Input {
            project,
            place: path,
            task: Some(task),
            ..Input::new(text.text(), path, context, files)
        };
        let mut report = check(input, settings);
        for found in &mut report.diagnostics {
            to_outer(found, text);
            found.message = task.group.facts.symbols.spell(&found.message);
        }
        whole = Some(match whole {
            None => report,
            Some(known) => both(known, report),
        });
    }
    whole
}

/// Leads the ranges of a finding into the file that embeds the text. Edits are kept where the text stands there as it is.
fn to_outer(found: &mut Diagnostic, text: &Mapped) {
    found.range = text.source_range(found.range);
    for related in found
        .related
        .iter_mut()
        .filter(|related| related.path.is_none())
    {
        related.range = text.source_range(related.range);
    }
    found
        .fixes
        .retain(|fix| fix.edits.iter().all(|edit| text.is_verbatim(edit.range)));
    for edit in found.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
        edit.range = text.source_range(edit.range);
    }
}

fn both(mut one: FileReport, other: FileReport) -> FileReport {
    one.diagnostics.extend(other.diagnostics);
    one.verdict = match (one.verdict, other.verdict) {
        (Verdict::Refuses(text), _) | (_, Verdict::Refuses(text)) => Verdict::Refuses(text),
        (Verdict::Unknown, _) | (_, Verdict::Unknown) => Verdict::Unknown,
        (Verdict::Accepts, Verdict::Accepts) => Verdict::Accepts,
    };
    one
}
