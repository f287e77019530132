use acrlint_task::Text;
use acrlint_task::build::{read_build_command, words};
use acrlint_text::{TextRange, TextSize};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A password that stands in the task file: behind `-p` or `--password` of a login, or as the value of an environment
    /// entry or a build argument whose name says that it is a password, a token or a key.
    ///
    /// ## Why it matters
    /// Everyone who can read the file, the repository's history or the log of a run has it.
    ///
    /// ## How to mend it
    /// Keep it in a Key Vault and read it as a secret of the task; for a registry add a credential to the task, so that
    /// no login is needed.
    ///
    /// ```yaml
    /// secrets:
    ///   - id: token
    ///     keyvault: https://myvault.vault.azure.net/secrets/token
    /// steps:
    ///   - cmd: myimage publish
    ///     env: ["API_TOKEN={{ .Secrets.token }}"]
    /// ```
    ///
    /// Source: reference of ACR Tasks, secrets.
    "password-literal", Warning, Sense,
    "a password that stands in the file",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (at, cmd) in file.cmds() {
        let step = at.index;
        login(file, step, cmd, found);
    }
    for (at, build) in file.builds() {
        let step = at.index;
        if !build.value.contains("--build-arg") {
            continue;
        }
        for argument in read_build_command(&build.value).build_args {
            assignment(file, step, build, argument.text, argument.range, found);
        }
    }
    let of_steps = file
        .steps()
        .flat_map(|at| at.step.env.iter().map(move |entry| (Some(at.index), entry)));
    let of_task = file.reading.task.env.iter().map(|entry| (None, entry));
    for (step, entry) in of_task.chain(of_steps) {
        let whole = TextRange::up_to(TextSize::of(entry.value.as_ref()));
        assignment(
            file,
            step.unwrap_or(usize::MAX),
            entry,
            &entry.value,
            whole,
            found,
        );
    }
}

/// `… login … -p password`.
fn login(file: &File<'_>, step: usize, cmd: &Text<'_>, found: &mut Vec<Diagnostic>) {
    if !cmd.value.contains("login") {
        return;
    }
    let mut before = "";
    let mut logged_in = false;
    for word in words(&cmd.value) {
        logged_in |= word.text.ends_with("login");
        let password = match word.text.strip_prefix("--password=") {
            Some(password) => password,
            None if matches!(before, "-p" | "--password") => word.text,
            None => "",
        };
        if logged_in && is_literal(file, password) {
            let message = format!(
                "{} logs in with a password that stands in the file",
                file.step_name(step)
            );
            found.push(
                Diagnostic::new(&RULE, file.piece(cmd, word.range), message)
                    .label("readable for everyone who has the file")
                    .help("add a credential for the registry to the task, or read the password from a secret"),
            );
        }
        before = word.text;
    }
}

/// `API_TOKEN=value`.
fn assignment(
    file: &File<'_>,
    step: usize,
    text: &Text<'_>,
    entry: &str,
    range: TextRange,
    found: &mut Vec<Diagnostic>,
) {
    let Some((name, value)) = entry.split_once('=') else {
        return;
    };
    if !names_a_password(name) || !is_literal(file, value) {
        return;
    }
    let whose = if step == usize::MAX {
        "the task".to_owned()
    } else {
        file.step_name(step)
    };
    found.push(
        Diagnostic::new(
            &RULE,
            file.piece(text, range),
            format!("{whose} sets `{name}` to a value that stands in the file"),
        )
        .label("readable for everyone who has the file")
        .help("read it from a Key Vault: `{{ .Secrets.<id> }}`"),
    );
}

/// A whole name, or its last words behind `_`.
fn names_a_password(name: &str) -> bool {
    const WORDS: [&str; 9] = [
        "PASSWORD",
        "PASSWD",
        "PWD",
        "SECRET",
        "TOKEN",
        "API_KEY",
        "APIKEY",
        "ACCESS_KEY",
        "PRIVATE_KEY",
    ];
    let name = name.trim_matches(['"', '\'']).as_bytes();
    let ends_with = |word: &str| {
        let start = name.len().checked_sub(word.len());
        start.is_some_and(|at| {
            name[at..].eq_ignore_ascii_case(word.as_bytes()) && (at == 0 || name[at - 1] == b'_')
        })
    };
    !name.eq_ignore_ascii_case(b"PWD") && WORDS.into_iter().any(ends_with)
}

/// A value that is neither empty nor taken from elsewhere: no unknown part, no variable, no path or address.
fn is_literal(file: &File<'_>, text: &str) -> bool {
    let text = text.trim_matches(['"', '\'']);
    text.len() > 3
        && !text.starts_with(['/', '.', '-', '<', '['])
        && !text.contains(['$', '`', '{', '*'])
        && !text.contains("://")
        && !file.texts.symbols().occur_in(text)
        && !matches!(
            text.to_lowercase().as_str(),
            "true" | "false" | "none" | "null" | "password" | "changeme" | "test"
        )
}
