//! Subscribers over the sockets of all realms, with frames in the form of the school's stream.

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::follower::{Closed, End, Frame, IDLE_TIMEOUT};
use vestnik::contracts::messenger;

use crate::support::SocketIo;
use crate::support::realm_codecs::Conversation;
use crate::support::socket_io::{ConnectError, Packet};

/// An open socket about a conversation.
pub struct Socket {
    wire: Wire,
    conversation: Conversation,
}

enum Wire {
    WebSocket(WebSocketStream<TcpStream>),
    /// With the data of its first event until that is read.
    SocketIo(SocketIo, Option<Value>),
}

impl Socket {
    /// Opens a socket at `http://…` that resumes after an id, or starts now.
    pub async fn open(
        base: &str,
        token: &str,
        conversation: &Conversation,
        after: Option<&str>,
    ) -> Result<Self, Closed> {
        let opening = Wire::open(base, token, conversation, after);
        let wire = timeout(IDLE_TIMEOUT, opening).await;
        Ok(Self {
            wire: wire.map_err(|_| Closed::Unavailable)??,
            conversation: conversation.clone(),
        })
    }

    /// The next event.
    pub async fn next(&mut self) -> Result<Frame, End> {
        let frame = self.next_json().await?;
        let conversation = &self.conversation;
        let text = conversation.text_of(&frame);
        let data = json!({
            "chat_id": conversation.chat_id, "message": { "content": text }, "frame": frame,
        });
        Ok(Frame {
            id: conversation.id_of(&frame).unwrap_or_default().to_owned(),
            event: conversation.event_of(&frame).to_owned(),
            data: data.to_string(),
        })
    }

    /// The next frame unchanged; over Socket.IO, its name and data.
    pub async fn next_json(&mut self) -> Result<Value, End> {
        loop {
            let received = timeout(IDLE_TIMEOUT, self.wire.next()).await;
            match received.map_err(|_| End::Silent)? {
                Some(Some(frame)) => return Ok(frame),
                Some(None) => {}
                None => return Err(End::Closed),
            }
        }
    }

    /// Sends a message; returns whether it could be written.
    pub async fn send_message(&mut self, text: &str, client_id: uuid::Uuid) -> bool {
        let message = self.conversation.message(text, client_id);
        match &mut self.wire {
            Wire::WebSocket(stream) => {
                let frame = Message::text(message.to_string());
                stream.send(frame).await.is_ok()
            }
            Wire::SocketIo(socket, _) => socket.emit("send_message", &message).await.is_some(),
        }
    }
}

impl Wire {
    async fn open(
        base: &str,
        token: &str,
        conversation: &Conversation,
        after: Option<&str>,
    ) -> Result<Self, Closed> {
        if conversation.realm == messenger::REALM {
            let auth = json!({ "token": token, "last_event_id": after });
            let mut socket = SocketIo::connect(base, &auth).await?;
            let ready = json!({ "type": "ready", "data": socket.ready.take() });
            return Ok(Self::SocketIo(socket, Some(ready)));
        }
        let address = base.trim_start_matches("http://");
        let path = conversation.path();
        let resume = after.map(|id| format!("?last_event_id={id}"));
        let mut request = format!("ws://{address}{path}{}", resume.unwrap_or_default())
            .into_client_request()
            .expect("a URL");
        let bearer = format!("Bearer {token}").parse().expect("a header");
        request.headers_mut().insert("authorization", bearer);
        let stream = TcpStream::connect(address).await;
        let stream = stream.map_err(|_| Closed::Unavailable)?;
        let _ = stream.set_nodelay(true);
        match client_async(request, stream).await {
            Ok((stream, _)) => Ok(Self::WebSocket(stream)),
            Err(Error::Http(answer)) => Err(Closed::Status(answer.status().as_u16())),
            Err(_) => Err(Closed::Unavailable),
        }
    }

    /// The next frame, or `Some(None)` for a ping; `None` at the end.
    async fn next(&mut self) -> Option<Option<Value>> {
        match self {
            Self::WebSocket(stream) => match stream.next().await?.ok()? {
                Message::Text(text) => {
                    Some(Some(serde_json::from_str(&text).expect("frames are JSON")))
                }
                // Pings are answered by reading on.
                Message::Ping(_) | Message::Pong(_) => Some(None),
                _ => None,
            },
            Self::SocketIo(_, ready @ Some(_)) => Some(ready.take()),
            Self::SocketIo(socket, None) => Some(match socket.next().await? {
                Packet::Ping => None,
                Packet::Event(name, data) => Some(json!({ "type": name, "data": data })),
                Packet::Ack(_, data) => Some(json!({ "type": "ack", "data": data })),
            }),
        }
    }
}

impl From<ConnectError> for Closed {
    fn from(refused: ConnectError) -> Self {
        match refused {
            ConnectError::Unreachable => Self::Unavailable,
            ConnectError::Status(status) => Self::Status(status),
            ConnectError::Error(message) => Self::Status(match message.as_str() {
                "Unavailable" => 503,
                "Authentication error" => 401,
                _ => 400,
            }),
        }
    }
}
