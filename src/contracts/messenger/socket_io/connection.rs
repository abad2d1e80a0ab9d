//! A Socket.IO connection as a [`Transport`].

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value as Json;
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

use super::end::End;
use super::handshake::PendingConnection;
use super::inbox::{AckId, ClientMessage, InboxReceiver};
use crate::chat::{EndReason, Scope};
use crate::contracts::messenger::encode::{self, Packet};
use crate::contracts::messenger::socket::MessengerSocket;
use crate::contracts::messenger::wire::frames::{Acknowledged, Refused};
use crate::http::server::ConnectionGuard;
use crate::http::stream::{FrameStream, Incoming, Transport, drive, expiry_timer};

/// How long a client may read nothing before it is disconnected.
const WRITE_TIMEOUT: Duration = Duration::from_mins(1);
/// The first pause before a full buffer is tried again; each pause doubles. The engine does not
/// notify when there is room.
const RETRY_INTERVAL: Duration = Duration::from_millis(10);
/// The longest such pause.
const MAX_RETRY_INTERVAL: Duration = Duration::from_millis(500);
/// How long sending the close message may take.
const CLOSE_MESSAGE_TIMEOUT: Duration = Duration::from_secs(2);
/// How long closing may take: longer than the engine needs to detect a lost client by its pings.
const CLOSE_TIMEOUT: Duration = Duration::from_mins(1);

/// Starts the task of an authenticated connection.
pub(super) async fn start(SocketHandle(socket): SocketHandle, io: SocketIo) {
    let pending = PendingConnection::take(&socket);
    let extensions = &socket.req_parts().extensions;
    let guard = extensions.get::<ConnectionGuard>().cloned();
    if let Some((pending, guard)) = pending.zip(guard) {
        let span = tracing::info_span!("socket", user.id = pending.caller.user_id.0);
        guard.spawn(run(socket, io, pending).instrument(span));
    }
}

async fn run(socket: Arc<Socket>, io: SocketIo, pending: PendingConnection) {
    let PendingConnection {
        chat,
        features,
        caller,
        subscription,
        inbox,
        disconnected,
        counted: _counted,
    } = pending;
    let expires = expiry_timer(caller.expires_at);
    let connection = SocketIoConnection {
        socket,
        io,
        inbox,
        disconnected,
        write_deadline: expires,
    };
    let handler = MessengerSocket {
        chat: chat.clone(),
        features,
        user_id: caller.user_id,
    };
    // A Socket.IO client does not reconnect by itself after the server has disconnected it.
    let subscription = subscription.reopening(chat, caller, Scope::OwnChats);
    let stream = Box::new(FrameStream::new(subscription, handler));
    drive(stream, connection, expires).await;
}

/// Extracts the shared socket, so that its task can own it.
pub(super) struct SocketHandle(Arc<Socket>);

impl FromConnectParts<LocalAdapter> for SocketHandle {
    type Error = Infallible;

    fn from_connect_parts(socket: &Arc<Socket>, _: &Option<Value>) -> Result<Self, Infallible> {
        Ok(Self(socket.clone()))
    }
}

/// One connection of one client.
pub struct SocketIoConnection {
    socket: Arc<Socket>,
    io: SocketIo,
    inbox: InboxReceiver,
    disconnected: CancellationToken,
    /// Nothing is written after this time.
    write_deadline: Instant,
}

impl Transport for SocketIoConnection {
    type Frame = Packet;
    type Request = ClientMessage;
    type Tag = AckId;
    type Reply = Json;
    type End = End;

    async fn receive(&mut self, is_busy: bool) -> Result<Incoming<ClientMessage, AckId>, End> {
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
        let data = raw_json(&packet);
        self.retry_while_full(|socket| socket.emit(packet.name, data))
            .await?;
        self.inbox.metrics.sent();
        Ok(())
    }

    /// The engine flushes by itself.
    async fn flush(&mut self) -> Result<(), End> {
        Ok(())
    }

    async fn reply(&mut self, ack_id: AckId, data: Json) -> Result<(), End> {
        self.acknowledge(ack_id, &Acknowledged::new(data)).await
    }

    /// Sends the event `error`, and the acknowledgement if the client wants one.
    async fn refuse(&mut self, ack_id: AckId, error: Packet) -> Result<(), End> {
        let ack = ack_id.map(|_| raw_json(&error).to_owned());
        self.send(error).await?;
        match ack {
            Some(error) => self.acknowledge(ack_id, &Refused::new(&error)).await,
            None => Ok(()),
        }
    }

    async fn close(&mut self, end: End) {
        tracing::debug!(?end, "closed a Socket.IO connection");
        let (side, reason) = end.labels();
        self.inbox.metrics.ended(side, reason);
        if let End::Subscription(EndReason::Shutdown) = end {
            // Closes the transports of all connections; their clients reconnect by themselves.
            let _ = timeout(CLOSE_MESSAGE_TIMEOUT, self.io.close()).await;
            return;
        }
        if let Some(message) = end.close_message() {
            let error = encode::error(&message);
            let _ = timeout(CLOSE_MESSAGE_TIMEOUT, self.send(error)).await;
        }
        // A client that is not disconnected seems connected, and its messages would be lost.
        self.write_deadline = Instant::now() + CLOSE_TIMEOUT;
        let disconnect =
            |socket: &Arc<Socket>| socket.clone().disconnect().map_err(SendError::Socket);
        let _ = self.retry_while_full(disconnect).await;
    }
}

fn raw_json(packet: &Packet) -> &RawValue {
    serde_json::from_slice(&packet.data).expect("an encoded packet is JSON")
}

impl SocketIoConnection {
    async fn acknowledge(&self, ack_id: AckId, ack: &impl Serialize) -> Result<(), End> {
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

    /// Writes a packet as soon as the engine's buffer has room. Meanwhile the connection takes no
    /// events from its subscription, which overflows and continues from the log.
    async fn retry_while_full(
        &self,
        mut write: impl FnMut(&Arc<Socket>) -> Result<(), SendError>,
    ) -> Result<(), End> {
        let deadline = self.write_deadline.min(Instant::now() + WRITE_TIMEOUT);
        let mut pause = RETRY_INTERVAL;
        loop {
            match write(&self.socket) {
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
