//! Task facts: what files say about ACR tasks in Azure.
#![forbid(unsafe_code)]

pub mod arm;
pub mod bicep;
mod infra;
mod model;

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
        _ => Facts::empty(kind),
    }
}

/// temporary
pub fn kind_of(path: &str, text: &str) -> Option<SourceKind> {
    if path.ends_with(".bicep") {
        Some(SourceKind::Bicep)
    } else if path.ends_with(".json") && text.contains("deploymentTemplate") {
        Some(SourceKind::Arm)
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
