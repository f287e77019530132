//! Whatever stands in the files of a project: no panic, the same answer twice, and every range inside its file.
#![allow(clippy::unwrap_used)]

mod support;

use acrlint_analysis::config::{Config, FILE_NAME};
use acrlint_analysis::{IdentityKind, Input, Project, Settings, check, check_embedded, plan};
use acrlint_task::Context;
use acrlint_text::TextRange;
use proptest::prelude::*;
use support::beside::Beside;

/// Whether a range is one of the file at a path; files that are not there have none.
fn is_inside(files: &Beside, path: &str, range: TextRange) -> bool {
    let text = files.text(path);
    text.is_none_or(|text| text.get(std::ops::Range::<usize>::from(range)).is_some())
}

fn pieces(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![9 => prop::sample::select(words).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 0..25).prop_map(|pieces| pieces.concat())
}

fn build() -> impl Strategy<Value = String> {
    pieces(&[
        "-t ",
        "$Registry/a:$ID ",
        "--build-arg ",
        "R=b.azurecr.io ",
        "R='b c' ",
        "R ",
        "\"R=$Registry\" ",
        "-f ",
        "Dockerfile ",
        "--target ",
        "x ",
        ". ",
        "https://h/a.git#main:é ",
        "--cache-from ",
        "type=registry,ref=c.azurecr.io/k:1 ",
        "--push ",
        "{{.Values.x}} ",
        "oci://o.azurecr.io/a:1 ",
        "--build-context x=docker-image://i.azurecr.io/a ",
        "é",
    ])
}

fn dockerfile() -> impl Strategy<Value = String> {
    pieces(&[
        "FROM ",
        "FROM --platform=$X ",
        "${R}/a:1",
        "$R",
        " AS x\n",
        "\n",
        "ARG R\n",
        "ARG R=a.azurecr.io/b\n",
        "ARG S=$R/é\n",
        "COPY --from=x /a /b\n",
        "RUN <<E\nfrom x\nE\n",
        "\\\n",
        "# é\n",
        "scratch",
        "${R:-d}",
        "RUN --mount=from=q.azurecr.io/m x\n",
    ])
}

fn script() -> impl Strategy<Value = String> {
    pieces(&[
        "az acr task create ",
        "az acr task credential add ",
        "-n hello ",
        "-r myregistry ",
        "-f acb.yaml ",
        "-c . ",
        "--login-server b.azurecr.io ",
        "--use-identity [system] ",
        "--assign-identity ",
        "\n",
        "X=é\n",
        "$X ",
        "\"$(az acr show -n b --query id)\" ",
        "az role assignment create --role AcrPull --scope $X --assignee $Y\n",
        "f() {\n",
        "}\n",
        "if x; then\n",
        "fi\n",
        "<<E\nsteps:\nE\n",
        "-f - ",
    ])
}

fn config() -> impl Strategy<Value = String> {
    pieces(&[
        "[[task]]\n",
        "file = \"acb.yaml\"\n",
        "identity = \"[system]\"\n",
        "[task.credentials]\n",
        "\"b.azurecr.io\" = \"[system]\"\n",
        "\"c\" = { username = \"é\" }\n",
        "anonymous = [\"a.azurecr.io\"]\n",
        "[contexts]\n",
        "\"https://h/a.git\" = \".\"\n",
        "name = \"hello\"\n",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_project(build in build(), cmd in build(), dockerfile in dockerfile(), script in script(), config in config(), known in any::<bool>()) {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''").replace(['\n', '\r'], " "));
        let source = format!(
            "version: v1.1.0\nsteps:\n  - build: {}\n  - cmd: {}\n  - push: [\"$Registry/a:$ID\"]\n",
            quoted(&build),
            quoted(&cmd)
        );
        let files = Beside(vec![
            ("acb.yaml".to_owned(), source.clone()),
            ("Dockerfile".to_owned(), dockerfile),
            ("create.sh".to_owned(), script),
            (FILE_NAME.to_owned(), config.clone()),
        ]);
        let (config, _) = Config::parse(&config);
        let project = Project::read(&files, Some((&config, FILE_NAME)));
        let context = Context {
            registry: known.then(|| "home.azurecr.io".to_owned()),
            ..Context::default()
        };
        let settings = Settings::default();
        let input = Input::new(&source, "acb.yaml", &context, &files).of_project(&project, "acb.yaml");
        let report = check(input, &settings);
        let embedded = check_embedded("create.sh", &context, &files, &project, &settings);
        for (path, report) in [("acb.yaml", Some(&report)), ("create.sh", embedded.as_ref())] {
            for found in report.iter().flat_map(|report| &report.diagnostics) {
                prop_assert!(is_inside(&files, path, found.range), "{found:?}");
                for related in &found.related {
                    let other = related.path.as_deref().unwrap_or(path);
                    prop_assert!(is_inside(&files, other, related.range), "{related:?}");
                }
            }
        }
        prop_assert_eq!(format!("{report:?}"), format!("{:?}", check(input, &settings)));
        let plan = plan(input);
        for place in plan.places() {
            prop_assert!(is_inside(&files, &place.path, place.range), "{place:?}");
        }
        for identity in [IdentityKind::System, IdentityKind::User] {
            prop_assert!(plan.script(identity).starts_with("#!/bin/sh\n"));
        }
    }
}
