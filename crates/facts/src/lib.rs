//! Task facts: what files say about ACR tasks in Azure.
#![forbid(unsafe_code)]

mod arm;
mod az;
mod az_json;
mod bicep;
mod infra;
mod model;
mod recognise;
mod shell;
mod terraform;

pub use model::{
    AssignedIdentity, CredentialFacts, Fact, Facts, Place, Problem, RegistryFacts, RoleAssignment,
    RunKind, SecretKind, SourceKind, TaskFacts, UserIdentity, Work,
};
pub use recognise::kind_of;

/// A file of a group that is read together.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// Its path, as the caller names it; only its name and ending matter.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// Reads files of one kind: the Terraform files of a folder together, any other file alone.
pub fn read(kind: SourceKind, files: &[SourceFile<'_>]) -> Facts {
    match kind {
        SourceKind::Arm => arm::read(files),
        SourceKind::AzJson => az_json::read(files),
        SourceKind::Bicep => bicep::read(files),
        SourceKind::Shell => shell::read(files),
        SourceKind::Terraform => terraform::read(files),
        SourceKind::TerraformJson => terraform::read_json(files),
        // the configuration is read where the rest of it is; the others are not read yet
        SourceKind::Config | SourceKind::PowerShell | SourceKind::Ci => Facts::empty(kind),
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
