use ls_types::{Position, Range, TextDocumentIdentifier, TextDocumentPositionParams, Uri};
use serde_json::Value;

use crate::rpc::{Error, Result};

/// The parameters of a method. They are looked up one by one: types for all of them would be the larger half of what a
/// browser loads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Params<'v>(pub(crate) &'v Value);

impl<'v> Params<'v> {
    /// A part of them, which may be missing.
    pub(crate) fn part(self, name: &str) -> Params<'v> {
        Params(&self.0[name])
    }

    /// The items of a list; none where it is missing.
    pub(crate) fn items(self, name: &str) -> impl Iterator<Item = Params<'v>> {
        let items = self.0[name].as_array().into_iter().flatten();
        items.map(Params)
    }

    fn need<T>(self, name: &str, found: Option<T>) -> Result<T> {
        found.ok_or_else(|| Error::invalid(format!("`{name}` is missing or wrong")))
    }

    pub(crate) fn text(self, name: &str) -> Result<&'v str> {
        self.need(name, self.0[name].as_str())
    }

    pub(crate) fn number(self, name: &str) -> Result<i64> {
        self.need(name, self.0[name].as_i64())
    }

    /// The `uri`.
    pub(crate) fn uri(self) -> Result<Uri> {
        self.need("uri", self.text("uri")?.parse().ok())
    }

    /// The URI of the document that a request is about.
    pub(crate) fn document(self) -> Result<Uri> {
        self.part("textDocument").uri()
    }

    /// The document and the place in it that a request is about.
    pub(crate) fn place(self) -> Result<TextDocumentPositionParams> {
        Ok(TextDocumentPositionParams {
            text_document: TextDocumentIdentifier::new(self.document()?),
            position: self.part("position").position()?,
        })
    }

    pub(crate) fn position(self) -> Result<Position> {
        let number = |name| self.need(name, u32::try_from(self.number(name)?).ok());
        Ok(Position::new(number("line")?, number("character")?))
    }

    /// The `range`.
    pub(crate) fn range(self) -> Result<Range> {
        let range = self.part("range");
        Ok(Range::new(
            range.part("start").position()?,
            range.part("end").position()?,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_missing_is_named() {
        let value = json!({"textDocument": {"uri": "file:///a"}, "position": {"line": 1}});
        let params = Params(&value);
        assert_eq!(params.document().unwrap().as_str(), "file:///a");
        let error = params.place().unwrap_err().to_string();
        assert_eq!(error, "`character` is missing or wrong");
        assert_eq!(params.items("changes").count(), 0);
    }
}
