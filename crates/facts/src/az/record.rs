//! The facts in the making.

use std::collections::{HashMap, HashSet};

use acrlint_text::{Mapped, Symbols, TextRange, has_symbol, is_symbol};

use crate::model::{
    CredentialFacts, Fact, Facts, Place, Problem, RegistryFacts, SourceKind, TaskFacts,
    UserIdentity, Work,
};
use crate::script::Arg;

/// What the readers of scripts write their findings into.
pub(crate) struct Record {
    pub(crate) facts: Facts,
    file: usize,
    /// The text of the script that is read, with its origins in the file.
    origin: Mapped,
    numbers: usize,
    /// The ways that are walked and that may not be taken.
    way: Vec<usize>,
    tasks: Vec<Known>,
    by_name: HashMap<String, Vec<usize>>,
    /// Tasks that a command asked for.
    shown: HashMap<String, Shown>,
    registries: HashMap<String, usize>,
    identities: HashMap<String, usize>,
    identity_ids: HashSet<String>,
}

/// A task that a command asked for.
#[derive(Clone)]
struct Shown {
    name: Fact<String>,
    registry: Option<Fact<String>>,
    by: Place,
}

/// What is known of a task besides its facts.
struct Known {
    key: String,
    /// The way on which each credential is added.
    ways: Vec<Vec<usize>>,
    /// Whether a command takes one away.
    removals: bool,
}

impl Record {
    /// Facts of files whose texts together are `texts`.
    pub(crate) fn new(kind: SourceKind, texts: &str) -> Self {
        let mut facts = Facts::empty(kind);
        facts.symbols = Symbols::avoiding(texts);
        Self {
            facts,
            file: 0,
            origin: Mapped::new(),
            numbers: 0,
            way: Vec::new(),
            tasks: Vec::new(),
            by_name: HashMap::new(),
            shown: HashMap::new(),
            registries: HashMap::new(),
            identities: HashMap::new(),
            identity_ids: HashSet::new(),
        }
    }

    /// Begins a script that stands in this file.
    pub(crate) fn begin(&mut self, file: usize, origin: Mapped) {
        self.file = file;
        self.origin = origin;
    }

    /// The file that is read.
    pub(crate) fn file(&self) -> usize {
        self.file
    }

    /// Says that a script does more than is followed.
    pub(crate) fn too_long(&mut self) {
        let place = self.place(TextRange::empty(0.into()));
        let message = "this script does too much to be followed to its end".to_owned();
        self.facts.problems.push(Problem { place, message });
    }

    /// A number that is given out once.
    pub(crate) fn number(&mut self) -> usize {
        self.numbers += 1;
        self.numbers
    }

    /// A text for the value with this key.
    pub(crate) fn symbol(&mut self, key: &str, spelling: &str) -> String {
        let symbol = self.facts.symbols.intern(key, spelling);
        symbol.unwrap_or(LAST).into()
    }

    /// A text for a value that equals no other one.
    pub(crate) fn unknown(&mut self, spelling: &str) -> String {
        let key = format!("unknown {}", self.number());
        self.symbol(&key, spelling)
    }

    /// The symbol that names something in Azure, or a member of it.
    pub(super) fn entity(&mut self, key: &str) -> String {
        let spelling = self.facts.symbols.spell(key);
        self.symbol(key, &spelling)
    }

    /// Begins a way that may not be taken.
    pub(crate) fn enter(&mut self) {
        let number = self.number();
        self.way.push(number);
    }

    /// Ends it.
    pub(crate) fn leave(&mut self) {
        self.way.pop();
    }

    pub(super) fn place(&self, range: TextRange) -> Place {
        Place {
            file: self.file,
            range: self.origin.source_range(range),
        }
    }

    pub(super) fn fact(&self, arg: &Arg) -> Fact<String> {
        Fact {
            value: arg.str().to_owned(),
            place: self.place(arg.place()),
        }
    }

    pub(super) fn fact_of(&self, arg: Option<&Arg>) -> Option<Fact<String>> {
        arg.map(|arg| self.fact(arg))
    }

    /// `name=value`, or a name alone.
    pub(super) fn pair(&self, arg: &Arg, secret: bool) -> (Fact<String>, Option<Fact<String>>) {
        let Some((name, _)) = arg.str().split_once('=') else {
            return (self.fact(arg), None);
        };
        let at = name.len();
        let key = Fact {
            value: name.to_owned(),
            place: self.place(arg.text.source_range(crate::range::range(0, at))),
        };
        let value = (!secret).then(|| self.fact(&arg.behind(at + 1)));
        (key, value)
    }

    /// A text of the script as an embedded task file.
    pub(super) fn embedded(&self, here: &Here, context: Option<Fact<String>>) -> Work {
        Work::Embedded {
            text: here.text.clone().through(&self.origin),
            file: self.file,
            range: self.place(here.range).range,
            context,
        }
    }

