//! Facts as a text to compare.
#![allow(dead_code, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::ops::Range;

use acrlint_facts::{Fact, Facts, Place, SecretKind, SourceFile, Work};
use acrlint_text::Lines;

/// Writes facts down, one a line, each with the file (if there are several) and line that it is said in.
pub(crate) struct Dump<'a> {
    files: &'a [SourceFile<'a>],
    facts: &'a Facts,
    out: String,
}

pub(crate) fn dump(files: &[SourceFile<'_>], facts: &Facts) -> String {
    let mut dump = Dump {
        files,
        facts,
        out: String::new(),
    };
    dump.all();
    dump.out
}

impl Dump<'_> {
    fn at(&self, place: Place) -> String {
        let file = &self.files[place.file];
        let line = Lines::new(file.text).position(place.range.start()).line;
        match self.files.len() {
            1 => line.to_string(),
            _ => format!("{}:{line}", file.path),
        }
    }

    fn spell(&self, text: &str) -> String {
        self.facts.symbols.spell(text)
    }

    fn fact(&self, fact: &Fact<String>) -> String {
        format!("{} ({})", self.spell(&fact.value), self.at(fact.place))
    }

    fn line(&mut self, indent: usize, name: &str, fact: Option<&Fact<String>>) {
        if let Some(fact) = fact {
            let text = self.fact(fact);
            writeln!(self.out, "{:indent$}{name}: {text}", "").unwrap();
        }
    }

    fn all(&mut self) {
        let facts = self.facts;
        for problem in &facts.problems {
            let at = self.at(problem.place);
            writeln!(self.out, "problem ({at}): {}", problem.message).unwrap();
        }
        for task in &facts.tasks {
            let run = task
                .run
                .map_or("task".to_owned(), |run| format!("run {run:?}"));
            let at = self.at(task.place);
            let made = if task.made_here { "" } else { " changed" };
            writeln!(self.out, "{run} ({at}){made}").unwrap();
            self.line(2, "name", task.name.as_ref());
            self.line(2, "registry", task.registry.as_ref());
            self.work(&task.work);
            let identity = &task.identity;
            let at = identity
                .place
                .map_or("-".to_owned(), |place| self.at(place));
            let system = identity.system.map_or("?".to_owned(), |s| s.to_string());
            let more = if identity.complete { "" } else { " …" };
            let principal = identity.system_principal.as_deref().map(|p| self.spell(p));
            let principal = principal.map_or(String::new(), |p| format!(" {p}"));
            writeln!(
                self.out,
                "  identity ({at}): system {system}{principal}{more}"
            )
            .unwrap();
            for user in &identity.user {
                self.line(4, "user", Some(user));
            }
            self.line(2, "login mode", task.login_mode.as_ref());
            self.line(2, "source identity", task.source_identity.as_ref());
            for credential in &task.credentials {
                let at = self.at(credential.place);
                let host = self.fact(&credential.host);
                let hidden = if credential.hidden { " hidden" } else { "" };
                let removed = if credential.removed { " removed" } else { "" };
                writeln!(self.out, "  credential ({at}): {host}{hidden}{removed}").unwrap();
                self.line(4, "identity", credential.identity.as_ref());
                self.secret("username", credential.username.as_ref());
                self.secret("password", credential.password.as_ref());
            }
            writeln!(self.out, "  complete: {}", task.credentials_complete).unwrap();
            self.pairs("set", &task.set);
        }
        for role in &facts.roles {
            let at = self.at(role.place);
            writeln!(self.out, "role ({at})").unwrap();
            self.line(2, "role", role.role.as_ref());
            self.line(2, "principal", role.principal.as_ref());
            self.line(2, "scope", role.scope.as_ref());
        }
        for registry in &facts.registries {
            let at = self.at(registry.place);
            let (id, server) = (self.spell(&registry.id), self.spell(&registry.login_server));
            let abac = registry.abac.as_ref().map(|abac| abac.value);
            let anonymous = registry
                .anonymous_pull
                .as_ref()
                .map(|anonymous| anonymous.value);
            writeln!(
                self.out,
                "registry ({at}): {id} = {server} abac {abac:?} anonymous {anonymous:?}"
            )
            .unwrap();
        }
        for identity in &facts.identities {
            let at = self.at(identity.place);
            let texts = [&identity.id, &identity.client_id, &identity.principal_id];
            let [id, client, principal] = texts.map(|text| self.spell(text));
            writeln!(
                self.out,
                "identity ({at}): {id} client {client} principal {principal}"
            )
            .unwrap();
        }
    }

    fn secret(&mut self, name: &str, secret: Option<&Fact<SecretKind>>) {
        if let Some(secret) = secret {
            let at = self.at(secret.place);
            writeln!(self.out, "    {name}: {:?} ({at})", secret.value).unwrap();
        }
    }

    fn pairs(&mut self, what: &str, pairs: &[(Fact<String>, Option<Fact<String>>)]) {
        for (name, value) in pairs {
            let value = value
                .as_ref()
                .map_or("-".to_owned(), |value| self.fact(value));
            let name = self.fact(name);
            writeln!(self.out, "  {what}: {name} = {value}").unwrap();
        }
    }

    fn work(&mut self, work: &Work) {
        match work {
            Work::Unknown => writeln!(self.out, "  work: unknown").unwrap(),
            Work::File {
                path,
                context,
                values,
            } => {
                self.line(2, "file", Some(path));
                self.line(4, "context", context.as_ref());
                self.line(4, "values", values.as_ref());
            }
            Work::Loaded { path, context } => {
                self.line(2, "loaded", Some(path));
                self.line(4, "context", context.as_ref());
            }
            Work::Embedded {
                text,
                file,
                range,
                context,
            } => {
                let at = self.at(Place {
                    file: *file,
                    range: *range,
                });
                writeln!(self.out, "  embedded ({at}):").unwrap();
                let mut start = 0;
                for line in text.text().split_inclusive('\n') {
                    let body = line.trim_end_matches('\n');
                    let part = acrlint_text::TextRange::at(
                        (start as u32).into(),
                        acrlint_text::TextSize::of(body),
                    );
                    let place = text.source_range(part);
                    let at = self.at(Place {
                        file: *file,
                        range: place,
                    });
                    let exact = if text.is_verbatim(part) { "" } else { "~" };
                    let body = self.spell(body);
                    writeln!(self.out, "    {at}{exact}| {body}").unwrap();
                    start += line.len();
                }
                self.line(4, "context", context.as_ref());
            }
            Work::Docker {
                dockerfile,
                context,
                target,
                images,
                arguments,
            } => {
                writeln!(self.out, "  docker").unwrap();
                self.line(4, "dockerfile", dockerfile.as_ref());
                self.line(4, "context", context.as_ref());
                self.line(4, "target", target.as_ref());
                for image in images {
                    self.line(4, "image", Some(image));
                }
                self.pairs("  argument", arguments);
            }
            Work::Command(command) => self.line(2, "command", Some(command)),
        }
    }
}

