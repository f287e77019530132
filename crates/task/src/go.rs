//! What Go's own formatting makes of a value, by way of the template engine, which has it.

use acrlint_template::{Unknowns, Value, execute, parse};

/// A text in Go's double quotes, as `%q` writes it.
pub(crate) fn quoted(text: &str) -> String {
    formatted("{{ printf \"%q\" . }}", &Value::from(text))
}

/// A value in JSON, as `json.Marshal` writes it.
pub(crate) fn json(value: &Value) -> String {
    formatted("{{ toJson . }}", value)
}

fn formatted(template: &str, value: &Value) -> String {
    let parsed = parse("", template);
    let rendered = execute(&parsed.template, value, &mut Unknowns::default());
    rendered.text.text().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_go_does() {
        assert_eq!(quoted("a\"é\u{1}"), r#""a\"é\x01""#);
        assert_eq!(
            json(&Value::map([("a", Value::from("<b>"))])),
            r#"{"a":"\u003cb\u003e"}"#
        );
    }
}
