//! Whether the credentials of a task cover each registry that a run touches.

mod identity;
mod near;
mod roles;

use acrlint_facts::CredentialFacts;
use acrlint_image::DOCKER_HUB;
use acrlint_text::{TextRange, has_symbol};

use crate::file::File;
use crate::project::{Said, TaskView};
use crate::touch::{Access, Login, Reason, Registry, Touch, acr_host, is_private, is_public};

pub(crate) use identity::{IdentityFault, identity_fault, principal};
pub(crate) use near::{Difference, difference};
pub use roles::Right;
pub(crate) use roles::{RoleFault, role_fault};

/// A registry that a run touches, and whether it gets in.
#[derive(Debug, Clone)]
pub(crate) struct Need<'f> {
    /// The registry.
    pub(crate) registry: Registry,
    /// What touches it, in the order of the steps.
    pub(crate) touches: Vec<&'f Touch>,
    /// Whether the run gets in.
    pub(crate) coverage: Coverage<'f>,
}

/// Whether a run gets into a registry.
#[derive(Debug, Clone)]
pub(crate) enum Coverage<'f> {
    /// The service logs in to the home registry.
    Service,
    /// A credential of the task.
    Credential(Said<'f, CredentialFacts>),
    /// A login that an earlier step makes.
    Login(&'f Login),
    /// Anybody may pull.
    Anonymous,
    /// It cannot be seen; the text says why.
    Unknown(String),
    /// Nothing does.
    Missing(Gap<'f>),
}

/// Why nothing gets a run into a registry.
#[derive(Debug, Clone)]
pub(crate) enum Gap<'f> {
    /// No source says anything about the task.
    NoFacts,
    /// The sources list the task's credentials, and this host is not among them.
    NotListed,
    /// A credential is for a host that is nearly this one.
    Near(Said<'f, CredentialFacts>, Difference),
    /// The run is a quick run, which carries none.
    QuickRun,
    /// The login mode is `None`, so that the service does not log in to the home registry.
    LoginModeNone((String, TextRange)),
    /// The home registry uses ABAC, and the task has no source identity.
    Abac((String, TextRange)),
}

impl<'f> Need<'f> {
    /// Whether something is pulled.
    pub(crate) fn pulls(&self) -> bool {
        self.touches
            .iter()
            .any(|touch| touch.access == Access::Pull)
    }

    /// Whether something is pushed.
    pub(crate) fn pushes(&self) -> bool {
        self.touches
            .iter()
            .any(|touch| touch.access == Access::Push)
    }

    /// What the run does there that needs most.
    pub(crate) fn right(&self) -> Right {
        let purges = |touch: &&Touch| touch.reason == Reason::Purge;
        match (self.pushes(), self.touches.iter().all(purges)) {
            (_, true) => Right::Delete,
            (true, false) => Right::Push,
            (false, false) => Right::Pull,
        }
    }

    /// The touch that shows the need best: one that anybody may do shows none, and one that surely happens shows it
    /// better.
    pub(crate) fn first_touch(&self) -> Option<&'f Touch> {
        let open = is_public(self.host());
        let counts = |touch: &&&Touch| !open || touch.access == Access::Push || !self.pushes();
        let certain = self
            .touches
            .iter()
            .filter(counts)
            .find(|touch| touch.certain);
        certain
            .or_else(|| self.touches.iter().find(counts))
            .copied()
    }

    /// How to call the registry.
    pub(crate) fn host(&self) -> &str {
        match &self.registry {
            Registry::Home => "$Registry",
            Registry::Host(host) | Registry::Unknown(host) => host,
        }
    }
}

impl Coverage<'_> {
    /// The word of the JSON output.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Service | Self::Credential(_) | Self::Login(_) => "covered",
            Self::Anonymous => "anonymous",
            Self::Unknown(_) => "unknown",
            Self::Missing(_) => "missing",
        }
    }
}

