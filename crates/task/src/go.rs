//! What Go's own formatting makes of a value, by way of the template engine, which has it.

use acrlint_template::{Unknowns, Value, execute, parse};

/// A value in JSON, as `json.Marshal` writes it.
pub(crate) fn json(value: &Value) -> String {
    let parsed = parse("", "{{ toJson . }}");
    let rendered = execute(&parsed.template, value, &mut Unknowns::default());
    rendered.text.text().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_go_does() {
        assert_eq!(
            json(&Value::map([("a", Value::from("<b>"))])),
            r#"{"a":"\u003cb\u003e"}"#
        );
    }
}
