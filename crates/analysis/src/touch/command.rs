//! What a `cmd` step touches: the image that it runs, and what it tells Docker or Azure's command line to do.

use acrlint_image::DOCKER_HUB;
use acrlint_text::TextRange;

use super::docker::{Argument, BUILD_SWITCHES, RUN_SWITCHES, arguments};
use super::model::{Access, Reason};
use super::words::{ShellWord, commands};

/// Something that a command does with a registry. Ranges are in the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    /// It pulls or pushes an image.
    Image {
        access: Access,
        image: String,
        range: TextRange,
        reason: Reason,
    },
    /// It deletes images of a registry: the one that runs the task unless it names another.
    Purge {
        registry: Option<String>,
        range: TextRange,
    },
    /// It logs in to a host; none when the host cannot be seen.
    Login {
        host: Option<String>,
        range: TextRange,
    },
}

/// What the command of a step does. `text` is the whole string behind `docker run`.
pub(crate) fn deeds(text: &str) -> Vec<Deed> {
    let mut deeds = Vec::new();
    let mut commands = commands(text).into_iter();
    if let Some(words) = commands.next() {
        run(&words, Reason::Command, &mut deeds);
    }
    // behind `;` and `&&` the agent's own shell goes on, which has docker
    for words in commands {
        program(&words, 0, &mut deeds);
    }
    deeds
}

/// Scripts in scripts are read so deep.
const DEEPEST: usize = 3;

/// Words behind `docker run`: options, the image, and what runs in it.
fn run(words: &[ShellWord], reason: Reason, deeds: &mut Vec<Deed>) {
    let arguments = arguments(words, RUN_SWITCHES, true);
    let Some(at) = arguments.iter().position(|one| one.option.is_none()) else {
        return;
    };
    let image = &arguments[at];
    deeds.extend(pull(image, reason));
    let name = image.value.rsplit('/').next().unwrap_or_default();
    let name = name.split([':', '@']).next().unwrap_or_default();
    let rest = &words[words.len() - (arguments.len() - at - 1)..];
    let is_docker = name == "docker" || image.value.ends_with("acr/docker");
    match rest.first() {
        // an image whose entry point is the docker program, which may be named again
        Some(first) if is_docker && first.text != "docker" => docker(rest, deeds),
        Some(first) if name == "az" && first.text != "az" => azure(rest, deeds),
        Some(first) if name == "acr-cli" && first.text != "acr" => acr(rest, deeds),
        Some(_) => program(rest, 0, deeds),
        None => {}
    }
    // an image that is a shell, or that is told to run one
    if matches!(name, "bash" | "sh" | "ash" | "zsh") {
        script_option(rest, 0, deeds);
    }
}

/// A command by its program.
fn program(words: &[ShellWord], depth: usize, deeds: &mut Vec<Deed>) {
    let assigns = |word: &ShellWord| word.text.contains('=') && !word.text.starts_with(['-', '=']);
    let skipped = [
        "sudo", "exec", "time", "env", "if", "then", "do", "else", "!", "{",
    ];
    let words: &[ShellWord] = match words
        .iter()
        .position(|word| !assigns(word) && !skipped.contains(&word.text.as_str()))
    {
        Some(at) => &words[at..],
        None => return,
    };
    let (program, rest) = (&words[0].text, &words[1..]);
    match program.rsplit('/').next().unwrap_or_default() {
        "docker" | "podman" => docker(rest, deeds),
        "az" => azure(rest, deeds),
        "acr" => acr(rest, deeds),
        "bash" | "sh" | "ash" | "zsh" | "entrypoint.sh" => script_option(rest, depth, deeds),
        _ => {}
    }
}

/// The script behind `-c`, in which every command is read.
fn script_option(words: &[ShellWord], depth: usize, deeds: &mut Vec<Deed>) {
    let Some(at) = words.iter().position(|word| {
        word.text.starts_with('-') && !word.text.starts_with("--") && word.text.ends_with('c')
    }) else {
        return;
    };
    let Some(script) = words.get(at + 1).filter(|_| depth < DEEPEST) else {
        return;
    };
    let before = deeds.len();
    for words in commands(&script.text) {
        program(&words, depth + 1, deeds);
    }
    for deed in &mut deeds[before..] {
        let (Deed::Image { range, .. } | Deed::Login { range, .. } | Deed::Purge { range, .. }) =
            deed;
        *range = script.part(range.start().into(), range.end().into());
    }
}

