//! Secrets, volumes and the names of mounts: graph/task.go `Task.Validate`.

use acrlint_yaml::NodeId;

use super::{Check, known_chars_are};
use crate::model::{Item, Secret, Task, Text, Volume, value};
use crate::refusal::{Refusal, RefusalKind};

/// Checks a decoded task as the runner does right after decoding it.
pub(crate) fn check(task: &Task<'_>, check: &mut Check<'_, '_>) {
    secrets(&task.secrets, check);
    volumes(&task.volumes, check);
    mount_names(task, check);
}

fn secrets(secrets: &[Item<Secret<'_>>], check: &mut Check<'_, '_>) {
    let mut seen: Vec<(&str, NodeId)> = Vec::new();
    for item in secrets {
        let Some(secret) = &item.value else {
            check.crash("secrets", item.node);
            continue;
        };
        secret_itself(secret, item.node, check);
        let id = value(&secret.id);
        let node = secret.id.as_ref().map_or(item.node, |id| id.node);
        if id.is_empty() {
            continue;
        }
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == id) {
            let kind = RefusalKind::SecretDuplicate { id: id.to_owned() };
            let runner = format!("duplicate secret found with ID: {id}");
            let refusal =
                Refusal::new(kind, check.range(node), runner).related(Some(check.range(*first)));
            check.stop_at(refusal);
        }
        seen.push((id, node));
    }
}

fn secret_itself(secret: &Secret<'_>, item: NodeId, check: &mut Check<'_, '_>) {
    let id = value(&secret.id);
    let broken = |key: &str| secret.broken.iter().any(|known| known == key);
    let wrapped = |text: &str| format!("failed to validate secret with ID: {id}: {text}");
    if id.is_empty() && !broken("id") {
        let node = secret.id.as_ref().map_or(item, |id| id.node);
        check.stop(
            RefusalKind::SecretWithoutId,
            node,
            "secret is missing an ID as well as auto-generated ID",
        );
        return;
    }
    if let Some(text) = secret
        .id
        .as_ref()
        .filter(|id| id.value.contains(char::is_whitespace))
    {
        let kind = RefusalKind::SecretIdSpaces { id: id.to_owned() };
        check.stop(kind, text.node, wrapped("secret ID cannot contain spaces"));
    }
    let sources = [value(&secret.keyvault), value(&secret.aad_resource_id)];
    if sources.iter().all(|source| source.is_empty())
        && !broken("keyvault")
        && !broken("aadresourceid")
    {
        let kind = RefusalKind::SecretWithoutSource { id: id.to_owned() };
        let node = secret.keyvault.as_ref().map_or(item, |text| text.node);
        check.stop(
            kind,
            node,
            wrapped("secret should contain either keyvault property for vault secret, or msi clientID/aadResourceId for msi authentication"),
        );
    }
    if let Some(client) = secret
        .client_id
        .as_ref()
        .filter(|text| !text.value.is_empty())
    {
        if check.unknown(&client.value) {
            check.refusals.undecided();
        } else if !is_uuid(&client.value) {
            let kind = RefusalKind::SecretClientId {
                client_id: client.value.to_string(),
            };
            check.stop(
                kind,
                client.node,
                wrapped("msi client ID is not a valid guid"),
            );
        }
    }
}

/// The forms that github.com/google/uuid reads: plain, without hyphens, in braces, as a URN. Rule: util/uuid.go.
fn is_uuid(text: &str) -> bool {
    let hyphenated = |text: &str| {
        text.len() == 36
            && text.bytes().enumerate().all(|(at, b)| match at {
                8 | 13 | 18 | 23 => b == b'-',
                _ => b.is_ascii_hexdigit(),
            })
    };
    match text.len() {
        32 => text.bytes().all(|b| b.is_ascii_hexdigit()),
        36 => hyphenated(text),
        // whatever the braces are
        38 => text.get(1..37).is_some_and(hyphenated),
        45 => {
            text.get(..9)
                .is_some_and(|urn| urn.eq_ignore_ascii_case("urn:uuid:"))
                && text.get(9..).is_some_and(hyphenated)
        }
        _ => false,
    }
}

