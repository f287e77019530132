use acrlint_task::build::{ContextKind, context_kind, read_build_command};
use acrlint_text::TextRange;
use memchr::memmem;

use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::file::File;
use crate::rule::declare_rule;
use crate::steps::fix;

declare_rule! {
    /// ## What it finds
    /// A build context that is the address of a git repository for you and that of a tar file for the runner: it does not
    /// end in `.git`, or in `.git#` with something behind it.
    ///
    /// ## Why it matters
    /// The runner downloads the page of the repository, finds no archive in it and then no Dockerfile.
    ///
    /// ## How to mend it
    /// End the repository in `.git`; a branch and a folder come behind it.
    ///
    /// ```yaml
    /// steps:
    ///   - build: -t $Registry/app:$ID https://github.com/me/app.git#main:src
    /// ```
    ///
    /// Source: util/url.go; Docker's urlutil.
    "tar-context", Warning, Silent,
    "a git repository as build context that the runner takes for a tar file",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (at, build) in file.builds() {
        if memmem::find(build.value.as_bytes(), b"http").is_none() {
            continue;
        }
        let Some(context) = read_build_command(&build.value).context else {
            continue;
        };
        if context_kind(context.text) != ContextKind::Url || !file.is_known(context.text) {
            continue;
        }
        let Some(repository) = repository(context.text) else {
            continue;
        };
        let rest = &context.text[repository.len()..];
        let fragment = rest.trim_start_matches('/').trim_start_matches(".git");
        let fragment = if fragment == "#" { "" } else { fragment };
        let mended = format!("{}.git{fragment}", repository.trim_end_matches(".git"));
        let edit = file.edit(
            build,
            TextRange::at(context.range.start(), context.range.len()),
            &mended,
        );
        found.push(
            Diagnostic::new(
                &RULE,
                file.piece(build, context.range),
                format!(
                    "{} builds a tar file for the runner, not a git repository",
                    file.step_name(at.index)
                ),
            )
            .label("taken for a tar file")
            .help(format!("write `{mended}`"))
            .fix(
                edit.map(|edit: Edit| {
                    fix(format!("write `{mended}`"), Applicability::Unsafe, edit)
                }),
            ),
        );
    }
}

/// The address of the repository that an address on the web begins with: `https://host/owner/name` of a known host, or
/// anything before `.git#`.
fn repository(context: &str) -> Option<&str> {
    if let Some(repository) = context.strip_suffix(".git#") {
        return Some(repository);
    }
    let (address, _) = context.split_once('#').unwrap_or((context, ""));
    let path = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))?;
    let path = path.strip_suffix('/').unwrap_or(path);
    let (host, path) = path.split_once('/')?;
    let known = [
        "github.com",
        "www.github.com",
        "gitlab.com",
        "bitbucket.org",
    ];
    let is_repository = known.contains(&host.to_lowercase().as_str())
        && !path.contains('?')
        && path.split('/').filter(|piece| !piece.is_empty()).count() == 2
        && !ARCHIVES.iter().any(|end| path.ends_with(end));
    is_repository.then(|| address.strip_suffix('/').unwrap_or(address))
}

const ARCHIVES: [&str; 6] = [".tar", ".tar.gz", ".tgz", ".zip", ".tar.bz2", ".tar.xz"];
