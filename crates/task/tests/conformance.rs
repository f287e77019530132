//! The pipeline against recorded verdicts of the real runner. The recordings lie beside the project, in
//! `../shared/conformance` and `../shared/corpus`; where they are absent, these tests say so and check nothing.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use acrlint_task::schedule::{Schedule, ScheduledStep};
use acrlint_task::{
    Context, FileAnswer, Files, NoFiles, SecretValues, StepKind, ValuesFile, Verdict, run_date,
    texts,
};
use acrlint_text::is_symbol;
use serde_json::Value;

fn shared(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared")
        .join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is absent", path.display());
    None
}

/// How many cases agree in what.
#[derive(Default)]
struct Figures {
    verdict: Share,
    error: Share,
    rendered: Share,
    steps: Share,
    disagree: Vec<String>,
}

#[derive(Default)]
struct Share {
    equal: usize,
    of: usize,
}

impl Share {
    fn count(&mut self, equal: bool) -> bool {
        self.of += 1;
        self.equal += usize::from(equal);
        equal
    }

    fn at_least(&self, permille: usize) -> bool {
        self.equal * 1000 >= self.of * permille
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {}", self.equal, self.of)
    }
}

impl Figures {
    fn print(&self, what: &str) {
        println!(
            "{what}: verdict {}, error text {}, rendered {}, steps {}",
            self.verdict, self.error, self.rendered, self.steps
        );
        for line in self.disagree.iter().take(40) {
            println!("  {line}");
        }
    }

