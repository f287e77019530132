//! The ARM templates, Bicep and Terraform files that people published, against what a person finds in them by reading.
//! They lie beside the project, in `../shared/corpus/credentials`; where they are absent, this test says so and checks
//! nothing.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod dump;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use acrlint_facts::{Facts, RunKind, SourceFile, TaskFacts, Work, arm, bicep, terraform};

/// The beginning of a path, and the tasks in the file.
type Expected = (&'static str, &'static [&'static str]);

/// For each file its tasks, in order: kind, name as it is spelled, what it runs, the hosts of its credentials, and `…`
/// where the file leaves open whether there are more.
const READ: [Expected; 27] = [
    (
        "antsok__ado-aca/src/infra/acr.bicep",
        &[
            "task adoagent-build-task docker",
            "run adoagent-taskrun unknown …",
        ],
    ),
    (
        "antsok__ado-aca/infra/acr.bicep",
        &[
            "task adoagent-build-task docker",
            "run adoagent-taskrun unknown …",
        ],
    ),
    (
        "Azure__ARO-HCP/dev-infrastructure/modules/acr/cache.bicep",
        &["task purgeJob.name embedded"],
    ),
    (
        "Azure__ARO-HCP/dev-infrastructure/templates/dev-acr.bicep",
        &["task purgeJob.name embedded"],
    ),
    (
        "Azure__bicep-registry-modules/avm/ptn/dev-ops/cicd-agents-and-runners/main.bicep",
        &[
            "task buildImage-image-selfHostedConfig.selfHostedType-i docker acr.outputs.loginServer …",
            "run taskrun-image-selfHostedConfig.selfHostedType-i unknown …",
        ],
    ),
    (
        "Azure__bicep-registry-modules/avm/res/container-registry/registry/task/main.bicep",
        &["task name unknown …"],
    ),
    (
        "Azure__bicep-registry-modules/avm/res/container-registry/registry/main.bicep",
        &[],
    ),
    (
        "Azure__karpenter-provider-azure/hack/infra/ksnap-acr.bicep",
        &["task purge-old-artifacts embedded"],
    ),
    (
        "hmcts__acr-tasks/acr-task.json",
        &["task parameters('taskName') docker"],
    ),
    (
        "Azure__bicep-registry-modules/avm/res/container-registry/registry/task/main.json",
        &["task parameters('name') unknown …"],
    ),
    (
        "Azure__acr/docs/tasks/run-as-deployment/quickdockerbuild-on-existing-registry/azuredeploy.json",
        &["run parameters('taskRunName') docker"],
    ),
    (
        "Azure__acr/docs/tasks/run-as-deployment/taskrun/azuredeploy.json",
        &[
            "task parameters('taskName') docker",
            "run parameters('taskRunName') unknown …",
        ],
    ),
    (
        "Azure__acr/docs/tasks/run-as-deployment/quickdockerbuildusingidentitykeyvault/azuredeploy.json",
        &["run parameters('taskRunName') docker parameters('customRegistryName')"],
    ),
    (
        "Azure__acr/docs/tasks/run-as-deployment/quickdockerbuildwithidentity/azuredeploy.json",
        &["run parameters('taskRunName') docker parameters('customRegistry')"],
    ),
    (
        "northtyphoon__armtemplates/taskdeploy.json",
        &["task mytask10 docker"],
    ),
    (
        "northtyphoon__armtemplates/taskrundeploywithidentity.json",
        &["run mytaskrun141 unknown …"],
    ),
    (
        "northtyphoon__armtemplates/taskrundeploynoidentity.json",
        &["run mytaskrun129 unknown …"],
    ),
    (
        "jumidev__terraform-modules-auto-azurerm/container/container_registry_task/main.tf",
        &["task var.name unknown …"],
    ),
    (
        "microsoft__AzureTRE/devops/terraform/main.tf",
        &["task tredev_purge embedded"],
    ),
    (
        "libre-devops__terraform-azurerm-acr-task/acr-task.tf",
        &["task each.key unknown …"],
    ),
    (
        "andonisan__aca-testing/deploy/0_core/acr.tf",
        &["task local.acr_namePurgeTask embedded"],
    ),
    (
        "Azure__terraform-azurerm-avm-ptn-cicd-agents-and-runners/modules/container-registry/main.tf",
        &["task each.value.task_name docker module.container_registry.resource.login_server"],
    ),
    (
        "cyber-scot__terraform-azurerm-container-registry-tasks/main.tf",
        &["task each.value.name unknown …"],
    ),
    (
        "Azure__terraform-azurerm-avm-res-containerregistry-registry/modules/task/main.tf",
        &["task var.task.name unknown …"],
    ),
    (
        "sourav2342__task08/task08/modules/acr/main.tf",
        &["task var.registrytask_name docker"],
    ),
    (
        "equinor__radix-platform/terraform/subscriptions/modules/acr/main.tf",
        &[
            "task radix-image-builder-${var.acr_prefix_env} embedded var.acr_user_image_name.azurecr.io",
            "task radix-image-builder-build-only-${var.acr_prefix_env} embedded var.acr_user_image_name.azurecr.io",
        ],
    ),
    (
        "kat-does-code__kube-secrets-azure-demo/modules/azure/main.tf",
        &["task build-test-image docker"],
    ),
];

fn corpus() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/credentials");
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is absent", path.display());
    None
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|e| e == "bicep" || e == "json" || e == "tf")
        {
            found.push(path);
        }
    }
}

