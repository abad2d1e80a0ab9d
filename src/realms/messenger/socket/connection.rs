//! Socket.IO as a [`Transport`]: one task a connection does all the emitting.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;
use serde_json::value::RawValue;
use socketioxide::adapter::LocalAdapter;
use socketioxide::extract::AckSender;
use socketioxide::handler::{FromConnectParts, FromMessageParts as _};
use socketioxide::socket::Socket;
use socketioxide::{SendError, SocketError, SocketIo};
use socketioxide_core::{Str, Value};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::encoder::MessengerEncoder;
use super::handshake::{Admitted, PendingConnection};
use super::inbox::{ClientMessage, InboxReceiver};
use crate::chat::{EndReason, Scope};
use crate::http::Code;
use crate::http::server::ConnectionGuard;
use crate::http::stream::{FrameStream, Incoming, StreamEnd, Transport, drive, expiry_timer, json};
use crate::realms::messenger::frames::{Done, Refusal, Refused};

/// How long a client may take nothing before its connection is given up.
const WRITE_TIMEOUT: Duration = Duration::from_mins(1);
/// How often a full buffer is tried again, at first and at most: socketioxide does not notify
/// when there is room.
const RETRY_INTERVAL: Duration = Duration::from_millis(10);
const MAX_RETRY_INTERVAL: Duration = Duration::from_millis(500);
/// How long the message that explains the end may take.
const CLOSE_MESSAGE_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a connection may take to close: longer than the engine needs to detect, by a ping
/// that finds no room or no answer, that its client is gone.
const CLOSE_TIMEOUT: Duration = Duration::from_mins(1);

/// The handler of an authenticated connection.
pub(super) async fn begin(SocketHandle(socket): SocketHandle, io: SocketIo) {
    let admitted = socket.extensions.remove::<Admitted>();
    let pending = admitted.and_then(|admitted| admitted.0.lock().take());
    let guard = socket
        .req_parts()
        .extensions
        .get::<ConnectionGuard>()
        .cloned();
    if let Some((pending, guard)) = pending.zip(guard) {
        let span = tracing::info_span!("socket", user.id = pending.caller.user_id.0);
        guard.spawn(serve(socket, io, pending).instrument(span));
    }
}

async fn serve(socket: Arc<Socket>, io: SocketIo, pending: PendingConnection) {
    let PendingConnection {
        chat,
        caller,
        subscription,
        inbox,
        disconnected,
    } = pending;
    let expires = expiry_timer(caller.expires_at);
    let transport = SocketIoConnection {
        socket,
        io,
        inbox,
        disconnected,
        expires,
    };
    let encoder = MessengerEncoder {
        chat: chat.clone(),
        user_id: caller.user_id,
    };
    // A client of Socket.IO does not reconnect after the server has disconnected it.
    let subscription = subscription.reopening(chat, caller, Scope::OwnChats);
    drive(FrameStream::new(subscription, encoder), transport, expires).await;
}

/// The socket, to be held by its task.
pub(super) struct SocketHandle(Arc<Socket>);

impl FromConnectParts<LocalAdapter> for SocketHandle {
    type Error = Infallible;

    fn from_connect_parts(socket: &Arc<Socket>, _: &Option<Value>) -> Result<Self, Infallible> {
        Ok(Self(socket.clone()))
    }
}

/// An event of the server: its name, and its data as JSON.
pub(super) struct Packet {
    pub(super) name: &'static str,
    pub(super) data: Bytes,
}

impl Packet {
    fn json(&self) -> &RawValue {
        let data = std::str::from_utf8(&self.data).ok();
        let data = data.and_then(|data| serde_json::from_str(data).ok());
        data.expect("an encoded frame is JSON")
    }
}

/// Why a connection ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    /// The client disconnected, or takes nothing any more.
    Lost,
    TokenExpired,
    TooManyMessages,
    Subscription(EndReason),
}

impl From<StreamEnd> for End {
    fn from(end: StreamEnd) -> Self {
        match end {
            StreamEnd::Subscription(reason) => Self::Subscription(reason),
            StreamEnd::TokenExpired => Self::TokenExpired,
            // Its subscription reopens, and its encoder queries nothing.
            StreamEnd::Failed(error) => {
                tracing::error!(%error, "a connection failed that outlasts failures");
                Self::Lost
            }
        }
    }
}

impl End {
    /// What the client is told, if anything: a text to show, and a code.
    fn close_message(self) -> Option<(&'static str, Code)> {
        const SIGN_IN: &str = "Authentication error";
        match self {
            Self::Lost | Self::Subscription(EndReason::Shutdown) => None,
            Self::TokenExpired => Some((SIGN_IN, Code::TokenExpired)),
            Self::TooManyMessages => Some(("too many messages: slow down", Code::RateLimited)),
            Self::Subscription(EndReason::LoggedOut) => Some((SIGN_IN, Code::LoggedOut)),
            Self::Subscription(EndReason::AccessChanged | EndReason::Removed) => {
                Some((SIGN_IN, Code::SessionExpired))
            }
        }
    }

