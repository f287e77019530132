//! Task facts: what files say about ACR tasks in Azure.
//!
//! [`kind_of`] tells what a file is, [`read`] reads the files of one kind into [`Facts`].
//!
//! - `arm`, `bicep` and `terraform` evaluate declarations, with the expressions, values and resources of `infra`.
//! - `shell`, `powershell` and `ci` walk through scripts: they follow variables, call the script's own functions, and read
//!   each `az` command that says something about tasks. Nothing is run.
//! - `az_json` reads what az and the REST interface printed.
#![forbid(unsafe_code)]

mod arm;
mod az;
mod az_json;
mod bicep;
mod ci;
mod infra;
mod model;
mod powershell;
mod range;
mod recognise;
mod script;
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

/// Reads files of one kind: the Terraform files of a folder together, any other file alone.
pub fn read(kind: SourceKind, files: &[SourceFile<'_>]) -> Facts {
    match kind {
        SourceKind::Arm => arm::read(files),
        SourceKind::AzJson => az_json::read(files),
        SourceKind::Bicep => bicep::read(files),
        SourceKind::Ci => ci::read(files),
        SourceKind::PowerShell => powershell::read(files),
        SourceKind::Shell => shell::read(files),
        SourceKind::Terraform => terraform::read(files),
        SourceKind::TerraformJson => terraform::read_json(files),
        // the configuration is read where the rest of it is
        SourceKind::Config => Facts::empty(kind),
    }
}

/// Reads each file of a group for itself, into the same facts.
fn read_each(
    kind: SourceKind,
    files: &[SourceFile<'_>],
    read: impl Fn(&mut az::Record, &str),
) -> Facts {
    let texts: String = files.iter().map(|file| file.text).collect();
    let mut record = az::Record::new(kind, &texts);
    for (index, file) in files.iter().enumerate() {
        record.begin(index, acrlint_text::Mapped::verbatim(file.text));
        read(&mut record, file.text);
    }
    record.facts
}
