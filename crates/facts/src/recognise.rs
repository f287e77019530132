//! Which files say something about tasks, and what they are.

use memchr::memmem::find;

use crate::model::SourceKind;

/// What a file is that may say something about tasks; `None` for all others. It looks at the path's ending and searches
/// the text for the names of things, and reads nothing.
///
/// Terraform's files are told by their endings alone, since those of one folder belong together.
pub fn kind_of(path: &str, text: &str) -> Option<SourceKind> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "tf" | "tfvars" => Some(SourceKind::Terraform),
        "bicep" => has(text, "ContainerRegistry").then_some(SourceKind::Bicep),
        "json" | "jsonc" => json(name, text),
        "yaml" | "yml" => is_ci(text).then_some(SourceKind::Ci),
        "sh" | "bash" | "zsh" | "ksh" | "azcli" => {
            speaks_of_azure(text).then_some(SourceKind::Shell)
        }
        "ps1" | "psm1" => speaks_of_azure(text).then_some(SourceKind::PowerShell),
        _ => (is_script(text) && speaks_of_azure(text)).then_some(SourceKind::Shell),
    }
}

/// Whether a script has commands about registries, their tasks, or roles.
pub(crate) fn speaks_of_azure(text: &str) -> bool {
    [
        "az acr",
        "az role assignment",
        "az identity",
        "AzRoleAssignment",
    ]
    .iter()
    .any(|command| has(text, command))
}

fn is_ci(text: &str) -> bool {
    has(text, "az acr") || has(text, "az role assignment")
}

/// Whether the first line names a shell.
fn is_script(text: &str) -> bool {
    let Some(first) = text.strip_prefix("#!").and_then(|text| text.lines().next()) else {
        return false;
    };
    let mut words = first.split_whitespace();
    let program = |word: Option<&str>| {
        word.and_then(|word| word.rsplit('/').next())
            .map(str::to_owned)
    };
    let name = match program(words.next()) {
        Some(env) if env == "env" => program(words.find(|word| !word.starts_with('-'))),
        other => other,
    };
    let name = name.unwrap_or_default();
    ["sh", "bash", "dash", "ash", "zsh", "ksh"].contains(&name.as_str())
}

fn json(name: &str, text: &str) -> Option<SourceKind> {
    let registry = has(text, "Microsoft.ContainerRegistry");
    if has(text, "deploymentTemplate.json") {
        return registry.then_some(SourceKind::Arm);
    }
    if has(text, "\"terraform_version\"") && has(text, "\"format_version\"") {
        let says = has(text, "azurerm_container_registry") || registry;
        return says.then_some(SourceKind::TerraformJson);
    }
    if name.to_ascii_lowercase().ends_with(".tf.json") || has(text, "deploymentParameters.json") {
        return None;
    }
    let says = has(text, "Microsoft.ContainerRegistry/registries")
        || has(text, "Microsoft.ManagedIdentity/userAssignedIdentities")
        || (has(text, "\"principalId\"") && has(text, "\"roleDefinitionId\""))
        || is_credential_list(text);
    says.then_some(SourceKind::AzJson)
}

/// Whether a text may be what `az acr task credential list` prints.
fn is_credential_list(text: &str) -> bool {
    ["\"identity\"", "\"password\"", "\"userName\""]
        .iter()
        .all(|key| has(text, key))
}

fn has(text: &str, what: &str) -> bool {
    find(text.as_bytes(), what.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_ending_and_content() {
        let cases = [
            ("a/b.sh", "az acr build .", Some(SourceKind::Shell)),
            ("a/b.sh", "echo", None),
            (
                "deploy",
                "#!/usr/bin/env -S bash\naz acr task list",
                Some(SourceKind::Shell),
            ),
            ("deploy", "#!/usr/bin/python\naz acr task list", None),
            ("deploy", "az acr task list", None),
            (
                "x.PS1",
                "New-AzRoleAssignment",
                Some(SourceKind::PowerShell),
            ),
            ("x.yml", "run: az acr run", Some(SourceKind::Ci)),
            ("x.yml", "run: az login", None),
            ("x.tf", "", Some(SourceKind::Terraform)),
            ("x.tfvars", "", Some(SourceKind::Terraform)),
            (
                "x.bicep",
                "resource a 'Microsoft.ContainerRegistry/registries@1'",
                Some(SourceKind::Bicep),
            ),
            ("x.bicep", "param a string", None),
            (
                "x.json",
                r#"{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","x":"Microsoft.ContainerRegistry/registries/tasks"}"#,
                Some(SourceKind::Arm),
            ),
            (
                "x.json",
                r#"{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"}"#,
                None,
            ),
            (
                "x.json",
                r#"{"format_version":"1.0","terraform_version":"1.9.0","x":"azurerm_container_registry_task"}"#,
                Some(SourceKind::TerraformJson),
            ),
            (
                "x.json",
                r#"{"a.io":{"identity":null,"password":null,"userName":null}}"#,
                Some(SourceKind::AzJson),
            ),
            ("package.json", r#"{"name":"x"}"#, None),
            ("Dockerfile", "FROM x", None),
        ];
        for (path, text, kind) in cases {
            assert_eq!(kind_of(path, text), kind, "{path}: {text}");
        }
    }
}
