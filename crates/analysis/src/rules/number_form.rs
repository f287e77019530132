use acrlint_task::Setting;

use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::file::File;
use crate::rule::declare_rule;
use crate::steps::fix;

declare_rule! {
    /// ## What it finds
    /// A number that the runner reads as another one than it says: `010`, which is octal, and `1.9`, whose fraction is cut
    /// off. Numbers in other bases, such as `0x10`, are a hint.
    ///
    /// ## Why it matters
    /// `timeout: 0600` is 384 seconds, and `retries: 1.9` is 1.
    ///
    /// ## How to mend it
    /// Write whole decimal numbers without leading zeros.
    ///
    /// ```yaml
    /// steps:
    ///   - cmd: bash make
    ///     timeout: 600
    /// ```
    ///
    /// Source: gopkg.in/yaml.v2 resolve.go and decode.go.
    "number-form", Warning, Silent,
    "a number that the runner reads as another one",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let task = &file.reading.task;
    look(file, "stepTimeout", task.step_timeout, found);
    for at in file.steps() {
        let step = at.step;
        for (name, setting) in [
            ("timeout", step.timeout),
            ("cmdDownloadRetries", step.cmd_download_retries),
            ("cmdDownloadRetryDelay", step.cmd_download_retry_delay),
            ("startDelay", step.start_delay),
            ("retryDelay", step.retry_delay),
            ("retries", step.retries),
            ("repeat", step.repeat),
        ] {
            look(file, name, setting, found);
        }
    }
}

fn look(file: &File<'_>, name: &str, setting: Option<Setting<i64>>, found: &mut Vec<Diagnostic>) {
    let Some(Setting {
        value: Some(value),
        node,
    }) = setting
    else {
        return;
    };
    let Some(document) = file.document() else {
        return;
    };
    let text = document.node(node).value();
    if is_plain(text) {
        return;
    }
    let same = match text.parse::<f64>() {
        #[allow(clippy::cast_precision_loss)]
        Ok(number) => number == value as f64,
        Err(_) => false,
    };
    if same || text.is_empty() || text.starts_with(['~', 'n', 'N']) {
        return;
    }
    let is_decimal = text.parse::<f64>().is_ok();
    let severity = if is_decimal {
        Severity::Warning
    } else {
        Severity::Hint
    };
    found.push(
        Diagnostic::new(
            &RULE,
            file.place(node),
            format!("`{name}: {text}` is {value} for the runner"),
        )
        .severity(severity)
        .label(format!("{value}"))
        .help("write a whole decimal number without leading zeros")
        .fix(
            file.edit_node(node, &value.to_string())
                .map(|edit| fix(format!("write `{value}`"), Applicability::Safe, edit)),
        ),
    );
}

/// What people write: digits, the first of which is no zero.
fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits == "0"
        || (!digits.is_empty()
            && !digits.starts_with('0')
            && digits.bytes().all(|b| b.is_ascii_digit()))
}
