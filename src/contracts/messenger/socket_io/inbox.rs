//! The inbox of a connection: a bounded queue of its client's messages.
//!
//! # Why an extractor
//! socketioxide runs the handlers of messages in tasks of their own, in any order. But it extracts
//! their arguments before that, one message after the other. So the extractor [`Enqueue`] puts a
//! message into the queue, and the handler does nothing. The rate is limited here too, before the
//! data of a message is parsed.

use std::convert::Infallible;
use std::sync::Arc;

use serde_json::Value as Json;
use socketioxide::adapter::LocalAdapter;
use socketioxide::extract::{AckSender, Event, TryData};
use socketioxide::handler::FromMessageParts;
use socketioxide::socket::Socket;
use socketioxide_core::Value;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_util::sync::CancellationToken;

use super::limits::MAX_MESSAGE;
use crate::contracts::messenger::realm::REALM;
use crate::contracts::messenger::wire::frames::{Refusal, Refused};
use crate::http::Problem;
use crate::http::stream::websocket::{ConnectionMetrics, FrameRateLimiter, RateVerdict};

/// Messages that may wait; further ones are refused.
const MAX_QUEUED: usize = 64;
/// Bytes of the messages that may wait.
const MAX_QUEUED_BYTES: usize = 2 * MAX_MESSAGE;

/// The number of the acknowledgement that a client wants for a message, if any.
pub type AckId = Option<i64>;

/// One message of a client.
pub struct ClientMessage {
    /// The name of the event, empty if there is none.
    pub event: String,
    /// `Null` if the message has no data, or data that is not JSON.
    pub data: Json,
    /// Its share of [`MAX_QUEUED_BYTES`], until it is handled.
    _bytes: OwnedSemaphorePermit,
}

/// The sending side.
#[derive(Clone)]
struct Inbox {
    queue: mpsc::Sender<(ClientMessage, AckId)>,
    bytes: Arc<Semaphore>,
    rate: Arc<FrameRateLimiter>,
    metrics: Arc<ConnectionMetrics>,
    flooded: CancellationToken,
}

/// The receiving side, which belongs to the connection's task.
pub(super) struct InboxReceiver {
    pub(super) queue: mpsc::Receiver<(ClientMessage, AckId)>,
    pub(super) metrics: Arc<ConnectionMetrics>,
    /// Cancelled when the client also exceeds the limit on refused messages.
    pub(super) flooded: CancellationToken,
}

/// Queues every message of a socket from now on, whatever its event.
pub(super) fn open(socket: &Socket) -> InboxReceiver {
    let (sender, queue) = mpsc::channel(MAX_QUEUED);
    let metrics = Arc::new(ConnectionMetrics::open(REALM));
    let flooded = CancellationToken::new();
    socket.extensions.insert(Inbox {
        queue: sender,
        bytes: Arc::new(Semaphore::new(MAX_QUEUED_BYTES)),
        rate: Arc::default(),
        metrics: metrics.clone(),
        flooded: flooded.clone(),
    });
    socket.on_fallback(async |_: Enqueue| {});
    InboxReceiver {
        queue,
        metrics,
        flooded,
    }
}

/// Extracting this enqueues the message, or refuses it.
struct Enqueue;

impl FromMessageParts<LocalAdapter> for Enqueue {
    type Error = Infallible;

    fn from_message_parts(
        socket: &Arc<Socket>,
        value: &mut Value,
        ack_id: &AckId,
    ) -> Result<Self, Infallible> {
        let Some(inbox) = socket.extensions.get::<Inbox>() else {
            return Ok(Self);
        };
        inbox.metrics.received();
        let is_enqueued = inbox.reserve(length(value)).is_some_and(|bytes| {
            let message = parse(socket, value, ack_id, bytes);
            inbox.queue.try_send((message, *ack_id)).is_ok()
        });
        if !is_enqueued {
            inbox.metrics.refused();
            refuse(socket, AckSender::from_message_parts(socket, value, ack_id));
        }
        Ok(Self)
    }
}

impl Inbox {
    /// A permit for the bytes of a message, if the rate and the size of the queue allow it.
    fn reserve(&self, length: usize) -> Option<OwnedSemaphorePermit> {
        match self.rate.count() {
            RateVerdict::Fine => {
                let length = u32::try_from(length).unwrap_or(u32::MAX);
                self.bytes.clone().try_acquire_many_owned(length).ok()
            }
            RateVerdict::TooFast => None,
            RateVerdict::Abuse => {
                self.flooded.cancel();
                None
            }
        }
    }
}

fn length(value: &Value) -> usize {
    match value {
        Value::Str(text, _) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
    }
}

fn parse(
    socket: &Arc<Socket>,
    value: &mut Value,
    ack_id: &AckId,
    bytes: OwnedSemaphorePermit,
) -> ClientMessage {
    let event = Event::from_message_parts(socket, value, ack_id);
    let Ok(TryData(data)) = TryData::<Json>::from_message_parts(socket, value, ack_id);
    ClientMessage {
        event: event.map_or_else(|_| String::new(), |Event(name)| name),
        data: data.unwrap_or_default(),
        _bytes: bytes,
    }
}

/// Best effort: a client that floods the server may not receive it.
fn refuse(socket: &Socket, ack: Result<AckSender, Infallible>) {
    let refusal = Refusal::from(&Problem::too_many("too many messages: slow down", 1));
    let _ = socket.emit("error", &refusal);
    let Ok(ack) = ack;
    let _ = ack.send(&Refused::new(refusal));
}
