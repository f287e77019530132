//! Members of JSON objects as facts.

use jsonc_parser::ast::{Object, Value};

use crate::az::LAST;
use crate::model::{Fact, Facts, Place, UserIdentity};
use crate::range::json_place;

/// A reader of one file.
pub(super) struct Reader<'r> {
    pub(super) text: &'r str,
    /// How many bytes stand before the text that was parsed.
    pub(super) bom: usize,
    pub(super) file: usize,
    pub(super) facts: &'r mut Facts,
}

impl Reader<'_> {
    /// A place from offsets of the parsed text.
    pub(super) fn place(&self, start: usize, end: usize) -> Place {
        json_place(self.text, self.bom, self.file, start, end)
    }

    /// A string with its place, without quotes.
    pub(super) fn literal(&self, literal: &jsonc_parser::ast::StringLit<'_>) -> Fact<String> {
        let at = literal.range;
        Fact {
            value: literal.value.clone().into_owned(),
            place: self.place(at.start + 1, at.end.saturating_sub(1).max(at.start + 1)),
        }
    }

    /// A member that is a string.
    pub(super) fn string(&self, object: &Object<'_>, name: &str) -> Option<Fact<String>> {
        object.get_string(name).map(|literal| self.literal(literal))
    }

    /// A member that is a string and not empty.
    pub(super) fn given(&self, object: &Object<'_>, name: &str) -> Option<Fact<String>> {
        self.string(object, name)
            .filter(|fact| !fact.value.is_empty())
    }

    pub(super) fn text_of(&self, object: &Object<'_>, name: &str) -> Option<String> {
        self.given(object, name).map(|fact| fact.value)
    }

    pub(super) fn boolean(&self, object: &Object<'_>, name: &str) -> Option<Fact<bool>> {
        let member = object.get_boolean(name)?;
        Some(Fact {
            value: member.value,
            place: self.place(member.range.start, member.range.end),
        })
    }

    /// The objects of a list.
    pub(super) fn objects<'o, 'j>(
        object: &'o Object<'j>,
        name: &str,
    ) -> impl Iterator<Item = &'o Object<'j>> + use<'o, 'j> {
        let items = object.get_array(name).map(|array| &array.elements[..]);
        items
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_object)
    }

    /// Adds a user-assigned identity. What is not said of it gets a name.
    pub(super) fn user_identity(
        &mut self,
        id: Fact<String>,
        client: Option<String>,
        principal: Option<String>,
    ) {
        let name = id.value.rsplit('/').next().unwrap_or_default().to_owned();
        let symbols = &mut self.facts.symbols;
        let mut or_symbol = |known: Option<String>, member: &str| {
            known.unwrap_or_else(|| {
                let key = format!("identity {}.{member}", id.value);
                let symbol = symbols.intern(&key, &key);
                symbol.unwrap_or(LAST).to_string()
            })
        };
        let identity = UserIdentity {
            place: id.place,
            client_id: or_symbol(client, "clientId"),
            principal_id: or_symbol(principal, "principalId"),
            name: Some(Fact {
                value: name,
                place: id.place,
            }),
            id: id.value,
        };
        self.facts.identities.push(identity);
    }
}
