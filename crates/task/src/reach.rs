/// What the templates of a text can reach of their data, so that nothing else need be made.
pub(crate) struct Reach<'t> {
    /// All names behind a dot; `None` when a template uses the data in another way.
    names: Option<Vec<&'t str>>,
}

impl<'t> Reach<'t> {
    /// Looks at the actions of a text. It knows nothing of templates but where names stand, and gives up at anything
    /// else that could lead to a name.
    pub(crate) fn of(text: &'t str) -> Self {
        let mut names = Vec::with_capacity(8);
        let mut rest = text;
        while let Some(at) = doubled(rest, b'{') {
            let action = &rest[at + 2..];
            let end = doubled(action, b'}').unwrap_or(action.len());
            if !collect(&action[..end], &mut names) {
                return Self { names: None };
            }
            rest = &action[end..];
        }
        Self { names: Some(names) }
    }

    /// Whether a template can reach what has this name.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.names
            .as_ref()
            .is_none_or(|names| names.contains(&name))
    }
}

/// Whether a template has anything to do in a text.
pub(crate) fn has_action(text: &str) -> bool {
    doubled(text, b'{').is_some()
}

/// Where a sign stands twice.
fn doubled(text: &str, sign: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(sign, bytes).find(|at| bytes.get(at + 1) == Some(&sign))
}

/// Collects the names behind dots. False where a dot or a `$` stands for the data itself, where a map is used as a
/// whole, as `.RunJSON` does, and where a text could hold a name or the end of the action.
fn collect<'t>(body: &'t str, names: &mut Vec<&'t str>) -> bool {
    let bytes = body.as_bytes();
    let mut quotes = 0;
    let mut at = 0;
    while let Some(sign) = bytes.get(at) {
        at += 1;
        let goes_on = |at: usize| bytes.get(at) == Some(&b'.');
        match sign {
            b'.' => {
                let length = bytes[at..].iter().take_while(|b| is_letter(**b)).count();
                let name = &body[at..at + length];
                at += length;
                let all = match name {
                    "" | "RunJSON" | "ToYAMLString" => true,
                    "Run" => !goes_on(at),
                    _ => false,
                };
                if all {
                    return false;
                }
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            b'$' if goes_on(at) => {}
            b'"' => quotes += 1,
            b'$' | b'`' | b'\'' => return false,
            _ => {}
        }
    }
    // a text may be the name that `index` asks for
    quotes == 0 || (quotes == 2 && !body.contains("index"))
}

/// A byte of a name; all of a letter beyond ASCII counts.
fn is_letter(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_' || !b.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_told_apart() {
        let reach = Reach::of("a. $x {{ .Run.ID }}/{{- $.Values.tag | default \"x\" -}} .");
        assert!(reach.names("ID") && reach.names("tag") && reach.names("Values"));
        assert!(!reach.names("Registry") && !reach.names("Build"));
    }

    #[test]
    fn anything_else_may_reach_everything() {
        for text in [
            "{{ . }}",
            "{{ $ }}",
            "{{ with .Run }}{{ .ID }}{{ end }}",
            "{{ index .Run \"ID\" }}",
            "{{ printf `%v` . }}",
            "{{ $x := . }}",
            "{{ range .Values.a }}{{ . }}{{ end }}",
            "{{ \"}}\" }}{{ \"{{\" }}",
            "{{ .Run }}",
            "{{ .RunJSON }}",
        ] {
            assert!(Reach::of(text).names("ID"), "{text}");
        }
    }
}
