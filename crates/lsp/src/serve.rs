use acrlint_analysis::Tree;
use futures::future::poll_fn;
use futures::stream::{Stream, StreamExt as _};
use futures::{FutureExt as _, SinkExt as _, poll, select_biased};
use serde_json::{Value, json};
use tower::Service as _;
use tower_lsp_server::jsonrpc::{Request, Response};
use tower_lsp_server::{ClientSocket, LspService};

use crate::outgoing;
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
    let (mut service, socket, saying) = service(Box::new(files));
    let (said, mut answers) = socket.split();
    let mut said = said.fuse();
    let mut saying = std::pin::pin!(saying.fuse());
    let mut incoming = std::pin::pin!(incoming.fuse());
    loop {
        // what the server has to say goes out before the next message comes in
        while let Some(request) = {
            let _ = poll!(saying.as_mut());
            said.next().now_or_never().flatten()
        } {
            send(json!(request));
        }
        select_biased! {
            request = said.select_next_some() => send(json!(request)),
            () = saying => {}
            message = incoming.next() => match message {
                Some(Ok(message)) if message.get("method").is_some() => {
                    let ends = message["method"] == "exit";
                    if let Some(answer) = call(&mut service, message).await {
                        send(answer);
                    }
                    if ends {
                        break;
                    }
                }
                Some(Ok(message)) => {
                    // an answer to something that the server has asked
                    if let Ok(answer) = serde_json::from_value::<Response>(message) {
                        drop(answers.send(answer).await);
                    }
                }
                Some(Err(error)) => send(refusal(-32700, &error.to_string())),
                None => break,
            },
        }
    }
}

/// Lets the service handle a message; its answer, if it is a request.
async fn call(service: &mut LspService<Server>, message: Value) -> Option<Value> {
    let request: Request = match serde_json::from_value(message) {
        Ok(request) => request,
        Err(error) => return Some(refusal(-32600, &error.to_string())),
    };
    poll_fn(|context| service.poll_ready(context)).await.ok()?;
    let answer = service.call(request).await.ok()??;
    Some(json!(answer))
}

/// An error that answers no request.
fn refusal(code: i32, message: &str) -> Value {
    json!({"jsonrpc": "2.0", "id": null, "error": {"code": code, "message": message}})
}

/// The service, its messages to the client, and what has to run for it to say something of its own accord.
fn service(files: Box<dyn Tree>) -> (LspService<Server>, ClientSocket, impl Future<Output = ()>) {
    let (queue, said) = outgoing::queue();
    let mut client = None;
    let build = LspService::build(|own| {
        client = Some(own);
        Server::new(files, queue)
    });
    let (service, socket) = build
        .custom_method("acrlint/files", Server::files)
        .custom_method("acrlint/plan", Server::plan)
        .custom_method("acrlint/credentials", Server::credentials)
        .custom_method("acrlint/render", Server::render)
        .custom_method("acrlint/text", Server::text)
        .finish();
    let saying = async {
        if let Some(client) = client {
            outgoing::say(client, said).await;
        }
    };
    (service, socket, saying)
}
