//! Registries by their hosts: which are ACR, which let anybody pull.

use acrlint_image::{DOCKER_HUB, host_of, is_docker_hub};
use acrlint_text::{Symbols, has_symbol, is_symbol};

/// The domains of ACR login servers: the public cloud, 21Vianet, US Government.
pub(crate) const ACR_DOMAINS: [&str; 3] = [".azurecr.io", ".azurecr.cn", ".azurecr.us"];

/// Hosts with images that anybody may pull.
const PUBLIC: [&str; 9] = [
    DOCKER_HUB,
    "mcr.microsoft.com",
    "ghcr.io",
    "quay.io",
    "public.ecr.aws",
    "registry.k8s.io",
    "k8s.gcr.io",
    "gcr.io",
    "nvcr.io",
];

/// A registry that an image belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Registry {
    /// The registry that runs the task.
    Home,
    /// A login server as it is written; Docker Hub is [`DOCKER_HUB`].
    Host(String),
    /// It cannot be seen; the text holds the image's first part, which may be a host.
    Unknown(String),
}

/// The parts of an ACR login server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AcrHost<'h> {
    /// The registry's resource name, without a domain name label.
    pub(crate) name: &'h str,
    /// The domain, from its dot on.
    pub(crate) domain: &'static str,
    /// Whether the host has a domain name label's hash behind the name.
    pub(crate) labelled: bool,
    /// The region of a regional endpoint.
    pub(crate) region: Option<&'h str>,
}

/// Reads an ACR login server, in any case and without a port; `None` for another host. Source: Azure's page on the
/// endpoints of ACR.
pub(crate) fn acr_host(host: &str) -> Option<AcrHost<'_>> {
    let domain = ACR_DOMAINS.into_iter().find(|domain| {
        host.len() > domain.len()
            && host
                .get(host.len() - domain.len()..)
                .is_some_and(|end| end.eq_ignore_ascii_case(domain))
    })?;
    let first = &host[..host.len() - domain.len()];
    let (first, region) = match first
        .strip_suffix(".geo")
        .and_then(|rest| rest.split_once('.'))
    {
        Some((first, region)) => (first, Some(region)),
        None => (first, None),
    };
    let (name, labelled) = match first.split_once('-') {
        Some((name, _)) => (name, true),
        None => (first, false),
    };
    let fits = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
    fits.then_some(AcrHost {
        name,
        domain,
        labelled,
        region,
    })
}

/// Whether a host holds images that anybody may pull.
pub(crate) fn is_public(host: &str) -> bool {
    PUBLIC.contains(&host) || host.ends_with(".gcr.io") || host.ends_with(".docker.io")
}

/// Whether the images of a host are private as a rule, so that a pull without a credential fails.
pub(crate) fn is_private(host: &str) -> bool {
    let ecr = host.contains(".dkr.ecr.") && host.contains(".amazonaws.com");
    acr_host(host).is_some() || ecr
}

/// The keys of the symbols that stand for the home registry and for its name.
const HOME: &str = ".Run.Registry";
const HOME_NAME: &str = ".Run.RegistryName";

/// The registry of an image. `home` is the login server of the registry that runs the task, if it is known.
pub(crate) fn registry_of(image: &str, symbols: &Symbols, home: Option<&str>) -> Registry {
    let first = image.split('/').next().unwrap_or_default();
    if has_symbol(first) {
        let mut chars = first.chars();
        let key = chars
            .next()
            .and_then(|c| symbols.get(c))
            .map_or("", |symbol| symbol.key.as_str());
        let is_home = matches!(
            (key, chars.as_str()),
            (HOME, "") | (HOME_NAME, ".azurecr.io")
        );
        return if is_home && image.contains('/') {
            Registry::Home
        } else if image.contains('/') || first.chars().all(is_symbol) {
            Registry::Unknown(symbols.spell(first))
        } else {
            // only the tag is open
            Registry::Host(DOCKER_HUB.to_owned())
        };
    }
    match host_of(image) {
        // what is left of a value that is empty, or what a shell would fill in
        None if first.is_empty() => Registry::Unknown(String::new()),
        _ if first.contains(['$', '`']) => Registry::Unknown(first.to_owned()),
        Some(host) => registry(host, home),
        None => Registry::Host(DOCKER_HUB.to_owned()),
    }
}

/// The registry of a login server.
pub(crate) fn registry(host: &str, home: Option<&str>) -> Registry {
    if home.is_some_and(|home| home.eq_ignore_ascii_case(host)) {
        Registry::Home
    } else if is_docker_hub(host) {
        Registry::Host(DOCKER_HUB.to_owned())
    } else {
        Registry::Host(host.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acr_hosts() {
        let host = acr_host("MyReg-abc123.westeurope.geo.azurecr.io");
        assert_eq!(
            host,
            Some(AcrHost {
                name: "MyReg",
                domain: ".azurecr.io",
                labelled: true,
                region: Some("westeurope"),
            })
        );
        assert_eq!(
            acr_host("r.azurecr.cn").map(|host| host.domain),
            Some(".azurecr.cn")
        );
        for other in [
            "azurecr.io",
            ".azurecr.io",
            "https://r.azurecr.io",
            "r.azurecr.io:443",
            "r.io",
            "é",
        ] {
            assert_eq!(acr_host(other), None, "{other}");
        }
    }

    #[test]
    fn registries_of_images() {
        let mut symbols = Symbols::default();
        let home = symbols.intern(".Run.Registry", "$Registry").unwrap_or('?');
        let open = symbols.intern(".Values.r", "{{.Values.r}}").unwrap_or('?');
        let of = |image: &str| registry_of(image, &symbols, Some("home.azurecr.io"));
        let host = |text: &str| Registry::Host(text.to_owned());
        assert_eq!(of(&format!("{home}/a:1")), Registry::Home);
        assert_eq!(of("Home.azurecr.io/a"), Registry::Home);
        assert_eq!(of("a.azurecr.io/b"), host("a.azurecr.io"));
        assert_eq!(of("$R/b"), Registry::Unknown("$R".to_owned()));
        assert_eq!(of("localhost:5000/b"), host("localhost:5000"));
        assert_eq!(of("library/alpine"), host(DOCKER_HUB));
        assert_eq!(of(&format!("alpine:{open}")), host(DOCKER_HUB));
        assert_eq!(
            of(&format!("{open}.x/a")),
            Registry::Unknown("{{.Values.r}}.x".to_owned())
        );
        assert_eq!(
            of(&format!("{open}")),
            Registry::Unknown("{{.Values.r}}".to_owned())
        );
    }
}
