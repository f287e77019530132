//! Whole files, steps and other entries, with places to fill in.

use std::ops::Range;

use acrlint_analysis::schema::Level;

use super::place::{KeyPlace, Lead};
use super::{Asked, CompletionKind, Offers, escaped};

/// A piece of a file. In its text `REGISTRY` and `RUN_ID` stand for what the file's version has for them, `SHELL` and `ACR`
/// for images, `PUSHED` for the images that are not pushed yet.
struct Snippet {
    label: &'static str,
    detail: &'static str,
    text: &'static str,
}

const fn snippet(label: &'static str, detail: &'static str, text: &'static str) -> Snippet {
    Snippet {
        label,
        detail,
        text,
    }
}

static FILES: [Snippet; 3] = [
    snippet(
        "task: build and push",
        "an image from a Dockerfile",
        "version: v1.1.0\nsteps:\n  - build: -t REGISTRY/${1:image}:RUN_ID -f ${2:Dockerfile} ${3:.}\n  - push:\n      - REGISTRY/${1:image}:RUN_ID\n",
    ),
    snippet(
        "task: build, test and push",
        "an image that is tested before it is pushed",
        "version: v1.1.0\nsteps:\n  - id: build\n    build: -t REGISTRY/${1:image}:RUN_ID -f ${2:Dockerfile} ${3:.}\n  - id: test\n    cmd: REGISTRY/${1:image}:RUN_ID ${4:npm test}\n    when: [\"build\"]\n  - id: push\n    push:\n      - REGISTRY/${1:image}:RUN_ID\n    when: [\"test\"]\n",
    ),
    snippet(
        "task: run a command",
        "in a container",
        "version: v1.1.0\nsteps:\n  - cmd: ${1:bash} ${2:-c 'echo hello'}\n",
    ),
];

static STEPS: [Snippet; 10] = [
    snippet(
        "build step",
        "builds an image",
        "build: -t REGISTRY/${1:image}:RUN_ID -f ${2:Dockerfile} ${3:.}",
    ),
    snippet(
        "push step",
        "pushes images to their registries",
        "push:\n  - PUSHED",
    ),
    snippet(
        "cmd step",
        "runs a container",
        "cmd: ${1:SHELL} ${2:-c 'echo hello'}",
    ),
    snippet(
        "cmd step: script",
        "runs several commands in a container",
        "cmd: |\n  ${1:SHELL} -c '\n    set -e\n    ${2:echo hello}\n  '",
    ),
    snippet(
        "cmd step: test",
        "runs the image that a step builds",
        "id: ${1:test}\ncmd: BUILT ${2:npm test}\nwhen: [\"${3:build}\"]",
    ),
    snippet(
        "cmd step: service",
        "leaves a container running for later steps",
        "id: ${1:service}\ncmd: ${2:image}\ndetach: true\nports: [\"${3:8080:80}\"]\nwhen: [\"-\"]",
    ),
    snippet(
        "cmd step: volume",
        "runs a container with the files of a volume",
        "cmd: ${1:SHELL} ${2:-c 'ls /run/data'}\nvolumeMounts:\n  - name: ${3:data}\n    mountPath: ${4:/run/data}",
    ),
    snippet(
        "cmd step: purge",
        "deletes old images of the registry",
        "cmd: ACR purge --filter '${1:repository}:${2:.*}' --ago ${3:30d} --untagged\ntimeout: 3600",
    ),
    snippet(
        "build step: arguments",
        "builds an image with build arguments",
        "build: -t REGISTRY/${1:image}:RUN_ID --build-arg ${2:NAME}=${3:value} ${4:.}",
    ),
    snippet(
        "build step: cache",
        "builds an image and keeps its layers in the registry",
        "build: -t REGISTRY/${1:image}:RUN_ID ${2:.}\ncache: enabled",
    ),
];

static SECRETS: [Snippet; 2] = [
    snippet(
        "secret",
        "of a Key Vault, with the system-assigned identity",
        "id: ${1:name}\nkeyvault: https://${2:vault}.vault.azure.net/secrets/${3:secret}",
    ),
    snippet(
        "secret: user-assigned identity",
        "of a Key Vault",
        "id: ${1:name}\nkeyvault: https://${2:vault}.vault.azure.net/secrets/${3:secret}\nclientID: ${4:00000000-0000-0000-0000-000000000000}",
    ),
];
static NETWORKS: [Snippet; 1] = [snippet(
    "network",
    "for the steps that name none",
    "name: ${1:network}\ndriver: ${2:bridge}\nisDefault: true",
)];
static VOLUMES: [Snippet; 1] = [snippet(
    "volume",
    "files with a secret's value in base64",
    "name: ${1:data}\nsecret:\n  ${2:file.txt}: {{ .Secrets.${3:name} | b64enc }}",
)];
static MOUNTS: [Snippet; 1] = [snippet(
    "mount",
    "of a volume",
    "name: ${1:data}\nmountPath: ${2:/run/data}",
)];

