//! Task facts: what files say about ACR tasks in Azure.
#![forbid(unsafe_code)]

mod arm;
mod az;
mod az_json;
mod bicep;
mod infra;
mod model;
mod shell;
mod terraform;

pub use model::{
    AssignedIdentity, CredentialFacts, Fact, Facts, Place, Problem, RegistryFacts, RoleAssignment,
    RunKind, SecretKind, SourceKind, TaskFacts, UserIdentity, Work,
};

/// A file of a group that is read together.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// Its path, as the caller names it; only its name and ending matter.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// temporary
pub fn read(kind: SourceKind, files: &[SourceFile<'_>]) -> Facts {
    match kind {
        SourceKind::Arm => arm::read(files),
        SourceKind::Bicep => bicep::read(files),
        SourceKind::Terraform => terraform::read(files),
        SourceKind::TerraformJson => terraform::read_json(files),
        SourceKind::AzJson => az_json::read(files),
        SourceKind::Shell => shell::read(files),
        _ => Facts::empty(kind),
    }
}

/// temporary
pub fn kind_of(path: &str, text: &str) -> Option<SourceKind> {
    if path.ends_with(".bicep") {
        Some(SourceKind::Bicep)
    } else if path.ends_with(".sh") || path.ends_with(".bash") {
        Some(SourceKind::Shell)
    } else if path.ends_with(".tf") || path.ends_with(".tfvars") {
        Some(SourceKind::Terraform)
    } else if path.ends_with(".json") && text.contains("deploymentTemplate") {
        Some(SourceKind::Arm)
    } else if path.ends_with(".json") && text.contains("\"terraform_version\"") {
        Some(SourceKind::TerraformJson)
    } else if path.ends_with(".json")
        && (text.contains("ContainerRegistry/registries") || text.contains("\"userName\""))
    {
        Some(SourceKind::AzJson)
    } else {
        None
    }
}

impl Facts {
    /// Nothing said.
    pub fn empty(kind: SourceKind) -> Self {
        Self {
            kind,
            tasks: Vec::new(),
            roles: Vec::new(),
            registries: Vec::new(),
            identities: Vec::new(),
            problems: Vec::new(),
            symbols: acrlint_text::Symbols::default(),
        }
    }
}
