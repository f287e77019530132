use std::io::Write as _;

use acrlint_analysis::IdentityKind;
use acrlint_report::{
    Planned, credentials_human, credentials_json, plan_dot, plan_human, plan_json, plan_mermaid,
};

use crate::Outcome;
use crate::args::{CredentialsArgs, CredentialsFormat, FileArgs, Identity, PlanArgs, PlanFormat};
use crate::input::read_named;
use crate::terminal;
use crate::workspace::{print_mistakes, workspace};

/// Prints what a run would do.
///
/// # Errors
/// When the file or the run context cannot be read, or the output cannot be written.
pub(crate) fn plan(args: &PlanArgs) -> anyhow::Result<Outcome> {
    let planned = planned(&args.file)?;
    let text = match args.format {
        PlanFormat::Human => plan_human(&planned, terminal::style(args.file.color)),
        PlanFormat::Json => plan_json(&planned)?,
        PlanFormat::Mermaid => plan_mermaid(&planned.plan),
        PlanFormat::Dot => plan_dot(&planned.plan),
    };
    print(&text)?;
    Ok(Outcome::Clean)
}

/// Prints the registries with their credentials. Missing ones are findings, except in the script that mends them.
///
/// # Errors
/// As [`plan`].
pub(crate) fn credentials(args: &CredentialsArgs) -> anyhow::Result<Outcome> {
    let planned = planned(&args.file)?;
    let (text, asks) = match args.format {
        CredentialsFormat::Human => (
            credentials_human(&planned, terminal::style(args.file.color)),
            true,
        ),
        CredentialsFormat::Json => (credentials_json(&planned)?, true),
        CredentialsFormat::Az => {
            let identity = match args.identity {
                Identity::System => IdentityKind::System,
                Identity::User => IdentityKind::User,
            };
            (planned.plan.script(identity), false)
        }
    };
    print(&text)?;
    let missing = planned.plan.missing().next().is_some();
    Ok(if asks && missing {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

fn planned(args: &FileArgs) -> anyhow::Result<Planned> {
    let workspace = workspace(&args.config, args.context.context()?)?;
    let (path, source) = read_named(&args.path, args.stdin_filename.as_deref())?;
    let setup = workspace.setup(&path);
    let planned = Planned::new(&setup, path, source);
    print_mistakes(&workspace, terminal::style(args.color));
    Ok(planned)
}

fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}