/// Offers whole files.
pub(crate) fn offer_files(asked: &Asked<'_>, place: &KeyPlace<'_>, offers: &mut Offers) {
    for snippet in &FILES {
        // these bring their version, and so their aliases
        let text = snippet
            .text
            .replace("REGISTRY", "\\$Registry")
            .replace("RUN_ID", "\\$ID");
        let text = text.replace('\n', asked.line_break());
        let (replace, text) = place.lead.apply(place.word.clone(), &text);
        let offer = offers
            .add(snippet.label, CompletionKind::Snippet, replace, text)
            .snippet();
        offer.detail(snippet.detail);
        offer.documentation(shown(&offer.insert.clone()));
    }
}

/// Offers whole entries of the list whose entries are mappings of `level`, with or without their dash.
pub(crate) fn offer_entries(
    asked: &Asked<'_>,
    level: &Level,
    column: usize,
    word: Range<usize>,
    lead: &Lead,
    with_dash: bool,
    offers: &mut Offers,
) {
    let snippets: &[Snippet] = match level.noun {
        "a step" => &STEPS,
        "a secret" => &SECRETS,
        "a network" => &NETWORKS,
        "a volume" => &VOLUMES,
        "a mount" => &MOUNTS,
        _ => &[],
    };
    let unpushed = asked.known.unpushed();
    let unpushed: Vec<String> = unpushed.map(|(_, image)| image.written.clone()).collect();
    for snippet in snippets {
        let text = filled(asked, snippet.text, &unpushed);
        let (dash, column) = if with_dash {
            ("- ", column + 2)
        } else {
            ("", column)
        };
        let indent = format!("{}{}", asked.line_break(), " ".repeat(column));
        let text = format!("{dash}{}", text.replace('\n', &indent));
        let (replace, text) = lead.apply(word.clone(), &text);
        let offer = offers
            .add(snippet.label, CompletionKind::Snippet, replace, text)
            .snippet();
        offer.detail(snippet.detail);
        offer.documentation(shown(&filled(asked, snippet.text, &unpushed)));
    }
}

fn filled(asked: &Asked<'_>, text: &str, unpushed: &[String]) -> String {
    let image = |name: &str| {
        let full = acrlint_task::alias::BUILT_IN
            .iter()
            .find(|(known, _)| *known == name);
        match full {
            Some((_, full)) if !asked.known.has_aliases => (*full).to_owned(),
            _ => name.to_owned(),
        }
    };
    let (registry, id) = (escaped(&asked.run("Registry")), escaped(&asked.run("ID")));
    let own = |place: u32| format!("{registry}/${{{place}:image}}:{id}");
    let pushed: Vec<String> = unpushed.iter().map(|image| escaped(image)).collect();
    let pushed = if pushed.is_empty() {
        own(1)
    } else {
        pushed.join("\n  - ")
    };
    let built = asked.known.built().last();
    let built = built.map_or_else(|| own(4), |(_, image)| escaped(&image.written));
    text.replace("PUSHED", &pushed)
        .replace("BUILT", &built)
        .replace("REGISTRY", &registry)
        .replace("RUN_ID", &id)
        .replace("SHELL", &image("bash"))
        .replace("ACR", &image("acr"))
}

/// A snippet as it looks in a file.
fn shown(snippet: &str) -> String {
    format!("```yaml\n{}\n```", without_places(snippet).trim_end())
}

/// The text of a snippet without the signs of its places.
fn without_places(snippet: &str) -> String {
    let mut out = String::with_capacity(snippet.len());
    let mut rest = snippet;
    let mut depth = 0_usize;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let next = rest.chars().next();
                out.extend(next);
                rest = &rest[next.map_or(0, char::len_utf8)..];
            }
            '$' if rest.starts_with('{') => {
                let name = rest[1..].trim_start_matches(|c: char| c.is_ascii_digit());
                rest = name.strip_prefix(':').unwrap_or(name);
                depth += 1;
            }
            '$' => rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()),
            '}' if depth > 0 => depth -= 1,
            _ => out.push(c),
        }
    }
    out
}
