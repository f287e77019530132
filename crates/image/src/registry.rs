use std::borrow::Cow;

use acrlint_text::has_symbol;

use crate::Reference;

/// The host that stands for Docker Hub in a normalised reference.
pub const DOCKER_HUB: &str = "docker.io";

/// Other hosts of Docker Hub.
const HUB_HOSTS: [&str; 3] = [
    "index.docker.io",
    "registry-1.docker.io",
    "registry.hub.docker.com",
];

/// Registry and repository as the dependency scan of the runner writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution<'t> {
    /// The host, `registry.hub.docker.com` when the reference names none with a dot.
    pub registry: &'t str,
    /// The repository, with `library/` for official images of Docker Hub.
    pub repository: Cow<'t, str>,
}

/// Whether a host is one of Docker Hub's.
pub fn is_docker_hub(host: &str) -> bool {
    host == DOCKER_HUB || HUB_HOSTS.contains(&host)
}

/// The first component of an image's name where a Docker client takes it for a host: it has a `.` or a `:` or is
/// `localhost`. Rule: github.com/distribution/reference normalize.go `splitDockerDomain`.
pub fn host_of(image: &str) -> Option<&str> {
    let (first, _) = image.split_once('/')?;
    (first.contains(['.', ':']) || first == "localhost").then_some(first)
}

impl<'t> Reference<'t> {
    /// The host that a Docker client asks for this image; [`DOCKER_HUB`] for all names of Docker Hub.
    ///
    /// A first component is a host only if it has a `.` or a `:` or is `localhost`. One that holds a symbol is taken
    /// for a host, symbol included. `None` if the whole name is one component with a symbol, which may hide a host.
    /// Rule: github.com/distribution/reference normalize.go `splitDockerDomain`.
    pub fn registry(&self) -> Option<&'t str> {
        match self.split() {
            (None, path) if has_symbol(path) => None,
            (None, _) => Some(DOCKER_HUB),
            (Some(host), _) if is_docker_hub(host) => Some(DOCKER_HUB),
            (Some(host), _) => Some(host),
        }
    }

    /// The repository on that host: `library/alpine` for `alpine`.
    pub fn repository(&self) -> Cow<'t, str> {
        let (_, path) = self.split();
        if self.registry() == Some(DOCKER_HUB) && !path.contains('/') {
            return Cow::Owned(format!("library/{path}"));
        }
        Cow::Borrowed(path)
    }

    /// Registry and repository as the runner writes them in its dependency scan: the part before the first slash is a
    /// registry only if it has a dot (or a symbol). Rule: acr-builder scan/dependencies.go `NewImageReference`.
    pub fn attribution(&self) -> Attribution<'t> {
        let name = self.name();
        let (registry, repository) = match name.split_once('/') {
            Some((first, rest)) if first.contains('.') || has_symbol(first) => {
                (first, Cow::Borrowed(rest))
            }
            Some(_) => (HUB_HOSTS[2], Cow::Borrowed(name)),
            None => (HUB_HOSTS[2], Cow::Owned(format!("library/{name}"))),
        };
        Attribution {
            registry,
            repository,
        }
    }

    /// Host and path as a Docker client cuts them.
    fn split(&self) -> (Option<&'t str>, &'t str) {
        let name = self.name();
        match name.split_once('/') {
            Some((first, path)) if host_of(name).is_some() || has_symbol(first) => {
                (Some(first), path)
            }
            _ => (None, name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(text: &str) -> (Option<&str>, String) {
        let found = Reference::parse(text).unwrap();
        (found.registry(), found.repository().into_owned())
    }

    #[test]
    fn what_a_docker_client_asks() {
        assert_eq!(
            client("alpine:3"),
            (Some("docker.io"), "library/alpine".into())
        );
        assert_eq!(client("team/app"), (Some("docker.io"), "team/app".into()));
        assert_eq!(
            client("index.docker.io/alpine"),
            (Some("docker.io"), "library/alpine".into())
        );
        assert_eq!(client("localhost/a"), (Some("localhost"), "a".into()));
        assert_eq!(client("reg:5000/a/b:1"), (Some("reg:5000"), "a/b".into()));
    }

    #[test]
    fn what_the_runner_writes() {
        let write = |text| {
            let found = Reference::parse(text).unwrap().attribution();
            format!("{} {}", found.registry, found.repository)
        };
        assert_eq!(
            write("localhost:5000/a"),
            "registry.hub.docker.com localhost:5000/a"
        );
        assert_eq!(write("docker.io/golang"), "docker.io golang");
        assert_eq!(write("golang"), "registry.hub.docker.com library/golang");
    }

    #[test]
    fn symbols_may_hide_a_host() {
        let (host, image) = ("\u{F0000}/a:1", "\u{F0000}:1");
        let host = Reference::parse_with_symbols(host).valid().unwrap();
        assert_eq!(host.registry(), Some("\u{F0000}"));
        let image = Reference::parse_with_symbols(image).valid().unwrap();
        assert_eq!(image.registry(), None);
    }
}
