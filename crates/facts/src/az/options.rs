//! How az reads its options: Python's argparse with the options of each command.

use crate::script::{Arg, Open};

/// How many words an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    None,
    One,
    /// None or one.
    Maybe,
    /// As many as there are.
    Many,
}

/// An option of a command: its long name without dashes, its letter, and what it takes.
pub(super) type Opt = (&'static str, Option<char>, Takes);

const fn one(name: &'static str) -> Opt {
    (name, None, Takes::One)
}

const fn letter(name: &'static str, letter: char) -> Opt {
    (name, Some(letter), Takes::One)
}

const fn flag(name: &'static str) -> Opt {
    (name, None, Takes::None)
}

const fn maybe(name: &'static str) -> Opt {
    (name, None, Takes::Maybe)
}

/// What all commands have.
const GLOBAL: &[Opt] = &[
    flag("debug"),
    ("help", Some('h'), Takes::None),
    flag("only-show-errors"),
    letter("output", 'o'),
    one("query"),
    one("subscription"),
    flag("verbose"),
];

/// `az acr task create` and `update`. Source: azure-cli, command_modules/acr/_params.py; `branch` is of older ones.
pub(super) const TASK: &[Opt] = &[
    letter("name", 'n'),
    letter("registry", 'r'),
    letter("resource-group", 'g'),
    one("agent-pool"),
    one("arg"),
    ("assign-identity", None, Takes::Many),
    one("auth-mode"),
    maybe("base-image-trigger-enabled"),
    one("base-image-trigger-name"),
    one("base-image-trigger-type"),
    one("branch"),
    one("cmd"),
    maybe("commit-trigger-enabled"),
    letter("context", 'c'),
    one("cpu"),
    letter("file", 'f'),
    one("git-access-token"),
    letter("image", 't'),
    maybe("is-system-task"),
    one("log-template"),
    maybe("no-cache"),
    maybe("no-push"),
    one("platform"),
    maybe("pull-request-trigger-enabled"),
    one("schedule"),
    one("secret-arg"),
    one("set"),
    one("set-secret"),
    one("source-acr-auth-id"),
    one("status"),
    one("target"),
    one("timeout"),
    one("update-trigger-endpoint"),
    one("update-trigger-payload-type"),
    one("values"),
];

/// `az acr task show`, `credential`, `identity`.
pub(super) const TASK_PART: &[Opt] = &[
    letter("name", 'n'),
    letter("registry", 'r'),
    letter("resource-group", 'g'),
    ("identities", None, Takes::Many),
    one("login-server"),
    letter("username", 'u'),
    letter("password", 'p'),
    one("use-identity"),
    maybe("with-secure-properties"),
];

/// `az acr run` and `az acr build`.
pub(super) const RUN: &[Opt] = &[
    letter("registry", 'r'),
    letter("resource-group", 'g'),
    one("agent-pool"),
    one("auth-mode"),
    one("build-arg"),
    one("cmd"),
    letter("file", 'f'),
    letter("image", 't'),
    one("log-template"),
    flag("no-format"),
    flag("no-logs"),
    flag("no-push"),
    flag("no-wait"),
    one("platform"),
    one("secret-build-arg"),
    one("set"),
    one("set-secret"),
    one("source-acr-auth-id"),
    one("target"),
    one("timeout"),
    one("values"),
];

/// `az acr create`, `update`, `show`.
pub(super) const REGISTRY: &[Opt] = &[
    letter("name", 'n'),
    letter("resource-group", 'g'),
    letter("location", 'l'),
    maybe("admin-enabled"),
    maybe("allow-exports"),
    maybe("allow-metadata-search"),
    maybe("allow-trusted-services"),
    maybe("anonymous-pull-enabled"),
    maybe("data-endpoint-enabled"),
    one("default-action"),
    one("dnl-scope"),
    one("identity"),
    one("key-encryption-key"),
    maybe("public-network-enabled"),
    one("role-assignment-mode"),
    one("sku"),
    ("tags", None, Takes::Many),
    one("workspace"),
    one("zone-redundancy"),
];

/// `az identity create` and `show`.
pub(super) const IDENTITY: &[Opt] = &[
    letter("name", 'n'),
    letter("resource-group", 'g'),
    letter("location", 'l'),
    ("ids", None, Takes::Many),
    one("isolation-scope"),
    ("tags", None, Takes::Many),
];

/// `az role assignment create`.
pub(super) const ROLE: &[Opt] = &[
    letter("name", 'n'),
    letter("resource-group", 'g'),
    one("assignee"),
    one("assignee-object-id"),
    one("assignee-principal-type"),
    one("condition"),
    one("condition-version"),
    one("description"),
    one("role"),
    one("scope"),
];

/// `New-AzRoleAssignment` and the like of PowerShell.
pub(super) const CMDLET: &[Opt] = &[
    one("-applicationid"),
    one("-identityname"),
    one("-name"),
    one("-objectid"),
    one("-resourcegroupname"),
    one("-roledefinitionid"),
    one("-roledefinitionname"),
    one("-scope"),
];

/// The options and other words of a command.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    options: Vec<(&'static str, Option<Arg>)>,
    /// The words that belong to no option.
    pub(super) words: Vec<Arg>,
    /// Whether some words cannot be seen.
    pub(super) open: bool,
}

impl Parsed {
    /// The value that an option has in the end.
    pub(super) fn get(&self, name: &str) -> Option<&Arg> {
        let mut found = self
            .options
            .iter()
            .rev()
            .filter(|(known, _)| *known == name);
        found.find_map(|(_, value)| value.as_ref())
    }

