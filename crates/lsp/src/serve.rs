use acrlint_analysis::Tree;
use futures::stream::{Stream, StreamExt as _};
use serde_json::Value;

use crate::rpc::{Error, Message, answer};
use crate::server::Server;

/// What cannot be read as a message: its text is no JSON, or it was cut off.
#[derive(Debug, thiserror::Error)]
#[error("a message that cannot be read: {0}")]
pub struct BadMessage(pub String);

/// Speaks with a client until it says `exit` or has nothing more to say. A message takes effect before the next one is
/// looked at, and what it makes the server say is sent before that.
pub async fn serve(
    incoming: impl Stream<Item = Result<Value, BadMessage>>,
    mut send: impl FnMut(Value),
    files: impl Tree + 'static,
) {
    let mut session = Session::new(Box::new(files));
    let mut incoming = std::pin::pin!(incoming);
    while session.phase != Phase::Ended
        && let Some(message) = incoming.next().await
    {
        for said in session.take(message) {
            send(said);
        }
    }
}

/// How far client and server are with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The client has to say `initialize` first.
    Begun,
    Working,
    /// After `shutdown`.
    Done,
    /// After `exit`.
    Ended,
}

struct Session {
    server: Server,
    phase: Phase,
    /// The id of the server's next request.
    id: u32,
}

impl Session {
    fn new(files: Box<dyn Tree>) -> Self {
        Self {
            server: Server::new(files),
            phase: Phase::Begun,
            id: 0,
        }
    }

    /// Takes a message; what the server says then.
    fn take(&mut self, message: Result<Value, BadMessage>) -> Vec<Value> {
        let message = message.map_err(|error| Error::unreadable(error.to_string()));
        let mut said = Vec::new();
        match message.and_then(Message::read) {
            Ok(Message::Request { id, method, params }) => {
                said.push(answer(&id, self.request(&method, &params)));
            }
            Ok(Message::Notification { method, .. }) if method == "exit" => {
                self.phase = Phase::Ended;
            }
            Ok(Message::Notification { method, params }) => {
                if self.phase == Phase::Working {
                    self.server.notice(&method, &params);
                }
            }
            Ok(Message::Answer) => {}
            Err(error) => said.push(answer(&Value::Null, Err(error))),
        }
        for outgoing in self.server.said() {
            said.push(outgoing.message(self.id));
            self.id = self.id.wrapping_add(1);
        }
        said
    }

    fn request(&mut self, method: &str, params: &Value) -> Result<Value, Error> {
        match (self.phase, method) {
            (Phase::Begun, "initialize") => self.phase = Phase::Working,
            (Phase::Begun, _) => return Err(Error::not_initialized()),
            (Phase::Working, "initialize") | (Phase::Done | Phase::Ended, _) => {
                return Err(Error::bad_request("Invalid request"));
            }
            (Phase::Working, "shutdown") => {
                self.phase = Phase::Done;
                return Ok(Value::Null);
            }
            (Phase::Working, _) => {}
        }
        self.server.request(method, params)
    }
}
