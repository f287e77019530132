use std::fmt::Write as _;

use acrlint_analysis::{Plan, PlannedImage, PlannedRegistry, PlannedStep, Right};
use acrlint_task::StepKind;

use super::Planned;
use crate::Style;
use crate::human::{Paint, wrapped};

/// The steps as a graph with their images, and the registries as a table.
pub fn plan_human(planned: &Planned, style: Style) -> String {
    let plan = &planned.plan;
    let paint = Paint { on: style.color };
    let mut out = String::new();
    let home = match &plan.registry {
        Some(host) => format!("home registry {host}"),
        None => "home registry unknown ($Registry)".to_owned(),
    };
    let _ = writeln!(
        out,
        "{}   {}   {home}\n",
        paint.bold(&plan.path),
        plan.version
    );
    steps(&mut out, planned, style, &paint);
    out.push('\n');
    table(&mut out, planned, style, &paint);
    out
}

/// The lanes of the graph: each holds the step that it goes on from, until nothing waits for that.
struct Lanes<'p> {
    plan: &'p Plan,
    lanes: Vec<Option<usize>>,
}

impl Lanes<'_> {
    /// Puts a step into the lane of one that it waits for, or into a free one.
    fn enter(&mut self, step: usize) -> usize {
        let after: Vec<usize> = self.parents(step).collect();
        let own = |lane: &Option<usize>| lane.is_some_and(|at| after.contains(&at));
        let lane = match self.lanes.iter().position(own) {
            Some(lane) => lane,
            None => match self.lanes.iter().position(Option::is_none) {
                Some(lane) => lane,
                None => {
                    self.lanes.push(None);
                    self.lanes.len() - 1
                }
            },
        };
        self.lanes[lane] = Some(step);
        for lane in &mut self.lanes {
            let waited = |at: usize| {
                at == step
                    || (step + 1..self.plan.steps.len())
                        .any(|later| parents(self.plan, later).any(|parent| parent == at))
            };
            *lane = lane.filter(|at| waited(*at));
        }
        lane
    }

    fn parents(&self, step: usize) -> impl Iterator<Item = usize> {
        parents(self.plan, step)
    }

    /// The lanes beside a line of text; `mark` stands in the lane of the step itself.
    fn gutter(&self, own: usize, mark: Option<&str>, line: &str, last: bool) -> String {
        let mut out = String::new();
        for (at, lane) in self.lanes.iter().enumerate() {
            let drawn = match (mark, lane) {
                (Some(mark), _) if at == own => mark,
                (_, Some(_)) if !(last && at == own) => line,
                _ => " ",
            };
            out.push_str(drawn);
            out.push(' ');
        }
        out
    }
}

fn parents(plan: &Plan, step: usize) -> impl Iterator<Item = usize> {
    plan.steps[step]
        .after
        .iter()
        .filter_map(|id| plan.steps.iter().position(|one| one.id == *id))
}

fn steps(out: &mut String, planned: &Planned, style: Style, paint: &Paint) {
    let plan = &planned.plan;
    let (dot, line) = if style.unicode {
        ("●", "│")
    } else {
        ("*", "|")
    };
    let mut lanes = Lanes {
        plan,
        lanes: Vec::new(),
    };
    for (index, step) in plan.steps.iter().enumerate() {
        let lane = lanes.enter(index);
        let head = head(step, index, plan, paint);
        let _ = writeln!(
            out,
            "  {}{head}",
            lanes.gutter(lane, Some(dot), line, false)
        );
        let last =
            !(index + 1..plan.steps.len()).any(|later| parents(plan, later).any(|at| at == index));
        for text in body(planned, step, style, paint) {
            let gutter = lanes.gutter(lane, None, line, last);
            let _ = writeln!(out, "  {gutter}  {text}");
        }
    }
}

fn head(step: &PlannedStep, index: usize, plan: &Plan, paint: &Paint) -> String {
    let kind = step.kind.map_or("step", StepKind::name);
    let mut head = format!("{}  {kind}", paint.bold(&step.id));
    if let Some(timeout) = step.timeout {
        let _ = write!(
            head,
            "  {}",
            paint.faint(&format!("up to {}", duration(timeout)))
        );
    }
    let usual = index
        .checked_sub(1)
        .map(|before| plan.steps[before].id.as_str());
    let follows = step.after.len() == 1 && step.after.first().map(String::as_str) == usual;
    if index > 0 && !follows {
        let after = if step.after.is_empty() {
            "starts at once".to_owned()
        } else {
            format!("after {}", step.after.join(", "))
        };
        let _ = write!(head, "  {}", paint.place(&after));
    }
    if step.sometimes {
        let _ = write!(head, "  {}", paint.faint("(not in every run)"));
    }
    head
}

