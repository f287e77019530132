use acrlint_analysis::{Located, Plan, PlannedImage, PlannedRegistry, PlannedStep};
use acrlint_task::StepKind;
use acrlint_text::{Position, TextRange};
use serde::Serialize;

use super::{Places, Planned};

/// Fields may be added under this number, never changed.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Output<'p> {
    version: u32,
    path: &'p str,
    registry: Option<&'p str>,
    task: String,
    steps: Vec<Step<'p>>,
    registries: Vec<RegistryOutput<'p>>,
    commands: Vec<String>,
}

#[derive(Serialize)]
struct Step<'p> {
    id: &'p str,
    kind: Option<&'static str>,
    after: &'p [String],
    timeout: Option<i64>,
    tags: &'p [String],
    dockerfile: Option<&'p str>,
    scan: Option<Scan<'p>>,
    pulls: Vec<Image<'p>>,
    pushes: Vec<Image<'p>>,
    conditional: bool,
    command: Option<&'p str>,
    at: Place<'p>,
}

#[derive(Serialize)]
struct Scan<'p> {
    accepts: Option<bool>,
    error: Option<&'p str>,
    runtime: &'p str,
    buildtime: &'p [String],
}

#[derive(Serialize)]
struct Image<'p> {
    image: &'p str,
    registry: Option<&'p str>,
    certain: bool,
    because: Place<'p>,
}

/// A registry of the JSON outputs.
#[derive(Serialize)]
pub(super) struct RegistryOutput<'p> {
    host: &'p str,
    home: bool,
    pull: bool,
    push: bool,
    coverage: &'static str,
    by: Option<&'p str>,
    at: Option<Place<'p>>,
    identity: Option<&'p str>,
    because: Vec<Place<'p>>,
}

#[derive(Serialize)]
struct Place<'p> {
    path: &'p str,
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: At,
    end: At,
}

#[derive(Serialize)]
struct At {
    line: u32,
    column: u32,
    offset: u32,
}

/// A plan as one JSON document with a line break behind it.
///
/// # Errors
/// When the serializer fails, which these types give no reason to.
pub fn plan_json(planned: &Planned) -> Result<String, serde_json::Error> {
    let plan = &planned.plan;
    let places = Places::new(planned);
    let output = Output {
        version: VERSION,
        path: &plan.path,
        registry: plan.registry.as_deref(),
        task: plan.task_name(),
        steps: plan
            .steps
            .iter()
            .map(|one| step(&places, plan, one))
            .collect(),
        registries: registries(planned),
        commands: plan.commands(),
    };
    Ok(serde_json::to_string_pretty(&output)? + "\n")
}

/// The registries of a plan.
pub(super) fn registries(planned: &Planned) -> Vec<RegistryOutput<'_>> {
    let places = Places::new(planned);
    let all = planned.plan.registries.iter();
    all.map(|one| registry(&places, one)).collect()
}

fn step<'p>(places: &Places<'_>, plan: &'p Plan, step: &'p PlannedStep) -> Step<'p> {
    Step {
        id: &step.id,
        kind: step.kind.map(StepKind::name),
        after: &step.after,
        timeout: step.timeout,
        tags: &step.tags,
        dockerfile: step.dockerfile.as_deref(),
        scan: step.scan.as_ref().map(|scan| Scan {
            accepts: scan.accepts,
            error: scan.error.as_deref(),
            runtime: &scan.runtime,
            buildtime: &scan.buildtime,
        }),
        pulls: step.pulls.iter().map(|one| image(places, one)).collect(),
        pushes: step.pushes.iter().map(|one| image(places, one)).collect(),
        conditional: step.sometimes,
        command: step.command.as_deref(),
        at: place(places, &plan.path, step.range),
    }
}

fn image<'p>(places: &Places<'_>, image: &'p PlannedImage) -> Image<'p> {
    Image {
        image: &image.image,
        registry: image.registry.as_deref(),
        certain: image.certain,
        because: located(places, &image.because),
    }
}

fn registry<'p>(places: &Places<'_>, one: &'p PlannedRegistry) -> RegistryOutput<'p> {
    RegistryOutput {
        host: &one.host,
        home: one.home,
        pull: one.pull,
        push: one.push,
        coverage: one.coverage,
        by: one.by.as_deref(),
        at: one.at.as_ref().map(|at| located(places, at)),
        identity: one.identity.as_deref(),
        because: one.because.iter().map(|at| located(places, at)).collect(),
    }
}

fn located<'p>(places: &Places<'_>, at: &'p Located) -> Place<'p> {
    place(places, &at.path, at.range)
}

fn place<'p>(places: &Places<'_>, path: &'p str, range: TextRange) -> Place<'p> {
    let at = |position: Position| At {
        line: position.line,
        column: position.column,
        offset: position.offset,
    };
    Place {
        path,
        range: places.positions(path, range).map(|(start, end)| Range {
            start: at(start),
            end: at(end),
        }),
    }
}
