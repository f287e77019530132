//! The `az` commands that close the gaps of a plan.

use std::fmt::Write as _;

use crate::plan::{Mend, Plan, PlannedRegistry};
use crate::touch::acr_host;

/// Who logs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityKind {
    /// The task's own system-assigned identity.
    System,
    /// A user-assigned identity.
    User,
}

impl Plan {
    /// The name of the task in Azure: as it is known, or the file's own name.
    pub fn task_name(&self) -> String {
        let stem = || {
            let file = self.path.rsplit(['/', '\\']).next().unwrap_or_default();
            let stem = file.split('.').next().unwrap_or_default();
            if stem.is_empty() || stem.starts_with('<') {
                "TASK".to_owned()
            } else {
                stem.to_owned()
            }
        };
        self.task.clone().unwrap_or_else(stem)
    }

    /// The name of the home registry, if it is known.
    fn home_name(&self) -> Option<&str> {
        let host = self.registry.as_deref()?;
        Some(acr_host(host).map_or(host, |host| host.name))
    }

    /// The registries that nothing covers.
    pub fn missing(&self) -> impl Iterator<Item = &PlannedRegistry> {
        self.registries
            .iter()
            .filter(|registry| registry.mend.is_some())
    }

    /// One command for each gap, for a task whose identity has the roles it needs.
    pub fn commands(&self) -> Vec<String> {
        self.missing()
            .flat_map(|registry| self.short(registry))
            .collect()
    }

    /// The commands that close one gap.
    pub fn short(&self, registry: &PlannedRegistry) -> Vec<String> {
        let task = quoted(&self.task_name());
        let home = quoted(self.home_name().unwrap_or("REGISTRY"));
        let on = format!("-n {task} -r {home}");
        let host = quoted(&registry.host);
        match registry.mend {
            Some(Mend::LoginMode) => vec![format!("az acr task update {on} --auth-mode Default")],
            Some(Mend::SourceIdentity) => {
                vec![format!(
                    "az acr task update {on} --source-acr-auth-id [system]"
                )]
            }
            Some(Mend::StoredTask | Mend::Credential) => {
                let remove = registry.instead_of.as_ref().map(|other| {
                    format!(
                        "az acr task credential remove {on} --login-server {}",
                        quoted(other)
                    )
                });
                let who = match (acr_host(&registry.host), self.identities) {
                    (None, _) => "-u USER -p PASSWORD".to_owned(),
                    (Some(_), (false, true)) => "--use-identity CLIENT_ID".to_owned(),
                    (Some(_), _) => "--use-identity '[system]'".to_owned(),
                };
                let add = format!("az acr task credential add {on} --login-server {host} {who}");
                remove.into_iter().chain([add]).collect()
            }
            None => Vec::new(),
        }
    }

    /// A script for a POSIX shell that closes every gap.
    pub fn script(&self, identity: IdentityKind) -> String {
        let mut out = String::from("#!/bin/sh\n");
        let gaps: Vec<&PlannedRegistry> = self.missing().collect();
        if gaps.is_empty() {
            let _ = writeln!(
                out,
                "# {}: every registry is covered, nothing to do.",
                one_line(&self.path)
            );
            return out;
        }
        let hosts: Vec<&str> = gaps.iter().map(|gap| gap.host.as_str()).collect();
        let _ = writeln!(
            out,
            "# Lets the task of {} into {}.",
            one_line(&self.path),
            one_line(&hosts.join(", "))
        );
        out.push_str("set -eu\n\n");
        let _ = writeln!(out, "TASK={}", quoted(&self.task_name()));
        match self.home_name() {
            Some(name) => _ = writeln!(out, "REGISTRY={}", quoted(name)),
            None => out.push_str("REGISTRY=${REGISTRY:?name the registry that owns the task}\n"),
        }
        let by_identity = gaps.iter().any(|gap| needs_identity(gap));
        if by_identity && identity == IdentityKind::User {
            out.push_str(
                "RESOURCE_GROUP=${RESOURCE_GROUP:?name the resource group of the identity}\n",
            );
            let _ = writeln!(
                out,
                "IDENTITY={}",
                quoted(&format!("{}-identity", self.task_name()))
            );
        }
        for gap in gaps.iter().filter(|gap| is_foreign(gap)) {
            let name = variable(&gap.host);
            let _ = writeln!(
                out,
                "# a user name and a password, or addresses of Key Vault secrets"
            );
            let _ = writeln!(out, "{name}_USERNAME=${{{name}_USERNAME:?}}");
            let _ = writeln!(out, "{name}_PASSWORD=${{{name}_PASSWORD:?}}");
        }
        if by_identity {
            out.push_str(match identity {
                IdentityKind::System => SYSTEM,
                IdentityKind::User => USER,
            });
        }
        for gap in gaps {
            out.push('\n');
            mend(&mut out, gap, identity);
        }
        out
    }
}

