//! The step graph in the languages of drawing tools. Kinds of steps are told by shape: a build is a box, a push a
//! parallelogram, a command a rounded box.

use std::fmt::Write as _;

use acrlint_analysis::{Plan, PlannedStep};
use acrlint_task::StepKind;

/// A Mermaid flow chart.
pub fn plan_mermaid(plan: &Plan) -> String {
    let mut out = String::from("flowchart TD\n");
    for (index, step) in plan.steps.iter().enumerate() {
        let (open, close) = match step.kind {
            Some(StepKind::Build) => ("[", "]"),
            Some(StepKind::Push) => ("[/", "/]"),
            Some(StepKind::Cmd) => ("(", ")"),
            None => ("{{", "}}"),
        };
        let text = lines(step)
            .iter()
            .map(|line| mermaid(line))
            .collect::<Vec<_>>()
            .join("<br/>");
        let _ = writeln!(out, "  s{index}{open}\"{text}\"{close}");
    }
    for (from, to) in edges(plan) {
        let _ = writeln!(out, "  s{from} --> s{to}");
    }
    for (index, host) in missing(plan) {
        let _ = writeln!(out, "  m{index}[(\"{}<br/>no credential\")]", mermaid(host));
        for (step, _) in plan
            .steps
            .iter()
            .enumerate()
            .filter(|(_, step)| touches(step, host))
        {
            let _ = writeln!(out, "  m{index} -.-> s{step}");
        }
    }
    out
}

/// A Graphviz graph.
pub fn plan_dot(plan: &Plan) -> String {
    let mut out = String::from("digraph task {\n  node [fontname=\"sans-serif\"];\n");
    for (index, step) in plan.steps.iter().enumerate() {
        let shape = match step.kind {
            Some(StepKind::Build) => "shape=box",
            Some(StepKind::Push) => "shape=parallelogram",
            Some(StepKind::Cmd) => "shape=box, style=rounded",
            None => "shape=octagon",
        };
        let text = lines(step)
            .iter()
            .map(|line| dot(line))
            .collect::<Vec<_>>()
            .join("\\n");
        let _ = writeln!(out, "  s{index} [{shape}, label=\"{text}\"];");
    }
    for (from, to) in edges(plan) {
        let _ = writeln!(out, "  s{from} -> s{to};");
    }
    for (index, host) in missing(plan) {
        let _ = writeln!(
            out,
            "  m{index} [shape=cylinder, color=red, label=\"{}\\nno credential\"];",
            dot(host)
        );
        for (step, _) in plan
            .steps
            .iter()
            .enumerate()
            .filter(|(_, step)| touches(step, host))
        {
            let _ = writeln!(out, "  m{index} -> s{step} [style=dashed, color=red];");
        }
    }
    out.push_str("}\n");
    out
}

fn lines(step: &PlannedStep) -> Vec<String> {
    let kind = step.kind.map_or("step", StepKind::name);
    let mut lines = vec![format!("{kind} {}", step.id)];
    let images = if step.tags.is_empty() {
        step.pushes.iter().map(|image| &image.image).collect()
    } else {
        step.tags.iter().collect::<Vec<_>>()
    };
    lines.extend(images.into_iter().cloned());
    if let Some(command) = &step.command {
        let short: String = command.chars().take(40).collect();
        lines.push(if short.len() < command.len() {
            format!("{short}…")
        } else {
            short
        });
    }
    lines
}

/// The edges of the graph, as indices of steps; an id that two steps have leads to the first.
fn edges(plan: &Plan) -> impl Iterator<Item = (usize, usize)> {
    plan.steps.iter().enumerate().flat_map(move |(to, step)| {
        step.after
            .iter()
            .filter_map(move |id| Some((plan.steps.iter().position(|one| one.id == *id)?, to)))
    })
}

fn missing(plan: &Plan) -> impl Iterator<Item = (usize, &str)> {
    plan.missing()
        .map(|registry| registry.host.as_str())
        .enumerate()
}

fn touches(step: &PlannedStep, host: &str) -> bool {
    step.pulls
        .iter()
        .chain(&step.pushes)
        .any(|image| image.registry.as_deref() == Some(host))
}

fn mermaid(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '#' => out.push_str("#35;"),
            '&' => out.push_str("#amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn dot(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
