//! A Socket.IO connection as a [`Transport`].

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value as Json;
use serde_json::value::RawValue;
use socketioxide::adapter::LocalAdapter;
use socketioxide::extract::AckSender;
use socketioxide::handler::FromMessageParts as _;
use socketioxide::socket::Socket;
use socketioxide::{SendError, SocketError, SocketIo};
use socketioxide_core::{Str, Value};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::end::End;
use super::inbox::{AckId, ClientMessage, InboxReceiver};
use crate::chat::EndReason;
use crate::contracts::messenger::encode::{self, Packet};
use crate::contracts::messenger::wire::frames::{Acknowledged, Refused};
use crate::http::stream::{Incoming, Transport};

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

/// One connection of one client.
pub struct SocketIoConnection {
    pub(super) socket: Arc<Socket>,
    pub(super) io: SocketIo,
    pub(super) inbox: InboxReceiver,
    pub(super) disconnected: CancellationToken,
    /// Nothing is written after this time.
    pub(super) write_deadline: Instant,
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
