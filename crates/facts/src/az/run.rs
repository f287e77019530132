//! `az acr run` and `az acr build`.

use acrlint_text::has_symbol;

use super::options::Parsed;
use super::{Around, Record};
use crate::model::{Fact, RunKind, TaskFacts, Work};
use crate::script::Arg;

/// The task file that `az acr run` takes where none is named. Source: azure-cli, acr/run.py.
const TASK_FILE: &str = "acb.yaml";

/// `az acr run`.
pub(super) fn run(record: &mut Record, parsed: &Parsed, around: &Around<'_>) {
    let context = parsed.words.first();
    let said = record.fact_of(context);
    let values = record.fact_of(parsed.get("values"));
    let work = match (parsed.get("cmd"), parsed.get("file")) {
        (Some(command), _) => Work::Command(record.fact(command)),
        (None, Some(file)) if file.str() == "-" => {
            let flow = around.flow;
            match (&flow.here, &flow.file) {
                (Some(here), _) => record.embedded(here, said),
                (None, Some(file)) => Work::File {
                    path: record.fact(file),
                    context: said,
                    values,
                },
                (None, None) => Work::Unknown,
            }
        }
        (None, Some(file)) => match around.files.get(file.str()).filter(|_| local(context)) {
            Some(here) => record.embedded(here, said),
            None => Work::File {
                path: record.fact(file),
                context: said,
                values,
            },
        },
        (None, None) if parsed.open => Work::Unknown,
        (None, None) => Work::File {
            path: Fact {
                value: TASK_FILE.to_owned(),
                place: record.place(around.range),
            },
            context: said,
            values,
        },
    };
    let mut set: Vec<_> = parsed
        .all("set")
        .map(|arg| record.pair(arg, false))
        .collect();
    set.extend(parsed.all("set-secret").map(|arg| record.pair(arg, true)));
    let task = quick(record, parsed, around);
    task.work = work;
    task.set = set;
}

/// `az acr build`.
pub(super) fn build(record: &mut Record, parsed: &Parsed, around: &Around<'_>) {
    let arg = |name: &str| record.fact_of(parsed.get(name));
    let mut arguments: Vec<_> = parsed
        .all("build-arg")
        .map(|arg| record.pair(arg, false))
        .collect();
    arguments.extend(
        parsed
            .all("secret-build-arg")
            .map(|arg| record.pair(arg, true)),
    );
    let work = Work::Docker {
        dockerfile: arg("file"),
        context: record.fact_of(parsed.words.first()),
        target: arg("target"),
        images: parsed.all("image").map(|arg| record.fact(arg)).collect(),
        arguments,
    };
    quick(record, parsed, around).work = work;
}

/// A run that is a task of its own: it has no identity and no credentials.
fn quick<'r>(record: &'r mut Record, parsed: &Parsed, around: &Around<'_>) -> &'r mut TaskFacts {
    let registry = record.fact_of(parsed.get("registry"));
    let mode = parsed.get("auth-mode").map(|arg| login_mode(record, arg));
    let source = parsed.get("source-acr-auth-id");
    let source = source.filter(|arg| !arg.str().eq_ignore_ascii_case("none"));
    let source = record.fact_of(source);
    let by = record.place(around.range);
    let index = record.add_task(None, registry, by);
    let task = &mut record.facts.tasks[index];
    task.made_here = true;
    task.run = Some(RunKind::Quick);
    task.identity.system = Some(false);
    task.identity.complete = true;
    task.credentials_complete = true;
    task.login_mode = mode;
    task.source_identity = source;
    task
}

/// `--auth-mode`, in the letters of the API.
pub(super) fn login_mode(record: &Record, arg: &Arg) -> Fact<String> {
    let mut mode = record.fact(arg);
    for name in ["Default", "None"] {
        if mode.value.eq_ignore_ascii_case(name) {
            mode.value = name.to_owned();
        }
    }
    mode
}

/// Whether a context is surely on the machine that the script runs on.
pub(super) fn local(context: Option<&Arg>) -> bool {
    context.is_none_or(|context| {
        let text = context.str();
        !has_symbol(text) && !text.contains("://") && !text.contains('@')
    })
}