fn read(path: &str, text: &str) -> (&'static str, Facts) {
    let files = [SourceFile { path, text }];
    let (kind, facts) = match path.rsplit('.').next() {
        Some("bicep") => ("bicep", bicep::read(&files)),
        Some("tf") => ("terraform", terraform::read(&files)),
        _ => ("arm", arm::read(&files)),
    };
    dump::check_places(&files, &facts);
    (kind, facts)
}

fn show(task: &TaskFacts, facts: &Facts) -> String {
    let spell = |text: &str| facts.symbols.spell(text);
    let kind = match task.run {
        None => "task",
        Some(RunKind::Resource) => "run",
        Some(RunKind::Quick) => "quick run",
    };
    let name = task
        .name
        .as_ref()
        .map_or("-".to_owned(), |name| spell(&name.value));
    let work = match task.work {
        Work::Unknown => "unknown",
        Work::File { .. } => "file",
        Work::Loaded { .. } => "loaded",
        Work::Embedded { .. } => "embedded",
        Work::Docker { .. } => "docker",
        Work::Command(_) => "command",
    };
    let mut words = vec![kind.to_owned(), name, work.to_owned()];
    words.extend(task.credentials.iter().map(|c| spell(&c.host.value)));
    if !task.credentials_complete {
        words.push("…".to_owned());
    }
    words.join(" ")
}

#[derive(Default)]
struct Figures {
    files: usize,
    tasks: usize,
    expected: usize,
    credentials: usize,
    open: usize,
    work_unknown: usize,
    problems: usize,
}

#[test]
fn published_files() {
    let Some(corpus) = corpus() else { return };
    let mut paths = Vec::new();
    files(&corpus, &mut paths);
    paths.sort();
    let expected: BTreeMap<_, _> = READ.into_iter().collect();
    let mut figures: BTreeMap<&str, Figures> = BTreeMap::new();
    let mut wrong = Vec::new();
    for path in &paths {
        let name = path
            .strip_prefix(&corpus)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        let text = fs::read_to_string(path).unwrap();
        let (kind, facts) = read(&name, &text);
        let found: Vec<_> = facts.tasks.iter().map(|task| show(task, &facts)).collect();
        let wanted = expected.get(name.as_str());
        if wanted.is_none_or(|wanted| found != **wanted) {
            wrong.push(format!("{name}: {found:#?}, not {wanted:#?}"));
        }
        let row = figures.entry(kind).or_default();
        row.files += 1;
        row.tasks += found.len();
        row.expected += wanted.map_or(0, |wanted| wanted.len());
        row.credentials += facts
            .tasks
            .iter()
            .map(|t| t.credentials.len())
            .sum::<usize>();
        row.open += facts
            .tasks
            .iter()
            .filter(|t| !t.credentials_complete)
            .count();
        row.work_unknown += facts
            .tasks
            .iter()
            .filter(|t| matches!(t.work, Work::Unknown))
            .count();
        row.problems += facts.problems.len();
    }
    for (kind, row) in &figures {
        println!(
            "{kind}: {} files, tasks {} of {}, credentials {}, credentials left open by {}, work not seen of {}, problems {}",
            row.files,
            row.tasks,
            row.expected,
            row.credentials,
            row.open,
            row.work_unknown,
            row.problems
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(paths.len(), expected.len(), "every file is in the table");
}