    /// All values of an option.
    pub(super) fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p Arg> + 'p {
        let found = self.options.iter().filter(move |(known, _)| *known == name);
        found.filter_map(|(_, value)| value.as_ref())
    }

    /// Whether an option is given, with a value or without.
    pub(super) fn has(&self, name: &str) -> bool {
        self.options.iter().any(|(known, _)| *known == name)
    }
}

/// Reads the words behind a command's name.
pub(super) fn parse(known: &[Opt], args: &[Arg]) -> Parsed {
    let mut parsed = Parsed::default();
    let mut args = args.iter().peekable();
    while let Some(arg) = args.next() {
        if arg.open != Open::No {
            parsed.open = true;
            continue;
        }
        let Some((option, value)) = option_of(known, arg) else {
            // the words behind an option that is not known here may be its values
            if !is_value(arg) {
                while args.next_if(|arg| is_value(arg)).is_some() {}
            } else {
                parsed.words.push(arg.clone());
            }
            continue;
        };
        let (name, _, takes) = *option;
        if value.is_some() || takes == Takes::None {
            parsed.options.push((name, value));
            continue;
        }
        let mut given = false;
        while let Some(value) = args.next_if(|arg| is_value(arg)) {
            parsed.open |= value.open == Open::List;
            given = true;
            parsed.options.push((name, Some(value.clone())));
            if takes != Takes::Many {
                break;
            }
        }
        if !given {
            parsed.options.push((name, None));
        }
    }
    parsed
}

/// Whether argparse takes a word for a value: it has no dash in front, is the dash alone, or holds a blank.
fn is_value(arg: &Arg) -> bool {
    let text = arg.str();
    !text.starts_with('-') || text == "-" || text.contains(' ')
}

/// The option that a word is, with the value that is part of the word.
fn option_of<'k>(known: &'k [Opt], arg: &Arg) -> Option<(&'k Opt, Option<Arg>)> {
    let text = arg.str();
    if let Some(long) = text.strip_prefix("--") {
        let (name, value) = match long.split_once('=') {
            Some((name, _)) => (name, Some(arg.behind(2 + name.len() + 1))),
            None => (long, None),
        };
        return Some((by_name(known, name)?, value));
    }
    // a PowerShell cmdlet's
    if let Some(name) = text.strip_prefix('-')
        && known.iter().any(|(known, ..)| known.starts_with('-'))
    {
        let name = format!("-{}", name.to_lowercase());
        return Some((by_name(known, &name)?, None));
    }
    let mut letters = text.strip_prefix('-')?.chars();
    let letter = letters.next()?;
    let all = || known.iter().chain(GLOBAL);
    let option = all().find(|(_, own, _)| *own == Some(letter))?;
    let rest = letters.as_str();
    let value = match rest.strip_prefix('=') {
        _ if rest.is_empty() => None,
        Some(_) => Some(arg.behind(3)),
        None => Some(arg.behind(2)),
    };
    Some((option, value))
}

/// The option of this name, or the only one that begins like it.
fn by_name<'k>(known: &'k [Opt], name: &str) -> Option<&'k Opt> {
    let all = || known.iter().chain(GLOBAL);
    if let Some(exact) = all().find(|(own, ..)| *own == name) {
        return Some(exact);
    }
    let mut like = all().filter(|(own, ..)| own.starts_with(name) && !name.is_empty());
    let first = like.next();
    first.filter(|_| like.next().is_none())
}

#[cfg(test)]
mod tests {
    use acrlint_text::Mapped;

    use super::*;

    fn args(text: &str) -> Vec<Arg> {
        let arg = |word: &str| Arg {
            text: Mapped::verbatim(&word.replace('_', " ")),
            range: Default::default(),
            open: Open::No,
        };
        text.split(' ').map(arg).collect()
    }

    fn values(parsed: &Parsed, name: &str) -> Vec<String> {
        parsed.all(name).map(|arg| arg.str().to_owned()).collect()
    }

    #[test]
    fn forms_of_options() {
        let parsed = parse(
            TASK,
            &args("-nweb -r=home --image=a:1 -t b --reg x --no-push -f=b"),
        );
        assert_eq!(values(&parsed, "name"), ["web"]);
        assert_eq!(values(&parsed, "registry"), ["home", "x"]);
        assert_eq!(values(&parsed, "image"), ["a:1", "b"]);
        assert_eq!(values(&parsed, "file"), ["b"]);
        assert!(parsed.has("no-push"));
    }

    #[test]
    fn prefixes_must_be_clear() {
        let parsed = parse(TASK, &args("--source x --base y --nam z"));
        assert_eq!(values(&parsed, "source-acr-auth-id"), ["x"]);
        assert_eq!(values(&parsed, "name"), ["z"]);
        assert!(parsed.words.is_empty());
    }

    #[test]
    fn values_that_begin_with_a_dash() {
        let parsed = parse(
            TASK,
            &args("--cmd -e_A=1_image -f - --assign-identity -n x"),
        );
        assert_eq!(values(&parsed, "cmd"), ["-e A=1 image"]);
        assert_eq!(values(&parsed, "file"), ["-"]);
        assert!(parsed.has("assign-identity"));
        assert!(parsed.get("assign-identity").is_none());
    }

    #[test]
    fn the_context_is_a_word() {
        let parsed = parse(RUN, &args("-r x --no-logs https://a --unknown y z -otsv"));
        let words: Vec<&str> = parsed.words.iter().map(Arg::str).collect();
        assert_eq!(words, ["https://a"]);
        assert_eq!(values(&parsed, "output"), ["tsv"]);
    }
}
