//! JSON-RPC 2.0: what a message is, and what answers it.

use serde::Serialize;
use serde_json::{Value, json};

/// Why a request has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Error {
    code: i32,
    message: String,
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    fn new(code: i32, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message }
    }

    /// A text that is no JSON.
    pub(crate) fn unreadable(why: impl Into<String>) -> Self {
        Self::new(-32700, why)
    }

    /// A message that is not one, or not now.
    pub(crate) fn bad_request(why: impl Into<String>) -> Self {
        Self::new(-32600, why)
    }

    pub(crate) fn no_method() -> Self {
        Self::new(-32601, "Method not found")
    }

    /// Parameters that are wrong.
    pub(crate) fn invalid(why: impl Into<String>) -> Self {
        Self::new(-32602, why)
    }

    /// A mistake of the server.
    pub(crate) fn internal(why: impl Into<String>) -> Self {
        Self::new(-32603, why)
    }

    pub(crate) fn not_initialized() -> Self {
        Self::new(-32002, "Server not initialized")
    }
}

/// What a client says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Message {
    Request {
        id: Value,
        method: String,
        params: Value,
    },
    Notification {
        method: String,
        params: Value,
    },
    /// An answer to something that the server has asked.
    Answer,
}

impl Message {
    /// # Errors
    /// When it is none.
    pub(crate) fn read(mut message: Value) -> Result<Self> {
        if message["jsonrpc"] != "2.0" {
            return Err(Error::bad_request("a message of JSON-RPC 2.0 says so"));
        }
        let Some(method) = message.get("method") else {
            return Ok(Self::Answer);
        };
        let method = method.as_str();
        let method = method.ok_or_else(|| Error::bad_request("the method is no text"))?;
        let method = method.to_owned();
        let params = message["params"].take();
        match message.get_mut("id").map(Value::take) {
            None => Ok(Self::Notification { method, params }),
            Some(id) if id.is_string() || id.is_number() || id.is_null() => {
                Ok(Self::Request { id, method, params })
            }
            Some(_) => Err(Error::bad_request("the id is no text and no number")),
        }
    }
}

/// The result of a request.
///
/// # Errors
/// When it cannot be put into JSON, which the types of the protocol give no reason to.
pub(crate) fn result(of: impl Serialize) -> Result<Value> {
    serde_json::to_value(of).map_err(|error| Error::internal(error.to_string()))
}

/// The message that answers a request.
pub(crate) fn answer(id: &Value, result: Result<Value>) -> Value {
    match result {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err(Error { code, message }) => {
            json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_messages() {
        let read = |message: &str| Message::read(serde_json::from_str(message).unwrap());
        assert_eq!(
            read(r#"{"jsonrpc": "2.0", "id": "a", "method": "m", "params": [1]}"#),
            Ok(Message::Request {
                id: json!("a"),
                method: "m".to_owned(),
                params: json!([1]),
            })
        );
        assert_eq!(
            read(r#"{"jsonrpc": "2.0", "method": "m"}"#),
            Ok(Message::Notification {
                method: "m".to_owned(),
                params: Value::Null,
            })
        );
        assert_eq!(
            read(r#"{"jsonrpc": "2.0", "id": 1, "result": null}"#),
            Ok(Message::Answer)
        );
        for wrong in [
            r#"[]"#,
            r#"{"method": "m"}"#,
            r#"{"jsonrpc": "2.0", "method": 1}"#,
            r#"{"jsonrpc": "2.0", "method": "m", "id": {}}"#,
        ] {
            assert_eq!(read(wrong).unwrap_err().code, -32600, "{wrong}");
        }
    }
}
