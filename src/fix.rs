use std::io::Write;

use acrlint_analysis::fix::Mended;
use acrlint_report::Style;
use similar::{ChangeTag, TextDiff};

/// Writes what fixes change as a unified diff.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn write_diff(
    out: &mut impl Write,
    path: &str,
    source: &str,
    mended: &Mended,
    style: Style,
) -> std::io::Result<()> {
    let diff = TextDiff::from_lines(source, &mended.text);
    let unified = diff
        .unified_diff()
        .context_radius(2)
        .header(path, path)
        .to_string();
    for line in unified.split_inclusive('\n') {
        let tag = match line.as_bytes() {
            [b'+', ..] => ChangeTag::Insert,
            [b'-', ..] => ChangeTag::Delete,
            _ => ChangeTag::Equal,
        };
        write!(out, "{}", painted(line, tag, style))?;
    }
    Ok(())
}

fn painted(line: &str, tag: ChangeTag, style: Style) -> String {
    let code = match tag {
        ChangeTag::Insert if style.color => "32",
        ChangeTag::Delete if style.color => "31",
        _ => return line.to_owned(),
    };
    let (body, end) = line.split_at(line.trim_end_matches(['\n', '\r']).len());
    format!("\u{1b}[{code}m{body}\u{1b}[0m{end}")
}

/// How many findings are mended, in a line.
pub(crate) fn closing(mended: usize, written: bool) -> String {
    let findings = if mended == 1 { "finding" } else { "findings" };
    match written {
        true => format!("{mended} {findings} mended"),
        false => format!("{mended} {findings} can be mended"),
    }
}
