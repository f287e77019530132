use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, bail};

/// No task file comes near this; it keeps a wrong path from filling the memory.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A file's text.
///
/// # Errors
/// When it cannot be read, is too large, or is not UTF-8; the error says where.
pub(crate) fn read_file(path: &Path) -> anyhow::Result<String> {
    let file = std::fs::File::open(path)?;
    let size = file.metadata()?.len();
    if size > LARGEST {
        bail!("the file has {size} bytes, too many for a task file");
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    file.take(LARGEST).read_to_end(&mut bytes)?;
    text(bytes)
}

/// The one file that a command is about, with its path as it is shown; `-` is standard input.
///
/// # Errors
/// As for a file; the error names it.
pub(crate) fn read_named(
    path: &Path,
    stdin_filename: Option<&str>,
) -> anyhow::Result<(String, String)> {
    if path == Path::new("-") {
        let name = stdin_filename.unwrap_or("<stdin>").to_owned();
        return Ok((name, read_stdin()?));
    }
    let name = path.display().to_string();
    let source = read_file(path).with_context(|| name.clone())?;
    Ok((name, source))
}

/// The text on standard input.
///
/// # Errors
/// As for a file.
pub(crate) fn read_stdin() -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LARGEST)
        .read_to_end(&mut bytes)
        .context("standard input")?;
    text(bytes)
}

fn text(bytes: Vec<u8>) -> anyhow::Result<String> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..good]
                .iter()
                .filter(|b| **b == b'\n')
                .count()
                + 1;
            bail!("line {line} is not UTF-8 (byte {good}); save the file as UTF-8")
        }
    }
}
