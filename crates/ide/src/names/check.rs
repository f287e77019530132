//! Whether a name can become another.

use acrlint_task::alias::BUILT_IN;
use acrlint_task::schedule::ROOT;

use super::{Name, NameKind, Occurrence};

/// Why a name cannot become another.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenameError {
    /// It is empty.
    #[error("a name cannot be empty")]
    Empty,
    /// It holds what such a name cannot hold.
    #[error("`{name}` cannot be the name of {what}: {rule}")]
    Form {
        /// The new name.
        name: String,
        /// What it would be the name of.
        what: &'static str,
        /// What such names are made of.
        rule: &'static str,
    },
    /// Something else of the kind has it.
    #[error("there is already {what} `{name}`")]
    Taken {
        /// The new name.
        name: String,
        /// What has it.
        what: &'static str,
    },
}

/// Whether a name can become this one, wherever it stands: as a plain text of the task file, in a template, in a
/// Dockerfile.
///
/// # Errors
///
/// It says why not.
pub fn check_new_name(all: &[Occurrence], name: &Name, new: &str) -> Result<(), RenameError> {
    if new == name.text {
        return Ok(());
    }
    if new.is_empty() {
        return Err(RenameError::Empty);
    }
    let (what, rule, fits) = form(name.kind);
    if !fits(new) {
        return Err(RenameError::Form {
            name: new.to_owned(),
            what,
            rule,
        });
    }
    let same = |text: &str| match name.kind {
        NameKind::Stage => text.eq_ignore_ascii_case(new) && !name.text.eq_ignore_ascii_case(new),
        // `a` is `a:latest`
        NameKind::Image => text == new.strip_suffix(":latest").unwrap_or(new),
        _ => text == new,
    };
    let built_in = name.kind == NameKind::Alias && BUILT_IN.iter().any(|(known, _)| *known == new);
    let mut others = all.iter().map(|one| &one.name);
    if built_in
        || others
            .any(|other| other.kind == name.kind && other.home == name.home && same(&other.text))
    {
        return Err(RenameError::Taken {
            name: new.to_owned(),
            what,
        });
    }
    Ok(())
}

type Form = (&'static str, &'static str, fn(&str) -> bool);

/// What a kind is called, the rule of its names, and the rule as code.
fn form(kind: NameKind) -> Form {
    match kind {
        // the runner takes all but white space; more would need quotes in some places
        NameKind::Step => (
            "a step",
            "an id is letters, digits and `-_./`, and begins with none of these signs",
            |name| begins(name) && only(name, char::is_alphanumeric, "-_./") && is_text(name),
        ),
        NameKind::Alias => (
            "an alias",
            "it takes letters and digits of ASCII only",
            |name| only(name, |c| c.is_ascii_alphanumeric(), ""),
        ),
        NameKind::Secret => (
            "a secret",
            "in `.Secrets.name` it is letters, digits and `_`, and does not begin with a digit",
            |name| !name.starts_with(char::is_numeric) && only(name, char::is_alphanumeric, "_"),
        ),
        NameKind::Volume => ("a volume", "it is letters, digits, `-` and `_`", |name| {
            begins(name) && only(name, |c| c.is_ascii_alphanumeric(), "-_") && is_text(name)
        }),
        NameKind::Network => (
            "a network",
            "it is letters, digits and `-_.`, and begins with a letter or digit",
            |name| {
                begins(name) && only(name, |c| c.is_ascii_alphanumeric(), "-_.") && is_text(name)
            },
        ),
        NameKind::Stage => (
            "a stage",
            "it begins with a letter, and goes on with letters, digits and `-_.`",
            |name| {
                name.starts_with(|c: char| c.is_ascii_alphabetic())
                    && only(name, |c| c.is_ascii_alphanumeric(), "-_.")
            },
        ),
        NameKind::BuildArgument => (
            "a build argument",
            "it is letters, digits and `_`, and does not begin with a digit",
            is_identifier,
        ),
        NameKind::Image => (
            "an image",
            "it is letters, digits and `-_./:@`, and begins with a letter or digit",
            |name| {
                begins(name)
                    && only(name, |c| c.is_ascii_alphanumeric(), "-_./:@")
                    && !name.ends_with(['/', ':', '@'])
            },
        ),
    }
}

fn only(name: &str, letter: impl Fn(char) -> bool, signs: &str) -> bool {
    name.chars().all(|c| letter(c) || signs.contains(c))
}

fn begins(name: &str) -> bool {
    name.starts_with(char::is_alphanumeric)
}

/// Whether a plain scalar is this text: YAML takes `null` for nothing; and the runner has one id for itself.
fn is_text(name: &str) -> bool {
    !name.eq_ignore_ascii_case("null") && name != ROOT
}

fn is_identifier(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit())
        && only(name, |c| c.is_ascii_alphanumeric(), "_")
}
