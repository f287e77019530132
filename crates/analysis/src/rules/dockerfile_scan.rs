use acrlint_dockerfile::{ArgUse, Scan, ScanError, ScanPlace, ValueOrigin};

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;
use crate::touch::BuiltFrom;

declare_rule! {
    /// ## What it finds
    /// A Dockerfile that the runner's own scan refuses, although Docker may build it: `FROM --platform=…`, a comment or a
    /// line break behind the image, `${X:-default}`, an `ARG` that uses another one, a heredoc with a line that begins
    /// with `from`; and build arguments or tags that the scan cannot read.
    ///
    /// ## Why it matters
    /// The runner scans the Dockerfile of each build step for its base images. When the scan fails, the step fails before
    /// Docker is asked.
    ///
    /// ## How to mend it
    /// Write `FROM` in the plainest form, with variables whose values stand in the build step or in an `ARG` of their
    /// own. Or build in a cmd step, which is not scanned: `cmd: docker build -t $Registry/app:$ID .`
    ///
    /// Source: scan/dependencies.go `resolveDockerfileDependencies`.
    "dockerfile-scan", Error, Registries,
    "a Dockerfile that the runner's scan refuses",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (step, built) in file.built() {
        let Some(scan) = built
            .scan
            .as_ref()
            .filter(|scan| scan.accepts == Some(false))
        else {
            continue;
        };
        let Some(error) = &scan.error else { continue };
        if follows_from_another(scan, built) {
            continue;
        }
        let (what, help) = explain(scan, error, built);
        let place = match scan.error_place {
            Some(ScanPlace::BuildArg(index)) => file.scanned_argument(step, index),
            _ => None,
        };
        let message = format!(
            "the runner's scan refuses the Dockerfile of {}: {what}",
            file.step_name(step)
        );
        let mut diagnostic = Diagnostic::new(
            &RULE,
            place.unwrap_or_else(|| file.build_place(step)),
            message,
        )
        .label("scanned before it is built")
        .help(help);
        if let Some(range) = scan.error_range() {
            diagnostic = diagnostic.elsewhere((built.path().to_owned(), range), "refused");
        }
        diagnostic.notes.push(format!(
            "the runner would say: failed to scan dependencies: {error}"
        ));
        found.push(diagnostic);
    }
}

/// Whether the image that the scan refuses is spoilt by a variable without a value, or by an address in place of a host,
/// which are findings of their own.
fn follows_from_another(scan: &Scan, built: &BuiltFrom) -> bool {
    let (Some(at), Some(pulls)) = (scan.error_range(), &built.pulls) else {
        return false;
    };
    pulls
        .images
        .iter()
        .filter(|pull| pull.range == at)
        .any(|pull| {
            let missing = |used: &ArgUse| used.origin == ValueOrigin::Missing;
            pull.uses.iter().any(missing) || pull.image.contains("://")
        })
}

fn explain(scan: &Scan, error: &ScanError, built: &BuiltFrom) -> (String, String) {
    let line = scan.error_range().map_or("", |range| {
        built
            .text()
            .get(std::ops::Range::<usize>::from(range))
            .unwrap_or_default()
    });
    let other_way = "or build in a cmd step, which is not scanned: `cmd: docker build …`";
    match error {
        ScanError::BuildArg(argument) => (
            format!("`{argument}` has no `=`"),
            format!("write `{argument}=value`; the runner cuts at blanks, also inside quotes"),
        ),
        ScanError::Line(_) if line.contains("--platform") => (
            "it does not know `FROM --platform`".to_owned(),
            format!("drop the flag and give `--platform` to the build step, {other_way}"),
        ),
        ScanError::Line(_) if line.contains('#') => (
            "it takes a comment behind `FROM` for words of it".to_owned(),
            "put the comment on a line of its own".to_owned(),
        ),
        ScanError::Line(_) => (
            "it takes this line for a `FROM` that it cannot read".to_owned(),
            format!("write `FROM image` or `FROM image AS stage` on one line, {other_way}"),
        ),
        ScanError::Arg(_) => (
            "an `ARG` has no name".to_owned(),
            "name the argument".to_owned(),
        ),
        ScanError::NoOrigin => (
            "it has no `FROM`".to_owned(),
            "begin it with `FROM image`".to_owned(),
        ),
        ScanError::Image { image, error } => {
            let nested = if line.contains(":-") || line.contains(":+") {
                "it does not know `${X:-default}`: give `ARG X` the default"
            } else if line.contains('$') {
                "it does not put one `ARG` into another, and takes what it does not know for nothing: give the whole value with `--build-arg`"
            } else {
                "write an image such as `registry/name:tag`, in lower case, without quotes"
            };
            (
                format!("to it the image is `{image}` ({error})"),
                format!("{nested}, {other_way}"),
            )
        }
    }
}
