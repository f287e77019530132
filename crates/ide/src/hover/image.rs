use acrlint_analysis::{Access, Input, Plan, Reason, Registry, Touch, in_worlds, plan};
use acrlint_image::Reference;
use acrlint_text::TextSize;

use super::{Hover, code, is_on};

/// The images that stand at an offset: their parts, why they are pulled or pushed, and whether the run gets in.
pub(super) fn at(input: Input<'_>, at: TextSize) -> Vec<Hover> {
    let mut found: Vec<Hover> = Vec::new();
    let mut plan: Option<Plan> = None;
    let worlds = in_worlds(input, |file| {
        let touches = file.touches().iter().flat_map(|step| &step.touches);
        let here = touches.filter(|touch| is_on(touch.range, at) && touch.image != "scratch");
        let spell = |touch: &Touch| file.texts.symbols().spell(&touch.image);
        let named = here.map(|touch| {
            (
                touch.clone(),
                spell(touch),
                host(&touch.registry, file.home()),
            )
        });
        named.collect::<Vec<_>>()
    });
    for (touch, image, host) in worlds.into_iter().flat_map(|(_, found)| found) {
        let plan = plan.get_or_insert_with(|| self::plan(input));
        let text = format!(
            "{}\n\n{}",
            about(&touch, &image),
            coverage(plan, host.as_deref())
        );
        let one = Hover {
            range: touch.range,
            text: text.trim_end().to_owned(),
        };
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
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