/// Words behind `docker`.
fn docker(words: &[ShellWord], deeds: &mut Vec<Deed>) {
    let globals = ["--debug", "-D", "--tls", "--tlsverify"];
    let arguments_of = |words| arguments(words, &globals, true);
    let before = arguments_of(words);
    let Some(at) = before.iter().position(|one| one.option.is_none()) else {
        return;
    };
    let rest = &words[words.len() - (before.len() - at - 1)..];
    match before[at].value {
        "login" => login(rest, deeds),
        "pull" => deeds.extend(one_image(rest, Access::Pull)),
        "push" => deeds.extend(one_image(rest, Access::Push)),
        "run" | "create" => run(rest, Reason::DockerCommand, deeds),
        "build" => build(rest, deeds),
        "buildx" | "image" | "builder" | "container" => {
            match rest.first().map(|word| word.text.as_str()) {
                Some("build" | "b") => build(&rest[1..], deeds),
                Some("pull" | "push" | "run" | "create") => docker(rest, deeds),
                _ => {}
            }
        }
        _ => {}
    }
}

/// The image of `docker pull` and `docker push`.
fn one_image(words: &[ShellWord], access: Access) -> Option<Deed> {
    const SWITCHES: &[&str] = &[
        "-a",
        "--all-tags",
        "-q",
        "--quiet",
        "--disable-content-trust",
    ];
    let arguments = arguments(words, SWITCHES, false);
    let image = arguments.iter().find(|one| one.option.is_none())?;
    touched(image, access, Reason::DockerCommand)
}

/// `docker build`, which a container's own Docker does with BuildKit.
fn build(words: &[ShellWord], deeds: &mut Vec<Deed>) {
    build_flags(&arguments(words, BUILD_SWITCHES, false), true, deeds);
}

/// `docker login [-u user] [-p password] [host]`.
fn login(words: &[ShellWord], deeds: &mut Vec<Deed>) {
    let arguments = arguments(words, &["--password-stdin"], false);
    let host = arguments.iter().find(|one| one.option.is_none());
    let whole = words.first().map(|first| first.range).unwrap_or_default();
    let range = host.and_then(Argument::range).unwrap_or(whole);
    let host = host.map_or(DOCKER_HUB, |host| host.value);
    let host = host.trim_start_matches("https://").trim_end_matches('/');
    deeds.push(Deed::Login {
        host: is_seen(host).then(|| host.to_owned()),
        range,
    });
}

