//! What goes over Socket.IO, as it is on the wire.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::wire::{Message, MessageType, OneConversation};
use crate::domain::Cursor;
use crate::http::{Code, Problem, last_event_id};

/// Data of an event that a client can resume from.
#[derive(Serialize)]
pub(super) struct Durable<T> {
    pub(super) event_id: String,
    #[serde(flatten)]
    pub(super) data: T,
}

/// `new_message`.
#[derive(Serialize)]
pub(super) struct NewMessage {
    pub(super) conversation_id: i64,
    pub(super) message: Message,
}

/// `messages_read`.
#[derive(Serialize)]
pub(super) struct MessagesRead<'a> {
    pub(super) conversation_id: i64,
    pub(super) user_id: Option<i64>,
    pub(super) message_ids: &'a [crate::domain::MessageId],
}

/// `conversation_created`.
pub(super) type ConversationCreated = OneConversation;

/// `user_typing`.
#[derive(Serialize)]
pub(super) struct UserTyping {
    pub(super) conversation_id: i64,
    pub(super) user_id: i64,
    pub(super) is_typing: bool,
}

/// `user_status`.
#[derive(Serialize)]
pub(super) struct UserStatus {
    pub(super) user_id: i64,
    pub(super) is_online: bool,
    pub(super) last_seen: Option<Timestamp>,
}

/// `reset`: what was seen last is not of this log; reload, and go on from here.
#[derive(Serialize)]
pub(super) struct Reset {
    pub(super) event_id: String,
}

/// `error`, and what is in an acknowledgement that says no.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) code: Code,
}

/// An acknowledgement.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Ack {
    Done {
        success: bool,
        data: serde_json::Value,
    },
    Refused {
        success: bool,
        error: Refusal,
    },
}

impl Ack {
    pub(super) fn done(data: serde_json::Value) -> Self {
        Self::Done {
            success: true,
            data,
        }
    }

    pub(super) fn refused(error: Refusal) -> Self {
        Self::Refused {
            success: false,
            error,
        }
    }
}

/// What a handshake brings: `auth`.
#[derive(Default, Deserialize)]
pub(super) struct Auth {
    pub(super) token: Option<String>,
    last_event_id: Option<serde_json::Value>,
}

impl Auth {
    /// Where to go on. What is no text has not the form of an id either.
    pub(super) fn resume(&self) -> Result<Option<Cursor>, Problem> {
        match &self.last_event_id {
            None | Some(serde_json::Value::Null) => Ok(None),
            Some(serde_json::Value::String(id)) => last_event_id::parse(Some(id)),
            Some(_) => Err(last_event_id::malformed()),
        }
    }
}

/// `send_message`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SendMessage {
    pub(super) conversation_id: i64,
    #[serde(default)]
    pub(super) content: Option<String>,
    #[serde(rename = "type", default)]
    pub(super) kind: Option<MessageType>,
    #[serde(default)]
    pub(super) attachments: Option<Vec<Attached>>,
    #[serde(alias = "client_id", default)]
    pub(super) client_id: Option<Uuid>,
}

/// An attachment as an upload answered it, or its id alone.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Attached {
    Id(i64),
    Whole { id: i64 },
}

impl Attached {
    pub(super) fn id(&self) -> i64 {
        match self {
            Self::Id(id) | Self::Whole { id } => *id,
        }
    }
}

/// `typing`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Typing {
    pub(super) conversation_id: i64,
    pub(super) is_typing: bool,
}

/// `read_messages`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReadMessages {
    pub(super) conversation_id: i64,
    pub(super) message_ids: Vec<i64>,
}
