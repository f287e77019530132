use acrlint_image::{DOCKER_HUB, host_of};

use crate::coverage::{Coverage, Gap, Need};
use crate::diagnostic::Diagnostic;
use crate::file::File;
use crate::plan::of_world;
use crate::project::TaskView;
use crate::rule::declare_rule;
use crate::touch::{Access, Reason, Touch, acr_host};

declare_rule! {
    /// ## What it finds
    /// A registry that a step pulls from or pushes to, and for which the task has no credential: an ACR other than the
    /// one that runs the task, a private AWS registry, or any registry that something is pushed to. The base images of
    /// a build are followed through build arguments and the Dockerfile. Where the Dockerfile cannot be seen, a build
    /// argument that holds an ACR login server counts.
    ///
    /// ## Why it matters
    /// The service logs in to the registry that runs the task, and to no other by itself. The build dies halfway with
    /// `unauthorized: authentication required`.
    ///
    /// ## How to mend it
    /// Give the task an identity, the identity a role on that registry, and the task a credential that names both:
    ///
    /// ```sh
    /// acrlint credentials --format az acr-task.yaml
    /// ```
    ///
    /// prints the commands. If the credential is there already, let acrlint see it: in a Bicep, ARM or Terraform file,
    /// a script, saved output of `az acr task show`, or in `acrlint.toml`:
    ///
    /// ```toml
    /// [[task]]
    /// file = "acr-task.yaml"
    /// identity = "[system]"
    /// credentials = { "mybaseregistry.azurecr.io" = "[system]" }
    /// ```
    ///
    /// A registry with anonymous pull needs no credential for pulls; a file cannot show that, so name it:
    ///
    /// ```toml
    /// anonymous = ["mypublicregistry.azurecr.io"]
    /// ```
    ///
    /// Source: builder/login.go; Azure's page on cross-registry authentication in ACR Tasks.
    "uncovered-registry", Error, Registries,
    "a registry for which the task has no credential",
    check,
}

fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (view, need) in file.each_need() {
        if let Coverage::Missing(Gap::NoFacts | Gap::NotListed | Gap::QuickRun) = need.coverage
            && let Some(touch) = need.first_touch()
        {
            found.push(one(file, view, &need, touch));
        }
    }
}

fn one(file: &File<'_>, view: Option<&TaskView<'_>>, need: &Need<'_>, touch: &Touch) -> Diagnostic {
    let quick = matches!(need.coverage, Coverage::Missing(Gap::QuickRun));
    let host = need.host();
    let whose = match view.and_then(TaskView::name) {
        Some(name) => format!("the task `{name}`"),
        None => "the task".to_owned(),
    };
    let reason = if quick {
        "and a quick run carries no credential for it".to_owned()
    } else {
        format!("and nothing gives {whose} a credential there")
    };
    let message = format!("{}, {reason}", doing(file, touch, host));
    let mut diagnostic = Diagnostic::new(&RULE, touch.range, message)
        .absence()
        .label(label(touch));
    if let Some(base) = &touch.base {
        diagnostic = diagnostic.elsewhere(base.clone(), touch.image.clone());
    }
    if let Some(part) = view.and_then(|view| view.parts().first()) {
        let said = if quick {
            "the quick run"
        } else {
            "the task, without a credential for this registry"
        };
        diagnostic = diagnostic.elsewhere(part.at(part.what.place), said);
    }
    diagnostic.help(help(file, need, host, quick))
}

/// What a step does with a registry, as the beginning of a sentence.
pub(crate) fn doing(file: &File<'_>, touch: &Touch, host: &str) -> String {
    let step = file.step_name(touch.step);
    match (&touch.reason, touch.access) {
        (Reason::BuildArgument(_), _) => format!("{step} probably pulls from {host}"),
        (Reason::Cache, Access::Push) => format!("{step} keeps its cache in {host}"),
        (Reason::Cache, Access::Pull) => format!("{step} takes its cache from {host}"),
        (Reason::Purge, _) => format!("{step} deletes images of {host}"),
        (_, Access::Push) if host == DOCKER_HUB => format!("{step} pushes to Docker Hub"),
        (_, Access::Push) => format!("{step} pushes to {host}"),
        (_, Access::Pull) => format!("{step} pulls from {host}"),
    }
}

/// What to write beside the place of a touch.
pub(crate) fn label(touch: &Touch) -> String {
    match (&touch.reason, &touch.base) {
        (Reason::BuildArgument(name), _) => {
            format!("`{name}` looks like the registry of the base image")
        }
        (Reason::Dockerfile, _) if touch.argument.is_some() => {
            "becomes the host of the base image".to_owned()
        }
        (Reason::Dockerfile, _) => format!("brings in `{}`", touch.image),
        (Reason::Cache, _) => "its cache is kept beside this image".to_owned(),
        (Reason::Purge, _) => "deletes its images".to_owned(),
        (_, _) if touch.access == Access::Push => "pushed here".to_owned(),
        _ => "pulled from here".to_owned(),
    }
}

fn help(file: &File<'_>, need: &Need<'_>, host: &str, quick: bool) -> String {
    let plan = of_world(file);
    let commands = plan
        .registries
        .iter()
        .filter(|known| known.host == host)
        .flat_map(|known| plan.short(known));
    let mut lines = Vec::new();
    if let Some(image) = need.first_touch().map(|touch| &touch.image)
        && need.pushes()
        && host == DOCKER_HUB
        && host_of(image).is_none()
    {
        lines.push(format!("an image without a host belongs to Docker Hub; is `$Registry/{image}` meant? Otherwise:"));
    }
    if quick {
        lines.push("run it as a stored task (`az acr task create`) that has a credential, or import the image (`az acr import`)".to_owned());
    }
    lines.push(match acr_host(host) {
        Some(acr) => {
            let role = need.right().role(false);
            format!("grant the task's identity {role} on {}, then", acr.name)
        }
        None => "give the task a user name and a password there:".to_owned(),
    });
    lines.extend(commands.map(|command| format!("  {command}")));
    lines.push("the whole script:".to_owned());
    lines.push(format!("  acrlint credentials --format az {}", file.name()));
    lines.join("\n")
}
