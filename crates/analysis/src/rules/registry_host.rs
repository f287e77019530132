use strsim::osa_distance;

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;
use crate::touch::{ACR_DOMAINS, Registry, acr_host, is_public};

declare_rule! {
    /// ## What it finds
    /// A host of an image that looks misspelt (`mybase.azurecr.oi`, `mcr.microsof.com`), or that is an ACR login server
    /// in capital letters.
    ///
    /// ## Why it matters
    /// The host does not exist, or answers `unauthorized`: a login server is in lower case, and credentials are looked up
    /// letter for letter.
    ///
    /// ## How to mend it
    /// Write `mybase.azurecr.io`.
    ///
    /// Source: Azure's questions and answers on ACR; builder/digest_remote.go `PopulateDigest`.
    "registry-host", Warning, Registries,
    "a registry's host that looks misspelt",
    check,
}

/// Public hosts that people write.
const KNOWN: [&str; 5] = [
    "mcr.microsoft.com",
    "ghcr.io",
    "quay.io",
    "registry.k8s.io",
    "public.ecr.aws",
];

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for touch in file.touches().iter().flat_map(|step| &step.touches) {
        let Registry::Host(host) = &touch.registry else {
            continue;
        };
        let Some((meant, why)) = meant(host) else {
            continue;
        };
        let step = file.step_name(touch.step);
        let message = format!("{step} uses the registry {host}, {why}");
        let mut diagnostic = Diagnostic::new(&RULE, touch.range, message)
            .label(format!("did you mean `{meant}`?"))
            .help(format!("write `{meant}`"));
        if let Some(base) = &touch.base {
            diagnostic = diagnostic.elsewhere(base.clone(), touch.image.clone());
        }
        found.push(diagnostic);
    }
}

/// The host that is meant, and what is wrong with this one.
fn meant(host: &str) -> Option<(String, &'static str)> {
    if acr_host(host).is_some() {
        let lower = host.to_lowercase();
        return (lower != host).then_some((lower, "whose login server is in lower case"));
    }
    if is_public(host) || host.contains(':') {
        return None;
    }
    let misspelt = "which looks misspelt";
    if let Some(known) = KNOWN
        .iter()
        .find(|known| known.len() > 7 && osa_distance(known, host) == 1)
    {
        return Some(((*known).to_owned(), misspelt));
    }
    let (name, domain) = host.split_once('.')?;
    let near = |known: &&&'static str| {
        let distance = osa_distance(&known[1..], &domain.to_lowercase());
        (1..=2).contains(&distance)
    };
    let is_name = name.len() >= 5 && name.bytes().all(|b| b.is_ascii_alphanumeric());
    let known = ACR_DOMAINS.iter().find(near).filter(|_| is_name)?;
    Some((format!("{}{known}", name.to_lowercase()), misspelt))
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn near_hosts() {
        let of = |host| meant(host).map(|(meant, _)| meant);
        assert_eq!(
            of("mybase.azurecr.oi").as_deref(),
            Some("mybase.azurecr.io")
        );
        assert_eq!(
            of("mybase.azurerc.io").as_deref(),
            Some("mybase.azurecr.io")
        );
        assert_eq!(
            of("MyBase.azurecr.io").as_deref(),
            Some("mybase.azurecr.io")
        );
        assert_eq!(of("mcr.microsof.com").as_deref(), Some("mcr.microsoft.com"));
        for good in [
            "mybase.azurecr.io",
            "mybase.azurecr.cn",
            "ghcr.io",
            "r.example.com",
            "localhost:5000",
            "docker.io",
        ] {
            assert_eq!(of(good), None, "{good}");
        }
    }
}
