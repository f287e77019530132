//! The page that shows a context on the web.

/// The page of a context with what it is; none for a folder or an image.
pub(super) fn page(context: &str) -> Option<(String, &'static str)> {
    let (address, fragment) = match context.split_once('#') {
        Some((address, fragment)) => (address, fragment),
        None => (context, ""),
    };
    let (branch, folder) = fragment.split_once(':').unwrap_or((fragment, ""));
    let folder = folder.trim_matches('/');
    let address = web_address(address)?;
    let repository = address
        .strip_suffix(".git")
        .unwrap_or(&address)
        .trim_end_matches('/');
    let (_, rest) = repository.split_once("://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let page = match host {
        "github.com" if is_repository(path) => match (branch, folder) {
            ("", "") => repository.to_owned(),
            ("", folder) => format!("{repository}/tree/HEAD/{folder}"),
            (branch, "") => format!("{repository}/tree/{branch}"),
            (branch, folder) => format!("{repository}/tree/{branch}/{folder}"),
        },
        _ if path.contains("_git/") => {
            let path = (!folder.is_empty()).then(|| format!("path=/{folder}"));
            let version = (!branch.is_empty()).then(|| format!("version=GB{branch}"));
            let query: Vec<String> = path.into_iter().chain(version).collect();
            match query.is_empty() {
                true => repository.to_owned(),
                false => format!("{repository}?{}", query.join("&")),
            }
        }
        _ => return Some((address, "the context of the build")),
    };
    Some((page, "the repository of the context"))
}

fn is_repository(path: &str) -> bool {
    path.split('/').filter(|part| !part.is_empty()).count() == 2
}

/// An address of git as one of the web, without what stands before `@`.
fn web_address(address: &str) -> Option<String> {
    if let Some(rest) = address.strip_prefix("git@") {
        let (host, path) = rest.split_once(':')?;
        return Some(format!("https://{host}/{path}"));
    }
    if address.starts_with("github.com/") {
        return Some(format!("https://{address}"));
    }
    let (scheme, rest) = address.split_once("://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.rsplit('@').next().unwrap_or(host);
    match scheme {
        "https" | "http" if !host.is_empty() => Some(format!("{scheme}://{host}/{path}")),
        "git" if host == "github.com" => Some(format!("https://{host}/{path}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_contexts() {
        for (context, wanted) in [
            ("https://github.com/o/r.git", Some("https://github.com/o/r")),
            (
                "https://github.com/o/r.git#branch:folder",
                Some("https://github.com/o/r/tree/branch/folder"),
            ),
            (
                "https://github.com/o/r.git#:a/b/",
                Some("https://github.com/o/r/tree/HEAD/a/b"),
            ),
            (
                "https://name:word@github.com/o/r.git#v1",
                Some("https://github.com/o/r/tree/v1"),
            ),
            ("git@github.com:o/r.git", Some("https://github.com/o/r")),
            ("github.com/o/r", Some("https://github.com/o/r")),
            (
                "https://dev.azure.com/o/p/_git/r#main:é",
                Some("https://dev.azure.com/o/p/_git/r?path=/é&version=GBmain"),
            ),
            (
                "https://h.example/x.tar.gz",
                Some("https://h.example/x.tar.gz"),
            ),
            (".", None),
            ("oci://r.azurecr.io/a:1", None),
            ("https://", None),
            ("", None),
        ] {
            let page = page(context).map(|(page, _)| page);
            assert_eq!(page.as_deref(), wanted, "{context}");
        }
    }
}
