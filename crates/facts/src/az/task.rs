//! `az acr task`.

use super::options::Parsed;
use super::run::{local, login_mode};
use super::{Around, Record};
use crate::model::{CredentialFacts, Fact, Place, SecretKind, Work};
use crate::script::{Arg, Open};

/// What a file must end in to be a task file; any other is a Dockerfile. Source: azure-cli, acr/_constants.py
/// `ALLOWED_TASK_FILE_TYPES`.
const TASK_FILES: [&str; 17] = [
    ".yaml", ".yml", ".toml", ".json", ".sh", ".bash", ".zsh", ".ps1", ".ps", ".cmd", ".bat",
    ".ts", ".js", ".php", ".py", ".rb", ".lua",
];

/// `az acr task create`.
pub(super) fn create(record: &mut Record, parsed: &Parsed, around: &Around<'_>) {
    let by = record.place(around.range);
    let mut index = record.task(parsed.get("name"), parsed.get("registry"), by);
    if record.facts.tasks[index].made_here {
        // made a second time: on another way, or in another form
        let name = record.fact_of(parsed.get("name"));
        let registry = record.fact_of(parsed.get("registry"));
        index = record.add_task(name, registry, by);
    }
    let work = work(record, parsed, around).unwrap_or(Work::Unknown);
    let task = &mut record.facts.tasks[index];
    task.place = by;
    task.made_here = true;
    task.credentials_complete = true;
    task.work = work;
    task.identity.complete = !parsed.open;
    if task.identity.system.is_none() && !parsed.open {
        task.identity.system = Some(false);
    }
    common(record, parsed, index);
    if parsed.has("assign-identity") {
        assign(record, index, parsed, "assign-identity", by);
    }
}

/// `az acr task update`.
pub(super) fn update(record: &mut Record, parsed: &Parsed, around: &Around<'_>) {
    let by = record.place(around.range);
    let index = record.task(parsed.get("name"), parsed.get("registry"), by);
    if (parsed.has("file") || parsed.has("cmd"))
        && let Some(work) = work(record, parsed, around)
    {
        record.facts.tasks[index].work = work;
    }
    common(record, parsed, index);
}

/// What `create` and `update` share.
fn common(record: &mut Record, parsed: &Parsed, index: usize) {
    let mut set: Vec<_> = parsed
        .all("set")
        .map(|arg| record.pair(arg, false))
        .collect();
    set.extend(parsed.all("set-secret").map(|arg| record.pair(arg, true)));
    let mode = parsed.get("auth-mode").map(|arg| login_mode(record, arg));
    let task = &mut record.facts.tasks[index];
    if !set.is_empty() {
        task.set = set;
    }
    if mode.is_some() {
        task.login_mode = mode;
    }
    let Some(source) = parsed.get("source-acr-auth-id") else {
        return;
    };
    let fact = record.fact(source);
    if source.str().eq_ignore_ascii_case("none") {
        record.facts.tasks[index].source_identity = None;
        return;
    }
    // the command assigns the identity, too
    if source.str().eq_ignore_ascii_case("[system]") {
        record.has_system(index);
    } else {
        add_user(record, index, source);
    }
    let identity = &mut record.facts.tasks[index].identity;
    identity.place = identity.place.or(Some(fact.place));
    record.facts.tasks[index].source_identity = Some(fact);
}

/// What a task runs.
fn work(record: &Record, parsed: &Parsed, around: &Around<'_>) -> Option<Work> {
    let fact = |name: &str| record.fact_of(parsed.get(name));
    if let Some(command) = fact("cmd") {
        return Some(Work::Command(command));
    }
    let (file, context) = (parsed.get("file"), fact("context"));
    let text = file.map_or("", Arg::str);
    let may_be = |file: &str| file.ends_with(acrlint_text::is_symbol) && !parsed.has("image");
    if let Some(file) = file
        && (TASK_FILES.iter().any(|ending| text.ends_with(ending)) || may_be(text))
    {
        if let Some(here) = around
            .files
            .get(text)
            .filter(|_| local(parsed.get("context")))
        {
            return Some(record.embedded(here, context));
        }
        return Some(Work::File {
            path: record.fact(file),
            context,
            values: fact("values"),
        });
    }
    if file.is_none() && (parsed.open || context.is_none()) {
        return None;
    }
    let mut arguments: Vec<_> = parsed
        .all("arg")
        .map(|arg| record.pair(arg, false))
        .collect();
    arguments.extend(parsed.all("secret-arg").map(|arg| record.pair(arg, true)));
    Some(Work::Docker {
        dockerfile: record.fact_of(file),
        context,
        target: fact("target"),
        images: parsed.all("image").map(|arg| record.fact(arg)).collect(),
        arguments,
    })
}

