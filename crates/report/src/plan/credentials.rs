use std::fmt::Write as _;

use acrlint_analysis::{Mend, PlannedRegistry};
use serde::Serialize;

use super::Planned;
use super::human::{covered, needed, table};
use super::json::{RegistryOutput, registries};
use crate::Style;
use crate::human::Paint;

#[derive(Serialize)]
struct Output<'p> {
    version: u32,
    path: &'p str,
    task: String,
    registry: Option<&'p str>,
    registries: Vec<RegistryOutput<'p>>,
    commands: Vec<String>,
}

/// The registries of a plan as one JSON document with a line break behind it.
///
/// # Errors
/// When the serializer fails, which these types give no reason to.
pub fn credentials_json(planned: &Planned) -> Result<String, serde_json::Error> {
    let output = Output {
        version: 1,
        path: &planned.plan.path,
        task: planned.plan.task_name(),
        registry: planned.plan.registry.as_deref(),
        registries: registries(planned),
        commands: planned.plan.commands(),
    };
    Ok(serde_json::to_string_pretty(&output)? + "\n")
}

/// Registry by registry: what needs it, what covers it, and the commands that close the gap.
pub fn credentials_human(planned: &Planned, style: Style) -> String {
    let plan = &planned.plan;
    let paint = Paint { on: style.color };
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{}   task {}\n",
        paint.bold(&plan.path),
        plan.task_name()
    );
    table(&mut out, planned, style, &paint);
    let mut gaps = plan.missing().peekable();
    if gaps.peek().is_none() {
        return out;
    }
    for gap in gaps {
        one(&mut out, planned, gap, &paint);
    }
    let _ = writeln!(
        out,
        "\nThe whole script, with identity and role:\n  acrlint credentials --format az {}",
        plan.path
    );
    let _ = writeln!(
        out,
        "  acrlint credentials --format az --identity user {}",
        plan.path
    );
    out
}

fn one(out: &mut String, planned: &Planned, gap: &PlannedRegistry, paint: &Paint) {
    let _ = writeln!(
        out,
        "\n{}: {}, {}",
        paint.bold(&gap.host),
        needed(gap),
        paint.red(&covered(planned, gap))
    );
    for place in &gap.because {
        let _ = writeln!(out, "  needed at {}", paint.place(&planned.shown(place)));
    }
    if gap.mend == Some(Mend::StoredTask) {
        out.push_str("  a quick run carries no credential of another registry; make it a stored task first\n");
    }
    for command in planned.plan.short(gap) {
        let _ = writeln!(out, "  {command}");
    }
}
