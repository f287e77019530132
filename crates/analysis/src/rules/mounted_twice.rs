use acrlint_task::value;

use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::rule::declare_rule;

declare_rule! {
    /// ## What it finds
    /// A step that mounts one volume at two paths.
    ///
    /// ## Why it matters
    /// The runner keeps mounts by the names of their volumes, so only the last path has the files.
    ///
    /// ## How to mend it
    /// Mount it once, or make a second volume of the same files.
    ///
    /// ```yaml
    /// volumeMounts:
    ///   - name: keys
    ///     mountPath: /run/keys
    /// ```
    ///
    /// Source: builder/context.go `getDockerRunArgsForStep`.
    "mounted-twice", Warning, Silent,
    "one volume at two paths of a step: only the last one counts",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for at in file.steps() {
        let mounts: Vec<_> = at
            .step
            .volume_mounts
            .iter()
            .filter_map(|item| item.value.as_ref())
            .collect();
        for (index, mount) in mounts.iter().enumerate() {
            let Some(name) = mount.name.as_ref().filter(|name| !name.value.is_empty()) else {
                continue;
            };
            let Some(later) = mounts[index + 1..]
                .iter()
                .find(|later| value(&later.name) == name.value)
            else {
                continue;
            };
            // the same path twice is refused
            if value(&later.mount_path) == value(&mount.mount_path) {
                continue;
            }
            let place = mount.mount_path.as_ref().unwrap_or(name);
            found.push(
                Diagnostic::new(
                    &RULE,
                    file.place(place.node),
                    format!(
                        "{} mounts the volume `{}` again, so that it is not here",
                        file.step_name(at.index),
                        name.value
                    ),
                )
                .label("empty")
                .related(
                    later.mount_path.as_ref().map(|path| file.place(path.node)),
                    "only here",
                )
                .help("mount it once, or define a second volume"),
            );
        }
    }
}
