use acrlint_facts::{
    CredentialFacts, Fact, Place, RegistryFacts, RoleAssignment, RunKind, SourceKind, TaskFacts,
    UserIdentity,
};
use acrlint_text::{TextRange, has_symbol};

use super::Group;

/// Something that a source says about a task.
#[derive(Debug)]
pub(crate) struct Said<'p, T> {
    /// The source.
    pub(crate) group: &'p Group,
    /// What it says.
    pub(crate) what: &'p T,
}

impl<T> Clone for Said<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Said<'_, T> {}

impl<T> Said<'_, T> {
    /// The file and the range of a place.
    pub(crate) fn at(&self, place: Place) -> (String, TextRange) {
        let path = self
            .group
            .paths
            .get(place.file)
            .cloned()
            .unwrap_or_default();
        (path, place.range)
    }
}

/// A task in Azure, put together from all sources that say something about it.
#[derive(Debug, Clone)]
pub(crate) struct TaskView<'p> {
    parts: Vec<Said<'p, TaskFacts>>,
    home: Option<String>,
    /// Whether some source gives credentials to a task whose name it leaves open, which may be this one.
    may_have_more: bool,
}

/// Adds what a source says about a task to the task of the same name, or begins another one.
pub(super) fn add<'p>(views: &mut Vec<TaskView<'p>>, group: &'p Group, task: &'p TaskFacts) {
    let said = Said { group, what: task };
    match views.iter_mut().find(|view| view.is_about(&said)) {
        Some(view) => view.parts.push(said),
        None => views.push(TaskView {
            parts: vec![said],
            home: None,
            may_have_more: false,
        }),
    }
}

impl<'p> TaskView<'p> {
    /// A task that one source makes.
    pub(crate) fn of(task: Said<'p, TaskFacts>) -> Self {
        Self {
            parts: vec![task],
            home: None,
            may_have_more: false,
        }
    }

    /// Takes in what other sources say about the same task.
    pub(crate) fn complete_from(&mut self, all: impl Iterator<Item = (&'p Group, &'p TaskFacts)>) {
        for (group, task) in all {
            let said = Said { group, what: task };
            let known = self.parts.iter().any(|part| std::ptr::eq(part.what, task));
            if !known && (self.is_about(&said) || self.may_own(&said)) {
                self.parts.push(said);
            } else if !known {
                self.may_have_more |= gives_to_somebody(task);
            }
        }
        self.home = self.find_home();
    }

    /// Whether a source speaks of the task by the same name, and of no other registry.
    fn is_about(&self, said: &Said<'p, TaskFacts>) -> bool {
        let Some(name) = said
            .what
            .name
            .as_ref()
            .filter(|name| !has_symbol(&name.value))
        else {
            return false;
        };
        let same_name = self.name().is_some_and(|own| own == name.value);
        let registry = |fact: &Fact<String>| {
            (!has_symbol(&fact.value)).then(|| registry_name(&fact.value).to_lowercase())
        };
        let own = self
            .parts
            .iter()
            .find_map(|part| registry(part.what.registry.as_ref()?));
        let other = said.what.registry.as_ref().and_then(registry);
        same_name && said.what.run.is_none() && (own.is_none() || other.is_none() || own == other)
    }

    /// Whether a nameless list of credentials is this task's: its file is called like the task.
    fn may_own(&self, said: &Said<'p, TaskFacts>) -> bool {
        let path = said
            .group
            .paths
            .first()
            .map(String::as_str)
            .unwrap_or_default();
        let file = path.rsplit('/').next().unwrap_or_default();
        said.what.name.is_none()
            && said.group.facts.kind == SourceKind::AzJson
            && self.name().is_some_and(|name| file.contains(name))
    }

