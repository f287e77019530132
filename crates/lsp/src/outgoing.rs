use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt as _, StreamExt as _, select};
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::{Diagnostic, MessageType, Registration, Uri};

/// What the server says of its own accord. Handlers put it into a queue and never wait for the client.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// The findings of a file.
    Publish {
        uri: Uri,
        version: Option<i32>,
        diagnostics: Vec<Diagnostic>,
    },
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

/// Where handlers put what they have to say.
pub(crate) type Queue = UnboundedSender<Outgoing>;

pub(crate) fn queue() -> (Queue, UnboundedReceiver<Outgoing>) {
    unbounded()
}

/// Says what is in the queue, in its order, until the queue ends. What the client answers is not waited for.
pub(crate) async fn say(client: Client, queue: UnboundedReceiver<Outgoing>) {
    let mut queue = queue.fuse();
    let mut asked = FuturesUnordered::<BoxFuture<'_, ()>>::new();
    loop {
        select! {
            outgoing = queue.next() => match outgoing {
                Some(outgoing) => asked.extend(start(&client, outgoing).await),
                None => break,
            },
            () = asked.select_next_some() => {}
        }
    }
}

/// Sends a notification, or makes a request whose answer tells nothing: a client that refuses knows why.
async fn start(client: &Client, outgoing: Outgoing) -> Option<BoxFuture<'_, ()>> {
    match outgoing {
        Outgoing::Publish {
            uri,
            version,
            diagnostics,
        } => client.publish_diagnostics(uri, diagnostics, version).await,
        Outgoing::Show(kind, text) => client.show_message(kind, text).await,
        Outgoing::RefreshDiagnostics => {
            return Some(client.workspace_diagnostic_refresh().map(drop).boxed());
        }
        Outgoing::RefreshHints => return Some(client.inlay_hint_refresh().map(drop).boxed()),
        Outgoing::RefreshLenses => return Some(client.code_lens_refresh().map(drop).boxed()),
        Outgoing::Register(what) => {
            return Some(client.register_capability(what).map(drop).boxed());
        }
    }
    None
}