/// The images of a step, and what is wrong with its Dockerfile.
fn body(planned: &Planned, step: &PlannedStep, style: Style, paint: &Paint) -> Vec<String> {
    let (to, from) = if style.unicode {
        ("→", "←")
    } else {
        ("->", "<-")
    };
    let mut lines = Vec::new();
    let own = &planned.plan.path;
    let place = |image: &PlannedImage| {
        let elsewhere = image.because.path != *own;
        if elsewhere {
            format!("  {}", paint.place(&planned.shown(&image.because)))
        } else {
            String::new()
        }
    };
    for tag in &step.tags {
        lines.push(format!("{to} {tag}"));
    }
    for image in step
        .pushes
        .iter()
        .filter(|image| !step.tags.contains(&image.image))
    {
        lines.push(format!("{to} {}", image.image));
    }
    for image in &step.pulls {
        let doubt = if image.certain { "" } else { "  (probably)" };
        lines.push(format!("{from} {}{doubt}{}", image.image, place(image)));
    }
    if let Some(error) = step.scan.as_ref().and_then(|scan| scan.error.as_ref()) {
        lines.push(paint.red(&format!("refused by the runner's scan: {error}")));
    }
    lines
}

/// Seconds for people.
fn duration(seconds: i64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) if minutes % 60 == 0 => format!("{} h", minutes / 60),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// The registries of a plan, each with what needs it and what covers it.
pub(super) fn table(out: &mut String, planned: &Planned, style: Style, paint: &Paint) {
    let registries = &planned.plan.registries;
    if registries.is_empty() {
        out.push_str("  no registry is touched\n");
        return;
    }
    let longest = registries
        .iter()
        .map(|one| one.host.chars().count())
        .max()
        .unwrap_or_default();
    let host = longest.clamp("REGISTRY".len(), 44);
    const NEEDED: usize = 11;
    let head = format!("{:host$}  {:NEEDED$}  CREDENTIAL", "REGISTRY", "NEEDED FOR");
    let _ = writeln!(out, "  {}", paint.faint(&head));
    for one in registries {
        let text = covered(planned, one);
        let room = style.width.saturating_sub(host + NEEDED + 6).max(20);
        for (at, line) in wrapped(&text, room).iter().enumerate() {
            let (name, needed) = if at == 0 {
                (one.host.as_str(), needed(one))
            } else {
                ("", "")
            };
            let painted = match one.coverage {
                "missing" => paint.red(line),
                "covered" => paint.green(line),
                _ => line.clone(),
            };
            let _ = writeln!(out, "  {name:host$}  {needed:NEEDED$}  {painted}");
        }
    }
}

/// What a registry is needed for.
pub(super) fn needed(one: &PlannedRegistry) -> &'static str {
    match (one.pull, one.push) {
        _ if one.right == Right::Delete => "delete",
        (true, true) => "pull, push",
        (false, true) => "push",
        _ => "pull",
    }
}

/// What covers a registry, in a few words.
pub(super) fn covered(planned: &Planned, one: &PlannedRegistry) -> String {
    let by = one.by.as_deref().unwrap_or_default();
    match one.coverage {
        "covered" => {
            let at = one
                .at
                .as_ref()
                .map_or_else(String::new, |at| format!(" ({})", planned.shown(at)));
            let by = if one.home {
                by.to_owned()
            } else {
                by.split(" in ").next().unwrap_or(by).to_owned()
            };
            let who = one
                .identity
                .as_ref()
                .map_or_else(String::new, |identity| format!(", identity {identity}"));
            format!("{by}{at}{who}")
        }
        "missing" => match &one.instead_of {
            Some(other) => format!("missing: the credential is for {other}"),
            None => "missing".to_owned(),
        },
        "anonymous" => "none needed".to_owned(),
        _ => format!("unknown: {by}"),
    }
}
