//! What each command means.

use acrlint_text::has_symbol;

use super::arguments::Arguments;
use super::{Az, Command, Word, no_task};
use crate::model::{
    AssignedIdentity, CredentialFacts, Fact, Place, RoleAssignment, RunKind, SecretKind, Work,
};

/// The commands, by their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    TaskCreate,
    TaskUpdate,
    TaskShow,
    TaskIdentityAssign,
    TaskIdentityRemove,
    CredentialAdd,
    CredentialUpdate,
    CredentialRemove,
    Run,
    Build,
    RoleCreate,
    RegistryMake,
    RegistryShow,
    Identity,
    PowerShellRole,
}

const COMMANDS: [(&[&str], Does); 18] = [
    (&["acr", "task", "create"], Does::TaskCreate),
    (&["acr", "task", "update"], Does::TaskUpdate),
    (&["acr", "task", "show"], Does::TaskShow),
    (
        &["acr", "task", "identity", "assign"],
        Does::TaskIdentityAssign,
    ),
    (&["acr", "task", "identity", "show"], Does::TaskShow),
    (
        &["acr", "task", "identity", "remove"],
        Does::TaskIdentityRemove,
    ),
    (&["acr", "task", "credential", "add"], Does::CredentialAdd),
    (
        &["acr", "task", "credential", "update"],
        Does::CredentialUpdate,
    ),
    (
        &["acr", "task", "credential", "remove"],
        Does::CredentialRemove,
    ),
    (
        &["acr", "task", "credential", "delete"],
        Does::CredentialRemove,
    ),
    (&["acr", "run"], Does::Run),
    (&["acr", "build"], Does::Build),
    (&["role", "assignment", "create"], Does::RoleCreate),
    (&["acr", "create"], Does::RegistryMake),
    (&["acr", "update"], Does::RegistryMake),
    (&["acr", "show"], Does::RegistryShow),
    (&["identity", "create"], Does::Identity),
    (&["identity", "show"], Does::Identity),
];

impl Az {
    /// Does a command; what it prints, if that can be named.
    pub(super) fn command(&mut self, command: &Command) -> Option<String> {
        let at = command
            .words
            .iter()
            .position(|word| is_az(word) || is_role_cmdlet(word))?;
        if !command.words[..at].iter().all(leads_on) {
            return None;
        }
        let (first, rest) = command.words[at..].split_first()?;
        let (does, rest) = match is_role_cmdlet(first) {
            true => (Does::PowerShellRole, rest),
            false => COMMANDS.iter().find_map(|(name, does)| {
                let matches = rest.len() >= name.len()
                    && name.iter().zip(rest).all(|(name, word)| *name == word.text);
                matches.then(|| (*does, &rest[name.len()..]))
            })?,
        };
        let place = whole(first, rest);
        let arguments = Arguments::read(rest);
        match does {
            Does::TaskCreate => self.create(&arguments, place, true, command),
            Does::TaskUpdate => self.create(&arguments, place, false, command),
            Does::TaskShow => return self.show_task(&arguments),
            Does::TaskIdentityAssign => self.assign(&arguments, place, true),
            Does::TaskIdentityRemove => self.assign(&arguments, place, false),
            Does::CredentialAdd | Does::CredentialUpdate => {
                self.credential(&arguments, place, false)
            }
            Does::CredentialRemove => self.credential(&arguments, place, true),
            Does::Run | Does::Build => {
                self.quick_run(&arguments, place, does == Does::Build, command)
            }
            Does::RoleCreate => self.role(
                &arguments,
                place,
                ["--role", "--scope"],
                &["--assignee-object-id", "--assignee"],
            ),
            Does::PowerShellRole => {
                self.role(
                    &arguments,
                    place,
                    ["-RoleDefinitionName", "-Scope"],
                    &["-ObjectId"],
                );
            }
            Does::RegistryMake | Does::RegistryShow => return self.show_registry(&arguments),
            Does::Identity => return self.show_identity(&arguments),
        }
        match (does, arguments.one("--query")) {
            (Does::TaskCreate | Does::TaskUpdate, Some(query)) => {
                self.task_value(&arguments, &query.value)
            }
            _ => None,
        }
    }