    /// What the issue of the core demands.
    fn assert(&self) {
        assert!(self.verdict.of > 0, "there are cases");
        assert!(self.verdict.at_least(1000), "verdicts disagree");
        assert!(self.error.at_least(995), "error texts disagree");
        assert!(self.rendered.at_least(1000), "rendered texts disagree");
        assert!(self.steps.at_least(1000), "steps disagree");
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}

fn list(value: &Value, key: &str) -> Vec<String> {
    let items = value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The folder of a task file, which the runner ran in.
struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> FileAnswer {
        match fs::read_to_string(self.0.join(path)) {
            Ok(text) => FileAnswer::Text(text),
            Err(_) => NoFiles.read(path),
        }
    }
}

fn context(name: &str, request: &Value) -> Context {
    let unreadable = text(request, "values").map(|path| ValuesFile {
        path,
        text: Err("no such file or directory".to_owned()),
    });
    let values = text(request, "valuesData")
        .filter(|text| !text.is_empty())
        .map(|text| ValuesFile {
            path: "values.yaml".to_owned(),
            text: Ok(text),
        });
    Context {
        id: text(request, "id"),
        commit: text(request, "commit"),
        branch: text(request, "branch"),
        registry: text(request, "registry"),
        shared_volume: text(request, "homevol"),
        date: text(request, "date").map(|date| run_date(&date).unwrap_or(date)),
        // the generated tasks ran under their own names
        task_name: text(request, "name")
            .or_else(|| name.starts_with("g11").then(|| name.to_owned())),
        values: values.or(unreadable),
        set: list(request, "set"),
        env: list(request, "env"),
        credentials: list(request, "credential"),
        network: text(request, "network"),
        working_directory: text(request, "workingDirectory"),
        complete: true,
        secrets: SecretValues::FromId(|id| format!("oracle-secret-{id}")),
        ..Context::default()
    }
}

/// Whether the runner's text is ours; where a part of ours is not known (the clock, the environment), what is around it.
fn same(ours: &str, runners: &str) -> bool {
    let mut known = ours.split(is_symbol);
    let Some(mut rest) = known.next().and_then(|first| runners.strip_prefix(first)) else {
        return false;
    };
    let mut last = None;
    for part in known {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
        last = Some(part);
    }
    rest.is_empty() || last.is_some_and(|last| rest.ends_with(last))
}

fn compare(figures: &mut Figures, name: &str, data: &str, files: &dyn Files, case: &Value) {
    let (request, expect) = (&case["request"], &case["expect"]);
    let context = context(name, request);
    let texts = texts(data, "decoded", &context, files, Default::default());
    let reading = texts.read(&context);
    let error = match &reading.verdict {
        Verdict::Accepts => String::new(),
        Verdict::Refuses(error) => error.clone(),
        Verdict::Unknown => "UNKNOWN".to_owned(),
    };
    let wanted = text(expect, "error").unwrap_or_default();
    if !figures
        .verdict
        .count(error.is_empty() == wanted.is_empty() && error != "UNKNOWN")
    {
        figures.disagree.push(format!(
            "{name}: verdict\n    runner: {wanted}\n    we:     {error}"
        ));
        return;
    }
    if !wanted.is_empty() && !figures.error.count(error == wanted) {
        figures.disagree.push(format!(
            "{name}: error\n    runner: {wanted}\n    we:     {error}"
        ));
    }
    if let Some(wanted) = text(expect, "rendered") {
        let rendered = texts
            .rendered
            .as_ref()
            .map(|rendered| rendered.text().to_owned());
        if !figures
            .rendered
            .count(rendered.as_ref().is_some_and(|ours| same(ours, &wanted)))
        {
            figures.disagree.push(format!(
                "{name}: rendered\n    runner: {wanted:?}\n    we:     {rendered:?}"
            ));
        }
    }
    if expect["ok"] == true {
        let (wanted, ours) = (
            expected_schedule(expect),
            our_schedule(&texts.schedule(&reading, &context), expect),
        );
        if !figures.steps.count(same(&ours, &wanted)) {
            figures.disagree.push(format!(
                "{name}: steps\n    runner: {wanted}\n    we:     {ours}"
            ));
        }
    }
}

/// The runner's steps as text, in a form that ours can be written in.
fn expected_schedule(expect: &Value) -> String {
    let mut out = String::new();
    let steps = expect
        .get("steps")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    // the recordings of the corpus hold fewer fields
    let full = expect.get("stepTimeout").is_some();
    let number =
        |step: &Value, key: &str| step.get(key).and_then(Value::as_i64).unwrap_or_default();
    for step in &steps {
        let string = |key: &str| text(step, key).unwrap_or_default();
        let kind = string("kind");
        let _ = writeln!(out, "{} {kind} when {:?}", string("id"), list(step, "when"));
        match kind.as_str() {
            "build" => {
                let _ = writeln!(
                    out,
                    "  {:?} tags {:?} args {:?} file {:?} target {:?} context {:?} {}",
                    string("build"),
                    list(step, "tags"),
                    list(step, "buildArgs"),
                    string("dockerfile"),
                    string("target"),
                    string("context"),
                    string("contextKind"),
                );
            }
            "cmd" => {
                let _ = writeln!(out, "  {:?}", string("cmd"));
            }
            _ => {
                let _ = writeln!(out, "  {:?}", list(step, "push"));
            }
        }
        if full {
            let mut children = list(step, "children");
            children.sort();
            let _ = writeln!(
                out,
                "  timeout {} delay {} retries {} network {:?} env {:?} in {:?} degree {} before {children:?}",
                number(step, "timeout"),
                number(step, "retryDelay"),
                number(step, "retries"),
                string("network"),
                list(step, "env"),
                string("workingDirectory"),
                number(step, "degree"),
            );
        }
    }
    if full {
        let mut root = list(expect, "rootChildren");
        root.sort();
        let _ = writeln!(
            out,
            "root {root:?} timeout {}",
            number(expect, "stepTimeout")
        );
        for network in expect
            .get("networks")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let _ = writeln!(
                out,
                "network {} {} {} {} {}",
                network["Name"],
                network["Driver"],
                network["Ipv6"],
                network["SkipCreation"],
                network["IsDefault"],
            );
        }
    }
    out
}

