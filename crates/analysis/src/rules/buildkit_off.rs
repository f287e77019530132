use acrlint_task::build::words;

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A flag that only BuildKit has (`--secret`, `--ssh`, `--output`, `--progress`, `--cache-to`, …) in a build for which
    /// the runner turns BuildKit off.
    ///
    /// ## Why it matters
    /// Unless the step's environment has exactly `DOCKER_BUILDKIT=1`, or `cache: enabled`, the runner sets
    /// `DOCKER_BUILDKIT=0`, and Docker refuses the flag.
    ///
    /// ## How to mend it
    ///
    /// ```yaml
    /// steps:
    ///   - build: -t $Registry/app:$ID --secret id=token,src=token.txt .
    ///     env: ["DOCKER_BUILDKIT=1"]
    /// ```
    ///
    /// Source: graph/step.go `invokesBuildkit`; builder/builder.go `runStep`.
    "buildkit-off", Warning, Silent,
    "a flag of BuildKit in a build without BuildKit",
    check,
}

const FLAGS: [&str; 15] = [
    "--secret",
    "--ssh",
    "--output",
    "-o",
    "--progress",
    "--cache-to",
    "--load",
    "--push",
    "--builder",
    "--build-context",
    "--attest",
    "--provenance",
    "--sbom",
    "--metadata-file",
    "--no-cache-filter",
];

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (at, build) in file.builds() {
        if !build.value.contains("--") && !build.value.contains("-o") {
            continue;
        }
        let flag = words(&build.value).find(|word| {
            let name = word.text.split('=').next().unwrap_or_default();
            word.text.starts_with('-') && FLAGS.contains(&name)
        });
        let Some(flag) = flag else { continue };
        if file.has_buildkit(at.step) != Some(false) {
            continue;
        }
        let step = file.step_name(at.index);
        found.push(
            Diagnostic::new(
                &RULE,
                file.piece(build, flag.range),
                format!(
                    "{step} has `{}`, but the runner turns BuildKit off",
                    flag.text
                ),
            )
            .label("only BuildKit knows it")
            .help("give the step `env: [\"DOCKER_BUILDKIT=1\"]`"),
        );
    }
}