    /// Labels for the metrics: who ended it, and why.
    fn labels(self) -> (&'static str, &'static str) {
        match self {
            Self::Lost => ("client", "gone"),
            Self::TokenExpired => ("server", "expired"),
            Self::TooManyMessages => ("server", "too_fast"),
            Self::Subscription(_) => ("server", "ended"),
        }
    }
}

/// One connection of one client.
pub(super) struct SocketIoConnection {
    socket: Arc<Socket>,
    io: SocketIo,
    inbox: InboxReceiver,
    disconnected: CancellationToken,
    expires: Instant,
}

impl Transport for SocketIoConnection {
    type Frame = Packet;
    type Request = ClientMessage;
    /// The number of the acknowledgement that the client wants, if any.
    type Tag = Option<i64>;
    type Reply = serde_json::Value;
    type End = End;

    async fn receive(
        &mut self,
        is_busy: bool,
    ) -> Result<Incoming<ClientMessage, Option<i64>>, End> {
        tokio::select! {
            () = self.disconnected.cancelled() => Err(End::Lost),
            () = self.inbox.flooded.cancelled() => Err(End::TooManyMessages),
            queued = self.inbox.queue.recv(), if !is_busy => {
                let (message, ack_id) = queued.ok_or(End::Lost)?;
                Ok(Incoming::Request(message, ack_id))
            }
        }
    }

    async fn send(&mut self, packet: Packet) -> Result<(), End> {
        let Packet { name, .. } = packet;
        let data = packet.json();
        self.retry_while_full(|socket| socket.emit(name, data))
            .await?;
        self.inbox.metrics.sent();
        Ok(())
    }

    /// The engine writes by itself.
    async fn flush(&mut self) -> Result<(), End> {
        Ok(())
    }

    async fn reply(&mut self, ack_id: Option<i64>, data: serde_json::Value) -> Result<(), End> {
        self.acknowledge(ack_id, &Done::new(data)).await
    }

    async fn refuse(&mut self, ack_id: Option<i64>, error: Packet) -> Result<(), End> {
        let ack = ack_id.map(|_| error.json().to_owned());
        self.send(error).await?;
        match ack {
            Some(error) => self.acknowledge(ack_id, &Refused::new(&error)).await,
            None => Ok(()),
        }
    }

    async fn close(&mut self, end: End) {
        tracing::debug!(?end, "closed a Socket.IO connection");
        let (by, code) = end.labels();
        self.inbox.metrics.ended(by, code);
        if let End::Subscription(EndReason::Shutdown) = end {
            // Closes all transports; their clients reconnect to another replica.
            let _ = timeout(CLOSE_MESSAGE_TIMEOUT, self.io.close()).await;
            return;
        }
        if let Some((message, code)) = end.close_message() {
            let message = message.to_owned();
            let data = json(&Refusal { message, code });
            let error = Packet {
                name: "error",
                data,
            };
            let _ = timeout(CLOSE_MESSAGE_TIMEOUT, self.send(error)).await;
        }
        // Until then the client would seem connected, and its messages would be lost.
        self.expires = Instant::now() + CLOSE_TIMEOUT;
        let disconnect =
            |socket: &Arc<Socket>| socket.clone().disconnect().map_err(SendError::Socket);
        let _ = self.retry_while_full(disconnect).await;
    }
}

impl SocketIoConnection {
    async fn acknowledge(&self, ack_id: Option<i64>, ack: &impl Serialize) -> Result<(), End> {
        if ack_id.is_none() {
            return Ok(());
        }
        self.retry_while_full(|socket| {
            let mut no_value = Value::Str(Str::from(""), None);
            let Ok(sender) =
                <AckSender<LocalAdapter>>::from_message_parts(socket, &mut no_value, &ack_id);
            sender.send(ack)
        })
        .await
    }

    /// Hands over a packet as soon as the engine's buffer has room. Meanwhile nothing is taken
    /// from the subscription; its events come from the log later.
    async fn retry_while_full(
        &self,
        mut hand_over: impl FnMut(&Arc<Socket>) -> Result<(), SendError>,
    ) -> Result<(), End> {
        let deadline = self.expires.min(Instant::now() + WRITE_TIMEOUT);
        let mut pause = RETRY_INTERVAL;
        loop {
            match hand_over(&self.socket) {
                Ok(()) => return Ok(()),
                Err(SendError::Socket(SocketError::InternalChannelFull)) => {}
                Err(SendError::Socket(SocketError::Closed)) => return Err(End::Lost),
                Err(SendError::Serialize(error)) => {
                    tracing::error!(%error, "a packet could not be serialized");
                    return Err(End::Lost);
                }
            }
            if Instant::now() >= deadline {
                return Err(End::Lost);
            }
            tokio::select! {
                () = self.disconnected.cancelled() => return Err(End::Lost),
                () = sleep(pause) => pause = (pause * 2).min(MAX_RETRY_INTERVAL),
            }
        }
    }
}
