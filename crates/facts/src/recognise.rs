use memchr::memmem;

use crate::SourceKind;

/// What a file is, by its name and by what it holds. `None` for a file that says nothing about tasks; such a file is
/// looked through for a few words and no further.
pub fn kind_of(path: &str, text: &str) -> Option<SourceKind> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind);
    match kind.to_ascii_lowercase().as_str() {
        // the values of variables stand in files of their own
        "tf" | "tfvars" => Some(SourceKind::Terraform),
        "bicep" => holds(text, "ContainerRegistry").then_some(SourceKind::Bicep),
        "json" | "jsonc" => json(text),
        "sh" | "bash" => has_commands(text).then_some(SourceKind::Shell),
        "ps1" | "psm1" => {
            let roles = holds(text, "New-AzRoleAssignment");
            (roles || has_commands(text)).then_some(SourceKind::PowerShell)
        }
        "yml" | "yaml" => has_commands(text).then_some(SourceKind::Ci),
        _ => (is_shell_script(text) && has_commands(text)).then_some(SourceKind::Shell),
    }
}

/// Whether a script names commands that matter. Options such as `--only-show-errors` may stand before the group, so the
/// groups are looked for, not `az acr`.
fn has_commands(text: &str) -> bool {
    const GROUPS: [&str; 3] = ["acr ", "role assignment", "identity "];
    holds(text, "az") && GROUPS.iter().any(|group| holds(text, group))
}

fn is_shell_script(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let Some(interpreter) = first.strip_prefix("#!") else {
        return false;
    };
    let mut words = interpreter.split(['/', ' ', '\t']);
    words.any(|word| matches!(word, "sh" | "bash" | "dash" | "ash" | "ksh" | "zsh"))
}

fn json(text: &str) -> Option<SourceKind> {
    let has = |word: &str| holds(text, word);
    if has("\"terraform_version\"") && has("\"format_version\"") {
        return has("azurerm_").then_some(SourceKind::TerraformJson);
    }
    let is_template = has("eploymentTemplate") || has("\"resources\"");
    if is_template && has("ContainerRegistry") {
        return Some(SourceKind::Arm);
    }
    let says = has("Microsoft.ContainerRegistry/registries")
        || has("\"customRegistries\"")
        || (has("\"userName\"") && has("\"identity\""))
        || (has("\"roleDefinitionName\"") && has("\"principalId\""))
        || has("Microsoft.ManagedIdentity/userAssignedIdentities");
    says.then_some(SourceKind::AzJson)
}

fn holds(text: &str, word: &str) -> bool {
    memmem::find(text.as_bytes(), word.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_name_and_content() {
        let arm = r#"{"$schema":"https://x/deploymentTemplate.json#","resources":[{"type":"Microsoft.ContainerRegistry/registries"}]}"#;
        let plan = r#"{"format_version":"1.0","terraform_version":"1.9","x":"azurerm_container_registry"}"#;
        let shown = r#"{"type":"Microsoft.ContainerRegistry/registries/tasks"}"#;
        let listed = r#"{"a.azurecr.io":{"identity":null,"password":null,"userName":null}}"#;
        let task = "version: v1.1.0\nsteps:\n- cmd: acr purge\n";
        for (path, text, kind) in [
            ("a/main.tf", "", Some(SourceKind::Terraform)),
            ("a/x.tfvars", "", Some(SourceKind::Terraform)),
            (
                "m.bicep",
                "// Microsoft.ContainerRegistry",
                Some(SourceKind::Bicep),
            ),
            ("m.bicep", "param x string", None),
            ("azuredeploy.json", arm, Some(SourceKind::Arm)),
            ("plan.json", plan, Some(SourceKind::TerraformJson)),
            ("task.json", shown, Some(SourceKind::AzJson)),
            ("credentials.json", listed, Some(SourceKind::AzJson)),
            ("package.json", "{\"name\":\"x\"}", None),
            ("x.sh", "az acr build .", Some(SourceKind::Shell)),
            ("x.sh", "ls", None),
            (
                "bin/setup",
                "#!/usr/bin/env bash\naz acr build .",
                Some(SourceKind::Shell),
            ),
            ("bin/setup", "az acr build .", None),
            ("x.ps1", "az acr build .", Some(SourceKind::PowerShell)),
            (
                ".github/workflows/x.yml",
                "- run: az acr build .",
                Some(SourceKind::Ci),
            ),
            ("acb.yaml", task, None),
        ] {
            assert_eq!(kind_of(path, text), kind, "{path}: {text}");
        }
    }
}
