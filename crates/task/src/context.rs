use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// What is known, when a file is linted, of the run that it will belong to.
///
/// A field that is `None` is unknown, unless [`Context::complete`] says that what is not given is empty.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// `.Run.ID`.
    pub id: Option<String>,
    /// `.Run.Commit`.
    pub commit: Option<String>,
    /// `.Run.Repository`.
    pub repository: Option<String>,
    /// `.Run.Branch`.
    pub branch: Option<String>,
    /// `.Run.GitTag`.
    pub git_tag: Option<String>,
    /// `.Run.TriggeredBy`.
    pub triggered_by: Option<String>,
    /// `.Run.Registry`: the login server of the registry that runs the task.
    pub registry: Option<String>,
    /// `.Run.SharedVolume`.
    pub shared_volume: Option<String>,
    /// `.Run.Date` as the runner writes it, `yyyyMMdd-HHmmssz`; see [`run_date`].
    pub date: Option<String>,
    /// `.Run.OS`: `linux` or `windows`.
    pub os: Option<String>,
    /// `.Run.Architecture`, such as `amd64`.
    pub architecture: Option<String>,
    /// `.Run.OSVersion`.
    pub os_version: Option<String>,
    /// `.Run.TaskName`.
    pub task_name: Option<String>,
    /// A values file.
    pub values: Option<ValuesFile>,
    /// `key=value` texts; later ones win, and all win over the values file.
    pub set: Vec<String>,
    /// Default environment of all steps, as the runner's `--env` takes it.
    pub env: Vec<String>,
    /// Registry credentials as the runner's `--credential` takes them, in JSON.
    pub credentials: Vec<String>,
    /// An existing network that becomes the default one.
    pub network: Option<String>,
    /// The working directory of steps where the task names none.
    pub working_directory: Option<String>,
    /// What is not given is empty, as it is for the runner, instead of unknown.
    pub complete: bool,
    /// How the values of secrets are made up. The default leaves them unknown; a test may know better.
    pub secrets: SecretValues,
}

/// A values file with its path as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValuesFile {
    /// The path, for messages.
    pub path: String,
    /// The file's text, or why it cannot be read, in the operating system's words.
    pub text: Result<String, String>,
}

/// What is known of the values of secrets.
#[derive(Debug, Clone, Copy, Default)]
pub enum SecretValues {
    /// Nothing.
    #[default]
    Unknown,
    /// The value is a function of the secret's id.
    FromId(fn(&str) -> String),
}

impl Context {
    /// Whether the run is known to be on Windows.
    pub(crate) fn on_windows(&self) -> bool {
        self.os.as_deref() == Some("windows")
    }
}

/// `.Run.Date` of a run that begins at an RFC 3339 time: UTC, `yyyyMMdd-HHmmss` and the letter `z`. `None` if the text
/// is not such a time. Rule: templating/base_render_options.go `OverrideValuesWithBuildInfo`.
pub fn run_date(rfc3339: &str) -> Option<String> {
    let time = OffsetDateTime::parse(rfc3339, &Rfc3339).ok()?;
    let time = time.checked_to_offset(UtcOffset::UTC)?;
    let (year, month, day) = time.to_calendar_date();
    let (hour, minute, second) = time.to_hms();
    let month = u8::from(month);
    Some(format!(
        "{year:04}{month:02}{day:02}-{hour:02}{minute:02}{second:02}z"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_in_utc() {
        assert_eq!(
            run_date("2026-01-02T03:04:05Z").as_deref(),
            Some("20260102-030405z")
        );
        assert_eq!(
            run_date("2026-01-02T03:04:05+09:00").as_deref(),
            Some("20260101-180405z")
        );
        assert_eq!(run_date("yesterday"), None);
    }
}