fn our_schedule(schedule: &Schedule, expect: &Value) -> String {
    let mut out = String::new();
    let full = expect.get("stepTimeout").is_some();
    let recorded = expect
        .get("steps")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    for (at, step) in schedule.steps.iter().enumerate() {
        // `when` is an input; it is compared through the graph, and written here as recorded
        let when = recorded
            .get(at)
            .map(|step| list(step, "when"))
            .unwrap_or_default();
        let _ = writeln!(
            out,
            "{} {} when {when:?}",
            step.id,
            step.kind.map_or("", StepKind::name)
        );
        match &step.build {
            Some(build) => {
                let context = build.context.clone().unwrap_or_default();
                let kind = build
                    .context_kind()
                    .map_or("", acrlint_task::build::ContextKind::name);
                let _ = writeln!(
                    out,
                    "  {:?} tags {:?} args {:?} file {:?} target {:?} context {context:?} {kind}",
                    build.command, build.tags, build.build_args, build.dockerfile, build.target,
                );
            }
            None if step.kind == Some(StepKind::Cmd) => {
                let _ = writeln!(out, "  {:?}", step.cmd);
            }
            None => {
                let _ = writeln!(out, "  {:?}", step.push);
            }
        }
        if full {
            let (degree, children) = edges(schedule, at, step);
            let _ = writeln!(
                out,
                "  timeout {} delay {} retries {} network {:?} env {:?} in {:?} degree {degree} before {children:?}",
                step.timeout.unwrap_or_default(),
                step.retry_delay.unwrap_or_default(),
                step.retries.unwrap_or_default(),
                step.network,
                step.env,
                step.working_directory,
            );
        }
    }
    if full {
        let root: Vec<&ScheduledStep> = schedule
            .steps
            .iter()
            .filter(|step| step.hangs_on_root)
            .collect();
        let mut root: Vec<&str> = root.iter().map(|step| step.id.as_str()).collect();
        root.sort_unstable();
        let _ = writeln!(
            out,
            "root {root:?} timeout {}",
            schedule.step_timeout.unwrap_or_default()
        );
        for network in &schedule.networks {
            let _ = writeln!(
                out,
                "network {:?} {:?} {} {} {}",
                network.name,
                network.driver,
                network.ipv6,
                network.skip_creation,
                network.is_default,
            );
        }
    }
    out
}

/// The number of dependencies as the runner counts them, and the steps that wait for this one.
fn edges(schedule: &Schedule, at: usize, step: &ScheduledStep) -> (usize, Vec<String>) {
    let mut children: Vec<String> = schedule
        .steps
        .iter()
        .filter(|other| other.after.contains(&at))
        .map(|other| other.id.clone())
        .collect();
    children.sort();
    (step.degree, children)
}

fn run(file: &str, only: impl Fn(&Value) -> bool) -> Option<Figures> {
    let recorded = fs::read_to_string(shared(file)?).unwrap();
    let mut figures = Figures::default();
    for line in recorded.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        if only(&case) {
            let name = text(&case, "name").unwrap_or_default();
            let data = text(&case["request"], "data").unwrap_or_default();
            compare(&mut figures, &name, &data, &NoFiles, &case);
        }
    }
    figures.print(file);
    Some(figures)
}

#[test]
fn generated_tasks() {
    if let Some(figures) = run("conformance/tasks.ndjson", |_| true) {
        figures.assert();
    }
}

#[test]
fn probes() {
    // this one is about an address on the web, which is never fetched: the verdict is unknown
    let fetched = "al src remote";
    if let Some(figures) = run("conformance/probes.ndjson", |case| {
        case["kind"] == "task" && case["name"] != fetched
    }) {
        figures.assert();
    }
}

#[test]
fn corpus() {
    let (Some(verdicts), Some(folder)) = (shared("corpus/verdicts.ndjson"), shared("corpus"))
    else {
        return;
    };
    let mut figures = Figures::default();
    let mut causes: BTreeMap<String, usize> = BTreeMap::new();
    for line in fs::read_to_string(verdicts).unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let path = text(&case, "path").unwrap();
        let data = fs::read_to_string(folder.join(&path)).unwrap();
        let files = Folder(folder.join(&path).parent().unwrap().to_path_buf());
        compare(&mut figures, &path, &data, &files, &case);
        *causes.entry(case["expect"]["ok"].to_string()).or_default() += 1;
    }
    figures.print(&format!("corpus {causes:?}"));
    figures.assert();
}
