//! How each realm says the same things over its sockets.

use serde_json::{Value, json};
use uuid::Uuid;

use super::conversations::{Application, Conversation};
use super::record::Place;

impl Conversation {
    /// Where its WebSocket is.
    pub fn path(&self) -> String {
        match self.application {
            Application::Direct => "/api/v1/ws".to_owned(),
            Application::Campus => format!("/api/unet-chat/ws/conversations/{}/", self.uuid),
            Application::Messenger => "/socket.io/".to_owned(),
            Application::Market => format!("/api/chat/ws/{}", self.chat_id),
        }
    }

    /// The frame that sends a message; over Socket.IO, the data of `send_message`.
    pub fn message(&self, text: &str, client_id: Uuid) -> Value {
        match self.application {
            Application::Direct => json!({
                "type": "message",
                "data": {
                    "conversation_id": self.uuid, "body": text, "client_id": client_id
                },
            }),
            Application::Campus => json!({ "text": text, "client_id": client_id }),
            Application::Messenger => json!({
                "conversationId": self.chat_id, "content": text, "clientId": client_id,
            }),
            Application::Market => json!({
                "type": "message", "message_text": text, "client_id": client_id,
            }),
        }
    }

    /// What a frame is about, in the words of the school's stream.
    pub fn event_of<'a>(&self, frame: &'a Value) -> &'a str {
        match frame["type"].as_str().unwrap_or_default() {
            _ if self.text_of(frame).is_some() => "new_message",
            "read" | "messages_read" => "chat_read",
            "conversation_created" => "chat_created",
            "online" | "user_status" => "presence",
            "user_typing" => "typing",
            other => other,
        }
    }

    /// Where to resume after a frame, if it is one of the log.
    pub fn id_of<'a>(&self, frame: &'a Value) -> Option<&'a str> {
        let id = match self.application {
            Application::Direct | Application::Campus => &frame["id"],
            Application::Messenger => &frame["data"]["event_id"],
            Application::Market => &frame["event_id"],
        };
        id.as_str()
    }

    /// The text, where a frame is a message.
    pub fn text_of<'a>(&self, frame: &'a Value) -> Option<&'a str> {
        let (kind, text) = match self.application {
            Application::Direct => ("message", &frame["data"]["body"]),
            Application::Campus => ("message:new", &frame["payload"]["text"]),
            Application::Messenger => ("new_message", &frame["data"]["message"]["content"]),
            Application::Market => ("message", &frame["message"]["message_text"]),
        };
        text.as_str().filter(|_| frame["type"] == kind)
    }

    /// What was sent under this id is stored: the sender's own message as it comes to everyone,
    /// or, over Socket.IO, the acknowledgement.
    pub fn acknowledged<'a>(&self, frame: &'a Value) -> Option<&'a str> {
        let client_id = match self.application {
            Application::Direct => &frame["data"]["client_id"],
            Application::Campus => &frame["payload"]["client_id"],
            Application::Messenger => {
                let ack = (frame["type"] == "ack").then_some(&frame["data"]);
                &ack?["data"]["message"]["client_id"]
            }
            Application::Market => &frame["message"]["client_id"],
        };
        client_id.as_str()
    }

    /// The position that an acknowledgement tells: none where a WebSocket answers with what had
    /// been stored before.
    pub fn position_of(&self, frame: &Value) -> Option<i64> {
        match self.application {
            Application::Messenger => frame["data"]["data"]["message"]["id"].as_i64(),
            Application::Direct | Application::Campus | Application::Market => self
                .id_of(frame)
                .and_then(Place::parse)
                .map(|place| place.position),
        }
    }

    /// The code of a refusal.
    pub fn error_of<'a>(&self, frame: &'a Value) -> Option<&'a str> {
        let is_error = frame["type"] == "error";
        let (is_error, code) = match self.application {
            Application::Direct => (is_error, &frame["data"]["code"]),
            Application::Campus => (is_error, &frame["payload"]["code"]),
            // The event `error` says the same before it.
            Application::Messenger => (
                frame["type"] == "ack" && frame["data"]["success"] == false,
                &frame["data"]["error"]["code"],
            ),
            Application::Market => (is_error, &frame["code"]),
        };
        is_error.then(|| code.as_str().unwrap_or("?"))
    }
}