    /// The task that a command is about; a new one if none is called so.
    pub(super) fn task(&mut self, name: Option<&Arg>, registry: Option<&Arg>, by: Place) -> usize {
        let (name, registry) = (self.fact_of(name), self.fact_of(registry));
        self.task_called(name, registry, by)
    }

    fn task_called(
        &mut self,
        name: Option<Fact<String>>,
        registry: Option<Fact<String>>,
        by: Place,
    ) -> usize {
        if let Some(name) = &name
            && let Some(known) = self.known_task(&name.value, registry.as_ref())
        {
            let task = &mut self.facts.tasks[known];
            if task.registry.is_none() {
                task.registry = registry;
            }
            return known;
        }
        self.add_task(name, registry, by)
    }

    /// Adds a task, though one may be called so.
    pub(super) fn add_task(
        &mut self,
        name: Option<Fact<String>>,
        registry: Option<Fact<String>>,
        by: Place,
    ) -> usize {
        let key = match &name {
            Some(name) => self.task_key(&name.value, registry.as_ref()),
            None => String::new(),
        };
        let index = self.facts.tasks.len();
        if let Some(name) = &name {
            let named = self.by_name.entry(name.value.clone()).or_default();
            named.push(index);
        }
        self.tasks.push(Known {
            key,
            ways: Vec::new(),
            removals: false,
        });
        self.facts.tasks.push(TaskFacts {
            name,
            registry,
            ..TaskFacts::unsaid(by)
        });
        index
    }

    /// The last task of this name whose registry is not known to be another one.
    fn known_task(&self, name: &str, registry: Option<&Fact<String>>) -> Option<usize> {
        let is_known = |fact: &&Fact<String>| !has_symbol(&fact.value);
        let registry = registry.filter(is_known);
        let of_name = self.by_name.get(name)?.iter().rev().copied();
        let mut fitting = of_name.filter(|at| {
            let own = self.facts.tasks[*at].registry.as_ref().filter(is_known);
            match (own, registry) {
                (Some(own), Some(other)) => own.value.eq_ignore_ascii_case(&other.value),
                _ => true,
            }
        });
        fitting.next()
    }

    /// What names a task in the keys of symbols.
    fn task_key(&self, name: &str, registry: Option<&Fact<String>>) -> String {
        if let Some(known) = self.known_task(name, registry) {
            return self.tasks[known].key.clone();
        }
        match registry {
            Some(registry) => format!("task {}/{name}", registry.value.to_ascii_lowercase()),
            None => format!("task {name}"),
        }
    }

    /// Says that the task has a system-assigned identity, whose principal ID gets a name.
    pub(super) fn has_system(&mut self, task: usize) {
        self.facts.tasks[task].identity.system = Some(true);
        self.name_principal(task);
    }

    fn name_principal(&mut self, task: usize) {
        if !self.tasks[task].key.is_empty() {
            let key = format!("{}.identity.principalId", self.tasks[task].key);
            let principal = self.entity(&key);
            self.facts.tasks[task].identity.system_principal = Some(principal);
        }
    }

    /// A command asks for a task: the symbol that names it.
    pub(super) fn show_task(
        &mut self,
        name: Option<&Arg>,
        registry: Option<&Arg>,
        by: Place,
    ) -> Option<String> {
        let (name, registry) = (self.fact_of(name)?, self.fact_of(registry));
        let key = self.task_key(&name.value, registry.as_ref());
        let shown = Shown { name, registry, by };
        self.shown.insert(key.clone(), shown);
        Some(self.entity(&key))
    }

    /// Adds a credential. An `update` takes the place of those for the same host.
    pub(super) fn add_credential(&mut self, task: usize, credential: CredentialFacts, anew: bool) {
        let host = credential.host.value.clone();
        if anew || self.tasks[task].removals {
            self.take_away(task, |known| {
                known.host.value == host && (anew || known.removed)
            });
        }
        self.facts.tasks[task].credentials.push(credential);
        self.tasks[task].ways.push(self.way.clone());
    }

    /// Removes a credential, unless it may still be there.
    pub(super) fn remove_credential(&mut self, task: usize, credential: CredentialFacts) {
        let host = credential.host.value.clone();
        self.tasks[task].removals = true;
        self.take_away(task, |known| known.host.value == host);
        let known = &self.facts.tasks[task].credentials;
        if !known.iter().any(|known| known.host.value == host) {
            self.facts.tasks[task].credentials.push(credential);
            self.tasks[task].ways.push(self.way.clone());
        }
    }

