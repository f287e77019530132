use acrlint_image::Reference;

use crate::context::Context;

/// The longest tag, in characters.
const LONGEST_TAG: usize = 128;

/// What the runner puts in front of the build string of a step with a cache, or `None` where it only logs a problem and
/// builds without. Rule: graph/step.go `GetCmdWithCacheFlags`, `getDomainPath`.
pub(crate) fn flags(tags: &[String], step_id: &str, context: &Context) -> Option<String> {
    let task_name = match context.task_name.as_deref() {
        Some("") => "quickrun",
        Some(name) => name,
        None if context.complete => "quickrun",
        None => return None,
    };
    let repository = repository(tags, context.registry.as_deref().unwrap_or_default())?;
    let tag = format!("cache_{task_name}_{step_id}");
    if tag.chars().count() > LONGEST_TAG {
        return None;
    }
    let reference = format!("{repository}:{tag}");
    Reference::parse(&reference).ok()?;
    Some(format!(
        "--load --cache-to=type=registry,ref={reference},mode=max --cache-from=type=registry,ref={reference} "
    ))
}

/// The repository of the first tag that names a host, else of the first tag in the run's registry.
fn repository(tags: &[String], registry: &str) -> Option<String> {
    for tag in tags {
        let reference = Reference::parse(tag).ok()?;
        if reference.domain().is_some() {
            return Some(reference.name().to_owned());
        }
    }
    let first = tags.first().filter(|_| !registry.is_empty())?;
    let name = Reference::parse(first).ok()?.name().to_owned();
    Some(format!("{registry}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(tags: &[&str], registry: &str) -> Option<String> {
        let tags: Vec<String> = tags.iter().map(|&tag| tag.to_owned()).collect();
        let context = Context {
            registry: Some(registry.to_owned()),
            complete: true,
            ..Context::default()
        };
        flags(&tags, "a", &context)
    }

    #[test]
    fn the_first_tag_with_a_host_names_the_cache() {
        let flags = run(&["foo:1", "r.io/bar:2"], "").unwrap();
        assert!(flags.starts_with(
            "--load --cache-to=type=registry,ref=r.io/bar:cache_quickrun_a,mode=max "
        ));
        assert!(
            run(&["foo"], "reg.io")
                .unwrap()
                .contains("ref=reg.io/foo:cache_quickrun_a ")
        );
    }

    #[test]
    fn no_cache_without_a_registry_or_a_tag() {
        assert_eq!(run(&["foo"], ""), None);
        assert_eq!(run(&[], "reg.io"), None);
        assert_eq!(run(&["FOO"], "reg.io"), None);
    }
}