fn volumes(volumes: &[Item<Volume<'_>>], check: &mut Check<'_, '_>) {
    let mut seen: Vec<(&str, NodeId)> = Vec::new();
    for item in volumes {
        let Some(volume) = &item.value else {
            check.crash("volumes", item.node);
            continue;
        };
        volume_name(volume, item.node, check);
        volume_files(volume, item.node, check);
        let Some(name) = volume.name.as_ref().filter(|name| !name.value.is_empty()) else {
            continue;
        };
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == name.value) {
            let kind = RefusalKind::VolumeDuplicate {
                name: name.value.to_string(),
            };
            let refusal = Refusal::new(
                kind,
                check.range(name.node),
                "volume with duplicate name found",
            )
            .related(Some(check.range(*first)));
            check.stop_at(refusal);
        }
        seen.push((&name.value, name.node));
    }
}

fn volume_name(volume: &Volume<'_>, item: NodeId, check: &mut Check<'_, '_>) {
    let name = value(&volume.name);
    if volume.broken.iter().any(|key| key == "name") {
        return;
    }
    let node = volume.name.as_ref().map_or(item, |name| name.node);
    if name.is_empty() {
        check.stop(RefusalKind::VolumeWithoutName, node, "volume name is empty");
    } else if !known_chars_are(name, check.symbols, |c| {
        c.is_ascii_alphanumeric() || c == '-' || c == '_'
    }) {
        let kind = RefusalKind::VolumeName {
            name: name.to_owned(),
        };
        check.stop(
            kind,
            node,
            "volume name is not well formed. Only use alphanumeric and - _",
        );
    } else if check.unknown(name) {
        check.refusals.undecided();
    }
}

fn volume_files(volume: &Volume<'_>, item: NodeId, check: &mut Check<'_, '_>) {
    if volume.broken.iter().any(|key| key == "secret") {
        return;
    }
    let node = volume.secret_node.unwrap_or(item);
    let Some(files) = &volume.secret else {
        let kind = RefusalKind::VolumeWithoutSecret { empty: false };
        check.stop(kind, node, "currently only support for source type secret");
        return;
    };
    if files.is_empty() {
        let kind = RefusalKind::VolumeWithoutSecret { empty: true };
        check.stop(kind, node, "secret is empty");
    }
    for (file, _) in files {
        file_name(file, check);
    }
}

fn file_name(file: &Text<'_>, check: &mut Check<'_, '_>) {
    let name: &str = &file.value;
    let kind = RefusalKind::VolumeFileName {
        name: name.to_owned(),
    };
    if name.is_empty() {
        check.stop(kind, file.node, "secret name provided for value is empty");
    } else if !known_chars_are(name, check.symbols, |c| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
    }) {
        let runner =
            format!("file name, {name}, is not well formed. Only use alphanumeric and - _ .");
        check.stop(kind, file.node, runner);
    } else if check.unknown(name) {
        check.refusals.undecided();
    }
}

fn mount_names(task: &Task<'_>, check: &mut Check<'_, '_>) {
    let volumes: Vec<&str> = task
        .volumes
        .iter()
        .filter_map(|item| item.value.as_ref())
        .map(|volume| value(&volume.name))
        .collect();
    let unknown_volumes = task.volumes_lost || volumes.iter().any(|name| check.unknown(name));
    for (index, item) in task.steps.iter().enumerate() {
        let Some(step) = &item.value else {
            check.crash("steps", item.node);
            continue;
        };
        for mount in &step.volume_mounts {
            let Some(value_of) = &mount.value else {
                check.crash("volumeMounts", mount.node);
                continue;
            };
            let name = value(&value_of.name);
            if volumes.contains(&name) || value_of.broken.iter().any(|key| key == "name") {
                continue;
            }
            if unknown_volumes || check.unknown(name) {
                check.refusals.undecided();
                continue;
            }
            let kind = RefusalKind::MountUnknown {
                name: name.to_owned(),
                volumes: volumes.iter().map(|&name| name.to_owned()).collect(),
            };
            let node = value_of.name.as_ref().map_or(mount.node, |name| name.node);
            let runner = format!("mount name, {name}, does not correspond to a volume");
            let refusal = Refusal::new(kind, check.range(node), runner).in_step(index);
            check.stop_at(refusal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_uuid;

    #[test]
    fn uuid_forms() {
        let plain = "01234567-89ab-cdef-0123-456789abcdef";
        assert!(is_uuid(plain));
        assert!(is_uuid(&plain.replace('-', "")));
        assert!(is_uuid(&format!("{{{plain}}}")));
        assert!(is_uuid(&format!("URN:uuid:{plain}")));
        assert!(!is_uuid(&plain[1..]));
        assert!(!is_uuid("0123456789ab-cdef-0123-456789abcdef----"));
    }
}