/// The images that the flags of a build name: caches and contexts. Without BuildKit a cache is what is there already, and
/// nothing is pulled for it.
pub(crate) fn build_flags(arguments: &[Argument<'_>], buildkit: bool, deeds: &mut Vec<Deed>) {
    let pushes = arguments.iter().any(|one| {
        one.is(&["--push"]) && one.value != "false"
            || one.is(&["--output", "-o"])
                && (one.value.contains("type=registry") || one.value.contains("push=true"))
    });
    for one in arguments {
        if one.is(&["-t", "--tag"]) && pushes {
            deeds.extend(touched(one, Access::Push, Reason::Push));
        } else if one.is(&["--cache-from", "--cache-to"]) && buildkit {
            let access = if one.is(&["--cache-to"]) {
                Access::Push
            } else {
                Access::Pull
            };
            deeds.extend(cache(one, access));
        } else if one.is(&["--build-context"])
            && let Some((name, image)) = one.value.split_once('=')
            && let Some(image) = image.strip_prefix("docker-image://")
        {
            let from = name.len() + 1 + "docker-image://".len();
            deeds.extend(part(one, from, image, Access::Pull, Reason::BuildContext));
        }
    }
}

/// `type=registry,ref=IMAGE`, or an image alone.
fn cache(one: &Argument<'_>, access: Access) -> Option<Deed> {
    if !one.value.contains('=') {
        return part(one, 0, one.value, access, Reason::Cache);
    }
    let mut at = 0;
    let (mut from, mut image) = (0, None);
    let mut is_registry = true;
    for piece in one.value.split(',') {
        match piece.split_once('=') {
            Some(("ref", value)) => (from, image) = (at + "ref=".len(), Some(value)),
            Some(("type", value)) => is_registry = value == "registry",
            _ => {}
        }
        at += piece.len() + 1;
    }
    image
        .filter(|_| is_registry)
        .and_then(|image| part(one, from, image, access, Reason::Cache))
}

/// `az acr login -n NAME`.
fn azure(words: &[ShellWord], deeds: &mut Vec<Deed>) {
    let [first, second, rest @ ..] = words else {
        return;
    };
    if (first.text.as_str(), second.text.as_str()) != ("acr", "login") {
        return;
    }
    let arguments = arguments(rest, &["--expose-token", "-t"], false);
    let Some(name) = arguments.iter().find(|one| one.is(&["-n", "--name"])) else {
        return;
    };
    let host = if name.value.contains('.') {
        name.value.to_owned()
    } else {
        format!("{}.azurecr.io", name.value)
    };
    deeds.push(Deed::Login {
        host: is_seen(&host).then_some(host),
        range: name.range().unwrap_or(first.range),
    });
}

/// `acr purge [-r HOST]`.
fn acr(words: &[ShellWord], deeds: &mut Vec<Deed>) {
    let Some((first, rest)) = words.split_first() else {
        return;
    };
    if first.text != "purge" {
        return;
    }
    let arguments = arguments(
        rest,
        &["--dry-run", "--untagged", "--include-locked"],
        false,
    );
    let registry = arguments.iter().find(|one| one.is(&["-r", "--registry"]));
    deeds.push(Deed::Purge {
        registry: registry.map(|one| one.value.to_owned()),
        range: registry.and_then(Argument::range).unwrap_or(first.range),
    });
}

fn pull(image: &Argument<'_>, reason: Reason) -> Option<Deed> {
    touched(image, Access::Pull, reason)
}

fn touched(image: &Argument<'_>, access: Access, reason: Reason) -> Option<Deed> {
    part(image, 0, image.value, access, reason)
}

fn part(
    one: &Argument<'_>,
    from: usize,
    image: &str,
    access: Access,
    reason: Reason,
) -> Option<Deed> {
    (!image.is_empty() && is_seen(image)).then(|| Deed::Image {
        access,
        image: image.to_owned(),
        range: one.part(from, from + image.len()).unwrap_or_default(),
        reason,
    })
}

/// Whether no variable of a shell stands in a word.
fn is_seen(word: &str) -> bool {
    !word.contains(['$', '`'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<String> {
        let shown = |deed: Deed| match deed {
            Deed::Image {
                access,
                image,
                range,
                ..
            } => {
                let verb = if access == Access::Pull {
                    "pull"
                } else {
                    "push"
                };
                format!("{verb} {image} {}", &text[range])
            }
            Deed::Purge { registry, range } => {
                format!("purge {} {}", registry.unwrap_or_default(), &text[range])
            }
            Deed::Login { host, range } => {
                format!("login {} {}", host.unwrap_or_default(), &text[range])
            }
        };
        deeds(text).into_iter().map(shown).collect()
    }

    #[test]
    fn images_behind_docker_options() {
        assert_eq!(
            seen("-v a:b --rm -e X=1 r.azurecr.io/tool:1 sh -c 'docker push x.azurecr.io/y:1'"),
            [
                "pull r.azurecr.io/tool:1 r.azurecr.io/tool:1",
                "push x.azurecr.io/y:1 x.azurecr.io/y:1"
            ]
        );
        assert_eq!(seen("$image x"), [] as [&str; 0]);
    }

    #[test]
    fn docker_in_a_container() {
        assert_eq!(
            seen("docker login -u me -p s3 r.azurecr.io"),
            ["pull docker docker", "login r.azurecr.io r.azurecr.io"]
        );
        assert_eq!(seen("docker pull r.io/a:1")[1], "pull r.io/a:1 r.io/a:1");
        assert_eq!(
            seen("docker build -t x --cache-from type=registry,ref=c.azurecr.io/k:1 --push .")[1..],
            ["push x x", "pull c.azurecr.io/k:1 c.azurecr.io/k:1"]
        );
        assert_eq!(seen("docker login")[1], "login docker.io ");
    }

    #[test]
    fn purges() {
        assert_eq!(
            seen("mcr.microsoft.com/acr/acr-cli:0.14 purge --filter 'a:.*' --ago 1d")[1],
            "purge  purge"
        );
        assert_eq!(
            seen("mcr.microsoft.com/acr/acr-cli:0.14 purge -r b.azurecr.io --untagged")[1],
            "purge b.azurecr.io b.azurecr.io"
        );
    }

    #[test]
    fn logins_in_scripts() {
        assert_eq!(
            seen(
                "mcr.microsoft.com/azure-cli bash -c \"az login --identity && az acr login -n base; docker login $HOST\""
            ),
            [
                "pull mcr.microsoft.com/azure-cli mcr.microsoft.com/azure-cli",
                "login base.azurecr.io base",
                "login  $HOST",
            ]
        );
    }
}
