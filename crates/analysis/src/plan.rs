//! What a run would do: its steps in their order, the images of each, and the registries with their coverage.

use acrlint_task::{StepKind, Trace};
use acrlint_text::TextRange;

use crate::check::in_worlds;
use crate::coverage::{Coverage, Gap, Need, Right};
use crate::file::File;
use crate::input::Input;
use crate::project::TaskView;
use crate::touch::{Access, DockerfileAt, Reason, Registry, StepTouches, Touch};

/// What a run would do. Texts spell unknown parts as their author wrote them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The task file.
    pub path: String,
    /// Its version, as the runner finds it.
    pub version: String,
    /// The login server of the registry that runs the task, if it is known.
    pub registry: Option<String>,
    /// The name of the task in Azure, if it is known.
    pub task: Option<String>,
    /// The steps, in the order of the file.
    pub steps: Vec<PlannedStep>,
    /// The registries, in the order in which the steps touch them.
    pub registries: Vec<PlannedRegistry>,
    /// Whether the task has assigned identities: system, user.
    pub identities: (bool, bool),
}

/// A step of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStep {
    /// Its id.
    pub id: String,
    /// Whether the runner made the id up.
    pub generated_id: bool,
    /// What it does, if it does one thing.
    pub kind: Option<StepKind>,
    /// The ids of the steps that it waits for.
    pub after: Vec<String>,
    /// Seconds that it may take, if that is known.
    pub timeout: Option<i64>,
    /// The images that it tags.
    pub tags: Vec<String>,
    /// The Dockerfile of a build step, where it can be read.
    pub dockerfile: Option<String>,
    /// What the runner's scan makes of that.
    pub scan: Option<PlannedScan>,
    /// The images that it pulls.
    pub pulls: Vec<PlannedImage>,
    /// The images that it pushes.
    pub pushes: Vec<PlannedImage>,
    /// The command of a cmd step.
    pub command: Option<String>,
    /// Where it stands in the task file.
    pub range: TextRange,
    /// The condition on which it is there at all, if it is not always.
    pub sometimes: bool,
}

/// The runner's own scan of a Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedScan {
    /// Whether it lets the step go on; none if that is not known.
    pub accepts: Option<bool>,
    /// The runner's text.
    pub error: Option<String>,
    /// The base image of the last stage.
    pub runtime: String,
    /// The other base images.
    pub buildtime: Vec<String>,
}

/// An image of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedImage {
    /// Its name; only the registry where that is all that shows.
    pub image: String,
    /// Its registry, if that is known.
    pub registry: Option<String>,
    /// Whether the step surely touches it.
    pub certain: bool,
    /// The place that names it.
    pub because: Located,
}

/// A range of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The file.
    pub path: String,
    /// The range, in bytes.
    pub range: TextRange,
}

/// A registry of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRegistry {
    /// Its login server, or how the task names it.
    pub host: String,
    /// Whether it runs the task.
    pub home: bool,
    /// Whether something is pulled from it.
    pub pull: bool,
    /// Whether something is pushed to it, or deleted there.
    pub push: bool,
    /// What is done there that needs most.
    pub right: Right,
    /// `covered`, `missing`, `unknown` or `anonymous`.
    pub coverage: &'static str,
    /// What covers it, or why that is not known.
    pub by: Option<String>,
    /// Where that stands.
    pub at: Option<Located>,
    /// The identity that logs in.
    pub identity: Option<String>,
    /// A credential that is nearly right and stands in the way: its host.
    pub instead_of: Option<String>,
    /// What to do about a registry that is missing.
    pub mend: Option<Mend>,
    /// The places that need it.
    pub because: Vec<Located>,
}

/// How a registry gets covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// A credential of the task.
    Credential,
    /// The login mode `Default`.
    LoginMode,
    /// A source identity.
    SourceIdentity,
    /// A stored task in place of a quick run, with a credential.
    StoredTask,
}

impl Plan {
    /// Every place that the plan points to.
    pub fn places(&self) -> impl Iterator<Item = &Located> {
        let images = self
            .steps
            .iter()
            .flat_map(|step| step.pulls.iter().chain(&step.pushes));
        let registries = self
            .registries
            .iter()
            .flat_map(|one| one.because.iter().chain(&one.at));
        images.map(|image| &image.because).chain(registries)
    }
}

