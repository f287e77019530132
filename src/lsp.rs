//! The language server on standard input and output, where each message has its length in front.

use acrlint_lsp::BadMessage;
use anyhow::Context as _;
use bytes::{Buf as _, BufMut as _, BytesMut};
use futures::channel::mpsc::unbounded;
use futures::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio_util::codec::{Decoder, Encoder, FramedRead, FramedWrite};

use crate::Outcome;
use crate::disk::Disk;

/// Serves an editor.
///
/// # Errors
/// When the system gives no event loop.
pub(crate) fn run() -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let incoming = FramedRead::new(tokio::io::stdin(), Frames);
        // where the stream breaks there is nobody to tell
        let incoming = incoming.filter_map(async |message| message.ok());
        let (queue, mut said) = unbounded();
        let writing = tokio::task::LocalSet::new();
        let written = writing.spawn_local(async move {
            let mut outgoing = FramedWrite::new(tokio::io::stdout(), Frames);
            while let Some(message) = said.next().await {
                if outgoing.send(message).await.is_err() {
                    break;
                }
            }
        });
        writing
            .run_until(async {
                let send = |message| drop(queue.unbounded_send(message));
                acrlint_lsp::serve(incoming, send, Disk).await;
                drop(queue);
                drop(written.await);
            })
            .await;
    });
    // a thread may still wait for more on standard input
    runtime.shutdown_background();
    Ok(Outcome::Clean)
}

/// Messages with their length in front.
struct Frames;

impl Decoder for Frames {
    type Item = Result<Value, BadMessage>;
    type Error = std::io::Error;

    fn decode(&mut self, buffer: &mut BytesMut) -> Result<Option<Self::Item>, Self::Error> {
        let Some(end) = memchr::memmem::find(buffer, b"\r\n\r\n") else {
            return Ok(None);
        };
        let Ok(length) = length(&buffer[..end]) else {
            let header = String::from_utf8_lossy(&buffer[..end]).into_owned();
            buffer.advance(end + 4);
            return Ok(Some(Err(BadMessage(format!("no length in `{header}`")))));
        };
        let whole = end + 4 + length;
        if buffer.len() < whole {
            buffer.reserve(whole - buffer.len());
            return Ok(None);
        }
        let frame = buffer.split_to(whole);
        let message = serde_json::from_slice(&frame[end + 4..]);
        Ok(Some(message.map_err(|error| BadMessage(error.to_string()))))
    }
}

/// The length that the lines before a message give.
fn length(header: &[u8]) -> anyhow::Result<usize> {
    let header = std::str::from_utf8(header)?;
    let lines = header.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = lines.filter(|(name, _)| name.trim().eq_ignore_ascii_case("content-length"));
    let (_, length) = lengths.next().context("no Content-Length")?;
    Ok(length.trim().parse()?)
}

impl Encoder<Value> for Frames {
    type Error = std::io::Error;

    fn encode(&mut self, message: Value, buffer: &mut BytesMut) -> Result<(), Self::Error> {
        let body = message.to_string();
        let header = format!("Content-Length: {}\r\n\r\n", body.len());
        buffer.reserve(header.len() + body.len());
        buffer.put_slice(header.as_bytes());
        buffer.put_slice(body.as_bytes());
        Ok(())
    }
}
