use acrlint_task::{Verdict, texts};
use acrlint_template::{World, worlds};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::input::Input;
use crate::settings::Settings;
use crate::suppress;

/// What was found in a task file.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// The findings, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    /// What the runner makes of the file.
    pub verdict: Verdict,
    /// Whether it is YAML, in some world.
    pub is_read: bool,
}

impl FileReport {
    /// Of a file that holds no task.
    pub fn nothing() -> Self {
        Self {
            diagnostics: Vec::new(),
            verdict: Verdict::Accepts,
            is_read: true,
        }
    }
}

/// So many worlds are all looked at; of more, a sample.
const MOST_WORLDS: usize = 16;

/// Lets `look` see the file in each world that unknown values make possible, up to 16.
pub fn in_worlds<T>(input: Input<'_>, look: impl Fn(&File<'_>) -> T) -> Vec<(World, T)> {
    let in_one = |world: &mut World| {
        let mut found = None;
        in_world(input, world, &mut |file| found = Some(look(file)));
        found
    };
    let seen = worlds(in_one, MOST_WORLDS).into_iter();
    seen.filter_map(|(world, found)| Some((world, found?)))
        .collect()
}

fn in_world(input: Input<'_>, world: &mut World, look: &mut dyn FnMut(&File<'_>)) {
    let texts = texts(
        input.source,
        input.name,
        input.context,
        input.files,
        std::mem::take(world),
    );
    look(&File::new(input, &texts, &texts.read(input.context)));
    *world = texts.into_world();
}

/// Looks at a task file with the rules of some settings.
pub fn check(input: Input<'_>, settings: &Settings) -> FileReport {
    let mut reports = in_worlds(input, |file| in_one_world(file, settings));
    let mut merged = match reports.len() {
        1 => reports.remove(0).1,
        _ => merge(&reports),
    };
    merged.diagnostics = suppress::apply(input.source, merged.diagnostics, settings);
    merged
        .diagnostics
        .retain_mut(|found| match settings.level(found.rule) {
            Some(level) => {
                // a finding may be milder than its rule, and stays so unless the rule's level is set
                if level != found.rule.severity {
                    found.severity = level;
                }
                true
            }
            None => false,
        });
    merged
        .diagnostics
        .sort_by_key(|found| (found.range.start(), found.range.end(), found.rule.name));
    merged
}

fn in_one_world(file: &File<'_>, settings: &Settings) -> FileReport {
    let (texts, reading) = (file.texts, file.reading);
    let mut diagnostics = Vec::new();
    let refused = !reading.refusals.is_empty();
    for rule in settings.rules(refused) {
        (rule.check)(file, &mut diagnostics);
    }
    keep_one_of_each(&mut diagnostics);
    let symbols = texts.symbols();
    let to_spell = if symbols.is_empty() {
        &mut []
    } else {
        &mut diagnostics[..]
    };
    for found in to_spell {
        found.message = symbols.spell(&found.message);
        found.label = found.label.take().map(|text| symbols.spell(&text));
        found.help = found.help.take().map(|text| symbols.spell(&text));
        for note in &mut found.notes {
            *note = symbols.spell(note);
        }
        for related in &mut found.related {
            related.message = symbols.spell(&related.message);
        }
        for fix in &mut found.fixes {
            fix.title = symbols.spell(&fix.title);
        }
    }
    let verdict = match &reading.verdict {
        Verdict::Refuses(text) => Verdict::Refuses(symbols.spell(text)),
        other => other.clone(),
    };
    FileReport {
        diagnostics,
        verdict,
        is_read: file.document().is_some(),
    }
}

/// Adds up the worlds: a fault that is there in any is reported, with the condition when it is not in all.
fn merge(reports: &[(World, FileReport)]) -> FileReport {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for (_, report) in reports {
        for found in &report.diagnostics {
            if diagnostics.iter().any(|known| same(known, found)) {
                continue;
            }
            let everywhere = || {
                let mut others = reports.iter();
                others.all(|(_, report)| report.diagnostics.iter().any(|other| same(other, found)))
            };
            if found.is_absence && !everywhere() {
                continue;
            }
            let mut found = found.clone();
            if let Some(condition) = condition(reports, &found) {
                found.notes.push(condition);
            }
            diagnostics.push(found);
        }
    }
    let mut verdicts = reports.iter().map(|(_, report)| &report.verdict);
    let first = verdicts.next().cloned().unwrap_or(Verdict::Unknown);
    let agree = verdicts.all(|verdict| match (verdict, &first) {
        // the texts of two refusals may differ; the first world's stands for all
        (Verdict::Refuses(_), Verdict::Refuses(_)) => true,
        (one, other) => one == other,
    });
    FileReport {
        diagnostics,
        verdict: if agree { first } else { Verdict::Unknown },
        is_read: reports.iter().any(|(_, report)| report.is_read),
    }
}

/// A template's loop or an anchor that is used twice may bring one place of the file up several times.
fn keep_one_of_each(diagnostics: &mut Vec<Diagnostic>) {
    let mut at = 0;
    while at < diagnostics.len() {
        let (known, found) = (&diagnostics[..at], &diagnostics[at]);
        let again = known.iter().any(|other| {
            other.rule == found.rule && other.range == found.range && other.label == found.label
        });
        if again {
            diagnostics.remove(at);
        } else {
            at += 1;
        }
    }
}

fn same(a: &Diagnostic, b: &Diagnostic) -> bool {
    a.rule == b.rule && a.range == b.range && a.message == b.message
}

/// The condition that decides whether a fault is there, for a fault that is not in every world.
fn condition(reports: &[(World, FileReport)], found: &Diagnostic) -> Option<String> {
    let (with, without): (Vec<_>, Vec<_>) = reports
        .iter()
        .partition(|(_, report)| report.diagnostics.iter().any(|other| same(other, found)));
    if without.is_empty() {
        return None;
    }
    let first = &with.first()?.0;
    let deciding = first.asked.iter().find(|question| {
        let holds = |world: &World| {
            world
                .asked
                .iter()
                .find(|q| q.key == question.key)
                .map(|q| q.holds)
        };
        with.iter()
            .all(|(world, _)| holds(world) == Some(question.holds))
            && without
                .iter()
                .any(|(world, _)| holds(world) == Some(!question.holds))
    })?;
    let way = if deciding.holds {
        "holds"
    } else {
        "does not hold"
    };
    Some(format!("only when `{}` {way}", deciding.spelling))
}