impl<'a> File<'a> {
    /// The task in Azure, where one that is known runs this file.
    pub(crate) fn task_facts(&self) -> Option<&TaskView<'a>> {
        self.views().first()
    }

    /// The tasks in Azure that run this file; one that nothing is known of if there are none.
    pub(crate) fn each_view(&self) -> impl Iterator<Item = Option<&TaskView<'a>>> {
        let views = self.views();
        let none = views.is_empty().then_some(None);
        views.iter().map(Some).chain(none)
    }

    /// The registries that the run touches, as each task that runs this file covers them.
    pub(crate) fn each_need(&self) -> impl Iterator<Item = (Option<&TaskView<'a>>, Need<'_>)> {
        let each = |view| self.needs(view).into_iter().map(move |need| (view, need));
        self.each_view().flat_map(each)
    }

    /// The same for the tasks that are known.
    pub(crate) fn each_known_need(&self) -> impl Iterator<Item = (&TaskView<'a>, Need<'_>)> {
        let each = |view| {
            self.needs(Some(view))
                .into_iter()
                .map(move |need| (view, need))
        };
        self.views().iter().flat_map(each)
    }

    /// The registries that a credential covers, with the task, the credential and the touch that shows the need.
    pub(crate) fn each_credential(
        &self,
    ) -> impl Iterator<Item = (&TaskView<'a>, Need<'_>, Said<'_, CredentialFacts>, &Touch)> {
        self.each_known_need().filter_map(|(view, need)| {
            let Coverage::Credential(said) = need.coverage else {
                return None;
            };
            let touch = need.first_touch()?;
            Some((view, need, said, touch))
        })
    }

    /// Where a finding about the whole task stands: its first line.
    pub(crate) fn head(&self) -> TextRange {
        let start = self.source.len() - self.source.trim_start().len();
        let start = acrlint_text::TextSize::try_from(start).unwrap_or_default();
        self.visible(TextRange::new(
            start,
            acrlint_text::TextSize::of(self.source),
        ))
    }

    /// The registries that the run touches, each once, in the order of the steps, as the task `view` covers them.
    pub(crate) fn needs<'f>(&'f self, view: Option<&'f TaskView<'a>>) -> Vec<Need<'f>> {
        let mut needs: Vec<Need<'f>> = Vec::new();
        let touches = self.touches().iter().flat_map(|step| &step.touches);
        for touch in touches.filter(|touch| !is_scratch(touch)) {
            match needs
                .iter_mut()
                .find(|need| need.registry == touch.registry)
            {
                Some(need) => need.touches.push(touch),
                None => needs.push(Need {
                    registry: touch.registry.clone(),
                    touches: vec![touch],
                    coverage: Coverage::Anonymous,
                }),
            }
        }
        let uses_home = needs.iter().any(|need| need.registry == Registry::Home);
        for need in &mut needs {
            need.coverage = self.coverage(need, view, uses_home);
        }
        needs
    }

    fn coverage<'f>(
        &'f self,
        need: &Need<'f>,
        view: Option<&'f TaskView<'a>>,
        uses_home: bool,
    ) -> Coverage<'f> {
        let host = match &need.registry {
            Registry::Home => return self.home_coverage(view),
            Registry::Unknown(text) => {
                return Coverage::Unknown(format!("what `{text}` is, is not known"));
            }
            Registry::Host(host) => host.as_str(),
        };
        if let Some(view) = view {
            let same = |said: &Said<'f, CredentialFacts>| covers(&said.what.host.value, host);
            if let Some(said) = view.credentials().find(same) {
                return Coverage::Credential(said);
            }
        }
        if let Some(login) = self.login(host, need) {
            return login;
        }
        if !need.pushes() && is_public(host) {
            return Coverage::Anonymous;
        }
        if !need.pushes() && self.allows_anybody(host) {
            return Coverage::Anonymous;
        }
        let home_is_open = self.home().is_none() && !uses_home && acr_host(host).is_some();
        if home_is_open {
            return Coverage::Unknown(
                "it may be the registry that runs the task; `--registry` says which that is"
                    .to_owned(),
            );
        }
        if !need.pushes() && !is_private(host) {
            return Coverage::Unknown("whether it lets anybody pull is not known".to_owned());
        }
        self.gap(host, view)
    }

    fn gap<'f>(&'f self, host: &str, view: Option<&'f TaskView<'a>>) -> Coverage<'f> {
        let Some(view) = view.filter(|view| view.says_something()) else {
            return if self.project.hides_a_task() {
                Coverage::Unknown("a source makes a task whose file it does not say".to_owned())
            } else {
                Coverage::Missing(Gap::NoFacts)
            };
        };
        let near = view.credentials().find_map(|said| {
            let other = &said.what.host.value;
            let found = (!has_symbol(other)).then(|| difference(other, host))??;
            Some((said, found))
        });
        if let Some((said, found)) = near {
            return Coverage::Missing(Gap::Near(said, found));
        }
        if view.is_quick_run() {
            return Coverage::Missing(Gap::QuickRun);
        }
        if let Some(said) = view
            .credentials()
            .find(|said| has_symbol(&said.what.host.value))
        {
            let shown = said.group.spell(&said.what.host);
            return Coverage::Unknown(format!(
                "a credential is for `{shown}`, which may be this host"
            ));
        }
        if !view.is_complete() {
            return Coverage::Unknown("not all credentials of the task can be seen".to_owned());
        }
        Coverage::Missing(Gap::NotListed)
    }

    /// The service logs in to the home registry, unless it is told not to, or may not.
    fn home_coverage<'f>(&'f self, view: Option<&'f TaskView<'a>>) -> Coverage<'f> {
        let Some(view) = view else {
            return Coverage::Service;
        };
        let home = self.home();
        let own = view
            .credentials()
            .find(|said| home.is_some_and(|home| covers(&said.what.host.value, home)));
        if let Some(said) = own {
            return Coverage::Credential(said);
        }
        let may_be = view
            .credentials()
            .any(|said| home.is_none() || has_symbol(&said.what.host.value));
        let none = view.parts().iter().find_map(|part| {
            let mode = part.what.login_mode.as_ref()?;
            mode.value
                .eq_ignore_ascii_case("none")
                .then(|| part.at(mode.place))
        });
        let source_identity = view
            .parts()
            .iter()
            .any(|part| part.what.source_identity.is_some());
        let abac = view.registries().find_map(|said| {
            let abac = said.what.abac.as_ref().filter(|abac| abac.value)?;
            home.is_some_and(|home| home == said.what.login_server)
                .then(|| said.at(abac.place))
        });
        match (none, abac) {
            (Some(_), _) | (_, Some(_)) if may_be || source_identity || !view.is_complete() => {
                Coverage::Service
            }
            (Some(place), _) => Coverage::Missing(Gap::LoginModeNone(place)),
            (None, Some(place)) => Coverage::Missing(Gap::Abac(place)),
            (None, None) => Coverage::Service,
        }
    }

    /// Whether a source says that a registry lets anybody pull.
    fn allows_anybody(&self, host: &str) -> bool {
        self.project
            .groups()
            .iter()
            .flat_map(|group| &group.facts.registries)
            .any(|registry| {
                registry.login_server.eq_ignore_ascii_case(host)
                    && registry.anonymous_pull.as_ref().is_some_and(|on| on.value)
            })
    }

    /// A login of a step before the first one that needs the host; or one that cannot be seen.
    fn login<'f>(&'f self, host: &str, need: &Need<'f>) -> Option<Coverage<'f>> {
        let first = need.touches.iter().map(|touch| touch.step).min()?;
        let earlier = self.touches().iter().filter(|step| step.step < first);
        let logins: Vec<&Login> = earlier.flat_map(|step| &step.logins).collect();
        let known = logins.iter().find(|login| {
            login
                .host
                .as_deref()
                .is_some_and(|known| covers(known, host))
        });
        if let Some(login) = known {
            return Some(Coverage::Login(login));
        }
        let hidden = logins.iter().any(|login| login.host.is_none());
        hidden.then(|| Coverage::Unknown("a step logs in to a host that cannot be seen".to_owned()))
    }
}

/// Whether a login to one host is one to the other: letter for letter, as Docker looks it up.
fn covers(credential: &str, host: &str) -> bool {
    credential == host
        || (host == DOCKER_HUB
            && matches!(
                credential,
                "index.docker.io" | "https://index.docker.io/v1/"
            ))
}

fn is_scratch(touch: &Touch) -> bool {
    touch.image == "scratch" && touch.reason == Reason::Dockerfile
}