/// What a run of a task file would do. Steps that are there in some worlds only are marked.
pub fn plan(input: Input<'_>) -> Plan {
    let mut plans = in_worlds(input, of_world).into_iter().map(|(_, plan)| plan);
    let mut whole = plans.next().unwrap_or_else(|| Plan {
        path: input.name.to_owned(),
        version: String::new(),
        registry: None,
        task: None,
        steps: Vec::new(),
        registries: Vec::new(),
        identities: (false, false),
    });
    for other in plans {
        add_world(&mut whole, other);
    }
    whole
}

fn add_world(whole: &mut Plan, other: Plan) {
    let same = |a: &PlannedStep, b: &PlannedStep| a.id == b.id && a.range == b.range;
    for step in &mut whole.steps {
        step.sometimes |= !other.steps.iter().any(|there| same(step, there));
    }
    for mut step in other.steps {
        if !whole.steps.iter().any(|known| same(known, &step)) {
            step.sometimes = true;
            let at = whole
                .steps
                .partition_point(|known| known.range.start() <= step.range.start());
            whole.steps.insert(at, step);
        }
    }
    for registry in other.registries {
        match whole
            .registries
            .iter_mut()
            .find(|known| known.host == registry.host)
        {
            Some(known) => {
                known.pull |= registry.pull;
                known.push |= registry.push;
                if known.coverage != "missing" && registry.coverage == "missing" {
                    (known.coverage, known.by, known.mend) =
                        (registry.coverage, registry.by, registry.mend);
                }
            }
            None => whole.registries.push(registry),
        }
    }
}

/// What the run would do in one world.
pub(crate) fn of_world(file: &File<'_>) -> Plan {
    let symbols = file.texts.symbols();
    let view = file.task_facts();
    let schedule = file.schedule();
    let trace = file.trace();
    let steps = schedule.steps.iter().zip(file.touches());
    Plan {
        path: file.name().to_owned(),
        version: file
            .texts
            .version
            .as_ref()
            .map_or_else(String::new, |version| symbols.spell(&version.text)),
        registry: file.home().map(|home| symbols.spell(home)),
        task: task_name(file, view),
        steps: steps
            .map(|(scheduled, touches)| {
                let mut step = step(file, scheduled, touches, trace.as_ref());
                step.after = scheduled
                    .after
                    .iter()
                    .filter_map(|at| schedule.steps.get(*at))
                    .map(|step| symbols.spell(&step.id))
                    .collect();
                step
            })
            .collect(),
        registries: file
            .needs(view)
            .iter()
            .map(|need| registry(file, need))
            .collect(),
        identities: view.map_or((false, false), identities),
    }
}

fn task_name(file: &File<'_>, view: Option<&TaskView<'_>>) -> Option<String> {
    let known = view
        .and_then(TaskView::name)
        .or(file.context.task_name.as_deref());
    known.map(str::to_owned)
}

fn identities(view: &TaskView<'_>) -> (bool, bool) {
    let mut assigned = view.parts().iter().map(|part| &part.what.identity);
    assigned
        .clone()
        .any(|identity| identity.system == Some(true));
    (
        assigned
            .clone()
            .any(|identity| identity.system == Some(true)),
        assigned.any(|identity| !identity.user.is_empty()),
    )
}

