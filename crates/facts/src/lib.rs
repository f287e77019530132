//! Task facts: what files say about ACR tasks in Azure.
#![forbid(unsafe_code)]

mod model;

pub use model::{
    AssignedIdentity, CredentialFacts, Fact, Facts, Place, Problem, RegistryFacts, RoleAssignment,
    RunKind, SecretKind, SourceKind, TaskFacts, UserIdentity, Work,
};