const SYSTEM: &str = r#"
# the task's own identity
az acr task identity assign --name "$TASK" --registry "$REGISTRY" --identities '[system]'
PRINCIPAL=$(az acr task show --name "$TASK" --registry "$REGISTRY" --query identity.principalId --output tsv)
USE_IDENTITY='[system]'
"#;

const USER: &str = r#"
# an identity of its own, which other tasks may share
az identity create --resource-group "$RESOURCE_GROUP" --name "$IDENTITY" --output none
IDENTITY_ID=$(az identity show --resource-group "$RESOURCE_GROUP" --name "$IDENTITY" --query id --output tsv)
PRINCIPAL=$(az identity show --resource-group "$RESOURCE_GROUP" --name "$IDENTITY" --query principalId --output tsv)
USE_IDENTITY=$(az identity show --resource-group "$RESOURCE_GROUP" --name "$IDENTITY" --query clientId --output tsv)
az acr task identity assign --name "$TASK" --registry "$REGISTRY" --identities "$IDENTITY_ID"
"#;

fn mend(out: &mut String, gap: &PlannedRegistry, identity: IdentityKind) {
    let doing = match (gap.pull, gap.push) {
        (true, true) => "pull and push",
        (false, true) => "push",
        _ => "pull",
    };
    let _ = writeln!(out, "# {}: {doing}", one_line(&gap.host));
    let task = r#"--name "$TASK" --registry "$REGISTRY""#;
    match gap.mend {
        Some(Mend::LoginMode) => {
            let _ = writeln!(out, "az acr task update {task} --auth-mode Default");
        }
        Some(Mend::SourceIdentity) => {
            let _ = writeln!(out, "BASE=\"$REGISTRY\"");
            grant(out, "Container Registry Repository Writer");
            let source = match identity {
                IdentityKind::System => "'[system]'",
                IdentityKind::User => "\"$IDENTITY_ID\"",
            };
            let _ = writeln!(
                out,
                "az acr task update {task} --source-acr-auth-id {source}"
            );
        }
        Some(Mend::StoredTask | Mend::Credential) => {
            if let Some(other) = &gap.instead_of {
                let _ = writeln!(
                    out,
                    "az acr task credential remove {task} --login-server {}",
                    quoted(other)
                );
            }
            let host = quoted(&gap.host);
            if let Some(acr) = acr_host(&gap.host) {
                let _ = writeln!(out, "BASE={}", quoted(acr.name));
                out.push_str("case $(az acr show --name \"$BASE\" --query roleAssignmentMode --output tsv) in\n");
                let _ = writeln!(
                    out,
                    "  AbacRepositoryPermissions) ROLE='{}' ;;",
                    gap.right.role(true)
                );
                let _ = writeln!(out, "  *) ROLE={} ;;", gap.right.role(false));
                out.push_str("esac\n");
                grant(out, "$ROLE");
                let _ = writeln!(
                    out,
                    "az acr task credential add {task} --login-server {host} --use-identity \"$USE_IDENTITY\""
                );
            } else {
                let name = variable(&gap.host);
                let _ = writeln!(
                    out,
                    "az acr task credential add {task} --login-server {host} --username \"${name}_USERNAME\" --password \"${name}_PASSWORD\""
                );
            }
        }
        None => {}
    }
}

fn grant(out: &mut String, role: &str) {
    out.push_str("SCOPE=$(az acr show --name \"$BASE\" --query id --output tsv)\n");
    let _ = writeln!(
        out,
        "az role assignment create --assignee-object-id \"$PRINCIPAL\" --assignee-principal-type ServicePrincipal --role \"{role}\" --scope \"$SCOPE\""
    );
}

fn needs_identity(gap: &PlannedRegistry) -> bool {
    match gap.mend {
        Some(Mend::SourceIdentity) => true,
        Some(Mend::Credential | Mend::StoredTask) => !is_foreign(gap),
        Some(Mend::LoginMode) | None => false,
    }
}

fn is_foreign(gap: &PlannedRegistry) -> bool {
    matches!(gap.mend, Some(Mend::Credential | Mend::StoredTask)) && acr_host(&gap.host).is_none()
}

/// A host as the beginning of a variable's name.
fn variable(host: &str) -> String {
    let letter = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_uppercase()
        } else {
            '_'
        }
    };
    let name: String = host.chars().map(letter).collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("_{name}")
    } else {
        name
    }
}

/// A word for a POSIX shell.
fn quoted(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-/:@%+,=".contains(&b);
    if !text.is_empty() && text.bytes().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// A text that stays inside its comment.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