    fn create(&mut self, arguments: &Arguments<'_>, place: Place, made: bool, command: &Command) {
        let Some(name) = arguments.one("--name") else {
            return;
        };
        let registry = arguments.one("--registry");
        let work = self.work(arguments, command, true);
        let has_identity = arguments.has("--assign-identity");
        let identities = arguments.all("--assign-identity");
        let source = arguments.one("--source-acr-auth-id");
        let principal = self.task_principal(&name.value);
        let task = self.task(name, registry);
        if made {
            task.place = place;
            task.made_here = true;
            task.credentials_complete = true;
            task.identity = AssignedIdentity {
                place: Some(place),
                system: Some(false),
                complete: true,
                ..AssignedIdentity::default()
            };
        }
        if let Some(work) = work {
            task.work = work;
        }
        task.set.extend(pairs(arguments));
        if let Some(mode) = arguments.one("--auth-mode") {
            task.login_mode = Some(mode);
        }
        if has_identity {
            let none = identities.is_empty();
            add_identities(
                &mut task.identity,
                identities,
                principal.clone(),
                none,
                place,
            );
        }
        if let Some(source) = source.filter(|source| source.value != "none") {
            add_identities(
                &mut task.identity,
                vec![source.clone()],
                principal,
                false,
                place,
            );
            task.source_identity = Some(source);
        }
        if arguments.open {
            task.identity.complete = false;
            task.identity.system = task.identity.system.filter(|system| *system);
        }
    }

    fn assign(&mut self, arguments: &Arguments<'_>, place: Place, assign: bool) {
        let Some(name) = arguments.one("--name") else {
            return;
        };
        let identities = arguments.all("--identities");
        let none = identities.is_empty() && !arguments.open;
        let principal = self.task_principal(&name.value);
        let task = self.task(name, arguments.one("--registry"));
        if assign {
            add_identities(&mut task.identity, identities, principal, none, place);
            return;
        }
        let all = identities.iter().any(|one| one.value == "[all]");
        if all || identities.iter().any(|one| is_system(&one.value)) {
            task.identity.system = Some(false);
        }
        task.identity
            .user
            .retain(|user| !all && !identities.iter().any(|one| one.value == user.value));
    }

    fn credential(&mut self, arguments: &Arguments<'_>, place: Place, removed: bool) {
        if arguments.open {
            self.hides_credentials = true;
        }
        let (Some(name), Some(host)) = (arguments.one("--name"), arguments.one("--login-server"))
        else {
            self.hides_credentials = true;
            return;
        };
        let credential = CredentialFacts {
            place,
            identity: arguments.one("--use-identity"),
            username: arguments.one("--username").map(secret),
            password: arguments.one("--password").map(secret),
            host,
            hidden: false,
            removed,
        };
        let task = self.task(name, arguments.one("--registry"));
        task.credentials
            .retain(|known| known.host.value != credential.host.value);
        // what another source gives is taken away, too
        if !removed || !task.made_here {
            task.credentials.push(credential);
        }
    }

    fn quick_run(
        &mut self,
        arguments: &Arguments<'_>,
        place: Place,
        build: bool,
        command: &Command,
    ) {
        let mut run = no_task(place);
        run.made_here = true;
        run.run = Some(RunKind::Quick);
        run.registry = arguments.one("--registry");
        run.login_mode = arguments.one("--auth-mode");
        run.source_identity = arguments.one("--source-acr-auth-id");
        run.credentials_complete = true;
        run.set = pairs(arguments);
        run.work = match build {
            true => docker(arguments),
            false => self
                .work(arguments, command, false)
                .unwrap_or(Work::Unknown),
        };
        self.facts.tasks.push(run);
    }

