use acrlint_analysis::{Access, File, Input, Plan, Reason, Registry, Touch, plan};
use acrlint_image::Reference;
use acrlint_text::{TextRange, TextSize};

use super::{Hover, code, is_on};

/// An image at an offset.
pub(super) struct ImageAt {
    range: TextRange,
    /// What it is, and why the run touches it.
    about: String,
    host: Option<String>,
}

/// The images that stand at an offset.
pub(super) fn at(file: &File<'_>, at: TextSize) -> Vec<ImageAt> {
    let touches = file.touches().iter().flat_map(|step| &step.touches);
    let here = touches.filter(|touch| is_on(touch.range, at) && touch.image != "scratch");
    let found = here.map(|touch| ImageAt {
        range: touch.range,
        about: about(touch, &file.texts.symbols().spell(&touch.image)),
        host: host(&touch.registry, file.home()),
    });
    found.collect()
}

/// Images with their parts, why they are pulled or pushed, and whether the run gets in.
pub(super) fn hovers(input: Input<'_>, images: Vec<ImageAt>) -> Vec<Hover> {
    if images.is_empty() {
        return Vec::new();
    }
    let plan = plan(input);
    let hover = |image: ImageAt| {
        let covered = coverage(&plan, image.host.as_deref());
        let text = format!("{}\n\n{covered}", image.about);
        Hover {
            range: image.range,
            text: text.trim_end().to_owned(),
        }
    };
    images.into_iter().map(hover).collect()
}

fn host(registry: &Registry, home: Option<&str>) -> Option<String> {
    match registry {
        Registry::Home => Some(home.unwrap_or("$Registry").to_owned()),
        Registry::Host(host) => Some(host.clone()),
        Registry::Unknown(_) => None,
    }
}

fn about(touch: &Touch, image: &str) -> String {
    let deed = match (touch.access, &touch.reason) {
        (Access::Push, Reason::Purge) => "images are deleted here".to_owned(),
        (Access::Push, _) => "pushed".to_owned(),
        (Access::Pull, Reason::Dockerfile) => match &touch.base {
            Some((path, _)) => format!("pulled: `{path}` builds on it"),
            None => "pulled: the Dockerfile builds on it".to_owned(),
        },
        (Access::Pull, Reason::BuildArgument(name)) => {
            format!("pulled, it seems: `{name}` looks like the registry of the base image")
        }
        (Access::Pull, Reason::Cache) => "pulled: it holds the cache of the build".to_owned(),
        (Access::Pull, Reason::Context | Reason::BuildContext) => {
            "pulled: it is a context of the build".to_owned()
        }
        (Access::Pull, Reason::DockerCommand) => "pulled by a Docker command".to_owned(),
        (Access::Pull, _) => "pulled: the step runs it".to_owned(),
    };
    let name = if image.is_empty() {
        String::new()
    } else {
        format!("**{}** — ", code(image))
    };
    let mut text = format!("{name}{deed}");
    if let Ok(parts) = Reference::parse(image) {
        let part = |what: &str, text: Option<&str>| text.map(|text| format!("{what} `{text}`"));
        let of = |range| image.get(std::ops::Range::<usize>::from(range));
        let tag = parts
            .tag
            .and_then(of)
            .or_else(|| parts.digest.is_none().then_some("latest"));
        let shown = [
            part("registry", parts.registry()),
            Some(format!("repository `{}`", parts.repository())),
            part("tag", tag),
            part("digest", parts.digest.and_then(of)),
        ];
        let shown: Vec<String> = shown.into_iter().flatten().collect();
        text.push_str(&format!("\n\n{}", shown.join(" · ")));
    }
    text
}

/// Whether the run gets into the registry of an image.
pub(super) fn coverage(plan: &Plan, host: Option<&str>) -> String {
    let Some(registry) = host.and_then(|host| plan.registries.iter().find(|one| one.host == host))
    else {
        return String::new();
    };
    let why = registry
        .by
        .as_ref()
        .map(|by| format!(" ({by})"))
        .unwrap_or_default();
    match registry.coverage {
        "covered" => format!("credential for `{}`: yes{why}", registry.host),
        "missing" => format!("credential for `{}`: **missing**", registry.host),
        "anonymous" => format!("`{}` lets anybody pull", registry.host),
        _ => format!("credential for `{}`: not known{why}", registry.host),
    }
}