/// Every place of the facts is in its file, and an embedded text's verbatim bytes are the file's.
pub(crate) fn check_places(files: &[SourceFile<'_>], facts: &Facts) {
    let inside = |place: Place| {
        let text = files[place.file].text;
        let range = Range::<usize>::from(place.range);
        assert!(text.get(range).is_some(), "{place:?} is outside");
    };
    let fact = |fact: &Fact<String>| inside(fact.place);
    facts
        .problems
        .iter()
        .for_each(|problem| inside(problem.place));
    for task in &facts.tasks {
        inside(task.place);
        let all = [
            &task.name,
            &task.registry,
            &task.login_mode,
            &task.source_identity,
        ];
        all.into_iter().flatten().for_each(fact);
        task.identity.place.into_iter().for_each(inside);
        task.identity.user.iter().for_each(fact);
        for credential in &task.credentials {
            inside(credential.place);
            fact(&credential.host);
            credential.identity.iter().for_each(fact);
            for secret in credential.username.iter().chain(&credential.password) {
                inside(secret.place);
            }
        }
        for (name, value) in &task.set {
            fact(name);
            value.iter().for_each(fact);
        }
        match &task.work {
            Work::Embedded {
                text, file, range, ..
            } => {
                inside(Place {
                    file: *file,
                    range: *range,
                });
                for (at, c) in text.text().char_indices() {
                    let here = acrlint_text::TextRange::at(
                        (at as u32).into(),
                        (c.len_utf8() as u32).into(),
                    );
                    let there = text.source_range(here);
                    inside(Place {
                        file: *file,
                        range: there,
                    });
                    if text.is_verbatim(here) {
                        assert_eq!(&files[*file].text[there], &text.text()[here]);
                    }
                }
            }
            Work::File { path, .. } | Work::Loaded { path, .. } | Work::Command(path) => fact(path),
            Work::Docker { images, .. } => images.iter().for_each(fact),
            Work::Unknown => {}
        }
    }
    for role in &facts.roles {
        inside(role.place);
        let all = [&role.role, &role.principal, &role.scope];
        all.into_iter().flatten().for_each(fact);
    }
    facts
        .registries
        .iter()
        .for_each(|registry| inside(registry.place));
    facts
        .identities
        .iter()
        .for_each(|identity| inside(identity.place));
}