    /// The task's name, if it is known.
    pub(crate) fn name(&self) -> Option<&'p str> {
        let names = self.parts.iter().filter_map(|part| part.what.name.as_ref());
        names
            .map(|name| name.value.as_str())
            .find(|name| !has_symbol(name))
    }

    /// The login server of the registry that owns the task, if it is known.
    pub(crate) fn home(&self) -> Option<&str> {
        self.home.as_deref()
    }

    fn find_home(&self) -> Option<String> {
        self.parts.iter().find_map(|part| {
            let text = &part.what.registry.as_ref()?.value;
            let registries = part.group.facts.registries.iter();
            let known = registries
                .filter(|registry| registry.id == *text)
                .map(|registry| registry.login_server.clone())
                .next();
            let text = known.unwrap_or_else(|| text.clone());
            if has_symbol(&text) {
                return None;
            }
            let name = registry_name(&text);
            Some(if name.contains('.') {
                name.to_owned()
            } else {
                format!("{}.azurecr.io", name.to_lowercase())
            })
        })
    }

    /// What the sources say.
    pub(crate) fn parts(&self) -> &[Said<'p, TaskFacts>] {
        &self.parts
    }

    /// Whether it is a run of its own and no stored task.
    pub(crate) fn is_run(&self) -> bool {
        self.parts.iter().all(|part| part.what.run.is_some())
    }

    /// Whether it is a quick run, which can carry no credential of another registry.
    pub(crate) fn is_quick_run(&self) -> bool {
        self.parts
            .iter()
            .all(|part| part.what.run == Some(RunKind::Quick))
    }

    /// The credentials that hold in the end.
    pub(crate) fn credentials(
        &self,
    ) -> impl Iterator<Item = Said<'p, CredentialFacts>> + use<'_, 'p> {
        self.parts.iter().flat_map(|part| {
            let group = part.group;
            let credentials = part.what.credentials.iter().filter(|one| !one.removed);
            credentials.map(move |what| Said { group, what })
        })
    }

    /// Whether some source says more of the task than how it is called.
    pub(crate) fn says_something(&self) -> bool {
        let mut parts = self.parts.iter().map(|part| part.what);
        parts.any(|task| {
            task.made_here
                || task.run.is_some()
                || !task.credentials.is_empty()
                || task.identity.place.is_some()
        })
    }

    /// Whether a host that is not among the credentials surely has none. Of saved answers one that lists them all is
    /// enough; others each say what they give.
    pub(crate) fn is_complete(&self) -> bool {
        let made = self.parts.iter().filter(|part| part.what.made_here);
        let (answers, others): (Vec<_>, Vec<_>) =
            made.partition(|part| part.group.facts.kind == SourceKind::AzJson);
        let complete = |part: &&Said<'p, TaskFacts>| part.what.credentials_complete;
        !(answers.is_empty() && others.is_empty())
            && others.iter().all(complete)
            && (answers.is_empty() || answers.iter().any(complete))
            && !self.may_have_more
    }

    /// The facts of one kind of all sources that speak of the task.
    fn of_groups<T>(
        &self,
        list: fn(&'p Group) -> &'p [T],
    ) -> impl Iterator<Item = Said<'p, T>> + use<'_, 'p, T> {
        let mut seen: Vec<*const Group> = Vec::new();
        let parts = self.parts.iter().filter(move |part| {
            let group: *const Group = part.group;
            let new = !seen.contains(&group);
            seen.push(group);
            new
        });
        parts.flat_map(move |part| {
            let group = part.group;
            list(group).iter().map(move |what| Said { group, what })
        })
    }

    /// The user-assigned identities that these sources know.
    pub(crate) fn identities(&self) -> impl Iterator<Item = Said<'p, UserIdentity>> + use<'_, 'p> {
        self.of_groups(|group| &group.facts.identities)
    }

    /// The registries that these sources know.
    pub(crate) fn registries(&self) -> impl Iterator<Item = Said<'p, RegistryFacts>> + use<'_, 'p> {
        self.of_groups(|group| &group.facts.registries)
    }

    /// The roles that these sources give.
    pub(crate) fn roles(&self) -> impl Iterator<Item = Said<'p, RoleAssignment>> + use<'_, 'p> {
        self.of_groups(|group| &group.facts.roles)
    }
}

/// Whether a source gives credentials to a task whose name it leaves open.
fn gives_to_somebody(task: &TaskFacts) -> bool {
    let open = task
        .name
        .as_ref()
        .is_some_and(|name| has_symbol(&name.value));
    open && !task.made_here && !task.credentials.is_empty()
}

/// The last part of a resource ID, or the text itself.
fn registry_name(text: &str) -> &str {
    text.rsplit('/').next().unwrap_or(text)
}
