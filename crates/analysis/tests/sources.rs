//! The walkthrough with its task described by each kind of source: with the credential there is nothing to say, and with
//! its host, identity or role made wrong in the source, exactly that is said, with the place in the source.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use acrlint_analysis::config::{Config, FILE_NAME};
use acrlint_analysis::{FileReport, Input, Project, Settings, Severity, check};
use acrlint_task::Context;
use support::beside::Beside;

const TASK: &str = "version: v1.1.0
steps:
  - build: -t $Registry/hello-world:$ID https://github.com/Azure-Samples/acr-build-helloworld-node.git#main -f Dockerfile-app --build-arg REGISTRY_NAME=mybaseregistry.azurecr.io
  - push: [\"$Registry/hello-world:$ID\"]
";
const DOCKERFILE: &str = "ARG REGISTRY_NAME\nFROM ${REGISTRY_NAME}/baseimages/node:15-alpine\n";
const CONTEXTS: &str =
    "[contexts]\n\"https://github.com/Azure-Samples/acr-build-helloworld-node.git\" = \".\"\n";

/// A source with ways to make it wrong: what is replaced by what, the rule that finds it, and the text that it points to.
struct Source {
    name: &'static str,
    wrongs: &'static [Wrong],
}

struct Wrong {
    from: &'static str,
    to: &'static str,
    rule: &'static str,
    message: &'static str,
    place: &'static str,
}

const fn wrong(
    from: &'static str,
    to: &'static str,
    rule: &'static str,
    message: &'static str,
    place: &'static str,
) -> Wrong {
    Wrong {
        from,
        to,
        rule,
        message,
        place,
    }
}

const OTHER_HOST: &str = "but the task's credential is for mybaseregistri.azurecr.io";
const NO_SYSTEM: &str = "names `[system]`, but the task has no system-assigned identity";
const WEAK_ROLE: &str = "its identity has only the role AcrDelete, which allows no pull";

const SOURCES: [Source; 8] = [
    Source {
        name: FILE_NAME,
        wrongs: &[
            wrong(
                "\"mybaseregistry.azurecr.io\"",
                "\"mybaseregistri.azurecr.io\"",
                "credential-host",
                OTHER_HOST,
                "\"mybaseregistri.azurecr.io\"",
            ),
            wrong(
                "identity = \"[system]\"\n",
                "identity = \"0b0b0b0b-0000-4000-8000-0000000000cc\"\n",
                "credential-identity",
                NO_SYSTEM,
                "\"[system]\"",
            ),
            wrong(
                "AcrPull",
                "AcrDelete",
                "registry-role",
                WEAK_ROLE,
                "\"AcrDelete\"",
            ),
        ],
    },
    Source {
        name: "task.json",
        wrongs: &[
            wrong(
                "\"mybaseregistry.azurecr.io\"",
                "\"mybaseregistri.azurecr.io\"",
                "credential-host",
                OTHER_HOST,
                "mybaseregistri.azurecr.io",
            ),
            wrong(
                "\"SystemAssigned\"",
                "\"None\"",
                "credential-identity",
                NO_SYSTEM,
                "[system]",
            ),
        ],
    },
    Source {
        name: "azuredeploy.json",
        wrongs: &[
            wrong(
                "\"defaultValue\": \"mybaseregistry\"",
                "\"defaultValue\": \"mybaseregistri\"",
                "credential-host",
                OTHER_HOST,
                "concat(parameters('baseName'), '.azurecr.io')",
            ),
            wrong(
                "\"SystemAssigned\"",
                "\"None\"",
                "credential-identity",
                NO_SYSTEM,
                "[system]",
            ),
            wrong(
                "7f951dda-4ed3-4680-a7ca-43fe172d538d",
                "c2f4ef07-c644-48eb-af81-4b1b4947fb11",
                "registry-role",
                WEAK_ROLE,
                "variables('acrPull')",
            ),
        ],
    },
    Source {
        name: "main.bicep",
        wrongs: &[
            wrong(
                "'${baseName}.azurecr.io'",
                "'${baseName}.azurecr.cn'",
                "credential-host",
                "but the task's credential is for mybaseregistry.azurecr.cn",
                "${baseName}.azurecr.cn",
            ),
            wrong(
                "'SystemAssigned'",
                "'None'",
                "credential-identity",
                NO_SYSTEM,
                "[system]",
            ),
            wrong(
                "7f951dda-4ed3-4680-a7ca-43fe172d538d",
                "c2f4ef07-c644-48eb-af81-4b1b4947fb11",
                "registry-role",
                WEAK_ROLE,
                "c2f4ef07",
            ),
        ],
    },
    Source {
        name: "main.tf",
        wrongs: &[
            wrong(
                "\"mybaseregistry\"",
                "\"mybaseregistri\"",
                "credential-host",
                OTHER_HOST,
                "data.azurerm_container_registry.base.login_server",
            ),
            wrong(
                "  identity {\n    type = \"SystemAssigned\"\n  }\n",
                "",
                "credential-identity",
                NO_SYSTEM,
                "[system]",
            ),
            wrong(
                "AcrPull",
                "AcrDelete",
                "registry-role",
                WEAK_ROLE,
                "AcrDelete",
            ),
        ],
    },
    Source {
        name: "show.json",
        wrongs: &[
            wrong(
                "\"mybaseregistry.azurecr.io\"",
                "\"mybaseregistri.azurecr.io\"",
                "credential-host",
                OTHER_HOST,
                "mybaseregistri.azurecr.io",
            ),
            wrong(
                "\"SystemAssigned\"",
                "\"UserAssigned\"",
                "credential-identity",
                NO_SYSTEM,
                "[system]",
            ),
            wrong(
                "AcrPull",
                "AcrDelete",
                "registry-role",
                WEAK_ROLE,
                "AcrDelete",
            ),
        ],
    },
    Source {
        name: "create.sh",
        wrongs: &[
            wrong(
                "\"$BASE.azurecr.io\"",
                "\"$BASE\"",
                "credential-host",
                "but the task's credential is for mybaseregistry",
                "$BASE",
            ),
            wrong(
                " \\\n  --assign-identity",
                "",
                "credential-identity",
                NO_SYSTEM,
                "[system]",
            ),
            wrong(
                "acrpull",
                "acrdelete",
                "registry-role",
                WEAK_ROLE,
                "acrdelete",
            ),
        ],
    },
    Source {
        name: "create.ps1",
        wrongs: &[
            wrong(
                "\"$base.azurecr.io\"",
                "\"https://$base.azurecr.io\"",
                "credential-host",
                "but the task's credential is for https://mybaseregistry.azurecr.io",
                "https://$base.azurecr.io",
            ),
            wrong(
                " `\n  --assign-identity '[system]'",
                "",
                "credential-identity",
                NO_SYSTEM,
                "[system]",
            ),
            wrong(
                "AcrPull",
                "AcrDelete",
                "registry-role",
                WEAK_ROLE,
                "AcrDelete",
            ),
        ],
    },
];

/// The findings on the walkthrough with one source beside it.
fn look(source: Option<(&str, &str)>) -> (FileReport, Beside) {
    let mut config = CONTEXTS.to_owned();
    let mut files = vec![("Dockerfile-app".to_owned(), DOCKERFILE.to_owned())];
    match source {
        Some((FILE_NAME, text)) => config = format!("{config}\n{text}"),
        Some((name, text)) => files.push((name.to_owned(), text.to_owned())),
        None => {}
    }
    files.push((FILE_NAME.to_owned(), config.clone()));
    let files = Beside(files);
    let (config, mistakes) = Config::parse(&config);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let project = Project::read(&files, Some((&config, FILE_NAME)));
    let context = Context::default();
    let input = Input::new(TASK, "helloworldtask.yaml", &context, &files);
    let report = check(
        input.of_project(&project, "helloworldtask.yaml"),
        &Settings::default(),
    );
    (report, files)
}

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/sources")
        .join(name);
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn without_a_source_the_registry_is_uncovered() {
    let (report, _) = look(None);
    let found: Vec<_> = report
        .diagnostics
        .iter()
        .map(|found| found.rule.name)
        .collect();
    assert_eq!(found, ["uncovered-registry"]);
    let found = &report.diagnostics[0];
    assert_eq!(&TASK[found.range], "mybaseregistry.azurecr.io");
    assert_eq!(found.related[0].path.as_deref(), Some("Dockerfile-app"));
    assert_eq!(
        &DOCKERFILE[found.related[0].range],
        "${REGISTRY_NAME}/baseimages/node:15-alpine"
    );
}

#[test]
fn with_the_credential_in_a_source_there_is_nothing_to_say() {
    for source in &SOURCES {
        let (report, _) = look(Some((source.name, &text(source.name))));
        let found: Vec<_> = report
            .diagnostics
            .iter()
            .map(|found| &found.message)
            .collect();
        assert!(found.is_empty(), "{}: {found:#?}", source.name);
    }
}

#[test]
fn what_is_wrong_in_a_source_is_said_with_its_place() {
    let mut failures = Vec::new();
    for source in &SOURCES {
        let good = text(source.name);
        for wrong in source.wrongs {
            let bad = good.replacen(wrong.from, wrong.to, 1);
            assert_ne!(bad, good, "{}: {} is not there", source.name, wrong.from);
            let (report, files) = look(Some((source.name, &bad)));
            let errors: Vec<_> = report
                .diagnostics
                .iter()
                .filter(|found| found.severity == Severity::Error)
                .collect();
            let [found] = errors[..] else {
                let said: Vec<_> = errors.iter().map(|found| &found.message).collect();
                failures.push(format!("{} with {:?}: {said:?}", source.name, wrong.to));
                continue;
            };
            let shown: Vec<String> = found
                .related
                .iter()
                .filter_map(|related| {
                    let text = files.text(related.path.as_deref()?)?;
                    Some(
                        text.get(std::ops::Range::<usize>::from(related.range))?
                            .to_owned(),
                    )
                })
                .collect();
            let points = shown.iter().any(|shown| shown.contains(wrong.place));
            if found.rule.name != wrong.rule || !found.message.contains(wrong.message) || !points {
                failures.push(format!(
                    "{} with {:?}: {} {shown:?}",
                    source.name, wrong.to, found.message
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
