//! The readers of scripts on published files (`../shared/corpus`), against a table made by reading them: the tasks that
//! each file makes or changes, the quick runs, and the hosts of the credentials. Skipped where the files are not there.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod dump;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use acrlint_facts::{Facts, SourceFile, SourceKind, TaskFacts, Work, kind_of, read};
use acrlint_text::has_symbol;

/// A file, and what it states: one text for each task, in their order. `+name` is made there, `~name` only changed, `!` is
/// a quick run; behind it `file`, `docker`, `command` or `text` for what it runs, `system` and `user` for its identities,
/// and `@host` for each credential.
type Row = (&'static str, &'static [&'static str]);

const DOCS: &str = "MicrosoftDocs__azure-management-docs/articles/container-registry/";

/// The published manual: the block's file, without the folder.
const MANUAL: &[Row] = &[
    (
        "container-registry-tasks-authentication-key-vault.md.L110.sh",
        &["+dockerhubtask file user"],
    ),
    (
        "container-registry-tasks-authentication-key-vault.md.L143.sh",
        &["+dockerhubtask file system"],
    ),
    (
        "container-registry-tasks-authentication-managed-identity.md.L114.sh",
        &["~helloworld @targetregistry.azurecr.io"],
    ),
    (
        "container-registry-tasks-authentication-managed-identity.md.L124.sh",
        &["~helloworld @targetregistry.azurecr.io"],
    ),
    (
        "container-registry-tasks-authentication-managed-identity.md.L54.sh",
        &["+hello-world docker system"],
    ),
    // the line before the identity does not go on
    (
        "container-registry-tasks-authentication-managed-identity.md.L66.sh",
        &["+hello-world docker"],
    ),
    (
        "container-registry-tasks-cross-registry-authentication.md.L118.sh",
        &["+helloworldtask file system"],
    ),
    (
        "container-registry-tasks-cross-registry-authentication.md.L154.sh",
        &["~helloworldtask @mybaseregistry.azurecr.io @mybaseregistry.azurecr.io"],
    ),
    (
        "container-registry-tasks-cross-registry-authentication.md.L75.sh",
        &["+helloworldtask file user"],
    ),
    (
        "container-registry-tasks-scheduled.md.L83.sh",
        &["+timertask docker"],
    ),
    (
        "container-registry-tutorial-base-image-update.md.L86.sh",
        &["+baseexample1 docker"],
    ),
    (
        "container-registry-tutorial-build-task.md.L52.sh",
        &["+taskhelloworld docker"],
    ),
    (
        "container-registry-tutorial-multistep-task.md.L311.sh",
        &["+example2 file"],
    ),
    (
        "container-registry-tutorial-multistep-task.md.L333.sh",
        &["~example2 @mycontainerregistrydate.azurecr.io"],
    ),
    (
        "container-registry-tutorial-multistep-task.md.L78.sh",
        &["+example1 file"],
    ),
    (
        "container-registry-tutorial-private-base-image-update.md.L134.sh",
        &["~baseexample2 @$BASE_ACR.azurecr.io"],
    ),
    (
        "container-registry-tutorial-private-base-image-update.md.L89.sh",
        &["+baseexample2 docker system"],
    ),
    (
        "manage-network-bypass-policy-for-tasks.md.L109.sh",
        &["+mytask docker"],
    ),
    ("tasks-agent-pools.md.L184.sh", &["+mytask docker"]),
    (
        "tasks-consume-public-content.md.L186.sh",
        &["+node-public file system"],
    ),
    (
        "tasks-consume-public-content.md.L202.sh",
        &["~node-public @$REGISTRY_DOCKERHUB_URL"],
    ),
    (
        "tasks-consume-public-content.md.L289.sh",
        &["+hello-world file system"],
    ),
    (
        "tasks-consume-public-content.md.L308.sh",
        &["~hello-world @$REGISTRY_PUBLIC_URL"],
    ),
    (
        "tasks-consume-public-content.md.L513.sh",
        &["+base-import-node file system"],
    ),
    (
        "tasks-consume-public-content.md.L529.sh",
        &["~base-import-node @$REGISTRY_PUBLIC_URL"],
    ),
    (
        "tasks-consume-public-content.md.L587.sh",
        &["~hello-world @$REGISTRY_BASE_ARTIFACTS_URL"],
    ),
];

const REPOSITORIES: &[Row] = &[
    // the task is made in a function that nothing calls; the run stands behind `exit`
    (
        "KurtSchenk__acr-tasks/msi-run.sh",
        &["! file", "+msitask file user"],
    ),
    (
        "Shigueto__shigueto.github.io/acr-task-create.sh",
        &["+httpdFlutterAppTask file"],
    ),
    ("bketelsen__acrtasks/watch.sh", &["+tasksimpleweb docker"]),
    (
        "briandenicola__acr-build-tasks/infra/create_acr_task.ps1",
        &["+base-w2k19 docker"],
    ),
    (
        "chrisorisawayi__vsts-agent/acr-build-task.sh",
        &["+vsts-agent-task docker"],
    ),
    // functions that are called with the names of three tasks
    (
        "equinor__radix-platform/scripts/radix-zone/base-infrastructure/acr_task.sh",
        &[
            "+$AZ_RESOURCE_ACR_TASK_NAME text system @$AZ_RESOURCE_CONTAINER_REGISTRY.azurecr.io",
            "+$AZ_RESOURCE_ACR_INTERNAL_TASK_NAME text system @$AZ_RESOURCE_CONTAINER_REGISTRY.azurecr.io",
            "+$AZ_RESOURCE_ACR_AGENT_POOL_TASK_NAME text system @$AZ_RESOURCE_CONTAINER_REGISTRY.azurecr.io",
        ],
    ),
    // functions for other scripts to call; one asks for a task's identity, one adds a credential
    (
        "equinor__radix-platform/scripts/radix-zone/base-infrastructure/lib_acr.sh",
        &[
            "+$1 text system",
            "+$1 text system",
            "+$1 text system",
            "+$1 text system",
            "~$1",
            "~$1 @$2.azurecr.io",
        ],
    ),
    (
        "hannah-ditto__acr-build-helloworld-node/scripts/04_task_build-container-on-commit.sh",
        &["+buildoncommit docker"],
    ),
    (
        "hannah-ditto__acr-build-helloworld-node/scripts/04_task_multi-step-test-push.sh",
        &["+multisteptask file"],
    ),
    (
        "hannah-ditto__acr-build-helloworld-node/scripts/05_task_build-base-image-first.sh",
        &["! docker", "+baseexample1 docker"],
    ),
    (
        "hannah-ditto__acr-build-helloworld-node/scripts/05_task_multi-step-test-push.sh",
        &["+multisteptask file"],
    ),
    // the commands stand in a text that is only shown
    ("hashtagcyber__simple-acr-tasks/AzurePrep.sh", &[]),
    (
        "hmcts__am-db/bin/deploy-acr-task.sh",
        &["+task-create-am-db-image file"],
    ),
    (
        "hmcts__ccd-definition-processor/bin/deploy-acr-task.sh",
        &["+task-ccd-definition-processor file"],
    ),
    (
        "hmcts__ccd-docker-definition-importer/bin/deploy-acr-task.sh",
        &["+task-ccd-definition-importer file"],
    ),
    (
        "hmcts__ccd-logstash/bin/acr-task-creation.sh",
        &["+ccd-logstash file"],
    ),
    (
        "hmcts__ccd-logstash/bin/deploy-acr-task.sh",
        &["+task-ccd-logstash file"],
    ),
    (
        "hmcts__cnp-gatling-image/bin/acr-task-creation.sh",
        &["+gatling file"],
    ),
    (
        "hmcts__cnp-jenkins-docker/bin/acr-task-creation.sh",
        &["+jenkins-agent file", "+jenkins-jenkins docker"],
    ),
    (
        "kubernetes-sigs__cluster-api-provider-azure/hack/ensure-acr-cleanup-schedule.sh",
        &["+midnight_capz_purge command"],
    ),
    (
        "lucassimoesmaistro__acr-build-helloworld-node/02-container-registry-tutorial-build-task.sh",
        &["+taskhelloworld docker"],
    ),
    (
        "microsoft__Docker-Provider/kubernetes/windows/acrWorkflows/acrcreate.ps1",
        &[
            "+createimagewincifeaturecidev file",
            "+createimagewincifeatureciprod file",
            "+createimagewintestcidev file",
        ],
    ),
    (
        "microsoft__Oryx/acr-tasks/purge-dev-acr-tasks.sh",
        &[
            "+weeklyBuildImagePurgeTask command",
            "+weeklyCliImagePurgeTask command",
            "+weeklyBaseImagePurgeTask command",
            "+weeklyBuildPackImagePurgeTask command",
            "+weeklyBuildPackStackBaseImagePurgeTask command",
            "+weeklyDotNetCoreImagePurgeTask command",
            "+weeklyNodeImagePurgeTask command",
            "+weeklyPhpImagePurgeTask command",
            "+weeklyPythonImagePurgeTask command",
            "+weeklyRubyImagePurgeTask command",
        ],
    ),
    (
        "microsoft__Oryx/acr-tasks/purge-pme-prod-acr-tasks.sh",
        PURGES,
    ),
    ("microsoft__Oryx/acr-tasks/purge-prod-acr-tasks.sh", PURGES),
    (
        "romeelk__acr-build-helloworld-node/automation/setupacrbasetrigger.sh",
        &["+taskhelloworld docker"],
    ),
    (
        "shellicar__simple-claude-bot/banananetv2/acr-purge-setup.sh",
        &["+purge-banananet-brain command"],
    ),
    (
        "shellicar__simple-claude-bot/deploy/acr-configure-purge.sh",
        &["+purge-banananet-brain command"],
    ),
    (
        "toddysm__cssc-framework/tests/manual/image-sync/create-tasks.sh",
        &[
            "+acquire-copy-image-task file",
            "+acquire-generate-sbom-task file",
            "+acquire-scan-image-task file",
            "+acquire-sign-image-task file system",
        ],
    ),
];

const PURGES: &[&str] = &[
    "+weeklyBuildImagePurgeTask command",
    "+weeklyCliImagePurgeTask command",
    "+weeklyBaseImagePurgeTask command",
    "+weeklyBuildPackImagePurgeTask command",
    "+weeklyPackBuilderImagePurgeTask command",
    "+weeklyBuildPackStackBaseImagePurgeTask command",
    "+weeklyDotNetCoreImagePurgeTask command",
    "+weeklyNodeImagePurgeTask command",
    "+weeklyPhpImagePurgeTask command",
    "+weeklyPythonImagePurgeTask command",
];

fn corpus() -> Option<PathBuf> {
    let path = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/corpus"
    ));
    if !path.is_dir() {
        println!("skipped: no files at {}", path.display());
        return None;
    }
    Some(path.to_owned())
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        match path.is_dir() {
            true => files_below(&path, found),
            false => found.push(path),
        }
    }
}

