//! What a client says waits here for its task, in order.
//!
//! # Why an extractor
//! socketioxide runs each handler in a task of its own, in no order; but what a handler takes is
//! extracted before that, one message after the other. So it is the extracting that puts a
//! message into the queue, and there is nothing left for handlers to do. It is here, too, that
//! messages are counted: what is too fast costs no more than to be looked at.

use std::convert::Infallible;
use std::sync::Arc;

use serde_json::Value as Json;
use socketioxide::adapter::LocalAdapter;
use socketioxide::extract::{AckSender, TryData};
use socketioxide::handler::FromMessageParts;
use socketioxide::socket::Socket;
use socketioxide_core::Value;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_util::sync::CancellationToken;

use super::session::MAX_MESSAGE;
use crate::domain::Realm;
use crate::http::Problem;
use crate::http::ws::{ConnectionMetrics, FrameRateLimiter, RateVerdict};
use crate::realms::messenger::frames::{Ack, Refusal};

/// Messages that wait, and their bytes; a client that sends more at once is refused.
const MOST: usize = 64;
const MOST_BYTES: usize = 2 * MAX_MESSAGE;

/// What a client may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClientEvent {
    Send,
    Typing,
    Read,
    Unknown,
}

/// One message of a client.
pub(super) struct ClientMessage {
    pub(super) verb: ClientEvent,
    /// `Null` where it is no JSON, or nothing.
    pub(super) data: Json,
    /// Where an acknowledgement is wanted.
    pub(super) ack_id: Option<i64>,
    /// Room for its bytes.
    _room: OwnedSemaphorePermit,
}

/// The way to a connection's task.
#[derive(Clone)]
pub(super) struct Inbox {
    task: mpsc::Sender<ClientMessage>,
    room: Arc<Semaphore>,
    pacer: Arc<FrameRateLimiter>,
    meter: Arc<ConnectionMetrics>,
    flooded: CancellationToken,
}

/// What a connection's task has of it.
pub(super) struct InboxReceiver {
    pub(super) said: mpsc::Receiver<ClientMessage>,
    /// Counts the connection, and what goes over it.
    pub(super) meter: Arc<ConnectionMetrics>,
    /// Cancelled once the client has sent far too many messages.
    pub(super) flooded: CancellationToken,
}

impl Inbox {
    pub(super) fn new() -> (Self, InboxReceiver) {
        let (task, said) = mpsc::channel(MOST);
        let meter = Arc::new(ConnectionMetrics::open(Realm::Messenger));
        let flooded = CancellationToken::new();
        let outlet = InboxReceiver {
            said,
            meter: meter.clone(),
            flooded: flooded.clone(),
        };
        let inbox = Self {
            task,
            room: Arc::new(Semaphore::new(MOST_BYTES)),
            pacer: Arc::default(),
            meter,
            flooded,
        };
        (inbox, outlet)
    }

    /// Whether there is room for one more message of this length, and it came not too fast.
    fn try_enqueue(
        &self,
        length: usize,
        said: impl FnOnce(OwnedSemaphorePermit) -> ClientMessage,
    ) -> bool {
        self.meter.received();
        match self.pacer.count() {
            RateVerdict::Fine => {
                let length = u32::try_from(length).unwrap_or(u32::MAX);
                let room = self.room.clone().try_acquire_many_owned(length);
                room.is_ok_and(|room| self.task.try_send(said(room)).is_ok())
            }
            RateVerdict::TooFast => false,
            RateVerdict::Abuse => {
                self.flooded.cancel();
                false
            }
        }
    }
}

/// Takes what the client says, by any name.
pub(super) fn listen(socket: &Socket, inbox: Inbox) {
    socket.extensions.insert(inbox);
    socket.on("send_message", async |_: Queued<{ SEND }>| {});
    socket.on("typing", async |_: Queued<{ TYPING }>| {});
    socket.on("read_messages", async |_: Queued<{ READ }>| {});
    socket.on_fallback(async |_: Queued<{ UNKNOWN }>| {});
}

const SEND: u8 = 0;
const TYPING: u8 = 1;
const READ: u8 = 2;
const UNKNOWN: u8 = 3;

/// A message that was put into the queue, or refused.
struct Queued<const VERB: u8>;

impl<const VERB: u8> FromMessageParts<LocalAdapter> for Queued<VERB> {
    type Error = Infallible;

    fn from_message_parts(
        socket: &Arc<Socket>,
        value: &mut Value,
        ack_id: &Option<i64>,
    ) -> Result<Self, Infallible> {
        let verb = match VERB {
            SEND => ClientEvent::Send,
            TYPING => ClientEvent::Typing,
            READ => ClientEvent::Read,
            _ => ClientEvent::Unknown,
        };
        let Some(inbox) = socket.extensions.get::<Inbox>() else {
            return Ok(Self);
        };
        let length = match value {
            Value::Str(text, _) => text.len(),
            Value::Bytes(bytes) => bytes.len(),
        };
        let takes = inbox.try_enqueue(length, |room| {
            let Ok(TryData(data)) = TryData::<Json>::from_message_parts(socket, value, ack_id);
            ClientMessage {
                verb,
                data: data.unwrap_or_default(),
                ack_id: *ack_id,
                _room: room,
            }
        });
        if !takes {
            inbox.meter.refused();
            refuse(socket, AckSender::from_message_parts(socket, value, ack_id));
        }
        Ok(Self)
    }
}

/// Best effort: who floods may lose an answer.
fn refuse(socket: &Socket, ack: Result<AckSender, Infallible>) {
    let refusal = Refusal::from(&Problem::too_many("too many messages: slow down", 1));
    let _ = socket.emit("error", &refusal);
    let Ok(ack) = ack;
    let _ = ack.send(&Ack::refused(refusal));
}