    /// Takes credentials away that were added on the way that is walked or on one that leads off from it.
    fn take_away(&mut self, task: usize, gone: impl Fn(&CredentialFacts) -> bool) {
        let credentials = &mut self.facts.tasks[task].credentials;
        let ways = &mut self.tasks[task].ways;
        let mut at = credentials.len();
        while at > 0 {
            at -= 1;
            if gone(&credentials[at]) && ways[at].starts_with(&self.way) {
                credentials.remove(at);
                ways.remove(at);
            }
        }
    }

    /// The registry of this name; `by` is the command that makes or shows it. Its key, too.
    pub(super) fn registry(&mut self, name: &Arg, by: Place) -> (usize, String) {
        let short = short_name(name.str());
        let key = format!("registry {}", short.to_ascii_lowercase());
        if let Some(known) = self.registries.get(&key) {
            return (*known, key);
        }
        let registry = RegistryFacts {
            place: by,
            id: self.entity(&format!("{key}.id")),
            name: Some(self.fact(name)),
            login_server: format!("{}.azurecr.io", short.to_ascii_lowercase()),
            abac: None,
            anonymous_pull: None,
        };
        let index = self.facts.registries.len();
        self.facts.registries.push(registry);
        self.registries.insert(key.clone(), index);
        (index, key)
    }

    /// The user-assigned identity that a command makes or shows, by its name and group or by its resource ID.
    pub(super) fn identity(
        &mut self,
        name: Option<&Arg>,
        group: Option<&Arg>,
        id: Option<&Arg>,
        by: Place,
    ) -> Option<String> {
        let key = match (id, name, group) {
            (Some(id), ..) => format!("identity {}", id.str()),
            (None, Some(name), Some(group)) => format!("identity {}/{}", group.str(), name.str()),
            (None, Some(name), None) => format!("identity {}", name.str()),
            (None, None, _) => return None,
        };
        if !self.identities.contains_key(&key) {
            let identity = UserIdentity {
                place: by,
                name: self.fact_of(name),
                id: match id {
                    Some(id) => id.str().to_owned(),
                    None => self.entity(&format!("{key}.id")),
                },
                client_id: self.entity(&format!("{key}.clientId")),
                principal_id: self.entity(&format!("{key}.principalId")),
            };
            self.identity_ids.insert(identity.id.clone());
            let index = self.facts.identities.len();
            self.facts.identities.push(identity);
            self.identities.insert(key.clone(), index);
        }
        Some(key)
    }

    /// A member of what a symbol names, such as the `clientId` of an identity.
    pub(crate) fn member(&mut self, of: &str, member: &str) -> String {
        let mut chars = of.chars();
        let symbol = match (chars.next(), chars.next()) {
            (Some(one), None) => self.facts.symbols.get(one),
            _ => None,
        };
        let Some(key) = symbol.map(|symbol| symbol.key.clone()) else {
            return self.unknown(member);
        };
        // PowerShell does not care for case
        let member = match member.to_ascii_lowercase().as_str() {
            "id" => "id",
            "clientid" => "clientId",
            "principalid" => "principalId",
            "loginserver" => "loginServer",
            "name" => "name",
            "identity" => "identity",
            _ => member,
        };
        if let Some(registry) = self.registries.get(&key) {
            let registry = &self.facts.registries[*registry];
            match (member, &registry.name) {
                ("loginServer", _) => return registry.login_server.clone(),
                ("name", Some(name)) => return name.value.clone(),
                _ => {}
            }
        }
        if let Some(identity) = self.identities.get(&key) {
            let identity = &self.facts.identities[*identity];
            match (member, &identity.name) {
                ("id", _) => return identity.id.clone(),
                ("name", Some(name)) => return name.value.clone(),
                _ => {}
            }
        }
        if member == "principalId"
            && let Some(task) = key.strip_suffix(".identity")
            && let Some(shown) = self.shown.get(task).cloned()
        {
            let task = self.task_called(Some(shown.name), shown.registry, shown.by);
            self.name_principal(task);
        }
        let spelling = format!("{}.{member}", self.facts.symbols.spell(of));
        self.symbol(&format!("{key}.{member}"), &spelling)
    }

    /// Whether a text is surely the resource ID of a user-assigned identity.
    pub(super) fn is_identity_id(&self, text: &str) -> bool {
        text.to_ascii_lowercase()
            .contains("/userassignedidentities/")
            || self.identity_ids.contains(text)
    }

    /// Whether a text is one unknown value.
    pub(crate) fn is_unknown(&self, text: &str) -> bool {
        !text.is_empty() && text.chars().all(is_symbol)
    }
}

/// The symbol for all unknown values that are too many for one of their own.
pub(crate) const LAST: char = '\u{10FFFD}';

/// A text in the script.
#[derive(Debug, Clone)]
pub(crate) struct Here {
    pub(crate) text: Mapped,
    pub(crate) range: TextRange,
}

/// A registry's name, where its login server may be given.
fn short_name(name: &str) -> &str {
    name.strip_suffix(".azurecr.io").unwrap_or(name)
}
