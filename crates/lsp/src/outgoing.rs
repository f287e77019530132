use ls_types::{MessageType, PublishDiagnosticsParams, Registration};
use serde_json::{Value, json};

/// What the server says of its own accord. Handlers put it into a queue and never wait for the client.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// The findings of a file.
    Publish(PublishDiagnosticsParams),
    /// Findings of files have changed that the client did not touch.
    RefreshDiagnostics,
    /// So have hints, lenses and the like.
    RefreshHints,
    RefreshLenses,
    /// Asks the client to tell something.
    Register(Vec<Registration>),
    /// A text for the user.
    Show(MessageType, String),
}

impl Outgoing {
    /// The message. With a parameter that nobody needs it is a request, whose answer tells nothing: a client that refuses
    /// knows why.
    pub(crate) fn message(&self, id: u32) -> Value {
        let (method, params) = match self {
            Self::Publish(params) => ("textDocument/publishDiagnostics", json!(params)),
            Self::Show(kind, text) => {
                ("window/showMessage", json!({"type": kind, "message": text}))
            }
            Self::RefreshDiagnostics => ("workspace/diagnostic/refresh", Value::Null),
            Self::RefreshHints => ("workspace/inlayHint/refresh", Value::Null),
            Self::RefreshLenses => ("workspace/codeLens/refresh", Value::Null),
            Self::Register(what) => ("client/registerCapability", json!({"registrations": what})),
        };
        let mut message = json!({"jsonrpc": "2.0", "method": method});
        if !params.is_null() {
            message["params"] = params;
        }
        if !matches!(self, Self::Publish(_) | Self::Show(..)) {
            message["id"] = id.into();
        }
        message
    }
}
