/// What the templates of a text can reach of their data, so that nothing else need be made.
pub(crate) struct Reach<'t> {
    /// All names behind a dot; `None` when a template uses the data in another way.
    names: Option<Vec<&'t str>>,
}

impl<'t> Reach<'t> {
    /// Looks at the actions of a text. It knows nothing of templates but where names stand, and gives up at anything
    /// else that could lead to a name.
    pub(crate) fn of(text: &'t str) -> Self {
        let actions = text.split("{{").skip(1);
        let mut names = Vec::new();
        for action in actions {
            let body = &action[..action.find("}}").unwrap_or(action.len())];
            if !collect(body, &mut names) {
                return Self { names: None };
            }
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

/// Collects the names behind dots. False where a dot or a `$` stands for the data itself, where a map is used as a
/// whole, and where a text could hold a name or the end of the action.
fn collect<'t>(body: &'t str, names: &mut Vec<&'t str>) -> bool {
    if body.contains(['"', '`', '\'']) && body.matches('"').count() != 2 {
        return false;
    }
    for (at, sign) in body.match_indices(['.', '$', '"']) {
        let rest = &body[at + 1..];
        let name = &rest[..rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len())];
        let goes_on = rest[name.len()..].starts_with('.');
        match sign {
            "$" if name.is_empty() && goes_on => {}
            "." if name == "Run" && !goes_on => return false,
            "." if !name.is_empty() => names.push(name),
            // a text may be the name that `index` asks for
            "\"" if !body.contains("index") => {}
            _ => return false,
        }
    }
    true
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
        ] {
            assert!(Reach::of(text).names("ID"), "{text}");
        }
    }
}