/// A task in the form of the table.
fn row(facts: &Facts, task: &TaskFacts) -> String {
    let name = task
        .name
        .as_ref()
        .map(|name| facts.symbols.spell(&name.value))
        .unwrap_or_default();
    let mut row = match (task.run, task.made_here) {
        (Some(_), _) => "!".to_owned(),
        (None, true) => format!("+{name}"),
        (None, false) => format!("~{name}"),
    };
    row += match task.work {
        Work::Unknown => "",
        Work::File { .. } | Work::Loaded { .. } => " file",
        Work::Embedded { .. } => " text",
        Work::Docker { .. } => " docker",
        Work::Command(_) => " command",
    };
    if task.identity.system == Some(true) {
        row += " system";
    }
    if !task.identity.user.is_empty() {
        row += " user";
    }
    for credential in task
        .credentials
        .iter()
        .filter(|credential| !credential.removed)
    {
        row += &format!(" @{}", facts.symbols.spell(&credential.host.value));
    }
    row
}

/// How many of a task's texts are unknown in part.
fn unknown(task: &TaskFacts) -> usize {
    let mut texts: Vec<&str> = [&task.name, &task.registry, &task.source_identity]
        .into_iter()
        .flatten()
        .map(|fact| fact.value.as_str())
        .collect();
    texts.extend(task.identity.user.iter().map(|user| user.value.as_str()));
    for credential in &task.credentials {
        texts.push(&credential.host.value);
        texts.extend(
            credential
                .identity
                .iter()
                .map(|identity| identity.value.as_str()),
        );
    }
    match &task.work {
        Work::File { path, context, .. } => {
            texts.push(&path.value);
            texts.extend(context.iter().map(|context| context.value.as_str()));
        }
        Work::Docker {
            context, images, ..
        } => {
            texts.extend(context.iter().chain(images).map(|fact| fact.value.as_str()));
        }
        Work::Command(command) => texts.push(&command.value),
        Work::Unknown | Work::Loaded { .. } | Work::Embedded { .. } => {}
    }
    texts.into_iter().filter(|text| has_symbol(text)).count()
}

