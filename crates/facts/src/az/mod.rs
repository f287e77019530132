//! The command line of Azure, as scripts call it: words to facts. Source: `az acr task --help` and its like.

mod arguments;
mod read;

use std::collections::HashMap;

use acrlint_text::{Mapped, Symbols, has_symbol};

use crate::model::{
    AssignedIdentity, Fact, Facts, Place, RegistryFacts, RunKind, SourceKind, TaskFacts,
    UserIdentity, Work,
};

/// A word of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// The word as a program gets it; parts that are not known are symbols.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) place: Place,
    /// Whether it may be any number of words, such as `$@`.
    pub(crate) open: bool,
}

/// A command of a script.
#[derive(Debug, Clone, Default)]
pub(crate) struct Command {
    /// Its words, the program first.
    pub(crate) words: Vec<Word>,
    /// The text on its standard input, if the script holds that, with origins in the script.
    pub(crate) input: Option<Mapped>,
}

/// What a script does with Azure, command by command, in its order.
pub(crate) struct Az {
    /// What came of it.
    pub(crate) facts: Facts,
    /// Whether a command about credentials could not be read, so that any task may have more.
    hides_credentials: bool,
    /// Files that the script itself writes.
    written: HashMap<String, Mapped>,
}

impl Az {
    /// Nothing done yet. Characters that the script itself uses are no symbols.
    pub(crate) fn new(kind: SourceKind, script: &str) -> Self {
        let mut facts = Facts::empty(kind);
        facts.symbols = Symbols::avoiding(script);
        Self {
            facts,
            hides_credentials: false,
            written: HashMap::new(),
        }
    }

    /// The facts, after the last command.
    pub(crate) fn finish(mut self) -> Facts {
        if self.hides_credentials {
            for task in &mut self.facts.tasks {
                task.credentials_complete = false;
            }
        }
        self.facts
    }

    /// The text of the unknown value called `key`, spelled like this.
    pub(crate) fn symbol(&mut self, key: &str, spelling: &str) -> String {
        let symbol = self.facts.symbols.intern(key, spelling);
        symbol.map_or_else(String::new, String::from)
    }

    /// The script writes a text into a file.
    pub(crate) fn written(&mut self, path: &str, text: Mapped) {
        self.written.insert(path.to_owned(), text);
    }

    /// Does a command, if it is one of `az` (or PowerShell's `New-AzRoleAssignment`). Others do nothing.
    pub(crate) fn run(&mut self, command: &Command) {
        self.command(command);
    }

    /// What a command prints, if that is one value that can be named: `az acr show --query loginServer` and the like.
    /// The command is done, too.
    pub(crate) fn answer(&mut self, command: &Command) -> Option<String> {
        self.command(command)
    }
}

/// Tasks, registries and identities by their names.
impl Az {
    /// The task of a name, which a command is about.
    fn task(&mut self, name: Fact<String>, registry: Option<Fact<String>>) -> &mut TaskFacts {
        let other = |known: &Option<Fact<String>>| match (known, &registry) {
            (Some(known), Some(registry)) => {
                known.value != registry.value
                    && !has_symbol(&known.value)
                    && !has_symbol(&registry.value)
            }
            _ => false,
        };
        let is_same = |task: &TaskFacts| {
            task.run.is_none()
                && task
                    .name
                    .as_ref()
                    .is_some_and(|known| known.value == name.value)
                && !other(&task.registry)
        };
        let at = match self.facts.tasks.iter().position(is_same) {
            Some(at) => at,
            None => {
                self.facts.tasks.push(no_task(name.place));
                self.facts.tasks.len() - 1
            }
        };
        let task = &mut self.facts.tasks[at];
        task.name.get_or_insert(name);
        if task.registry.is_none() {
            task.registry = registry;
        }
        task
    }

    /// The principal of a task's own identity.
    fn task_principal(&mut self, name: &str) -> String {
        let shown = self.facts.symbols.spell(name);
        self.symbol(
            &format!("task {name} principal"),
            &format!("the principal of {shown}"),
        )
    }

    /// The registry of a name.
    fn registry(&mut self, name: &Fact<String>) -> &mut RegistryFacts {
        let known = |registry: &RegistryFacts| {
            registry
                .name
                .as_ref()
                .is_some_and(|known| known.value.eq_ignore_ascii_case(&name.value))
        };
        let at = match self.facts.registries.iter().position(known) {
            Some(at) => at,
            None => {
                let shown = self.facts.symbols.spell(&name.value);
                let id = self.symbol(
                    &format!("registry {}.id", name.value.to_lowercase()),
                    &format!("the ID of {shown}"),
                );
                self.facts.registries.push(RegistryFacts {
                    place: name.place,
                    id,
                    login_server: login_server(&name.value),
                    name: Some(name.clone()),
                    abac: None,
                    anonymous_pull: None,
                });
                self.facts.registries.len() - 1
            }
        };
        &mut self.facts.registries[at]
    }

    /// The user-assigned identity of a name.
    fn identity(&mut self, name: &Fact<String>) -> &mut UserIdentity {
        let known = |identity: &UserIdentity| {
            identity
                .name
                .as_ref()
                .is_some_and(|known| known.value == name.value)
        };
        let at = match self.facts.identities.iter().position(known) {
            Some(at) => at,
            None => {
                let shown = self.facts.symbols.spell(&name.value);
                let mut part = |what: &str| {
                    self.symbol(
                        &format!("identity {}.{what}", name.value),
                        &format!("the {what} of {shown}"),
                    )
                };
                let (id, client_id, principal_id) =
                    (part("id"), part("clientId"), part("principalId"));
                self.facts.identities.push(UserIdentity {
                    place: name.place,
                    name: Some(name.clone()),
                    id,
                    client_id,
                    principal_id,
                });
                self.facts.identities.len() - 1
            }
        };
        &mut self.facts.identities[at]
    }
}

/// The login server of a registry whose name, or login server, is this.
fn login_server(name: &str) -> String {
    if name.contains('.') {
        name.to_owned()
    } else {
        format!("{}.azurecr.io", name.to_lowercase())
    }
}

fn no_task(place: Place) -> TaskFacts {
    TaskFacts {
        place,
        made_here: false,
        run: None::<RunKind>,
        name: None,
        registry: None,
        work: Work::Unknown,
        identity: AssignedIdentity::default(),
        login_mode: None,
        source_identity: None,
        credentials: Vec::new(),
        credentials_complete: false,
        set: Vec::new(),
    }
}
