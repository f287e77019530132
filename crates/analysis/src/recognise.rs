//! Which files are ACR tasks.

/// Whether a file's name says that it is an ACR task: `acb.yaml`, `acr-task.yaml`, `acrtask-x.yml`, `web.acr-task.yaml`
/// and the like.
pub(crate) fn is_task_name(path: &str) -> bool {
    let lower = path
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let Some(stem) = lower
        .strip_suffix(".yaml")
        .or_else(|| lower.strip_suffix(".yml"))
    else {
        return false;
    };
    let mut words = stem
        .split(['.', '-', '_'])
        .filter(|word| !word.is_empty())
        .peekable();
    while let Some(word) = words.next() {
        match word {
            "acb" | "acrtask" | "acrtasks" => return true,
            "acr" if matches!(words.peek(), Some(&"task" | &"tasks" | &"build")) => return true,
            _ => {}
        }
    }
    stem == "taskmulti"
}

/// Keys at the top level that other formats have beside `steps`.
const FOREIGN: [&str; 16] = [
    "apiVersion",
    "availableSecrets",
    "image",
    "jobs",
    "kind",
    "name",
    "on",
    "pipelines",
    "pool",
    "resources",
    "runs",
    "services",
    "stages",
    "substitutions",
    "trigger",
    "workspace",
];

/// Whether a file is an ACR task, by its content, or by its name where the content does not tell.
pub fn is_task(name: &str, text: &str) -> bool {
    match content(text) {
        Content::Task => true,
        Content::Foreign => false,
        Content::Unclear => is_task_name(name),
    }
}

/// What the content of a file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Task,
    Foreign,
    Unclear,
}

/// A task has a list `steps` whose entries have `build`, `cmd` or `push`, and nothing that belongs to another format. It
/// is told by lines, since a task is a template before it is YAML.
fn content(text: &str) -> Content {
    let mut in_steps = false;
    let mut has_step = false;
    let mut indent = None; // the column of the keys of the entries
    for line in text.trim_start_matches('\u{feff}').lines() {
        let body = line.trim_start();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        let column = line.len() - body.len();
        if column == 0 && !body.starts_with('-') {
            let Some(key) = key_of(body) else { continue };
            if FOREIGN.contains(&key) {
                return Content::Foreign;
            }
            in_steps = key == "steps";
            continue;
        }
        if !in_steps {
            continue;
        }
        let entry = body
            .strip_prefix("- ")
            .map(|rest| (line.len() - rest.trim_start().len(), rest.trim_start()));
        let (column, body) = match entry {
            Some((at, rest)) if indent.is_none_or(|known| at <= known) => {
                indent = Some(at);
                (at, rest)
            }
            Some(_) => continue,
            None => (column, body),
        };
        if indent == Some(column) {
            match key_of(body) {
                Some("build" | "cmd" | "push") => has_step = true,
                // steps of other systems
                Some(
                    "uses" | "run" | "task" | "script" | "bash" | "image" | "plugin" | "name"
                    | "args" | "checkout",
                ) => {
                    return Content::Foreign;
                }
                _ => {}
            }
        }
    }
    if has_step {
        Content::Task
    } else {
        Content::Unclear
    }
}

/// The key that a line begins with, without quotes.
fn key_of(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let key = key.trim_end().trim_matches(['"', '\'']);
    let plain = !key.is_empty()
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    (plain && (rest.is_empty() || rest.starts_with([' ', '\t', '\r']))).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in [
            "acb.yaml",
            "acr-task.yml",
            "ACR-Task.yaml",
            "acr-tasks.yaml",
            "acrtask.yml",
            "web.acr-task.yaml",
            "acb.tpl.yaml",
            "acr-build-task.yaml",
            "taskmulti.yaml",
            "acr_task-app.yaml",
        ] {
            assert!(is_task_name(name), "{name}");
        }
        for name in [
            "task.yaml",
            "acr.yaml",
            "docker-compose.yaml",
            "acb.json",
            "macb.yaml",
            "acr-values.yaml",
        ] {
            assert!(!is_task_name(name), "{name}");
        }
    }

    #[test]
    fn tasks_by_content() {
        assert!(is_task(
            "x.yaml",
            "version: v1.1.0\nsteps:\n  # c\n  - id: a\n    build: -t a .\n"
        ));
        assert!(is_task(
            "x.yaml",
            "steps:\n- push:\n  - a\n- cmd: |\n    name: x\n"
        ));
        assert!(is_task(
            "x.yaml",
            "steps:\n{{ if .Values.a }}\n  - cmd: bash\n{{ end }}\n"
        ));
    }

    #[test]
    fn a_name_decides_where_the_content_does_not() {
        assert!(is_task("acb.yaml", "steps:\n  - comand: x\n"));
        assert!(!is_task("x.yaml", "steps:\n  - comand: x\n"));
        assert!(!is_task(
            ".github/workflows/acr-build.yml",
            "name: x\non: push\njobs: {}\n"
        ));
    }

    #[test]
    fn other_formats_are_none() {
        for text in [
            "on: push\njobs:\n  a:\n    steps:\n      - run: x\n",
            "services:\n  web:\n    build: .\n",
            "trigger: [main]\nsteps:\n- script: echo\n",
            "steps:\n- script: echo\n  displayName: x\n",
            "steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build]\n",
            "steps:\n  build:\n    image: x\n",
            "a: b\n",
            "",
        ] {
            assert!(!is_task("x.yaml", text), "{text}");
        }
    }
}