/// What was found in the files of one kind.
#[derive(Default)]
struct Sum {
    files: usize,
    tasks: usize,
    runs: usize,
    credentials: usize,
    unknown: usize,
}

#[test]
fn every_task_is_found_and_none_is_invented() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("credentials");
    let mut paths = Vec::new();
    files_below(&folder, &mut paths);
    let expected: BTreeMap<String, &[&str]> = MANUAL
        .iter()
        .map(|(file, rows)| (format!("{DOCS}{file}"), *rows))
        .chain(
            REPOSITORIES
                .iter()
                .map(|(file, rows)| ((*file).to_owned(), *rows)),
        )
        .collect();
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    let mut seen = 0;
    for path in paths {
        let ending = path
            .extension()
            .and_then(|ending| ending.to_str())
            .unwrap_or_default();
        if ending != "sh" && ending != "ps1" {
            continue;
        }
        seen += 1;
        let name = path
            .strip_prefix(&folder)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let kind = kind_of(&name, &text).unwrap_or_else(|| panic!("{name} is not recognised"));
        let files = [SourceFile {
            path: &name,
            text: &text,
        }];
        let facts = read(kind, &files);
        dump::check_places(&files, &facts);
        let rows: Vec<String> = facts.tasks.iter().map(|task| row(&facts, task)).collect();
        assert_eq!(rows, expected[&name], "{name}");
        let sum = sums.entry(format!("{kind:?}")).or_default();
        sum.files += 1;
        sum.runs += facts.tasks.iter().filter(|task| task.run.is_some()).count();
        sum.tasks += facts.tasks.iter().filter(|task| task.run.is_none()).count();
        sum.credentials += facts
            .tasks
            .iter()
            .map(|task| task.credentials.len())
            .sum::<usize>();
        sum.unknown += facts.tasks.iter().map(unknown).sum::<usize>();
    }
    assert_eq!(seen, expected.len());
    println!("kind        files  tasks  runs  credentials  unknown texts");
    for (kind, sum) in &sums {
        let Sum {
            files,
            tasks,
            runs,
            credentials,
            unknown,
        } = sum;
        println!("{kind:<11} {files:>5} {tasks:>6} {runs:>5} {credentials:>12} {unknown:>14}");
    }
    let total: usize = sums.values().map(|sum| sum.tasks).sum();
    let rows = expected.values().flat_map(|rows| rows.iter());
    assert_eq!(total, rows.filter(|row| !row.starts_with('!')).count());
}

/// The YAML files with such commands are tasks themselves, whose steps are no scripts of a CI.
#[test]
fn task_files_are_no_scripts() {
    let Some(corpus) = corpus() else { return };
    let mut paths = Vec::new();
    files_below(&corpus, &mut paths);
    let mut seen = 0;
    for path in paths {
        let name = path.to_str().unwrap();
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        if kind_of(name, &text) != Some(SourceKind::Ci) {
            continue;
        }
        seen += 1;
        let files = [SourceFile {
            path: name,
            text: &text,
        }];
        let facts = read(SourceKind::Ci, &files);
        dump::check_places(&files, &facts);
        assert!(facts.tasks.is_empty() && facts.roles.is_empty(), "{name}");
    }
    println!("{seen} YAML files with az commands");
    assert!(seen > 0);
}
