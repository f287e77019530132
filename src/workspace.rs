use std::sync::Arc;

use acrlint_analysis::config::RunContext;
use acrlint_analysis::{ConfigChoice, FileReport, LoadedConfig, Workspace};
use acrlint_report::{Checked, Style, human};
use anyhow::Context as _;

use crate::args::ConfigArgs;
use crate::disk::{Disk, here};
use crate::input::read_file;

/// The files around the working directory, with what the command line says of them.
///
/// # Errors
/// When the configuration file that the command line names cannot be read.
pub(crate) fn workspace(args: &ConfigArgs, own: RunContext) -> anyhow::Result<Workspace> {
    let workspace = Workspace::new(Disk, here()).with_context(own);
    let choice = match &args.config {
        _ if args.isolated => ConfigChoice::Isolated,
        Some(path) => {
            let shown = path.display().to_string();
            let source = read_file(path).with_context(|| shown.clone())?;
            let path = workspace.absolute(&shown);
            ConfigChoice::Named(Arc::new(LoadedConfig::new(&here(), &path, source)))
        }
        None => ConfigChoice::Nearest,
    };
    Ok(workspace.with_config(choice))
}

/// Prints the mistakes of the configuration files that were used; whether there are any.
pub(crate) fn print_mistakes(workspace: &Workspace, style: Style) -> bool {
    let mut mistakes = false;
    for loaded in workspace.used_configs() {
        mistakes |= !loaded.diagnostics.is_empty();
        let checked = Checked {
            path: loaded.path.clone(),
            source: loaded.source.clone(),
            report: FileReport {
                diagnostics: loaded.diagnostics.clone(),
                ..FileReport::nothing()
            },
            others: Vec::new(),
        };
        eprint!("{}", human(&checked, style));
    }
    mistakes
}
