//! The az command line: from the words of a command to facts. Source: azure-cli, command_modules/acr.

mod options;
mod record;
mod run;
mod task;

use std::collections::HashMap;

use acrlint_text::TextRange;

use self::options::{CMDLET, IDENTITY, Parsed, REGISTRY, ROLE, RUN, TASK, TASK_PART, parse};
use crate::model::{Fact, RoleAssignment};
use crate::script::{Arg, Flow};

pub(crate) use record::{Here, LAST, Record};

/// What is around a command.
pub(crate) struct Around<'a> {
    /// The whole command in the script.
    pub(crate) range: TextRange,
    /// What flows into it.
    pub(crate) flow: &'a Flow,
    /// The texts that the script wrote into files.
    pub(crate) files: &'a HashMap<String, Here>,
}

/// Reads a command; `args` are the words behind `az`. What it puts out, if that can be named.
pub(crate) fn run(record: &mut Record, args: &[Arg], around: &Around<'_>) -> Option<String> {
    let words: Vec<&str> = args.iter().take(4).map(Arg::str).collect();
    let by = record.place(around.range);
    match words[..] {
        ["acr", "task", "create", ..] => {
            let parsed = parse(TASK, &args[3..]);
            task::create(record, &parsed, around);
            let shown = record.show_task(parsed.get("name"), parsed.get("registry"), by)?;
            queried(record, &parsed, shown)
        }
        ["acr", "task", "update", ..] => {
            let parsed = parse(TASK, &args[3..]);
            task::update(record, &parsed, around);
            let shown = record.show_task(parsed.get("name"), parsed.get("registry"), by)?;
            queried(record, &parsed, shown)
        }
        ["acr", "task", "show", ..] => {
            let parsed = parse(TASK_PART, &args[3..]);
            let shown = record.show_task(parsed.get("name"), parsed.get("registry"), by)?;
            queried(record, &parsed, shown)
        }
        ["acr", "task", "identity", "show"] => {
            let parsed = parse(TASK_PART, &args[4..]);
            let shown = record.show_task(parsed.get("name"), parsed.get("registry"), by)?;
            let identity = record.member(&shown, "identity");
            queried(record, &parsed, identity)
        }
        ["acr", "task", "identity", verb @ ("assign" | "remove")] => {
            task::identity(
                record,
                &parse(TASK_PART, &args[4..]),
                verb == "assign",
                around,
            );
            None
        }
        [
            "acr",
            "task",
            "credential",
            verb @ ("add" | "update" | "remove"),
        ] => {
            task::credential(record, &parse(TASK_PART, &args[4..]), verb, around);
            None
        }
        ["acr", "run", ..] => {
            run::run(record, &parse(RUN, &args[2..]), around);
            None
        }
        ["acr", "build", ..] => {
            run::build(record, &parse(RUN, &args[2..]), around);
            None
        }
        ["acr", verb @ ("create" | "update" | "show"), ..] => {
            let parsed = parse(REGISTRY, &args[2..]);
            let shown = registry(record, &parsed, verb, around)?;
            queried(record, &parsed, shown)
        }
        ["identity", "create" | "show", ..] => {
            let parsed = parse(IDENTITY, &args[2..]);
            let (name, group) = (parsed.get("name"), parsed.get("resource-group"));
            let key = record.identity(name, group, parsed.get("ids"), by)?;
            let shown = record.entity(&key);
            queried(record, &parsed, shown)
        }
        ["role", "assignment", "create", ..] => {
            role(record, &parse(ROLE, &args[3..]), around);
            None
        }
        _ => None,
    }
}

/// What `--query` leaves of the answer. A query that is no plain path leaves something unknown.
fn queried(record: &mut Record, parsed: &Parsed, shown: String) -> Option<String> {
    let Some(query) = parsed.get("query") else {
        return Some(shown);
    };
    let path: Vec<&str> = query
        .str()
        .split('.')
        .map(|part| part.trim_matches('"'))
        .collect();
    let plain = |part: &&str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    path.iter().all(plain).then(|| {
        path.iter()
            .fold(shown, |value, member| record.member(&value, member))
    })
}

fn registry(
    record: &mut Record,
    parsed: &Parsed,
    verb: &str,
    around: &Around<'_>,
) -> Option<String> {
    let name = parsed.get("name")?;
    let by = record.place(around.range);
    let (index, key) = record.registry(name, by);
    if verb == "create" {
        record.facts.registries[index].place = by;
    }
    if let Some(mode) = parsed.get("role-assignment-mode") {
        let place = record.place(mode.place());
        let abac = match mode.str().to_ascii_lowercase().as_str() {
            "rbac-abac" => Some(true),
            "rbac" => Some(false),
            _ => None,
        };
        record.facts.registries[index].abac = abac.map(|value| Fact { value, place });
    }
    if parsed.has("anonymous-pull-enabled") {
        let given = parsed.get("anonymous-pull-enabled");
        let place = given.map_or(by, |given| record.place(given.place()));
        let on = match given
            .map(|given| given.str().to_ascii_lowercase())
            .as_deref()
        {
            None | Some("true" | "1" | "yes" | "y" | "on") => Some(true),
            Some("false" | "0" | "no" | "n" | "off") => Some(false),
            Some(_) => None,
        };
        record.facts.registries[index].anonymous_pull = on.map(|value| Fact { value, place });
    }
    Some(record.entity(&key))
}

fn role(record: &mut Record, parsed: &Parsed, around: &Around<'_>) {
    let principal = parsed.get("assignee-object-id").or(parsed.get("assignee"));
    record.facts.roles.push(RoleAssignment {
        place: record.place(around.range),
        role: record.fact_of(parsed.get("role")),
        principal: record.fact_of(principal),
        scope: record.fact_of(parsed.get("scope")),
    });
}

/// A command of the Az module of PowerShell; `name` is in lower case. `None` for one that says nothing about tasks;
/// otherwise what it puts out.
pub(crate) fn cmdlet(
    record: &mut Record,
    name: &str,
    args: &[Arg],
    range: TextRange,
) -> Option<Option<String>> {
    let by = record.place(range);
    let parsed = parse(CMDLET, args);
    let group = parsed.get("-resourcegroupname");
    match name {
        "new-azroleassignment" => {
            let role = parsed.get("-roledefinitionname");
            record.facts.roles.push(RoleAssignment {
                place: by,
                role: record.fact_of(role.or(parsed.get("-roledefinitionid"))),
                principal: record.fact_of(parsed.get("-objectid").or(parsed.get("-applicationid"))),
                scope: record.fact_of(parsed.get("-scope")),
            });
            Some(None)
        }
        "new-azcontainerregistry" | "get-azcontainerregistry" => {
            let shown = parsed.get("-name").map(|name| record.registry(name, by).1);
            Some(shown.map(|key| record.entity(&key)))
        }
        "new-azuserassignedidentity" | "get-azuserassignedidentity" => {
            let name = parsed.get("-name").or(parsed.get("-identityname"));
            let key = record.identity(name, group, None, by);
            Some(key.map(|key| record.entity(&key)))
        }
        _ => None,
    }
}
