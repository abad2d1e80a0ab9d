//! A bounded queue of one client's messages, in order.
//!
//! # Why an extractor
//! socketioxide runs each handler in a task of its own, in no order, but extracts the arguments
//! of handlers before that, one message after the other. So the extraction puts a message into
//! the queue, and the handler has nothing left to do. Messages are counted here too: one that
//! exceeds the rate is refused before its data is parsed.

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

use super::session::MAX_MESSAGE;
use crate::http::Problem;
use crate::http::stream::websocket::{ConnectionMetrics, FrameRateLimiter, RateVerdict};
use crate::realms::messenger::REALM;
use crate::realms::messenger::frames::{Refusal, Refused};

/// Messages that may wait, and their bytes; further ones are refused.
const MAX_QUEUED: usize = 64;
const MAX_QUEUED_BYTES: usize = 2 * MAX_MESSAGE;

/// What a client asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClientEvent {
    Send,
    Typing,
    Read,
    Unknown,
}

impl ClientEvent {
    fn named(name: &str) -> Self {
        match name {
            "send_message" => Self::Send,
            "typing" => Self::Typing,
            "read_messages" => Self::Read,
            _ => Self::Unknown,
        }
    }
}

/// One message of a client.
pub(super) struct ClientMessage {
    pub(super) event: ClientEvent,
    /// `Null` where the message has no data, or data that is not JSON.
    pub(super) data: Json,
    /// Its share of [`MAX_QUEUED_BYTES`], until it is handled.
    _bytes: OwnedSemaphorePermit,
}

/// A queued message, and where an acknowledgement is wanted, its number.
pub(super) type Queued = (ClientMessage, Option<i64>);

/// The sending side of a client's queue.
#[derive(Clone)]
pub(super) struct Inbox {
    queue: mpsc::Sender<Queued>,
    bytes: Arc<Semaphore>,
    rate: Arc<FrameRateLimiter>,
    metrics: Arc<ConnectionMetrics>,
    flooded: CancellationToken,
}

/// The receiving side, which belongs to the connection's task.
pub(super) struct InboxReceiver {
    pub(super) queue: mpsc::Receiver<Queued>,
    pub(super) metrics: Arc<ConnectionMetrics>,
    /// Cancelled when the client exceeds even the limit on refusals.
    pub(super) flooded: CancellationToken,
}

impl Inbox {
    pub(super) fn new() -> (Self, InboxReceiver) {
        let (sender, queue) = mpsc::channel(MAX_QUEUED);
        let metrics = Arc::new(ConnectionMetrics::open(REALM));
        let flooded = CancellationToken::new();
        let receiver = InboxReceiver {
            queue,
            metrics: metrics.clone(),
            flooded: flooded.clone(),
        };
        let inbox = Self {
            queue: sender,
            bytes: Arc::new(Semaphore::new(MAX_QUEUED_BYTES)),
            rate: Arc::default(),
            metrics,
            flooded,
        };
        (inbox, receiver)
    }

    /// Queues a message of this length, if its rate and the queue allow it.
    fn try_enqueue(
        &self,
        length: usize,
        message: impl FnOnce(OwnedSemaphorePermit) -> Queued,
    ) -> bool {
        self.metrics.received();
        match self.rate.count() {
            RateVerdict::Fine => {
                let length = u32::try_from(length).unwrap_or(u32::MAX);
                let bytes = self.bytes.clone().try_acquire_many_owned(length);
                bytes.is_ok_and(|bytes| self.queue.try_send(message(bytes)).is_ok())
            }
            RateVerdict::TooFast => false,
            RateVerdict::Abuse => {
                self.flooded.cancel();
                false
            }
        }
    }
}

/// Queues every message of a client, whatever its event.
pub(super) fn listen(socket: &Socket, inbox: Inbox) {
    socket.extensions.insert(inbox);
    socket.on_fallback(async |_: Enqueued| {});
}

/// Proof that a message was queued, or refused.
struct Enqueued;

impl FromMessageParts<LocalAdapter> for Enqueued {
    type Error = Infallible;

    fn from_message_parts(
        socket: &Arc<Socket>,
        value: &mut Value,
        ack_id: &Option<i64>,
    ) -> Result<Self, Infallible> {
        let Some(inbox) = socket.extensions.get::<Inbox>() else {
            return Ok(Self);
        };
        let length = match value {
            Value::Str(text, _) => text.len(),
            Value::Bytes(bytes) => bytes.len(),
        };
        let is_queued = inbox.try_enqueue(length, |bytes| {
            let name = Event::from_message_parts(socket, value, ack_id);
            let event = name.map_or(ClientEvent::Unknown, |Event(name)| {
                ClientEvent::named(&name)
            });
            let Ok(TryData(data)) = TryData::<Json>::from_message_parts(socket, value, ack_id);
            let message = ClientMessage {
                event,
                data: data.unwrap_or_default(),
                _bytes: bytes,
            };
            (message, *ack_id)
        });
        if !is_queued {
            inbox.metrics.refused();
            refuse(socket, AckSender::from_message_parts(socket, value, ack_id));
        }
        Ok(Self)
    }
}

/// Best effort: a client that floods may lose an answer.
fn refuse(socket: &Socket, ack: Result<AckSender, Infallible>) {
    let refusal = Refusal::from(&Problem::too_many("too many messages: slow down", 1));
    let _ = socket.emit("error", &refusal);
    let Ok(ack) = ack;
    let _ = ack.send(&Refused::new(refusal));
}
