use strsim::osa_distance;

use crate::touch::{ACR_DOMAINS, acr_host};

/// In what the host of a credential differs from the login server that it seems to be meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Difference {
    /// It has a scheme or a path.
    Address,
    /// It has a port.
    Port,
    /// It has capital letters.
    Case,
    /// It is the same registry in another cloud.
    Cloud,
    /// One of them is a regional endpoint.
    Region,
    /// One of them has the hash of a domain name label.
    Label,
    /// It is the registry's name without its domain.
    Name,
    /// It looks misspelt.
    Spelling,
}

impl Difference {
    /// What is wrong, as the end of a sentence about the credential.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Address => "a login server has no scheme and no path",
            Self::Port => "a login server with a port is another host to Docker",
            Self::Case => {
                "Docker compares hosts letter for letter, and login servers are in lower case"
            }
            Self::Cloud => "that is a registry of another cloud",
            Self::Region => "a regional endpoint is another host to Docker",
            Self::Label => "the hash of the domain name label is part of the login server",
            Self::Name => "a login server has its whole domain",
            Self::Spelling => "the names differ",
        }
    }
}

/// In what `credential` differs from `host`; `None` when they have nothing to do with each other or are equal.
pub(crate) fn difference(credential: &str, host: &str) -> Option<Difference> {
    if credential == host {
        return None;
    }
    let bare = credential
        .split_once("://")
        .map_or(credential, |(_, rest)| rest);
    let bare = bare.split('/').next().unwrap_or_default();
    let lower = bare.to_lowercase();
    if bare.len() < credential.len() && lower == host {
        return Some(Difference::Address);
    }
    if lower == host {
        return Some(Difference::Case);
    }
    let portless = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
    if portless(&lower) == portless(host) {
        return Some(Difference::Port);
    }
    let wanted = acr_host(host);
    if let (Some(own), Some(wanted)) = (acr_host(bare), wanted)
        && own.name.eq_ignore_ascii_case(wanted.name)
    {
        return Some(if own.domain != wanted.domain {
            Difference::Cloud
        } else if own.region != wanted.region {
            Difference::Region
        } else {
            Difference::Label
        });
    }
    if wanted.is_some_and(|wanted| wanted.name == lower) {
        return Some(Difference::Name);
    }
    let stem = |text: &str| {
        let domain = ACR_DOMAINS
            .into_iter()
            .find(|domain| text.ends_with(domain));
        text[..text.len() - domain.map_or(0, str::len)].to_owned()
    };
    let (own, wanted) = (stem(&lower), stem(host));
    let most = if wanted.len() < 8 { 1 } else { 2 };
    // numbers and single letters at the end tell registries of one family apart
    let same_family = own.trim_end_matches(|c: char| c.is_ascii_digit())
        == wanted.trim_end_matches(|c: char| c.is_ascii_digit());
    (!same_family && osa_distance(&own, &wanted) <= most).then_some(Difference::Spelling)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences() {
        let host = "mybaseregistry.azurecr.io";
        for (credential, wanted) in [
            (
                "https://mybaseregistry.azurecr.io",
                Some(Difference::Address),
            ),
            ("mybaseregistry.azurecr.io/base", Some(Difference::Address)),
            ("mybaseregistry.azurecr.io:443", Some(Difference::Port)),
            ("MyBaseRegistry.azurecr.io", Some(Difference::Case)),
            ("mybaseregistry.azurecr.cn", Some(Difference::Cloud)),
            (
                "mybaseregistry.westeurope.geo.azurecr.io",
                Some(Difference::Region),
            ),
            ("mybaseregistry-c0ffee.azurecr.io", Some(Difference::Label)),
            ("mybaseregistry", Some(Difference::Name)),
            ("mybasergistry.azurecr.io", Some(Difference::Spelling)),
            ("other.azurecr.io", None),
            (host, None),
        ] {
            assert_eq!(difference(credential, host), wanted, "{credential}");
        }
        assert_eq!(difference("reg1.azurecr.io", "reg2.azurecr.io"), None);
    }
}
