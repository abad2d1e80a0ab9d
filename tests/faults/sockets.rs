//! Streams over WebSockets, of the realms that have them, told as the school's stream tells.

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::follower::{Closed, End, Frame, SILENCE};
use super::world::{Application, Conversation};

/// Where every log begins.
const BEGINNING: &str = "0-00000000";

/// An open WebSocket about a conversation.
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    conversation: Conversation,
    /// Told before anything else: where it begins.
    opening: Option<String>,
}

impl Socket {
    /// Opens one at `http://…`, from the beginning of the log or after an id.
    pub async fn follow(
        base: &str,
        token: &str,
        conversation: &Conversation,
        last_event_id: &str,
    ) -> Result<Self, Closed> {
        let after = Some(last_event_id).filter(|id| !id.is_empty());
        let after = after.unwrap_or(BEGINNING);
        let resume = format!("?last_event_id={after}");
        let mut socket = Self::open(base, token, conversation, &resume).await?;
        socket.opening = Some(after.to_owned());
        Ok(socket)
    }

    /// Opens one that follows from now on.
    pub async fn open(
        base: &str,
        token: &str,
        conversation: &Conversation,
        query: &str,
    ) -> Result<Self, Closed> {
        let address = base.trim_start_matches("http://");
        let path = conversation.socket();
        let mut request = format!("ws://{address}{path}{query}")
            .into_client_request()
            .expect("a URL");
        let bearer = format!("Bearer {token}").parse().expect("a header");
        request.headers_mut().insert("authorization", bearer);
        let opening = async {
            let stream = TcpStream::connect(address)
                .await
                .map_err(|_| Closed::Away)?;
            let _ = stream.set_nodelay(true);
            match client_async(request, stream).await {
                Ok((stream, _)) => Ok(stream),
                Err(Error::Http(answer)) => Err(Closed::Status(answer.status().as_u16())),
                Err(_) => Err(Closed::Away),
            }
        };
        let stream = timeout(SILENCE, opening)
            .await
            .map_err(|_| Closed::Away)??;
        Ok(Self {
            stream,
            conversation: conversation.clone(),
            opening: None,
        })
    }

    /// The next event.
    pub async fn next(&mut self) -> Result<Frame, End> {
        if let Some(id) = self.opening.take() {
            return Ok(Frame {
                id,
                event: "ready".into(),
                data: "{}".into(),
            });
        }
        let frame = self.next_json().await?;
        let id = frame["id"].as_str().unwrap_or_default().to_owned();
        let kind = frame["type"].as_str().unwrap_or_default();
        let chat_id = self.conversation.chat_id;
        let (event, data) = match self.conversation.text_of(&frame) {
            Some(text) => (
                "new_message",
                json!({ "chat_id": chat_id, "message": { "content": text } }),
            ),
            None if kind == "read" => ("chat_read", json!({ "chat_id": chat_id })),
            None => (kind, frame.clone()),
        };
        Ok(Frame {
            id,
            event: event.to_owned(),
            data: data.to_string(),
        })
    }

    /// The next frame as it is.
    pub async fn next_json(&mut self) -> Result<Value, End> {
        loop {
            match timeout(SILENCE, self.stream.next()).await {
                Err(_) => return Err(End::Silent),
                Ok(Some(Ok(Message::Text(text)))) => {
                    return Ok(serde_json::from_str(&text).expect("frames are JSON"));
                }
                // Pings are answered by reading on.
                Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => {}
                Ok(None | Some(Ok(_) | Err(_))) => return Err(End::Closed),
            }
        }
    }

    /// Sends a message; whether it went out.
    pub async fn say(&mut self, text: &str, client_id: uuid::Uuid) -> bool {
        let frame = self.conversation.message(text, client_id).to_string();
        self.stream.send(Message::text(frame)).await.is_ok()
    }
}

impl Conversation {
    /// Where its WebSocket is.
    fn socket(&self) -> String {
        match self.application {
            Application::Direct => "/api/v1/ws".to_owned(),
            Application::Campus => format!("/api/unet-chat/ws/conversations/{}/", self.uuid),
        }
    }

    /// The frame that sends a message.
    fn message(&self, text: &str, client_id: uuid::Uuid) -> Value {
        match self.application {
            Application::Direct => json!({
                "type": "message",
                "data": {
                    "conversation_id": self.uuid, "body": text, "client_id": client_id
                },
            }),
            Application::Campus => json!({ "text": text, "client_id": client_id }),
        }
    }

    /// The text, where a frame is a message.
    pub fn text_of<'a>(&self, frame: &'a Value) -> Option<&'a str> {
        match self.application {
            Application::Direct if frame["type"] == "message" => frame["data"]["body"].as_str(),
            Application::Campus if frame["type"] == "message:new" => {
                frame["payload"]["text"].as_str()
            }
            Application::Direct | Application::Campus => None,
        }
    }

    /// What the message of a frame was sent under, to its sender.
    pub fn client_id_of<'a>(&self, frame: &'a Value) -> Option<&'a str> {
        match self.application {
            Application::Direct => frame["data"]["client_id"].as_str(),
            Application::Campus => frame["payload"]["client_id"].as_str(),
        }
    }

    /// The code of a refusal.
    pub fn error_of<'a>(&self, frame: &'a Value) -> Option<&'a str> {
        let body = match self.application {
            Application::Direct => &frame["data"],
            Application::Campus => &frame["payload"],
        };
        (frame["type"] == "error").then(|| body["code"].as_str().unwrap_or("?"))
    }
}