    fn role(
        &mut self,
        arguments: &Arguments<'_>,
        place: Place,
        names: [&str; 2],
        principals: &[&str],
    ) {
        let principal = principals.iter().find_map(|name| arguments.one(name));
        self.facts.roles.push(RoleAssignment {
            place,
            role: arguments.one(names[0]),
            principal,
            scope: arguments.one(names[1]),
        });
    }

    /// What the options of a task or run say that it does.
    fn work(&self, arguments: &Arguments<'_>, command: &Command, stored: bool) -> Option<Work> {
        if let Some(cmd) = arguments.one("--cmd") {
            return Some(Work::Command(cmd));
        }
        let context = match stored {
            true => arguments.one("--context"),
            false => arguments.positional.first().map(|word| fact(word)),
        };
        let file = arguments.one("--file");
        let text = match file.as_ref().map(|file| file.value.as_str()) {
            Some("-") => Some(command.input.clone()?),
            Some(path) => self.written.get(path).cloned(),
            None => None,
        };
        if let Some(text) = text {
            return Some(Work::Embedded {
                range: text.source_range(acrlint_text::TextRange::up_to(text.len())),
                text,
                file: file?.place.file,
                context,
            });
        }
        let is_task = |path: &str| {
            let lower = path.to_lowercase();
            lower.ends_with(".yaml") || lower.ends_with(".yml")
        };
        match file {
            Some(path)
                if is_task(&path.value) || has_symbol(&path.value) && !arguments.has("--image") =>
            {
                Some(Work::File {
                    path,
                    context,
                    values: arguments.one("--values"),
                })
            }
            // a quick run takes `acb.yaml` of its context
            None if !stored => Some(Work::Unknown),
            None if context.is_none() => None,
            _ => Some(docker(arguments)),
        }
    }

    fn show_task(&mut self, arguments: &Arguments<'_>) -> Option<String> {
        let query = arguments.one("--query")?;
        self.task_value(arguments, &query.value)
    }

    fn task_value(&mut self, arguments: &Arguments<'_>, query: &str) -> Option<String> {
        let name = arguments.one("--name")?;
        matches!(
            query.trim_start_matches('@').trim_start_matches('.'),
            "identity.principalId" | "principalId"
        )
        .then(|| self.task_principal(&name.value))
    }

    fn show_registry(&mut self, arguments: &Arguments<'_>) -> Option<String> {
        let name = arguments
            .one("--name")
            .or_else(|| arguments.positional.first().map(|word| fact(word)))?;
        let mode = arguments
            .one("--role-assignment-mode")
            .filter(|mode| !has_symbol(&mode.value));
        let anonymous = arguments
            .one("--anonymous-pull-enabled")
            .filter(|on| !has_symbol(&on.value));
        let query = arguments.one("--query");
        let registry = self.registry(&name);
        if let Some(mode) = mode {
            registry.abac = Some(Fact {
                value: mode.value.eq_ignore_ascii_case("rbac-abac"),
                place: mode.place,
            });
        }
        if let Some(on) = anonymous {
            registry.anonymous_pull = Some(Fact {
                value: on.value.eq_ignore_ascii_case("true"),
                place: on.place,
            });
        }
        match query?.value.as_str() {
            "id" => Some(registry.id.clone()),
            "loginServer" => Some(registry.login_server.clone()),
            "name" => Some(name.value),
            _ => None,
        }
    }

    fn show_identity(&mut self, arguments: &Arguments<'_>) -> Option<String> {
        let name = arguments.one("--name")?;
        let identity = self.identity(&name);
        match arguments.one("--query")?.value.as_str() {
            "id" => Some(identity.id.clone()),
            "clientId" => Some(identity.client_id.clone()),
            "principalId" => Some(identity.principal_id.clone()),
            "name" => Some(name.value),
            _ => None,
        }
    }
}