fn step(
    file: &File<'_>,
    scheduled: &acrlint_task::schedule::ScheduledStep,
    touches: &StepTouches,
    trace: Option<&Trace<'_, '_>>,
) -> PlannedStep {
    let symbols = file.texts.symbols();
    let node = file
        .reading
        .task
        .steps
        .get(scheduled.index)
        .map(|item| item.node);
    let built = touches.build.as_ref();
    let images = |access: Access| -> Vec<PlannedImage> {
        let own = touches
            .touches
            .iter()
            .filter(|touch| touch.access == access);
        own.filter(|touch| touch.image != "scratch")
            .map(|touch| image(file, touch))
            .collect()
    };
    let range = trace.zip(node).map(|(trace, node)| trace.node(node));
    PlannedStep {
        id: symbols.spell(&scheduled.id),
        generated_id: scheduled.generated_id,
        kind: scheduled.kind,
        after: Vec::new(),
        timeout: scheduled.timeout,
        tags: scheduled
            .build
            .iter()
            .flat_map(|build| &build.tags)
            .map(|tag| symbols.spell(tag))
            .collect(),
        dockerfile: built.and_then(|built| match &built.dockerfile {
            DockerfileAt::Known { path, .. } => Some(path.clone()),
            DockerfileAt::Missing(_) | DockerfileAt::Unknown => None,
        }),
        scan: built
            .and_then(|built| built.scan.as_ref())
            .map(|scan| PlannedScan {
                accepts: scan.accepts,
                error: scan
                    .error
                    .as_ref()
                    .map(|error| symbols.spell(&error.to_string())),
                runtime: symbols.spell(&scan.origin),
                buildtime: scan
                    .buildtime
                    .iter()
                    .map(|image| symbols.spell(image))
                    .collect(),
            }),
        pulls: images(Access::Pull),
        pushes: images(Access::Push),
        command: (scheduled.kind == Some(StepKind::Cmd)).then(|| symbols.spell(&scheduled.cmd)),
        range: range.unwrap_or_default(),
        sometimes: false,
    }
}

fn image(file: &File<'_>, touch: &Touch) -> PlannedImage {
    let host = shown_host(file, &touch.registry);
    PlannedImage {
        image: match touch.image.as_str() {
            "" => format!("{}/…", host.as_deref().unwrap_or_default()),
            image => file.texts.symbols().spell(image),
        },
        registry: host,
        certain: touch.certain && !matches!(touch.reason, Reason::BuildArgument(_)),
        because: because(file, touch),
    }
}

fn because(file: &File<'_>, touch: &Touch) -> Located {
    match &touch.base {
        Some((path, range)) => Located {
            path: path.clone(),
            range: *range,
        },
        None => Located {
            path: file.name().to_owned(),
            range: touch.range,
        },
    }
}

fn shown_host(file: &File<'_>, registry: &Registry) -> Option<String> {
    match registry {
        Registry::Home => Some(file.home().unwrap_or("$Registry").to_owned()),
        Registry::Host(host) => Some(host.clone()),
        Registry::Unknown(_) => None,
    }
}

fn registry(file: &File<'_>, need: &Need<'_>) -> PlannedRegistry {
    let mut because: Vec<Located> = Vec::new();
    for touch in &need.touches {
        let place = self::because(file, touch);
        if !because.contains(&place) {
            because.push(place);
        }
    }
    let mut planned = PlannedRegistry {
        host: shown_host(file, &need.registry).unwrap_or_else(|| need.host().to_owned()),
        home: need.registry == Registry::Home,
        pull: need.pulls(),
        push: need.pushes(),
        right: need.right(),
        coverage: need.coverage.name(),
        by: None,
        at: None,
        identity: None,
        instead_of: None,
        mend: None,
        because,
    };
    match &need.coverage {
        Coverage::Service => {
            planned.by = Some("home registry, logged in by the service".to_owned())
        }
        Coverage::Credential(said) => {
            let (path, range) = said.at(said.what.place);
            planned.by = Some(format!("credential in {path}"));
            planned.at = Some(Located { path, range });
            planned.identity = said
                .what
                .identity
                .as_ref()
                .map(|identity| said.group.spell(identity));
        }
        Coverage::Login(login) => {
            planned.by = Some("a login of an earlier step".to_owned());
            planned.at = Some(Located {
                path: file.name().to_owned(),
                range: login.range,
            });
        }
        Coverage::Anonymous => {}
        Coverage::Unknown(why) => planned.by = Some(why.clone()),
        Coverage::Missing(gap) => {
            planned.mend = Some(match gap {
                Gap::NoFacts | Gap::NotListed | Gap::Near(..) => Mend::Credential,
                Gap::QuickRun => Mend::StoredTask,
                Gap::LoginModeNone(_) => Mend::LoginMode,
                Gap::Abac(_) => Mend::SourceIdentity,
            });
            if let Gap::Near(said, _) = gap {
                planned.instead_of = Some(said.what.host.value.clone());
            }
        }
    }
    planned
}
