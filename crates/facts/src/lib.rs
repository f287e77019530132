//! Task facts: what files say about ACR tasks in Azure.
#![forbid(unsafe_code)]

pub mod arm;
pub mod bicep;
mod infra;
mod model;
pub mod terraform;

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