fn docker(arguments: &Arguments<'_>) -> Work {
    let arguments_of = |name: &str, secret: bool| {
        arguments.all(name).into_iter().map(move |fact| {
            let (name, value) = split(&fact);
            (name, value.filter(|_| !secret))
        })
    };
    Work::Docker {
        dockerfile: arguments.one("--file"),
        context: arguments
            .one("--context")
            .or_else(|| arguments.positional.first().map(|word| fact(word))),
        target: arguments.one("--target"),
        images: arguments.all("--image"),
        arguments: arguments_of("--build-arg", false)
            .chain(arguments_of("--secret-arg", true))
            .collect(),
    }
}

/// `--set name=value`.
fn pairs(arguments: &Arguments<'_>) -> Vec<(Fact<String>, Option<Fact<String>>)> {
    let plain = arguments.all("--set").into_iter().map(|fact| split(&fact));
    let secret = arguments
        .all("--secret-set")
        .into_iter()
        .map(|fact| (split(&fact).0, None));
    plain.chain(secret).collect()
}

fn split(fact: &Fact<String>) -> (Fact<String>, Option<Fact<String>>) {
    let part = |value: &str| Fact {
        value: value.to_owned(),
        place: fact.place,
    };
    match fact.value.split_once('=') {
        Some((name, value)) => (part(name), Some(part(value))),
        None => (fact.clone(), None),
    }
}

/// Adds identities to a task; none at all means its own.
fn add_identities(
    assigned: &mut AssignedIdentity,
    identities: Vec<Fact<String>>,
    principal: String,
    own: bool,
    place: Place,
) {
    assigned.place.get_or_insert(place);
    if own || identities.iter().any(|one| is_system(&one.value)) {
        assigned.system = Some(true);
        assigned.system_principal = Some(principal);
    }
    let user = identities.into_iter().filter(|one| !is_system(&one.value));
    assigned.user.extend(user);
}

fn is_system(identity: &str) -> bool {
    identity.eq_ignore_ascii_case("[system]")
}

/// How a user name or password is given. Rule: azure-cli takes a text with the DNS suffix of Key Vault for an address.
fn secret(fact: Fact<String>) -> Fact<SecretKind> {
    const VAULTS: [&str; 3] = [
        ".vault.azure.net",
        ".vault.azure.cn",
        ".vault.usgovcloudapi.net",
    ];
    let lower = fact.value.to_lowercase();
    let value = if VAULTS.iter().any(|vault| lower.contains(vault)) {
        SecretKind::Vault
    } else if has_symbol(&lower) {
        SecretKind::Unknown
    } else if lower.is_empty() {
        SecretKind::Empty
    } else {
        SecretKind::Opaque
    };
    Fact {
        value,
        place: fact.place,
    }
}

fn is_az(word: &Word) -> bool {
    let program = word.text.rsplit(['/', '\\']).next().unwrap_or_default();
    matches!(program, "az" | "az.cmd" | "az.exe")
}

/// Whether a word before the program leaves it a program: `sudo`, `NAME=value`.
fn leads_on(word: &Word) -> bool {
    const WORDS: [&str; 9] = [
        "!", "&", "command", "env", "exec", "nohup", "sudo", "time", "eval",
    ];
    WORDS.contains(&word.text.as_str()) || word.text.contains('=')
}

fn is_role_cmdlet(word: &Word) -> bool {
    word.text.eq_ignore_ascii_case("New-AzRoleAssignment")
}

/// From the program to the last word.
fn whole(first: &Word, rest: &[Word]) -> Place {
    let last = rest
        .iter()
        .rfind(|word| word.place.file == first.place.file);
    Place {
        range: last.map_or(first.place.range, |last| {
            first.place.range.cover(last.place.range)
        }),
        ..first.place
    }
}

fn fact(word: &Word) -> Fact<String> {
    Fact {
        value: word.text.clone(),
        place: word.place,
    }
}
