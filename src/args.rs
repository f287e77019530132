use std::path::PathBuf;

use acrlint_analysis::Selector;
use acrlint_analysis::config::RunContext;
use acrlint_task::{Context, ValuesFile, run_date};
use anyhow::Context as _;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::input;

/// Finds in ACR task files what the runner would refuse, before a run is queued.
#[derive(Debug, Parser)]
#[command(name = "acrlint", version, about, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Lint task files
    Check(CheckArgs),
    /// Show what a run would do: its steps, images and registries
    Plan(PlanArgs),
    /// Show which registries the run needs, and the commands that close each gap
    Credentials(CredentialsArgs),
    /// Print the text that the runner would decode
    Render(RenderArgs),
    /// List the rules, or print the page of one
    Rules(RulesArgs),
    /// Serve an editor: the language server on standard input and output
    Lsp(LspArgs),
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Files, folders that are searched for task files, or `-` for standard input
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Skip files named here that are no task files by content or name
    #[arg(long)]
    pub(crate) detect: bool,
    /// The name of the file on standard input
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_filename: Option<String>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
    /// Run only these rules (a rule, a family or `all`); may be given several times
    #[arg(long, value_name = "RULE", value_parser = selector)]
    pub(crate) select: Vec<Selector>,
    /// Do not run these rules; may be given several times
    #[arg(long, value_name = "RULE", value_parser = selector)]
    pub(crate) ignore: Vec<Selector>,
    /// Fail on warnings, too
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Mend what can be mended safely, and write the files
    #[arg(long)]
    pub(crate) fix: bool,
    /// With `--fix` or `--diff`: also mend where a guess is needed
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what `--fix` would change, and change nothing
    #[arg(long)]
    pub(crate) diff: bool,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    #[command(flatten)]
    pub(crate) context: ContextArgs,
}

/// Which configuration file counts.
#[derive(Debug, Args)]
pub(crate) struct ConfigArgs {
    /// Take this configuration file instead of the nearest `acrlint.toml`
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(crate) config: Option<PathBuf>,
    /// Take no configuration file
    #[arg(long)]
    pub(crate) isolated: bool,
}

/// One task file and what is known of it.
#[derive(Debug, Args)]
pub(crate) struct FileArgs {
    /// The task file, or `-` for standard input
    pub(crate) path: PathBuf,
    /// The name of the file on standard input
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_filename: Option<String>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    #[command(flatten)]
    pub(crate) context: ContextArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RenderArgs {
    #[command(flatten)]
    pub(crate) file: FileArgs,
}

#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    /// How to print the plan
    #[arg(long, value_enum, default_value_t = PlanFormat::Human)]
    pub(crate) format: PlanFormat,
    #[command(flatten)]
    pub(crate) file: FileArgs,
}

#[derive(Debug, Args)]
pub(crate) struct CredentialsArgs {
    /// How to print them
    #[arg(long, value_enum, default_value_t = CredentialsFormat::Human)]
    pub(crate) format: CredentialsFormat,
    /// Who logs in, for the commands of `--format az`
    #[arg(long, value_enum, default_value_t = Identity::System)]
    pub(crate) identity: Identity,
    #[command(flatten)]
    pub(crate) file: FileArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanFormat {
    /// The steps and the registries, to read
    Human,
    /// One JSON document
    Json,
    /// A Mermaid flow chart of the steps
    Mermaid,
    /// A Graphviz graph of the steps
    Dot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CredentialsFormat {
    /// Registry by registry, to read
    Human,
    /// One JSON document
    Json,
    /// A script of `az` commands that close the gaps
    Az,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Identity {
    /// The task's own system-assigned identity
    System,
    /// A user-assigned identity
    User,
}

#[derive(Debug, Args)]
pub(crate) struct LspArgs {
    /// What many editors pass; the server speaks on standard input and output anyway
    #[arg(long, hide = true)]
    stdio: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// The rule whose page to print
    pub(crate) rule: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the lines that findings are about
    Human,
    /// One line a finding
    Concise,
    /// One JSON document
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What is known of the run. What is not given is unknown, and nothing is reported that depends on it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Run context")]
pub(crate) struct ContextArgs {
    /// The login server of the registry that runs the task (`.Run.Registry`)
    #[arg(long, value_name = "HOST")]
    registry: Option<String>,
    /// The id of the run (`.Run.ID`)
    #[arg(long)]
    id: Option<String>,
    /// The commit that triggered the run
    #[arg(long, value_name = "SHA")]
    commit: Option<String>,
    /// The branch
    #[arg(long)]
    branch: Option<String>,
    /// The repository
    #[arg(long)]
    repository: Option<String>,
    /// The git tag
    #[arg(long, value_name = "TAG")]
    git_tag: Option<String>,
    /// What triggered the run
    #[arg(long, value_name = "TEXT")]
    triggered_by: Option<String>,
    /// The name of the task
    #[arg(long, value_name = "NAME")]
    task_name: Option<String>,
    /// The name of the shared volume
    #[arg(long, value_name = "NAME")]
    shared_volume: Option<String>,
    /// When the run begins, such as 2026-01-02T03:04:05Z
    #[arg(long, value_name = "RFC3339", value_parser = date)]
    date: Option<String>,
    /// The operating system: linux or windows
    #[arg(long)]
    os: Option<String>,
    /// The architecture, such as amd64
    #[arg(long)]
    arch: Option<String>,
    /// The version of the operating system
    #[arg(long, value_name = "VERSION")]
    os_version: Option<String>,
    /// A value for templates; may be given several times
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// A file of values for templates
    #[arg(long, value_name = "FILE")]
    values: Option<PathBuf>,
    /// Take what is not given as empty, as the runner does (os linux, arch amd64)
    #[arg(long)]
    runner_defaults: bool,
}

fn selector(text: &str) -> Result<Selector, String> {
    Selector::parse(text).map_err(|near| match near {
        Some(near) => {
            format!("there is no rule and no family of that name; did you mean `{near}`?")
        }
        None => {
            "there is no rule and no family of that name; `acrlint rules` lists them".to_owned()
        }
    })
}

fn date(text: &str) -> Result<String, String> {
    run_date(text).ok_or_else(|| "a time looks like 2026-01-02T03:04:05Z".to_owned())
}

impl ContextArgs {
    /// The run context that the options describe.
    ///
    /// # Errors
    /// When the values file cannot be read.
    pub(crate) fn context(&self) -> anyhow::Result<RunContext> {
        let values = match &self.values {
            Some(path) => Some(ValuesFile {
                path: path.display().to_string(),
                text: Ok(input::read_file(path)
                    .with_context(|| format!("values file {}", path.display()))?),
            }),
            None => None,
        };
        let context = Context {
            id: self.id.clone(),
            commit: self.commit.clone(),
            repository: self.repository.clone(),
            branch: self.branch.clone(),
            git_tag: self.git_tag.clone(),
            triggered_by: self.triggered_by.clone(),
            registry: self.registry.clone(),
            shared_volume: self.shared_volume.clone(),
            date: self.date.clone(),
            os: self.os.clone(),
            architecture: self.arch.clone(),
            os_version: self.os_version.clone(),
            task_name: self.task_name.clone(),
            values,
            set: self.set.clone(),
            complete: self.runner_defaults,
            ..Context::default()
        };
        Ok(RunContext {
            context,
            values: None,
        })
    }
}