/// `az acr task identity assign` and `remove`.
pub(super) fn identity(record: &mut Record, parsed: &Parsed, give: bool, around: &Around<'_>) {
    let by = record.place(around.range);
    let index = record.task(parsed.get("name"), parsed.get("registry"), by);
    if give {
        assign(record, index, parsed, "identities", by);
        return;
    }
    let given: Vec<&Arg> = parsed.all("identities").collect();
    let is = |word: &str| given.iter().any(|arg| arg.str().eq_ignore_ascii_case(word));
    let identity = &mut record.facts.tasks[index].identity;
    identity.place = Some(by);
    if given.is_empty() || is("[system]") || is("[all]") {
        identity.system = Some(false);
        identity.system_principal = None;
    }
    let gone = |user: &Fact<String>| {
        given
            .iter()
            .any(|arg| arg.str().eq_ignore_ascii_case(&user.value))
    };
    identity.user.retain(|user| !is("[all]") && !gone(user));
}

/// Assigns the identities that an option lists; without any, the system-assigned one.
fn assign(record: &mut Record, index: usize, parsed: &Parsed, option: &str, by: Place) {
    let given: Vec<&Arg> = parsed.all(option).collect();
    let first = given.first().map(|arg| record.place(arg.place()));
    record.facts.tasks[index].identity.place = Some(first.unwrap_or(by));
    if given.is_empty() {
        record.has_system(index);
    }
    for arg in given {
        if arg.str().eq_ignore_ascii_case("[system]") {
            record.has_system(index);
        } else {
            add_user(record, index, arg);
        }
    }
}

/// Adds what is given for a user-assigned identity; an unknown value may be any identity.
fn add_user(record: &mut Record, index: usize, arg: &Arg) {
    let unknown = record.is_unknown(arg.str()) && !record.is_identity_id(arg.str());
    let user = record.fact(arg);
    let identity = &mut record.facts.tasks[index].identity;
    if unknown && identity.system == Some(false) {
        identity.system = None;
    }
    if arg.open == Open::List {
        identity.complete = false;
    }
    if !identity.user.iter().any(|known| known.value == user.value) {
        identity.user.push(user);
    }
}

/// `az acr task credential add`, `update` and `remove`.
pub(super) fn credential(record: &mut Record, parsed: &Parsed, verb: &str, around: &Around<'_>) {
    let by = record.place(around.range);
    let index = record.task(parsed.get("name"), parsed.get("registry"), by);
    if parsed.open && verb != "remove" {
        record.facts.tasks[index].credentials_complete = false;
    }
    let Some(host) = parsed.get("login-server") else {
        record.facts.tasks[index].credentials_complete &= verb == "remove";
        return;
    };
    let host = record.fact(host);
    let secret = |name: &str| {
        let arg = parsed.get(name)?;
        let (value, place) = (SecretKind::of(arg.str()), record.place(arg.place()));
        Some(Fact { value, place })
    };
    let mut credential = CredentialFacts {
        place: by,
        identity: record.fact_of(parsed.get("use-identity")),
        username: secret("username"),
        password: secret("password"),
        hidden: false,
        removed: verb == "remove",
        host,
    };
    match verb {
        "remove" => record.remove_credential(index, credential),
        "update" => {
            let same = |known: &&CredentialFacts| known.host.value == credential.host.value;
            let known = record.facts.tasks[index]
                .credentials
                .iter()
                .rev()
                .find(same)
                .cloned();
            let half = credential.username.is_some() != credential.password.is_some();
            if let Some(known) = known.filter(|_| half) {
                credential.username = credential.username.or(known.username);
                credential.password = credential.password.or(known.password);
            }
            // the other half was said elsewhere
            credential.hidden = credential.username.is_some() != credential.password.is_some();
            record.add_credential(index, credential, true);
        }
        _ => {
            // what cannot be seen may be the rest of it
            credential.hidden = parsed.open;
            record.add_credential(index, credential, false);
        }
    }
}
