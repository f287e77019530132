//! Registry credentials that a run is given: graph/registry_credential.go `CreateRegistryCredentialFromString`.

use serde::Deserialize;

use crate::refusal::{Prefix, Refusal, RefusalKind, Refusals};

/// A credential as the runner reads it: Go takes field names in any case and ignores others.
#[derive(Debug, Default)]
struct Credential {
    fields: Vec<(String, String)>,
}

impl Credential {
    fn get(&self, name: &str) -> &str {
        let found = self
            .fields
            .iter()
            .rfind(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }
}

impl<'de> Deserialize<'de> for Credential {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map =
            std::collections::BTreeMap::<String, serde_json::Value>::deserialize(deserializer)?;
        let texts = map
            .into_iter()
            .filter_map(|(key, value)| Some((key, value.as_str()?.to_owned())));
        Ok(Self {
            fields: texts.collect(),
        })
    }
}

/// Says what is wrong with the credentials; the runner stops at the first fault.
pub(crate) fn check(credentials: &[String], refusals: &mut Refusals) {
    let prefix = Prefix::new("error creating registry credentials from given list: ");
    for text in credentials {
        let problem = match serde_json::from_str::<Credential>(text) {
            Ok(credential) => problem(&credential),
            Err(_) => Some("unable to unmarshal Credentials from string"),
        };
        if let Some(problem) = problem {
            let kind = RefusalKind::Credential { problem };
            refusals.stop(
                &prefix,
                Refusal::new(kind, acrlint_text::TextRange::default(), problem),
            );
        }
    }
}

fn problem(credential: &Credential) -> Option<&'static str> {
    let kinds = ["userNameProviderType", "passwordProviderType"]
        .map(|name| credential.get(name).to_lowercase());
    let registry = ("registry", "registry name can't be empty");
    let user = ("username", "username can't be empty");
    let password = ("password", "password can't be empty");
    let identity = ("identity", "identity can't be empty");
    let resource = ("aadResourceId", "aadResourceId can't be empty");
    let kinds = [kinds[0].as_str(), kinds[1].as_str()];
    let required: &[(&str, &'static str)] = match kinds {
        ["opaque", "opaque"] => &[registry, user, password],
        kinds if kinds.contains(&"vaultsecret") => &[registry, user, password, identity],
        ["", ""] => &[registry, identity, resource],
        _ => &[
            registry,
            (
                "",
                "unable to classify credential into opaque, vault or msi",
            ),
        ],
    };
    required
        .iter()
        .find(|(name, _)| credential.get(name).is_empty())
        .map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Option<&'static str> {
        problem(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn each_class_needs_its_fields_in_order() {
        assert_eq!(run("{}"), Some("registry name can't be empty"));
        assert_eq!(
            run(r#"{"registry":"r","username":"u","password":"p"}"#),
            Some("identity can't be empty")
        );
        assert_eq!(
            run(r#"{"Registry":"r","identity":"i","aadresourceid":"a"}"#),
            None
        );
        let opaque = r#"{"registry":"r","userNameProviderType":"Opaque","passwordProviderType":"opaque","username":"u"}"#;
        assert_eq!(run(opaque), Some("password can't be empty"));
        let mixed = r#"{"registry":"r","userNameProviderType":"opaque"}"#;
        assert_eq!(
            run(mixed),
            Some("unable to classify credential into opaque, vault or msi")
        );
    }
}
